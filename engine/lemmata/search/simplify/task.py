"""From a term and assumptions to answers: the strict one, and simpler ones under conditions.

The search runs under G and Def(a), so that everything defined may be used; a candidate b is a
strict answer if G |- Def(a) = Def(b) is found too, else its lost conditions are part of the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import islice

from lemmata.proof import build
from lemmata.proof.nodes import Node, StrictEquality, Theorem
from lemmata.search.minimise import minimise
from lemmata.search.simplify import cost, real
from lemmata.search.simplify.candidates import Conditions, Entry, candidates
from lemmata.search.simplify.engine import Budget, Simplifier
from lemmata.search.simplify.facts import Facts
from lemmata.search.simplify.ground import decide
from lemmata.search.simplify.library import Library
from lemmata.search.simplify.sampling import Samples
from lemmata.search.simplify.strict import premises, same_truth, strict_equality
from lemmata.terms.declarations import Clause
from lemmata.terms.domain import Domains, conditions, conjunction
from lemmata.terms.symbols import NOT
from lemmata.terms.term import FALSE_TERM, TRUE_TERM, Term, equation_term

TRIED = 6
LARGE = 1_500


@dataclass(frozen=True)
class Answer:
    """A form of the question, its proof, and the conditions that the form has lost."""

    term: Term
    proof: StrictEquality | Theorem | None
    lost: tuple[Term, ...] = ()


@dataclass
class Task:
    """Simplify `term` under `assumptions` (Bool terms)."""

    library: Library
    term: Term
    assumptions: Sequence[Term] = ()
    weight: cost.Weight = cost.size
    budget: Budget = field(default_factory=Budget)
    expired: Callable[[], bool] = lambda: False
    more: Sequence[Term] = ()
    stopped: str = ""

    def __post_init__(self) -> None:
        """The domain of the question is assumed; without one there is nothing to simplify."""
        functions = self.library.functions
        self.variables = tuple(
            sorted(
                self.term.free.union(*(a.free for a in (*self.assumptions, *self.more))),
                key=lambda v: str(v.head),
            )
        )
        self.assumptions = tuple(a for a in self.assumptions if a is not TRUE_TERM)
        given = conditions(list(self.assumptions), functions)
        self.own = conditions(self.term, functions)
        self.given = conjunction(given or ())
        self.domain = conjunction(self.own or ())
        self.context = [self.given, *self.assumptions]
        self.facts = self._facts(self.domain)
        self.simplifier = Simplifier(
            self.library.book, self.facts, self.weight, self.budget, self.expired
        )
        self._conditions: dict[Term, Conditions | None] = {}
        self._domains = Domains(functions)
        self._plain = self._facts(TRUE_TERM)
        self._needless: dict[Term, bool] = {}

    def _facts(self, domain: Term) -> Facts:
        assumed = [c for c in (*self.context, domain) if c is not TRUE_TERM]
        return Facts(self.library.book.knowledge, assumed, self.library.functions)

    def answers(self) -> list[Answer]:
        """The best strict answer, then a simpler conditional one if there is any."""
        if self.own is None or self.degenerate():
            return [self.unchanged()]
        if len(list(islice(self.term.subterms(), LARGE))) == LARGE:
            return self._large()
        self.simplifier.run(self.term)
        graph = self.simplifier.graph
        root = graph.add(self.term)
        entries = candidates(
            graph, root, self.weight, self.conditions, self._admissible, self.expired
        )
        price = cost.total(self.term, self.weight)
        entries = [e for e in entries if e[0] < price or e[2] is self.term]
        strict = self._strict(entries) or self.unchanged()
        found = [strict]
        best = entries[0] if entries else None
        if best is not None and best[0] < cost.total(strict.term, self.weight):
            found.append(self.conditional(best[2]))
        return found

    def _large(self) -> list[Answer]:
        """For a term with many subterms only the normal form of the whole is tried."""
        self.stopped = f"limit: {LARGE:,} different subterms"
        self.simplifier.normalise(self.term)
        graph = self.simplifier.graph
        forms = graph.class_terms(graph.add(self.term))
        best = min(forms, key=lambda t: (cost.total(t, self.weight), t is not self.term))
        if best is self.term or self.conditions(best) != self.conditions(self.term):
            return [self.unchanged()]
        return [Answer(best, self.claim(self._equation(best), build.refl(self.domain)))]

    def degenerate(self) -> str:
        """Why every answer would be right: no point is in question; empty if some may be."""
        if any(_is_false(c) for c in self.own or ()):
            return "undefined everywhere"
        samples = Samples(self.context, self.library.functions)
        if self.assumptions and not samples.evaluators(self.given):
            for k, claim in enumerate(self.assumptions):
                others = [c for i, c in enumerate(self.assumptions) if i != k]
                facts = Facts(self.library.book.knowledge, others, self.library.functions)
                opposite = _opposite(claim)
                if opposite is not None and facts.holds(opposite):
                    return "vacuous: the assumptions contradict each other"
        return ""

    def conditions(self, term: Term) -> Conditions | None:
        """The conditions of a term without those that always hold, None if it has no domain."""
        if term not in self._conditions:
            found = self._domains.conditions(term)
            kept = None if found is None else frozenset(c for c in found if not self._holds(c))
            self._conditions[term] = kept
        return self._conditions[term]

    def _holds(self, condition: Term) -> bool:
        """Whether a condition follows from the assumptions alone."""
        if condition not in self._needless:
            self._needless[condition] = self._plain.holds(condition)
        return self._needless[condition]

    def _admissible(self, condition: Term) -> bool:
        """Whether a condition is known to hold where the question is defined."""
        return condition is not FALSE_TERM and self.facts.holds(condition)

    def unchanged(self) -> Answer:
        """The question as its own answer; without a proof if its domain cannot be stated."""
        if self.own is None:
            return Answer(self.term, None)
        return Answer(self.term, self.claim(build.refl(self.term), build.refl(self.domain)))

    def _strict(self, entries: Sequence[Entry]) -> Answer | None:
        """The cheapest candidate with the question's domain."""
        plain = Samples(self.context, self.library.functions)
        tried = 0
        for _, _, term, wanted in entries:
            if term is self.term or tried >= TRIED:
                break
            other = conjunction(conditions(term, self.library.functions) or ())
            if wanted != self.conditions(self.term) and any(
                e.value(other) is True and e.value(self.domain) is False
                for e in plain.evaluators(conjunction((*(self.own or ()), other)))
            ):
                continue
            tried += 1
            domains = self.same_domain(other)
            if domains is not None:
                return Answer(term, self.claim(self._equation(term), domains))
        return None

    def same_domain(self, other: Term) -> Node | None:
        """A node Def(a) = Def(b), where `other` is Def(b)."""
        if other is self.domain:
            return build.refl(other)
        forward = self.facts.prove(other)
        backward = self._facts(other).prove(self.domain)
        if forward is None or backward is None:
            return None
        return same_truth(self.domain, other, forward, backward)

    def _equation(self, term: Term) -> Node:
        graph = self.simplifier.graph
        return graph.explain(graph.add(self.term), graph.add(term))

    def claim(self, equal: Node, domains: Node) -> StrictEquality:
        """The strict equality that two nodes prove, with shorter proofs."""
        claim = strict_equality(
            self.variables, self.assumptions, self.library.functions, equal, domains
        )
        first, second = claim.equal, claim.domain
        assert isinstance(first, Theorem)
        assert isinstance(second, Theorem)
        return StrictEquality(claim.clause, minimise(first), minimise(second))

    def conditional(self, term: Term) -> Answer:
        """A form that is defined at more points; the conditions that it has lost."""
        other = conjunction(conditions(term, self.library.functions) or ())
        facts = self._facts(other)
        lost = self._independent([c for c in self.own or () if not facts.holds(c)], other)
        clause = Clause(
            (),
            self.variables,
            premises([*self.context, self.domain]),
            (self.term, term),
        )
        theorem = minimise(Theorem("equal", clause, self.variables, self._equation(term)))
        return Answer(term, theorem, tuple(map(_readable, lost)))

    def _independent(self, lost: list[Term], other: Term) -> tuple[Term, ...]:
        """Conditions without those that follow from the others."""
        for condition in lost[::-1] if len(lost) > 1 else ():
            rest = [c for c in lost if c is not condition]
            if self._facts(conjunction([other, *rest])).holds(condition):
                lost = rest
        return tuple(lost)


def _is_false(condition: Term) -> bool:
    """Whether a condition never holds: it is `false`, or decided so."""
    if condition is FALSE_TERM:
        return True
    node = None if condition.free else decide(condition)
    return node is not None and node.right is FALSE_TERM


def _opposite(condition: Term) -> Term | None:
    """The comparison that contradicts one."""
    if condition.symbol is real.LT:
        return Term.apply(real.LE, condition.args[1], condition.args[0])
    if condition.symbol is real.LE:
        return Term.apply(real.LT, condition.args[1], condition.args[0])
    return None


def _readable(condition: Term) -> Term:
    """p - q != 0 as p != q, and p + c != 0 with a number as p != -c; the same for 0 < p, 0 <= p."""
    subject = real.nonzero_of(condition)
    if subject is None or subject.symbol not in (real.ADD, real.SUB):
        return condition
    left, right = subject.args
    if subject.symbol is real.ADD:
        if not real.is_number(right):
            return condition
        assert isinstance(right.head, Fraction)
        right = real.number(-right.head)
    return Term.apply(NOT, equation_term(left, right))
