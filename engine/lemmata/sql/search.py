"""The search for a database on which two plans differ: random ones, by the reference evaluator."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from lemmata.sql.algebra import Aggregate, Plan, Sort
from lemmata.sql.database import Constraints, Tables
from lemmata.sql.evaluate import Evaluator, same_results
from lemmata.sql.failures import NoValue
from lemmata.sql.generate import MOST, generate
from lemmata.sql.minimise import minimise
from lemmata.sql.pools import pools_of
from lemmata.sql.scalars import Literal
from lemmata.sql.walking import nodes

TINY = 60
SMALL = 120
LARGE = 40
MOST_COUNTED = 60


@dataclass
class Tally:
    """How many databases were tried, on how many of them a query had no value, and why.

    `largest` is the most rows of a table.
    """

    tried: int = 0
    without_value: int = 0
    why: str = ""
    largest: int = MOST
    stopped: bool = False


class Search:
    """Looks for differences of two plans; `tally` says what was done."""

    def __init__(
        self, plans: tuple[Plan, Plan], constraints: Constraints, seed: int, strict: bool
    ) -> None:
        self.plans, self.constraints = plans, constraints
        self.tally, self.strict = Tally(), strict
        self._evaluators = [Evaluator(plan) for plan in plans]
        self._pools = pools_of(plans, constraints.tables)
        self._random = Random(seed)

    def differ(self, tables: Tables) -> bool:
        """Whether both plans have a value, and different bags; notes a missing value."""
        try:
            return self._differ(tables)
        except NoValue as problem:
            self.tally.without_value += 1
            self.tally.why = str(problem)
            return False

    def databases(self, budget: int, expired: Callable[[], bool]) -> Iterator[Tables]:
        """Small databases on which the plans differ; at most `budget` random ones are tried.

        Some more of them are large if the plans count rows.
        """
        counts = _counted(self.plans)
        sizes = [_largest(number) for number in range(budget)]
        sizes += [counts[i % len(counts)] + 1 + i % 3 for i in range(LARGE) if counts]
        for size in sizes:
            if expired():
                self.tally.stopped = True
                return
            tables = generate(self._random, self.constraints, self._pools, size)
            self.tally.tried += 1
            self.tally.largest = max(self.tally.largest, size)
            if self.constraints.violation(tables) or not self.differ(tables):
                continue
            yield from self._shrunk(tables, expired)

    def candidate(self, tables: Tables, expired: Callable[[], bool]) -> Iterator[Tables]:
        """The same for a database that comes from elsewhere; nothing if the plans agree on it."""
        if not self.constraints.violation(tables) and self._quietly(tables):
            yield from self._shrunk(tables, expired)

    def _shrunk(self, tables: Tables, expired: Callable[[], bool]) -> Iterator[Tables]:
        yield minimise(tables, self.constraints, lambda t: not expired() and self._quietly(t))
        yield tables

    def _quietly(self, tables: Tables) -> bool:
        try:
            return self._differ(tables)
        except NoValue:
            return False

    def _differ(self, tables: Tables) -> bool:
        first, second = (e.result(tables, self.strict) for e in self._evaluators)
        return not same_results(first, second)


def _largest(number: int) -> int:
    """The most rows a table, small databases first: those that are found need no shrinking."""
    return 1 if number < TINY else 2 if number < TINY + SMALL else MOST


def _counted(plans: tuple[Plan, Plan]) -> list[int]:
    """Numbers of rows, beyond those of small databases, at which a plan may change its mind."""
    found: list[int] = []
    counting = False
    for item, _ in nodes(plans):
        if isinstance(item, Sort):
            found.append(item.offset + (item.limit or 0))
        elif isinstance(item, Aggregate) and item.function == "count":
            counting = True
    if counting:
        numbers = (item.value for item, _ in nodes(plans) if isinstance(item, Literal))
        found += [n for n in numbers if isinstance(n, int)]
    return [n for n in dict.fromkeys(found) if MOST <= n <= MOST_COUNTED]
