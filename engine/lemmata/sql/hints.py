"""Which values a stored column is compared with, read off the plans.

A comparison with a constant gives values on both sides of the border; columns that are compared
with one another share what is known of each.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from lemmata.sql import algebra
from lemmata.sql.evaluate import Compiler
from lemmata.sql.failures import NoValue
from lemmata.sql.operators import COMPARISONS, MIRRORED
from lemmata.sql.scalars import Call, Cast, Column, Literal, Scalar
from lemmata.sql.schema import Table
from lemmata.sql.types import Value
from lemmata.sql.walking import nodes

Place = tuple[str, int]
Near = tuple[list[Value], list[Value]]
Hints = dict[Place, Near]
MOST = 24


def hints(plans: tuple[algebra.Plan, ...], tables: Sequence[Table] = ()) -> Hints:
    """For columns, by table and position, values that make comparisons true, and others."""
    found: dict[Place, Near] = {}
    same: dict[Place, Place] = {}
    for condition, plan in (*_conditions(plans), *_checks(tables)):
        for op, left, right in _comparisons(condition):
            places = [_place(side, plan) for side in (left, right)]
            if places[0] and places[1]:
                same[_root(same, places[0])] = _root(same, places[1])
            for place, other, word in (
                (places[0], right, op),
                (places[1], left, MIRRORED.get(op, op)),
            ):
                value = _constant(other) if place else None
                if place and value is not None:
                    _add(found.setdefault(place, ([], [])), _near(word, value))
                if place and isinstance(value, str) and not isinstance(left, Column):
                    _add(found[place], ([f"{value}a"], [f"a{value}"]))
    return _shared(found, same)


def _add(known: Near, new: Near) -> None:
    for values, more in zip(known, new, strict=True):
        values += [value for value in more if value is not None and value not in values]


def _constant(expr: Scalar) -> Value:
    """The value of an expression without columns and queries; None if it has none."""
    if isinstance(expr, Literal):
        return expr.value
    if not all(isinstance(item, Literal | Call | Cast) for item, _ in nodes(expr)):
        return None
    try:
        value: Value = Compiler().scalar(expr)(((),))
    except NoValue:
        return None
    return value


def _shared(found: dict[Place, Near], same: dict[Place, Place]) -> Hints:
    """Give each column what is known of those it is compared with."""
    pooled: dict[Place, Near] = {}
    for place, near in found.items():
        _add(pooled.setdefault(_root(same, place), ([], [])), near)
    places = dict.fromkeys([*found, *same, *same.values()])
    chosen = ((place, pooled.get(_root(same, place))) for place in places)
    return {place: (_ends(near[0]), _ends(near[1])) for place, near in chosen if near}


def _ends(values: list[Value]) -> list[Value]:
    """The first and the last values of a long list: of either query some."""
    return values if len(values) <= MOST else [*values[: MOST // 2], *values[-MOST // 2 :]]


def _root(same: dict[Place, Place], place: Place) -> Place:
    seen = {place}
    while place in same and same[place] not in seen:
        place = same[place]
        seen.add(place)
    return place


def _conditions(plans: tuple[algebra.Plan, ...]) -> Iterator[tuple[Scalar, algebra.Plan]]:
    """Conditions with the plan whose columns they speak of."""
    for item, _ in nodes(plans):
        if isinstance(item, algebra.Filter):
            yield item.condition, item.input
        elif isinstance(item, algebra.Join | algebra.Apply):
            yield item.on, item
        elif isinstance(item, algebra.Project):
            for expr in item.exprs:
                yield expr, item.input
        elif isinstance(item, algebra.Group):
            for aggregate in item.aggregates:
                yield aggregate.where, item.input
                for expr in aggregate.args:
                    yield expr, item.input


def _checks(tables: Sequence[Table]) -> Iterator[tuple[Scalar, algebra.Plan]]:
    for table in tables:
        fields = tuple(algebra.Field(c.name, c.type, c.nullable) for c in table.columns)
        for check in table.checks:
            yield check.condition, algebra.Scan(table.name, fields)


def _comparisons(condition: Scalar) -> Iterator[tuple[str, Scalar, Scalar]]:
    for item, level in nodes(condition):
        if level or not isinstance(item, Call) or len(item.args) < 2:
            continue
        if item.op in (*COMPARISONS, "is not distinct", "like"):
            yield item.op, item.args[0], item.args[1]


def _place(expr: Scalar, plan: algebra.Plan) -> Place | None:
    """The stored column that an expression is about, if it is about one alone."""
    columns = {c for c, level in nodes(expr) if isinstance(c, Column)}
    if len(columns) != 1:
        return None
    (column,) = columns
    return origin(plan, column.index) if column.up == 0 else None


def _near(op: str, value: Value) -> Near:
    """Values that make a comparison true, and ones that make it false."""
    if isinstance(value, str):
        if op != "like":
            return [value], []
        return [value.replace("%", "").replace("_", "a"), value.replace("%", "b")], []
    if isinstance(value, bool) or not isinstance(value, date | int | Fraction):
        return [value], []
    step: Any = timedelta(1) if isinstance(value, date) else 1
    above, below = _plus(value, step), _plus(value, -step)
    orders: dict[str, Near] = {
        "<": ([below], [value]),
        ">": ([above], [value]),
        "<=": ([value], [above]),
        ">=": ([value], [below]),
        "<>": ([above], [value]),
    }
    return orders.get(op, ([value], [above]))


def _plus(value: Any, step: Any) -> Any:
    try:
        return value + step
    except OverflowError:
        return None


def origin(plan: Any, index: int) -> Place | None:
    """The stored column that an output column shows, or sums up."""
    while True:
        if isinstance(plan, algebra.Scan):
            return plan.table, index
        if isinstance(plan, algebra.Filter | algebra.Distinct | algebra.Sort | algebra.Window):
            if index >= algebra.width(plan.input):
                return None
            plan = plan.input
        elif isinstance(plan, algebra.Join | algebra.Apply):
            split = algebra.width(plan.left)
            plan, index = (plan.left, index) if index < split else (plan.right, index - split)
        elif isinstance(plan, algebra.Project | algebra.Group):
            expr = _shown(plan, index)
            if not isinstance(expr, Column) or expr.up != 0:
                return None
            plan, index = plan.input, expr.index
        elif isinstance(plan, algebra.UnionAll):
            plan = plan.inputs[0]
        elif isinstance(plan, algebra.ExceptAll | algebra.IntersectAll):
            plan = plan.left
        else:
            return None


def _shown(plan: algebra.Project | algebra.Group, index: int) -> Scalar | None:
    if isinstance(plan, algebra.Project):
        return plan.exprs[index]
    if index < len(plan.keys):
        return plan.keys[index]
    args = plan.aggregates[index - len(plan.keys)].args
    return args[0] if args else None
