"""The rule `field`: equal fractions of polynomials over the reals (FORMAT.md section 6).

A term is read as p/q, where q is a product of parts of denominators that are known not to be zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from lemmata.kernel.computation import literal
from lemmata.kernel.polynomials import ONE, Algebra, Polynomial
from lemmata.kernel.reading import require
from lemmata.kernel.terms import Pair, Terms

MAX_EXPONENT = 1_000
OPERATIONS = {f"Real.{operation}" for operation in ("+", "-", "*", "/", "^", "neg")}


class Ratio(NamedTuple):
    """top / bottom."""

    top: Polynomial
    bottom: Polynomial


def check_field(terms: Terms, goal: Sequence[int], premises: Sequence[Pair]) -> None:
    """Both sides are the same rational function; each premise is not(eq(d, 0)) = true."""
    reader = _Reader(terms, {_denominator(terms, pair) for pair in premises})
    require(terms.sort[goal[0]] == terms.real, "not of sort Real")
    left, right = map(reader.read, goal)
    times = reader.algebra.times
    same = times(left.top, right.bottom) == times(right.top, left.bottom)
    require(same, "other rational functions")


def _denominator(terms: Terms, premise: Pair) -> int:
    """The d of not(eq(d, 0)) = true."""
    entry = terms.entries[premise[0]]
    if entry[:2] == ("app", "not") and premise[1] == terms.true:
        inner = terms.entries[entry[3][0]]
        if inner[:3] == ("app", "eq", (terms.real,)) and inner[3][1] == terms.real_literal(0):
            return int(inner[3][0])
    require(False, "a premise is not of the form d != 0")
    return -1


class _Reader:
    """Terms as fractions of polynomials; `nonzero` are the denominators of the premises."""

    def __init__(self, terms: Terms, nonzero: set[int]) -> None:
        self.terms, self.nonzero, self.algebra = terms, nonzero, Algebra()
        self.done: dict[int, Ratio] = {}

    def read(self, root: int) -> Ratio:
        """Bottom-up, each shared subterm once."""
        for t in self.terms.parts_first([root], self._built):
            if t not in self.done:
                self.done[t] = self._ratio(t)
        return self.done[root]

    def _built(self, t: int) -> bool:
        entry = self.terms.entries[t]
        return entry[0] == "app" and entry[1] in OPERATIONS

    def _ratio(self, t: int) -> Ratio:
        entry = self.terms.entries[t]
        if self._built(t):
            found = self._apply(entry[1].removeprefix("Real."), entry[3])
            if found is not None:
                return found
        if entry[0] == "real":
            return Ratio(_constant(Fraction(literal(self.terms, t) or 0)), ONE)
        return Ratio({((t, 1),): 1}, ONE)

    def _apply(self, operation: str, arguments: Sequence[int]) -> Ratio | None:
        """The value of an operation, None if it is an indeterminate."""
        if operation == "^":
            return self._power(*arguments)
        values = [self.done[a] for a in arguments]
        if operation == "neg":
            return Ratio(self.algebra.negated(values[0].top), values[0].bottom)
        if operation == "*":
            return self._times(*values)
        if operation == "/":
            reciprocal = self._reciprocal(arguments[1])
            return reciprocal and self._times(values[0], reciprocal)
        return self._plus(values[0], values[1], 1 if operation == "+" else -1)

    def _power(self, base: int, exponent: int) -> Ratio | None:
        k = literal(self.terms, exponent)
        if k is None or k.denominator != 1:
            return None
        value = self.done[base] if k >= 0 else self._reciprocal(base)
        if value is None:
            return None
        n = abs(k.numerator)
        require(n <= MAX_EXPONENT, "an exponent is too large")
        return Ratio(self.algebra.power(value.top, n), self.algebra.power(value.bottom, n))

    def _reciprocal(self, t: int) -> Ratio | None:
        """1/t, None if t is not known to be different from zero."""
        top, bottom = self.done[t]
        if top.keys() == bottom.keys() == ONE.keys():
            return Ratio(_constant(Fraction(bottom[()]) / top[()]), ONE)
        return Ratio(bottom, top) if t in self.nonzero else None

    def _times(self, first: Ratio, second: Ratio) -> Ratio:
        times = self.algebra.times
        return Ratio(times(first.top, second.top), times(first.bottom, second.bottom))

    def _plus(self, first: Ratio, second: Ratio, sign: int) -> Ratio:
        plus, times = self.algebra.plus, self.algebra.times
        if first.bottom == second.bottom:
            return Ratio(plus(first.top, second.top, sign), first.bottom)
        left, right = times(first.top, second.bottom), times(second.top, first.bottom)
        return Ratio(plus(left, right, sign), times(first.bottom, second.bottom))


def _constant(value: Fraction) -> Polynomial:
    """A constant; whole numbers are integers, which are faster."""
    whole = value.numerator if value.denominator == 1 else value
    return {(): whole} if value else {}
