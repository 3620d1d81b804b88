"""The queue of a completion: equations that wait to be taken, the lightest or the oldest first."""

from __future__ import annotations

import heapq
from collections import deque

from lemmata.search.completion.rules import Direction


class Passive:
    """A waiting equation: an overlap to be built again, or the number of a fact (`outer` None)."""

    __slots__ = ("depth", "fact", "inner", "outer", "place", "taken")

    def __init__(
        self, outer: Direction | None, place: int, inner: Direction | None, fact: int, depth: int
    ) -> None:
        self.outer = outer
        self.place = place
        self.inner = inner
        self.fact = fact
        self.depth = depth
        self.taken = False

    def alive(self) -> bool:
        """Whether both parents are still in use."""
        outer, inner = self.outer, self.inner
        return outer is None or inner is None or (outer.rule.alive and inner.rule.alive)


class Queue:
    """Waiting equations by weight and by age; `orphans` counts those whose parents are gone.

    One pick in `goal_every` is the lightest of those that are about the goal, if there is one, and
    one in `age_every` the oldest.
    """

    def __init__(self, age_every: int, goal_every: int) -> None:
        self.age_every = age_every
        self.goal_every = goal_every
        self.orphans = self.pushed = self.picks = 0
        self.front = 0
        self._by_weight: list[tuple[int, int, Passive]] = []
        self._by_age: deque[Passive] = deque()
        self._about_goal: list[tuple[int, int, Passive]] = []
        self._first: deque[Passive] = deque()

    def push(self, passive: Passive, score: int, about_goal: bool) -> None:
        """Let an equation wait; ties go to the one that came first."""
        self.pushed += 1
        item = (score, self.pushed, passive)
        heapq.heappush(self._by_weight, item)
        self._by_age.append(passive)
        if about_goal:
            heapq.heappush(self._about_goal, item)

    def push_first(self, passive: Passive) -> None:
        """Let an equation be the next one."""
        self._first.append(passive)

    def facts_first(self) -> list[int]:
        """The facts that are next."""
        return [passive.fact for passive in self._first]

    def pop(self) -> Passive | None:
        """The next equation: a simplified one, else one by weight, age or for the goal."""
        if self._first:
            return self._first.popleft()
        self.picks += 1
        by_age = self.picks % self.age_every == 0
        about_goal = self.picks % self.goal_every == 1 % self.goal_every
        while self._by_weight and self._by_age:
            if by_age:
                passive = self._by_age.popleft()
            elif about_goal and self._about_goal:
                passive = heapq.heappop(self._about_goal)[2]
            else:
                score, _, passive = heapq.heappop(self._by_weight)
                if score > self.front and not passive.taken:
                    self.front = score
            if not passive.taken:
                passive.taken = True
                if passive.alive():
                    return passive
                self.orphans += 1
        return None
