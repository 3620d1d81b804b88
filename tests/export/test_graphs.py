"""Size-change graphs: closures, and loops that do not descend."""

from __future__ import annotations

from lemmata.export.typetheory.graphs import closure, graph

ACKERMANN = [
    graph(0, 0, [(0, 0, True)]),
    graph(0, 0, [(0, 0, False), (1, 1, True)]),
]
SWAP = graph(0, 0, [(0, 1, True), (1, 0, False)])


def test_a_strict_arc_says_more() -> None:
    assert graph(0, 0, [(0, 0, False), (0, 0, True)]) == graph(0, 0, [(0, 0, True)])
    weak, strong = graph(0, 0, [(0, 0, False)]), graph(0, 0, [(0, 0, True), (1, 1, False)])
    assert weak.covers(strong)
    assert not strong.covers(weak)


def test_composition_follows_arguments() -> None:
    assert SWAP.then(SWAP) == graph(0, 0, [(0, 0, True), (1, 1, True)])
    assert graph(0, 1, [(0, 0, False)]).then(graph(1, 0, [(1, 0, True)])).arcs == frozenset()


def test_closures_cover_every_path() -> None:
    for calls in (ACKERMANN, [SWAP]):
        found = closure(calls, 2)
        assert found is not None
        assert all(any(g.covers(c) for g in found) for c in calls)
        paths = [g.then(c) for g in found for c in calls]
        assert all(any(g.covers(p) for g in found) for p in paths)


def test_a_power_descends() -> None:
    assert SWAP.descends(2)
    assert not SWAP.descends(1)


def test_loops_that_do_not_descend() -> None:
    assert closure([graph(0, 0, [(0, 0, False)])], 1) is None
    assert closure([graph(0, 0, [(0, 1, True)])], 2) is None
    there, back = graph(0, 1, [(0, 0, True)]), graph(1, 0, [])
    assert closure([there, back], 1) is None
    assert closure([there, graph(1, 0, [(0, 0, False)])], 1) is not None
    exchange = [graph(0, 0, [(0, 0, True)]), graph(0, 0, [(1, 1, True)])]
    assert closure(exchange, 2) is None
