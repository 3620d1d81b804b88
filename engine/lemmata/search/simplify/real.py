"""Terms of the real numbers: the built-in symbols and short constructors."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from lemmata.terms.sorts import REAL
from lemmata.terms.symbols import BUILT_IN, EQ, NOT
from lemmata.terms.term import Term

ADD: Final = BUILT_IN["Real.+"]
SUB: Final = BUILT_IN["Real.-"]
MUL: Final = BUILT_IN["Real.*"]
DIV: Final = BUILT_IN["Real./"]
POW: Final = BUILT_IN["Real.^"]
NEG: Final = BUILT_IN["Real.neg"]
LE: Final = BUILT_IN["Real.<="]
LT: Final = BUILT_IN["Real.<"]
SQRT: Final = BUILT_IN["Real.sqrt"]
EXP: Final = BUILT_IN["Real.exp"]
LOG: Final = BUILT_IN["Real.log"]
PI: Final = BUILT_IN["Real.pi"]
INTEGER: Final = BUILT_IN["Real.integer"]

ZERO: Final = Term.real(0)
ONE: Final = Term.real(1)


def number(value: Fraction | int) -> Term:
    """The literal of a rational number."""
    return Term.real(value)


def is_number(term: Term) -> bool:
    """Whether a term is a literal of sort Real."""
    return isinstance(term.head, Fraction) and term.sort is REAL


def add(a: Term, b: Term) -> Term:
    """a + b."""
    return Term.apply(ADD, a, b)


def sub(a: Term, b: Term) -> Term:
    """a - b."""
    return Term.apply(SUB, a, b)


def mul(a: Term, b: Term) -> Term:
    """a * b."""
    return Term.apply(MUL, a, b)


def div(a: Term, b: Term) -> Term:
    """a / b."""
    return Term.apply(DIV, a, b)


def power(a: Term, n: int) -> Term:
    """a ^ n with a literal exponent, a itself for n = 1."""
    return a if n == 1 else Term.apply(POW, a, number(n))


def neg(a: Term) -> Term:
    """-a."""
    return Term.apply(NEG, a)


def nonzero(a: Term) -> Term:
    """The condition a != 0."""
    return Term.apply(NOT, Term.apply(EQ, a, ZERO))


def positive(a: Term) -> Term:
    """The condition 0 < a."""
    return Term.apply(LT, ZERO, a)


def nonnegative(a: Term) -> Term:
    """The condition 0 <= a."""
    return Term.apply(LE, ZERO, a)


def nonzero_of(condition: Term) -> Term | None:
    """The t of a condition t != 0, None for other conditions."""
    if condition.symbol is not NOT or condition.args[0].symbol is not EQ:
        return None
    left, right = condition.args[0].args
    return left if right is ZERO else None
