"""Reading the cheapest terms out of a graph: as trees, as trees with sharing, and k of each class.

A cost is a sum of weights over the symbols of a term, with ties broken by size and then by the
order in which nodes were made. Trees: Knuth's generalisation of Dijkstra's algorithm, each row is
looked at once its children are final. Sharing: greedy as in egg's extraction gym, a class carries
the set of classes below it. Cycles never matter, as a term costs more than each of its parts.
"""

from __future__ import annotations

from collections.abc import Callable
from heapq import heapify, heappop, heappush
from itertools import product

from lemmata.search.eqsat.graph import Graph, Operator
from lemmata.terms.term import Term

Weight = Callable[[Operator], int]
Cost = tuple[int, int]
"""The sum of the weights (none negative), and the number of symbols."""


def size(operator: Operator) -> int:
    """Every symbol costs 1."""
    return 1


class Extractor:
    """The cheapest terms of the classes of a graph, which must be rebuilt and left alone."""

    def __init__(self, graph: Graph, weight: Weight = size) -> None:
        """Find the cheapest tree of every class."""
        self.graph = graph
        self._weights = [weight(operator) for operator in graph.operators.list]
        self.best: dict[int, tuple[Cost, int]] = {}
        self._trees()

    def cost(self, term: Term) -> int:
        """The least cost of a term equal to a given one."""
        return self.best[self._class(term)][0][0]

    def term(self, term: Term) -> Term:
        """The cheapest term equal to a given one."""
        return self._build(self._class(term), {c: n for c, (_, n) in self.best.items()})

    def _class(self, term: Term) -> int:
        found = self.graph.known(term)
        if found is None:
            raise ValueError("the graph does not hold this term")
        return found

    # Trees

    def _trees(self) -> None:
        graph, best = self.graph, self.best
        heap: list[tuple[Cost, int]] = []
        waiting: dict[int, int] = {}
        for n, at in enumerate(graph.position):
            if at >= 0:
                waiting[n] = len(set(graph.kids[n]))
                if not waiting[n]:
                    heap.append(((self._weights[graph.op[n]], 1), n))
        heapify(heap)
        while heap:
            cost, n = heappop(heap)
            cls = graph.home[n]
            if cls in best:
                continue
            best[cls] = (cost, n)
            for p in graph.parents[cls] or ():
                if graph.position[p] >= 0:
                    waiting[p] -= 1
                    if not waiting[p] and graph.home[p] not in best:
                        heappush(heap, (self._sum(p), p))

    def _sum(self, n: int) -> Cost:
        costs = [self.best[k][0] for k in self.graph.kids[n]]
        weight = self._weights[self.graph.op[n]]
        return weight + sum(c[0] for c in costs), 1 + sum(c[1] for c in costs)

    def _build(self, root: int, choice: dict[int, int]) -> Term:
        graph = self.graph
        done: dict[int, Term] = {}
        stack = [root]
        while stack:
            cls = stack[-1]
            n = choice[cls]
            todo = [k for k in graph.kids[n] if k not in done]
            if todo and cls not in done:
                stack.extend(reversed(todo))
                continue
            stack.pop()
            args = tuple([done[k] for k in graph.kids[n]])
            done[cls] = graph.operators.apply(graph.op[n], args)
        return done[root]

    # Shared subterms counted once

    def shared(self, term: Term) -> tuple[int, Term]:
        """A cheap term equal to a given one, equal subterms counted once, with that cost."""
        root = self._class(term)
        below = self._below(root)
        sets: dict[int, dict[int, int]] = {}
        totals: dict[int, Cost] = {}
        for cls in sorted(below, key=lambda c: self.best[c][0]):
            n = self.best[cls][1]
            self._offer(cls, n, sets, totals)
        work = list(below)[::-1]
        queued = set(work)
        while work:
            cls = work.pop()
            queued.discard(cls)
            if self._improve(cls, sets, totals):
                for p in self.graph.parents[cls] or ():
                    up = self.graph.home[p]
                    if self.graph.position[p] >= 0 and up in below and up not in queued:
                        queued.add(up)
                        work.append(up)
        return totals[root][0], self._build(root, sets[root])

    def _improve(self, cls: int, sets: dict[int, dict[int, int]], totals: dict[int, Cost]) -> bool:
        """Take the row with the cheapest set of classes; whether that is cheaper than before."""
        changed = False
        for members in (self.graph.rows[cls] or {}).values():
            for n in members:
                changed |= self._offer(cls, n, sets, totals)
        return changed

    def _offer(
        self, cls: int, n: int, sets: dict[int, dict[int, int]], totals: dict[int, Cost]
    ) -> bool:
        graph = self.graph
        chosen: dict[int, int] = {}
        for k in graph.kids[n]:
            if cls in sets[k]:
                return False
            chosen = {**sets[k], **chosen}
        chosen[cls] = n
        weight = sum(self._weights[graph.op[m]] for m in chosen.values())
        cost = (weight, len(chosen))
        if (cls in totals and cost >= totals[cls]) or not self._acyclic(cls, chosen):
            return False
        totals[cls], sets[cls] = cost, chosen
        return True

    def _acyclic(self, root: int, choice: dict[int, int]) -> bool:
        """Whether the chosen rows (of several sets, put together) form a term."""
        done: set[int] = set()
        path: set[int] = set()
        stack = [root]
        while stack:
            cls = stack[-1]
            if cls in done or cls in path:
                stack.pop()
                path.discard(cls)
                done.add(cls)
                continue
            path.add(cls)
            for k in self.graph.kids[choice[cls]]:
                if k in path:
                    return False
                if k not in done:
                    stack.append(k)
        return True

    # Several terms of a class

    def candidates(self, term: Term, count: int) -> list[Term]:
        """The `count` cheapest terms equal to a given one (fewer if there are no more)."""
        graph = self.graph
        root = self._class(term)
        below = self._below(root)
        found: dict[int, list[tuple[Cost, Term]]] = {cls: [] for cls in below}
        heap: list[tuple[Cost, int, tuple[int, ...]]] = []
        for cls in below:
            for members in (graph.rows[cls] or {}).values():
                heap.extend(
                    ((self._weights[graph.op[n]], 1), n, ()) for n in members if not members[n]
                )
        heapify(heap)
        while heap and len(found[root]) < count:
            cost, n, at = heappop(heap)
            cls = graph.home[n]
            if len(found[cls]) == count:
                continue
            args = tuple([found[k][i][1] for k, i in zip(graph.kids[n], at, strict=True)])
            found[cls].append((cost, graph.operators.apply(graph.op[n], args)))
            for p in graph.parents[cls] or ():
                above = found.get(graph.home[p])
                if graph.position[p] >= 0 and above is not None and len(above) < count:
                    self._push(p, cls, found, heap)
        return [t for _, t in found[root]]

    def _push(
        self,
        n: int,
        new: int,
        found: dict[int, list[tuple[Cost, Term]]],
        heap: list[tuple[Cost, int, tuple[int, ...]]],
    ) -> None:
        """The combinations of the children of a row in which the last term of `new` takes part."""
        kids = self.graph.kids[n]
        last = len(found[new]) - 1
        weight = self._weights[self.graph.op[n]]
        for at in product(*(range(len(found[k])) for k in kids)):
            if any(k == new and i == last for k, i in zip(kids, at, strict=True)):
                parts = [found[k][i][0] for k, i in zip(kids, at, strict=True)]
                cost = (weight + sum(c[0] for c in parts), 1 + sum(c[1] for c in parts))
                heappush(heap, (cost, n, at))

    def _below(self, root: int) -> dict[int, None]:
        """The classes that terms of a class are made of."""
        found = {root: None}
        stack = [root]
        while stack:
            for members in (self.graph.rows[stack.pop()] or {}).values():
                for kids in members.values():
                    for k in kids:
                        if k not in found:
                            found[k] = None
                            stack.append(k)
        return found
