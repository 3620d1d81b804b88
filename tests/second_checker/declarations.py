"""Section 3: reads declarations, gives their names a meaning and checks their conditions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from . import reading, vocabulary
from .datatypes import Datatype, check_group
from .errors import Invalid
from .functions import check_functions
from .objects import Clause, Occurrences, Sort, Symbol, World

T = TypeVar("T")


@dataclass(frozen=True)
class Axiom:
    """A named axiom of a structure."""

    name: str
    types: tuple[str, ...]
    clause: Clause


@dataclass
class Structure:
    """A declared structure."""

    name: str
    sorts: tuple[str, ...]
    symbols: list[Symbol] = field(default_factory=list)
    axioms: dict[str, Axiom] = field(default_factory=dict)


@dataclass
class Declaration:
    """One declaration of the file: what it declares, what occurs in it."""

    raw: dict[str, object]
    kind: str
    sorts: set[str] = field(default_factory=set)
    symbols: set[str] = field(default_factory=set)
    occurrences: Occurrences = field(default_factory=Occurrences)

    def names(self) -> set[tuple[str, str]]:
        """What the declaration introduces, by name space."""
        return _named("sort", self.sorts) | _named("symbol", self.symbols)


class Theory:
    """The meaning of all names of a file."""

    def __init__(self, raw: object) -> None:
        self.world = World()
        self.arity = dict(vocabulary.SORTS)
        self.symbols = vocabulary.symbols(self.world)
        self.builtin_symbols = frozenset(self.symbols)
        self.builtin = vocabulary.equations(self.world, self.symbols)
        bool_ = Datatype("Bool", (), [self.symbols["true"], self.symbols["false"]], ("Bool",))
        self.datatypes: dict[str, Datatype] = {"Bool": bool_}
        self.cases: dict[str, tuple[str, list[Clause]]] = {}
        self.partial: set[str] = set()
        self.structures: dict[str, Structure] = {}
        self.abstract: set[str] = set()
        self.owner: dict[tuple[str, str], int] = {}
        self.declarations = [_kind(item) for item in reading.items(raw)]
        self._names = {*_named("sort", self.arity), *_named("symbol", self.symbols)}
        for declaration in self.declarations:
            self._read_sorts(declaration)

    # Three passes: names of sorts, then symbols (need the table of sorts), then conditions
    # (need the tables of terms and clauses).

    def _declare(self, space: str, name: str) -> str:
        if (space, name) in self._names:
            raise Invalid(f"{space} {name} is declared twice or built in")
        self._names.add((space, name))
        return name

    def _declare_sort(self, name: str, arity: int) -> None:
        if name == "var":
            raise Invalid("a sort named var would look like a type variable")
        self.arity[self._declare("sort", name)] = arity

    def _read_sorts(self, declaration: Declaration) -> None:
        raw = declaration.raw
        if declaration.kind == "datatype":
            for item in _members(raw):
                member = reading.record(item, "name", "types", "constructors")
                name = reading.name(member["name"])
                self._declare_sort(name, len(reading.names(member["types"])))
                declaration.sorts.add(name)
        elif declaration.kind == "structure":
            for name in reading.names(raw["sorts"]):
                self._declare_sort(name, 0)
                self.abstract.add(name)
                declaration.sorts.add(name)

    def read_symbols(self, sorts: Sequence[Sort]) -> None:
        """Declare all symbols."""
        for index, declaration in enumerate(self.declarations):
            reader = {
                "datatype": self._datatype_symbols,
                "function": self._function_symbols,
                "lambda": self._lambda_symbol,
                "structure": self._structure_symbols,
            }[declaration.kind]
            reader(declaration, sorts)
            for key in declaration.names():
                self.owner[key] = index

    def _symbol(
        self,
        declaration: Declaration,
        name: object,
        types: tuple[str, ...],
        arguments: tuple[Sort, ...],
        result: Sort,
        role: str,
    ) -> Symbol:
        symbol = Symbol(self._declare("symbol", reading.name(name)), types, arguments, result, role)
        self.symbols[symbol.name] = symbol
        declaration.symbols.add(symbol.name)
        declaration.occurrences.add_sorts((*arguments, result))
        _only(types, (*arguments, result))
        return symbol

    def _datatype_symbols(self, declaration: Declaration, sorts: Sequence[Sort]) -> None:
        members = [reading.mapping(item) for item in _members(declaration.raw)]
        group = tuple(reading.name(member["name"]) for member in members)
        for name, member in zip(group, members, strict=True):
            types = reading.names(member["types"])
            own = self.world.sort(name, tuple(self.world.type_variable(t) for t in types))
            constructors = []
            for item in reading.items(member["constructors"]):
                raw = reading.record(item, "name", "fields")
                fields = tuple(_entries(sorts, raw["fields"]))
                constructors.append(
                    self._symbol(declaration, raw["name"], types, fields, own, "constructor")
                )
            self.datatypes[name] = Datatype(name, types, constructors, group)

    def _function_symbols(self, declaration: Declaration, sorts: Sequence[Sort]) -> None:
        for item in _members(declaration.raw):
            member = reading.record(
                item, "name", "types", "arguments", "result", "partial", "cases"
            )
            self._signature(declaration, member, "arguments", sorts, "function")

    def _signature(
        self,
        declaration: Declaration,
        raw: dict[str, object],
        arguments: str,
        sorts: Sequence[Sort],
        role: str,
    ) -> Symbol:
        return self._symbol(
            declaration,
            raw["name"],
            reading.names(raw["types"]),
            tuple(_entries(sorts, raw[arguments])),
            entry(sorts, raw["result"]),
            role,
        )

    def _lambda_symbol(self, declaration: Declaration, sorts: Sequence[Sort]) -> None:
        self._signature(declaration, declaration.raw, "parameters", sorts, "lambda")

    def _structure_symbols(self, declaration: Declaration, sorts: Sequence[Sort]) -> None:
        raw = declaration.raw
        structure = Structure(reading.name(raw["name"]), reading.names(raw["sorts"]))
        if structure.name in self.structures:
            raise Invalid(f"structure {structure.name} is declared twice")
        self.structures[structure.name] = structure
        for item in reading.items(raw["symbols"]):
            member = reading.record(item, "name", "types", "arguments", "result")
            structure.symbols.append(
                self._signature(declaration, member, "arguments", sorts, "abstract")
            )

    def check(self, clauses: Sequence[Clause]) -> None:
        """Check the conditions of every declaration, in order."""
        known = {*_named("sort", vocabulary.SORTS), *_named("symbol", self.builtin_symbols)}
        for declaration in self.declarations:
            checker = {
                "datatype": self._check_datatype,
                "function": self._check_function,
                "lambda": self._check_lambda,
                "structure": self._check_structure,
            }[declaration.kind]
            known |= declaration.names()
            _in_order(declaration, known)  # before: the checker relies on earlier checks
            checker(declaration, clauses)
            _in_order(declaration, known)  # after: the checker has added the clauses

    def _check_datatype(self, declaration: Declaration, clauses: Sequence[Clause]) -> None:
        members = [reading.mapping(item) for item in _members(declaration.raw)]
        check_group(self.world, self.datatypes, [reading.name(m["name"]) for m in members])

    def _case(self, declaration: Declaration, types: tuple[str, ...], clause: Clause) -> None:
        """What cases of functions and of lambdas have in common."""
        if clause.premises or not clause.closed:
            raise Invalid("a case has premises, a guard or free variables")
        own = Occurrences()
        own.add_clause(clause)
        if not own.types <= set(types):
            raise Invalid("a case uses a type variable that is not declared")
        declaration.occurrences.add_clause(clause)

    def _check_function(self, declaration: Declaration, clauses: Sequence[Clause]) -> None:
        group: list[tuple[Symbol, bool, list[Clause]]] = []
        for item in _members(declaration.raw):
            raw = reading.mapping(item)
            symbol = self.symbols[reading.name(raw["name"])]
            cases = _entries(clauses, raw["cases"])
            for clause in cases:
                self._case(declaration, symbol.types, clause)
            partial = reading.flag(raw["partial"])
            if partial:
                self.partial.add(symbol.name)
            group.append((symbol, partial, cases))
            self.cases[symbol.name] = ("function", cases)
        check_functions(self.world, self.datatypes, group)

    def _check_lambda(self, declaration: Declaration, clauses: Sequence[Clause]) -> None:
        raw, world = declaration.raw, self.world
        symbol = self.symbols[reading.name(raw["name"])]
        if symbol.result.variable or symbol.result.name != "->":
            raise Invalid("the result of a lambda is not a sort A -> B")
        clause = entry(clauses, raw["case"])
        self._case(declaration, symbol.types, clause)
        argument = symbol.result.args[0]
        if clause.bound != (*symbol.arguments, argument):
            raise Invalid("the case of a lambda does not bind its parameters and one variable")
        places = [world.bound(i, sort) for i, sort in enumerate(clause.bound)]
        value = world.apply(symbol, self.own_types(symbol), tuple(places[:-1]))
        left, right = clause.conclusion
        if left is not world.apply(self.symbols["apply"], symbol.result.args, (value, places[-1])):
            raise Invalid("the left side of a lambda's case is not the value applied")
        body = Occurrences()
        body.add_terms([right])
        if symbol.name in body.symbols:
            raise Invalid("a lambda uses itself")
        self.cases[symbol.name] = ("lambda", [clause])

    def _check_structure(self, declaration: Declaration, clauses: Sequence[Clause]) -> None:
        structure = self.structures[reading.name(declaration.raw["name"])]
        for item in reading.items(declaration.raw["axioms"]):
            raw = reading.record(item, "name", "types", "clause")
            name, types = reading.name(raw["name"]), reading.names(raw["types"])
            clause = entry(clauses, raw["clause"])
            if name in structure.axioms:
                raise Invalid(f"axiom {name} is declared twice")
            if not clause.closed:
                raise Invalid("an axiom is not closed")
            own = Occurrences()
            own.add_clause(clause)
            if not own.types <= set(types):
                raise Invalid("an axiom uses a type variable that is not declared")
            declaration.occurrences.add_clause(clause)
            structure.axioms[name] = Axiom(name, types, clause)

    def own_types(self, symbol: Symbol) -> tuple[Sort, ...]:
        """The type variables of a symbol as sorts."""
        return tuple(self.world.type_variable(name) for name in symbol.types)

    def datatype(self, sort: Sort) -> Datatype:
        """The datatype of a sort."""
        found = None if sort.variable else self.datatypes.get(sort.name)
        if found is None:
            raise Invalid("not the sort of a datatype")
        return found

    def closure(self, clause: Clause) -> set[int]:
        """The declarations that a clause depends on."""
        start = Occurrences()
        start.add_clause(clause)
        return self._closure([self.owner[n] for n in _used(start) if n in self.owner])

    def closure_of(self, index: int) -> set[int]:
        """A declaration and those that it depends on."""
        return self._closure([index])

    def _closure(self, stack: list[int]) -> set[int]:
        found: set[int] = set()
        while stack:
            index = stack.pop()
            if index not in found:
                found.add(index)
                used = self.declarations[index].occurrences
                stack.extend(self.owner[n] for n in _used(used) if n in self.owner)
        return found


_KEYS = {
    "datatype": ("kind", "group"),
    "function": ("kind", "group"),
    "lambda": ("kind", "name", "types", "parameters", "result", "case"),
    "structure": ("kind", "name", "sorts", "symbols", "axioms"),
}


def _kind(raw: object) -> Declaration:
    kind = reading.text(reading.mapping(raw).get("kind"))
    if kind not in _KEYS:
        raise Invalid("unknown kind of declaration")
    return Declaration(reading.record(raw, *_KEYS[kind]), kind)


def _named(space: str, names: Iterable[str]) -> set[tuple[str, str]]:
    """Names with their name space: a sort and a symbol may share a name."""
    return {(space, name) for name in names}


def _used(occurrences: Occurrences) -> set[tuple[str, str]]:
    return _named("sort", occurrences.sorts) | _named("symbol", occurrences.symbols)


def _in_order(declaration: Declaration, known: set[tuple[str, str]]) -> None:
    used = _used(declaration.occurrences)
    if not used <= known:
        late = ", ".join(sorted(name for _, name in used - known))
        raise Invalid(f"a declaration uses names declared later: {late[:200]}")


def _members(raw: dict[str, object]) -> list[object]:
    group = reading.items(raw["group"])
    if not group:
        raise Invalid("an empty group")
    return group


def entry(table: Sequence[T], index: object) -> T:
    """An entry of a table."""
    number = reading.number(index)
    if number >= len(table):
        raise Invalid(f"no entry {number}")
    return table[number]


def _entries(table: Sequence[T], indices: object) -> list[T]:
    return [entry(table, index) for index in reading.items(indices)]


def _only(types: tuple[str, ...], sorts: Sequence[Sort]) -> None:
    used = Occurrences()
    used.add_sorts(sorts)
    if not used.types <= set(types):
        raise Invalid("a declaration uses a type variable that is not declared")
