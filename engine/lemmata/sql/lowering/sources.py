"""FROM: tables, derived tables, VALUES and their joins."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from lemmata.sql.algebra import ONE_ROW, Apply, Field, Join, Plan, Scan, Values, width
from lemmata.sql.lowering.expressions import Expressions
from lemmata.sql.lowering.operands import equal_rows
from lemmata.sql.lowering.scope import Named, Scope, named
from lemmata.sql.lowering.typing import condition, unified
from lemmata.sql.scalars import TRUE, Call, Scalar, conjunction, nullable
from lemmata.sql.types import SqlType

if TYPE_CHECKING:
    from lemmata.sql.lowering.queries import Queries

Source = tuple[Plan, list[Named]]


class Sources:
    """Lowers what follows FROM; `outer` is the scope of the query around."""

    def __init__(self, queries: Queries, outer: Scope | None) -> None:
        self.queries, self.outer, self.reader = queries, outer, queries.reader

    def lower(self, select: Any) -> Source:
        """The plan and the columns of a whole FROM clause; one empty row without one."""
        start = select.args.get("from_")
        if start is None:
            return ONE_ROW, []
        self.reader.only(start, "this")
        joins = select.args.get("joins") or []
        return self._joined(start.this, joins)

    def _joined(self, first: Any, joins: list[Any]) -> Source:
        """A comma binds weaker than JOIN: each comma starts a group of its own."""
        groups: list[tuple[Any, list[Any]]] = [(first, [])]
        loose = self.reader.dialect.name == "sqlite"
        for join in joins:
            if _is_comma(join) and not loose:
                groups.append((join.this, []))
            else:
                groups[-1][1].append(join)
        found: Source | None = None
        for source, inner in groups:
            found = self._group(found, source, inner)
        assert found is not None
        return found

    def _group(self, before: Source | None, first: Any, joins: list[Any]) -> Source:
        lateral = before is not None and _is_lateral(first)
        if lateral and joins:
            raise self.reader.unsupported(first, "a join of a LATERAL after a comma")
        if lateral:
            assert before is not None
            return self._lateral(before, first, "inner", None)
        found = self._source(first)
        for join in joins:
            found = self._join(found, join)
        if before is None:
            return found
        plan = Join("inner", before[0], found[0])
        self._different_names(before, found, first)
        return plan, _side_by_side(before, found)

    def _different_names(self, left: Source, right: Source, node: Any) -> None:
        ours = {c.qualifier for c in left[1]} & {c.qualifier for c in right[1]} - {""}
        if ours:
            name = min(ours)
            raise self.reader.error(node, f"two tables are called {name}; give one an alias")

    def _join(self, left: Source, join: Any) -> Source:
        self.reader.only(join, "this", "on", "using", "side", "kind", "method")
        kind = self._kind(join)
        if _is_lateral(join.this):
            if join.args.get("using") or join.args.get("method"):
                raise self.reader.unsupported(join)
            return self._lateral(left, join.this, kind, join.args.get("on"))
        right = self._source(join.this)
        self._different_names(left, right, join.this)
        plan = Join(kind, left[0], right[0])
        if kind in ("semi", "anti"):
            if join.args.get("using") or join.args.get("method"):
                raise self.reader.unsupported(join)
            both = _side_by_side(left, right)
            return replace(plan, on=self._on(both, join.args.get("on"))), left[1]
        if join.args.get("using") or join.args.get("method"):
            return self._using(left, right, plan, join)
        columns = _refreshed(plan, _side_by_side(left, right))
        return replace(plan, on=self._on(columns, join.args.get("on"))), columns

    def _kind(self, join: Any) -> str:
        side, kind, method = (str(join.args.get(k) or "") for k in ("side", "kind", "method"))
        word = side.lower() or kind.lower().replace("cross", "inner").replace("outer", "full")
        if side and kind.upper() in ("SEMI", "ANTI"):
            word = kind.lower()
        if method.upper() not in ("", "NATURAL") or kind.upper() not in _JOIN_KINDS:
            raise self.reader.unsupported(join, f"a {method or kind} join".lower())
        if side.upper() not in ("", "LEFT", "RIGHT", "FULL"):
            raise self.reader.unsupported(join, f"a {side.lower()} join")
        return word or "inner"

    def _on(self, columns: list[Named], node: Any) -> Scalar:
        if node is None:
            return TRUE
        at = Expressions(self.queries, Scope(columns, self.outer))
        return condition(node, at.lower(node), self.reader)

    def _lateral(self, left: Source, node: Any, kind: str, on: Any) -> Source:
        if kind not in ("inner", "left"):
            raise self.reader.unsupported(node, f"a {kind} join of a LATERAL")
        inner = node
        if node.key == "lateral":
            self.reader.only(node, "this", "alias")
            inner = node.this
        if inner.key != "subquery":
            raise self.reader.unsupported(node, "LATERAL of what is not a query")
        scope = Scope(left[1], self.outer)
        right = self.queries.lower(inner.this, scope)
        columns = self._aliased(right, node.args.get("alias"), node)
        plan = Apply(kind, left[0], right)
        both = _refreshed(plan, _side_by_side(left, (right, columns)))
        return replace(plan, on=self._on(both, on)), both

    def _using(self, left: Source, right: Source, plan: Join, join: Any) -> Source:
        """USING and NATURAL: equal names are compared and merged."""
        names = [node.name.lower() for node in join.args.get("using") or ()]
        if join.args.get("method"):
            ours = [c.name for c in left[1] if c.starred]
            names = [n for n in ours if n in {c.name for c in right[1] if c.starred}]
        both = _refreshed(plan, _side_by_side(left, right))
        split = len(left[1])
        merged: dict[str, Named] = {}
        tests = []
        for name in names:
            sides = [self._only(join, name, part) for part in (both[:split], both[split:])]
            if sides[0].type.kind != sides[1].type.kind:
                raise self.reader.unsupported(join, f"USING of columns {name} of two types")
            at = Expressions(self.queries, Scope(both, self.outer))
            tests.append(equal_rows(at, join, [sides[0]], [sides[1]]))
            merged[name] = Named("", name, _merge(plan.kind, sides))
        rest = [replace(c, bare=False, starred=False) if c.name in merged else c for c in both]
        plan = replace(plan, on=conjunction(tuple(tests)))
        if not self.reader.dialect.using_stays:
            return plan, [*merged.values(), *rest]
        found: list[Named] = []
        for old, new in zip(both, rest, strict=True):
            if old.bare and old.name in merged:
                found.append(merged.pop(old.name))
            found.append(new)
        return plan, found

    def _only(self, join: Any, name: str, columns: list[Named]) -> Scalar:
        """The one column of a side that USING names."""
        found = [c for c in columns if c.bare and c.name == name]
        if len(found) != 1:
            problem = "ambiguous" if found else "missing on one side"
            raise self.reader.error(join, f"the column {name} of USING is {problem}")
        return found[0].expr

    def _source(self, node: Any) -> Source:
        kind = type(node).__name__
        if kind == "Table":
            return self._table(node)
        if kind == "Values":
            return self._values(node)
        if kind == "Subquery":
            return self._derived(node)
        if kind == "Lateral" and node.this.key == "subquery":
            self.reader.only(node, "this", "alias")
            plan = self.queries.lower(node.this.this, self.outer)
            return plan, self._aliased(plan, node.args.get("alias"), node)
        raise self.reader.unsupported(node, f"{node.key} in FROM")

    def _table(self, node: Any) -> Source:
        self.reader.only(node, "this", "alias", "db", "catalog", "joins")
        if type(node.this).__name__ != "Identifier":
            raise self.reader.unsupported(node, "a table function")
        name = node.name.lower()
        plan: Plan | None = None if node.args.get("db") else self.queries.common_table(node, name)
        if plan is None:
            table = self.queries.schema.tables.get(name)
            if table is None:
                known = tuple(sorted(self.queries.schema.tables))[:12]
                raise self.reader.error(node, f"there is no table {node.name}", known)
            fields = tuple(Field(c.name, c.type, c.nullable) for c in table.columns)
            plan = Scan(name, fields)
        columns = self._aliased(plan, node.args.get("alias"), node, name)
        found: Source = (plan, columns)
        for join in node.args.get("joins") or ():
            found = self._join(found, join)
        return found

    def _values(self, node: Any) -> Source:
        plan = self.queries.values(node, self.outer)
        return plan, self._aliased(plan, node.args.get("alias"), node)

    def _derived(self, node: Any) -> Source:
        """A query, or joins, in parentheses."""
        inner = node.this
        if _is_source(inner):
            self.reader.only(node, "this", "joins")
            return self._joined(inner, node.args.get("joins") or [])
        self.reader.only(node, "this", "alias", "joins")
        plan = self.queries.lower(inner, self.outer)
        found: Source = (plan, self._aliased(plan, node.args.get("alias"), node))
        for join in node.args.get("joins") or ():
            found = self._join(found, join)
        return found

    def _aliased(self, plan: Plan, alias: Any, node: Any, default: str = "") -> list[Named]:
        """The columns under an alias; Calcite numbers those that have no name."""
        names: tuple[str, ...] = ()
        if alias is not None:
            self.reader.only(alias, "this", "columns")
            names = tuple(c.name.lower() for c in alias.args.get("columns") or ())
            default = alias.name.lower() or default
        if len(names) > width(plan):
            raise self.reader.error(alias, f"{len(names)} names for {width(plan)} columns")
        columns = named(plan, default, names)
        if self.reader.dialect.name == "calcite":
            columns = [c if c.name else replace(c, name=f"expr${i}") for i, c in enumerate(columns)]
        return columns


def values_plan(
    queries: Queries,
    node: Any,
    outer: Scope | None,
) -> Values:
    """Rows of expressions, all of one length."""
    at = Expressions(queries, Scope([], outer))
    rows = [tuple(at.row(item)) for item in node.expressions]
    for item, row in zip(node.expressions, rows, strict=True):
        if len(row) != len(rows[0]):
            raise queries.reader.error(item, "the rows of VALUES have different lengths")
    columns = list(zip(*rows, strict=True))
    fields = tuple(_field(queries, node, list(column)) for column in columns)
    return Values(tuple(rows), fields)


def _field(queries: Queries, node: Any, column: list[Scalar]) -> Field:
    kind: SqlType = unified(node, column, "VALUES", queries.reader)
    return Field("", kind, any(map(nullable, column)))


_JOIN_KINDS = ("", "INNER", "OUTER", "CROSS", "SEMI", "ANTI")


def _is_comma(join: Any) -> bool:
    parts = ("on", "using", "side", "kind", "method")
    return not any(join.args.get(part) for part in parts)


def _is_source(node: Any) -> bool:
    """Whether what stands in parentheses is a table or a derived one, not a query."""
    if node.key == "subquery":
        return bool(node.args.get("alias")) or _is_source(node.this)
    return bool(node.key == "table")


def _is_lateral(node: Any) -> bool:
    return type(node).__name__ == "Lateral"


def _side_by_side(left: Source, right: Source) -> list[Named]:
    return [*left[1], *(c.moved(width(left[0])) for c in right[1])]


def _refreshed(plan: Plan, columns: list[Named]) -> list[Named]:
    """The columns with what padding does to them."""
    if isinstance(plan, Join | Apply) and plan.kind == "inner":
        return columns
    from lemmata.sql.scalars import Column

    found = []
    for c in columns:
        expr = c.expr
        if isinstance(expr, Column):
            expr = replace(expr, nullable=plan.columns[expr.index].nullable)
        found.append(replace(c, expr=expr))
    return found


def _merge(kind: str, sides: list[Scalar]) -> Scalar:
    if kind == "right":
        return sides[1]
    return Call("coalesce", tuple(sides), sides[0].type) if kind == "full" else sides[0]
