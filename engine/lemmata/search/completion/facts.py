"""What a completion has derived, and how: a chain of steps for each equation, on cells.

A step keeps the subterm before and after it; the instance it uses is found again by matching. Only
the equations that the goal needs are turned into terms in the end.
"""

from __future__ import annotations

from collections.abc import Sequence

from lemmata.search.completion import proof
from lemmata.search.completion.cells import Cell, in_order
from lemmata.search.completion.normal import Step
from lemmata.search.completion.setup import Setup
from lemmata.terms.term import Term


class Fact:
    """An equation: the input number `input` (else -1), or derived by `steps` from left to right.

    The variables of the steps are those before they were numbered anew, as `renaming` says.
    """

    __slots__ = ("input", "left", "renaming", "right", "sort", "steps")

    def __init__(
        self,
        left: Cell,
        right: Cell,
        sort: int,
        input_: int,
        steps: Sequence[Step],
        renaming: dict[int, int],
    ) -> None:
        self.left = left
        self.right = right
        self.sort = sort
        self.input = input_
        self.steps = list(steps)
        self.renaming = renaming


def reverse(steps: Sequence[Step]) -> list[Step]:
    """The steps that lead back."""
    return [(by ^ 1, path, after, before) for by, path, before, after in reversed(steps)]


class Extraction:
    """Turns the facts that a chain needs into equations and steps on terms."""

    def __init__(self, setup: Setup, facts: Sequence[Fact]) -> None:
        self.setup = setup
        self.signature = setup.signature
        self.facts = facts

    def outcome(self, goal_steps: Sequence[Step], counters: dict[str, int]) -> proof.Outcome:
        """The outcome of a proof whose goal has these steps."""
        needed: set[int] = set()
        stack = [step[0] >> 1 for step in goal_steps]
        while stack:
            number = stack.pop()
            if number not in needed:
                needed.add(number)
                stack.extend(step[0] >> 1 for step in self.facts[number].steps)
        places = {number: i for i, number in enumerate(sorted(needed))}
        derived = [self._derived(self.facts[number], places) for number in places]
        chain = [self._step(step, places, {}) for step in goal_steps]
        kept, steps = proof.extract(derived, self.setup.goal[0], chain)
        return self.setup.restore(proof.Outcome(True, kept, steps, "", False, counters))

    def _names(self, fact: Fact) -> dict[int, str]:
        """The names of the variables in the steps; new numbers for those that vanish."""
        names: dict[int, str] = {}
        for old, new in fact.renaming.items():
            names[old] = f"{self.setup.prefix}{new + 1}"
        count = len(fact.renaming)
        for _, _, before, after in fact.steps:
            for variable in in_order(before, after):
                if variable not in names:
                    count += 1
                    names[variable] = f"{self.setup.prefix}{count}"
        return names

    def _derived(self, fact: Fact, places: dict[int, int]) -> proof.Derived:
        if fact.input >= 0:
            return proof.Derived(*self.setup.inputs[fact.input], fact.input)
        own = {i: f"{self.setup.prefix}{i + 1}" for i in in_order(fact.left, fact.right)}
        left = self.signature.term(fact.left, fact.sort, own)
        right = self.signature.term(fact.right, fact.sort, own)
        names = self._names(fact)
        steps = tuple([self._step(step, places, names) for step in fact.steps])
        return proof.Derived(left, right, None, steps)

    def _step(self, step: Step, places: dict[int, int], names: dict[int, str]) -> proof.Step:
        by, path, before, after = step
        source = self.facts[by >> 1]
        if by & 1:
            before, after = after, before
        values: dict[int, Cell] = {}
        stack = [(source.left, before), (source.right, after)]
        while stack:
            pattern, cell = stack.pop()
            if pattern.head < 0:
                values.setdefault(~pattern.head, cell)
            elif pattern.mask:
                stack.extend(zip(pattern.args, cell.args, strict=True))
        sides = ((source.left, source.sort), (source.right, source.sort))
        sorts = self.signature.variable_sorts(sides)
        binding = {
            variable: self.signature.term(values[number], sorts[number], names)
            for number, variable in self._variables(source, sorts).items()
        }
        return proof.Step(places[by >> 1], bool(by & 1), path, binding)

    def _variables(self, source: Fact, sorts: dict[int, int]) -> dict[int, Term]:
        """The variables of a fact as terms, by number."""
        if source.input < 0:
            return {
                i: Term.variable(f"{self.setup.prefix}{i + 1}", self.signature.sorts[sorts[i]])
                for i in in_order(source.left, source.right)
            }
        found: dict[Term, int] = {}
        for side in self.setup.inputs[source.input]:
            for _, sub in side.positions():
                if sub.is_variable:
                    found.setdefault(sub, len(found))
        return {number: variable for variable, number in found.items()}
