"""What the file has declared so far, and the text of sorts and of values that surely exist.

    List Nat      ->  (List Nat)              a -> Bool  ->  (a -> bool)
    any Nat       ->  Z                       any a      ->  inh_a

In Lemmata every sort is inhabited, in type theory a type need not be. Where a proof or a
definition needs some value of a type variable `a`, it takes one as the argument `inh_a`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lemmata.export.typetheory.dialect import Dialect
from lemmata.export.typetheory.errors import Unsupported
from lemmata.export.typetheory.names import Names
from lemmata.export.typetheory.tables import BOOL, INT, RATIONAL, Sort, instantiate


@dataclass
class Symbol:
    """A symbol with its name in the file; `needs` are type variables that need an inhabitant."""

    name: str
    text: str
    types: tuple[str, ...]
    arguments: tuple[Sort, ...]
    result: Sort
    constructor: bool = False
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Constructor:
    """A constructor and the sorts of its fields."""

    name: str
    fields: tuple[Sort, ...]


@dataclass(frozen=True)
class Datatype:
    """A datatype; `group` names the datatypes that are declared together with it."""

    name: str
    types: tuple[str, ...]
    constructors: tuple[Constructor, ...]
    group: tuple[str, ...]


@dataclass
class Premise:
    """A citable clause: its name in the file and the type variables that need an inhabitant."""

    text: str
    types: tuple[str, ...]
    needs: tuple[str, ...] = ()


_A: Sort = ("var", "a")
_B: Sort = ("var", "b")
_ARITY = {"+": 2, "-": 2, "*": 2, "/": 2, "neg": 1, "<=": 2, "<": 2}


def _builtin(dialect: Dialect) -> dict[str, Symbol]:
    text = dialect.symbols
    bools = [
        Symbol("true", "true", (), (), BOOL, True),
        Symbol("false", "false", (), (), BOOL, True),
        Symbol("not", text["not"], (), (BOOL,), BOOL),
        Symbol("and", text["and"], (), (BOOL, BOOL), BOOL),
        Symbol("or", text["or"], (), (BOOL, BOOL), BOOL),
        Symbol("ite", text["ite"], ("a",), (BOOL, _A, _A), _A),
        Symbol("eq", "eqb", ("a",), (_A, _A), BOOL),
        Symbol("apply", "", ("a", "b"), (("->", _A, _B), _A), _B),
    ]
    numbers = [
        Symbol(f"{sort[0]}.{name}", text[f"{sort[0]}.{name}"], (), (sort,) * arity,
               BOOL if name in ("<=", "<") else sort)
        for sort in (INT, RATIONAL)
        for name, arity in _ARITY.items()
        if f"{sort[0]}.{name}" in text
    ]  # fmt: skip
    return {symbol.name: symbol for symbol in bools + numbers}


@dataclass
class World:
    """The file under construction and everything that its text may refer to.

    A file about a `model`, which refutes something, has values computed by its functions, and no
    equations for them.
    """

    dialect: Dialect
    model: Mapping[str, Any] | None = None
    names: Names = field(init=False)
    symbols: dict[str, Symbol] = field(init=False)
    datatypes: dict[str, Datatype] = field(default_factory=dict)
    abstract: set[str] = field(default_factory=set)
    equations: dict[tuple[str, int], Premise] = field(default_factory=dict)
    axioms: dict[tuple[str, str], Premise] = field(default_factory=dict)
    chunks: list[str] = field(default_factory=list)
    snippets: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.names = Names(self.dialect.reserved, self.dialect.no_variables)
        self.symbols = _builtin(self.dialect)
        truth = (Constructor("true", ()), Constructor("false", ()))
        self.datatypes["Bool"] = Datatype("Bool", (), truth, ("Bool",))

    @property
    def computing(self) -> bool:
        """Whether functions are there to be computed."""
        return self.model is not None

    def emit(self, text: str) -> None:
        """Append a piece of text to the file."""
        self.chunks.append(text)

    def preface(self, key: str, text: str) -> None:
        """Put a piece of text before all others, where no name hides another one."""
        if key not in self.snippets:
            self.snippets.add(key)
            self.chunks.insert(0, text)

    def require(self, key: str, text: str | None = None) -> str:
        """Append a piece of text unless it is there already, and return its key."""
        if key not in self.snippets:
            self.snippets.add(key)
            self.emit(self.dialect.snippets[key] if text is None else text)
        return key

    def result(self, symbol: str, sorts: tuple[Sort, ...]) -> Sort:
        """Return the result sort of a symbol under sort arguments."""
        found = self.lookup(symbol)
        return instantiate(found.result, dict(zip(found.types, sorts, strict=True)))

    def lookup(self, symbol: str) -> Symbol:
        """Return a declared or built-in symbol."""
        found = self.symbols.get(symbol)
        if found is None:
            raise Unsupported(f"the symbol {symbol}")
        return found

    def sort(self, sort: Sort) -> str:
        """Return the type of a sort, in parentheses if it is composed."""
        head, *rest = sort
        if head == "var":
            return self.names.get("type", rest[0])
        if head == "->":
            return f"({self.sort(rest[0])} -> {self.sort(rest[1])})"
        if head in self.dialect.sorts:
            self.rest_on(head)
            return self.dialect.sorts[head]
        if head in ("Rational", "Real"):
            raise Unsupported(f"the sort {head}")
        name = self.names.get("sort", head)
        return f"({' '.join([name, *map(self.sort, rest)])})" if rest else name

    def rest_on(self, name: str) -> None:
        """Write what a built-in sort or symbol needs."""
        for key in self.dialect.needed.get(name, ()):
            self.require(key)

    def inhabitant(self, variable: str) -> str:
        """Return the name of the argument that is a value of a type variable."""
        return self.names.get("inhabitant", variable, f"inh_{variable}")

    def some(self, sort: Sort) -> str:
        """Return a value of the sort."""
        return self._some(sort, ())[0]

    def needs(self, sort: Sort) -> frozenset[str]:
        """Return the type variables of which a value of the sort is made."""
        return self._some(sort, ())[1]

    def _some(self, sort: Sort, above: tuple[Sort, ...]) -> tuple[str, frozenset[str]]:
        head = sort[0]
        if head == "var":
            return self.inhabitant(sort[1]), frozenset((sort[1],))
        if head == "->":
            text, needs = self._some(sort[2], above)
            return f"(fun _ : {self.sort(sort[1])} => {text})", needs
        if head in self.datatypes:
            return self._construct(sort, above)
        if head in self.dialect.values:
            self.rest_on(head)
            return self.dialect.values[head], frozenset()
        for symbol in self.symbols.values():
            if symbol.result == sort and not symbol.arguments and not symbol.types:
                return symbol.text, frozenset()
        name = self.names.get("sort inhabitant", head, f"some_{head}")
        kind = self.sort(sort)
        self.require(f"inhabitant of {head}", self.dialect.parameter(name, kind))
        return name, frozenset()

    def _construct(self, sort: Sort, above: tuple[Sort, ...]) -> tuple[str, frozenset[str]]:
        if sort in above:
            raise _Endless
        found: list[tuple[str, frozenset[str]]] = []
        for constructor, fields in self.constructors(sort):
            try:
                parts = [self._some(s, (*above, sort)) for s in fields]
            except _Endless:
                continue
            texts = [text for text, _ in parts]
            needs = frozenset[str]().union(*(need for _, need in parts))
            found.append((self.build(constructor.name, sort[1:], texts), needs))
            if not needs:
                break
        if not found:
            raise _Endless
        return min(found, key=lambda entry: len(entry[1]))

    def constructors(self, sort: Sort) -> list[tuple[Constructor, tuple[Sort, ...]]]:
        """Return the constructors of a datatype sort with the sorts of their fields."""
        datatype = self.datatypes[sort[0]]
        by = dict(zip(datatype.types, sort[1:], strict=True))
        return [(c, tuple(instantiate(f, by) for f in c.fields)) for c in datatype.constructors]

    def build(self, symbol: str, sorts: Sequence[Sort], arguments: Sequence[str]) -> str:
        """Return the text of a symbol applied to sorts, inhabitants and arguments."""
        if symbol == "apply":
            return f"({' '.join(arguments)})"
        found = self.lookup(symbol)
        self.rest_on(symbol)
        text = found.text
        if found.constructor and sorts:
            text = self.dialect.constructed(text)
        return self.apply(text, found.types, found.needs, sorts, arguments)

    def apply(
        self,
        text: str,
        types: Sequence[str],
        needs: Sequence[str],
        sorts: Sequence[Sort],
        arguments: Sequence[str],
    ) -> str:
        """Return a constant applied to sorts, inhabitants and arguments."""
        if not sorts and not arguments:
            return text
        by = dict(zip(types, sorts, strict=True))
        values = [self.some(by[v]) for v in needs]
        return f"({' '.join([text, *map(self.sort, sorts), *values, *arguments])})"

    def cite(self, premise: Premise, sorts: Sequence[Sort], arguments: Sequence[str]) -> str:
        """Return an instance of an equation, an axiom or a theorem as a proof term."""
        return self.apply(premise.text, premise.types, premise.needs, sorts, arguments)

    def type_binders(self, types: Sequence[str], needs: Sequence[str]) -> list[str]:
        """Return the binders of type variables and of the inhabitants that are needed."""
        names = [self.names.get("type", v) for v in types]
        binders = [f"({' '.join(names)} : Type)"] if names else []
        return binders + [f"({self.inhabitant(v)} : {self.names.get('type', v)})" for v in needs]

    def pattern(self, constructor: str, parameters: int, fields: Sequence[str]) -> str:
        """Return a pattern of a constructor; type parameters are not bound in patterns."""
        return self.dialect.pattern(self.lookup(constructor).text, parameters, fields)


class _Endless(Exception):
    """No value of finite size on this path."""
