"""Smaller databases that still tell two plans apart: fewer rows, then simpler values."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from fractions import Fraction

from lemmata.sql.database import Constraints, Tables
from lemmata.sql.pools import fits
from lemmata.sql.schema import Table
from lemmata.sql.types import SqlType, Value

Test = Callable[[Tables], bool]
MAX_TESTS = 1_500


def minimise(tables: Tables, constraints: Constraints, differs: Test) -> Tables:
    """The smallest database that greedy steps reach; each step is kept if it still differs."""
    return _Minimiser(constraints, differs).run(tables)


class _Minimiser:
    def __init__(self, constraints: Constraints, differs: Test) -> None:
        self.constraints, self.differs = constraints, differs
        self.tests = 0

    def run(self, tables: Tables) -> Tables:
        while True:
            smaller = self._step(tables)
            if smaller is None:
                return tables
            tables = smaller

    def _good(self, tables: Tables) -> bool:
        self.tests += 1
        return not self.constraints.violation(tables) and self.differs(tables)

    def _step(self, tables: Tables) -> Tables | None:
        """One pass over rows, children first, then over values; None if nothing helps."""
        changed = False
        for table in reversed(self.constraints.tables):
            at = 0
            while at < len(tables[table.name]) and self.tests < MAX_TESTS:
                rows = tables[table.name]
                attempt = {**tables, table.name: rows[:at] + rows[at + 1 :]}
                if self._good(attempt):
                    tables, changed = attempt, True
                else:
                    at += 1
        if changed:
            return tables
        return self._simpler(tables)

    def _everywhere(self, tables: Tables) -> Tables | None:
        """The database with all occurrences of a value simpler; None if nothing helps."""
        kinds = {c.type: None for table in self.constraints.tables for c in table.columns}
        rows = [row for table in self.constraints.tables for row in tables[table.name]]
        values = dict.fromkeys(value for row in rows for value in row if value is not None)
        for old in values:
            simpler = dict.fromkeys(v for kind in kinds for v in _simpler_values(old, kind))
            for new in simpler:
                if self.tests >= MAX_TESTS:
                    return None
                attempt = {
                    name: [tuple(new if _same(v, old) else v for v in row) for row in given]
                    for name, given in tables.items()
                }
                if self._good(attempt):
                    return attempt
        return None

    def _simpler(self, tables: Tables) -> Tables | None:
        renamed = self._everywhere(tables)
        if renamed is not None:
            return renamed
        changed = False
        for table in self.constraints.tables:
            for at in range(len(tables[table.name])):
                for index in range(len(table.columns)):
                    attempt = self._cell(tables, table, at, index)
                    if attempt is not None:
                        tables, changed = attempt, True
        return tables if changed else None

    def _cell(self, tables: Tables, table: Table, at: int, index: int) -> Tables | None:
        """The database with a simpler value in one cell; a reference may become NULL."""
        rows, column = tables[table.name], table.columns[index]
        refers = any(index in foreign.columns for foreign in table.foreign_keys)
        values = _simpler_values(rows[at][index], column.type)
        if refers and column.nullable and rows[at][index] is not None:
            values = [None, *values]
        for value in values:
            if self.tests >= MAX_TESTS:
                return None
            row = (*rows[at][:index], value, *rows[at][index + 1 :])
            attempt = {**tables, table.name: [*rows[:at], row, *rows[at + 1 :]]}
            if self._good(attempt):
                return attempt
        return None


_SIMPLE: tuple[Value, ...] = (
    0,
    1,
    2,
    "a",
    "b",
    False,
    True,
    date(2000, 1, 1),
    datetime(2000, 1, 1),
)


def _same(first: Value, second: Value) -> bool:
    """Equal values of one class: 1 is not TRUE."""
    return type(first) is type(second) and first == second


def _simpler_values(old: Value, kind: SqlType) -> list[Value]:
    """Values that are simpler than one of the same type, the simplest first."""
    choices = [v for v in _SIMPLE if fits(v, kind) and type(v) is _class(old, v)]
    if old is None:
        return []
    if old in choices:
        return choices[: choices.index(old)]
    return choices


def _class(old: Value, new: Value) -> type:
    """Fractions may become integers; everything else stays what it is."""
    if isinstance(old, Fraction) and not isinstance(new, bool):
        return int
    return type(old)
