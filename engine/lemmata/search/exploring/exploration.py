"""Exploring a theory: conjectures from its definitions, each refuted, proved or left open.

    shapes       what has a name (commutativity, distributivity, ...) for every choice of operations
    equations    small terms with equal values on samples, smallest first
    conditions   equations that hold where others do

A conjecture is run on values; what follows from known laws without induction is dropped, unless it
has a name; the rest is attempted, and again whenever there are new laws.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from lemmata.proof.nodes import Law
from lemmata.search.exploring.conditions import Conditions
from lemmata.search.exploring.desk import Conjecture, Desk
from lemmata.search.exploring.events import (
    Event,
    Finished,
    Limits,
    Open,
    Outcome,
    Progress,
    Proved,
    Refuted,
)
from lemmata.search.exploring.samples import COUNT, Samples
from lemmata.search.exploring.shapes import conjectures
from lemmata.search.exploring.signature import constants, operations_of
from lemmata.search.exploring.typing import generalised
from lemmata.search.inductive.exploration import Explorer
from lemmata.search.inductive.goal import GaveUp
from lemmata.search.inductive.signature import Operation
from lemmata.search.speculation import clause_of
from lemmata.terms.declarations import Clause, Theory
from lemmata.terms.symbols import Kind, Symbol

MIDDLE = 5


class Exploration:
    """Explores one theory; nothing but its definitions is used, and the laws of `library`."""

    def __init__(
        self,
        theory: Theory,
        seed: int = 0,
        limits: Limits | None = None,
        memo: Mapping[Clause, Outcome] | None = None,
        library: Sequence[Law] = (),
        only: Sequence[Symbol] = (),
    ) -> None:
        """`memo` has the outcomes of an earlier run that was interrupted, by clause.

        With `only`, other functions are left out of conjectures.
        """
        self.only = frozenset(only)
        self.theory, self.seed, self.limits = theory, seed, limits or Limits()
        self.memo, self.library = memo or {}, library
        self.counts = {"conjectured": 0, "refuted": 0, "proved": 0}
        self.waiting: list[Conjecture] = []
        self.open: dict[Clause, Conjecture] = {}

    def run(self, expired: Callable[[], bool] = lambda: False) -> Iterator[Event]:
        """Events in a fixed order; `Finished` is the last one."""
        self.desk = Desk(self.theory, self.seed, self.limits, self.memo, self.library, expired)
        try:
            yield from self._run(self._operations())
        except GaveUp:
            yield self._progress()
            yield Finished(False)
            return
        yield self._progress()
        yield Finished(True)

    def _operations(self) -> list[Operation]:
        """The operations of the theory, of its functions those that were asked for."""
        found = operations_of(self.theory)
        if not self.only:
            return found
        return [o for o in found if o.symbol.kind is Kind.CONSTRUCTOR or o.symbol in self.only]

    def _run(self, operations: Sequence[Operation]) -> Iterator[Event]:
        desk = self.desk
        self.explorer = Explorer(
            operations,
            desk.tester,
            desk.simplifier,
            expired=desk.expired,
            limit=self.limits.terms,
            count=COUNT,
            sample=Samples(desk.tester),
            functions=2,
        )
        named = [Conjecture(c, form) for form, c in conjectures(operations, constants(operations))]
        yield from self._level(named)
        for size in range(1, self.limits.size + 1):
            opened = desk.simplifier.open
            pairs = [(opened(a), opened(b)) for a, b in self.explorer.conjectures(size)]
            clauses = [clause_of(*generalised([pair])[0]) for pair in pairs]
            yield from self._level([Conjecture(clause) for clause in clauses])
            if size == min(MIDDLE, self.limits.size):
                yield from self._conditional(size)

    def _conditional(self, largest: int) -> Iterator[Event]:
        """Equations with premises about terms up to a size."""
        conditions = Conditions(self.explorer)
        for size in range(1, largest + 1):
            found = conditions.conjectures(size, self.limits.premises)
            yield from self._level([Conjecture(clause) for clause in found], ordered=False)

    def _level(self, row: Sequence[Conjecture], ordered: bool = True) -> Iterator[Event]:
        """Try conjectures, general and small ones first; then again those that are open."""
        self.waiting = sorted(row, key=lambda c: c.promise) if ordered else list(row)
        before = self.counts["proved"]
        while self.waiting:
            conjecture = self.waiting.pop(0)
            if conjecture.clause in self.desk.seen:
                continue
            self.desk.seen.add(conjecture.clause)
            yield from self._try(conjecture)
        while self.counts["proved"] > before:
            before = self.counts["proved"]
            for clause, conjecture in list(self.open.items()):
                del self.open[clause]
                yield from self._try(conjecture)

    def _try(self, conjecture: Conjecture) -> Iterator[Event]:
        self.counts["conjectured"] += 1
        outcome = self.desk.judge(conjecture)
        if outcome is None:
            return
        if isinstance(outcome, Proved):
            self.counts["proved"] += 1
        elif isinstance(outcome, Refuted):
            self.counts["refuted"] += 1
        elif isinstance(outcome, Open):
            self.open[outcome.clause] = replace(conjecture, clause=outcome.clause)
        yield outcome
        yield self._progress()

    def _progress(self) -> Progress:
        return Progress(
            self.counts["conjectured"],
            self.counts["refuted"],
            self.counts["proved"],
            len(self.open),
            0,
            len(self.waiting),
        )
