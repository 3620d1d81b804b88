"""What judges conjectures about functions on data: values, known laws, attempts at proofs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from lemmata.proof.lawnames import law_name
from lemmata.proof.laws import axioms, definitions
from lemmata.proof.nodes import Law, Theorem
from lemmata.search.exploring.events import Limits, Open, Outcome, Proved, Refuted
from lemmata.search.inductive.attempt import Prover
from lemmata.search.inductive.discovery import SMALL
from lemmata.search.inductive.goal import Budget, Goal
from lemmata.search.inductive.lawbook import Lawbook
from lemmata.search.inductive.simplifier import Simplifier
from lemmata.search.minimise import minimise
from lemmata.search.refuting import refute, term_of
from lemmata.search.speculation import clause_of
from lemmata.search.testing import Tester
from lemmata.terms.declarations import Clause, FunctionGroup, Theory
from lemmata.terms.orders import LPO, precedence
from lemmata.terms.term import Term

ROWS, RANDOM, STEPS = 400, 60, 6_000


@dataclass(frozen=True, slots=True)
class Conjecture:
    """A clause to be judged; `shaped` says that it has a named shape."""

    clause: Clause
    shaped: bool = False

    @property
    def size(self) -> int:
        """Its number of symbols."""
        return sum(t.size for t in self.clause.terms())

    @property
    def promise(self) -> tuple[int, int, int]:
        """Unconditional, general and small ones first."""
        clause = self.clause
        return len(clause.premises), -len(clause.variables), self.size


class Desk:
    """The tools of one exploration, with the laws found so far."""

    def __init__(
        self,
        theory: Theory,
        seed: int,
        limits: Limits,
        memo: Mapping[Clause, Outcome],
        library: Sequence[Law],
        expired: Callable[[], bool],
    ) -> None:
        self.theory, self.limits, self.memo, self.expired = theory, limits, memo, expired
        self.tester = Tester(theory.declarations, seed)
        self.definitions = definitions(theory.declarations)
        self.simplifier = Simplifier(self.definitions, LPO(precedence(theory.declarations)))
        self.book = Lawbook()
        self.book.define(self.definitions)
        cases = {
            f.symbol: f.cases
            for d in theory.declarations
            if isinstance(d, FunctionGroup)
            for f in d.members
        }
        self.prover = Prover(self.book, theory.datatypes, cases, Budget(10**12, expired))
        self.laws: list[Law] = []
        self.tries: dict[Clause, int] = {}
        self.seen: set[Clause] = set()
        for law in [*axioms(theory.declarations), *library]:
            self.learn(law)

    def learn(self, law: Law) -> None:
        """Use a law from now on."""
        self.laws.append(law)
        self.book.learn(law)
        self.simplifier.learn(law)

    def judge(self, conjecture: Conjecture) -> Outcome | None:
        """The outcome; None if it is false and of no interest, or follows from known laws."""
        clause, name = conjecture.clause, law_name(conjecture.clause, self.theory.notation)
        if clause.left is clause.right:
            return None
        if self.tries.get(clause, 0) == 0:
            found = self._refuted(conjecture, name)
            if found is not None:
                return found
        known = self.follows(clause)
        if known and not name:
            return None
        return self._attempt(conjecture, name, known)

    def _refuted(self, conjecture: Conjecture, name: str | None) -> Refuted | None:
        clause = conjecture.clause
        witness = self.tester.refute(clause, ROWS, RANDOM, STEPS)
        if witness is None:
            return None
        certificate = refute(clause, self.theory.declarations, self.tester, ROWS, RANDOM, STEPS)
        assert certificate is not None
        values = [
            term_of(witness.values[v], v.sort.substitute(witness.types)) for v in clause.variables
        ]
        terms = tuple(v for v in values if isinstance(v, Term))
        return Refuted(clause, certificate, name, conjecture.size, terms)

    def follows(self, clause: Clause) -> bool:
        """Whether a clause follows from known laws by rewriting."""
        if not clause.premises and self.simplifier.joins(clause.left, clause.right):
            return True
        return self.prover.follows(Goal.of(clause), SMALL)

    def _attempt(self, conjecture: Conjecture, name: str | None, known: bool) -> Outcome:
        """Try to prove a conjecture; the next try of the same one may go further."""
        clause = conjecture.clause
        tries = self.tries[clause] = self.tries.get(clause, 0) + 1
        earlier = self.memo.get(clause)
        if isinstance(earlier, Proved) and earlier.tries == tries:
            self.learn(self._law(earlier.theorem))
            return earlier
        if isinstance(earlier, Proved | Open) and earlier.tries >= tries:
            return self._open(conjecture, name, tries)
        effort = replace(SMALL, work=self.limits.work << min(tries, 4))
        node = self.prover.prove(Goal.of(clause), effort)
        if node is None:
            return self._open(conjecture, name, tries)
        label = f"law_{len(self.laws) + 1}"
        theorem = Theorem(label, clause, clause.variables, node)
        finished = [law.proof for law in self.laws if isinstance(law.proof, Theorem)]
        theorem = minimise(theorem, finished)
        self.learn(self._law(theorem))
        return Proved(clause, theorem, name, conjecture.size, known, tries)

    def _open(self, conjecture: Conjecture, name: str | None, tries: int) -> Open:
        hint = None
        if self.prover.left:
            goal, _ = self.prover.left[0]
            assumed = tuple(h.conclusion for h in goal.hypotheses if h.is_unit)
            hint = clause_of(goal.left, goal.right, assumed)
        reason = "no proof within the limits"
        return Open(conjecture.clause, reason, hint, name, conjecture.size, tries)

    @staticmethod
    def _law(theorem: Theorem) -> Law:
        return Law("theorem", theorem.name, 0, theorem.clause, "", theorem)
