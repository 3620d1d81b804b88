"""Saturation: laws are matched against an e-graph until the goal closes or a limit is hit.

    l = r a law, l[s] present, premises[s] known equal
    --------------------------------------------------
                 l[s] ~ r[s]

Limits are counts (nodes, rounds), so the result does not depend on the machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from lemmata.proof import build
from lemmata.proof.nodes import Citation, Hypothesis, Law, Node, unit
from lemmata.search.egraph import EGraph, Reason, same_head
from lemmata.search.extraction import cheapest
from lemmata.search.rules import Rule
from lemmata.terms.sorts import Sort, match_sort
from lemmata.terms.symbols import EQ, Kind, Symbol
from lemmata.terms.term import FALSE_TERM, TRUE_TERM, Term

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
    """An e-graph with rules; `run` saturates it."""

    rules: Sequence[Rule]
    limits: Limits
    expired: Callable[[], bool] = lambda: False
    graph: EGraph = field(default_factory=EGraph)
    stopped: str = ""
    goal: tuple[int, int] = (0, 0)
    _seen: set[tuple[object, ...]] = field(default_factory=set)
    _waiting: list[tuple[int, int, Reason]] = field(default_factory=list)

    def assume(self, hypothesis: Hypothesis) -> None:
        """Merge the sides of a unit hypothesis."""
        left, right = (self.graph.add(t) for t in hypothesis.conclusion)
        self.graph.merge(left, right, Reason(Citation(hypothesis)))

    def run(self, left: Term, right: Term) -> bool:
        """Saturate until both terms are equal (True), or the graph is contradictory (True)."""
        graph = self.graph
        a, b = self.goal = graph.add(left), graph.add(right)
        self.stopped = "rounds"
        for _ in range(self.limits.rounds):
            before = (len(graph.terms), graph.unions)
            self._computed()
            if graph.contradiction or graph.find(a) == graph.find(b):
                break
            self._round()
            self._computed()
            if graph.contradiction or graph.find(a) == graph.find(b):
                break
            if before == (len(graph.terms), graph.unions):
                self.stopped = "saturated"
                break
            if len(graph.terms) > self.limits.nodes:
                self.stopped = "nodes"
                break
        return graph.contradiction is not None or graph.find(a) == graph.find(b)

    def proof(self, left: Term, right: Term) -> Node:
        """The node for left = right after a successful run."""
        graph = self.graph
        a, b = graph.add(left), graph.add(right)
        if graph.find(a) == graph.find(b):
            return graph.explain(a, b)
        assert graph.contradiction is not None
        return refute(graph, *graph.contradiction, left, right)

    def normal_forms(self, reverse: bool = False) -> dict[int, Term]:
        """For every class a term with as few redexes of definitions and hypotheses as possible.

        Hypotheses are read from left to right, or from right to left with `reverse`.
        """
        graph = self.graph
        heavy = set(self._redexes(reverse))
        return cheapest(graph, lambda i: 1 if i in heavy else 0)

    def _redexes(self, reverse: bool) -> Iterator[int]:
        """The nodes that match the left side of a definition, or that side of a hypothesis."""
        index = self._index()
        graph = self.graph
        signatures = set()
        for rule in self.rules:
            if isinstance(rule.source, Law):
                wanted = rule.source.is_definition
            else:
                wanted = rule.reverse is reverse
            if wanted and rule.left.symbol:
                start: Binding = {v: graph.add(t) for v, t in rule.fixed}
                for nodes in index.get(rule.left.symbol, {}).values():
                    for node in nodes:
                        if any(True for _ in self._node(rule.left, node, start, {}, rule, index)):
                            signatures.add(graph.signature(node))
        for i, term in enumerate(graph.terms):
            if term.symbol is not None and graph.signature(i) in signatures:
                yield i

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

    def _round(self) -> None:
        index = self._index()
        matches: list[tuple[Rule, Binding, dict[Sort, Sort]]] = []
        for rule in self.rules:
            matches.extend((rule, b, s) for b, s in self._matches(rule, index))
        for rule, binding, sorts in matches:
            self._apply(rule, binding, sorts)
            if self.graph.contradiction or len(self.graph.terms) > 2 * self.limits.nodes:
                return
            if self.expired():
                self.stopped = "time"
                return
        self._wake()

    def _matches(self, rule: Rule, index: Index) -> Iterator[tuple[Binding, dict[Sort, Sort]]]:
        graph = self.graph
        start: Binding = {v: graph.add(t) for v, t in rule.fixed}
        if rule.left.symbol is not None:
            for nodes in index.get(rule.left.symbol, {}).values():
                for node in nodes:
                    for binding, sorts in self._node(rule.left, node, start, {}, rule, index):
                        yield from self._from_premises(rule, binding, sorts, 0, index)
        elif rule.left in rule.variables:
            yield from ((binding, {}) for binding in self._backward(rule))
            yield from self._from_premises(rule, start, {}, 0, index)
        elif rule.left in graph.number:
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

    def _backward(self, rule: Rule) -> Iterator[Binding]:
        """A conclusion x = y between variables is tried at the two sides of the goal."""
        pairs = list(self._goal_pairs())
        for first, second in (*pairs, *((b, a) for a, b in pairs)):
            binding: Binding = {v: self.graph.add(t) for v, t in rule.fixed}
            binding.setdefault(rule.left, first)
            binding.setdefault(rule.right, second)
            terms = self.graph.terms
            if all(v in binding and terms[binding[v]].sort is v.sort for v in rule.variables):
                yield binding

    def _goal_pairs(self) -> Iterator[tuple[int, int]]:
        """The two sides of the goal, and what equal constructors on top leave to prove."""
        graph = self.graph
        stack = [self.goal]
        while stack:
            a, b = stack.pop()
            if graph.find(a) == graph.find(b):
                continue
            yield a, b
            first, second = graph.constructor[graph.find(a)], graph.constructor[graph.find(b)]
            if first is not None and second is not None and same_head(graph, first, second):
                stack.extend(zip(graph.args[first], graph.args[second], strict=True))

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
        fixed = dict(rule.fixed)
        values = tuple(
            fixed[v] if v in fixed else graph.representative(binding[v]) for v in rule.variables
        )
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

    # What follows without laws: equality as a Bool function, arithmetic on literals

    def _computed(self) -> None:
        graph = self.graph
        changed = True
        while changed and not graph.contradiction:
            changed = False
            for i in range(len(graph.terms)):
                symbol = graph.terms[i].symbol
                if symbol is EQ:
                    changed |= self._equality(i)
                elif symbol is not None and "." in symbol.name and symbol.kind is Kind.BUILT_IN:
                    changed |= self._arithmetic(i)

    def _equality(self, i: int) -> bool:
        graph = self.graph
        term = graph.terms[i]
        a, b = graph.args[i]
        true, false = graph.add(TRUE_TERM), graph.add(FALSE_TERM)
        if graph.find(i) == graph.find(true):
            return graph.merge(
                a, b, Reason(None, (), lambda: build.eq_elim(graph.explain(i, true)))
            )
        if graph.find(a) == graph.find(b):
            make = lambda: build.eq_intro(graph.explain(a, b), term)  # noqa: E731
            return graph.merge(i, true, Reason(None, (), make))
        first, second = graph.constructor[graph.find(a)], graph.constructor[graph.find(b)]
        if first is None or second is None or graph.find(i) == graph.find(false):
            return False
        if graph.terms[first].head == graph.terms[second].head:
            return False
        make = lambda: unequal(graph, i, first, second)  # noqa: E731
        return graph.merge(i, false, Reason(None, (), make))

    def _arithmetic(self, i: int) -> bool:
        from lemmata.search.evaluation import literal_operation

        graph = self.graph
        args = [graph.constructor[graph.find(a)] for a in graph.args[i]]
        if None in args:
            return False
        values = tuple(graph.terms[a] for a in args if a is not None)
        if not all(isinstance(v.head, int | Fraction) for v in values):
            return False
        left = graph.terms[i].with_args(values)
        right = literal_operation(left)
        if right is None:
            return False
        node = build.evaluated(left, right)
        return graph.merge(graph.add(left), graph.add(right), Reason(Citation(node)))


def unequal(graph: EGraph, i: int, first: int, second: int) -> Node:
    """eq(a, b) = false, because a and b have different constructors on top."""
    term = graph.terms[i]
    a, b = graph.args[i]
    assumed = unit(term, TRUE_TERM)
    start = build.eq_elim(build.rewrite(term, Citation(assumed), ()))
    clash = [build.sym(graph.explain(a, first)), start, graph.explain(b, second)]
    absurd = contradiction(build.trans(clash), term, FALSE_TERM)
    return build.bool_cases(term, absurd, build.rewrite(term, Citation(unit(term, FALSE_TERM)), ()))


def refute(graph: EGraph, first: int, second: int, left: Term, right: Term) -> Node:
    """Anything follows from two values with different tops in one class."""
    return contradiction(graph.explain(first, second), left, right)


def contradiction(node: Node, left: Term, right: Term) -> Node:
    """Anything follows from C(…) = D(…), or from two literals."""
    if node.left.symbol is not None:
        return build.distinct(node, left, right)
    from lemmata.terms.term import equation_term

    claim = equation_term(node.left, node.right)
    truth = build.eq_intro(node, claim)
    falsehood = build.evaluated(claim, FALSE_TERM)
    return build.distinct(build.trans([build.sym(truth), falsehood]), left, right)
