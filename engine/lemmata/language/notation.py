"""How operators are written: precedences, associativity, and what the name of a symbol suggests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from lemmata.terms.declarations import Notation
from lemmata.terms.symbols import APPLY, BUILT_IN, EQ, NOT, Kind, Symbol

IMPLIES: Final = 10
LAMBDA: Final = 12
OR: Final = 20
AND: Final = 30
NEGATION: Final = 35
COMPARISON: Final = 40
APPLICATION: Final = 90
CALL: Final = 100
OPERATOR_CHARACTERS: Final = frozenset("-+*/^<>=!@&|~%$\\:.;?")

NAMES: Final = {"/\\": "meet", "\\/": "join"}
"""Operators whose symbol has a name of its own, since names in certificates have no backslash."""
WRITTEN: Final = {name: operator for operator, name in NAMES.items()}

BUILT_IN_INFIX: Final[dict[str, tuple[int, str]]] = {
    "==>": (IMPLIES, "infixr"),
    "or": (OR, "infixr"),
    "and": (AND, "infixr"),
    "=": (COMPARISON, "infix"),
    "!=": (COMPARISON, "infix"),
    "<=": (COMPARISON, "infix"),
    "<": (COMPARISON, "infix"),
    ">=": (COMPARISON, "infix"),
    ">": (COMPARISON, "infix"),
    "+": (60, "infixl"),
    "-": (60, "infixl"),
    "*": (70, "infixl"),
    "/": (70, "infixl"),
    "^": (80, "infixr"),
    "@": (APPLICATION, "infixl"),
}
BUILT_IN_PREFIX: Final[dict[str, int]] = {"not": NEGATION, "-": 75}
RESERVED: Final = frozenset({"=", "!=", "==>", "=>", "->", "|", ":", ".", "\\", "@"})
RESERVED_WORDS: Final = frozenset(
    {"not", "and", "or", "if", "then", "else", "fun", "forall", "exists", "true", "false"}
)


def is_operator(name: str) -> bool:
    """Whether a name is written with operator characters."""
    first = name[:1]
    return first in OPERATOR_CHARACTERS or "\u2190" <= first <= "\u22ff"


def default_notation(symbol: Symbol) -> Notation:
    """The notation that a symbol has by its name alone.

    >>> default_notation(BUILT_IN["Int.+"])
    Notation(display='+', fixity='infixl', precedence=60)
    """
    display = WRITTEN.get(symbol.display, symbol.display) if symbol.arity == 2 else symbol.display
    if symbol is NOT:
        return Notation("not", "prefix", NEGATION)
    if symbol is EQ:
        return Notation("=", "infix", COMPARISON)
    if symbol is APPLY:
        return Notation("@", "infixl", APPLICATION)
    if symbol.name in ("and", "or") or (symbol.arity == 2 and is_operator(display)):
        precedence, fixity = BUILT_IN_INFIX.get(display) or by_first_character(display)
        return Notation(display, fixity, precedence)
    if symbol.name in ("Int.neg", "Rational.neg", "Real.neg") and symbol.name in BUILT_IN:
        return Notation("-", "prefix", BUILT_IN_PREFIX["-"])
    if symbol.name.startswith("fn."):
        return Notation(symbol.name, "call", CALL)
    base = value_of(symbol)
    if base:
        return Notation(short(base), "call", CALL)
    return Notation(display, "call", CALL)


def plain_notation(symbol: Symbol) -> Notation:
    """Only a name that is all operator is written between its arguments: +2 is not."""
    if all(c in OPERATOR_CHARACTERS for c in symbol.display):
        return default_notation(symbol)
    return Notation(symbol.display, "call", CALL)


def short(name: str) -> str:
    """A qualified name without its theory.

    >>> short("nat.Nat"), short("Int"), short("nat.+")
    ('Nat', 'Int', '+')
    """
    head, dot, tail = name.partition(".")
    return tail if dot and head and tail else name


def value_of(symbol: Symbol) -> str | None:
    """The name of the function whose value a constant like `nat.S.fn` is, else None."""
    base = symbol.name.removesuffix(".fn")
    if symbol.kind is not Kind.LAMBDA or base == symbol.name:
        return None
    return base if "." in base or base in BUILT_IN else None


def is_lifted(symbol: Symbol) -> bool:
    """Whether a function value was made from an expression, not declared."""
    if symbol.kind is not Kind.LAMBDA:
        return False
    name, _, last = symbol.name.rpartition(".")
    part = symbol.name if last == "fn" else name
    return (
        symbol.name.startswith("fn.")
        or (part.count(".") > 1 and part.endswith(".fn"))
        or (part.endswith(".fn") and part.removesuffix(".fn") in BUILT_IN)
    )


def by_first_character(operator: str) -> tuple[int, str]:
    r"""Precedence and associativity of an undeclared operator, as OCaml has them.

    >>> by_first_character("/\\"), by_first_character("<+>")
    ((70, 'infixl'), (40, 'infix'))
    """
    first = operator[:1]
    if operator.startswith("**") or first == "^":
        return 80, "infixr"
    if operator.startswith("::"):
        return 55, "infixr"
    if first in "*/%":
        return 70, "infixl"
    if first in "<>=!":
        return COMPARISON, "infix"
    if first in "@^":
        return 50, "infixr"
    return 60, "infixl"


def notation_of(symbol: Symbol, notation: Mapping[Symbol, Notation] | None) -> Notation:
    """The declared notation of a symbol, else the one that its name suggests."""
    found = notation.get(symbol) if notation else None
    return found or default_notation(symbol)
