"""One attempt at a goal s = t by unfailing completion (Bachmair, Dershowitz, Plaisted).

    given clause loop (DISCOUNT): take the best equation of the queue, simplify it by the active
    ones, and unless it has become trivial or redundant:
      - simplify the active ones by it; those whose left side changes are taken next,
      - overlap it with all active ones: the critical pairs go to the queue,
      - rewrite the goal; proved when its sides meet.

An attempt may be interrupted between two equations and go on later. Deterministic: all ties are
broken by the order of creation. Limits are counts. Nothing here is trusted: each derived equation
carries a chain to be replayed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lemmata.search.completion.cells import Bank, Cell, TooLarge, in_order
from lemmata.search.completion.exploring import explore
from lemmata.search.completion.facts import Extraction, Fact, reverse
from lemmata.search.completion.goal import Goal
from lemmata.search.completion.joining import Joiner, subsumed
from lemmata.search.completion.laws import AC, Laws, is_law
from lemmata.search.completion.normal import Normaliser, Step
from lemmata.search.completion.ordering import KBO, LPO, Order
from lemmata.search.completion.overlaps import COMPOSITE, NO_PAIR, Overlaps
from lemmata.search.completion.proof import Outcome
from lemmata.search.completion.queue import Passive, Queue
from lemmata.search.completion.rules import APART, Direction, Rule, Rules, probe
from lemmata.search.completion.setup import Setup
from lemmata.search.completion.strategies import Strategy, is_definition, ranks, weights
from lemmata.terms.term import Term

CELLS = 700_000
"""With more cells than this, those not in use are forgotten."""


PROVED = "proved"
EXHAUSTED = "nothing is left but too large terms"


@dataclass(frozen=True, slots=True)
class Limits:
    """When to give up: counts, and a `deadline` that says whether the time is over."""

    given: int = 20_000
    pairs: int = 3_000_000
    size: int = 1_000
    deadline: Callable[[], bool] | None = None


class Completion:
    """One attempt: its facts, rules and waiting equations, and the goal."""

    def __init__(
        self, setup: Setup, limits: Limits, strategy: Strategy, size: int | None = None
    ) -> None:
        self.setup, self.limits, self.strategy = setup, limits, strategy
        signature = setup.signature
        rank = ranks(setup, strategy)
        goal_heads = {
            signature.number(sub)
            for side in setup.goal
            for sub in side.subterms()
            if not sub.is_variable
        }
        scores = [
            strategy.goal_symbol if head in goal_heads else strategy.other_symbol
            for head in range(len(rank))
        ]
        self.bank = Bank(
            weights(signature, strategy, rank), scores, strategy.variable, size or self._size()
        )
        for i in range(2 * APART):
            self.bank.variable(i).score = strategy.variable
        self.order: Order = LPO(rank) if strategy.lpo else KBO(rank)
        self.rules = Rules(self.bank, len(rank))
        results = signature.results
        least: list[Cell] = [self.bank.variable(0)] * len(signature.sorts)
        for head in sorted(range(len(rank)), key=lambda h: -rank[h]):
            if not signature.arity(head):
                least[results[head]] = self.bank.apply(head, ())
        self.normaliser = Normaliser(self.bank, self.rules, self.order, least, results)
        self.overlaps = Overlaps(self.bank, self.rules, self.order, self.normaliser)
        self.ac = AC(self.bank)
        self.joiner = Joiner(self.normaliser, self.ac)
        self.queue = Queue(strategy.age_every, strategy.goal_every)
        self.facts: list[Fact] = []
        self.ways: list[Direction] = []
        self.laws = Laws(self.bank, self.ac)
        self.incomplete = self.late = False
        self.heavy = 10**9
        self.numbers = 0
        self.counters = dict.fromkeys(
            (
                "given",
                "pairs",
                "heavy",
                "trivial",
                "composite",
                "orphans",
                "subsumed",
                "ac",
                "ground",
            ),
            0,
        )
        self._start()

    def with_larger_terms(self) -> Completion:
        """The same attempt from the beginning, with larger terms."""
        size = min(self.limits.size, 3 * self.bank.limit)
        return Completion(self.setup, self.limits, self.strategy, size)

    def _size(self) -> int:
        """How large a term may become at first."""
        inputs = [side.size for pair in (*self.setup.inputs, self.setup.goal) for side in pair]
        return min(self.limits.size, max(100, 4 * max(inputs)))

    def _start(self) -> None:
        signature = self.setup.signature
        sides = []
        for side in self.setup.goal:
            sides.append(signature.cell(self.bank, side, {}))
        self.goal = Goal(sides[0], sides[1], self.normaliser)
        definitions = []
        for number, (left, right) in enumerate(self.setup.inputs):
            variables: dict[Term, int] = {}
            one = signature.cell(self.bank, left, variables)
            two = signature.cell(self.bank, right, variables)
            sort = signature.sort(left.sort)
            names = {i: i for i in range(len(variables))}
            self.facts.append(Fact(one, two, sort, number, (), names))
            self._push(Passive(None, 0, None, number, 0), one, two)
            rule = Rule(number, True, sort, 0, 0)
            ways = [Direction(self.bank, rule, 2 * number, one, two)]
            ways.append(Direction(self.bank, rule, 2 * number + 1, two, one))
            definitions += [
                ways[i] for i in (0, 1) if is_definition(*((left, right)[:: 1 - 2 * i]))
            ]
            self.ways += ways
        self.goal.unfold(definitions)

    def explore(self, budget: int) -> bool:
        """Whether the goal's sides are few steps apart, by the inputs in both directions."""
        ends = self.goal.ends_of_chain()
        self.goal.chain = explore(ends, self.ways, self.normaliser, budget, self._expired)
        return self.goal.chain is not None

    # The loop ----------------------------------------------------------------------------

    def run(self, pairs: int, given: int) -> str:
        """Go on until so many more pairs are formed or taken; "" then, or why there is an end."""
        last_pair = self.counters["pairs"] + pairs
        last_given = self.counters["given"] + given
        while not self.goal.met:
            if self.counters["pairs"] >= last_pair or self.counters["given"] >= last_given:
                return ""
            if self.queue.picks % 8 == 0 and self._expired():
                return "time is over"
            if self.bank.live() > CELLS and self.numbers % 16 == 0:
                self._forget()
            passive = self.queue.pop()
            self.heavy = max(self.queue.front * self.strategy.lazy, 300)
            if passive is None:
                return self._end()
            try:
                fact = self._simplified(passive)
            except TooLarge:
                self.incomplete = True
                continue
            if fact is not None:
                self.counters["given"] += 1
                self._activate(fact, passive.depth)
        return PROVED

    def _end(self) -> str:
        """Why nothing is left; only "saturated" says that the goal does not follow."""
        if self.late:
            return "time is over"
        if self.incomplete or not self.goal.settle():
            return EXHAUSTED
        return PROVED if self.goal.met else "saturated"

    def _expired(self) -> bool:
        """Whether the time is over; asking is not cheap everywhere."""
        return self.limits.deadline is not None and self.limits.deadline()

    def outcome(self, reason: str) -> Outcome:
        """The proof that was found, or the reason why there is none."""
        counters = {**self.counters, "orphans": self.queue.orphans}
        if not self.goal.met:
            return Outcome(False, (), (), reason, self.incomplete, counters)
        return Extraction(self.setup, self.facts).outcome(self.goal.steps(), counters)

    def _forget(self) -> None:
        """Keep only the cells that rules, goal and waiting facts are made of."""
        self.ac.forget()
        self.joiner.forget()
        kept = [*self.rules.cells(), *self.goal.cells(), *self.normaliser.least]
        numbers = [rule.fact for rule in self.rules.active.values()]
        numbers += [i for i, fact in enumerate(self.facts) if fact.input >= 0]
        numbers += self.queue.facts_first()
        for number in numbers:
            kept += [self.facts[number].left, self.facts[number].right]
        for way in self.ways:
            kept += [way.left, way.right]
        self.bank.keep(kept)
        self.rules.now += 1

    # Simplifying a waiting equation ------------------------------------------------------

    def _simplified(self, passive: Passive) -> Fact | None:
        """What is left of a waiting equation; None if it is redundant."""
        top: Cell | None = None
        if passive.outer is None or passive.inner is None:
            fact = self.facts[passive.fact]
            left, right, sort = fact.left, fact.right, fact.sort
            left.forget()
            right.forget()
            steps: list[Step] = [(2 * passive.fact, (), left, right)]
        else:
            outer, place, inner = passive.outer, passive.place, passive.inner
            top, steps = self.overlaps.steps(outer, place, inner)
            left, right = self.overlaps.left, self.overlaps.right
            if not (self.order.greater(top, left) and self.order.greater(top, right)):
                top = None
            sort = outer.rule.sort
        left, before = self.normaliser.trace(left)
        right, after = self.normaliser.trace(right)
        if self._redundant(left, right, sort, top):
            return None
        steps = [*reverse(before), *steps, *after]
        if self.order.greater(right, left):
            left, right, steps = right, left, reverse(steps)
        return self._fact(left, right, sort, steps)

    def _fact(self, left: Cell, right: Cell, sort: int, steps: list[Step]) -> Fact | None:
        """A new fact, its variables numbered in order of occurrence."""
        renaming = {old: new for new, old in enumerate(in_order(left, right))}
        if len(renaming) >= APART:
            self.incomplete = True
            return None
        binding = [self.bank.variable(0)] * (max(renaming, default=0) + 1)
        for old, new in renaming.items():
            binding[old] = self.bank.variable(new)
        left, right = self.bank.instance(left, binding), self.bank.instance(right, binding)
        return Fact(left, right, sort, -1, steps, renaming)

    def _redundant(self, left: Cell, right: Cell, sort: int, top: Cell | None) -> bool:
        if left is right:
            self.counters["trivial"] += 1
        elif subsumed(left, right, sort, self.normaliser):
            self.counters["subsumed"] += 1
        elif self.ac.heads and self.ac.equal(left, right) and not is_law(left, right):
            self.counters["ac"] += 1
        elif not is_law(left, right) and self._joinable(left, right, sort, top):
            self.counters["ground"] += 1
        else:
            return False
        return True

    def _joinable(self, left: Cell, right: Cell, sort: int, top: Cell | None) -> bool:
        sorts: dict[int, int] = {}
        if len(self.setup.signature.sorts) > 1:
            sorts = self.setup.signature.variable_sorts(((left, sort), (right, sort)))
        try:
            return self.joiner.joinable(left, right, sorts, top)
        except TooLarge:
            return False

    # Activating --------------------------------------------------------------------------

    def _activate(self, fact: Fact, depth: int) -> None:
        number = len(self.facts)
        self.facts.append(fact)
        left, right = fact.left, fact.right
        self.numbers += 1
        rule = Rule(number, self.order.greater(left, right), fact.sort, self.numbers, depth)
        rule.directions.append(self._direction(rule, 2 * number, left, right))
        if not rule.oriented:
            rule.directions.append(self._direction(rule, 2 * number + 1, right, left))
        self.rules.add(rule)
        self._simplify_rules(rule)
        self._note_law(rule, fact)
        self._superpose_all(rule)
        self.goal.rewrite(rule)

    def _direction(self, rule: Rule, by: int, left: Cell, right: Cell) -> Direction:
        direction = Direction(self.bank, rule, by, left, right)
        if not rule.oriented:
            if not self.strategy.lpo:
                direction.probe = probe(direction.left, direction.right)
            if direction.total > direction.known:
                sides = ((direction.left, rule.sort), (direction.right, rule.sort))
                sorts = self.setup.signature.variable_sorts(sides)
                self.normaliser.fill[direction] = [
                    self.normaliser.least[sorts[i]] for i in range(direction.known, direction.total)
                ]
        return direction

    def _simplify_rules(self, new: Rule) -> None:
        """Requeue what the new rule reduces; right sides are normalised in place."""
        changed: dict[int, Rule] = {}
        for direction in new.directions:
            head, size = direction.left.head, direction.left.size
            tables = self.rules.places if head < 0 else [self.rules.places[head]]
            for table in tables:
                for (other, _), sub in table.items():
                    old = other.rule
                    if sub.size < size or old is new or old.law or old.number in changed:
                        continue
                    if self.normaliser.reduces(direction, sub):
                        changed[old.number] = old
        for old in changed.values():
            self.rules.remove(old)
            self.queue.push_first(Passive(None, 0, None, old.fact, old.depth))
        for old in list(self.rules.active.values()):
            if old.oriented:
                self._simplify_right(old, old.directions[0])

    def _simplify_right(self, rule: Rule, direction: Direction) -> None:
        try:
            if self.normaliser.normal(direction.right) is direction.right:
                return
            right, after = self.normaliser.trace(direction.right)
        except TooLarge:
            return
        fact = self.facts[rule.fact]
        steps = [(2 * rule.fact, (), direction.left, direction.right), *after]
        names = {i: i for i in in_order(direction.left)}
        rule.fact = len(self.facts)
        self.facts.append(Fact(direction.left, right, fact.sort, -1, steps, names))
        direction.set_right(self.bank, right, 2 * rule.fact)

    def _note_law(self, rule: Rule, fact: Fact) -> None:
        """Once a symbol is AC, drop what that makes redundant, and add the law of exchange."""
        head = self.laws.note(rule, fact.left, fact.right)
        if head is None:
            return
        for old in list(self.rules.active.values()):
            direction = old.directions[0]
            if not old.law and self.ac.equal(direction.left, direction.right):
                self.rules.remove(old)
        found = self.laws.exchange(head)
        if found is not None:
            left, right, steps, associative = found
            new = self._fact(left, right, fact.sort, steps)
            if new is not None:
                self.counters["given"] += 1
                self._activate(new, max(associative.depth, rule.depth))

    # Critical pairs -----------------------------------------------------------------------

    def _superpose_all(self, new: Rule) -> None:
        for count, (outer, place, inner) in enumerate(self.overlaps.all(new)):
            if count % 256 == 255 and self._expired():
                self.late = True
                return
            try:
                self._superpose(outer, place, inner)
            except TooLarge:
                self.incomplete = True

    def _superpose(self, outer: Direction, place: int, inner: Direction) -> None:
        counters = self.counters
        found = self.overlaps.superpose(outer, place, inner, True)
        if found == NO_PAIR:
            return
        counters["pairs"] += 1
        if found == COMPOSITE:
            counters["composite"] += 1
            return
        normal = self.normaliser.normal
        left, right = self.overlaps.left, self.overlaps.right
        if self._score(left, right, 0) > self.heavy:
            depth = max(outer.rule.depth, inner.rule.depth) + 1
            self.counters["heavy"] += 1
            self._push(Passive(outer, place, inner, -1, depth), left, right)
            return
        left = normal(left)
        right = normal(right)
        if left is right:
            counters["trivial"] += 1
        elif self.ac.heads and self.ac.equal(left, right) and not is_law(left, right):
            counters["ac"] += 1
        else:
            depth = max(outer.rule.depth, inner.rule.depth) + 1
            self._push(Passive(outer, place, inner, -1, depth), left, right)

    def _score(self, left: Cell, right: Cell, depth: int) -> int:
        strategy = self.strategy
        one, two = left.score, right.score
        if one < two:
            one, two = two, one
        return strategy.high * one + strategy.low * two + strategy.depth * depth

    def _push(self, passive: Passive, left: Cell, right: Cell) -> None:
        score = self._score(left, right, passive.depth)
        sides = self.goal.sides
        about = left in sides[0] or left in sides[1] or right in sides[0] or right in sides[1]
        self.queue.push(passive, score, about)
