"""Laws by e-matching on the forms that are there; conditions are proved when they are needed."""

from __future__ import annotations

from itertools import islice

from lemmata.proof.nodes import Citation, Law
from lemmata.search.egraph import Reason
from lemmata.search.rules import Rule
from lemmata.search.saturation import Binding, Index, Saturation
from lemmata.search.simplify.facts import Facts
from lemmata.terms.sorts import Sort
from lemmata.terms.term import TRUE_TERM

MATCHES = 60


class Matcher(Saturation):
    """Laws by e-matching; a condition that is not in the graph is proved from the facts."""

    facts: Facts

    def round(self) -> None:
        """One round of all rules, then computation."""
        self._computed()
        self._round()
        self._computed()

    def _index(self) -> Index:
        """Without the nodes of classes that have a value: nothing is simpler than a value."""
        graph = self.graph
        return {
            symbol: {cls: nodes for cls, nodes in classes.items() if graph.constructor[cls] is None}
            for symbol, classes in super()._index().items()
        }

    def _round(self) -> None:
        """Match every rule, at most so many times, then apply all matches."""
        index = self._index()
        matches: list[tuple[Rule, Binding, dict[Sort, Sort]]] = []
        for rule in self.rules:
            if self.expired():
                self.stopped = "time"
                return
            found = islice(self._matches(rule, index), MATCHES)
            matches.extend((rule, b, s) for b, s in found)
        for rule, binding, sorts in matches:
            self._apply(rule, binding, sorts)
            if self.graph.contradiction or len(self.graph.terms) > self.limits.nodes:
                break
            if self.expired():
                self.stopped = "time"
                return
        self._wake()

    def _apply(self, rule: Rule, binding: Binding, sorts: dict[Sort, Sort]) -> None:
        graph = self.graph
        values = tuple(graph.representative(binding[v]) for v in rule.variables)
        if rule.premises and isinstance(rule.source, Law):
            types = tuple(sorts.get(t, t) for t in rule.source.clause.types)
            for left, right in Citation(rule.source, types, values).equation()[0]:
                if right is not TRUE_TERM or graph.same(left, right):
                    continue
                node = self.facts.prove(left)
                if node is None:
                    return
                graph.merge(graph.add(left), graph.add(TRUE_TERM), Reason(Citation(node)))
        super()._apply(rule, binding, sorts)
