"""Theory exploration: equations between small terms that hold on samples, smallest first.

Terms over the operations of a goal and a few variables a sort are enumerated by size. Terms with
the same values on all samples fall into one class; each new member of a class is a conjecture
(QuickSpec: Claessen, Smallbone, Hughes, TAP 2010). Only the first member of a class is built upon.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Protocol

from lemmata.search.evaluation import Data, NoValue, Value
from lemmata.search.inductive.signature import Operation
from lemmata.search.inductive.simplifier import Simplifier
from lemmata.search.testing import Tester
from lemmata.terms.sorts import ARROW, BOOL, INT, Sort
from lemmata.terms.symbols import AND, ITE, NOT, OR, Kind, Symbol
from lemmata.terms.term import FALSE_TERM, TRUE_TERM, Term

SAMPLES = 40
FUEL = 300
Vector = tuple[Value | None, ...]


class Evaluating(Protocol):
    """What gives symbols their values: the definitions of a theory, or a model."""

    true: Data
    false: Data

    def data(self, head: Symbol, args: tuple[Value, ...]) -> Data:
        """The value of a constructor."""

    def call(self, symbol: Symbol, args: tuple[Value, ...], fuel: int) -> Value:
        """The value of another symbol; raises NoValue."""


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """A term with its values on the samples."""

    term: Term
    vector: Vector


@dataclass
class Explorer:
    """Enumerates terms; `conjectures` yields pairs of terms with equal values, by size.

    Unless `special`, no function is applied to data without variables, and no constructor to what
    it has made itself.
    """

    operations: Sequence[Operation]
    tester: Tester
    simplifier: Simplifier
    variables: int = 3
    expired: Callable[[], bool] = lambda: False
    limit: int = 30_000
    count: int = SAMPLES
    functions: int = 1
    booleans: bool = False
    sample: Callable[[Sort, int], tuple[Value, ...] | None] | None = None
    evaluating: Evaluating | None = None
    constant: Callable[[Symbol], Vector] | None = None
    special: bool = True
    seen: int = 0
    rows: dict[tuple[Sort, int], list[Entry]] = field(default_factory=dict)
    classes: dict[tuple[Sort, Vector], Entry] = field(default_factory=dict)

    def __post_init__(self) -> None:
        sorts: dict[Sort, None] = {}
        for operation in self.operations:
            for sort in (*operation.arguments, operation.result):
                sorts.setdefault(sort)
        self.sorts = list(sorts)
        self.evaluator: Evaluating = self.evaluating or self.tester.evaluator
        self.lost = self.count // 4
        self._ground: set[Term] = set()

    def start(self) -> None:
        """The variables, with random values, and the truth values."""
        evaluator = self.evaluator
        self._ground |= {TRUE_TERM, FALSE_TERM}
        for term, value in ((TRUE_TERM, evaluator.true), (FALSE_TERM, evaluator.false)):
            self._enter(Entry(term, (value,) * self.count), 1)
        for sort in self.sorts:
            if sort is BOOL and not self.booleans:
                continue
            ground = sort.substitute(dict.fromkeys(sort.variables(), INT))
            count = self.functions if sort.name == ARROW else self.variables
            for k in range(count):
                vector = self._column(ground, k)
                if vector is not None:
                    self._enter(
                        Entry(self.simplifier.ground(Term.variable(f"v{k}", sort)), vector), 1
                    )

    def _column(self, sort: Sort, number: int) -> Vector | None:
        """The values of a variable on all samples."""
        if self.sample is not None:
            return self.sample(sort, number)
        return self.tester.values.sample(sort, self.count, number)

    def _enter(self, entry: Entry, size: int) -> None:
        key = (entry.term.sort, entry.vector)
        self.classes.setdefault(key, entry)
        self.rows.setdefault((entry.term.sort, size), []).append(entry)

    def conjectures(self, size: int) -> Iterator[tuple[Term, Term]]:
        """The terms of a size that have the values of an earlier one, with that one."""
        if size == 1:
            self.start()
        for operation in self.operations:
            for entries in self._arguments(operation, size - 1):
                if self.seen >= self.limit or self.expired():
                    return
                found = self._try(operation, entries, size)
                if found is not None:
                    yield found

    def _try(
        self, operation: Operation, entries: Sequence[Entry], size: int
    ) -> tuple[Term, Term] | None:
        ground = [e.term in self._ground for e in entries]
        if not self.special and _special(operation.symbol, entries, any(ground)):
            return None
        term = operation([e.term for e in entries])
        if all(ground) and term.sort.name != ARROW:
            self._ground.add(term)
        if self.simplifier.reducible(term) and (
            self.booleans or not _branches(self.simplifier.normal(term))
        ):
            return None
        self.seen += 1
        vector = self._vector(operation, [e.vector for e in entries])
        if vector is None:
            return None
        known = self.classes.get((term.sort, vector))
        if known is None:
            self._enter(Entry(term, vector), size)
            return None
        return (term, known.term) if known.term is not term else None

    def _arguments(self, operation: Operation, size: int) -> Iterator[tuple[Entry, ...]]:
        if not operation.arguments:
            if size == 0:
                yield ()
            return
        for sizes in _partitions(size, len(operation.arguments)):
            rows = [
                self.rows.get((sort, n), [])
                for sort, n in zip(operation.arguments, sizes, strict=True)
            ]
            if all(rows):
                yield from product(*rows)

    def _vector(self, operation: Operation, columns: Sequence[Vector]) -> Vector | None:
        symbol = operation.symbol
        if not columns and self.constant is not None:
            return self.constant(symbol)
        rows = list(zip(*columns, strict=True)) if columns else [()] * self.count
        found: list[Value | None] = []
        lost = 0
        for row in rows:
            value = None if None in row else self._value(symbol, row)
            lost += value is None
            if lost > self.lost:
                return None
            found.append(value)
        return tuple(found)

    def _value(self, symbol: Symbol, row: tuple[Value, ...]) -> Value | None:
        if symbol.kind in (Kind.CONSTRUCTOR, Kind.LAMBDA):
            return self.evaluator.data(symbol, row)
        try:
            return self.evaluator.call(symbol, row, FUEL)
        except (NoValue, RecursionError):
            return None


def _special(symbol: Symbol, entries: Sequence[Entry], ground: bool) -> bool:
    """Whether an application is about special cases: constants, or towers of a constructor."""
    if symbol.kind is Kind.CONSTRUCTOR:
        return any(e.term.symbol is symbol for e in entries)
    return ground and symbol.kind is Kind.FUNCTION


def _branches(term: Term) -> bool:
    """Whether a term has a case distinction in it, which no enumerated term has."""
    return any(t.symbol in (ITE, AND, OR, NOT) for t in term.subterms())


def _partitions(size: int, parts: int) -> Iterator[tuple[int, ...]]:
    if parts == 1:
        if size >= 1:
            yield (size,)
        return
    for first in range(1, size - parts + 2):
        for rest in _partitions(size - first, parts - 1):
            yield (first, *rest)
