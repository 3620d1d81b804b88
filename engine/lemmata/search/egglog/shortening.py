"""Shorter chains from all recorded instances about the values that a chain uses.

A chain rests on the merges that came first, not on the best ones. The instances whose values all
occur in it are fed into fresh closures, those about small terms first and with some noise, and the
shortest chain is kept; its values then choose the instances of the next round.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from lemmata.search.eqsat.explaining import shortest
from lemmata.search.eqsat.replaying import Instance, Pair, Replay, Table

ROUNDS = 4
SPREAD = 8
"""How far the noise moves an instance, in symbols of its values."""
LARGEST = 1_000_000
INNER = 6


def shorter(replay: Replay, recorded: Sequence[Instance], ends: Pair) -> Replay:
    """A closure with a chain between the ends that is no longer than that of `replay`."""
    noise = random.Random(0)
    size = _sizes(replay.table)
    merges, length = replay.used(*ends)
    best = replay
    for _ in range(ROUNDS):
        known = {v for m in merges for v in best.applied[m][0][1]}
        pool = [i for i in recorded if known.issuperset(i[1])]
        weight = [sum(size[v] for v in i[1]) + SPREAD * noise.random() for i in pool]
        order = sorted(range(len(pool)), key=weight.__getitem__)
        trial = _fed(replay.table, [pool[k] for k in order], ends)
        if trial is None:
            break
        trial = shortest(trial, *trial.used(*ends), ends, INNER)
        used, count = trial.used(*ends)
        if count < length:
            best, merges, length = trial, used, count
    return best


def _sizes(table: Table) -> list[int]:
    """The symbols of each term; arguments have smaller numbers."""
    found: list[int] = []
    for kids in table.kids:
        found.append(min(LARGEST, 1 + sum(found[k] for k in kids)))
    return found


def _fed(table: Table, waiting: Sequence[Instance], ends: Pair) -> Replay | None:
    """A closure of instances in an order, as far as premises allow it, until the ends meet."""
    trial = Replay(table)
    a, b = (trial.node(n) for n in ends)
    find = trial.closure.find
    while waiting:
        late = []
        for instance in waiting:
            if not trial.apply(instance, True):
                late.append(instance)
            elif find(a) == find(b):
                return trial
        if len(late) == len(waiting):
            return None
        waiting = late
    return None
