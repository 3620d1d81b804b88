"""Columns that the keys of a GROUP BY determine: those of a table whose primary key is among them.

They may then be used as if they were grouped, and grouping by them too changes nothing.
"""

from __future__ import annotations

from typing import Any

from lemmata.sql.algebra import Apply, Filter, Join, Plan, Scan, width
from lemmata.sql.scalars import Column, Scalar
from lemmata.sql.schema import Schema
from lemmata.sql.walking import nodes

Place = tuple[int, str, int]
"""Where a scan's columns begin in a row, its table, and the position in the table."""


def determined(
    plan: Plan, keys: list[Scalar], used: tuple[Any, ...], schema: Schema
) -> list[Scalar]:
    """Further columns of a row of the plan among those used, in order of their occurrence."""
    grouped: dict[tuple[int, str], set[int]] = {}
    for key in keys:
        place = _scanned(plan, key)
        if place is not None:
            grouped.setdefault(place[:2], set()).add(place[2])
    whole = {
        source
        for source, columns in grouped.items()
        if set(schema.tables[source[1]].primary or (-1,)) <= columns
    }
    found: dict[Scalar, None] = {}
    for item, level in nodes(_as_tuples(used)):
        if isinstance(item, Column) and item.up == level and item.index >= 0:
            column = Column(0, item.index, item.type, item.nullable)
            place = _scanned(plan, column)
            if place is not None and place[:2] in whole and column not in keys:
                found[column] = None
    return list(found)


def _as_tuples(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return tuple(_as_tuples(item) for item in value)
    return value if value is not None else ()


def _scanned(plan: Plan, expr: Scalar) -> Place | None:
    """The stored column that a column is, if nothing but joins and filters lie between."""
    if not isinstance(expr, Column) or expr.up or expr.index < 0:
        return None
    index, start = expr.index, 0
    while not isinstance(plan, Scan):
        if isinstance(plan, Filter):
            plan = plan.input
        elif isinstance(plan, Join | Apply):
            split = width(plan.left)
            if index - start < split:
                plan = plan.left
            else:
                plan, start = plan.right, start + split
        else:
            return None
    return start, plan.table, index - start
