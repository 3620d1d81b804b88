"""The simplifier: forms of every subterm are merged into one e-graph, the cheapest is read out.

For each subterm, with its parts already in their best form:
    normal forms of fractions of polynomials       one `field` step each
    identities modulo the ring laws                `field`, a law, `field`
    laws by e-matching, conditions proved first    the law
    truth functions                                one `bool` step
Rounds go on until nothing gets cheaper or a count is reached; every merge carries its proof.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from heapq import heappop, heappush
from itertools import islice

from lemmata.proof import build
from lemmata.proof.nodes import Citation, Law, Node
from lemmata.search.egraph import EGraph, Reason
from lemmata.search.extraction import cheapest
from lemmata.search.rules import Rule, directed
from lemmata.search.saturation import Binding, Index, Limits, Saturation
from lemmata.search.simplify import boolean, cost, real
from lemmata.search.simplify import polynomial as poly
from lemmata.search.simplify.facts import Facts, Knowledge, subject_of
from lemmata.search.simplify.forms import Writer, quotient
from lemmata.search.simplify.identities import (
    Identity,
    Monomials,
    Use,
    identities,
    instance_lead,
    uses,
    weight,
)
from lemmata.search.simplify.polynomial import Polynomial, TooLarge
from lemmata.search.simplify.rational import RING, Ratio, cancelled
from lemmata.terms.sorts import BOOL, REAL, Sort
from lemmata.terms.symbols import EQ, Symbol
from lemmata.terms.term import TRUE_TERM, Term

MAX_MONOMIALS = 80
EXPANSIONS = 5
KEPT = 3
SLACK = 8
MATCHES = 60


@dataclass(order=True, slots=True)
class State:
    """A polynomial that identities lead to: its weight, and how it was reached."""

    price: tuple[int, int]
    number: int
    polynomial: Polynomial = field(compare=False)
    parent: State | None = field(compare=False)
    use: Use | None = field(compare=False)


@dataclass(frozen=True, slots=True)
class Instance:
    """A law L = R at some values: L as a term and as `first`, `difference` is R - L."""

    citation: Citation
    premises: tuple[Node, ...]
    left: Term
    first: Polynomial
    difference: Polynomial
    coefficient: Fraction


@dataclass(frozen=True, slots=True)
class Budget:
    """Counts that end a simplification."""

    rounds: int = 6
    nodes: int = 600
    terms: int = 200


@dataclass(frozen=True)
class Rulebook:
    """Laws sorted by how they are used: modulo the ring laws, or by matching."""

    knowledge: Knowledge
    identities: dict[Symbol | None, list[Identity]]
    rules: tuple[Rule, ...]
    unfold: dict[Symbol, Law]

    @staticmethod
    def of(
        laws: Sequence[Law], rules: Sequence[tuple[Law, bool]], definitions: Sequence[Law]
    ) -> Rulebook:
        """`laws` prove conditions, `rules` (some reversed) simplify, `definitions` are unfolded."""
        found: dict[Symbol | None, list[Identity]] = {}
        matched: list[Rule] = []
        for law, reverse in rules:
            for identity in identities(law, reverse) if law.clause.left.sort is REAL else ():
                found.setdefault(identity.head, []).append(identity)
            rule = directed(law, reverse)
            if rule is not None:
                matched.append(rule)
        for law in definitions:
            rule = directed(law) if law.kind == "builtin" and law.name == "ite" else None
            matched.extend([rule] if rule is not None else [])
        unfold = {
            law.clause.left.symbol: law
            for law in definitions
            if law.clause.left.symbol is not None and _is_expression(law.clause.right)
        }
        return Rulebook(Knowledge.of(laws), found, tuple(matched), unfold)


def _is_expression(term: Term) -> bool:
    return all(t.sort is REAL for t in term.subterms())


@dataclass
class Simplifier:
    """One simplification; `graph` holds every form that was found."""

    book: Rulebook
    facts: Facts
    weight: cost.Weight = cost.size
    budget: Budget = field(default_factory=Budget)
    expired: Callable[[], bool] = lambda: False
    graph: EGraph = field(default_factory=EGraph)
    stopped: str = ""
    _normalised: set[Term] = field(default_factory=set)
    _reductions: dict[frozenset[object], list[tuple[Polynomial, Node | None]]] = field(
        default_factory=dict
    )
    _monomials: Monomials = field(default_factory=dict)
    _instances: dict[tuple[Identity, tuple[Term, ...]], Instance | None] = field(
        default_factory=dict
    )

    def run(self, root: Term) -> None:
        """Find cheaper forms of a term."""
        graph = self.graph
        number = graph.add(root)
        self._unfolded(root)
        for node in self.facts.known:
            if node.left.symbol is EQ:
                self._merge(build.eq_elim(node))
        matcher = Matcher(self.book.rules, Limits(nodes=self.budget.nodes), self.expired, graph)
        matcher.facts = self.facts
        self.stopped = "rounds"
        best = None
        for _ in range(self.budget.rounds):
            before = (len(graph.terms), graph.unions)
            self._facts_in_best_form()
            for term in self._subterms(number):
                if self.expired() or len(graph.terms) > self.budget.nodes:
                    break
                self.normalise(term)
            matcher.round()
            if self.expired():
                self.stopped = "time"
                break
            if before == (len(graph.terms), graph.unions):
                self.stopped = "saturated"
                break
            if len(graph.terms) > self.budget.nodes:
                self.stopped = "nodes"
                break
            best = self.best()[graph.find(number)]
            if not best.args:
                break

    def _facts_in_best_form(self) -> None:
        """What is known of a term is known of its best form."""
        graph, best = self.graph, None
        for node in list(self.facts.known):
            subject = subject_of(node.left)
            if subject is None or not subject.args or subject not in graph.number:
                continue
            best = best or self.best()
            form = best[graph.find(graph.add(subject))]
            if form is not subject:
                equal = graph.explain(graph.add(form), graph.add(subject))
                self.facts.learn_equal(node, equal)

    def best(self) -> dict[int, Term]:
        """The cheapest term of every class."""
        terms = self.graph.terms
        return cheapest(self.graph, lambda i: self.weight(terms[i]) + _untidy(terms[i]))

    def _subterms(self, root: int) -> list[Term]:
        """The subterms of the best and of the first form of the goal, parts first, in best form."""
        graph = self.graph
        best = self.best()
        found: dict[Term, None] = {}
        starts = [graph.terms[root], best[graph.find(root)]]
        starts += graph.class_terms(root)[:12]
        for start in starts:
            order = list(start.subterms())
            for term in reversed(order):
                if term.sort not in (REAL, BOOL) or not term.args:
                    continue
                args = tuple(best[graph.find(graph.add(a))] for a in term.args)
                found.setdefault(term.with_args(args))
        return sorted(found, key=lambda t: t.size)[: self.budget.terms]

    def _unfolded(self, root: Term) -> None:
        """Definitions such as tan(x) = sin(x) / cos(x) as further forms."""
        for term in list(root.subterms()):
            law = self.book.unfold.get(term.symbol) if term.symbol is not None else None
            if law is not None:
                citation = build.law_instance(law, list(_matched(law, term)))
                self._merge(build.rewrite(term, citation, ()))

    def _merge(self, node: Node) -> None:
        graph = self.graph
        if node.left is not node.right:
            a, b = graph.add(node.left), graph.add(node.right)
            graph.merge(a, b, Reason(Citation(node)))

    # Forms of one term

    def normalise(self, term: Term) -> None:
        """Merge the forms of a term whose parts are in their best form."""
        if term in self._normalised:
            return
        self._normalised.add(term)
        self.graph.add(term)
        try:
            if term.sort is BOOL:
                self._boolean(term)
            elif term.sort is REAL:
                self._fraction(term)
        except TooLarge:
            return

    def _boolean(self, term: Term) -> None:
        if boolean.is_connective(term):
            for form in boolean.forms(term):
                if form is not term:
                    self._merge(Node("bool", frozenset(), term, form))
        else:
            node = self.facts.prove(term)
            if node is not None:
                self._merge(node)

    def _fraction(self, term: Term) -> None:
        reader = self.facts.reader
        if term.symbol is real.SQRT:
            self._square(term.args[0])
        if reader.is_atom(term):
            return
        raw = reader.read(term)
        above, below = cancelled(raw)
        writer = Writer(reader.atoms)
        for form in dict.fromkeys(writer.fractions((above, below))):
            self._equal(term, form)
        if raw[1] != below and len(raw[1]) <= MAX_MONOMIALS:
            for form in self._uncancelled(writer, raw, not above):
                self._equal(term, form)
        tops = self._reduced(above)
        bottoms = self._reduced(below) if poly.value(below) is None else [(below, None)]
        for top, up in tops:
            for bottom, down in bottoms:
                if up is None and down is None:
                    continue
                self._replaced(term, (above, up), (below, down), top, bottom)

    def _uncancelled(self, writer: Writer, raw: Ratio, zero: bool) -> Iterator[Term]:
        """The fraction with all its denominators: it loses no condition."""
        above, below = raw
        factor = poly.content(below)
        above, below = poly.scale(above, 1 / factor), poly.primitive(below)
        if poly.value(below) is not None:
            return
        if zero:
            yield real.div(real.ZERO, writer.factored(below))
        else:
            yield quotient(writer.expanded(above), writer.expanded(below))
            yield quotient(writer.factored(above), writer.factored(below))

    def _square(self, term: Term) -> None:
        """What stands under a root as s^2 * r."""
        reader = self.facts.reader
        found = Writer(reader.atoms).squared(cancelled(reader.read(term)))
        if found is not None:
            square = real.power(found[0], 2)
            self._equal(term, square if found[1] is real.ONE else real.mul(square, found[1]))

    def _equal(self, left: Term, right: Term) -> None:
        if left is not right and not self.graph.same(left, right):
            node = self.facts.field(left, right)
            if node is not None:
                self._merge(node)

    def _replaced(
        self,
        term: Term,
        up: tuple[Polynomial, Node | None],
        down: tuple[Polynomial, Node | None],
        top: Polynomial,
        bottom: Polynomial,
    ) -> None:
        """term = N/D by the field laws, N = N' and D = D' by identities."""
        writer = Writer(self.facts.reader.atoms)
        above, below = writer.expanded(up[0]), writer.expanded(down[0])
        for node in (up[1], down[1]):
            if node is not None:
                self._merge(node)
        if poly.value(down[0]) is not None:
            self._equal(term, above)
            new = writer.expanded(top)
        else:
            self._equal(term, real.div(above, below))
            new = real.div(writer.expanded(top), writer.expanded(bottom))
        self.graph.add(new)
        if not self.graph.same(term, new):
            return
        ratio = cancelled(self.facts.reader.read(new))
        for form in dict.fromkeys(writer.fractions(ratio)):
            self._equal(new, form)

    # Identities

    def _reduced(self, start: Polynomial) -> list[tuple[Polynomial, Node | None]]:
        """The polynomial, and lighter ones that identities lead to, with their proofs."""
        key = _key(start)
        if key not in self._reductions:
            self._reductions[key] = self._reduce(start)
        return self._reductions[key]

    def _reduce(self, start: Polynomial) -> list[tuple[Polynomial, Node | None]]:
        found: list[tuple[Polynomial, Node | None]] = [(start, None)]
        if len(start) > MAX_MONOMIALS or poly.value(start) is not None:
            return found
        atoms = self.facts.reader.atoms
        limit = weight(start, atoms)
        states: dict[frozenset[object], State] = {_key(start): State(limit, 0, start, None, None)}
        queue = list(states.values())
        for _ in range(EXPANSIONS + len(start)):
            if not queue or self.expired():
                break
            state = heappop(queue)
            if poly.value(state.polynomial) is not None:
                break
            for use, new in self._successors(state.polynomial):
                key = _key(new)
                if key in states or len(new) > MAX_MONOMIALS:
                    continue
                price = weight(new, atoms)
                states[key] = State(price, len(states), new, state, use)
                if price[0] <= limit[0] + SLACK:
                    heappush(queue, states[key])
        ranked = sorted(s for s in states.values() if s.use is not None)
        done = bool(ranked) and poly.value(ranked[0].polynomial) is not None
        for state in ranked[: 1 if done else KEPT]:
            if state.price <= (limit[0] + 2, limit[1] + 1):
                found.append((state.polynomial, self._chain(state)))
        return found

    def _successors(self, p: Polynomial) -> Iterator[tuple[Use, Polynomial]]:
        atoms = self.facts.reader.atoms
        present = {atoms.terms[i].symbol: None for m in sorted(p) for i, _ in m}
        alone = len(p) == 1
        for head in present:
            for identity in self.book.identities.get(head, ()):
                if not identity.symbols <= present.keys() or (alone and identity.is_sum):
                    continue
                for use in list(uses(identity, p, atoms, self._monomials)):
                    instance = self._instance(use)
                    if instance is None:
                        continue
                    try:
                        factor = poly.scale(use.factor, 1 / instance.coefficient)
                        yield use, poly.add(p, poly.mul(factor, instance.difference))
                    except TooLarge:
                        continue

    def _instance(self, use: Use) -> Instance | None:
        """The law at the values of a use, with its conditions proved; None if they are not."""
        key = (use.identity, use.values)
        if key not in self._instances:
            self._instances[key] = self._instantiated(use)
        return self._instances[key]

    def _instantiated(self, use: Use) -> Instance | None:
        citation = build.law_instance(use.identity.law, use.values)
        conditions, (left, right) = citation.equation()
        if use.identity.reverse:
            left, right = right, left
        premises: list[Node] = []
        for condition, value in conditions:
            node = self.facts.prove(condition) if value is TRUE_TERM else None
            if node is None:
                return None
            premises.append(node)
        reader = self.facts.reader
        try:
            first, second = reader.read(left), reader.read(right)
        except TooLarge:
            return None
        coefficient = first[0].get(instance_lead(use, reader.atoms))
        if first[1] != poly.ONE or second[1] != poly.ONE or not coefficient:
            return None
        difference = poly.add(second[0], first[0], -1)
        return Instance(citation, tuple(premises), left, first[0], difference, coefficient)

    def _chain(self, state: State) -> Node | None:
        """The node start = state: for each use, by the field laws, the law, the field laws."""
        nodes: list[Node] = []
        while state.parent is not None and state.use is not None:
            link = self._link(state.parent.polynomial, state.use, state.polynomial)
            if link is None:
                return None
            nodes[:0] = link
            state = state.parent
        return build.trans(nodes)

    def _link(self, p: Polynomial, use: Use, new: Polynomial) -> list[Node] | None:
        writer = Writer(self.facts.reader.atoms)
        instance = self._instance(use)
        assert instance is not None
        factor = poly.scale(use.factor, 1 / instance.coefficient)
        rest = poly.add(p, poly.mul(factor, instance.first), -1)
        middle, path = instance.left, tuple[int, ...]()
        if factor != poly.ONE:
            middle, path = real.mul(writer.expanded(factor), middle), (1,)
        if rest:
            middle, path = real.add(writer.expanded(rest), middle), (1, *path)
        first = self.facts.field(writer.expanded(p), middle)
        second = build.rewrite(
            middle, instance.citation, path, use.identity.reverse, instance.premises
        )
        third = self.facts.field(second.right, writer.expanded(new))
        if first is None or third is None:
            return None
        return [n for n in (first, second, third) if n.left is not n.right]


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
        fixed = dict(rule.fixed)
        values = tuple(
            fixed[v] if v in fixed else graph.representative(binding[v]) for v in rule.variables
        )
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


def _untidy(term: Term) -> int:
    """A sign inside a function is worth bringing out, so that equal terms look equal."""
    outside = term.symbol not in RING and any(a.symbol is real.NEG for a in term.args)
    return 10 if outside else 0


def _matched(law: Law, term: Term) -> tuple[Term, ...]:
    binding = dict(zip(law.clause.left.args, term.args, strict=True))
    return tuple(binding[v] for v in law.clause.variables)


def _key(p: Polynomial) -> frozenset[object]:
    return frozenset(p.items())
