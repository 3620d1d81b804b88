"""Lighter polynomials by identities: best first, each step a multiple of a law's two sides.

p = rest + q * L    L = R a law, its conditions proved
------------------------------------------------------
p = rest + q * R    by `field`, the law, `field`
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from heapq import heappop, heappush

from lemmata.proof import build
from lemmata.proof.nodes import Citation, Node
from lemmata.search.simplify import polynomial as poly
from lemmata.search.simplify import real
from lemmata.search.simplify.facts import Facts
from lemmata.search.simplify.forms import Writer
from lemmata.search.simplify.identities import (
    Identity,
    Monomials,
    Use,
    instance_lead,
    uses,
    weight,
)
from lemmata.search.simplify.polynomial import Polynomial, TooLarge
from lemmata.terms.symbols import Symbol
from lemmata.terms.term import TRUE_TERM, Term

MAX_MONOMIALS = 80
EXPANSIONS = 5
KEPT = 3
SLACK = 8


@dataclass(order=True, slots=True)
class State:
    """A polynomial that identities lead to: its weight, and how it was reached."""

    price: tuple[int, int]
    number: int
    polynomial: Polynomial = field(compare=False)
    parent: State | None = field(compare=False)
    use: Use | None = field(compare=False)


@dataclass(frozen=True, slots=True)
class Instance:
    """A law L = R at some values: L as a term and as `first`, `difference` is R - L."""

    citation: Citation
    premises: tuple[Node, ...]
    left: Term
    first: Polynomial
    difference: Polynomial
    coefficient: Fraction


class Reducer:
    """The search; what it found for a polynomial, and for a law at some values, is kept."""

    def __init__(
        self,
        identities: Mapping[Symbol | None, Sequence[Identity]],
        facts: Facts,
        expired: Callable[[], bool],
    ) -> None:
        """Identities by the symbol of their first pattern."""
        self.identities, self.facts, self.expired = identities, facts, expired
        self._reductions: dict[frozenset[object], list[tuple[Polynomial, Node | None]]] = {}
        self._monomials: Monomials = {}
        self._instances: dict[tuple[Identity, tuple[Term, ...]], Instance | None] = {}

    def reduced(self, start: Polynomial) -> list[tuple[Polynomial, Node | None]]:
        """The polynomial, and lighter ones that identities lead to, with their proofs."""
        key = _key(start)
        if key not in self._reductions:
            self._reductions[key] = self._reduce(start)
        return self._reductions[key]

    def _reduce(self, start: Polynomial) -> list[tuple[Polynomial, Node | None]]:
        found: list[tuple[Polynomial, Node | None]] = [(start, None)]
        if len(start) > MAX_MONOMIALS or poly.value(start) is not None:
            return found
        atoms = self.facts.reader.atoms
        limit = weight(start, atoms)
        states: dict[frozenset[object], State] = {_key(start): State(limit, 0, start, None, None)}
        queue = list(states.values())
        for _ in range(EXPANSIONS + len(start)):
            if not queue or self.expired():
                break
            state = heappop(queue)
            if poly.value(state.polynomial) is not None:
                break
            for use, new in self._successors(state.polynomial):
                key = _key(new)
                if key in states or len(new) > MAX_MONOMIALS:
                    continue
                price = weight(new, atoms)
                states[key] = State(price, len(states), new, state, use)
                if price[0] <= limit[0] + SLACK:
                    heappush(queue, states[key])
        ranked = sorted(s for s in states.values() if s.use is not None)
        done = bool(ranked) and poly.value(ranked[0].polynomial) is not None
        for state in ranked[: 1 if done else KEPT]:
            if state.price <= (limit[0] + 2, limit[1] + 1):
                found.append((state.polynomial, self._chain(state)))
        return found

    def _successors(self, p: Polynomial) -> Iterator[tuple[Use, Polynomial]]:
        atoms = self.facts.reader.atoms
        present = {atoms.terms[i].symbol: None for m in sorted(p) for i, _ in m}
        alone = len(p) == 1
        for head in present:
            for identity in self.identities.get(head, ()):
                if not identity.symbols <= present.keys() or (alone and identity.is_sum):
                    continue
                for use in list(uses(identity, p, atoms, self._monomials)):
                    instance = self._instance(use)
                    if instance is None:
                        continue
                    try:
                        factor = poly.scale(use.factor, 1 / instance.coefficient)
                        yield use, poly.add(p, poly.mul(factor, instance.difference))
                    except TooLarge:
                        continue

    def _instance(self, use: Use) -> Instance | None:
        """The law at the values of a use, with its conditions proved; None if they are not."""
        key = (use.identity, use.values)
        if key not in self._instances:
            self._instances[key] = self._instantiated(use)
        return self._instances[key]

    def _instantiated(self, use: Use) -> Instance | None:
        citation = build.law_instance(use.identity.law, use.values)
        conditions, (left, right) = citation.equation()
        if use.identity.reverse:
            left, right = right, left
        premises: list[Node] = []
        for condition, value in conditions:
            node = self.facts.prove(condition) if value is TRUE_TERM else None
            if node is None:
                return None
            premises.append(node)
        reader = self.facts.reader
        try:
            first, second = reader.read(left), reader.read(right)
        except TooLarge:
            return None
        coefficient = first[0].get(instance_lead(use, reader.atoms))
        if first[1] != poly.ONE or second[1] != poly.ONE or not coefficient:
            return None
        difference = poly.add(second[0], first[0], -1)
        return Instance(citation, tuple(premises), left, first[0], difference, coefficient)

    def _chain(self, state: State) -> Node | None:
        """The node start = state: for each use, by the field laws, the law, the field laws."""
        nodes: list[Node] = []
        while state.parent is not None and state.use is not None:
            link = self._link(state.parent.polynomial, state.use, state.polynomial)
            if link is None:
                return None
            nodes[:0] = link
            state = state.parent
        return build.trans(nodes)

    def _link(self, p: Polynomial, use: Use, new: Polynomial) -> list[Node] | None:
        writer = Writer(self.facts.reader.atoms)
        instance = self._instance(use)
        assert instance is not None
        factor = poly.scale(use.factor, 1 / instance.coefficient)
        rest = poly.add(p, poly.mul(factor, instance.first), -1)
        middle, path = instance.left, tuple[int, ...]()
        if factor != poly.ONE:
            middle, path = real.mul(writer.expanded(factor), middle), (1,)
        if rest:
            middle, path = real.add(writer.expanded(rest), middle), (1, *path)
        first = self.facts.field(writer.expanded(p), middle)
        second = build.rewrite(
            middle, instance.citation, path, use.identity.reverse, instance.premises
        )
        third = self.facts.field(second.right, writer.expanded(new))
        if first is None or third is None:
            return None
        return [n for n in (first, second, third) if n.left is not n.right]


def _key(p: Polynomial) -> frozenset[object]:
    return frozenset(p.items())
