"""GROUP BY: keys, grouping sets, and what a select list over groups may say."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

from lemmata.sql.lowering.expressions import Expressions
from lemmata.sql.lowering.scope import placeholder
from lemmata.sql.scalars import Column, Literal, Scalar
from lemmata.sql.walking import rewrite, shift

if TYPE_CHECKING:
    from lemmata.sql.algebra import Plan
    from lemmata.sql.lowering.selects import Item

MAX_SETS = 256
Sets = list[list[Scalar]]


class Keys:
    """Reads a GROUP BY clause: `keys` without repetition, `sets` as positions among them."""

    def __init__(self, at: Expressions, items: list[Item]) -> None:
        self.at, self.reader, self.items = at, at.reader, items
        self.keys: list[Scalar] = []
        self.sets: tuple[tuple[int, ...], ...] = ((),)

    def read(self, node: Any) -> None:
        """Read the clause."""
        self.reader.only(node, "expressions", "grouping_sets", "rollup", "cube")
        parts: list[Any] = list(node.expressions)
        for name in ("grouping_sets", "rollup", "cube"):
            parts += node.args.get(name) or []
        choices = [self._element(part) for part in parts]
        total = 1
        for choice in choices:
            total *= len(choice)
        if total > MAX_SETS:
            raise self.reader.unsupported(node, f"limit: {MAX_SETS} grouping sets")
        sets = []
        for chosen in product(*choices):
            keys = [self._position(key) for part in chosen for key in part]
            sets.append(tuple(sorted(dict.fromkeys(keys))))
        self.sets = tuple(sets)

    def add(self, more: list[Scalar]) -> None:
        """Add keys that the others determine, to the one grouping set."""
        self.keys += more
        (only,) = self.sets
        self.sets = ((*only, *range(len(self.keys) - len(more), len(self.keys))),)

    def _position(self, key: Scalar) -> int:
        if key not in self.keys:
            self.keys.append(key)
        return self.keys.index(key)

    def _element(self, node: Any) -> Sets:
        """The sets of one element; an ordinary key is one set of one key."""
        kind = type(node).__name__
        if kind not in ("GroupingSets", "Rollup", "Cube"):
            return [self._composite(node)]
        self.reader.only(node, "expressions")
        parts = node.expressions
        if kind == "GroupingSets":
            nested = (self._element(part) for part in parts)
            return [keys for sets in nested for keys in sets]
        items = [self._composite(part) for part in parts]
        if kind == "Rollup":
            chosen = [items[:n] for n in range(len(items), -1, -1)]
        else:
            if len(items) > 8:
                raise self.reader.unsupported(node, f"limit: {MAX_SETS} grouping sets")
            flags = product((True, False), repeat=len(items))
            chosen = [[i for i, f in zip(items, row, strict=True) if f] for row in flags]
        return [[key for item in row for key in item] for row in chosen]

    def _composite(self, node: Any) -> list[Scalar]:
        if type(node).__name__ in ("Tuple", "Paren"):
            inner = node.expressions or ([node.this] if node.this is not None else [])
            return [key for part in inner for key in self._composite(part)]
        return [self._key(node)]

    def _key(self, node: Any) -> Scalar:
        if self.at.dialect.ordinals and node.key == "literal" and not node.is_string:
            position = int(node.this) if str(node.this).isdigit() else 0
            if not 0 < position <= len(self.items):
                expected = (f"1 to {len(self.items)}",)
                raise self.reader.error(node, "there is no such output column", expected)
            item = self.items[position - 1]
            return self.at.without_aggregates().lower(item.node) if item.node else item.expr
        return self.at.without_aggregates().lower(node)


class Grouped:
    """Rewrites expressions over the input of a Group to ones over its output."""

    def __init__(self, at: Expressions, keys: list[Scalar], single: bool) -> None:
        self.at, self.keys = at, keys
        self.sought = [
            (i, key) for i, key in enumerate(keys) if not (single and isinstance(key, Literal))
        ]

    def over_groups(self, expr: Scalar, node: Any) -> Scalar:
        """The expression; raises InputError if it uses a column that is not grouped."""

        def change(item: Any, level: int) -> Scalar | None:
            for position, key in self.sought:
                if type(item) is type(key) and item == shift(key, level):
                    nullable = getattr(key, "nullable", True)
                    return Column(level, position, key.type, nullable)
            if isinstance(item, Column) and item.up == level:
                return self._aggregate(item, node)
            return None

        return rewrite(expr, change)

    def _aggregate(self, item: Column, node: Any) -> Column:
        found = placeholder(item)
        if found is None:
            shown = "a column that is neither grouped nor inside an aggregate"
            if self.at.dialect.name in ("sqlite", "mysql", "postgres"):
                raise self.at.reader.unsupported(node, shown)
            raise self.at.reader.error(node, shown)
        kind, number = found
        if kind == "window":
            return item
        return Column(item.up, len(self.keys) + number, item.type, item.nullable)


def after_windows(plan: Plan, expr: Scalar) -> Scalar:
    """An expression in which window functions are columns behind those of the plan."""
    before = len(plan.columns)

    def change(item: Any, level: int) -> Scalar | None:
        if not isinstance(item, Column) or item.up != level:
            return None
        found = placeholder(item)
        return found and Column(level, before + found[1], item.type, item.nullable)

    return rewrite(expr, change)
