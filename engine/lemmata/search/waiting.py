"""The queue of a completion: equations that wait to be taken, the lightest or the oldest first.

The weight of s = t, with 7 for a symbol and 6 for a variable, is 4 * max + min of both sides (or
their sum), and more the deeper its derivation is. Ties go to the equation that came first.
"""

from __future__ import annotations

import heapq
from collections import deque
from dataclasses import dataclass

from lemmata.search.critical_pairs import Overlap
from lemmata.terms.orders import KBO
from lemmata.terms.term import Term

AGE_EVERY = 6
DEPTH_WEIGHT = 6


@dataclass(eq=False, slots=True)
class Passive:
    """A waiting equation: an overlap to be built again, or the number of a fact."""

    overlap: Overlap | None
    fact: int
    depth: int
    taken: bool = False


class Waiting:
    """Waiting equations by weight and by age; `orphans` counts those whose parents are gone."""

    def __init__(self, order: KBO, add_sides: bool) -> None:
        self.order, self.add_sides = order, add_sides
        self.orphans = self._sequence = self._picks = 0
        self._by_weight: list[tuple[int, int, Passive]] = []
        self._by_age: deque[Passive] = deque()

    def push(self, passive: Passive, left: Term, right: Term) -> None:
        """Let an equation wait; its sides are what it was simplified to."""
        first, second = self._size(left), self._size(right)
        weight = first + second if self.add_sides else 3 * max(first, second) + first + second
        self._sequence += 1
        item = (weight + DEPTH_WEIGHT * passive.depth, self._sequence, passive)
        heapq.heappush(self._by_weight, item)
        self._by_age.append(passive)

    def _size(self, term: Term) -> int:
        return 7 * term.size - sum(self.order.counts(term).values())

    def pop(self) -> Passive | None:
        """The lightest equation, every sixth time the oldest; None when there is none."""
        self._picks += 1
        by_age = self._picks % AGE_EVERY == 0
        while self._by_weight and self._by_age:
            passive = self._by_age.popleft() if by_age else heapq.heappop(self._by_weight)[2]
            if not passive.taken:
                passive.taken = True
                if passive.overlap is None or passive.overlap.alive:
                    return passive
                self.orphans += 1
        return None
