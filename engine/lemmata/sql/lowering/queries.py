"""Queries of every shape: SELECT, set operations, VALUES, WITH, ORDER BY and LIMIT."""

from __future__ import annotations

from itertools import islice
from typing import Any

from lemmata.sql.algebra import (
    Distinct,
    ExceptAll,
    IntersectAll,
    Plan,
    Project,
    Sort,
    SortKey,
    UnionAll,
    Values,
    width,
)
from lemmata.sql.lowering.expressions import Expressions
from lemmata.sql.lowering.scope import Scope, column, named
from lemmata.sql.lowering.selects import lower_select, output_position
from lemmata.sql.lowering.sources import values_plan
from lemmata.sql.reading import Reader
from lemmata.sql.scalars import Literal
from lemmata.sql.schema import Schema
from lemmata.sql.types import common
from lemmata.sql.walking import is_closed, nodes

MAX_NODES = 100_000
SET_OPERATIONS = ("union", "except", "intersect")
SET_PARTS = ("this", "expression", "distinct", "order", "limit", "offset", "with_")


class Queries:
    """Lowers the queries of one text against a schema."""

    def __init__(self, reader: Reader, schema: Schema) -> None:
        self.reader, self.schema = reader, schema
        self.depth = 0
        self._common: list[dict[str, Plan]] = []

    def lower(self, node: Any, outer: Scope | None) -> Plan:
        """The plan of a query in a scope; raises InputError or Unsupported."""
        with_clause = node.args.get("with_")
        if with_clause is None:
            return self._body(node, outer)
        self._read_with(with_clause, outer)
        try:
            return self._body(node, outer)
        finally:
            self._common.pop()

    def _body(self, node: Any, outer: Scope | None) -> Plan:
        kind = node.key
        if kind == "select":
            return lower_select(self, node, outer)
        if kind in SET_OPERATIONS:
            return self._set_operation(node, outer)
        if kind == "values":
            self.reader.only(node, "expressions", "order", "limit", "offset")
            return self._ordered(self.values(node, outer), node, outer)
        if kind == "subquery":
            self.reader.only(node, "this", "order", "limit", "offset", "with_")
            return self._ordered(self.lower(node.this, outer), node, outer)
        raise self.reader.unsupported(node, f"{kind.upper()}, which is not a query,")

    def values(self, node: Any, outer: Scope | None) -> Values:
        """Rows of expressions."""
        return values_plan(self, node, outer)

    def _read_with(self, node: Any, outer: Scope | None) -> None:
        if node.args.get("recursive"):
            names = {cte.alias.lower() for cte in node.expressions}
            tables = {t.name.lower() for cte in node.expressions for t in _tables(cte)}
            if names & tables:
                raise self.reader.unsupported(node, "WITH RECURSIVE")
        self.reader.only(node, "expressions", "recursive")
        known: dict[str, Plan] = {}
        self._common.append(known)
        for cte in node.expressions:
            self.reader.only(cte, "this", "alias")
            plan = self.lower(cte.this, outer)
            names_given = [c.name.lower() for c in cte.args["alias"].args.get("columns") or ()]
            if len(names_given) > width(plan):
                message = f"{len(names_given)} names for {width(plan)} columns"
                raise self.reader.error(cte, message)
            known[cte.alias.lower()] = _renamed(plan, names_given)
            self.check_size(cte, plan)

    def check_size(self, node: Any, plan: Plan) -> None:
        """Refuse a plan that is huge once each name of WITH is replaced by its query."""
        if sum(1 for _ in islice(nodes(plan), MAX_NODES + 1)) > MAX_NODES:
            raise self.reader.unsupported(node, f"limit: {MAX_NODES:,} parts of a plan")

    def common_table(self, node: Any, name: str) -> Plan | None:
        """The query that WITH gives a name to, None if there is none."""
        for known in reversed(self._common):
            if name in known:
                if not is_closed(known[name]):
                    raise self.reader.unsupported(node, "a correlated WITH")
                return known[name]
        return None

    def _set_operation(self, node: Any, outer: Scope | None) -> Plan:
        """A chain that leans to the left, however long, without recursion along it."""
        spine = []
        left = node
        while left.key in SET_OPERATIONS and (left is node or not _decorated(left)):
            self.reader.only(left, *SET_PARTS)
            spine.append(left)
            left = left.this
        plan = self.lower(left, outer)
        pending: list[Plan] = [plan]
        for item in reversed(spine):
            right = self.lower(item.expression, outer)
            self._check_sides(item, pending[0], right)
            if item.key != "union":
                pending = [_combined(item, _union(pending), right)]
            elif item.args.get("distinct"):
                pending = [*_without_distinct(pending), right]
                pending = [Distinct(_union(pending))]
            else:
                pending.append(right)
        return self._ordered(_union(pending), node, outer)

    def _check_sides(self, node: Any, left: Plan, right: Plan) -> None:
        if width(left) != width(right):
            message = f"{node.key.upper()} of {width(left)} and {width(right)} columns"
            raise self.reader.error(node.expression, message, (f"{width(left)} columns",))
        for a, b in zip(left.columns, right.columns, strict=True):
            if common(a.type, b.type) is None:
                what = f"{node.key.upper()} of {a.type} and {b.type}"
                raise self.reader.unsupported(node.expression, what)

    def _ordered(self, plan: Plan, node: Any, outer: Scope | None) -> Plan:
        """ORDER BY and LIMIT of a whole query, over its output columns."""
        order = node.args.get("order")
        keys: list[SortKey] = []
        if order is not None:
            self.reader.only(order, "expressions")
            at = Expressions(self, Scope(named(plan, ""), outer))
            names = [f.name for f in plan.columns]
            for item in order.expressions:
                position = output_position(self.reader, item.this, names)
                if position is not None:
                    expr: Any = column(position, plan.columns[position])
                else:
                    expr = at.lower(item.this)
                if not isinstance(expr, Literal):
                    keys.append(at.sort_key(item, expr))
        return self.limited(plan, tuple(keys), node)

    def limited(self, plan: Plan, keys: tuple[SortKey, ...], node: Any) -> Plan:
        """The plan in order, with the LIMIT and OFFSET (or FETCH) of a node."""
        limit, offset = node.args.get("limit"), node.args.get("offset")
        count, skipped = None, 0
        if limit is not None:
            count = self._limit(limit)
            if limit.args.get("offset") is not None:
                skipped = self._count(limit.args["offset"])
        if offset is not None:
            self.reader.only(offset, "this", "expression")
            skipped = self._count(offset.expression)
        if not keys and count is None and not skipped:
            return plan
        return Sort(plan, keys, count, skipped)

    def _limit(self, node: Any) -> int | None:
        if node.key == "fetch":
            self.reader.only(node, "direction", "count", "limit_options")
            options = node.args.get("limit_options")
            parts = options.args if options is not None else {}
            if parts.get("percent") or parts.get("with_ties"):
                raise self.reader.unsupported(node, "FETCH by percent or with ties")
            counted = node.args.get("count")
            return 1 if counted is None else self._count(counted)
        self.reader.only(node, "this", "expression", "offset")
        value = node.expression
        if value.key == "null" or (value.key == "column" and value.name.lower() == "all"):
            return None
        return self._count(value)

    def _count(self, node: Any) -> int:
        while node.key == "paren":
            node = node.this
        if node.key != "literal" or not str(node.this).isdigit():
            raise self.reader.unsupported(node, "a LIMIT or OFFSET that is not a plain number")
        return int(node.this)


def _decorated(node: Any) -> bool:
    return any(node.args.get(part) for part in ("order", "limit", "offset", "with_"))


def _combined(node: Any, left: Plan, right: Plan) -> Plan:
    distinct = bool(node.args.get("distinct"))
    if node.key == "except":
        return ExceptAll(Distinct(left) if distinct else left, right)
    return Distinct(IntersectAll(left, right)) if distinct else IntersectAll(left, right)


def _union(plans: list[Plan]) -> Plan:
    return plans[0] if len(plans) == 1 else UnionAll(tuple(plans))


def _without_distinct(plans: list[Plan]) -> list[Plan]:
    """The inputs of a UNION that another one follows: one Distinct over all is enough."""
    first = plans[0]
    if len(plans) > 1 or not isinstance(first, Distinct) or not isinstance(first.input, UnionAll):
        return plans
    return list(first.input.inputs)


def _renamed(plan: Plan, names: list[str]) -> Plan:
    if not names:
        return plan
    given = [*names, *(f.name for f in plan.columns[len(names) :])]
    exprs = tuple(column(i, f) for i, f in enumerate(plan.columns))
    return Project(plan, exprs, tuple(given))


def _tables(node: Any) -> Any:
    from sqlglot import exp

    return node.find_all(exp.Table)
