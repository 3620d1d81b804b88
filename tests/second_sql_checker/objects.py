"""Objects of section 2: nodes that are shared, so that equal ones are identical.

A row variable is a number that is unique in a run; a binder is a `term` node, which lists its rows.
Substitution renames every bound row that it passes, so nothing is ever captured.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any, Union

Part = Union["Node", tuple[Any, ...], str, int, None, Any]
Key = tuple[Any, ...]


class RejectedError(Exception):
    """The format does not allow this."""


class BeyondError(Exception):
    """Too much for this checker."""


class Node:
    """An expression, a formula, a generator, a term or a bag."""

    __slots__ = ("free", "kind", "parts")

    def __init__(self, kind: str, parts: tuple[Any, ...]) -> None:
        self.kind, self.parts = kind, parts
        self.free: frozenset[int] = _free(kind, parts)

    def __getitem__(self, index: int) -> Any:
        return self.parts[index]


_KNOWN: dict[Key, Node] = {}
_ROWS = count(1)


def mk(kind: str, *parts: Any) -> Node:
    """The node with these parts."""
    key = (kind, *map(_exact, parts))
    found = _KNOWN.get(key)
    if found is None:
        if len(_KNOWN) > 2_000_000:
            raise BeyondError("too many objects")
        found = _KNOWN[key] = Node(kind, parts)
    return found


def _exact(part: Any) -> Any:
    """True is not 1 here."""
    if isinstance(part, tuple):
        return tuple(map(_exact, part))
    return part if isinstance(part, Node) else (type(part).__name__, part)


def forget() -> None:
    """Drop all nodes but those that are named here."""
    _KNOWN.clear()
    for node in (TRUE, ONE):
        _KNOWN[node.kind, *map(_exact, node.parts)] = node


def fresh() -> int:
    """A new row variable."""
    return next(_ROWS)


def nodes(part: Any) -> Iterator[Node]:
    """The nodes right below a part."""
    if isinstance(part, Node):
        yield part
    elif isinstance(part, tuple):
        for item in part:
            yield from nodes(item)


def _free(kind: str, parts: tuple[Any, ...]) -> frozenset[int]:
    if kind == "col":
        return frozenset({parts[0]})
    found: frozenset[int] = frozenset()
    for node in nodes(parts):
        found |= node.free
    return found - {row for row, _ in parts[0]} if kind == "term" else found


# Constructors. A term is (rows, where, out), rows being pairs (row variable, generator).


def col(row: int, index: int, type_: str) -> Node:
    return mk("col", row, index, type_)


def lit(type_: str, value: Any) -> Node:
    return mk("lit", type_, value)


TRUE = lit("bool", True)
ONE = lit("int", 1)


def term(rows: tuple[Any, ...], where: tuple[Node, ...], out: tuple[Node, ...]) -> Node:
    return mk("term", rows, where, out)


def bag(terms: Any) -> Node:
    return mk("bag", tuple(terms))


def holds(expr: Node) -> Node:
    return mk("holds", expr)


def same(first: Node, second: Node) -> Node:
    return mk("same", first, second)


def is_null(expr: Node) -> Node:
    return same(expr, lit("null", None))


def negation(formula: Node) -> Node:
    return mk("not", formula)


def conjuncts(formula: Node) -> tuple[Node, ...]:
    """As section 2 defines them."""
    if formula.kind == "and":
        return tuple(found for part in formula[0] for found in conjuncts(part))
    if formula.kind == "holds":
        expr = formula[0]
        if expr is TRUE:
            return ()
        if expr.kind == "op" and expr[0] == "and":
            return tuple(found for part in expr[2] for found in conjuncts(holds(part)))
        if expr.kind == "truth":
            return conjuncts(expr[0])
    return (formula,)


def meet(given: Node, *formulas: Node) -> Node:
    """A term with more formulas."""
    rows, where, out = given.parts
    return term(rows, where + tuple(c for f in formulas for c in conjuncts(f)), out)


def with_out(given: Node, out: tuple[Node, ...]) -> Node:
    """A term with other outputs."""
    return term(given[0], given[1], out)


def type_of(expr: Node) -> str:
    """The type of an expression."""
    place = {"col": 2, "lit": 0, "op": 1, "function": 1, "case": 0, "cast": 0, "widen": 0}
    if expr.kind in place:
        return str(expr[place[expr.kind]])
    if expr.kind == "agg":
        return str(expr[2])
    return str(expr[0]) if expr.kind == "the" else "bool"


# Substitution and comparison.


def substitute(part: Any, rows: dict[int, tuple[Node, ...]], names: dict[int, int]) -> Any:
    """Replace rows by lists of expressions, and rename others."""
    return _Substitution(rows, names).part(part)


class _Substitution:
    def __init__(self, rows: dict[int, tuple[Node, ...]], names: dict[int, int]) -> None:
        self.rows, self.names = rows, names
        self.touched = frozenset(rows) | frozenset(names)
        self.done: dict[Node, Node] = {}

    def part(self, part: Any) -> Any:
        if isinstance(part, tuple):
            return tuple(map(self.part, part))
        return self.node(part) if isinstance(part, Node) else part

    def node(self, node: Node) -> Node:
        if not node.free & self.touched:
            return node
        found = self.done.get(node)
        if found is None:
            found = self.done[node] = self._changed(node)
        return found

    def _changed(self, node: Node) -> Node:
        if node.kind == "col":
            if node[0] in self.rows:
                cell: Node = self.rows[node[0]][node[1]]
                return cell
            return col(self.names[node[0]], node[1], node[2])
        if node.kind == "term":
            inner = {row: fresh() for row, _ in node[0]}
            below = _Substitution(self.rows, {**self.names, **inner})
            gens = tuple((inner[row], below.part(gen)) for row, gen in node[0])
            return term(gens, below.part(node[1]), below.part(node[2]))
        return mk(node.kind, *self.part(node.parts))


def opened(given: Node) -> tuple[tuple[tuple[int, Node], ...], tuple[Node, ...], tuple[Node, ...]]:
    """A term with new row variables: rows, formulas, outputs."""
    names = {row: fresh() for row, _ in given[0]}
    rows = tuple((names[row], substitute(gen, {}, names)) for row, gen in given[0])
    return rows, substitute(given[1], {}, names), substitute(given[2], {}, names)


def columns(row: int, types: tuple[str, ...]) -> tuple[Node, ...]:
    """All columns of a row."""
    return tuple(col(row, i, t) for i, t in enumerate(types))


def shape(part: Any, parameter: Callable[[Node], Any] | None = None) -> Any:
    """The part up to names of bound rows; `parameter` replaces expressions free of them."""
    return _Shape(parameter).part(part, {})


EXPRESSIONS = {
    *("col", "op", "function", "case", "cast", "widen", "agg", "the", "truth"),
}


class _Shape:
    def __init__(self, parameter: Callable[[Node], Any] | None) -> None:
        self.parameter = parameter

    def part(self, part: Any, bound: dict[int, int]) -> Any:
        if isinstance(part, tuple):
            return tuple(self.part(item, bound) for item in part)
        if not isinstance(part, Node):
            return _exact(part)
        if part.kind in EXPRESSIONS and not part.free & bound.keys() and self.parameter:
            return ("parameter", self.parameter(part), type_of(part))
        if part.kind == "col":
            row = bound.get(part[0])
            return ("col", "free" if row is None else "bound", row or part[0], *part.parts[1:])
        if part.kind != "term":
            return (part.kind, *(self.part(item, bound) for item in part.parts))
        inner = dict(bound)
        gens = []
        for row, gen in part[0]:
            gens.append(self.part(gen, inner))
            inner[row] = len(inner) + 1
        return ("term", tuple(gens), self.part(part[1], inner), self.part(part[2], inner))


def alike(first: Any, second: Any) -> bool:
    """Equal up to names of bound rows."""
    return first is second or bool(shape(first) == shape(second))


def replaced(node: Node, old: Node, new: Node) -> Node:
    """The node with a closed node in the place of another, wherever it occurs."""
    wanted = shape(old)

    def change(part: Any) -> Any:
        if isinstance(part, tuple):
            return tuple(map(change, part))
        if not isinstance(part, Node):
            return part
        if part.kind == old.kind and not part.free and shape(part) == wanted:
            return new
        return mk(part.kind, *change(part.parts))

    found: Node = change(node)
    return found
