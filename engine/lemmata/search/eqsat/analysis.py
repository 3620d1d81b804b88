"""Analyses: data for each class, made for nodes, joined in unions, turned into instances of rules.

An analysis proves nothing by itself. What it concludes it says as an instance of one of the rules
of the problem (a fact is a Boolean term of the same graph, `0 < x = true`), whose premises must
hold already; the instance goes into the log, so a proof names where each fact comes from. The
literal of each class is kept by the graph itself, and computed rules read it.

    make(graph, node, data)      what a row says: data for its own class or for others
    join(old, new)               data of a class from two sources
    modify(graph, class, data)   the instances that follow
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from lemmata.search.eqsat.graph import Graph
from lemmata.search.eqsat.problem import Computed, Rule
from lemmata.terms.term import Term

Conclusion = tuple[Rule, tuple[Term, ...]]
"""An instance of a rule, at values for its variables (of a computed rule: the literals)."""
Data = dict[int, Any]


class Analysis(Protocol):
    """A lattice over classes; data are compared by equality."""

    def make(self, graph: Graph, node: int, data: Data) -> Iterable[tuple[int, Any]]:
        """Classes with data that follow from a row and from the `data` of classes."""
        ...

    def join(self, old: Any, new: Any) -> Any:  # noqa: ANN401
        """The data that follow from both; `old` if the other says nothing new."""
        ...

    def modify(self, graph: Graph, cls: int, data: Any) -> Iterable[Conclusion]:  # noqa: ANN401
        """The instances that new data of a class justify, in an order that proves them."""
        ...


class Analyses:
    """The analyses of a search, brought up to date after each rebuild."""

    def __init__(self, graph: Graph, rules: Sequence[Rule], analyses: Sequence[Analysis]) -> None:
        """Nothing is known of any class."""
        self.graph, self.analyses = graph, analyses
        self.data: list[Data] = [{} for _ in analyses]
        self._index = {rule: i for i, rule in enumerate(rules)}
        self._read: list[int] = []

    def update(self) -> bool:
        """Read the rows written since the last call; whether an instance changed the graph."""
        if not self.analyses:
            return False
        graph = self.graph
        read = self._read + [0] * (len(graph.written) - len(self._read))
        rows = sorted(n for op, since in enumerate(read) for n in graph.changed(op, since))
        self._read = [len(w) for w in graph.written]
        conclusions: list[Conclusion] = []
        for analysis, data in zip(self.analyses, self.data, strict=True):
            for cls in self._propagate(analysis, data, rows):
                conclusions.extend(analysis.modify(graph, cls, data[cls]))
        changed = False
        for rule, values in conclusions:
            changed |= self._conclude(rule, values)
        return changed

    def _propagate(self, analysis: Analysis, data: Data, rows: list[int]) -> list[int]:
        """Bring data up from rows until nothing changes; the classes that have new data."""
        graph = self.graph
        touched: dict[int, None] = {}
        for old in [c for c in data if graph.find(c) != c]:
            value, cls = data.pop(old), graph.find(old)
            known = data.get(cls)
            data[cls] = value if known is None else analysis.join(known, value)
            touched[cls] = None
        work = rows[::-1]
        while work:
            n = work.pop()
            if graph.position[n] < 0:
                continue
            for cls, value in analysis.make(graph, n, data):
                known = data.get(cls)
                joined = value if known is None else analysis.join(known, value)
                if known is None or joined != known:
                    data[cls] = joined
                    touched[cls] = None
                    work.extend(reversed(graph.parents[cls] or ()))
        return list(touched)

    def _conclude(self, rule: Rule, values: tuple[Term, ...]) -> bool:
        """Apply an instance; its premises must hold by now."""
        graph = self.graph
        nodes = tuple([graph.add(v) for v in values])
        if isinstance(rule, Computed):
            left = Term.apply(rule.symbol, *values)
            value = rule.fold(left)
            assert value is not None
            sides = (left, value)
        else:
            binding = dict(zip(rule.variables, values, strict=True))
            for pair in rule.premises:
                p, q = (t.substitute(binding) for t in pair)
                if graph.find(graph.add(p)) != graph.find(graph.add(q)):
                    graph.rebuild()
                if graph.find(graph.add(p)) != graph.find(graph.add(q)):
                    raise ValueError(f"an analysis used {rule.name} without its premise {p} = {q}")
            sides = (rule.left.substitute(binding), rule.right.substitute(binding))
        if not graph.union(graph.add(sides[0]), graph.add(sides[1])):
            return False
        graph.log.append((self._index[rule], (-1, *nodes)))
        return True
