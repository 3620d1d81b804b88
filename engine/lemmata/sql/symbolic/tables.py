"""Symbolic tables: fresh rows, what constraints ask of them, and the database of a model."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from lemmata.sql.database import Tables
from lemmata.sql.pools import Pools, fits
from lemmata.sql.schema import Table, TableColumn
from lemmata.sql.symbolic.plans import Plans, Row
from lemmata.sql.symbolic.terms import EPOCH, Z3, Gap, Logic, Sym, Truth, kind_of, microseconds
from lemmata.sql.types import Value

LARGEST = 10**6
QUARTER = 4
SECOND = 1_000_000
Json = Any


class SymbolicTables:
    """`rows` symbolic rows for each table; `asked` is what a model must make true."""

    def __init__(self, logic: Logic, tables: Sequence[Table], pools: Pools, rows: int) -> None:
        self.logic, self.tables, self.pools = logic, tables, pools
        self.asked: list[Truth] = []
        self._names = 0
        self.years = _years((*pools.values["date"], *pools.values["timestamp"]))
        numbers = [Fraction(n) for n in pools.values["number"] if isinstance(n, int | Fraction)]
        self.largest = max(LARGEST, 4 * int(max(map(abs, numbers), default=0)))
        self.rows: dict[str, list[Row]] = {t.name: self._fresh(t, rows) for t in tables}
        for table in tables:
            self._constrain(table)

    def _constant(self, sort: Z3) -> Z3:
        self._names += 1
        return self.logic.z3.Const(f"v{self._names}", sort)

    def _fresh(self, table: Table, count: int) -> list[Row]:
        z3 = self.logic.z3
        found: list[Row] = []
        for _ in range(count):
            here = self._constant(z3.BoolSort())
            if found:
                self.asked.append(z3.Implies(here, found[-1].here))
            found.append(Row(here, tuple(self._value(c) for c in table.columns)))
        return found

    def _value(self, column: TableColumn) -> Sym:
        z3, kind = self.logic.z3, kind_of(column.type)
        null = self._constant(z3.BoolSort()) if column.nullable else False
        if kind == "bool":
            return Sym("bool", self._constant(z3.BoolSort()), null)
        number = self._constant(z3.IntSort())
        if kind == "text":
            pool = [str(v) for v in self.pools.of(column.type) if fits(v, column.type)] or ["a"]
            self.asked.append(self.logic.any(number == self.logic.code(t) for t in pool))
            return Sym("text", number, null, tuple(pool))
        if kind == "number":
            return Sym("number", self._scaled(number, column), null)
        if kind == "day":
            first, last = date(self.years[0], 1, 1), date(self.years[1], 12, 31)
            self._between(number, first.toordinal(), last.toordinal())
            return Sym("day", number, null)
        moments = [microseconds(datetime(year, 1, 1)) // SECOND for year in self.years]
        self._between(number, *moments)
        return Sym("moment", number * SECOND, null)

    def _between(self, number: Z3, least: int, most: int) -> None:
        self.asked += [number >= least, number <= most]

    def _scaled(self, number: Z3, column: TableColumn) -> Z3:
        """A number of the column's type, from one that is whole."""
        z3, kind = self.logic.z3, column.type
        if kind.kind == "int":
            self._between(number, -self.largest, self.largest)
            return number
        scale = kind.scale if kind.scale is not None else 3
        size = kind.size if kind.size is not None else 15
        unit = 10**scale if kind.kind == "decimal" else QUARTER
        most = self.largest * unit
        if kind.kind == "decimal":
            most = min(most, 10 ** max(size, 0) - 1)
        self._between(number, -most, most)
        return z3.ToReal(number) / unit

    def _constrain(self, table: Table) -> None:
        rows = self.rows[table.name]
        for key in table.keys:
            for i, row in enumerate(rows):
                for other in rows[:i]:
                    self._differ(row, other, key)
        for foreign in table.foreign_keys:
            for row in rows:
                self._refer(row, foreign.columns, self.rows[foreign.parent], foreign.parent_columns)
        checks = Plans(self.logic, {}, self.years)
        for check in table.checks:
            for row in rows:
                with checks.scalars.under(row.here):
                    value = checks.scalars.value(check.condition, (row.values,))
                    checks.scalars.fail(checks.scalars.is_false(value))
        self.asked += [self.logic.negate(f) for f in checks.scalars.failures]

    def _differ(self, row: Row, other: Row, key: Iterable[int]) -> None:
        logic = self.logic
        parts = [(row.values[i], other.values[i]) for i in key]
        nulls = (v.null for pair in parts for v in pair)
        distinct = (logic.negate(logic.same(a, b)) for a, b in parts)
        absent = (logic.negate(row.here), logic.negate(other.here))
        self.asked.append(logic.any((*absent, *nulls, *distinct)))

    def _refer(
        self, row: Row, columns: Sequence[int], parents: list[Row], theirs: Sequence[int]
    ) -> None:
        logic = self.logic
        found = (
            logic.all(
                (p.here, *(logic.same(row.values[i], p.values[j]) for i, j in zip(columns, theirs)))  # noqa: B905
            )
            for p in parents
        )
        nulls = (row.values[i].null for i in columns)
        self.asked.append(logic.any((logic.negate(row.here), *nulls, *found)))

    def database(self, model: Z3) -> Tables:
        """The rows that are there in a model."""
        return {
            table.name: [
                tuple(
                    self._read(model, v, c) for v, c in zip(row.values, table.columns, strict=True)
                )
                for row in self.rows[table.name]
                if self._true(model, row.here)
            ]
            for table in self.tables
        }

    def _true(self, model: Z3, truth: Truth) -> bool:
        if isinstance(truth, bool):
            return truth
        return bool(self.logic.z3.is_true(model.eval(truth, model_completion=True)))

    def _read(self, model: Z3, value: Sym, column: TableColumn) -> Value:
        if self._true(model, value.null):
            return None
        found = model.eval(value.term, model_completion=True)
        if value.kind == "bool":
            return bool(self.logic.z3.is_true(found))
        if value.kind == "text":
            return self.logic.text(found.as_long())
        if value.kind == "day":
            return date.fromordinal(found.as_long())
        if value.kind == "moment":
            return EPOCH + timedelta(microseconds=found.as_long())
        if column.type.kind == "int":
            return int(found.as_long())
        return Fraction(found.numerator_as_long(), found.denominator_as_long())


def _years(days: Iterable[Value]) -> tuple[int, int]:
    """The years of some dates, with the one before and the one behind."""
    years = [day.year for day in days if isinstance(day, date)]
    first, last = min(years) - 1, max(years) + 1
    if last - first > 40 or first < 1 or last > 9998:
        raise Gap("dates that lie far apart")
    return first, last
