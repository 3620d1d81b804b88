"""A goal's e-graph, closed under definitions, hypotheses and lemmas.

    unfold   f(C(x), y) computes as soon as the class of an argument shows a constructor
    match    laws and hypotheses as rules, only where something has changed since the last round
    wake     an instance of a conditional law counts when its premises have become true

Limits are counts, so the result does not depend on the machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lemmata.proof.nodes import Citation, Hypothesis, Law, Node
from lemmata.search.absurd import refute
from lemmata.search.computing import compute, watched
from lemmata.search.egraph import EGraph, Reason
from lemmata.search.extraction import cheapest
from lemmata.search.inductive.instances import Instances
from lemmata.search.inductive.lawbook import Lawbook, Pattern
from lemmata.terms.declarations import Equation
from lemmata.terms.sorts import Sort, match_sort
from lemmata.terms.symbols import Kind, Symbol
from lemmata.terms.term import FALSE_TERM, TRUE_TERM, Term


@dataclass(frozen=True, slots=True)
class Limits:
    """Counts at which saturation stops.

    Unless `eager`, conditional laws are used only where their premises are there already.
    """

    nodes: int = 500
    rounds: int = 6
    size: int = 60
    matches: int = 300
    eager: bool = True


class Closure:
    """The graph of one goal; `run` saturates it."""

    def __init__(
        self, book: Lawbook, rules: Sequence[Pattern], limits: Limits, expired: Callable[[], bool]
    ) -> None:
        """`rules` are the goal's hypotheses; the laws are in the book."""
        self.book, self.limits, self.expired = book, limits, expired
        self.rules = list(rules)
        self.graph = EGraph()
        self.true, self.false = self.graph.add(TRUE_TERM), self.graph.add(FALSE_TERM)
        self.heavy: set[int] = set()
        self.backward: set[int] = set()
        self._unfolded: set[int] = set()
        self._scanned = 0
        self._merged = 0
        self._by_symbol: dict[Symbol, list[int]] = {}
        self._watched: list[int] = []
        self._seen: set[tuple[object, ...]] = set()
        self._waiting: list[tuple[int, int, Reason]] = []
        self._later: list[tuple[Citation, list[Equation], Equation]] = []
        self._matched = 0
        self._matched_merges = 0

    def copy(self) -> Closure:
        """The same state with a graph of its own."""
        new = Closure.__new__(Closure)
        new.__dict__.update(self.__dict__)
        new.graph = self.graph.copy()
        new.rules = list(self.rules)
        new.heavy, new.backward = set(self.heavy), set(self.backward)
        new._unfolded = set(self._unfolded)
        new._by_symbol = {s: row[:] for s, row in self._by_symbol.items()}
        new._watched, new._later = self._watched[:], self._later[:]
        new._seen, new._waiting = set(self._seen), self._waiting[:]
        return new

    def assume(self, hypothesis: Hypothesis) -> None:
        """Merge the sides of a unit hypothesis."""
        left, right = (self.graph.add(t) for t in hypothesis.conclusion)
        self.graph.merge(left, right, Reason(Citation(hypothesis)))

    def instance(self, citation: Citation) -> None:
        """Use an instance of a hypothesis."""
        premises, conclusion = citation.equation()
        self._add(citation, premises, conclusion)

    def closed(self, left: Term, right: Term) -> bool:
        """Whether both terms are equal or the hypotheses contradictory."""
        return self.graph.contradiction is not None or self.graph.same(left, right)

    def run(self, left: Term, right: Term) -> bool:
        """Saturate until the goal is closed (True) or nothing more is known."""
        graph = self.graph
        a, b = graph.add(left), graph.add(right)
        limit = self.limits.nodes
        for _ in range(self.limits.rounds):
            self._settle()
            if graph.contradiction or graph.find(a) == graph.find(b):
                return True
            before = (len(graph.terms), graph.unions, len(self._waiting))
            self._round()
            self._settle()
            if graph.contradiction or graph.find(a) == graph.find(b):
                return True
            if before == (len(graph.terms), graph.unions, len(self._waiting)):
                break
            if len(graph.terms) > limit or self.expired():
                break
        return False

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
        heavy = self._unfolded | self.backward if reverse else self.heavy
        return cheapest(self.graph, lambda i: 1 if i in heavy else 0)

    def missing(self) -> list[Equation]:
        """What hypotheses that were not applied still want to be known."""
        graph, found = self.graph, []
        for _, _, reason in self._waiting:
            if reason.citation is not None and isinstance(reason.citation.source, Hypothesis):
                for p, q in reason.premises:
                    if graph.find(p) != graph.find(q):
                        found.append((graph.terms[p], graph.terms[q]))
        return list(dict.fromkeys(found))

    # Computation: definitions, equality, Bool operations

    def _settle(self) -> None:
        """Unfold, compute and wake until nothing changes."""
        graph = self.graph
        while graph.contradiction is None and len(graph.terms) <= 2 * self.limits.nodes:
            before = (len(graph.terms), graph.unions)
            for node in self._changed():
                self._unfold(node)
                if graph.contradiction is not None or len(graph.terms) > 2 * self.limits.nodes:
                    return
            compute(graph, self._watched)
            self._wake()
            if before == (len(graph.terms), graph.unions):
                return

    def _changed(self) -> list[int]:
        """Calls that are new or that have a changed class a few levels below."""
        graph = self.graph
        terms = graph.terms
        found: dict[int, None] = {}
        for i in range(self._scanned, len(terms)):
            symbol = terms[i].symbol
            if symbol is not None:
                self._by_symbol.setdefault(symbol, []).append(i)
                if symbol in self.book.cases:
                    found[i] = None
                if watched(symbol):
                    self._watched.append(i)
        self._scanned = len(terms)
        for level in parents(graph, graph.merged[self._merged :], self.book.depth):
            for i in level:
                if terms[i].head in self.book.cases:
                    found[i] = None
        self._merged = len(graph.merged)
        return sorted(found)

    def _unfold(self, node: int) -> None:
        if node in self._unfolded:
            return
        graph = self.graph
        term = graph.terms[node]
        assert term.symbol is not None
        for law in self.book.cases[term.symbol]:
            binding: dict[Term, Term] = {}
            if fits(graph, law.conclusion[0], node, binding):
                self._unfolded.add(node)
                self.heavy.add(node)
                if not graph.congruent[node]:
                    self._compute(law, node, binding)
                return

    def _compute(self, law: Instances, node: int, binding: dict[Term, Term]) -> None:
        sorts: dict[Sort, Sort] = {}
        if law.types:
            for variable, value in binding.items():
                match_sort(variable.sort, value.sort, sorts)
            pattern = law.conclusion[0]
            for p, t in zip(pattern.types, self.graph.terms[node].types, strict=True):
                match_sort(p, t, sorts)
        values = tuple([binding[v] for v in law.variables])
        citation, _, (left, right) = law.make(sorts, values)
        if max(left.size, right.size) <= self.limits.size + 40:
            self.graph.merge(self.graph.add(left), self.graph.add(right), Reason(citation))

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

    # Rules

    def _round(self) -> None:
        """Match all rules where something has changed, then apply what was found."""
        graph = self.graph
        new = range(self._matched, len(graph.terms))
        levels = parents(graph, graph.merged[self._matched_merges :], self.book.reach)
        self._matched, self._matched_merges = len(graph.terms), len(graph.merged)
        matches: list[tuple[Pattern, int, dict[Term, int], dict[Sort, Sort]]] = []
        present = self._by_symbol
        for rule in (*self.rules, *self.book.rules):
            if rule.program.symbol not in present:
                continue
            room = self.limits.matches
            for node in self._candidates(rule, new, levels):
                for binding, sorts in rule.matches(graph, node):
                    matches.append((rule, node, binding, sorts))
                    room -= 1
                if room < 0:
                    break
        for rule, node, binding, sorts in matches:
            self._apply(rule, node, binding, sorts)
            if graph.contradiction or len(graph.terms) > 2 * self.limits.nodes:
                return
        self._present()

    def _candidates(
        self, rule: Pattern, new: range, levels: Sequence[Iterable[int]]
    ) -> Iterator[int]:
        graph = self.graph
        rows = self._by_symbol.get(rule.program.symbol, ())
        if rule.everywhere:
            yield from (i for i in rows if not graph.congruent[i])
            return
        for i in reversed(rows):
            if i < new.start:
                break
            if not graph.congruent[i]:
                yield i
        seen: set[int] = set()
        for level in levels[: rule.program.depth - 1]:
            for i in level:
                if (
                    i < new.start
                    and graph.terms[i].head is rule.program.symbol
                    and i not in seen
                    and not graph.congruent[i]
                ):
                    seen.add(i)
                    yield i

    def _apply(
        self, rule: Pattern, node: int, binding: Mapping[Term, int], sorts: Mapping[Sort, Sort]
    ) -> None:
        graph = self.graph
        key = (rule, *[graph.find(binding[v]) if v in binding else -1 for v in rule.variables])
        if key in self._seen:
            return
        self._seen.add(key)
        fixed = dict(rule.fixed)
        values = tuple(
            fixed[v] if v in fixed else graph.representative(binding[v]) for v in rule.variables
        )
        citation, premises, (left, right) = rule.instances.make(sorts, values)
        if max(left.size, right.size) > self.limits.size:
            return
        if rule.simplifies:
            self.heavy.add(node)
        elif isinstance(rule.source, Hypothesis):
            self.backward.add(node)
        if premises and not self.limits.eager and isinstance(rule.source, Law):
            self._later.append((citation, premises, (left, right)))
        else:
            self._add(citation, premises, (left, right))

    def _add(self, citation: Citation, premises: Sequence[Equation], conclusion: Equation) -> None:
        """An instance, at once or when its premises are true."""
        graph = self.graph
        pairs = tuple([(graph.add(p), graph.add(q)) for p, q in premises])
        a, b = (graph.add(t) for t in conclusion)
        reason = Reason(citation, pairs)
        if all(graph.find(p) == graph.find(q) for p, q in pairs):
            graph.merge(a, b, reason)
        else:
            self._waiting.append((a, b, reason))

    def _present(self) -> None:
        """Add the instances of conditional laws whose premises are there by now."""
        graph = self.graph
        still = []
        for item in self._later:
            if all(graph.lookup(t) is not None for pair in item[1] for t in pair):
                self._add(*item)
            else:
                still.append(item)
        self._later = still


def parents(graph: EGraph, roots: Iterable[int], depth: int) -> list[dict[int, None]]:
    """The nodes above the classes of some nodes, one level after the other."""
    classes = dict.fromkeys(graph.find(r) for r in roots)
    levels: list[dict[int, None]] = []
    for _ in range(depth):
        level: dict[int, None] = {}
        for c in classes:
            level.update(dict.fromkeys(graph.uses(c)))
        levels.append(level)
        classes = dict.fromkeys(graph.find(i) for i in level)
    return levels


def fits(graph: EGraph, pattern: Term, node: int, binding: dict[Term, Term]) -> bool:
    """Match the left side of a defining case by the constructors of the arguments' classes."""
    stack = list(zip(pattern.args, graph.args[node], strict=True))
    while stack:
        p, a = stack.pop()
        if p.is_variable:
            binding[p] = graph.representative(a)
            continue
        assert p.symbol is not None
        top: int | None
        if p.symbol.kind is Kind.CONSTRUCTOR:
            top = graph.constructor[graph.find(a)]
        else:
            found = (m for m in graph.members[graph.find(a)] if graph.terms[m].head is p.symbol)
            top = next(found, None)
        if top is None or graph.terms[top].head is not p.head:
            return False
        stack.extend(zip(p.args, graph.args[top], strict=True))
    return True
