"""What egglog can compute by itself: arithmetic, comparisons, and connectives as finite tables.

A computed rule is any Python function. Its values are computed again from the recorded arguments
when a proof is read, so what egglog computes here is a proposal like any other.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from lemmata.search.eqsat.problem import Computed
from lemmata.terms.sorts import BOOL, INT, RATIONAL, REAL, Sort
from lemmata.terms.symbols import EQ, Symbol
from lemmata.terms.term import FALSE_TERM, TRUE_TERM, Term

PAYLOAD = {INT: "BigInt", RATIONAL: "BigRat", REAL: "BigRat"}
MAX_EXPONENT = 64
MAX_TABLE = 16
MAX_BITS = 13_000
"""Of a number: Python writes no longer ones in decimal."""
_ZERO = {INT: "(bigint 0)", RATIONAL: "(bigrat (bigint 0) (bigint 1))"}
_ZERO[REAL] = _ZERO[RATIONAL]
_LARGE = f'(from-string "{2**64}")'
_WHOLE = "(= (denom _b) (bigint 1))"
_POWER = (
    _WHOLE,
    f"(<= (abs _b) (bigrat (bigint {MAX_EXPONENT}) (bigint 1)))",
    f"(<= (abs _a) (bigrat {_LARGE} (bigint 1)))",
    f"(<= (denom _a) {_LARGE})",
    f"(!= _a {_ZERO[REAL]})",
)


class Refused(Exception):
    """A problem that this searcher does not take; the word is the outcome's `stopped`."""


def numeral(value: int | Fraction, payload: str) -> str:
    """The egglog expression of a number.

    >>> numeral(Fraction(-1, 2), "BigRat"), numeral(2**64, "BigInt")
    ('(bigrat (bigint -1) (bigint 2))', '(from-string "18446744073709551616")')
    """
    if payload == "BigRat":
        top, bottom = value.as_integer_ratio()
        return f"(bigrat {numeral(top, 'BigInt')} {numeral(bottom, 'BigInt')})"
    whole = int(value)
    if whole.bit_length() > MAX_BITS:
        raise Refused("size")
    return f"(bigint {whole})" if abs(whole) < 2**63 else f'(from-string "{whole}")'


@dataclass(frozen=True, slots=True)
class Case:
    """A symbol at some arguments: `_a`, `_b` are numbers of one sort; `values` are other literals.

    `value` is an egglog expression of a number, or a constant.
    """

    value: str | Term
    guards: tuple[str, ...] = ()
    arguments: tuple[str, ...] = ()
    sort: Sort | None = None
    values: tuple[Term, ...] | None = None


def cases(rule: Computed, kinds: tuple[Sort, ...]) -> Iterator[Case]:
    """How to compute a symbol at arguments of some sorts; none if egglog cannot."""
    symbol = rule.symbol
    if kinds and all(k is BOOL for k in kinds) and 2 ** len(kinds) <= MAX_TABLE:
        yield from _table(rule, symbol, kinds)
    elif kinds and kinds[0] in PAYLOAD and len(set(kinds)) == 1:
        arguments = ("_a", "_b", "_c")[: len(kinds)]
        for value, guards, same in _arithmetic(symbol, kinds[0]):
            yield Case(value, guards, ("_a", "_a") if same else arguments, kinds[0])


def _table(rule: Computed, symbol: Symbol, kinds: tuple[Sort, ...]) -> Iterator[Case]:
    for values in itertools.product((TRUE_TERM, FALSE_TERM), repeat=len(kinds)):
        types = (BOOL,) * len(symbol.types)
        result = rule.fold(Term.apply(symbol, *values, types=types))
        if result in (TRUE_TERM, FALSE_TERM):
            assert result is not None
            yield Case(result, values=values)


def _arithmetic(symbol: Symbol, sort: Sort) -> Iterator[tuple[str | Term, tuple[str, ...], bool]]:
    """(value, guards, whether both arguments are one number) for a symbol."""
    if symbol is EQ:
        yield TRUE_TERM, (), True
        yield FALSE_TERM, ("(!= _a _b)",), False
        return
    owner, _, name = symbol.name.partition(".")
    if owner != sort.name:
        return
    match name:
        case "+" | "-" | "*":
            yield f"({name} _a _b)", (), False
        case "neg":
            yield f"(- {_ZERO[sort]} _a)", (), False
        case "/":
            yield "(/ _a _b)", (f"(!= _b {_ZERO[sort]})",), False
        case "<":
            yield TRUE_TERM, ("(< _a _b)",), False
            yield FALSE_TERM, ("(>= _a _b)",), False
        case "<=":
            yield TRUE_TERM, ("(<= _a _b)",), False
            yield FALSE_TERM, ("(> _a _b)",), False
        case "^":
            zero = _ZERO[REAL]
            yield "(pow _a _b)", _POWER, False
            yield "_a", (_WHOLE, f"(= _a {zero})", f"(> _b {zero})"), False
        case "integer":
            yield TRUE_TERM, ("(= (denom _a) (bigint 1))",), False
            yield FALSE_TERM, ("(!= (denom _a) (bigint 1))",), False
