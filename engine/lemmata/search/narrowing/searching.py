"""The search for a counterexample: all small values first, in turn with random larger ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Sized

from lemmata.search.narrowing.code import Cell, Code, NotRunnable, Program
from lemmata.search.narrowing.machine import Machine, Waiting
from lemmata.search.narrowing.values import Options, Reading
from lemmata.terms.declarations import Clause, Declaration
from lemmata.terms.sorts import INT, RATIONAL, Sort
from lemmata.terms.term import FALSE_TERM, TRUE_TERM, Term, equation_term

MAX_LIMIT = 24
SIZES = (12, 25, 50, 100, 200)
START = 4_000
FILLS = (0, 12, 60, 250)

Accept = Callable[[dict[Sort, Sort], list[Term]], bool]


class Narrower:
    """Looks for counterexamples to the statements of one theory."""

    def __init__(self, declarations: Sequence[Declaration], seed: int = 0) -> None:
        """The random part is seeded."""
        self.program, self.seed = Program(declarations), seed

    def find(self, clause: Clause, steps: int, accept: Accept) -> bool:
        """Whether values at which the clause fails were found and accepted.

        `steps` bounds the work. `accept` gets sorts for the type variables and a term for each
        variable; it should run the statement, since here what is not needed is not evaluated.
        """
        types = dict.fromkeys(clause.types, INT)
        options = Options(self.program, _literals(clause), self.seed)
        sorts = [v.sort.substitute(types) for v in clause.variables]
        if not sorts or not all(map(options.inhabited, sorts)):
            return False
        try:
            checks = self._checks(clause)
        except NotRunnable:
            return False
        readings = [Reading(options, fill) for fill in FILLS]
        for machine, share in self._plans(options, steps):
            cells = [Cell(sort=s) for s in sorts]
            found = machine.run(checks, cells, share)
            while found:
                if _accepted(readings, cells, types, accept):
                    return True
                found = machine.steps < share and machine.again(share - machine.steps)
        return False

    def _plans(self, options: Options, steps: int) -> Iterator[tuple[Machine, int]]:
        """Machines with their shares of the steps: limits 1, 2, … and random runs in turn."""
        limit = runs = systematic = randomly = 0
        share = START
        while systematic + randomly < steps:
            if systematic <= randomly and limit < MAX_LIMIT:
                limit += 1
                machine = Machine(self.program, options.ordered, options.outcomes, first, limit)
                yield machine, max(steps // 4, 1)
                systematic += machine.steps
                if not machine.cut:
                    return
            else:
                machine = Machine(
                    self.program,
                    options.shuffled,
                    options.tossed,
                    first if runs % 2 else oldest,
                    SIZES[runs // 2 % len(SIZES)],
                )
                yield machine, min(share, steps)
                randomly += machine.steps + 1
                runs += 1
                share += share // 8

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


def first(waiting: Sequence[Waiting]) -> Waiting:
    """A value that is forced, else the first that is data, else the first number."""
    chosen = None
    for each in waiting:
        among = each[3]
        if isinstance(among, Sized) and len(among) == 1:
            return each
        if chosen is None and each[0].sort not in (INT, RATIONAL):
            chosen = each
    return chosen or waiting[0]


def oldest(waiting: Sequence[Waiting]) -> Waiting:
    """The thread that waits for the longest time."""
    return waiting[0]


def _accepted(
    readings: Sequence[Reading],
    cells: Sequence[Cell],
    types: dict[Sort, Sort],
    accept: Accept,
) -> bool:
    """Whether the values in some cells are accepted, with one way of filling what is open."""
    tried: list[list[Term]] = []
    for reading in readings:
        values = [reading.term(cell) for cell in cells]
        if values not in tried:
            if accept(types, values):
                return True
            tried.append(values)
    return False


def _literals(clause: Clause) -> list[int]:
    """The numbers in a statement, in order."""
    terms = (t for side in clause.terms() for t in side.subterms())
    return list(dict.fromkeys(t.head for t in terms if isinstance(t.head, int)))
