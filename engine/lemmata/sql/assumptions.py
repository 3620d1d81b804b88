"""Constraints that a schema does not state: what they say, how they are declared, when they hold.

`extended` adds some to a schema, so that a search or a proof can be run under them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from lemmata.sql.database import Tables
from lemmata.sql.printing import quoted
from lemmata.sql.schema import ForeignKey, Schema, Table
from lemmata.sql.types import Row


@dataclass(frozen=True, slots=True, order=True)
class NotNull:
    """A column is never NULL."""

    table: str
    column: int


@dataclass(frozen=True, slots=True, order=True)
class Unique:
    """No two rows agree on the columns, unless one of them is NULL."""

    table: str
    columns: tuple[int, ...]


@dataclass(frozen=True, slots=True, order=True)
class Reference:
    """Rows whose columns are not NULL have a row of the parent with equal columns."""

    table: str
    columns: tuple[int, ...]
    parent: str
    parent_columns: tuple[int, ...]


Assumption = NotNull | Unique | Reference


def extended(schema: Schema, assumed: Iterable[Assumption]) -> Schema:
    """The schema with more constraints, declared in its texts too."""
    tables, texts = dict(schema.tables), dict(schema.texts)
    for item in assumed:
        tables[item.table] = _with(tables[item.table], item)
        texts[item.table] = (*texts.get(item.table, ()), declaration(item, schema))
    return Schema(tables, schema.notices, texts)


def _with(table: Table, item: Assumption) -> Table:
    if isinstance(item, NotNull):
        columns = tuple(
            replace(c, nullable=c.nullable and i != item.column)
            for i, c in enumerate(table.columns)
        )
        return replace(table, columns=columns)
    if isinstance(item, Unique):
        return replace(table, keys=tuple(dict.fromkeys((*table.keys, item.columns))))
    foreign = ForeignKey(item.columns, item.parent, item.parent_columns)
    return replace(table, foreign_keys=(*table.foreign_keys, foreign))


def declaration(item: Assumption, schema: Schema) -> str:
    """The statement that adds the constraint."""
    head = f"ALTER TABLE {quoted(item.table)}"
    if isinstance(item, NotNull):
        return f"{head} ALTER COLUMN {_listed(schema, item.table, (item.column,))} SET NOT NULL"
    if isinstance(item, Unique):
        return f"{head} ADD UNIQUE ({_listed(schema, item.table, item.columns)})"
    here = _listed(schema, item.table, item.columns)
    there = _listed(schema, item.parent, item.parent_columns)
    return f"{head} ADD FOREIGN KEY ({here}) REFERENCES {quoted(item.parent)} ({there})"


def _listed(schema: Schema, table: str, columns: Iterable[int]) -> str:
    return ", ".join(quoted(schema.tables[table].columns[i].name) for i in columns)


def holds(item: Assumption, tables: Tables) -> bool:
    """Whether a database meets the constraint."""
    rows = tables.get(item.table, [])
    if isinstance(item, NotNull):
        return all(row[item.column] is not None for row in rows)
    keys = [key for row in rows if None not in (key := _part(row, item.columns))]
    if isinstance(item, Unique):
        return len(keys) == len(set(keys))
    return set(keys) <= {_part(row, item.parent_columns) for row in tables.get(item.parent, [])}


def _part(row: Row, columns: Iterable[int]) -> Row:
    return tuple(row[i] for i in columns)


def implies(strong: Sequence[Assumption], weak: Sequence[Assumption]) -> bool:
    """Whether each of the weak ones is among the strong ones, or follows from one of them."""
    return all(any(_follows(item, other) for other in strong) for item in weak)


def _follows(item: Assumption, other: Assumption) -> bool:
    if isinstance(item, Unique) and isinstance(other, Unique):
        return item.table == other.table and set(other.columns) <= set(item.columns)
    return item == other


def sentence(assumed: Sequence[Assumption], schema: Schema) -> str:
    """The constraints in words.

    A column, or several, unique and never NULL, are a key.
    """
    required = {(i.table, i.column) for i in assumed if isinstance(i, NotNull)}
    parts, said = [], set()
    for item in sorted(assumed, key=lambda item: (_RANK[type(item)], str(item))):
        if isinstance(item, Unique):
            needed = {(item.table, c) for c in item.columns}
            known = schema.tables[item.table].columns
            missing = {(t, c) for t, c in needed - required if known[c].nullable}
            word = "is unique" if missing else "is a key"
            said |= set() if missing else needed
            parts.append(f"{_named(schema, item.table, item.columns)} {word}")
        elif isinstance(item, Reference):
            there = _named(schema, item.parent, item.parent_columns)
            parts.append(f"{_named(schema, item.table, item.columns)} references {there}")
        elif (item.table, item.column) not in said:
            parts.append(f"{_named(schema, item.table, (item.column,))} is NOT NULL")
    return " and ".join(parts)


_RANK: dict[type, int] = {Unique: 0, Reference: 1, NotNull: 2}


def _named(schema: Schema, table: str, columns: Sequence[int]) -> str:
    names = [schema.tables[table].columns[i].name for i in columns]
    return f"{table}.{names[0]}" if len(names) == 1 else f"{table} ({', '.join(names)})"
