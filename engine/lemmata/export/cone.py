"""What a theorem rests on, drawn as layers of boxes: the layout, without any text of a page.

    layered   rank = 1 + the largest rank of the premises; the goal is below everything
    chips     premises more than 3 ranks up are named on the box, not drawn
    sweeps    12 barycentre sweeps; the order with the fewest crossings is kept
    places    6 passes towards the mean of the neighbours, the pitch kept

Deterministic; coordinates are integers. Numbers of boxes are those of the rows they link to.
"""

from __future__ import annotations

from bisect import bisect, insort
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

WIDTH, HEIGHT = 176, 38
PITCH_X, PITCH_Y = 190, 58
DUMMY = 24
LONGEST = 3
LANE = 10
SWEEPS = 12
PASSES = 6


@dataclass(frozen=True, slots=True)
class Box:
    """A box by its number, its left upper corner, and the premises shown as chips."""

    number: int
    x: int
    y: int
    chips: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """Boxes and the edges between them; an edge is a list of points from premise to user."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    edges: tuple[tuple[tuple[int, int], ...], ...]
    crossings: int


def draw(premises: Mapping[int, Sequence[int]]) -> Drawing:
    """The drawing of a DAG given by the premises of each box, premises before users.

    >>> drawing = draw({1: [], 2: [1]})
    >>> [(box.x, box.y) for box in drawing.boxes], drawing.edges
    ([(0, 0), (0, 58)], (((88, 38), (88, 58)),))
    """
    ranks = _ranks(premises)
    chips = {v: tuple(p for p in premises[v] if ranks[v] - ranks[p] > LONGEST) for v in premises}
    layers, links = _layers(premises, ranks)
    layers, crossings = _sweep(layers, links)
    x = _places(layers, links)
    lanes = _lanes(layers)
    boxes = []
    for v in premises:
        lane, shift = lanes[v]
        boxes.append(Box(v, x[v] + shift, lane * PITCH_Y, chips[v]))
    left = min((b.x for b in boxes), default=0)
    boxes = [Box(b.number, b.x - left, b.y, b.chips) for b in boxes]
    at = {b.number: b for b in boxes}
    edges = []
    for v in premises:
        for p in premises[v]:
            if p in chips[v]:
                continue
            middle = [
                (x[d] + lanes[d][1] - left + DUMMY // 2, lanes[d][0] * PITCH_Y + down)
                for d in links.dummies.get((p, v), ())
                for down in (0, HEIGHT)
            ]
            start = (at[p].x + WIDTH // 2, at[p].y + HEIGHT)
            end = (at[v].x + WIDTH // 2, at[v].y)
            edges.append((start, *middle, end))
    points = [point for edge in edges for point in edge]
    width = max([b.x + WIDTH for b in boxes] + [px + DUMMY for px, _ in points], default=0)
    height = max((b.y + HEIGHT for b in boxes), default=0)
    return Drawing(width, height, tuple(boxes), tuple(edges), crossings)


def _ranks(premises: Mapping[int, Sequence[int]]) -> dict[int, int]:
    ranks: dict[int, int] = {}
    for v in premises:
        ranks[v] = 1 + max((ranks[p] for p in premises[v]), default=-1)
    return ranks


@dataclass(slots=True)
class _Links:
    """Edges between neighbouring layers, and the dummies of each long edge. Dummies are < 0."""

    above: dict[int, list[int]]
    below: dict[int, list[int]]
    dummies: dict[tuple[int, int], list[int]]


def _layers(
    premises: Mapping[int, Sequence[int]], ranks: dict[int, int]
) -> tuple[list[list[int]], _Links]:
    layers: list[list[int]] = [[] for _ in range(1 + max(ranks.values(), default=-1))]
    for v in premises:
        layers[ranks[v]].append(v)
    links = _Links({v: [] for v in premises}, {v: [] for v in premises}, {})
    count = 0
    for v in premises:
        for p in premises[v]:
            if ranks[v] - ranks[p] > LONGEST:
                continue
            previous, chain = p, []
            for rank in range(ranks[p] + 1, ranks[v]):
                count -= 1
                chain.append(count)
                layers[rank].append(count)
                links.above[count], links.below[count] = [previous], []
                links.below[previous].append(count)
                previous = count
            links.above[v].append(previous)
            links.below[previous].append(v)
            links.dummies[p, v] = chain
    return layers, links


def _sweep(layers: list[list[int]], links: _Links) -> tuple[list[list[int]], int]:
    best, fewest = [list(layer) for layer in layers], _crossings(layers, links)
    current = [list(layer) for layer in layers]
    for sweep in range(SWEEPS):
        down = sweep % 2 == 0
        order = range(1, len(current)) if down else range(len(current) - 2, -1, -1)
        near = links.above if down else links.below
        for i in order:
            place = {v: k for k, v in enumerate(current[i - 1 if down else i + 1])}
            means = [
                (sum(place[n] for n in near[v]) / len(near[v]) if near[v] else float(k), k, v)
                for k, v in enumerate(current[i])
            ]
            current[i] = [v for _, _, v in sorted(means)]
        count = _crossings(current, links)
        if count < fewest:
            best, fewest = [list(layer) for layer in current], count
    return best, fewest


def _crossings(layers: list[list[int]], links: _Links) -> int:
    """How many pairs of edges between neighbouring layers cross."""
    total = 0
    for above, below in pairwise(layers):
        place = {v: k for k, v in enumerate(below)}
        seen: list[int] = []
        for v in above:
            ends = sorted(place[u] for u in links.below[v])
            total += sum(len(seen) - bisect(seen, end) for end in ends)
            for end in ends:
                insort(seen, end)
    return total


def _size(v: int) -> int:
    return PITCH_X if v > 0 else DUMMY


def _places(layers: list[list[int]], links: _Links) -> dict[int, int]:
    """The left sides of all boxes; boxes of one layer keep their pitch."""
    x: dict[int, float] = {}
    for layer in layers:
        at = 0
        for v in layer:
            x[v], at = at, at + _size(v)
    for i in range(PASSES):
        near = links.above if i % 2 == 0 else links.below
        for layer in layers if i % 2 == 0 else reversed(layers):
            wanted = {
                v: sum(x[n] + _half(n) for n in near[v]) / len(near[v]) - _half(v)
                if near[v]
                else x[v]
                for v in layer
            }
            free = float("-inf")
            for v in layer:
                x[v] = max(wanted[v], free)
                free = x[v] + _size(v)
            shift = sum(wanted[v] - x[v] for v in layer) / max(1, len(layer))
            for v in layer:
                x[v] += shift
    return {v: round(at) for v, at in x.items()}


def _half(v: int) -> float:
    return WIDTH / 2 if v > 0 else DUMMY / 2


def _lanes(layers: list[list[int]]) -> dict[int, tuple[int, int]]:
    """The lane of each box, and how far it moves when a long layer is wrapped."""
    lanes: dict[int, tuple[int, int]] = {}
    lane = 0
    for layer in layers:
        boxes = [v for v in layer if v > 0]
        rows = max(1, -(-len(boxes) // LANE))
        for k, v in enumerate(boxes):
            lanes[v] = (lane + k // LANE, -(k // LANE) * LANE * PITCH_X)
        for v in layer:
            lanes.setdefault(v, (lane, 0))
        lane += rows
    return lanes
