"""Unfailing completion: prove a goal s = t from equations (Bachmair, Dershowitz, Plaisted).

    given clause loop (DISCOUNT): take the best equation of the queue, simplify it by the active
    ones, and unless it has become trivial or redundant:
      - simplify the active ones by it; those whose left side changes go back to the queue,
      - overlap it with all active ones: the critical pairs go to the queue,
      - rewrite the goal; proved when its sides meet.

Strategies take turns by counts of critical pairs: KBO with two ways to weigh what waits, LPO, and
then the first one to the end. The goal's variables stand for anything, so they are constants here:
every one is replaced by a fresh symbol and put back in the end. Deterministic: all ties are broken
by the order of creation. Limits are counts. Nothing here is trusted; each derived equation carries
a chain to be replayed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lemmata.search.completion_proof import Derived, Outcome, Step, extract, mapped, reverse
from lemmata.search.completion_setup import Equation, Setup, prepare
from lemmata.search.critical_pairs import is_prime, overlaps, superpose
from lemmata.search.equations import Active, Equations, instance
from lemmata.search.joinability import GroundJoiner, is_law, law, subsumed
from lemmata.search.rewriting import Rewriter
from lemmata.search.waiting import Passive, Waiting
from lemmata.terms.ac import ac_equal
from lemmata.terms.matching import variables_in_order
from lemmata.terms.orders import KBO, LPO, Order, Ordering
from lemmata.terms.symbols import Symbol
from lemmata.terms.term import Term


@dataclass(frozen=True, slots=True)
class Limits:
    """When to give up: counts, and a `deadline` that says whether the time is over."""

    given: int = 2_000
    pairs: int = 200_000
    size: int = 200
    deadline: Callable[[], bool] | None = None


@dataclass(frozen=True, slots=True)
class Strategy:
    """An order and a weight for waiting equations, and how many critical pairs it may form."""

    lpo: bool = False
    add_sides: bool = False
    pairs: int | None = None


STRATEGIES = (
    Strategy(pairs=6_000),
    Strategy(add_sides=True, pairs=4_000),
    Strategy(lpo=True, pairs=2_000),
    Strategy(),
)


def complete(
    equations: Sequence[Equation],
    goal: Equation,
    *,
    hypotheses: Sequence[Equation] = (),
    limits: Limits | None = None,
) -> Outcome:
    """Try to prove the goal from the equations, whose variables are universal.

    The variables of the goal and of the hypotheses are fixed. In the outcome the inputs are
    numbered equations first, hypotheses after them.
    """
    setup = prepare(equations, goal, hypotheses)
    limits = limits or Limits()
    for strategy in STRATEGIES:
        attempt = Completion(setup, limits, strategy)
        outcome = attempt.run()
        if not attempt.slice_over:
            break
    return outcome


class Completion:
    """One attempt: its facts, active and waiting equations, and both sides of the goal."""

    def __init__(self, setup: Setup, limits: Limits, strategy: Strategy) -> None:
        self.setup, self.limits, self.strategy = setup, limits, strategy
        kbo = KBO(setup.ranks, setup.weights)
        self.order: Order = LPO(setup.ranks) if strategy.lpo else kbo
        self.facts: list[Derived] = list(setup.inputs)
        self.equations = Equations(setup.least)
        self.rewriter = Rewriter(self.equations, self.order)
        self.joiner = None if strategy.lpo else GroundJoiner(self.equations, kbo)
        self.active: dict[int, Active] = {}
        self.waiting = Waiting(kbo, strategy.add_sides)
        self.laws: dict[Symbol, dict[str, Active]] = {}
        self.ac: list[Symbol] = []
        self.incomplete = self.slice_over = False
        self.goal: list[tuple[Term, list[Step]]] = [(side, []) for side in setup.goal]
        self.counters = dict.fromkeys(
            ("given", "pairs", "trivial", "composite", "orphans", "subsumed", "ac", "ground"), 0
        )

    # The loop ----------------------------------------------------------------------------

    def run(self) -> Outcome:
        """Run to a proof, a limit, or saturation."""
        too_large = f"limit: terms of {self.limits.size} symbols"
        sides = [*self.setup.goal, *(t for f in self.facts for t in (f.left, f.right))]
        if any(side.size > self.limits.size for side in sides):
            return self._unproved(too_large)
        for number, fact in enumerate(self.facts):
            self.waiting.push(Passive(None, number, 0), fact.left, fact.right)
        self._rewrite_goal()
        while not self._met():
            self.slice_over = self.counters["pairs"] >= (self.strategy.pairs or math.inf)
            if self.slice_over:
                return self._unproved("the strategy's share is used up")
            if self.counters["given"] >= self.limits.given:
                return self._unproved(f"limit: {self.limits.given} given clauses")
            if self.counters["pairs"] >= self.limits.pairs:
                return self._unproved(f"limit: {self.limits.pairs} critical pairs")
            if self.limits.deadline is not None and self.limits.deadline():
                return self._unproved("time is over")
            passive = self.waiting.pop()
            if passive is None:
                return self._unproved(too_large if self.incomplete else "saturated")
            given = self._simplified(passive)
            if given is not None:
                self.counters["given"] += 1
                self._activate(given, passive.depth)
        return self._proved()

    # Simplifying a waiting equation ------------------------------------------------------

    def _simplified(self, passive: Passive) -> int | None:
        """The number of the fact that is left of a waiting equation; None if it is redundant."""
        if passive.overlap is None:
            fact = self.facts[passive.fact]
            left, right = fact.left, fact.right
            identity = {v: v for v in variables_in_order(left, right)}
            chain = [Step(passive.fact, False, (), identity)]
        else:
            pair = superpose(passive.overlap, self.order)
            if pair is None:
                return None
            left, right, chain = pair.left, pair.right, pair.chain()
        left, before = self.rewriter.trace(left)
        right, after = self.rewriter.trace(right)
        if self._redundant(left, right):
            return None
        if max(left.size, right.size) > self.limits.size:
            self.incomplete = True
            return None
        chain = [*reverse(before), *chain, *after]
        if self.order.greater(right, left):
            left, right, chain = right, left, reverse(chain)
        return self._add_fact(left, right, chain)

    def _add_fact(self, left: Term, right: Term, chain: Sequence[Step]) -> int:
        """A new fact with the variables v1, v2, .. in order of occurrence."""
        renaming = {
            v: Term.variable(f"{self.setup.prefix}{i}", v.sort)
            for i, v in enumerate(variables_in_order(left, right), 1)
        }
        left, right = instance(left, renaming), instance(right, renaming)
        steps = mapped(chain, lambda term: instance(term, renaming))
        self.facts.append(Derived(left, right, None, tuple(steps)))
        return len(self.facts) - 1

    def _redundant(self, left: Term, right: Term) -> bool:
        if left is right:
            self.counters["trivial"] += 1
        elif subsumed(left, right, self.equations):
            self.counters["subsumed"] += 1
        elif self.ac and ac_equal(left, right, self.ac) and not is_law(left, right):
            self.counters["ac"] += 1
        elif (
            self.joiner is not None
            and not is_law(left, right)
            and self.joiner.joinable(left, right, self.ac)
        ):
            self.counters["ground"] += 1
        else:
            return False
        return True

    # Activating --------------------------------------------------------------------------

    def _activate(self, number: int, depth: int) -> None:
        fact = self.facts[number]
        oriented = self.order.compare(fact.left, fact.right) is Ordering.GREATER
        new = Active(number, fact.left, fact.right, oriented, self.counters["given"], depth)
        self.equations.add(new)
        self._simplify_active(new)
        self.active[new.number] = new
        self._note_law(new)
        self._superpose_all(new)
        self._rewrite_goal()

    def _simplify_active(self, new: Active) -> None:
        """Requeue what the new equation reduces; right sides are normalised in place."""
        for old in list(self.active.values()):
            sides = (old.left,) if old.oriented else (old.left, old.right)
            if any(self.rewriter.reduces(new, side) for side in sides) and not self._kept(old):
                self.equations.remove(old)
                del self.active[old.number]
                fact = self.facts[old.fact]
                self.waiting.push(Passive(None, old.fact, old.depth), fact.left, fact.right)
            elif old.oriented and not self.rewriter.is_normal(old.right):
                right, after = self.rewriter.trace(old.right)
                identity = {v: v for v in variables_in_order(old.left, old.right)}
                chain = [Step(old.fact, False, (), identity), *after]
                self.facts.append(Derived(old.left, right, None, tuple(chain)))
                self.equations.simplify_right(old, right, len(self.facts) - 1)

    def _kept(self, active: Active) -> bool:
        return any(active in laws.values() for laws in self.laws.values())

    def _note_law(self, new: Active) -> None:
        """Once f is associative and commutative, add f(x, f(y, z)) = f(y, f(x, z))."""
        found = law(new.left, new.right)
        if found is None:
            return
        name, symbol = found
        laws = self.laws.setdefault(symbol, {})
        laws[name] = new
        if symbol in self.ac or not {"associative", "commutative"} <= laws.keys():
            return
        self.ac.append(symbol)
        for old in list(self.active.values()):
            if not self._kept(old) and ac_equal(old.left, old.right, self.ac):
                self.equations.remove(old)
                del self.active[old.number]
        if "exchange" not in laws:
            self._exchange(laws["associative"], laws["commutative"])

    def _exchange(self, associative: Active, commutative: Active) -> None:
        """f(x, f(y, z)) = f(f(x, y), z) = f(f(y, x), z) = f(y, f(x, z))."""
        (x, y), z = associative.left.args[0].args, associative.left.args[1]
        turned = associative.right.args[1]
        left = associative.right
        right = left.with_args((y, turned.with_args((x, z))))
        p, q = commutative.left.args
        chain = [
            Step(associative.fact, True, (), {x: x, y: y, z: z}),
            Step(commutative.fact, False, (0,), {p: x, q: y}),
            Step(associative.fact, False, (), {x: y, y: x, z: z}),
        ]
        number = self._add_fact(left, right, chain)
        self.counters["given"] += 1
        self._activate(number, max(associative.depth, commutative.depth))

    def _superpose_all(self, new: Active) -> None:
        for overlap in overlaps(new, list(self.active.values())):
            if not new.alive:
                return
            pair = superpose(overlap, self.order)
            if pair is None:
                continue
            self.counters["pairs"] += 1
            if not is_prime(pair, self.rewriter):
                self.counters["composite"] += 1
                continue
            left, right = self.rewriter.normal(pair.left), self.rewriter.normal(pair.right)
            if left is right:
                self.counters["trivial"] += 1
            elif self.ac and ac_equal(left, right, self.ac) and not is_law(left, right):
                self.counters["ac"] += 1
            elif max(left.size, right.size) > self.limits.size:
                self.incomplete = True
            else:
                self.waiting.push(Passive(overlap, -1, overlap.depth), left, right)

    # The goal ----------------------------------------------------------------------------

    def _rewrite_goal(self) -> None:
        for i, (side, steps) in enumerate(self.goal):
            normal, more = self.rewriter.trace(side)
            self.goal[i] = (normal, steps + more)

    def _met(self) -> bool:
        return self.goal[0][0] is self.goal[1][0]

    def _proved(self) -> Outcome:
        (_, first), (_, second) = self.goal
        chain = [*first, *reverse(second)]
        kept, steps = extract(self.facts, self.setup.goal[0], chain)
        counters = {**self.counters, "orphans": self.waiting.orphans}
        return self.setup.restore(Outcome(True, kept, steps, "", self.incomplete, counters))

    def _unproved(self, reason: str) -> Outcome:
        counters = {**self.counters, "orphans": self.waiting.orphans}
        return Outcome(False, (), (), reason, self.incomplete, counters)
