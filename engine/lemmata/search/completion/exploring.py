"""Walking from both sides of a goal by the equations as they are, in both directions.

    s = u1 = u2 = ..    best first (the smallest next), each by an instance of an equation
    t = v1 = v2 = ..    at any place, whether it decreases or not        ui = vj: proved

Completion only lets terms decrease; where an equation cannot be oriented (combinators, say) a short
way up and down may be all that is needed. The number of terms bounds the walk.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Sequence

from lemmata.search.completion.cells import Bank, Cell, TooLarge, positions
from lemmata.search.completion.facts import reverse
from lemmata.search.completion.normal import Normaliser, Step
from lemmata.search.completion.rules import Direction

Way = dict[Cell, tuple[Cell, Step | None]]


def explore(
    sides: tuple[Cell, Cell],
    directions: Sequence[Direction],
    normaliser: Normaliser,
    budget: int,
    expired: Callable[[], bool],
) -> list[Step] | None:
    """A chain from one side to the other; None if none is found among `budget` symbols."""
    ways: tuple[Way, Way] = ({sides[0]: (sides[0], None)}, {sides[1]: (sides[1], None)})
    bound = 2 * max([cell.size for cell in sides] + [d.right.size for d in directions]) + 12
    heap = [(sides[0].size, 0, 0, sides[0]), (sides[1].size, 1, 1, sides[1])]
    by_head: dict[int, list[Direction]] = {}
    for direction in directions:
        if direction.left.head >= 0 and direction.total == direction.known:
            by_head.setdefault(direction.left.head, []).append(direction)
    count = 2
    while heap and budget > 0:
        _, _, k, cell = heapq.heappop(heap)
        if count % 16 == 0 and expired():
            return None
        for path, sub in positions(cell):
            for direction in by_head.get(sub.head, ()):
                whole = _replaced(normaliser, direction, cell, path, sub, bound)
                if whole is None or whole[0] in ways[k]:
                    continue
                ways[k][whole[0]] = (cell, whole[1])
                if whole[0] in ways[1 - k]:
                    return [*_steps(ways[0], whole[0]), *reverse(_steps(ways[1], whole[0]))]
                count += 1
                budget -= whole[0].size
                heapq.heappush(heap, (whole[0].size, count, k, whole[0]))
    return None


def _replaced(
    normaliser: Normaliser,
    direction: Direction,
    cell: Cell,
    path: tuple[int, ...],
    sub: Cell,
    bound: int,
) -> tuple[Cell, Step] | None:
    if not normaliser.matches(direction, sub):
        return None
    bank: Bank = normaliser.bank
    try:
        after = bank.instance(direction.right, normaliser.binding)
        if cell.size - sub.size + after.size > bound:
            return None
        return bank.replace(cell, path, after), (direction.by, path, sub, after)
    except TooLarge:
        return None


def _steps(way: Way, cell: Cell) -> list[Step]:
    steps: list[Step] = []
    while True:
        cell, step = way[cell]
        if step is None:
            return steps[::-1]
        steps.append(step)
