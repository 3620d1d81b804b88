"""Lemmas for a goal, by exploring the theory of its operations until the goal can be proved.

conjecture   small terms with equal values on samples, smallest first
prove        each by an attempt of its own, with the lemmas that are known by then
retry        the goal after every lemma, the open conjectures after every size
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from lemmata.proof.nodes import Law, Node, Theorem
from lemmata.search.inductive.attempt import Effort, Prover
from lemmata.search.inductive.closure import Closure, Limits
from lemmata.search.inductive.exploration import Explorer
from lemmata.search.inductive.goal import Goal
from lemmata.search.inductive.guessing import guesses
from lemmata.search.inductive.implications import implications
from lemmata.search.inductive.signature import signature
from lemmata.search.inductive.simplifier import Simplifier
from lemmata.search.inductive.templates import templates
from lemmata.search.speculation import canonical, clause_of, is_instance
from lemmata.search.testing import Tester
from lemmata.terms.declarations import Clause
from lemmata.terms.sorts import BOOL
from lemmata.terms.term import FALSE_TERM, TRUE_TERM, Term

SMALL = Effort(Limits(nodes=300, rounds=5, eager=False), splits=5, candidates=3, work=700)
GOAL = Effort(Limits(nodes=500, rounds=6), splits=5, candidates=4, work=15_000)
DEEP = Effort(Limits(nodes=900, rounds=7), splits=7, nested=1, candidates=5, pairs=True, work=6_000)
MAX_SIZE = 9
STUCK = 4
GUESSES = 6
CANDIDATES = 100
GUESSING = 1_500
Stuck = tuple[Goal, Closure]
Pair = tuple[Term, Term]


@dataclass
class Discovery:
    """Proves one goal with lemmas that it finds."""

    prover: Prover
    simplifier: Simplifier
    tester: Tester
    lemmas: list[Law] = field(default_factory=list)
    stuck: Goal | None = None
    _until: int = 0
    tries: dict[Clause, int] = field(default_factory=dict)
    guessed: dict[Clause, int] = field(default_factory=dict)
    busy: set[Clause] = field(default_factory=set)
    tried: set[Clause] = field(default_factory=set)
    open: dict[tuple[Term, Term], Clause] = field(default_factory=dict)

    def prove(self, goal: Goal, induct: Sequence[str] = ()) -> Node | None:
        """The goal's proof, directly or with lemmas, which are theorems that it cites."""
        return self.direct(goal, induct) or self.explore(goal, induct)

    def direct(self, goal: Goal, induct: Sequence[str] = ()) -> Node | None:
        """A proof with the laws that are known."""
        node, left = self._attempt(goal, GOAL, induct)
        if node is None and self.stuck is None and left:
            self.stuck = _simplest(*left[0])
        return node or self.prover.prove(goal, DEEP, induct)

    def _attempt(
        self, goal: Goal, effort: Effort, induct: Sequence[str] = ()
    ) -> tuple[Node | None, list[Stuck]]:
        """An attempt with the first few goals at which it got stuck."""
        node = self.prover.prove(goal, effort, induct)
        return node, self.prover.left[:STUCK]

    def guess(self, goal: Goal, depth: int, induct: Sequence[str] = ()) -> Node | None:
        """A proof with lemmas that are read off where attempts get stuck."""
        node, left = self._attempt(goal, GOAL, induct)
        if node is not None:
            return node
        found = [(at, guesses(at, closure, self.simplifier)) for at, closure in left]
        for level in range(depth + 1):
            for at, clauses in found:
                if self._from_stuck(at, clauses, level):
                    node = self.prover.prove(goal, GOAL, induct)
                    if node is not None:
                        return node
        return None

    def _from_stuck(self, at: Goal, clauses: Sequence[Clause], depth: int) -> bool:
        """Prove a candidate that closes a stuck goal."""
        tried = 0
        for clause in clauses[:CANDIDATES]:
            self.prover.budget.spend(1)
            if self.prover.budget.work < self._until:
                break
            key = self._simplified(clause)
            if self.guessed.get(key, -1) >= depth or self._busy(clause):
                continue
            if not self.tester.holds(clause, 60, 2_000) or not self._helps(clause, at):
                self.guessed[key] = 99
                continue
            tried += 1
            self.guessed[key] = depth
            if self._lemma(clause):
                return True
            if depth > 0:
                self.busy.add(clause)
                node = self.guess(Goal.of(clause), depth - 1)
                self.busy.discard(clause)
                if node is not None:
                    self._learn(clause, node)
                    return True
            if tried >= GUESSES:
                break
        return False

    def _simplified(self, clause: Clause) -> Clause:
        """Candidates that say the same have the same simplest form."""
        simple = self.simplifier

        def put(pair: Pair) -> Pair:
            left, right = (simple.open(simple.normal(simple.ground(t))) for t in pair)
            return left, right

        return clause_of(*put(clause.conclusion), premises=tuple(map(put, clause.premises)))

    def _busy(self, clause: Clause) -> bool:
        """Whether a clause is or follows from one that is being attempted."""
        if clause.premises:
            return clause in self.busy
        return any(
            not open_.premises and is_instance(clause.conclusion, open_.conclusion)
            for open_ in self.busy
        )

    def _helps(self, clause: Clause, at: Goal) -> bool:
        """Whether a stuck goal would be closed by an assumed law."""
        rules = self.prover.book.rules
        before = len(rules)
        self.prover.book.learn(Law("theorem", "assumed", 0, clause))
        try:
            return self.prover.follows(at, SMALL)
        finally:
            del rules[before:]

    def hint(self) -> tuple[Term, Term] | None:
        """An equation that holds on samples and would help if it was proved."""
        if self.stuck is not None and not any(h.is_unit for h in self.stuck.hypotheses):
            pair = canonical(self.stuck.left, self.stuck.right)
            if pair[0] is not pair[1] and self.tester.holds(clause_of(*pair), 60, 2_000):
                return pair
        return next(iter(self.open), None)

    def explore(
        self,
        goal: Goal,
        induct: Sequence[str] = (),
        pause: Callable[[int], bool] = lambda size: False,
    ) -> Node | None:
        """A proof with lemmas that are found on the way; `pause(size)` may end the search."""
        self.busy.add(
            clause_of(goal.left, goal.right, tuple(h.conclusion for h in goal.hypotheses))
        )
        terms = [goal.left, goal.right, *(t for h in goal.hypotheses for t in h.terms())]
        operations = signature(terms, self.prover.cases, self.prover.datatypes)
        explorer = Explorer(
            operations, self.tester, self.simplifier, expired=self.prover.budget.expired
        )
        open_ = self.simplifier.open
        for size in range(1, MAX_SIZE + 1):
            if pause(size):
                return None
            pairs = [(open_(a), open_(b)) for a, b in explorer.conjectures(size)]
            if size == 1:
                pairs += templates(operations)
            node = self._level(goal, pairs, induct)
            if node is None and size >= 3:
                node = self._conditional(goal, implications(explorer, size + 3), induct)
            if node is None and size >= 2:
                self._until = self.prover.budget.work - GUESSING * size
                node = self.guess(goal, min(size - 2, 2), induct)
            if node is None and size >= 3:
                deep = replace(DEEP, work=DEEP.work * size)
                node = self.prover.prove(goal, deep, induct)
            if node is not None:
                return node
            self.prover.budget.spend(0)
        return None

    def _conditional(
        self, goal: Goal, clauses: Sequence[Clause], induct: Sequence[str]
    ) -> Node | None:
        """Try conditional conjectures; the goal after each success."""
        new = False
        for clause in clauses:
            if clause in self.tried:
                continue
            self.tried.add(clause)
            if self._implication(clause):
                new = True
                node = self.prover.prove(goal, GOAL, induct)
                if node is not None:
                    return node
        if new:
            self._again()
            return self.prover.prove(goal, GOAL, induct)
        return None

    def _implication(self, clause: Clause) -> bool:
        """Prove a conditional conjecture that does not follow from what is known."""
        if self.prover.follows(Goal.of(clause), SMALL):
            return False
        return self.tester.holds(clause, 100, 2_000) and self._lemma(clause)

    def _level(self, goal: Goal, pairs: Sequence[Pair], induct: Sequence[str]) -> Node | None:
        """Try the conjectures of one size, general ones first; the goal after each success."""
        new = False
        for left, right in sorted(pairs, key=_promise):
            if self._conjecture(left, right):
                new = True
                node = self.prover.prove(goal, GOAL, induct)
                if node is not None:
                    return node
        if new:
            self._again()
            return self.prover.prove(goal, GOAL, induct)
        return None

    def _conjecture(self, left: Term, right: Term) -> bool:
        """Prove a conjecture if it is new; whether it has become a lemma."""
        self.prover.budget.spend(1)
        pair = canonical(left, right)
        if pair in self.open or self.simplifier.joins(left, right):
            return False
        if any(is_instance(pair, other) for other in self.open):
            return False
        clause = clause_of(left, right)
        if not self.tester.holds(clause, 60, 2_000):
            return False
        if self._lemma(clause):
            return True
        self.open[pair] = clause
        if left.sort is BOOL and TRUE_TERM not in pair and FALSE_TERM not in pair:
            return self._directions(left, right)
        return False

    def _directions(self, left: Term, right: Term) -> bool:
        """An equivalence that cannot be proved is tried as two implications."""
        found = False
        for p, q in ((left, right), (right, left)):
            clause = clause_of(q, TRUE_TERM, ((p, TRUE_TERM),))
            if clause not in self.tried:
                self.tried.add(clause)
                found |= self._implication(clause)
        return found

    def _again(self) -> bool:
        """Try the open conjectures again; whether any of them has become a lemma."""
        any_new = False
        progress = True
        while progress:
            progress = False
            for pair, clause in list(self.open.items()):
                if self.simplifier.joins(*pair) or self._lemma(clause):
                    del self.open[pair]
                    progress = any_new = True
        return any_new

    def _lemma(self, clause: Clause) -> bool:
        """Prove a conjecture and learn it; each further try of the same one may go further."""
        tries = self.tries[clause] = self.tries.get(clause, 0) + 1
        effort = replace(SMALL, work=SMALL.work << min(tries, 4))
        node = self.prover.prove(Goal.of(clause), effort)
        if node is not None:
            self._learn(clause, node)
        return node is not None

    def _learn(self, clause: Clause, node: Node) -> None:
        name = f"lemma_{len(self.lemmas) + 1}"
        law = Law("theorem", name, 0, clause, "", Theorem(name, clause, clause.variables, node))
        self.lemmas.append(law)
        self.prover.book.learn(law)
        self.simplifier.learn(law)


def _simplest(goal: Goal, closure: Closure) -> Goal:
    """A stuck goal with its sides in normal form."""
    normal = closure.normal_forms()
    find, add = closure.graph.find, closure.graph.add
    left, right = (normal[find(add(t))] for t in (goal.left, goal.right))
    return Goal(goal.hypotheses, left, right)


def _promise(pair: Pair) -> tuple[int, int]:
    """General conjectures first: many variables, few occurrences."""
    left, right = pair
    return -len(left.free | right.free), left.size + right.size
