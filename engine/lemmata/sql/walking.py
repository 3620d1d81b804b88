"""Walking plans and expressions: rewriting with the level of rows, and what occurs in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from lemmata.sql.algebra import (
    Apply,
    Filter,
    Group,
    Join,
    Plan,
    Project,
    Scan,
    Sort,
    Values,
    Window,
)
from lemmata.sql.scalars import (
    Column,
    Exists,
    InQuery,
    Quantified,
    Scalar,
    ScalarQuery,
)

Rewrite = Callable[[Any, int], "Scalar | None"]
T = TypeVar("T")
QUERIES = (Exists, InQuery, Quantified, ScalarQuery)
OPERATORS_WITH_ROWS = (Filter, Project, Join, Apply, Group, Sort, Window, Values)


def rewrite(node: T, change: Rewrite, level: int = 0) -> T:
    """The node with expressions replaced, outermost first.

    `change(expr, level)` gives the replacement or None; `level` says how many rows lie between the
    expression and the place where the walk began. Nodes without a change are kept as they are.
    """
    found: Any = _rewrite(node, change, level)
    return found  # type: ignore[no-any-return]


def _rewrite(node: Any, change: Rewrite, level: int) -> Any:
    if isinstance(node, tuple):
        new = tuple(_rewrite(item, change, level) for item in node)
        return new if any(a is not b for a, b in zip(new, node, strict=True)) else node
    if not is_dataclass(node) or isinstance(node, Scan):
        return node
    if not isinstance(node, OPERATORS_WITH_ROWS):
        replaced = change(node, level)
        if replaced is not None:
            return replaced
    changes = {}
    for name in _parts(type(node)):
        old = getattr(node, name)
        deeper = _rewrite(old, change, level + _added(node, name))
        if deeper is not old:
            changes[name] = deeper
    return replace(node, **changes) if changes else node  # type: ignore[type-var]


def _added(node: Any, name: str) -> int:
    """How many rows the operator puts between itself and that part."""
    if isinstance(node, Apply):
        return 1 if name in ("right", "on") else 0
    if isinstance(node, OPERATORS_WITH_ROWS):
        return 0 if name in ("input", "left", "right") else 1
    return 0


_PARTS: dict[type, tuple[str, ...]] = {}


def _parts(kind: type) -> tuple[str, ...]:
    """The fields that can hold expressions or plans."""
    if kind not in _PARTS:
        skipped = ("columns", "type", "names", "sets")
        names = (f.name for f in fields(kind) if f.init and f.name not in skipped)
        _PARTS[kind] = tuple(names)
    return _PARTS[kind]


def nodes(node: Any, level: int = 0) -> Iterator[tuple[Any, int]]:
    """Every plan, expression and part of them, with its level; outermost first."""
    stack: list[tuple[Any, int]] = [(node, level)]
    while stack:
        item, at = stack.pop()
        if isinstance(item, tuple):
            stack.extend((part, at) for part in reversed(item))
        elif is_dataclass(item):
            yield item, at
            parts = _parts(type(item))
            stack.extend((getattr(item, p), at + _added(item, p)) for p in reversed(parts))


def children(node: Any) -> Iterator[Any]:
    """The plans, expressions and parts of them that a node consists of."""
    stack = [getattr(node, name) for name in reversed(_parts(type(node)))]
    while stack:
        item = stack.pop()
        if isinstance(item, tuple):
            stack.extend(reversed(item))
        elif is_dataclass(item):
            yield item


def shift(node: T, by: int) -> T:
    """The node as it reads with `by` more rows between it and what it is correlated with."""

    def change(expr: Any, level: int) -> Scalar | None:
        if isinstance(expr, Column) and expr.up >= level:
            return replace(expr, up=expr.up + by)
        return None

    return rewrite(node, change) if by else node


def is_closed(plan: Plan) -> bool:
    """Whether a plan depends on the database alone: no column reaches out of it."""
    return reach(plan) == 0


def reach(plan: Plan) -> int:
    """How many levels of outer rows a plan depends on."""
    found = 0
    for item, level in nodes(plan):
        if isinstance(item, Column):
            found = max(found, item.up + 1 - level)
    return found


def tables(plan: Any) -> frozenset[str]:
    """The names of the stored tables that occur."""
    return frozenset(item.table for item, _ in nodes(plan) if isinstance(item, Scan))
