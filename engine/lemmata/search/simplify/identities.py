"""Laws applied to polynomials, modulo the ring laws: p = rest + q * L, and L = R by a law.

A law whose left side is a polynomial in function values, such as sin(x)^2 + cos(x)^2 = 1, is used
at each of its monomials: where one divides a monomial of p, the multiple of L that cancels it is
replaced. So the law above rewrites sin(u)^2, or cos(u)^2, or both together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from lemmata.proof.nodes import Law
from lemmata.search.simplify import polynomial as poly
from lemmata.search.simplify.polynomial import Monomial, Polynomial, TooLarge
from lemmata.search.simplify.rational import Atoms, Reader
from lemmata.terms.matching import match
from lemmata.terms.symbols import Symbol
from lemmata.terms.term import Term

MAX_LEADS = 6


Patterns = tuple[tuple[Term, int], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Identity:
    """A law with its left side as a polynomial over patterns, seen from one or two monomials.

    Together the `leads` bind all variables of the law; each is a product of powers of patterns.
    """

    law: Law
    leads: tuple[Patterns, ...]
    reverse: bool
    is_sum: bool
    symbols: frozenset[Symbol | None]

    @property
    def head(self) -> Symbol | None:
        """The symbol of the first pattern."""
        return self.leads[0][0][0].symbol


@dataclass(frozen=True, slots=True)
class Use:
    """p = rest + factor * L with L = R by the law at these values."""

    identity: Identity
    values: tuple[Term, ...]
    factor: Polynomial


def identities(law: Law, direction: bool) -> list[Identity]:
    """The law's left side seen from each monomial, or else pair of them, that binds everything.

    `direction` True takes the right side for the left one; sums are used in both directions.
    """
    found = []
    for reverse in (direction, not direction):
        left, right = law.clause.conclusion
        if reverse:
            left, right = right, left
        reader = Reader(lambda _: False)
        try:
            top, bottom = reader.read(left)
        except TooLarge:
            continue
        if bottom != poly.ONE or len(top) > MAX_LEADS or (reverse != direction and len(top) < 2):
            continue
        rows = [tuple((reader.atoms.terms[i], e) for i, e in m) for m in sorted(top) if m]
        rows = [row for row in rows if not any(t.is_variable for t, _ in row)]
        wanted = set(law.clause.variables)
        for row in rows:
            single = len(row) == 1 and row[0][1] == 1 and len(top) == 1
            if _bound(row) == wanted and not single:
                found.append(_identity(law, (row,), reverse, top))
        for first, second in combinations(rows, 2):
            both = _bound(first) | _bound(second)
            if both == wanted and wanted not in (_bound(first), _bound(second)):
                found.append(_identity(law, (first, second), reverse, top))
    return found


def _identity(law: Law, leads: tuple[Patterns, ...], reverse: bool, left: Polynomial) -> Identity:
    symbols = frozenset(pattern.symbol for lead in leads for pattern, _ in lead)
    return Identity(law, leads, reverse, len(left) > 1, symbols)


def _bound(row: Patterns) -> set[Term]:
    return {v for t, _ in row for v in t.free}


def matches(identity: Identity, p: Polynomial, atoms: Atoms) -> Iterator[dict[Term, Term]]:
    """The bindings under which every pattern of the leads is an atom of p."""
    present = {i for m in p for i, _ in m}
    targets = [atoms.terms[i] for i in sorted(present)]
    states: list[dict[Term, Term]] = [{}]
    for lead in identity.leads:
        for pattern, _ in lead:
            states = [
                dict(found[0])
                for binding in states
                for target in targets
                if target.symbol is pattern.symbol
                and (found := match(pattern, target, binding)) is not None
            ]
            if not states:
                return
    seen: set[tuple[Term, ...]] = set()
    for binding in states:
        key = tuple(binding[v] for v in identity.law.clause.variables)
        if key not in seen:
            seen.add(key)
            yield binding


Monomials = dict[tuple[Identity, tuple[Term, ...]], list[Monomial]]


def uses(identity: Identity, p: Polynomial, atoms: Atoms, known: Monomials) -> Iterator[Use]:
    """Ways to use an identity on p: at one monomial, and at all that the lead divides.

    `known` remembers the leads at values that have occurred.
    """
    for binding in matches(identity, p, atoms):
        values = tuple(binding[v] for v in identity.law.clause.variables)
        leads = known.get((identity, values))
        if leads is None:
            leads = [_monomial(lead, binding, atoms) for lead in identity.leads]
            known[identity, values] = leads
        if len(set(leads)) < len(leads):
            continue
        factors: list[Polynomial] = []
        for m in sorted(p):
            q = poly.over(m, leads[0])
            if q is not None and all(poly.times(q, lead) in p for lead in leads[1:]):
                factors.append({q: p[m]})
        if len(factors) > 1:
            factors.append({q: c for factor in factors for q, c in factor.items()})
        for factor in factors:
            yield Use(identity, values, factor)


def _monomial(lead: Patterns, binding: Mapping[Term, Term], atoms: Atoms) -> Monomial:
    powers: dict[int, int] = {}
    for pattern, e in lead:
        i = atoms.number(pattern.substitute(binding))
        powers[i] = powers.get(i, 0) + e
    return tuple(sorted(powers.items()))


def instance_lead(use: Use, atoms: Atoms) -> Monomial:
    """The monomial of L at which the identity is used."""
    binding = dict(zip(use.identity.law.clause.variables, use.values, strict=True))
    return _monomial(use.identity.leads[0], binding, atoms)


def weight(p: Polynomial, atoms: Atoms) -> tuple[int, int]:
    """How large a polynomial looks: its atoms, powers and coefficients; and its monomials."""
    total = 0
    for m, c in p.items():
        total += 1 + (abs(c) != 1) + 2 * (c.denominator != 1)
        for i, e in m:
            total += atoms.terms[i].size + (2 if e > 1 else 0) + 1
    return total, len(p)
