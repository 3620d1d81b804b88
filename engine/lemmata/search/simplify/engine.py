"""The simplifier: forms of every subterm are merged into one e-graph, the cheapest is read out.

For each subterm, with its parts already in their best form:
    normal forms of fractions of polynomials       one `field` step each
    identities modulo the ring laws                `field`, a law, `field`
    laws by e-matching, conditions proved first    the law
    truth functions                                one `bool` step
Rounds go on until nothing gets cheaper or a count is reached; every merge carries its proof.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lemmata.proof import build
from lemmata.proof.nodes import Citation, Law, Node
from lemmata.search.egraph import EGraph, Reason
from lemmata.search.extraction import cheapest
from lemmata.search.saturation import Limits
from lemmata.search.simplify import boolean, cost, real
from lemmata.search.simplify import polynomial as poly
from lemmata.search.simplify.facts import Facts, subject_of
from lemmata.search.simplify.forms import Writer, quotient
from lemmata.search.simplify.matcher import Matcher
from lemmata.search.simplify.polynomial import Polynomial, TooLarge
from lemmata.search.simplify.rational import RING, Ratio, cancelled
from lemmata.search.simplify.reducing import MAX_MONOMIALS, Reducer
from lemmata.search.simplify.rulebook import Rulebook
from lemmata.terms.sorts import BOOL, REAL
from lemmata.terms.symbols import EQ
from lemmata.terms.term import Term


@dataclass(frozen=True, slots=True)
class Budget:
    """Counts that end a simplification."""

    rounds: int = 6
    nodes: int = 600
    terms: int = 200


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

    def __post_init__(self) -> None:
        """The search for lighter polynomials shares the facts."""
        self._reducer = Reducer(self.book.identities, self.facts, self.expired)

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
        tops = self._reducer.reduced(above)
        bottoms = self._reducer.reduced(below) if poly.value(below) is None else [(below, None)]
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


def _untidy(term: Term) -> int:
    """A sign inside a function is worth bringing out, so that equal terms look equal."""
    outside = term.symbol not in RING and any(a.symbol is real.NEG for a in term.args)
    return 10 if outside else 0


def _matched(law: Law, term: Term) -> tuple[Term, ...]:
    binding = dict(zip(law.clause.left.args, term.args, strict=True))
    return tuple(binding[v] for v in law.clause.variables)
