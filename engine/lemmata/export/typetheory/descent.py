"""How a group of functions descends, and which form of recursion that is.

A call `g(t1, …, tm)` in the case `f(p1, …, pn)` has the relation `<` between pi and tj if tj is a
proper constructor subterm of pi, and `=` if it is pi. Structural recursion asks for
more than the size-change principle: a fixed argument, or a lexicographic order of some.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from lemmata.export.typetheory.tables import Clause, Sort, Tables
from lemmata.export.typetheory.world import World


@dataclass(frozen=True)
class Call:
    """A recursive call: caller and callee, the term, and the patterns of the case around it."""

    caller: str
    callee: str
    sorts: tuple[Sort, ...]
    arguments: tuple[int, ...]
    patterns: tuple[int, ...]


def calls_of(tables: Tables, name: str, cases: Sequence[Clause], group: set[str]) -> list[Call]:
    """Return the calls of members of the group in the cases of a function."""
    found = []
    for case in cases:
        patterns = tables.arguments(case.conclusion[0])
        for t in tables.postorder(case.conclusion[1], {}):
            term = tables.terms[t]
            if term[0] == "app" and term[1] in group:
                found.append(Call(name, term[1], term[2], term[3], patterns))
    return found


def smaller(world: World, tables: Tables, term: int, pattern: int) -> bool:
    """Say whether a term is a proper constructor subterm of a pattern."""
    stack = [pattern]
    while stack:
        t = stack.pop()
        head = tables.terms[t]
        if head[0] == "app" and world.lookup(head[1]).constructor:
            if term in head[3]:
                return True
            stack.extend(head[3])
    return False


def components(names: Sequence[str], calls: Sequence[Call]) -> list[list[str]]:
    """Return the groups of functions that call one another, each behind those it calls."""
    reach: dict[str, set[str]] = {n: {c.callee for c in calls if c.caller == n} for n in names}
    for middle in names:
        for name in names:
            if middle in reach[name]:
                reach[name] |= reach[middle]
    parts: list[list[str]] = []
    for name in names:
        mates = [m for m in names if m == name or (m in reach[name] and name in reach[m])]
        if mates not in parts:
            parts.append(mates)
    ordered: list[list[str]] = []
    while parts:
        ready = next(p for p in parts if not any(reach[p[0]] & set(q) for q in parts if q is not p))
        parts.remove(ready)
        ordered.append(ready)
    return ordered


def lexicographic(world: World, tables: Tables, calls: Sequence[Call], arity: int) -> list[int]:
    """Return arguments in an order in which every call of a function to itself descends.

    The list is empty if there is no such order.
    """
    chosen: list[int] = []
    left = list(calls)
    while left:
        for j in range(arity):
            if j in chosen:
                continue
            down = [c for c in left if smaller(world, tables, c.arguments[j], c.patterns[j])]
            rest = [c for c in left if c not in down]
            if down and all(c.arguments[j] == c.patterns[j] for c in rest):
                chosen.append(j)
                left = rest
                break
        else:
            return []
    return chosen


def structural(
    world: World, tables: Tables, calls: Sequence[Call], arity: Mapping[str, int]
) -> Iterator[dict[str, int]]:
    """Yield the choices of one argument for each function such that every call descends."""
    names = list(arity)
    for choice in product(*(range(arity[n]) for n in names)):
        at = dict(zip(names, choice, strict=True))
        if all(
            smaller(world, tables, c.arguments[at[c.callee]], c.patterns[at[c.caller]])
            for c in calls
        ):
            yield at
