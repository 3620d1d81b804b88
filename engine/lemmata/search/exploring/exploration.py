"""Exploring a theory: conjectures from its definitions, each refuted, proved or left open.

    shapes       what has a name (commutativity, distributivity, ...) for every choice of operations
    equations    small terms with equal values on samples, smallest first
    conditions   equations that hold where others do

A conjecture is run on values; what follows from known laws without induction is dropped, unless it
has a name; the rest is attempted, and again whenever there are new laws.
"""

from __future__ import annotations

from collections import deque
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
from lemmata.search.exploring.known import key, stripped
from lemmata.search.exploring.samples import COUNT, Samples
from lemmata.search.exploring.schedule import Forecast, groups
from lemmata.search.exploring.shapes import conjectures
from lemmata.search.exploring.signature import constants, operations_of, own_symbols
from lemmata.search.exploring.structures import StructureDesk, is_abstract
from lemmata.search.exploring.typing import generalised
from lemmata.search.inductive.exploration import Explorer
from lemmata.search.inductive.goal import GaveUp
from lemmata.search.inductive.signature import Operation
from lemmata.search.speculation import clause_of
from lemmata.terms.declarations import Clause, Theory
from lemmata.terms.sorts import BOOL
from lemmata.terms.symbols import Kind, Symbol
from lemmata.terms.term import FALSE_TERM

MIDDLE, EQUATIONS, OTHERS = 5, 10, 3


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
        self.waiting: deque[Conjecture] = deque()
        self.explorer: Explorer | None = None
        self.forecast = Forecast()
        self.left = 0
        self.own = own_symbols(theory)
        self.open: dict[Clause, Conjecture] = {}
        self.unshown: dict[Clause, Open] = {}

    def run(self, expired: Callable[[], bool] = lambda: False) -> Iterator[Event]:
        """Events in a fixed order; `Finished` is the last one."""
        make = StructureDesk if is_abstract(self.theory) else Desk
        self.desk: Judge = make(
            self.theory, self.seed, self.limits, self.memo, self.library, expired
        )
        try:
            yield from self._run(self._operations())
            self.desk.renew(self.open)
            yield from self._again()
            yield from self._rest()
        except GaveUp:
            yield from self._rest()
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
        stages = groups(self.theory, operations)
        for stage in stages:
            self.forecast.begin(len(stages))
            self.left = self.limits.conjectures
            whole = stage is stages[-1]
            yield from self._named(stage)
            if whole and len(stages) > 1:
                self.desk.renew(self.open)
                yield from self._again()
            connected = any(BOOL in o.arguments for o in stage)
            largest = self.limits.connected if connected else self._largest(stage)
            self.explorer = self._explorer(stage, connected)
            middle = min(MIDDLE, largest)
            for size in range(1, (largest if whole else middle) + 1):
                yield from self._level(self._equations(size))
                if size == middle:
                    for at in range(1, size + 1):
                        yield from self._level(self._conditional(at), ordered=False)

    def _largest(self, operations: Sequence[Operation]) -> int:
        """The size up to which terms are enumerated, less if there are many functions."""
        functions = sum(o.symbol.kind is not Kind.CONSTRUCTOR for o in operations)
        return min(self.limits.size, max(MIDDLE, self.limits.size - functions // 3))

    def _named(self, operations: Sequence[Operation]) -> Iterator[Event]:
        """What has a name; weak forms when the others are known, and those that need a law last."""
        named = list(conjectures(operations, constants(operations)))
        for weak in (False, True):
            row = [s for s in named if s.form.weak is weak and s.given is None]
            yield from self._level([Conjecture(s.clause, s.form) for s in row])
        row = [s for s in named if s.given is not None and self.desk.listed(s.given)]
        yield from self._level([Conjecture(s.clause, s.form) for s in row])

    def _equations(self, size: int) -> list[Conjecture]:
        """Pairs of terms with equal values, the larger one of some size."""
        assert self.explorer is not None
        opened = self.desk.simplifier.open
        pairs = [(opened(a), opened(b)) for a, b in self.explorer.conjectures(size)]
        return [
            Conjecture(clause_of(*generalised([stripped(*pair)])[0]))
            for pair in pairs
            if pair[0].size + pair[1].size <= self.limits.equation
        ]

    def _conditional(self, size: int) -> list[Conjecture]:
        """Equations with premises about terms up to a size."""
        assert self.explorer is not None
        found = Conditions(self.explorer).conjectures(size, self.limits.premises)
        return [Conjecture(clause) for clause in found]

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
            special=False,
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

    def _level(self, row: Sequence[Conjecture], ordered: bool = True) -> Iterator[Event]:
        """Try conjectures, general and small ones first; then again those that are open."""
        self._go_on()
        chosen = sorted(row, key=lambda c: c.promise) if ordered else row
        self.waiting = deque(c for c in chosen if self._concerns(c.clause))
        self.forecast.level(len(self.waiting))
        before = self.counts["proved"]
        while self.waiting:
            conjecture = self.waiting.popleft()
            same = key(conjecture.clause)
            if same in self.desk.seen or (conjecture.form is None and self.left <= 0):
                continue
            self.desk.seen.add(same)
            self.left -= conjecture.form is None
            yield from self._try(conjecture)
        if self.counts["proved"] > before:
            yield from self._again()

    def _again(self) -> Iterator[Event]:
        """Try what is open, as long as that gives new laws."""
        before = -1
        while self.counts["proved"] > before:
            before = self.counts["proved"]
            for clause, conjecture in sorted(self.open.items(), key=lambda item: item[1].promise):
                if self.desk.may_retry(clause):
                    del self.open[clause]
                    yield from self._try(conjecture)

    def _go_on(self) -> None:
        """Raise GaveUp if the time is over."""
        if self.desk.expired():
            raise GaveUp("limit: time")

    def _concerns(self, clause: Clause) -> bool:
        """Whether a clause is about a function of the theory itself."""
        symbols = {t.symbol for side in clause.terms() for t in side.subterms()}
        return not self.own or not self.own.isdisjoint(symbols)

    def _try(self, conjecture: Conjecture) -> Iterator[Event]:
        self.counts["conjectured"] += 1
        outcome = self.desk.judge(conjecture)
        if outcome is None:
            self.unshown.pop(conjecture.clause, None)
            return
        if isinstance(outcome, Proved):
            self.counts["proved"] += 1
        elif isinstance(outcome, Refuted):
            self.counts["refuted"] += 1
        elif isinstance(outcome, Open):
            self._go_on()
            self.open[outcome.clause] = replace(conjecture, clause=outcome.clause)
            if outcome.name is None:
                self.unshown[outcome.clause] = outcome
                return
        self.unshown.pop(outcome.clause, None)
        yield outcome
        yield self._progress()

    def _rest(self) -> Iterator[Event]:
        """Of the open conjectures without a name those equations and implications that are small.

        They come last, because many of them follow from laws that are found later.
        """
        row = sorted(self.unshown.values(), key=lambda o: o.size)
        plain = [o for o in row if not (o.clause.premises or o.clause.right is FALSE_TERM)]
        others = [o for o in row if o not in plain]
        self.unshown = {}
        yield from (*plain[:EQUATIONS], *others[:OTHERS])

    def _progress(self) -> Progress:
        counts, seen = self.counts, 0 if self.explorer is None else self.explorer.seen
        return Progress(
            counts["conjectured"],
            counts["refuted"],
            counts["proved"],
            len(self.open) - len(self.unshown),
            counts["conjectured"] + seen,
            self.forecast.remaining(len(self.waiting)),
        )
