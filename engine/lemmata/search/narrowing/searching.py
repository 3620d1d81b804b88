"""The search for a counterexample: all small values first, in turn with random larger ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Sized
from typing import Any

from lemmata.search.narrowing.choices import Option, Waiting
from lemmata.search.narrowing.code import Cell, Code, NotRunnable, Program
from lemmata.search.narrowing.machine import Machine
from lemmata.search.narrowing.numbers import Test
from lemmata.search.narrowing.values import Options, Reading
from lemmata.terms.declarations import Clause, Declaration
from lemmata.terms.sorts import INT, RATIONAL, Sort
from lemmata.terms.term import FALSE_TERM, TRUE_TERM, Term, equation_term

MAX_LIMIT = 30
SIZES = (400, 12, 25, 50, 100, 200)
UNIT = 4_000
FIRST = 100_000
FILLS = (0, 12, 60, 250)

Accept = Callable[[dict[Sort, Sort], list[Term]], bool]


class Narrower:
    """Looks for values at which one clause fails, in as many goes as wanted.

    `accept` gets sorts for the type variables and a term for each variable; it should run the
    statement, since here what is not needed is not evaluated. Limits are counts; the random part is
    seeded.
    """

    def __init__(
        self,
        declarations: Sequence[Declaration],
        clause: Clause,
        accept: Accept,
        seed: int = 0,
    ) -> None:
        """Nothing is searched yet."""
        self.program, self.accept = Program(declarations), accept
        self.options = Options(self.program, _literals(clause), seed)
        self.types = dict.fromkeys(clause.types, INT)
        self.sorts = [v.sort.substitute(self.types) for v in clause.variables]
        self.spent = 0
        self._limit = self._runs = self._systematic = self._randomly = self._longest = 0
        self.finished = not self.sorts or not all(map(self.options.inhabited, self.sorts))
        self.simplest = Reading(self.options, 0).smallest
        self._readings = [Reading(self.options, fill) for fill in FILLS]
        try:
            self._todo = [] if self.finished else self._checks(clause)
        except NotRunnable:
            self.finished = True

    def go(self, steps: int, expired: Callable[[], bool] = lambda: False) -> bool:
        """Search on for some steps; whether values were accepted."""
        stop = self.spent + steps
        while not self.finished and self.spent < stop and not expired():
            systematic = 3 * self._systematic <= self._randomly and self._limit < MAX_LIMIT
            machine, share = self._by_size() if systematic else self._by_chance()
            share = min(share, stop - self.spent)
            machine.expired = expired
            found = self._run(machine, share)
            self.spent += machine.steps + 1
            if systematic:
                self._systematic += machine.steps
                self.finished = not machine.cut
            else:
                self._randomly += machine.steps + 1
            if found:
                return True
        return False

    def _by_size(self) -> tuple[Machine, int]:
        """All values up to a size, which grows."""
        self._limit += 1
        options = self.options
        machine = self._machine(options.ordered, options.kept, first, False, self._limit)
        return machine, 100_000 + 2 * self._systematic

    def _by_chance(self) -> tuple[Machine, int]:
        """Choices in random order, from the start."""
        options, run = self.options, self._runs
        self._runs += 1
        share = UNIT * luby(run + 1)
        if share > self._longest:
            # The longest run so far takes choices in order, what comes first first.
            pick, splits = MODES[share.bit_length() % len(MODES)]
            self._longest, share = share, 4 * share if run else FIRST
            return self._machine(options.ordered, options.kept, pick, splits, SIZES[0]), share
        pick, splits = MODES[(run + run // len(SIZES)) % len(MODES)]
        size = SIZES[run % len(SIZES)]
        return self._machine(options.shuffled, options.tossed, pick, splits, size), share

    def _machine(
        self,
        options: Callable[[Cell, Any], list[Option]],
        orders: Callable[[list[Option]], list[Option]],
        pick: Callable[[Sequence[Waiting]], Waiting],
        splits: bool,
        limit: int,
    ) -> Machine:
        return Machine(self.program, options, orders, pick, splits, limit)

    def _run(self, machine: Machine, share: int) -> bool:
        cells = [Cell(sort=s) for s in self.sorts]
        found = machine.run(self._todo, cells, share)
        while found:
            if self._accepted(cells):
                return True
            found = machine.steps < share and machine.again(share - machine.steps)
        return False

    def _accepted(self, cells: Sequence[Cell]) -> bool:
        """Whether the values in some cells are accepted, with one way of filling what is open."""
        tried: list[list[Term]] = []
        for reading in self._readings:
            values = [reading.term(cell) for cell in cells]
            if values not in tried:
                if self.accept(self.types, values):
                    return True
                tried.append(values)
        return False

    def _checks(self, clause: Clause) -> list[tuple[Code, bool]]:
        slots = {v: i for i, v in enumerate(clause.variables)}
        found = [self._check(a, b, slots, True) for a, b in clause.premises]
        return [*found, self._check(clause.left, clause.right, slots, False)]

    def _check(
        self, left: Term, right: Term, slots: Mapping[Term, int], wanted: bool
    ) -> tuple[Code, bool]:
        if right is TRUE_TERM or right is FALSE_TERM:
            return self.program.code(left, slots), (right is TRUE_TERM) is wanted
        return self.program.code(equation_term(left, right), slots), wanted


def luby(run: int) -> int:
    """The run-th of 1, 1, 2, 1, 1, 2, 4, …, from 1 (Luby, Sinclair, Zuckerman 1993).

    >>> [luby(i) for i in range(1, 8)]
    [1, 1, 2, 1, 1, 2, 4]
    """
    width = run.bit_length()
    while run != (1 << width) - 1:
        run -= (1 << (width - 1)) - 1
        width = run.bit_length()
    return 1 << (width - 1)


def first(waiting: Sequence[Waiting]) -> Waiting:
    """A value that is forced, else the first that is data, else a test, else a number."""
    return min(waiting, key=_rank)


def newest(waiting: Sequence[Waiting]) -> Waiting:
    """The same, but the latest of each kind: what was begun is finished first."""
    return min(reversed(waiting), key=_rank)


def splitting(waiting: Sequence[Waiting]) -> Waiting:
    """The latest disjunction, else as `newest`."""
    return min(reversed(waiting), key=lambda each: (each[4] is None, _rank(each)))


def latest(waiting: Sequence[Waiting]) -> Waiting:
    """The latest of all."""
    return waiting[-1]


def _rank(each: Waiting) -> int:
    cell, _, _, among, _ = each
    if isinstance(among, Sized) and len(among) == 1:
        return 0
    if cell.sort not in (INT, RATIONAL):
        return 1
    return 2 if isinstance(among, Test) else 3


MODES = (
    (first, False),
    (newest, True),
    (latest, False),
    (first, True),
    (newest, False),
    (splitting, True),
)
"""How a thread is picked, and whether disjunctions are split."""


def _literals(clause: Clause) -> list[int]:
    """The numbers in a statement, in order."""
    terms = (t for side in clause.terms() for t in side.subterms())
    return list(dict.fromkeys(t.head for t in terms if isinstance(t.head, int)))
