"""Places for the nodes of a large DAG: one pass, no dummies, fast enough for 10,000 nodes.

    y   1 + the largest y of the premises
    x   within a layer by the mean place of the premises, layers centred and wrapped

The careful drawing of a small DAG is `cone`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isqrt

NARROWEST = 12


def positions(premises: Mapping[int, Sequence[int]], widest: int = 0) -> dict[int, tuple[int, int]]:
    """Column and row of each node, from 0; premises come before what rests on them.

    Layers with more nodes than `widest` are wrapped; columns are half as wide as a node.

    >>> positions({1: [], 2: [], 3: [1, 2]})
    {1: (0, 0), 2: (2, 0), 3: (1, 1)}
    """
    rank: dict[int, int] = {}
    for v, above in premises.items():
        rank[v] = 1 + max((rank[p] for p in above), default=-1)
    layers: list[list[int]] = [[] for _ in range(1 + max(rank.values(), default=-1))]
    for v in premises:
        layers[rank[v]].append(v)
    widest = widest or max(NARROWEST, 2 * isqrt(len(premises)))
    at: dict[int, tuple[int, int]] = {}
    x: dict[int, float] = {}
    lane = 0
    for layer in layers:
        for k, v in enumerate(layer):
            above = premises[v]
            x[v] = sum(x[p] for p in above) / len(above) if above else float(2 * k - len(layer))
        layer.sort(key=x.__getitem__)
        for start in range(0, len(layer), widest):
            part = layer[start : start + widest]
            for k, v in enumerate(part):
                x[v] = 2 * k - len(part) + 1
                at[v] = (2 * k - len(part) + 1, lane)
            lane += 1
    left = min((place[0] for place in at.values()), default=0)
    return {v: (at[v][0] - left, at[v][1]) for v in premises}
