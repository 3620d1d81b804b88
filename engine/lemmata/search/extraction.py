"""Reading terms out of an e-graph: the cheapest of each class, and a few more by size.

`normal_forms` prefers nodes that no definition rewrites, so a class shows the form that a person
would reach by simplifying; equal subterms then look equal on both sides of a goal.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

from lemmata.search.egraph import EGraph
from lemmata.terms.term import Term

Cost = tuple[int, int]


def cheapest(graph: EGraph, weight: Callable[[int], int]) -> dict[int, Term]:
    """For every class the term of least (sum of weights, size); deterministic."""
    best: dict[int, tuple[Cost, int]] = {}
    nodes = [
        (i, graph.find(i), weight(i), [graph.find(a) for a in graph.args[i]])
        for i in range(len(graph.terms))
        if not graph.congruent[i]
    ]
    changed = True
    while changed:
        changed = False
        for i, root, heavy, args in nodes:
            size = 1
            for a in args:
                child = best.get(a)
                if child is None:
                    size = 0
                    break
                heavy += child[0][0]
                size += child[0][1]
            if not size:
                continue
            known = best.get(root)
            if known is None or (heavy, size) < known[0]:
                best[root] = ((heavy, size), i)
                changed = True
    return _build(graph, best)


def _build(graph: EGraph, best: dict[int, tuple[Cost, int]]) -> dict[int, Term]:
    """Terms from the chosen nodes; a child is strictly cheaper, so this ends."""
    found: dict[int, Term] = {}
    for root in sorted(best, key=lambda r: (best[r][0][1], best[r][0][0], r)):
        stack = [root]
        while stack:
            r = stack[-1]
            node = best[r][1]
            children = [graph.find(a) for a in graph.args[node]]
            todo = [c for c in children if c not in found]
            if todo and r not in found:
                stack.extend(todo)
                continue
            stack.pop()
            found[r] = graph.terms[node].with_args(tuple(found[c] for c in children))
    return found


def smallest(graph: EGraph, count: int, size: int, rounds: int = 4) -> dict[int, list[Term]]:
    """For every class its `count` smallest terms found in some rounds, none above `size`."""
    found: dict[int, dict[Term, None]] = {}
    nodes: dict[tuple[object, ...], int] = {}
    for i in range(len(graph.terms)):
        nodes.setdefault(graph.signature(i), i)
    for _ in range(rounds):
        changed = False
        for i in nodes.values():
            row = found.setdefault(graph.find(i), {})
            children = [list(found.get(graph.find(a), ())) for a in graph.args[i]]
            for args in product(*children):
                term = graph.terms[i].with_args(args)
                if term.size <= size and term not in row:
                    row[term] = None
                    changed = True
            if len(row) > count:
                kept = sorted(row, key=lambda t: t.size)[:count]
                found[graph.find(i)] = dict.fromkeys(kept)
        if not changed:
            break
    return {root: sorted(row, key=lambda t: t.size) for root, row in found.items()}
