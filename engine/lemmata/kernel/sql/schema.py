"""The tables of a certificate: columns, keys, foreign keys, checks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lemmata.kernel.reading import Rejected, fields, require, sequence
from lemmata.kernel.sql.literals import flag, text_of, type_of


@dataclass(frozen=True)
class Foreign:
    """Rows without a NULL in `columns` have a parent row."""

    columns: tuple[int, ...]
    parent: str
    parent_columns: tuple[int, ...]


@dataclass(frozen=True)
class Stored:
    """A table; `checks` are scalars as JSON, over the row."""

    name: str
    types: tuple[str, ...]
    nullable: tuple[bool, ...]
    keys: tuple[tuple[int, ...], ...]
    foreign: tuple[Foreign, ...]
    checks: tuple[Any, ...]

    def solid(self, key: tuple[int, ...]) -> bool:
        """Whether no column of a key can be NULL."""
        return not any(self.nullable[i] for i in key)


Tables = dict[str, Stored]


def read_tables(value: Any) -> Tables:
    """The tables, sorted by name; raises Rejected."""
    found: Tables = {}
    for item in sequence(value):
        table = _table(item)
        require(not found or table.name > max(found), "tables are not sorted by name")
        found[table.name] = table
    for table in found.values():
        for foreign in table.foreign:
            parent = found.get(foreign.parent)
            require(parent is not None, f"there is no table {foreign.parent}")
            assert parent is not None
            _positions(list(foreign.parent_columns), len(parent.types))
    return found


def node(value: Any, name: str, *names: str) -> list[Any]:
    """The fields of a node of a given class."""
    found = fields(value, "node", *names)
    require(found[0] == name, f"a {name} is expected")
    return found[1:]


def _table(value: Any) -> Stored:
    parts = ("name", "columns", "keys", "foreign_keys", "checks", "primary", "unread")
    name, columns, keys, foreign, checks, primary, unread = node(value, "Table", *parts)
    require(not sequence(unread), "a table with a constraint that was not understood")
    types, nulls = [], []
    for column in sequence(columns):
        title, type_, nullable = node(column, "TableColumn", "name", "type", "nullable")
        text_of(title)
        types.append(type_of(type_))
        nulls.append(flag(nullable))
    count = len(types)
    found = []
    for row in sequence(keys):
        found.append(_positions(row, count))
        require(found[-1], "an empty key")
    first = _positions(primary, count)
    require(not first or first in found, "a primary key is one of the keys")
    tests = [node(check, "Check", "text", "condition")[1] for check in sequence(checks)]
    parents = tuple(_foreign(item, count) for item in sequence(foreign))
    return Stored(text_of(name), tuple(types), tuple(nulls), tuple(found), parents, tuple(tests))


def _foreign(value: Any, count: int) -> Foreign:
    own, parent, theirs = node(value, "ForeignKey", "columns", "parent", "parent_columns")
    columns = _positions(own, count)
    others = tuple(sequence(theirs))
    require(len(columns) == len(others), "a foreign key with different numbers of columns")
    return Foreign(columns, text_of(parent), others)


def _positions(value: Any, count: int) -> tuple[int, ...]:
    row = sequence(value)
    good = all(type(i) is int and 0 <= i < count for i in row) and len(set(row)) == len(row)
    if not good:
        raise Rejected("columns are numbers below the width, each once")
    return tuple(row)
