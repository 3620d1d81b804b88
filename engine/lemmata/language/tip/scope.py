"""What the names of a problem mean: sorts, datatypes, symbols; and how they are called here."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from lemmata.errors import InputError, Source
from lemmata.language.tip.sexpr import Node
from lemmata.terms.declarations import Datatype, DatatypeGroup, Function
from lemmata.terms.sorts import BOOL, INT, Sort, arrow
from lemmata.terms.symbols import FALSE, TRUE, Kind, Symbol

MAX_NAME = 150


@dataclass(frozen=True, slots=True)
class Selector:
    """A field of a constructor by its name; declared when it is first used."""

    constructor: Symbol
    index: int


@dataclass
class Scope:
    """The names of one problem. `theory` is the prefix of the names in certificates.

    `own` are all functions and constructors that the problem declares, be they read yet or not.
    """

    source: Source
    theory: str
    sorts: dict[str, int] = field(default_factory=dict)
    aliases: dict[str, Sort] = field(default_factory=dict)
    datatypes: dict[str, Datatype] = field(default_factory=dict)
    groups: list[DatatypeGroup] = field(default_factory=list)
    symbols: dict[str, Symbol] = field(default_factory=dict)
    selectors: dict[str, Selector] = field(default_factory=dict)
    functions: dict[Symbol, Function] = field(default_factory=dict)
    abstract: list[Symbol] = field(default_factory=list)
    abstract_sorts: list[Sort] = field(default_factory=list)
    constructors: dict[str, Datatype] = field(default_factory=dict)
    testers: dict[str, Symbol] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    broken: dict[str, InputError] = field(default_factory=dict)
    places: dict[Symbol, tuple[int, int]] = field(default_factory=dict)
    divide: Callable[[], None] | None = None
    own: frozenset[str] = frozenset()

    def error(self, message: str, node: Node, hint: str | None = None) -> InputError:
        """An error about an expression."""
        return self.source.error(message, node.start, node.end, hint=hint)

    def name(self, written: str) -> str:
        """A name for certificates, never given twice."""
        clean = "".join(c if _allowed(c) else "_" for c in written)[:MAX_NAME] or "_"
        name, at = f"{self.theory}.{clean}", 1
        while name in self.used:
            at += 1
            name = f"{self.theory}.{clean}_{at}"
        self.used.add(name)
        return name

    def symbol(
        self,
        written: str,
        kind: Kind,
        types: Sequence[Sort],
        arguments: Sequence[Sort],
        result: Sort,
    ) -> Symbol:
        """A new symbol, not yet visible under any name."""
        return Symbol(self.name(written), kind, tuple(types), tuple(arguments), result)

    def declare(self, node: Node, symbol: Symbol) -> None:
        """Make a symbol visible. Raises InputError if its name is taken."""
        written = atom(node, self)
        if written in self.symbols:
            raise self.error(f"{written} is declared twice", node)
        self.symbols[written] = symbol
        self.places[symbol] = node.start, node.end

    def datatype(self, sort: Sort) -> tuple[Symbol, ...] | None:
        """The constructors of a sort, None if it has none."""
        if sort is BOOL:
            return TRUE, FALSE
        found = self.datatypes.get(sort.name)
        return found.constructors if found and not sort.is_variable else None

    def sort(self, node: Node, types: Mapping[str, Sort]) -> Sort:
        """The sort that an expression writes; `types` are the type variables in scope."""
        if node.text is not None:
            if node.text in types:
                return types[node.text]
            return self._applied(node, node.text, ())
        if not node.items or node.items[0].text is None:
            raise self.error("this is no sort", node)
        args = [self.sort(item, types) for item in node.items[1:]]
        if node.head in ("=>", "->"):
            if len(args) < 2:
                raise self.error("a function sort needs an argument and a result", node)
            result = args[-1]
            for arg in reversed(args[:-1]):
                result = arrow(arg, result)
            return result
        return self._applied(node, node.items[0].text, tuple(args))

    def _applied(self, node: Node, written: str, args: tuple[Sort, ...]) -> Sort:
        if written in self.sorts:
            if self.sorts[written] != len(args):
                count = self.sorts[written]
                raise self.error(f"{written} takes {count} sorts, not {len(args)}", node)
            found = self.aliases.get(written)
            assert found is not None
            return Sort(found.name, args) if args else found
        if written in ("Bool", "Int") and not args:
            return BOOL if written == "Bool" else INT
        if written in ("Real", "String", "Array") or written == "BitVec":
            raise self.error(f"the sort {written} is not supported in a TIP problem", node)
        if written in self.broken:
            raise self.broken[written]
        close = get_close_matches(written, [*self.sorts, "Bool", "Int"], n=1)
        raise self.error(
            f"there is no sort {written}", node, f"did you mean {close[0]}?" if close else None
        )


def atom(node: Node, scope: Scope) -> str:
    """The text of a name. Raises InputError if the expression is a list or a string."""
    if node.text is None or node.kind == "string":
        raise scope.error("a name is needed here", node)
    return node.text


def _allowed(char: str) -> bool:
    return char not in '"\\' and unicodedata.category(char)[0] not in "CZ"
