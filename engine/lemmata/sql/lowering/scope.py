"""What names mean at a place in a query."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from lemmata.sql.algebra import Aggregate, Field, Plan, WindowCall
from lemmata.sql.scalars import Column, Scalar
from lemmata.sql.types import SqlType
from lemmata.sql.walking import rewrite

FIRST_WINDOW = 1_000_000


@dataclass(frozen=True, slots=True)
class Named:
    """A column that a FROM clause offers; `expr` is over its row.

    `bare` ones are found without a qualifier, `starred` ones belong to `*`.
    """

    qualifier: str
    name: str
    expr: Scalar
    bare: bool = True
    starred: bool = True

    def moved(self, by: int) -> Named:
        """The column in a row with `by` more fields in front."""
        return replace(self, expr=moved(self.expr, by)) if by else self


def moved(expr: Scalar, by: int) -> Scalar:
    """An expression over a row with `by` more fields in front."""

    def change(node: Any, level: int) -> Scalar | None:
        if isinstance(node, Column) and node.up == level:
            return replace(node, index=node.index + by)
        return None

    return rewrite(expr, change)


def named(plan: Plan, qualifier: str, names: tuple[str, ...] = ()) -> list[Named]:
    """The columns of a source under its alias, the first ones renamed."""
    fields = enumerate(plan.columns)
    return [
        Named(qualifier, names[i] if i < len(names) else f.name, column(i, f)) for i, f in fields
    ]


def column(index: int, field: Field) -> Column:
    """The expression for an output column."""
    return Column(0, index, field.type, field.nullable)


@dataclass
class Scope:
    """The columns in sight, those of the query around it behind them.

    Where aggregates may stand, `aggregates` collects them; an aggregate, and a window function,
    is then denoted by a column with a negative index until the operator is built. `aliases` are
    the names of the select list, which a few clauses may use.
    """

    columns: list[Named]
    outer: Scope | None = None
    aggregates: list[Aggregate] | None = None
    windows: list[WindowCall] | None = None
    keys: list[Scalar] = field(default_factory=list)
    aliases: dict[str, Any] = field(default_factory=dict)

    def around(self) -> Iterator[tuple[int, Scope]]:
        """This scope and those around it, with the levels between."""
        scope: Scope | None = self
        up = 0
        while scope is not None:
            yield up, scope
            scope, up = scope.outer, up + 1

    def find(self, qualifier: str, name: str) -> list[Scalar]:
        """The columns of a name in the nearest scope that has one."""
        for up, scope in self.around():
            found = [c.expr for c in scope.columns if _fits(c, qualifier, name)]
            if found:
                return [_seen_from(expr, up) for expr in found]
        return []

    def has_qualifier(self, qualifier: str) -> bool:
        """Whether a table of that name is in sight."""
        return any(c.qualifier == qualifier for _, scope in self.around() for c in scope.columns)


def _fits(column: Named, qualifier: str, name: str) -> bool:
    if qualifier:
        return column.qualifier == qualifier and column.name == name
    return column.bare and column.name == name


def _seen_from(expr: Scalar, up: int) -> Scalar:
    from lemmata.sql.walking import shift

    return shift(expr, up)


def aggregate_column(number: int, type_: SqlType, nullable: bool) -> Column:
    """The placeholder for an aggregate."""
    return Column(0, -1 - number, type_, nullable)


def window_column(number: int, type_: SqlType) -> Column:
    """The placeholder for a window function."""
    return Column(0, -1 - FIRST_WINDOW - number, type_)


def placeholder(column: Column) -> tuple[str, int] | None:
    """Whether a column stands for an aggregate or a window function, and its number."""
    if column.index >= 0:
        return None
    number = -1 - column.index
    return ("window", number - FIRST_WINDOW) if number >= FIRST_WINDOW else ("aggregate", number)
