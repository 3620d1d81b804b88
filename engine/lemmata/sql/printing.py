"""How values, tables and plans are written as SQL for engines.

`query` prints a plan, with every choice of the dialect made explicit; raises Unsupported for what
an engine cannot say.
"""

from __future__ import annotations

from datetime import date, datetime, time
from fractions import Fraction

from lemmata.sql.database import Tables, decimal
from lemmata.sql.schema import Schema, Table
from lemmata.sql.types import SqlType, Value


def quoted(name: str) -> str:
    """An identifier.

    >>> quoted('a"b')
    '"a""b"'
    """
    return '"' + name.replace('"', '""') + '"'


def literal(value: Value, kind: SqlType | None = None) -> str:
    """A constant; one of a kind that engines might guess wrongly is converted."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Fraction):
        digits = decimal(value)
        return digits if digits else f"({value.numerator}.0 / {value.denominator})"
    if isinstance(value, datetime):
        return f"TIMESTAMP '{value.isoformat(sep=' ')}'"
    if isinstance(value, date):
        return f"DATE '{value.isoformat()}'"
    return "'" + value.replace("'", "''") + "'"


def type_name(kind: SqlType, engine: str) -> str:
    """The type of a stored column."""
    names = {"int": "BIGINT", "bool": "BOOLEAN", "date": "DATE", "float": "DOUBLE"}
    names["timestamp"] = "TIMESTAMP"
    if engine == "postgres":
        names["float"] = "DOUBLE PRECISION"
    if kind.kind == "decimal":
        if engine == "sqlite":
            return "NUMERIC"
        size, scale = kind.size or 18, kind.scale if kind.scale is not None else 3
        return f"DECIMAL({min(max(size, scale), 38)}, {scale})"
    return names.get(kind.kind, "VARCHAR")


def create_table(table: Table, engine: str, constraints: bool = True) -> str:
    """CREATE TABLE, with keys, NOT NULL and foreign keys."""
    rows = []
    for column in table.columns:
        null = "" if column.nullable else " NOT NULL"
        kind = type_name(column.type, engine)
        if engine == "postgres" and kind == "VARCHAR":
            kind += ' COLLATE "C"'
        rows.append(f"{quoted(column.name)} {kind}{null}")
    if constraints:
        for key in table.keys:
            word = "PRIMARY KEY" if key == tuple(sorted(table.primary)) else "UNIQUE"
            rows.append(f"{word} ({_columns(table, key)})")
    inner = ",\n  ".join(rows)
    return f"CREATE TABLE {quoted(table.name)} (\n  {inner}\n)"


def _columns(table: Table, columns: tuple[int, ...]) -> str:
    return ", ".join(quoted(table.columns[i].name) for i in columns)


def insert(table: Table, rows: list[tuple[Value, ...]], engine: str) -> str:
    """INSERT of all rows."""
    lines = []
    for row in rows:
        values = (_stored(value, engine) for value in row)
        lines.append(f"  ({', '.join(values)})")
    return f"INSERT INTO {quoted(table.name)} VALUES\n" + ",\n".join(lines)


def _stored(value: Value, engine: str) -> str:
    return sqlite_literal(value) if engine == "sqlite" else literal(value)


def sqlite_literal(value: Value) -> str:
    """A constant for SQLite, which keeps dates as text; a midnight looks like its day."""
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    return literal(value).removeprefix("DATE ").removeprefix("TIMESTAMP ")


def script(schema: Schema, names: list[str], tables: Tables, engine: str) -> list[str]:
    """The statements that build a database, parents first."""
    found = []
    for table in schema.in_order(names):
        found.append(create_table(table, engine))
        rows = tables.get(table.name, [])
        if rows:
            found.append(insert(table, rows, engine))
    return found
