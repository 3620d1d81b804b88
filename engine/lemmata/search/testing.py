"""Counterexamples by running a statement on small values: exhaustive first, then random.

Values of a sort come in order of size, so the first witness found is a smallest one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice, product
from random import Random

from lemmata.search.evaluation import (
    Data,
    Evaluator,
    NoValue,
    Table,
    Value,
    holds_function,
    size_of,
)
from lemmata.terms.declarations import Clause, Datatype, DatatypeGroup, Declaration
from lemmata.terms.sorts import BOOL, INT, Sort
from lemmata.terms.term import Term

INTEGERS = (0, 1, 2, -1, 3, -2, 5, 7, -4, 10)
EXHAUSTIVE = 4000
RANDOM = 300
STEPS = 30_000


@dataclass(frozen=True, slots=True)
class Witness:
    """Values under which a statement fails: premises true, the two sides different values."""

    types: dict[Sort, Sort]
    values: dict[Term, Value]
    left: Value
    right: Value


class Values:
    """Enumerates ground values of sorts, smallest first."""

    def __init__(self, declarations: Sequence[Declaration], seed: int = 0) -> None:
        """Values of the datatypes that are declared; the random part is seeded."""
        self.datatypes: dict[str, Datatype] = {}
        for declaration in declarations:
            if isinstance(declaration, DatatypeGroup):
                self.datatypes.update((m.name, m) for m in declaration.members)
        self.evaluator = Evaluator(declarations)
        self._sized: dict[tuple[Sort, int], list[Value]] = {}
        self._random = Random(seed)

    def first(self, sort: Sort, count: int) -> list[Value]:
        """The `count` smallest values (fewer if the sort has fewer); empty for abstract sorts."""
        return list(islice(self._enumerate(sort), count))

    def _enumerate(self, sort: Sort) -> Iterator[Value]:
        empty = 0
        for size in range(1, 40):
            row = self.of_size(sort, size)
            yield from row
            empty = 0 if row else empty + 1
            if empty > 6:
                return

    def of_size(self, sort: Sort, size: int, cap: int = 40) -> list[Value]:
        """Values with `size` nodes, at most `cap`."""
        key = (sort, size)
        if key not in self._sized:
            self._sized[key] = list(islice(self._build(sort, size), cap))
        return self._sized[key]

    def _build(self, sort: Sort, size: int) -> Iterator[Value]:
        if sort is INT or sort.name == "Rational":
            if 1 <= size <= len(INTEGERS):
                n = INTEGERS[size - 1]
                yield n if sort is INT else Fraction(n, 1 + size % 3)
        elif sort is BOOL:
            if size == 1:
                yield from (self.evaluator.false, self.evaluator.true)
        elif sort.name == "->":
            yield from self._tables(sort, size)
        elif sort.name in self.datatypes:
            datatype = self.datatypes[sort.name]
            binding = dict(zip(datatype.types, sort.args, strict=True))
            for constructor in datatype.constructors:
                fields = [s.substitute(binding) for s in constructor.arguments]
                for row in self._rows(fields, size - 1):
                    yield self.evaluator.data(constructor, row)

    def _rows(self, sorts: Sequence[Sort], size: int) -> Iterator[tuple[Value, ...]]:
        if not sorts:
            if size == 0:
                yield ()
            return
        for first in range(1, size - len(sorts) + 2):
            for head in self.of_size(sorts[0], first):
                for tail in self._rows(sorts[1:], size - first):
                    yield (head, *tail)

    def _tables(self, sort: Sort, size: int) -> Iterator[Value]:
        """A constant function first, then tables over small arguments."""
        argument, result = sort.args
        results = self.first(result, 4)
        if not results or size > 6:
            return
        arguments = self.first(argument, 4) if size > 1 else []
        rows = tuple((a, self._random.choice(results)) for a in arguments)
        yield Table(rows, results[(size - 1) % len(results)])

    def random(self, sort: Sort, limit: int = 25) -> Value:
        """A random value among the first `limit` of a sort that has values."""
        return self._random.choice(self.first(sort, limit))

    def sample(self, sort: Sort, count: int, number: int) -> tuple[Value, ...] | None:
        """The values of variable `number` on `count` samples: random, the same in each run."""
        source = Random(f"{sort} {number}")
        found = []
        for i in range(count):
            value = self._grow(sort, 1 + i % 4, source)
            if value is None:
                return None
            found.append(value)
        return tuple(found)

    def _grow(self, sort: Sort, depth: int, source: Random) -> Value | None:
        """A random value with at most `depth` constructors on a path, where that is possible."""
        if sort.name not in self.datatypes:
            few = self.first(sort, 5)
            return source.choice(few) if few else None
        datatype = self.datatypes[sort.name]
        binding = dict(zip(datatype.types, sort.args, strict=True))
        flat = [c for c in datatype.constructors if not c.arguments]
        rest = [c for c in datatype.constructors if c.arguments]
        if depth <= 0 and not flat:
            few = self.first(sort, 2)
            return source.choice(few) if few else None
        if flat and (depth <= 0 or not rest or source.random() < 0.2):
            return self.evaluator.data(source.choice(flat), ())
        chosen = source.choice(rest)
        fields = [self._grow(s.substitute(binding), depth - 1, source) for s in chosen.arguments]
        given = tuple(v for v in fields if v is not None)
        return self.evaluator.data(chosen, given) if len(given) == len(fields) else None


class Tester:
    """Runs statements of one theory on values."""

    def __init__(self, declarations: Sequence[Declaration], seed: int = 0) -> None:
        """Deterministic: the random part is seeded."""
        self.values = Values(declarations, seed)
        self.evaluator = self.values.evaluator
        self._columns: dict[tuple[Sort, int], list[Value]] = {}

    def refute(
        self,
        clause: Clause,
        budget: int = EXHAUSTIVE,
        randomly: int = RANDOM,
        steps: int = STEPS,
    ) -> Witness | None:
        """A counterexample, the smallest of those tried; limits are counts of rows and steps."""
        stop = self.evaluator.spent + steps
        types = dict.fromkeys(clause.types, INT)
        test = self.failing(clause)
        if test is None:
            return None
        sorts = [v.sort.substitute(types) for v in clause.variables]
        each = budget if len(sorts) <= 1 else max(2, int(budget ** (1 / len(sorts)) + 1e-9))
        columns = [self._column(s, min(each, 60)) for s in sorts]
        if any(not column for column in columns):
            return None
        for row in _by_size(columns):
            if test(row):
                return self._witness(clause, types, row)
            if self.evaluator.spent > stop - steps // 4:
                break
        for _ in range(randomly if sorts else 0):
            row = [self.values.random(s) for s in sorts]
            if test(row):
                return self._witness(clause, types, row)
            if self.evaluator.spent > stop:
                break
        return None

    def _column(self, sort: Sort, count: int) -> list[Value]:
        key = (sort, count)
        if key not in self._columns:
            self._columns[key] = self.values.first(sort, count)
        return self._columns[key]

    def failing(self, clause: Clause) -> Callable[[Sequence[Value]], bool] | None:
        """A function that tells whether the clause fails at a row of values."""
        compile_ = self.evaluator.compile
        try:
            premises = [
                (compile_(a, clause.variables), compile_(b, clause.variables))
                for a, b in clause.premises
            ]
            left, right = (compile_(side, clause.variables) for side in clause.conclusion)
        except NoValue:
            return None

        def fails(row: Sequence[Value]) -> bool:
            try:
                if any(a(row) != b(row) for a, b in premises):
                    return False
                first, second = left(row), right(row)
            except NoValue:
                return False
            return first != second and not holds_function(first) and not holds_function(second)

        return fails

    def instances(self, clause: Clause, wanted: int, budget: int = 400) -> list[tuple[Value, ...]]:
        """The first rows of small values at which all premises are true, at most `wanted`."""
        types = dict.fromkeys(clause.types, INT)
        try:
            premises = [
                tuple(self.evaluator.compile(side, clause.variables) for side in pair)
                for pair in clause.premises
            ]
        except NoValue:
            return []
        sorts = [v.sort.substitute(types) for v in clause.variables]
        each = max(2, int(budget ** (1 / max(1, len(sorts))) + 1e-9))
        found = []
        for row in _by_size([self._column(s, min(each, 7)) for s in sorts]):
            try:
                if all(a(row) == b(row) for a, b in premises):
                    found.append(tuple(row))
            except NoValue:
                continue
            if len(found) >= wanted:
                break
        return found

    def _witness(self, clause: Clause, types: dict[Sort, Sort], row: Sequence[Value]) -> Witness:
        environment = dict(zip(clause.variables, row, strict=True))
        left, right = (self.evaluator.value(side, environment) for side in clause.conclusion)
        return Witness(types, environment, left, right)

    def holds(self, clause: Clause, tries: int = 200, steps: int = 10_000) -> bool:
        """Whether no counterexample shows up among a few values."""
        return self.refute(clause, budget=tries, randomly=40, steps=steps) is None


def _by_size(columns: Sequence[Sequence[Value]]) -> Iterator[list[Value]]:
    """All rows of the product, those of small total size first."""
    rows = sorted(
        product(*(range(len(c)) for c in columns)),
        key=lambda row: (sum(size_of(columns[i][k]) for i, k in enumerate(row)), row),
    )
    for row in rows:
        yield [columns[i][k] for i, k in enumerate(row)]


__all__ = ["Data", "Tester", "Values", "Witness"]
