"""Reading several terms out of an e-graph: for each class the cheapest for each domain.

The domain of a term is the set of its conditions (FORMAT.md section 9). A strict answer must be
defined exactly where the question is, so a dearer term with the right conditions may be wanted.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice, product

from lemmata.search.egraph import EGraph
from lemmata.search.simplify.cost import Weight
from lemmata.terms.term import Term

Conditions = frozenset[Term]
Entry = tuple[int, int, Term, Conditions]
"""Cost, size, the term, its conditions."""

KEPT = 5
COMBINATIONS = 40
ROUNDS = 12


def candidates(
    graph: EGraph,
    root: int,
    weight: Weight,
    conditions: Callable[[Term], Conditions | None],
    admissible: Callable[[Term], bool],
    expired: Callable[[], bool] = lambda: False,
) -> list[Entry]:
    """The terms of a class, cheapest first, at most one for each set of conditions.

    `conditions` gives those of a whole term (None: it has no domain), `admissible` says of one
    condition whether it holds wherever the question is defined.
    """
    reachable = _reachable(graph, root)
    nodes: dict[tuple[object, ...], int] = {}
    for i in reachable:
        nodes.setdefault(graph.signature(i) if graph.args[i] else (graph.terms[i],), i)
    found: dict[int, list[Entry]] = {}
    verdicts: dict[Term, bool] = {}

    def fits(term: Term) -> Conditions | None:
        wanted = conditions(term)
        if wanted is None:
            return None
        for c in wanted:
            if c not in verdicts:
                verdicts[c] = admissible(c)
            if not verdicts[c]:
                return None
        return wanted

    tried: set[Term] = set()
    for _ in range(ROUNDS):
        changed = False
        for i in nodes.values():
            if expired():
                break
            head = graph.terms[i]
            cls = graph.find(i)
            rows = [found.get(graph.find(a), []) for a in graph.args[i]]
            for parts in islice(product(*rows), COMBINATIONS):
                term = head.with_args(tuple(p[2] for p in parts))
                if term in tried:
                    continue
                tried.add(term)
                wanted = fits(term)
                if wanted is not None:
                    cost = weight(term) + sum(p[0] for p in parts)
                    changed |= _insert(found.setdefault(cls, []), (cost, term.size, term, wanted))
        if not changed:
            break
    return found.get(graph.find(root), [])


def _insert(row: list[Entry], entry: Entry) -> bool:
    """Keep an entry unless a cheaper one has the same conditions; the dearest one goes."""
    for k, old in enumerate(row):
        if old[3] == entry[3]:
            if old[:2] <= entry[:2]:
                return False
            del row[k]
            break
    row.append(entry)
    row.sort(key=lambda e: (e[0], e[1], len(e[3])))
    if len(row) > KEPT:
        return row.pop() is not entry
    return True


def _reachable(graph: EGraph, root: int) -> list[int]:
    """The nodes of the classes below a class, in order of insertion."""
    members: dict[int, list[int]] = {}
    for i in range(len(graph.terms)):
        members.setdefault(graph.find(i), []).append(i)
    seen = {graph.find(root)}
    stack = [graph.find(root)]
    while stack:
        for i in members[stack.pop()]:
            for a in graph.args[i]:
                cls = graph.find(a)
                if cls not in seen:
                    seen.add(cls)
                    stack.append(cls)
    return sorted(i for cls in seen for i in members[cls])
