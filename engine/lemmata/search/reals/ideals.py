"""Ideal membership with cofactors: p = c1 * g1 + … + cn * gn, by Buchberger's algorithm.

Every basis element carries how it is made of the given polynomials, so that a certificate can state
the combination and leave the rest to one polynomial identity.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations

from lemmata.search.simplify import polynomial as poly
from lemmata.search.simplify.polynomial import Monomial, Polynomial, TooLarge

Cofactors = dict[int, Polynomial]
MAX_ELEMENTS = 60
MAX_TERMS = 150
MAX_DEGREE = 12


@dataclass
class Ideal:
    """The ideal of some polynomials; larger indeterminates are eliminated first."""

    given: Sequence[Polynomial]
    limit: int = 200
    basis: list[tuple[Polynomial, Cofactors]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Complete the basis as far as the limits allow."""
        for i, p in enumerate(self.given):
            self._insert(p, {i: poly.ONE})
        pairs = list(combinations(range(len(self.basis)), 2))
        while pairs and self.limit > 0 and len(self.basis) < MAX_ELEMENTS:
            self.limit -= 1
            pairs.sort(key=self._cost, reverse=True)
            i, j = pairs.pop()
            try:
                made = self._overlap(i, j)
            except TooLarge:
                continue
            if made is not None and self._insert(*made):
                new = len(self.basis) - 1
                pairs += [(k, new) for k in range(new)]

    def _cost(self, pair: tuple[int, int]) -> tuple[int, int]:
        lead = [_lead(self.basis[k][0]) for k in pair]
        return sum(e for _, e in _lcm(*lead)), pair[1]

    def _insert(self, p: Polynomial, cofactors: Cofactors) -> bool:
        try:
            rest, used = self.reduce(p)
        except TooLarge:
            return False
        if not rest or len(rest) > MAX_TERMS or poly.total_degree(rest) > MAX_DEGREE:
            return False
        self.basis.append((rest, _combine(cofactors, used, Fraction(-1))))
        return True

    def _overlap(self, i: int, j: int) -> tuple[Polynomial, Cofactors] | None:
        """The S-polynomial of two elements; None where their leading monomials are coprime."""
        (p, a), (q, b) = self.basis[i], self.basis[j]
        m, n = _lead(p), _lead(q)
        if not {k for k, _ in m} & {k for k, _ in n}:
            return None
        both = _lcm(m, n)
        if sum(e for _, e in both) > MAX_DEGREE:
            return None
        left = {poly.over(both, m) or (): 1 / p[m]}
        right = {poly.over(both, n) or (): -1 / q[n]}
        made = poly.add(poly.mul(p, left), poly.mul(q, right))
        first = {k: poly.mul(c, left) for k, c in a.items()}
        return made, _combine(first, {k: poly.mul(c, right) for k, c in b.items()}, Fraction(1))

    def reduce(self, p: Polynomial) -> tuple[Polynomial, Cofactors]:
        """(rest, cofactors) with p = rest + sum of cofactor * given; raises `TooLarge`."""
        rest: Polynomial = {}
        used: Cofactors = {}
        todo = dict(p)
        leads = [(_lead(g), g, c) for g, c in self.basis]
        for _ in range(3000):
            if not todo:
                return rest, used
            top = _lead(todo)
            for lead, g, cofactors in leads:
                m = poly.over(top, lead)
                if m is not None:
                    factor = {m: todo[top] / g[lead]}
                    todo = poly.add(todo, poly.mul(g, factor), -1)
                    part = {k: poly.mul(c, factor) for k, c in cofactors.items()}
                    used = _combine(used, part, Fraction(1))
                    break
            else:
                rest[top] = todo.pop(top)
        raise TooLarge


def _combine(first: Cofactors, second: Cofactors, factor: Fraction) -> Cofactors:
    found = dict(first)
    for k, c in second.items():
        new = poly.add(found.get(k, {}), c, factor)
        if new:
            found[k] = new
        else:
            found.pop(k, None)
    return found


def _lead(p: Polynomial) -> Monomial:
    return max(p, key=_rank)


def _rank(m: Monomial) -> tuple[int, tuple[tuple[int, int], ...]]:
    """By total degree, then by the largest indeterminates: a monomial order."""
    return sum(e for _, e in m), tuple(sorted(m, reverse=True))


def _lcm(a: Monomial, b: Monomial) -> Monomial:
    powers = dict(a)
    for i, e in b:
        powers[i] = max(powers.get(i, 0), e)
    return tuple(sorted(powers.items()))
