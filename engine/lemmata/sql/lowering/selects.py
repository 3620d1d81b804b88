"""SELECT: from its clauses, in the order in which they work, to a plan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from lemmata.sql.algebra import (
    Aggregate,
    Distinct,
    Filter,
    Group,
    Plan,
    Project,
    SortKey,
    Window,
)
from lemmata.sql.lowering.determined import determined
from lemmata.sql.lowering.expressions import Expressions
from lemmata.sql.lowering.grouping import Grouped, Keys, after_windows
from lemmata.sql.lowering.scope import Scope, column
from lemmata.sql.lowering.sources import Sources
from lemmata.sql.lowering.typing import condition
from lemmata.sql.scalars import Literal, Scalar

if TYPE_CHECKING:
    from lemmata.sql.lowering.queries import Queries

CLAUSES = [
    "expressions",
    "distinct",
    "from_",
    "joins",
    "where",
    "group",
    "having",
    "order",
    "limit",
    "offset",
    "with_",
    "kind",
]


@dataclass(frozen=True, slots=True)
class Item:
    """An item of the select list; `node` is None for a column of `*`."""

    name: str
    expr: Scalar
    node: Any = None


def lower_select(queries: Queries, node: Any, outer: Scope | None) -> Plan:
    """The plan of a SELECT."""
    queries.reader.only(node, *CLAUSES)
    if node.args.get("kind"):
        raise queries.reader.unsupported(node, f"SELECT AS {node.args['kind']}")
    plan, columns = Sources(queries, outer).lower(node)
    return _Select(queries, node, Scope(columns, outer)).lower(plan)


class _Select:
    def __init__(self, queries: Queries, node: Any, scope: Scope) -> None:
        self.queries, self.node, self.scope = queries, node, scope
        self.reader = queries.reader
        self.at = Expressions(queries, scope)
        self.aggregates: list[Aggregate] = []

    def lower(self, plan: Plan) -> Plan:
        """All clauses."""
        where = self.node.args.get("where")
        if where is not None:
            kept = condition(where.this, self.at.lower(where.this), self.reader)
            plan = Filter(plan, kept)
        self._collect()
        group, having = self.node.args.get("group"), self.node.args.get("having")
        self._alias_names()
        keys = Keys(self.at, self._raw_items() if group and self.at.dialect.ordinals else [])
        if group is not None:
            keys.read(group)
        self.scope.keys = keys.keys
        if group is None:
            self.scope.aliases = {}
        items = self._items()
        self._alias_names()
        test: Scalar | None = None
        if having is not None:
            test = condition(having.this, self.at.lower(having.this), self.reader)
            if group is None and not self.aggregates and self.at.dialect.name == "mysql":
                raise self.reader.unsupported(having, "HAVING without GROUP BY and aggregates")
        order = self._order(items)
        if group is not None or having is not None or self.scope.aggregates:
            plan, items, test, order = self._group(plan, keys, items, test, order)
        if test is not None:
            plan = Filter(plan, test)
        plan, items, order = self._windows(plan, items, order)
        return self._output(plan, items, order)

    def _collect(self) -> None:
        self.scope.aggregates, self.scope.windows = self.aggregates, []

    def _alias_names(self) -> None:
        aliased = (n for n in self.node.expressions if n.key == "alias")
        self.scope.aliases = {n.alias.lower(): n.this for n in aliased}

    def _raw_items(self) -> list[Item]:
        """The select list for GROUP BY ordinals: stars expanded, expressions not yet lowered."""
        found: list[Item] = []
        for node in self.node.expressions:
            bare = node.this if node.key == "alias" else node
            stars = self._star(node)
            found += stars if stars is not None else [Item("", Literal(None, _null()), bare)]
        return found

    def _items(self) -> list[Item]:
        found: list[Item] = []
        aliases, self.scope.aliases = self.scope.aliases, {}
        for node in self.node.expressions:
            stars = self._star(node)
            if stars is not None:
                found += stars
                continue
            name = node.alias.lower() if node.key == "alias" else _default_name(node)
            bare = node.this if node.key == "alias" else node
            found.append(Item(name, self.at.lower(bare), bare))
        self.scope.aliases = aliases
        if not found:
            raise self.reader.error(self.node, "a SELECT without columns")
        return found

    def _star(self, node: Any) -> list[Item] | None:
        """The columns of `*` or `t.*`, None for anything else."""
        if node.key == "star":
            self.reader.only(node)
            chosen = [c for c in self.scope.columns if c.starred]
        elif node.key == "column" and type(node.this).__name__ == "Star":
            self.reader.only(node, "this", "table")
            self.reader.only(node.this)
            qualifier = node.table.lower()
            chosen = [c for c in self.scope.columns if c.qualifier == qualifier and qualifier]
            if not chosen:
                raise self.reader.error(node, f"there is no table {node.table} here")
        else:
            return None
        if not chosen:
            raise self.reader.error(node, "a * needs a FROM")
        return [Item(c.name, c.expr) for c in chosen]

    def _order(self, items: list[Item]) -> list[tuple[SortKey, int | None, Any]]:
        """The sort keys: the position of an output column, or an expression of its own."""
        order = self.node.args.get("order")
        if order is None:
            return []
        self.reader.only(order, "expressions")
        found: list[tuple[SortKey, int | None, Any]] = []
        for node in order.expressions:
            position = output_position(self.reader, node.this, [i.name for i in items])
            if position is None and self.at.dialect.order_by_aliases:
                self._no_hidden_columns(node)
            expr = items[position].expr if position is not None else self.at.lower(node.this)
            if position is None:
                same = (i for i, item in enumerate(items) if item.expr == expr)
                position = next(same, None)
            if not (position is None and isinstance(expr, Literal)):
                found.append((self.at.sort_key(node, expr), position, node))
        return found

    def _no_hidden_columns(self, node: Any) -> None:
        """Refuse a name in an expression of ORDER BY that is both a column and an alias."""
        from sqlglot import exp

        names = {c.name for c in self.scope.columns} & set(self.scope.aliases)
        for column_node in node.find_all(exp.Column):
            if not column_node.table and column_node.name.lower() in names:
                raise self.reader.unsupported(column_node, "ORDER BY of an alias and a column")

    def _group(
        self,
        plan: Plan,
        keys: Keys,
        items: list[Item],
        test: Scalar | None,
        order: list[tuple[SortKey, int | None, Any]],
    ) -> tuple[Plan, list[Item], Scalar | None, list[tuple[SortKey, int | None, Any]]]:
        single = len(keys.sets) == 1
        if single and keys.keys and self.at.dialect.groups_by_keys:
            exprs = [*(item.expr for item in items), *(key.expr for key, _, _ in order)]
            used = (exprs, test, self.scope.windows)
            keys.add(determined(plan, keys.keys, used, self.queries.schema))
        grouped = Grouped(self.at, keys.keys, single)
        self._group_windows(grouped)
        having = self.node.args.get("having")
        items = [replace(i, expr=grouped.over_groups(i.expr, i.node or self.node)) for i in items]
        if test is not None:
            test = grouped.over_groups(test, having)
        order = [
            (replace(key, expr=grouped.over_groups(key.expr, node)), position, node)
            for key, position, node in order
        ]
        plan = Group(plan, tuple(keys.keys), tuple(self.aggregates), keys.sets)
        return plan, items, test, order

    def _group_windows(self, grouped: Grouped) -> None:
        windows = self.scope.windows or []
        for i, call in enumerate(windows):
            over = [grouped.over_groups(e, self.node) for e in call.args]
            parts = [grouped.over_groups(e, self.node) for e in call.partition]
            keys = [replace(k, expr=grouped.over_groups(k.expr, self.node)) for k in call.order]
            windows[i] = replace(call, args=tuple(over), partition=tuple(parts), order=tuple(keys))

    def _windows(
        self, plan: Plan, items: list[Item], order: list[tuple[SortKey, int | None, Any]]
    ) -> tuple[Plan, list[Item], list[tuple[SortKey, int | None, Any]]]:
        calls = self.scope.windows
        if not calls:
            return plan, items, order
        items = [replace(i, expr=after_windows(plan, i.expr)) for i in items]
        order = [
            (replace(key, expr=after_windows(plan, key.expr)), position, node)
            for key, position, node in order
        ]
        return Window(plan, tuple(calls)), items, order

    def _output(
        self, plan: Plan, items: list[Item], order: list[tuple[SortKey, int | None, Any]]
    ) -> Plan:
        """The select list, DISTINCT, ORDER BY and LIMIT."""
        exprs = [item.expr for item in items]
        names = [item.name for item in items]
        hidden = [key.expr for key, position, _ in order if position is None]
        distinct = self.node.args.get("distinct")
        if distinct is not None:
            self.reader.only(distinct)
            if hidden:
                what = "ORDER BY of what DISTINCT does not select"
                raise self.reader.unsupported(self.node.args["order"], what)
        plan = Project(plan, tuple(exprs + hidden), tuple(names + [""] * len(hidden)))
        if distinct is not None:
            plan = Distinct(plan)
        behind, keys = len(items), []
        for key, position, _ in order:
            if position is None:
                position, behind = behind, behind + 1
            keys.append(replace(key, expr=column(position, plan.columns[position])))
        plan = self.queries.limited(plan, tuple(keys), self.node)
        if hidden:
            kept = tuple(column(i, f) for i, f in enumerate(plan.columns[: len(items)]))
            plan = Project(plan, kept, tuple(names))
        return plan


def output_position(reader: Any, node: Any, names: list[str]) -> int | None:
    """Which output column an ORDER BY item names, by number or by a name of its own."""
    if node.key == "literal" and not node.is_string and str(node.this).isdigit():
        position = int(node.this)
        if not 0 < position <= len(names):
            expected = (f"1 to {len(names)}",)
            raise reader.error(node, "there is no such output column", expected)
        return position - 1
    if node.key == "column" and not node.table:
        found = [i for i, name in enumerate(names) if name == node.name.lower()]
        return found[0] if len(found) == 1 else None
    return None


def _default_name(node: Any) -> str:
    while node.key == "paren":
        node = node.this
    return str(node.name).lower() if node.key == "column" else ""


def _null() -> Any:
    from lemmata.sql.types import NULL

    return NULL
