"""Polynomials with exact coefficients, as `ring` and `field` compute with them."""

from __future__ import annotations

from fractions import Fraction

from lemmata.kernel.reading import Budget, require
from lemmata.kernel.terms import limited

MAX_MONOMIALS = 20_000
MAX_WORK = 3_000_000
MAX_DEGREE = 1_000_000
TOO_LARGE = "a polynomial is too large"
Coefficient = int | Fraction
# Pairs (indeterminate, exponent), sorted.
Monomial = tuple[tuple[int, int], ...]
Polynomial = dict[Monomial, Coefficient]
ONE: Polynomial = {(): 1}


class Algebra:
    """Sums and products of polynomials within one budget; none is changed, no coefficient is 0."""

    def __init__(self) -> None:
        """Start with all the work still to be spent."""
        self.budget = Budget(MAX_WORK, TOO_LARGE)

    def negated(self, p: Polynomial) -> Polynomial:
        """-p."""
        self.budget.spend(sum(1 + _bits(c) // 512 for c in p.values()))
        return {m: -c for m, c in p.items()}

    def plus(self, p: Polynomial, q: Polynomial, sign: int = 1) -> Polynomial:
        """p + q, or p - q."""
        self.budget.spend(len(p) + len(q))
        result = dict(p)
        for monomial, c in q.items():
            self._accumulate(result, monomial, sign * c)
        return result

    def times(self, p: Polynomial, q: Polynomial) -> Polynomial:
        """p * q."""
        if p is ONE or q is ONE:
            return q if p is ONE else p
        result: Polynomial = {}
        for m, c in p.items():
            for n, d in q.items():
                self.budget.spend(1 + len(m) + len(n) + _work(c, d))
                self._accumulate(result, _joined(m, n), c * d)
        return result

    def power(self, p: Polynomial, exponent: int) -> Polynomial:
        """p multiplied with itself, by squaring."""
        result = ONE
        for bit in f"{exponent:b}":
            result = self.times(result, result)
            if bit == "1":
                result = self.times(result, p)
        return result

    def _accumulate(self, result: Polynomial, monomial: Monomial, c: Coefficient) -> None:
        before = result.get(monomial)
        if before is not None:
            if c.__class__ is not int:
                self.budget.spend(_work(before, c))
            c += before
        self.budget.spend(_bits(c) // 512)
        limited(c.numerator)
        limited(c.denominator)
        if c:
            result[monomial] = c
        else:
            result.pop(monomial, None)
        require(len(result) <= MAX_MONOMIALS, TOO_LARGE)


def _work(c: Coefficient, d: Coefficient) -> int:
    """What an operation on two coefficients costs; fractions are reduced."""
    if c.__class__ is d.__class__ is int:
        return (c.numerator.bit_length() // 64) * (d.numerator.bit_length() // 64) // 256
    words = (_bits(c) + _bits(d)) // 64
    return 1 + words * words // 64


def _bits(c: Coefficient) -> int:
    return c.numerator.bit_length() + c.denominator.bit_length()


def _joined(m: Monomial, n: Monomial) -> Monomial:
    if not m or not n:
        return m or n
    powers = dict(m)
    for atom, exponent in n:
        powers[atom] = powers.get(atom, 0) + exponent
        require(powers[atom] <= MAX_DEGREE, TOO_LARGE)
    return tuple(sorted(powers.items()))
