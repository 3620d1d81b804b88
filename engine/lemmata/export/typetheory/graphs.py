"""Size-change graphs of a group of functions, and their closure under composition.

    merge(S(x), S(y)) = … merge(x, S(y)) …      arcs  0 -<-> 0   1 -=-> 1

An arc (i, j, strict) says that argument j of the call is at most argument i of the caller, or a
proper part of it. The group terminates if in every graph of the closure from a function to itself
some power has a strict arc from an argument to itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Arc = tuple[int, int, bool]
LARGEST_CLOSURE = 300


@dataclass(frozen=True)
class Graph:
    """The arcs of one call, or of a path of calls, between two functions given by numbers."""

    caller: int
    callee: int
    arcs: frozenset[Arc]

    def then(self, other: Graph) -> Graph:
        """Return the graph of this path followed by the other."""
        arcs = (
            (i, k, first or second)
            for i, j, first in self.arcs
            for j2, k, second in other.arcs
            if j == j2
        )
        return graph(self.caller, other.callee, arcs)

    def covers(self, other: Graph) -> bool:
        """Say whether all that this graph claims, the other claims too."""
        return (self.caller, self.callee) == (other.caller, other.callee) and all(
            (i, j, strict) in other.arcs or (i, j, True) in other.arcs for i, j, strict in self.arcs
        )

    def descends(self, width: int) -> bool:
        """Say whether a power has a strict arc from an argument to itself."""
        power = self
        for _ in range(width):
            if any(i == j and strict for i, j, strict in power.arcs):
                return True
            power = power.then(self)
        return False


def graph(caller: int, callee: int, arcs: Iterable[Arc]) -> Graph:
    """Return the graph without arcs that a strict one between the same arguments implies.

    >>> graph(0, 0, [(0, 1, False), (0, 1, True)]).arcs
    frozenset({(0, 1, True)})
    """
    found = set(arcs)
    return Graph(caller, callee, frozenset(a for a in found if a[2] or (*a[:2], True) not in found))


def closure(calls: Sequence[Graph], width: int) -> list[Graph] | None:
    """Return graphs that cover those of all paths; None if a loop does not descend.

    None, too, if there are more than `LARGEST_CLOSURE`.
    """
    found: list[Graph] = []
    new = list(dict.fromkeys(calls))
    while new:
        candidate = new.pop(0)
        if any(g.covers(candidate) for g in found):
            continue
        if candidate.caller == candidate.callee and not candidate.descends(width):
            return None
        found = [g for g in found if not candidate.covers(g)]
        found.append(candidate)
        if len(found) > LARGEST_CLOSURE:
            return None
        new += [candidate.then(c) for c in calls if c.caller == candidate.callee]
    return found
