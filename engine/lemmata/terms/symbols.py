"""Symbols: constructors, functions and constants with their polymorphic signatures.

The built-in symbols are those of proofs/FORMAT.md section 2.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from lemmata.terms.sorts import BOOL, INT, RATIONAL, REAL, Sort, arrow


class Kind(Enum):
    """What a symbol is, which decides how terms with it compute."""

    CONSTRUCTOR = "constructor"
    FUNCTION = "function"
    LAMBDA = "lambda"
    ABSTRACT = "abstract"
    BUILT_IN = "builtin"


@dataclass(frozen=True, slots=True, eq=False)
class Symbol:
    """A symbol `name : types. arguments -> result`; identity is the object, one per declaration.

    `name` is the unique qualified name ("nat.+"), `types` its type variables in declared order.
    """

    name: str
    kind: Kind
    types: tuple[Sort, ...]
    arguments: tuple[Sort, ...]
    result: Sort

    @property
    def display(self) -> str:
        """The name without its theory: "+" for "nat.+"."""
        head, dot, tail = self.name.partition(".")
        return tail if dot and tail and head else self.name

    @property
    def arity(self) -> int:
        """The number of arguments."""
        return len(self.arguments)

    def __repr__(self) -> str:
        return f"Symbol({self.name})"


_A, _B = Sort.variable("a"), Sort.variable("b")

TRUE: Final = Symbol("true", Kind.CONSTRUCTOR, (), (), BOOL)
FALSE: Final = Symbol("false", Kind.CONSTRUCTOR, (), (), BOOL)
NOT: Final = Symbol("not", Kind.BUILT_IN, (), (BOOL,), BOOL)
AND: Final = Symbol("and", Kind.BUILT_IN, (), (BOOL, BOOL), BOOL)
OR: Final = Symbol("or", Kind.BUILT_IN, (), (BOOL, BOOL), BOOL)
ITE: Final = Symbol("ite", Kind.BUILT_IN, (_A,), (BOOL, _A, _A), _A)
EQ: Final = Symbol("eq", Kind.BUILT_IN, (_A,), (_A, _A), BOOL)
APPLY: Final = Symbol("apply", Kind.BUILT_IN, (_A, _B), (arrow(_A, _B), _A), _B)


def _arithmetic(sort: Sort, division: bool) -> dict[str, Symbol]:
    binary = ["+", "-", "*"] + (["/"] if division else [])
    symbols = [
        *(Symbol(f"{sort}.{op}", Kind.BUILT_IN, (), (sort, sort), sort) for op in binary),
        Symbol(f"{sort}.neg", Kind.BUILT_IN, (), (sort,), sort),
        *(Symbol(f"{sort}.{op}", Kind.BUILT_IN, (), (sort, sort), BOOL) for op in ("<=", "<")),
    ]
    return {symbol.name: symbol for symbol in symbols}


def _analysis() -> dict[str, Symbol]:
    """The partial functions of real analysis; FORMAT.md section 9 has their domains."""
    names = ("sqrt", "exp", "log", "sin", "cos", "asin", "acos", "atan")
    symbols = [
        Symbol("Real.^", Kind.BUILT_IN, (), (REAL, REAL), REAL),
        Symbol("Real.pi", Kind.BUILT_IN, (), (), REAL),
        *(Symbol(f"Real.{name}", Kind.BUILT_IN, (), (REAL,), REAL) for name in names),
        Symbol("Real.integer", Kind.BUILT_IN, (), (REAL,), BOOL),
    ]
    return {symbol.name: symbol for symbol in symbols}


BUILT_IN: Final[dict[str, Symbol]] = {
    **{s.name: s for s in (TRUE, FALSE, NOT, AND, OR, ITE, EQ, APPLY)},
    **_arithmetic(INT, division=False),
    **_arithmetic(RATIONAL, division=True),
    **_arithmetic(REAL, division=True),
    **_analysis(),
}
