"""A database: rows for each table; whether it meets the constraints; how it is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from lemmata.sql.evaluate import Compiler
from lemmata.sql.failures import NoValue
from lemmata.sql.schema import Schema, Table
from lemmata.sql.types import Row, Value

Tables = dict[str, list[Row]]


class Constraints:
    """The constraints of some tables, compiled; `tables` are in order, parents first."""

    def __init__(self, schema: Schema, names: Iterable[str]) -> None:
        self.tables: list[Table] = schema.in_order(names)
        compiler = Compiler()
        self._checks = {
            t.name: [compiler.scalar(check.condition) for check in t.checks] for t in self.tables
        }

    def violation(self, tables: Mapping[str, list[Row]]) -> str:
        """What a database violates, in words; empty if nothing."""
        for table in self.tables:
            found = self._violation(table, tables)
            if found:
                return f"{table.name}: {found}"
        return ""

    def _violation(self, table: Table, tables: Mapping[str, list[Row]]) -> str:
        rows = tables.get(table.name, [])
        for i, column in enumerate(table.columns):
            if not column.nullable and any(row[i] is None for row in rows):
                return f"NULL in {column.name}, which is NOT NULL"
        for key in table.keys:
            seen = [found for row in rows if (found := _part(row, key)) is not None]
            if len(seen) != len(set(seen)):
                return f"a repeated key ({_names(table, key)})"
        for foreign in table.foreign_keys:
            there = {_part(row, foreign.parent_columns) for row in tables.get(foreign.parent, [])}
            wanted = {_part(row, foreign.columns) for row in rows} - {None}
            if not wanted <= there:
                return f"({_names(table, foreign.columns)}) without its row of {foreign.parent}"
        if not all(self.admits(table, row) for row in rows):
            return "a CHECK that is false"
        return ""

    def admits(self, table: Table, row: Row) -> bool:
        """Whether no CHECK of the table is false, or without a value, for a row."""
        try:
            return all(check((row,)) is not False for check in self._checks[table.name])
        except NoValue:
            return False

    def unread(self) -> tuple[str, ...]:
        """The constraints that were not understood."""
        return tuple(f"{t.name}: {text}" for t in self.tables for text in t.unread)


def _part(row: Row, columns: tuple[int, ...]) -> Row | None:
    """The fields of a key, None if one of them is NULL."""
    found = tuple(row[i] for i in columns)
    return None if None in found else found


def _names(table: Table, columns: tuple[int, ...]) -> str:
    return ", ".join(table.columns[i].name for i in columns)


def to_json(value: Value) -> Any:
    """A value as JSON: fractions and dates are objects with one member.

    >>> to_json(Fraction(1, 3)), to_json("a"), to_json(None)
    ({'number': '1/3'}, 'a', None)
    """
    if isinstance(value, Fraction):
        return {"number": str(value)}
    if isinstance(value, datetime):
        return {"timestamp": value.isoformat()}
    return {"date": value.isoformat()} if isinstance(value, date) else value


def from_json(value: Any) -> Value:
    """The value that `to_json` wrote; raises ValueError for anything else."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, dict) and len(value) == 1:
        ((kind, text),) = value.items()
        if kind == "number" and isinstance(text, str) and len(text) < 1_000:
            return Fraction(text)
        if kind == "date" and isinstance(text, str):
            return date.fromisoformat(text)
        if kind == "timestamp" and isinstance(text, str):
            return datetime.fromisoformat(text)
    raise ValueError("this is not a value")


def shown(value: Value) -> str:
    """A value for people.

    >>> shown(None), shown(Fraction(1, 4)), shown(Fraction(1, 3))
    ('NULL', '0.25', '1/3')
    """
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, Fraction):
        return decimal(value) or str(value)
    return str(value)


def decimal(value: Fraction) -> str:
    """The decimal digits of a fraction, empty if they do not end."""
    for places in range(19):
        scaled = value * 10**places
        if scaled.denominator == 1:
            digits = str(abs(scaled.numerator)).rjust(places + 1, "0")
            whole, rest = digits[: len(digits) - places], digits[len(digits) - places :]
            return ("-" if value < 0 else "") + whole + (f".{rest}" if rest else "")
    return ""
