"""Saturation: laws are matched against an e-graph, round by round.

    l = r a law, l[s] present, premises[s] known equal
    --------------------------------------------------
                 l[s] ~ r[s]

Limits are counts (nodes, rounds), so the result does not depend on the machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from lemmata.proof.nodes import Citation, Law
from lemmata.search.computing import arithmetic, equality
from lemmata.search.egraph import EGraph, Reason
from lemmata.search.rules import Rule
from lemmata.terms.sorts import Sort, match_sort
from lemmata.terms.symbols import EQ, Kind, Symbol
from lemmata.terms.term import Term

Index = dict[Symbol, dict[int, list[int]]]
Binding = dict[Term, int]


@dataclass
class Limits:
    """Counts at which saturation stops."""

    nodes: int = 1500
    rounds: int = 8
    size: int = 60


@dataclass
class Saturation:
    """An e-graph with rules; what drives the rounds is in the classes derived from it."""

    rules: Sequence[Rule]
    limits: Limits
    expired: Callable[[], bool] = lambda: False
    graph: EGraph = field(default_factory=EGraph)
    stopped: str = ""
    _seen: set[tuple[object, ...]] = field(default_factory=set)
    _waiting: list[tuple[int, int, Reason]] = field(default_factory=list)

    # One round

    def _index(self) -> Index:
        """Symbol -> class -> nodes, one node per signature."""
        graph = self.graph
        found: Index = {}
        signatures = set()
        for i, term in enumerate(graph.terms):
            if term.symbol is not None:
                signature = graph.signature(i)
                if signature not in signatures:
                    signatures.add(signature)
                    classes = found.setdefault(term.symbol, {})
                    classes.setdefault(graph.find(i), []).append(i)
        return found

    def _matches(self, rule: Rule, index: Index) -> Iterator[tuple[Binding, dict[Sort, Sort]]]:
        graph = self.graph
        start: Binding = {}
        if rule.left.symbol is not None:
            for nodes in index.get(rule.left.symbol, {}).values():
                for node in nodes:
                    for binding, sorts in self._node(rule.left, node, start, {}, rule, index):
                        yield from self._from_premises(rule, binding, sorts, 0, index)
        elif rule.left in rule.variables or rule.left in graph.number:
            yield from self._from_premises(rule, start, {}, 0, index)

    def _from_premises(
        self, rule: Rule, binding: Binding, sorts: dict[Sort, Sort], k: int, index: Index
    ) -> Iterator[tuple[Binding, dict[Sort, Sort]]]:
        """Variables that the left side lacks are found by matching the premises in order."""
        missing = {v for v in rule.variables if v not in binding}
        if not missing or k == len(rule.premises):
            if not missing:
                yield binding, sorts
            return
        p, q = rule.premises[k]
        if missing.isdisjoint(p.free):
            p, q = q, p
        if missing.isdisjoint(p.free):
            yield from self._from_premises(rule, binding, sorts, k + 1, index)
            return
        for found, types in self._premise(rule, p, q, missing, (binding, sorts), index):
            yield from self._from_premises(rule, found, types, k + 1, index)

    def _premise(
        self,
        rule: Rule,
        p: Term,
        q: Term,
        missing: set[Term],
        state: tuple[Binding, dict[Sort, Sort]],
        index: Index,
    ) -> Iterator[tuple[Binding, dict[Sort, Sort]]]:
        """The bindings under which two patterns, p with missing variables, are in one class."""
        graph = self.graph
        binding, sorts = state
        if missing.isdisjoint(q.free):
            values = {v: graph.representative(i) for v, i in binding.items()}
            other = graph.lookup(q.instantiate(sorts, values))
            if other is not None:
                yield from self._class(p, graph.find(other), binding, sorts, rule, index)
            return
        if p.symbol is None:
            p, q = q, p
        if p.symbol is None:
            return
        for cls, nodes in index.get(p.symbol, {}).items():
            for node in nodes:
                for found, types in self._node(p, node, binding, sorts, rule, index):
                    yield from self._class(q, graph.find(cls), found, types, rule, index)

    def _class(
        self,
        pattern: Term,
        cls: int,
        binding: Binding,
        sorts: dict[Sort, Sort],
        rule: Rule,
        index: Index,
    ) -> Iterator[tuple[Binding, dict[Sort, Sort]]]:
        graph = self.graph
        if pattern.is_variable and pattern in rule.variables:
            known = binding.get(pattern)
            if known is not None:
                if graph.find(known) == cls:
                    yield binding, sorts
                return
            trial = dict(sorts)
            if match_sort(pattern.sort, graph.terms[cls].sort, trial):
                yield {**binding, pattern: cls}, trial
            return
        if not pattern.args or pattern.free.isdisjoint(rule.variables):
            number = graph.number.get(pattern)
            if number is not None and graph.find(number) == cls:
                yield binding, sorts
                return
            if not pattern.args and pattern.symbol is None:
                return
        assert pattern.symbol is not None
        for node in index.get(pattern.symbol, {}).get(cls, ()):
            yield from self._node(pattern, node, binding, sorts, rule, index)

    def _node(
        self,
        pattern: Term,
        node: int,
        binding: Binding,
        sorts: dict[Sort, Sort],
        rule: Rule,
        index: Index,
    ) -> Iterator[tuple[Binding, dict[Sort, Sort]]]:
        graph = self.graph
        term = graph.terms[node]
        if pattern.types:
            sorts = dict(sorts)
            pairs = zip(pattern.types, term.types, strict=True)
            if not all(match_sort(p, t, sorts) for p, t in pairs):
                return
        states = [(binding, sorts)]
        for sub, arg in zip(pattern.args, graph.args[node], strict=True):
            cls = graph.find(arg)
            states = [s for b, o in states for s in self._class(sub, cls, b, o, rule, index)]
            if not states:
                return
        yield from states

    def _apply(self, rule: Rule, binding: Binding, sorts: dict[Sort, Sort]) -> None:
        graph = self.graph
        key = (rule, *sorts.items(), *[graph.find(binding[v]) for v in rule.variables])
        if key in self._seen:
            return
        self._seen.add(key)
        values = tuple(graph.representative(binding[v]) for v in rule.variables)
        types: tuple[Sort, ...] = ()
        if isinstance(rule.source, Law):
            types = tuple(sorts.get(t, t) for t in rule.source.clause.types)
        citation = Citation(rule.source, types, values)
        premises, (left, right) = citation.equation()
        if max(left.size, right.size) > self.limits.size:
            self.stopped = "size"
            return
        pairs = tuple((graph.add(p), graph.add(q)) for p, q in premises)
        a, b = graph.add(left), graph.add(right)
        reason = Reason(citation, pairs)
        if all(graph.find(p) == graph.find(q) for p, q in pairs):
            graph.merge(a, b, reason)
        else:
            self._waiting.append((a, b, reason))

    def _wake(self) -> None:
        """Apply the conditional instances whose premises have become true."""
        graph = self.graph
        still = []
        for a, b, reason in self._waiting:
            if all(graph.find(p) == graph.find(q) for p, q in reason.premises):
                graph.merge(a, b, reason)
            else:
                still.append((a, b, reason))
        self._waiting = still

    def _computed(self) -> None:
        """Equality as a Bool function and arithmetic on literals, until nothing changes."""
        graph = self.graph
        changed = True
        while changed and not graph.contradiction:
            changed = False
            for i in range(len(graph.terms)):
                symbol = graph.terms[i].symbol
                if symbol is EQ:
                    changed |= equality(graph, i)
                elif symbol is not None and "." in symbol.name and symbol.kind is Kind.BUILT_IN:
                    changed |= arithmetic(graph, i)
