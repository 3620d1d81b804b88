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
from lemmata.search.exploring.desk import Conjecture, Desk, Judge
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
from lemmata.search.exploring.known import key
from lemmata.search.exploring.samples import COUNT, Samples
from lemmata.search.exploring.shapes import conjectures
from lemmata.search.exploring.signature import constants, operations_of
from lemmata.search.exploring.structures import StructureDesk, is_abstract
from lemmata.search.exploring.typing import generalised
from lemmata.search.inductive.exploration import Explorer
from lemmata.search.inductive.goal import GaveUp
from lemmata.search.inductive.signature import Operation
from lemmata.search.speculation import clause_of
from lemmata.terms.declarations import Clause, Theory
from lemmata.terms.sorts import BOOL
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
        make = StructureDesk if is_abstract(self.theory) else Desk
        self.desk: Judge = make(
            self.theory, self.seed, self.limits, self.memo, self.library, expired
        )
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
        named = list(conjectures(operations, constants(operations)))
        for weak in (False, True):
            row = [s for s in named if s.form.weak is weak and s.given is None]
            yield from self._level([Conjecture(s.clause, s.form) for s in row])
        row = [s for s in named if s.given is not None and desk.listed(s.given)]
        yield from self._level([Conjecture(s.clause, s.form) for s in row])
        connected = any(BOOL in o.arguments for o in operations)
        largest = self.limits.connected if connected else self.limits.size
        self.explorer = self._explorer(operations, connected)
        for size in range(1, largest + 1):
            opened = desk.simplifier.open
            pairs = [(opened(a), opened(b)) for a, b in self.explorer.conjectures(size)]
            clauses = [
                clause_of(*generalised([pair])[0])
                for pair in pairs
                if pair[0].size + pair[1].size <= self.limits.equation
            ]
            yield from self._level([Conjecture(clause) for clause in clauses])
            if size == min(MIDDLE, largest):
                yield from self._conditional(size)

    def _explorer(self, operations: Sequence[Operation], connected: bool) -> Explorer:
        """What enumerates terms, with the values that the desk knows."""
        desk = self.desk
        found = Explorer(
            operations,
            desk.tester,
            desk.simplifier,
            expired=desk.expired,
            limit=self.limits.terms,
            count=COUNT,
            sample=Samples(desk.tester),
            functions=2,
            booleans=connected,
        )
        if isinstance(desk, StructureDesk):
            tables = desk.tables()
            return replace(
                found,
                evaluating=tables,
                constant=tables.constant,
                sample=tables.sample,
                count=len(tables.rows),
            )
        return found

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
            same = key(conjecture.clause)
            if same in self.desk.seen:
                continue
            self.desk.seen.add(same)
            yield from self._try(conjecture)
        while self.counts["proved"] > before:
            before = self.counts["proved"]
            for clause, conjecture in list(self.open.items()):
                if self.desk.may_retry(clause):
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
