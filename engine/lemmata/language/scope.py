"""What names mean: sorts, symbols and operators in scope, by the way they are written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

from lemmata.language.notation import NAMES, default_notation, is_operator, short
from lemmata.language.syntax import Operators
from lemmata.language.tokens import Token
from lemmata.terms.declarations import (
    Datatype,
    DatatypeGroup,
    Declaration,
    FunctionGroup,
    Lambda,
    Notation,
    Structure,
    Theory,
)
from lemmata.terms.sorts import BUILT_IN_SORTS, INT, RATIONAL, REAL, Sort
from lemmata.terms.symbols import BUILT_IN, ITE, Symbol

NUMBERS = (INT, RATIONAL, REAL)
_SHARED = {f"Real.{name}" for name in ("+", "-", "*", "/", "neg", "<=", "<")}
ANALYSIS = frozenset(
    symbol for name, symbol in BUILT_IN.items() if name.startswith("Real.") and name not in _SHARED
)
"""The built-in symbols that only the real numbers have."""


class Quiet(Exception):
    """A consequence of an error that was reported already."""


@dataclass
class Scope:
    """The names visible at one place of a theory."""

    theory: str = ""
    operators: Operators = field(default_factory=Operators)
    symbols: dict[str, list[Symbol]] = field(default_factory=dict)
    qualified: dict[str, Symbol] = field(default_factory=dict)
    sorts: dict[str, list[str]] = field(default_factory=dict)
    arities: dict[str, int] = field(default_factory=dict)
    datatypes: dict[str, Datatype] = field(default_factory=dict)
    notation: dict[Symbol, Notation] = field(default_factory=dict)
    lambdas: dict[str, Lambda] = field(default_factory=dict)
    own: set[Symbol] = field(default_factory=set)
    home: set[Sort] = field(default_factory=set)
    open: set[Symbol] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)
    later: dict[str, int] = field(default_factory=dict)
    real: bool = False

    def __post_init__(self) -> None:
        for name, arity in BUILT_IN_SORTS.items():
            self.add_sort(name, name, arity)
        for symbol in BUILT_IN.values():
            self.qualified[symbol.name] = symbol
            notation = default_notation(symbol)
            self._write(symbol, notation.display)
            if notation.display != symbol.display:
                self._write(symbol, symbol.display)
            if symbol in ANALYSIS and not is_operator(symbol.display):
                self._write(symbol, symbol.name)
        self._write(ITE, "if")

    def add_sort(self, written: str, name: str, arity: int) -> None:
        """Declare a sort constructor."""
        self.sorts.setdefault(written, [])
        if name not in self.sorts[written]:
            self.sorts[written].append(name)
        if written != name:
            self.sorts.setdefault(name, [name])
        self.arities[name] = arity

    def add_symbol(self, symbol: Symbol, notation: Notation | None, own: bool) -> None:
        """Declare a symbol and how it is written."""
        known = self.qualified.get(symbol.name)
        if known is symbol:
            return
        self.qualified[symbol.name] = symbol
        if own:
            self.own.add(symbol)
            self.home.update(s for s in (*symbol.arguments, symbol.result) if s in NUMBERS)
        self.real |= REAL in (*symbol.arguments, symbol.result)
        used = notation or default_notation(symbol)
        if notation is not None:
            self.notation[symbol] = notation
        for written in dict.fromkeys((used.display, symbol.display, symbol.name)):
            if written != symbol.name or "." in written:
                self._write(symbol, written)
        if used.fixity == "prefix":
            self.operators.prefix.setdefault(used.display, used.precedence)
        elif used.fixity != "call":
            self.operators.infix.setdefault(used.display, (used.precedence, used.fixity))

    def _write(self, symbol: Symbol, written: str) -> None:
        found = self.symbols.setdefault(written, [])
        if symbol not in found:
            found.append(symbol)

    def add(self, declaration: Declaration, theory: Theory | None) -> None:
        """Declare everything that a declaration declares, of an imported theory if one is given."""
        notation = theory.notation if theory else {}
        own = theory is None
        for symbol in declared_symbols(declaration):
            self.add_symbol(symbol, notation.get(symbol), own)
        if isinstance(declaration, DatatypeGroup):
            for member in declaration.members:
                self.datatypes[member.name] = member
                self.add_sort(short(member.name), member.name, len(member.types))
        elif isinstance(declaration, Structure):
            for sort in declaration.sorts:
                self.add_sort(short(sort.name), sort.name, 0)
            self.real |= any(REAL is v.sort for a in declaration.axioms for v in a.clause.variables)
            if own:
                for axiom in declaration.axioms:
                    self.home.update(v.sort for v in axiom.clause.variables if v.sort in NUMBERS)
        elif isinstance(declaration, Lambda):
            self.lambdas[declaration.symbol.name] = declaration

    def numerals(self) -> Iterable[tuple[Symbol, Symbol]]:
        """The pairs of constructors 0, S of the datatypes that numerals stand for."""
        for datatype in self.datatypes.values():
            pair = numeral_constructors(datatype)
            if pair:
                yield pair

    def tier(self, symbol: Symbol) -> int:
        """How near a symbol is: 0 of this theory, 1 imported, 2 built in."""
        if symbol in self.own:
            return 0
        if symbol in ANALYSIS:
            return 2
        if symbol.name in BUILT_IN:
            return self.number_tier(symbol.arguments[0] if symbol.arguments else symbol.result)
        return 1

    def number_tier(self, sort: Sort) -> int:
        """How near the arithmetic of a sort is; Real is near where something speaks of it."""
        if sort in self.home:
            return 0
        if sort is REAL:
            return 1 if self.real else 3
        return 2

    def close_names(self, name: str, extra: Iterable[str] = ()) -> str | None:
        """A hint with names that look like an unknown one."""
        names = [n for n in self.symbols if "." not in n and n not in ("if", "neg", "ite")]
        matches = get_close_matches(name, [*names, *extra], n=3, cutoff=0.6)
        return f"did you mean {' or '.join(matches)}?" if matches else None

    def close_sorts(self, name: str) -> str | None:
        """A hint with sorts that look like an unknown one."""
        matches = get_close_matches(name, [n for n in self.sorts if "." not in n], n=3)
        return f"did you mean {' or '.join(matches)}?" if matches else None


def mentions_real(tokens: Iterable[Token]) -> bool:
    """Whether a text names the sort of the real numbers."""
    return any(token.text == REAL.name for token in tokens)


def numeral_constructors(datatype: Datatype) -> tuple[Symbol, Symbol] | None:
    """The constructors 0 and S of a datatype of exactly this shape."""
    if len(datatype.constructors) != 2 or datatype.types:
        return None
    zero, successor = datatype.constructors
    if (zero.display, successor.display) != ("0", "S"):
        return None
    if zero.arguments or successor.arguments != (successor.result,):
        return None
    return zero, successor


def symbol_name(written: str, fixity: str, arity: int) -> str:
    r"""The name of a symbol without its theory, for an operator or a word.

    >>> symbol_name("/\\", "infixl", 2), symbol_name("-", "prefix", 1)
    ('meet', 'neg')
    """
    if is_operator(written) and arity == 1 and written == "-":
        return "neg"
    return NAMES.get(written, written)


def declared_symbols(declaration: Declaration) -> tuple[Symbol, ...]:
    """The symbols that a declaration declares, in order."""
    if isinstance(declaration, DatatypeGroup):
        return tuple(c for member in declaration.members for c in member.constructors)
    if isinstance(declaration, FunctionGroup):
        return tuple(member.symbol for member in declaration.members)
    if isinstance(declaration, Structure):
        return declaration.symbols
    return (declaration.symbol,)


def scope_of(theory: Theory) -> Scope:
    """The scope in which a statement about a theory is read."""
    scope = Scope(theory.name)
    for declaration in theory.declarations:
        scope.add(declaration, theory)
    mine = f"{theory.name}."
    for symbol in theory.symbols.values():
        if symbol.name.startswith(mine):
            scope.own.add(symbol)
            scope.home.update(s for s in (*symbol.arguments, symbol.result) if s in NUMBERS)
    for declaration in theory.declarations:
        if isinstance(declaration, Structure) and declaration.name == theory.name:
            for axiom in declaration.axioms:
                scope.home.update(v.sort for v in axiom.clause.variables if v.sort in NUMBERS)
    return scope
