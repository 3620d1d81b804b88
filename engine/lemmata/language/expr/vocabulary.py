"""The functions that an expression may use by name: the built-in ones and those of theories."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache

from lemmata.terms.declarations import Theory
from lemmata.terms.sorts import BOOL, REAL
from lemmata.terms.symbols import BUILT_IN, Kind, Symbol

ALIASES = {"ln": "log", "arcsin": "asin", "arccos": "acos", "arctan": "atan", "sgn": "sign"}
BASIC = {
    symbol.display: symbol
    for symbol in BUILT_IN.values()
    if symbol.arity and symbol.name.startswith("Real.") and symbol.display.isalpha()
}
del BASIC["neg"]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The symbols that names stand for; a name that is not there is left uninterpreted."""

    functions: Mapping[str, Symbol] = field(default_factory=lambda: dict(BASIC))

    def get(self, name: str) -> Symbol | None:
        """The symbol of a name, under its usual other names too."""
        return self.functions.get(name) or self.functions.get(ALIASES.get(name, ""))

    def close(self, name: str) -> str | None:
        """The known name that looks most like an unknown one."""
        matches = get_close_matches(name, [*self.functions, *ALIASES], n=1, cutoff=0.75)
        return matches[0] if len(name) > 2 and matches else None


def vocabulary_of(theories: Iterable[Theory]) -> Vocabulary:
    """The built-in functions with those that theories define on real numbers and truth values.

    >>> vocabulary_of([]).get("ln")
    Symbol(Real.log)
    """
    return vocabulary_of_symbols(s for theory in theories for s in theory.symbols.values())


def vocabulary_of_symbols(symbols: Iterable[Symbol]) -> Vocabulary:
    """The built-in functions with those of `symbols` on real numbers and truth values."""
    found = dict(BASIC)
    for symbol in symbols:
        if (
            symbol.arity
            and symbol.display.isidentifier()
            and {*symbol.arguments, symbol.result} <= {REAL, BOOL}
        ):
            found.setdefault(symbol.display, symbol)
    return Vocabulary(found)


@cache
def unknown_function(name: str, arity: int) -> Symbol:
    """The uninterpreted function of a name, the same in every expression."""
    return Symbol(name, Kind.ABSTRACT, (), (REAL,) * arity, REAL)
