"""What judges conjectures about functions on data: values, known laws, attempts at proofs."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from lemmata.proof.lawnames import Form, law_name, recognised
from lemmata.proof.laws import axioms, definitions
from lemmata.proof.nodes import Law, Node, Theorem
from lemmata.search.exploring.events import Limits as Counts
from lemmata.search.exploring.events import Open, Outcome, Proved, Refuted
from lemmata.search.exploring.known import is_instance, stripped
from lemmata.search.exploring.observing import observed, observers
from lemmata.search.exploring.shortening import shortened
from lemmata.search.extraction import smallest
from lemmata.search.inductive.attempt import Prover
from lemmata.search.inductive.discovery import SMALL
from lemmata.search.inductive.goal import Budget, Goal
from lemmata.search.inductive.lawbook import Lawbook
from lemmata.search.inductive.signature import operations
from lemmata.search.inductive.simplifier import Simplifier
from lemmata.search.minimise import minimise
from lemmata.search.refuting import witness_certificate
from lemmata.search.speculation import clause_of
from lemmata.search.testing import Tester
from lemmata.terms.declarations import Clause, FunctionGroup, Theory
from lemmata.terms.orders import LPO, precedence
from lemmata.terms.sorts import ARROW
from lemmata.terms.symbols import Kind, Symbol

ROWS, RANDOM, STEPS = 400, 60, 6_000
SUPPORT, TRIES, FEW = 3, 4, 2
CASES = replace(SMALL, splits=3, candidates=0, solve=1)
UNBOUNDED = 10**12
UNPROVED = "no proof within the limits"


@dataclass(frozen=True, slots=True)
class Conjecture:
    """A clause to be judged; `form` is the shape that it was made from."""

    clause: Clause
    form: Form | None = None

    @property
    def size(self) -> int:
        """Its number of symbols."""
        return sum(t.size for t in self.clause.terms())

    @property
    def instructive(self) -> bool:
        """Whether a counterexample is worth knowing: a shape that says so, or samples misled."""
        if self.form is None:
            return not self.clause.premises
        return self.form.instructive and not any(
            t.symbol is not None and t.symbol.kind is Kind.CONSTRUCTOR
            for side in self.clause.terms()
            for t in side.subterms()
            if t.args
        )

    @property
    def promise(self) -> tuple[bool, int, int, int]:
        """Unconditional, general and small ones first, weak shapes last."""
        clause, weak = self.clause, self.form is not None and self.form.weak
        premises = len(clause.premises)
        return weak, -premises if weak else premises, -len(clause.variables), self.size


class Judge(ABC):
    """What both kinds of desk share: the laws so far, attempts that are counted and remembered."""

    def __init__(
        self,
        theory: Theory,
        seed: int,
        limits: Counts,
        memo: Mapping[Clause, Outcome],
        library: Sequence[Law],
        expired: Callable[[], bool],
    ) -> None:
        self.theory, self.limits, self.memo, self.expired = theory, limits, memo, expired
        self.tester = Tester(theory.declarations, seed)
        self.definitions = definitions(theory.declarations)
        self.simplifier = Simplifier(self.definitions, LPO(precedence(theory.declarations)))
        self.cases = {
            f.symbol: f.cases
            for d in theory.declarations
            if isinstance(d, FunctionGroup)
            for f in d.members
        }
        self.book, only_definitions = Lawbook(), Lawbook()
        for book in (self.book, only_definitions):
            book.define(self.definitions)
        budget = Budget(UNBOUNDED, expired)
        self.prover = Prover(self.book, theory.datatypes, self.cases, budget)
        self.calculator = Prover(only_definitions, theory.datatypes, self.cases, budget)
        self.laws: list[Law] = []
        self.tries: dict[Clause, int] = {}
        self.seen: set[str] = set()
        self.renewed: set[Clause] = set()
        for law in [*axioms(theory.declarations), *library]:
            self.learn(law)

    def learn(self, law: Law) -> None:
        """Use a law from now on."""
        self.laws.append(law)
        self.book.learn(law)
        self.simplifier.learn(law)

    def follows(self, clause: Clause) -> bool:
        """Whether a clause follows from known laws by rewriting, if it has premises by cases."""
        if not clause.premises and self.simplifier.joins(clause.left, clause.right):
            return True
        goal = Goal.of(clause)
        if self.prover.follows(goal, SMALL):
            return True
        return bool(clause.premises) and self.prover.prove(goal, CASES) is not None

    @abstractmethod
    def judge(self, conjecture: Conjecture) -> Outcome | None:
        """The outcome; None if it is false and of no interest, or follows from known laws."""

    def renew(self, clauses: Iterable[Clause]) -> None:
        """Let clauses be tried once more: there are laws about other functions now."""
        self.renewed.update(clauses)

    @abstractmethod
    def may_retry(self, clause: Clause) -> bool:
        """Whether an open conjecture may be tried again."""

    def listed(self, clause: Clause) -> bool:
        """Whether a clause is an instance of a definition or of a law."""
        return any(is_instance(clause, law.clause) for law in self.definitions + self.laws)

    def remembered(self, conjecture: Conjecture, name: str | None) -> Proved | Open | None:
        """What an earlier run says about this attempt, which is counted."""
        clause = conjecture.clause
        tries = self.tries[clause] = self.tries.get(clause, 0) + 1
        earlier = self.memo.get(clause)
        if isinstance(earlier, Proved | Open) and earlier.tries == tries:
            return earlier
        if isinstance(earlier, Proved | Open) and earlier.tries > tries:
            hint = earlier.hint if isinstance(earlier, Open) else None
            return Open(clause, UNPROVED, hint, name, conjecture.size, tries)
        return None

    def label(self) -> str:
        """A name for the next theorem."""
        return f"law_{len(self.laws) + 1}"

    def finished(self) -> list[Theorem]:
        """The theorems so far."""
        return [law.proof for law in self.laws if isinstance(law.proof, Theorem)]

    @staticmethod
    def law(theorem: Theorem) -> Law:
        """The law that cites a theorem."""
        return Law("theorem", theorem.name, 0, theorem.clause, "", theorem)


class Desk(Judge):
    """The tools of an exploration of functions on data."""

    def __init__(
        self,
        theory: Theory,
        seed: int,
        limits: Counts,
        memo: Mapping[Clause, Outcome],
        library: Sequence[Law],
        expired: Callable[[], bool],
    ) -> None:
        super().__init__(theory, seed, limits, memo, library, expired)
        self.seen_laws: dict[Clause, int] = {}
        self.observers = observers(self.cases)

    def judge(self, conjecture: Conjecture) -> Outcome | None:
        """The outcome; None if it is false and of no interest, or follows from known laws."""
        clause, form = conjecture.clause, recognised(conjecture.clause)
        name = law_name(clause, self.theory.notation)
        if clause.left is clause.right or _equates_functions(clause) or self.listed(clause):
            return None
        if self.tries.get(clause, 0) == 0:
            found = self._refuted(conjecture, name)
            if found is not None:
                return found if conjecture.instructive else None
            few = form and not form[0].weak and any(not b.free for _, b in clause.premises)
            support = len(self.tester.instances(clause, SUPPORT))
            if support < (1 if few else SUPPORT) and clause.premises:
                return None
        known = self.follows(clause)
        if known and (form is None or form[0].weak or self.computed(clause)):
            return None
        if form is None and not clause.premises and clause not in self.tries:
            neat = self._neat(clause)
            if neat is not clause:
                return self.judge(Conjecture(neat)) if neat not in self.tries else None
        return self._attempt(conjecture, name, known)

    def _neat(self, clause: Clause) -> Clause:
        """An equation with sides that known laws make smaller."""
        closure = self.prover.saturated(Goal.of(clause), SMALL)
        if closure is None:
            return clause
        graph = closure.graph
        forms = smallest(graph, 3, max(t.size for t in clause.terms()))
        sides = []
        for side in clause.conclusion:
            row = [t for t in forms.get(graph.find(graph.add(side)), ()) if t.free <= side.free]
            sides.append(row[0] if row and row[0].size < side.size else side)
        if sides[0] is sides[1] or tuple(sides) == clause.conclusion:
            return clause
        return clause_of(*stripped(*sides))

    def computed(self, clause: Clause) -> bool:
        """Whether a clause follows from the definitions alone without induction."""
        return self.calculator.follows(Goal.of(clause), SMALL)

    def _refuted(self, conjecture: Conjecture, name: str | None) -> Refuted | None:
        clause = conjecture.clause
        witness = self.tester.refute(clause, ROWS, RANDOM, STEPS)
        if witness is None:
            return None
        certificate, values = witness_certificate(clause, self.theory.declarations, witness)
        return Refuted(clause, certificate, name, conjecture.size, values)

    def _attempt(self, conjecture: Conjecture, name: str | None, known: bool) -> Outcome:
        """Try to prove a conjecture; the next try of the same one may go further."""
        clause = conjecture.clause
        self.seen_laws[clause] = len(self.laws)
        earlier = self.remembered(conjecture, name)
        if earlier is not None:
            if isinstance(earlier, Proved):
                self.learn(self.law(earlier.theorem))
            return earlier
        tries = self.tries[clause]
        node = self._proof(clause, tries)
        if node is None:
            return self._open(conjecture, name, tries)
        theorem = shortened(
            self._theorem(clause, node), lambda banned: self._without(clause, banned)
        )
        self.learn(self.law(theorem))
        return Proved(clause, theorem, name, conjecture.size, known, tries)

    def may_retry(self, clause: Clause) -> bool:
        """Whether an open conjecture may be tried again: there are new laws of its functions."""
        if clause in self.renewed:
            self.renewed.discard(clause)
            return True
        form = recognised(clause)
        most = TRIES if form and not form[0].weak else FEW
        if self.tries[clause] >= most:
            return False
        known = set(operations(list(clause.terms()), self.cases))
        return any(_functions(law.clause) <= known for law in self.laws[self.seen_laws[clause] :])

    def _proof(self, clause: Clause, tries: int) -> Node | None:
        """By cases without induction where there are premises, then by induction."""
        goal = Goal.of(clause)
        effort = replace(SMALL, work=self.limits.work << min(tries, 3), solve=min(tries, 2))
        node = self.prover.prove(goal, CASES) if clause.premises else None
        node = node or self._observed(clause)
        return node or self.prover.prove(goal, effort)

    def _observed(self, clause: Clause) -> Node | None:
        """By cases, with what functions of one argument see of what the premises equate."""
        seen = observed(clause, self.observers)
        if not seen:
            return None
        goal = Goal.of(clause)
        node = self.prover.prove(Goal((*goal.hypotheses, *seen), goal.left, goal.right), CASES)
        return node if node is not None and node.context <= set(goal.hypotheses) else None

    def _theorem(self, clause: Clause, node: Node) -> Theorem:
        theorem = Theorem(self.label(), clause, clause.variables, node)
        return minimise(theorem, self.finished())

    def _without(self, clause: Clause, banned: set[int]) -> Theorem | None:
        """A proof that cites none of some theorems."""
        rules = self.book.rules
        self.book.rules = [
            r for r in rules if not isinstance(r.source, Law) or id(r.source.proof) not in banned
        ]
        try:
            node = self._proof(clause, 1)
        finally:
            self.book.rules = rules
        return None if node is None else self._theorem(clause, node)

    def _open(self, conjecture: Conjecture, name: str | None, tries: int) -> Open:
        hint = None
        if self.prover.left:
            goal, _ = self.prover.left[0]
            assumed = tuple(h.conclusion for h in goal.hypotheses if h.is_unit)
            hint = clause_of(goal.left, goal.right, assumed)
        return Open(conjecture.clause, UNPROVED, hint, name, conjecture.size, tries)


def _equates_functions(clause: Clause) -> bool:
    """Whether the conclusion is about functions as values, which cannot be tested."""
    return clause.left.sort.name == ARROW


def _functions(clause: Clause) -> set[Symbol]:
    """The functions in a clause."""
    symbols = {t.symbol for side in clause.terms() for t in side.subterms() if t.symbol}
    return {s for s in symbols if s.kind is Kind.FUNCTION}
