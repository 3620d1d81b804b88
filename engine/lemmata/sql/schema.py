"""A schema: tables with typed columns, and the constraints that every database meets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from lemmata.sql.scalars import Scalar
from lemmata.sql.types import SqlType


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A stored column; the name is lower case."""

    name: str
    type: SqlType
    nullable: bool = True


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """Rows whose `columns` are all non-NULL have a row of `parent` with equal `parent_columns`."""

    columns: tuple[int, ...]
    parent: str
    parent_columns: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """A condition that is not false for any row; `text` is how it was written."""

    text: str
    condition: Scalar


@dataclass(frozen=True, slots=True)
class Table:
    """A table. A key is unique among rows in which none of its columns is NULL.

    The columns of a primary key are not nullable. `unread` holds constraints that were not
    understood: of such a table it is unknown which contents are possible.
    """

    name: str
    columns: tuple[TableColumn, ...]
    keys: tuple[tuple[int, ...], ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    checks: tuple[Check, ...] = ()
    primary: tuple[int, ...] = ()
    unread: tuple[str, ...] = ()


@dataclass(frozen=True)
class Schema:
    """Tables by lower-case name, what was skipped while it was read, and the statements of each."""

    tables: dict[str, Table] = field(default_factory=dict)
    notices: tuple[str, ...] = ()
    texts: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def ddl(self, wanted: Iterable[str]) -> str:
        """The statements that declare the tables and all that they refer to."""
        names = [table.name for table in self.in_order(wanted)]
        creates = [self.texts[name][0] for name in names]
        others = [text for name in names for text in self.texts[name][1:]]
        return "".join(f"{text};\n" for text in (*creates, *others))

    def in_order(self, wanted: Iterable[str]) -> list[Table]:
        """The tables and all that they refer to, parents first; cycles are cut at their start."""
        found: dict[str, Table] = {}
        stack = [(name, False) for name in sorted(wanted, reverse=True)]
        opened: set[str] = set()
        while stack:
            name, closed = stack.pop()
            if closed:
                found.setdefault(name, self.tables[name])
            elif name not in opened:
                opened.add(name)
                stack.append((name, True))
                parents = {key.parent for key in self.tables[name].foreign_keys}
                stack += [(parent, False) for parent in sorted(parents, reverse=True)]
        return list(found.values())
