"""Measures by which a group of functions descends: what Lean's `termination_by` is told.

    interleave(x, y)    sizeOf x + sizeOf y          ack(x, y)    (sizeOf x, sizeOf y)

A level of the lexicographic order gives each function the sum of the sizes of some arguments, or a
number. It may stay the same in some calls, which the next level must decide.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, islice, permutations, product

from lemmata.export.typetheory.descent import Call, smaller
from lemmata.export.typetheory.tables import Tables
from lemmata.export.typetheory.world import World

Level = Mapping[str, tuple[int, ...] | int]
MOST_CHOICES = 20_000


def measures(
    world: World, tables: Tables, calls: Sequence[Call], arity: Mapping[str, int]
) -> list[Level] | None:
    """Return the levels of a lexicographic order in which every call descends, or None."""
    left, levels = list(calls), list[Level]()
    while left:
        numbers = _numbers(left, list(arity))
        if numbers is not None:
            levels.append(numbers)
            return levels
        for level in islice(_choices(arity), MOST_CHOICES):
            found = [_compare(world, tables, c, level) for c in left]
            if None not in found and True in found:
                levels.append(dict(level))
                left = [c for c, strict in zip(left, found, strict=True) if not strict]
                break
        else:
            return None
    return levels


def _choices(arity: Mapping[str, int]) -> Iterator[dict[str, tuple[int, ...]]]:
    """Yield a set of arguments for each function, small sets first."""
    sets = [
        [chosen for n in range(1, count + 1) for chosen in combinations(range(count), n)]
        for count in arity.values()
    ]
    for choice in product(*sets):
        yield dict(zip(arity, choice, strict=True))


def _compare(
    world: World, tables: Tables, call: Call, level: Mapping[str, tuple[int, ...]]
) -> bool | None:
    """Say whether a sum of sizes gets smaller by a call; None if it might grow."""
    before, after = level[call.caller], level[call.callee]
    best: bool | None = None
    for places in permutations(before, len(after)):
        strict = False
        for i, j in zip(places, after, strict=True):
            term, pattern = call.arguments[j], call.patterns[i]
            if smaller(world, tables, term, pattern):
                strict = True
            elif term != pattern:
                break
        else:
            best = best or strict
    return best


def _numbers(calls: Sequence[Call], names: Sequence[str]) -> dict[str, int] | None:
    """Return a number for each function that gets smaller by every call, if there is one."""
    number = dict.fromkeys(names, 0)
    for _ in range(len(names) + 1):
        wrong = [c for c in calls if number[c.caller] <= number[c.callee]]
        if not wrong:
            return number
        for c in wrong:
            number[c.caller] = max(number[c.caller], number[c.callee] + 1)
    return None
