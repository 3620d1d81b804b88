"""Sequents to be proved by search, and the count of what may be tried."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from lemmata.proof.nodes import Hypothesis, unit
from lemmata.terms.declarations import Clause
from lemmata.terms.term import Term


class GaveUp(Exception):
    """A limit was hit; the message names it."""


@dataclass(frozen=True, slots=True)
class Goal:
    """Hypotheses and an equation; free variables are universally quantified.

    `seeds` has for each induction hypothesis, in order, what has become of its variables: there,
    and at the parts of these values, the hypothesis is used even where no term asks for it.
    """

    hypotheses: tuple[Hypothesis, ...]
    left: Term
    right: Term
    seeds: tuple[tuple[Term, ...], ...] = ()

    @staticmethod
    def of(clause: Clause) -> Goal:
        """The sequent that proves a clause."""
        return Goal(tuple(unit(a, b) for a, b in clause.premises), clause.left, clause.right)

    def variables(self) -> list[Term]:
        """Free variables of the two sides and the unit hypotheses, by first occurrence."""
        found: dict[Term, None] = {}
        units = [t for h in self.hypotheses if h.is_unit for t in h.conclusion]
        for term in (self.left, self.right, *units):
            for sub in term.subterms():
                if sub.is_variable:
                    found.setdefault(sub)
        return list(found)

    def names(self) -> set[str]:
        """Every variable name in the sequent."""
        terms = [self.left, self.right, *(t for h in self.hypotheses for t in h.terms())]
        return {str(v.head) for t in terms for v in t.free}

    def substitute(self, variable: Term, value: Term) -> Goal:
        """The goal with a variable replaced."""
        binding = {variable: value}
        hypotheses = tuple(h.substitute(binding) for h in self.hypotheses)
        seeds = tuple(tuple(t.substitute(binding) for t in row) for row in self.seeds)
        left, right = self.left.substitute(binding), self.right.substitute(binding)
        return Goal(hypotheses, left, right, seeds)

    def assuming(self, hypothesis: Hypothesis, seed: tuple[Term, ...] | None = None) -> Goal:
        """The goal with one more hypothesis; an induction hypothesis with its variables."""
        seeds = self.seeds if seed is None else (*self.seeds, seed)
        return Goal((*self.hypotheses, hypothesis), self.left, self.right, seeds)


@dataclass
class Budget:
    """How many nodes all graphs together may hold; a wall clock only ends the attempt."""

    work: int = 10_000_000
    expired: Callable[[], bool] = field(default=lambda: False)

    def spend(self, work: int) -> None:
        """Count work done; raises GaveUp when there is none left."""
        self.work -= work
        if self.work < 0:
            raise GaveUp("limit: saturations")
        if self.expired():
            raise GaveUp("limit: time")
