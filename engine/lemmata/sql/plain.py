"""Plans, expressions and constraints as JSON and back: what a certificate can hold of them.

A node is an object whose `node` is the name of its class, with its fields; sequences are lists,
types are texts like `decimal(8, 2)`. Fields that follow from the others are left out, and computed
again on reading, so that a text cannot lie about them.
"""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from typing import Any

from lemmata.sql import algebra, scalars
from lemmata.sql.database import from_json, to_json
from lemmata.sql.schema import Check, ForeignKey, Table, TableColumn
from lemmata.sql.types import KINDS, SqlType

Json = Any
MAX_DEPTH = 2_000
_CLASSES: dict[str, type] = {
    kind.__name__: kind
    for kind in (
        *(algebra.Scan, algebra.Values, algebra.Filter, algebra.Project, algebra.Join),
        *(algebra.Apply, algebra.UnionAll, algebra.Distinct, algebra.ExceptAll),
        *(algebra.IntersectAll, algebra.Group, algebra.Aggregate, algebra.Sort, algebra.SortKey),
        *(algebra.Window, algebra.WindowCall, algebra.Field),
        *(scalars.Literal, scalars.Column, scalars.Call, scalars.Opaque, scalars.Case),
        *(scalars.Cast, scalars.Exists, scalars.InQuery, scalars.Quantified, scalars.ScalarQuery),
        *(Table, TableColumn, ForeignKey, Check),
    )
}
_TYPE = re.compile(r"([a-z]+)(?:\((\d+)(?:, (\d+))?\))?")


def encode(node: Any) -> Json:
    """A plan, an expression, a table or a part of one as JSON.

    >>> encode(scalars.Column(0, 2, SqlType("int"), False))["index"]
    2
    """
    if isinstance(node, tuple):
        return [encode(item) for item in node]
    if isinstance(node, SqlType):
        return str(node)
    if not is_dataclass(node):
        return node
    found = {f.name: encode(getattr(node, f.name)) for f in fields(node) if f.init}
    if isinstance(node, scalars.Literal):
        found["value"] = to_json(node.value)
    return {"node": type(node).__name__, **found}


def decode(value: Json) -> Any:
    """What `encode` wrote; raises ValueError for anything else."""
    return _decode(value, 0)


def _decode(value: Json, depth: int) -> Any:
    if depth > MAX_DEPTH:
        raise ValueError("a plan nested too deeply")
    if isinstance(value, list):
        return tuple(_decode(item, depth + 1) for item in value)
    if not isinstance(value, dict):
        return value
    kind = _CLASSES.get(str(value.get("node")))
    if kind is None:
        raise ValueError(f"there is no node {value.get('node')!r}")
    wanted = {f.name for f in fields(kind) if f.init}
    if set(value) - {"node"} != wanted:
        raise ValueError(f"a {kind.__name__} has the fields {', '.join(sorted(wanted))}")
    parts: dict[str, Any] = {}
    for name in wanted:
        if name == "type":
            parts[name] = _type(value[name])
        elif name == "value":
            parts[name] = from_json(value[name])
        else:
            parts[name] = _decode(value[name], depth + 1)
            _check(name, parts[name])
    try:
        return kind(**parts)
    except (TypeError, AttributeError, IndexError) as problem:
        raise ValueError(f"this is not a {kind.__name__}: {problem}") from None


def _check(name: str, part: Any) -> None:
    """Refuse an expression in the place of a plan, and the other way round."""
    for wanted, one, many in _PLACES:
        if name in one and not isinstance(part, wanted):
            raise ValueError(f"{name} is of another kind")
        if name in many and not all(isinstance(item, wanted) for item in part):
            raise ValueError(f"{name} are of another kind")


_PLACES: tuple[tuple[Any, tuple[str, ...], tuple[str, ...]], ...] = (
    (algebra.Plan, ("input", "left", "right", "query"), ("inputs",)),
    (
        scalars.Scalar,
        ("condition", "on", "where", "default", "arg", "expr"),
        ("exprs", "args", "partition"),
    ),
)


def _type(text: Json) -> SqlType:
    found = _TYPE.fullmatch(text) if isinstance(text, str) else None
    if found is None or found[1] not in KINDS:
        raise ValueError(f"there is no type {text!r}")
    size, scale = (int(n) if n is not None else None for n in (found[2], found[3]))
    return SqlType(found[1], size, scale)
