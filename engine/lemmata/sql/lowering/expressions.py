"""From sqlglot's expressions to scalars: dispatch on the node's class, names by the scope.

A class that is not listed is Unsupported, with its place.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from lemmata.sql.algebra import Plan, SortKey
from lemmata.sql.dialects import Dialect
from lemmata.sql.lowering import aggregating, operands
from lemmata.sql.lowering.functions import FUNCTIONS
from lemmata.sql.lowering.scope import Scope
from lemmata.sql.lowering.typing import literal
from lemmata.sql.reading import Reader
from lemmata.sql.scalars import Literal, Scalar
from lemmata.sql.types import BOOL, NULL

if TYPE_CHECKING:
    from lemmata.sql.lowering.queries import Queries


MAX_DEPTH = 400
MAX_DIGITS = 400


class Expressions:
    """Lowers expressions in a scope."""

    def __init__(self, queries: Queries, scope: Scope) -> None:
        self.queries, self.scope = queries, scope
        self.reader: Reader = queries.reader
        self.dialect: Dialect = queries.reader.dialect

    def lower(self, node: Any) -> Scalar:
        """An expression; raises InputError or Unsupported, both with the place."""
        self.queries.depth += 1
        try:
            return self._lower(node)
        finally:
            self.queries.depth -= 1

    def _lower(self, node: Any) -> Scalar:
        if self.queries.depth > MAX_DEPTH:
            raise self.reader.unsupported(node, f"limit: {MAX_DEPTH} levels of an expression")
        while type(node).__name__ == "Paren":
            self.reader.only(node, "this")
            node = node.this
        name = type(node).__name__
        if name in aggregating.NAMES or name == "Filter" or aggregating.is_single_value(node):
            return aggregating.aggregate(self, node)
        if aggregating.is_grouping(node) or aggregating.is_any_value(node):
            return aggregating.aggregate(self, node)
        found = _HANDLERS.get(name) or FUNCTIONS.get(name)
        if found is None:
            raise self.reader.unsupported(node)
        return found(self, node)

    def row(self, node: Any) -> list[Scalar]:
        """A row of values, or one value."""
        while type(node).__name__ == "Paren":
            node = node.this
        if type(node).__name__ == "Tuple":
            return [self.lower(item) for item in node.expressions]
        return [self.lower(node)]

    def without_aggregates(self) -> Expressions:
        """The same scope where no aggregate may stand."""
        scope = Scope(self.scope.columns, self.scope.outer, aliases=self.scope.aliases)
        return Expressions(self.queries, scope)

    def query(self, node: Any) -> Plan:
        """A subquery, which sees this scope one level out."""
        return self.queries.lower(node, self.scope)

    def is_query(self, node: Any) -> bool:
        """Whether a node is a query."""
        from sqlglot import exp

        return isinstance(node, exp.Query)

    def sort_keys(self, order: Any) -> tuple[SortKey, ...]:
        """The keys of an ORDER BY whose expressions are over this scope."""
        if order is None:
            return ()
        self.reader.only(order, "expressions")
        return tuple(self.sort_key(item, self.lower(item.this)) for item in order.expressions)

    def sort_key(self, item: Any, expr: Scalar) -> SortKey:
        """A key with the direction and the place of NULLs that an item states."""
        self.reader.only(item, "this", "desc", "nulls_first")
        return SortKey(expr, bool(item.args.get("desc")), bool(item.args.get("nulls_first")))

    def column(self, node: Any) -> Scalar:
        """A column by name."""
        self.reader.only(node, "this", "table", "db", "catalog")
        name, qualifier = node.name.lower(), node.table.lower()
        found = self.scope.find(qualifier, name)
        if len(found) == 1:
            return found[0]
        shown = f"{node.table}.{node.name}" if qualifier else node.name
        if found:
            problem = f"the column {shown} is ambiguous"
            if self._twice_in_one_source(qualifier, name):
                raise self.reader.unsupported(node, problem)
            raise self.reader.error(node, problem, self._sources(qualifier, name))
        alias = None if qualifier else self.scope.aliases.get(name)
        if alias is not None:
            return self._alias(name, alias)
        if qualifier and not self.scope.has_qualifier(qualifier):
            raise self.reader.error(node, f"there is no table {node.table} here")
        raise self.reader.error(node, f"there is no column {shown} here", self._near(qualifier))

    def _sources(self, qualifier: str, name: str) -> tuple[str, ...]:
        """The names under which the columns of an ambiguous name are known."""
        for _, scope in self.scope.around():
            fitting = [c for c in scope.columns if c.name == name and not qualifier]
            if fitting:
                return tuple(dict.fromkeys(f"{c.qualifier}.{name}" for c in fitting if c.qualifier))
        return ()

    def _alias(self, name: str, node: Any) -> Scalar:
        """What an item of the select list stands for; an item cannot use itself."""
        del self.scope.aliases[name]
        try:
            return self.lower(node)
        finally:
            self.scope.aliases[name] = node

    def _twice_in_one_source(self, qualifier: str, name: str) -> bool:
        """Whether a derived table has a name twice, where the dialect takes the first one."""
        columns = (c for _, scope in self.scope.around() for c in scope.columns if c.name == name)
        sources = {c.qualifier for c in columns if not qualifier or c.qualifier == qualifier}
        return len(sources) == 1 and self.dialect.name not in ("calcite", "postgres")

    def _near(self, qualifier: str) -> tuple[str, ...]:
        columns = [c for c in self.scope.columns if c.name and c.starred]
        chosen = [c.name for c in columns if not qualifier or c.qualifier == qualifier]
        return tuple(dict.fromkeys(chosen))[:12]


def _identifier_free(node: Any) -> bool:
    return type(node.this).__name__ != "Star"


def _column(at: Expressions, node: Any) -> Scalar:
    if not _identifier_free(node):
        raise at.reader.error(node, "a * cannot stand here")
    return at.column(node)


def _literal(at: Expressions, node: Any) -> Scalar:
    if not node.is_string and len(str(node.this)) > MAX_DIGITS:
        raise at.reader.unsupported(node, f"limit: {MAX_DIGITS} digits of a number")
    return literal(node, at.dialect.name == "sqlite")


_HANDLERS: dict[str, Callable[[Expressions, Any], Scalar]] = {
    "Column": _column,
    "Literal": _literal,
    "Boolean": lambda at, node: Literal(bool(node.this), BOOL),
    "Null": lambda at, node: Literal(None, NULL),
    "And": operands.connective,
    "Or": operands.connective,
    "Not": operands.negation,
    **dict.fromkeys(operands.COMPARING, operands.comparison),
    "NullSafeEQ": operands.same,
    "NullSafeNEQ": operands.same,
    "Is": operands.test,
    "Between": operands.between,
    "Like": operands.like,
    "ILike": operands.like,
    "Escape": operands.like,
    "In": operands.membership,
    "Exists": operands.existence,
    "Window": aggregating.window,
    **dict.fromkeys(("Subquery", "Select", "Union", "Except"), operands.scalar_query),
    "Intersect": operands.scalar_query,
}
