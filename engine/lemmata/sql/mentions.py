"""Which stored columns queries mention, and which ones they compare for equality.

Unlike `hints`, it follows columns into correlated queries.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lemmata.sql import algebra
from lemmata.sql.hints import Place, origin
from lemmata.sql.scalars import Call, Column, InQuery, Quantified, Scalar
from lemmata.sql.walking import QUERIES, children

Rows = tuple[algebra.Plan, ...]
EQUALITIES = ("=", "is not distinct")


@dataclass
class Mentions:
    """Columns by table, and pairs of columns that are compared; both in order of occurrence."""

    columns: dict[str, dict[int, None]] = field(default_factory=dict)
    equal: dict[tuple[Place, Place], None] = field(default_factory=dict)


def mentions(plans: tuple[algebra.Plan, ...]) -> Mentions:
    """What some plans mention."""
    found = Mentions()
    for plan in plans:
        _visit(plan, (), found)
    return found


def _visit(plan: algebra.Plan, outer: Rows, found: Mentions) -> None:
    """A plan under the rows it is correlated with, given as the plans that they are rows of."""
    for part, rows in _inputs(plan, outer):
        _visit(part, rows, found)
    scope = (_row(plan), *outer)
    for expr in _expressions(plan):
        _expression(expr, scope, found)


def _inputs(plan: algebra.Plan, outer: Rows) -> Iterator[tuple[algebra.Plan, Rows]]:
    if isinstance(plan, algebra.UnionAll):
        yield from ((part, outer) for part in plan.inputs)
    elif isinstance(plan, algebra.Apply):
        yield from ((plan.left, outer), (plan.right, (plan.left, *outer)))
    elif isinstance(plan, algebra.Join | algebra.ExceptAll | algebra.IntersectAll):
        yield from ((plan.left, outer), (plan.right, outer))
    elif not isinstance(plan, algebra.Scan | algebra.Values):
        yield plan.input, outer


def _row(plan: algebra.Plan) -> algebra.Plan:
    """The plan whose rows the operator's expressions see."""
    if isinstance(plan, algebra.Join | algebra.Apply | algebra.Values):
        return plan
    return getattr(plan, "input", plan)


def _expressions(plan: algebra.Plan) -> Iterator[Any]:
    for part in children(plan):
        if not isinstance(part, algebra.Plan):
            yield part


def _expression(root: Any, scope: Rows, found: Mentions) -> None:
    stack = [root]
    while stack:
        item = stack.pop()
        if isinstance(item, Column):
            place = _place(item, scope)
            if place:
                found.columns.setdefault(place[0], {})[place[1]] = None
        elif isinstance(item, Call) and item.op in EQUALITIES:
            _equal([_place(arg, scope) for arg in item.args], found)
        elif isinstance(item, InQuery):
            for i, arg in enumerate(item.args):
                _equal([_place(arg, scope), origin(item.query, i)], found)
        elif isinstance(item, Quantified) and item.op == "=":
            _equal([_place(item.arg, scope), origin(item.query, 0)], found)
        if isinstance(item, QUERIES):
            _visit(item.query, scope, found)
        stack += [p for p in reversed(list(children(item))) if not isinstance(p, algebra.Plan)]


def _equal(places: list[Place | None], found: Mentions) -> None:
    first, second = places
    if first and second and first != second:
        found.equal[first, second] = None


def _place(expr: Scalar, scope: Rows) -> Place | None:
    """The stored column that a column shows."""
    if not isinstance(expr, Column) or expr.up >= len(scope):
        return None
    row = scope[expr.up]
    return None if expr.index >= _wide(row) else origin(row, expr.index)


def _wide(plan: algebra.Plan) -> int:
    """How many columns the operator's expressions see of a row."""
    if isinstance(plan, algebra.Join | algebra.Apply):
        return algebra.width(plan.left) + algebra.width(plan.right)
    return algebra.width(plan)
