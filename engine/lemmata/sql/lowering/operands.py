"""Comparisons, connectives, IN, quantifiers and subqueries of expressions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lemmata.sql.algebra import Plan, width
from lemmata.sql.lowering.typing import alike, condition, text
from lemmata.sql.operators import COMPARISONS
from lemmata.sql.scalars import (
    Call,
    Exists,
    InQuery,
    Literal,
    Quantified,
    Scalar,
    ScalarQuery,
    conjunction,
    disjunction,
)
from lemmata.sql.types import BOOL, common

if TYPE_CHECKING:
    from lemmata.sql.lowering.expressions import Expressions

COMPARING = {"EQ": "=", "NEQ": "<>", "LT": "<", "LTE": "<=", "GT": ">", "GTE": ">="}
Lower = Any


def negated(expr: Scalar) -> Scalar:
    """NOT."""
    return Call("not", (expr,), BOOL)


def connective(at: Expressions, node: Any) -> Scalar:
    """AND and OR, however long, without recursion along the chain."""
    kind, build = type(node), conjunction if node.key == "and" else disjunction
    parts, stack = [], [node]
    while stack:
        item = stack.pop()
        inner = item
        while inner.key == "paren":
            inner = inner.this
        if type(inner) is kind:
            at.reader.only(inner, "this", "expression")
            stack += [inner.expression, inner.this]
        else:
            parts.append(condition(item, at.lower(item), at.reader))
    return build(tuple(parts))


def negation(at: Expressions, node: Any) -> Scalar:
    """NOT of a truth value."""
    at.reader.only(node, "this")
    return negated(condition(node.this, at.lower(node.this), at.reader))


def comparison(at: Expressions, node: Any) -> Scalar:
    """A comparison of values, of rows, or with a quantified subquery."""
    at.reader.only(node, "this", "expression")
    op = COMPARING[type(node).__name__]
    if type(node.expression).__name__ in ("Any", "All"):
        return _quantified(at, node, op)
    rows = [at.row(side) for side in (node.this, node.expression)]
    if len(rows[0]) != len(rows[1]):
        raise at.reader.error(node, "rows of different lengths are compared")
    if len(rows[0]) > 1 and op not in ("=", "<>"):
        raise at.reader.unsupported(node, "an order comparison of rows")
    same = equal_rows(at, node, rows[0], rows[1], op if len(rows[0]) == 1 else "=")
    return negated(same) if len(rows[0]) > 1 and op == "<>" else same


def equal_rows(
    at: Expressions,
    node: Any,
    first: list[Scalar],
    second: list[Scalar],
    op: str = "=",
) -> Scalar:
    """The comparisons of the fields, all of them."""
    if len(first) > 1 and at.dialect.rows_are_values:
        op = "is not distinct"
    pairs = (alike(node, a, b, at.reader) for a, b in zip(first, second, strict=True))
    return conjunction(tuple(Call(op, pair, BOOL) for pair in pairs))


def same(at: Expressions, node: Any) -> Scalar:
    """IS [NOT] DISTINCT FROM, `<=>`."""
    at.reader.only(node, "this", "expression")
    rows = [at.row(side) for side in (node.this, node.expression)]
    if len(rows[0]) != len(rows[1]):
        raise at.reader.error(node, "rows of different lengths are compared")
    pairs = (alike(node, a, b, at.reader) for a, b in zip(*rows, strict=True))
    found = conjunction(tuple(Call("is not distinct", pair, BOOL) for pair in pairs))
    return negated(found) if node.key == "nullsafeneq" else found


def test(at: Expressions, node: Any) -> Scalar:
    """IS NULL, IS TRUE, IS FALSE and their negations."""
    at.reader.only(node, "this", "expression", "negate")
    kind = type(node.expression).__name__
    if kind == "Null":
        (value,) = at.row(node.this) if node.this.key != "tuple" else (None,)
        if value is None:
            raise at.reader.unsupported(node, "IS NULL of a row")
        found = Call("is null", (value,), BOOL)
    elif kind == "Boolean":
        value = condition(node.this, at.lower(node.this), at.reader)
        found = Call("is true" if node.expression.this else "is false", (value,), BOOL)
    else:
        raise at.reader.unsupported(node)
    return negated(found) if node.args.get("negate") else found


def between(at: Expressions, node: Any) -> Scalar:
    """BETWEEN, as two comparisons."""
    at.reader.only(node, "this", "low", "high")
    value, low, high = (at.lower(node.args[part]) for part in ("this", "low", "high"))
    lower = Call(">=", alike(node, value, low, at.reader), BOOL)
    return conjunction((lower, Call("<=", alike(node, value, high, at.reader), BOOL)))


def like(at: Expressions, node: Any) -> Scalar:
    """LIKE and ILIKE, with or without ESCAPE."""
    escape: tuple[Scalar, ...] = ()
    if node.key == "escape":
        at.reader.only(node, "this", "expression")
        escape = (at.lower(node.expression),)
        node = node.this
        if node.key not in ("like", "ilike"):
            raise at.reader.unsupported(node)
        if not (isinstance(escape[0], Literal) and len(str(escape[0].value)) == 1):
            raise at.reader.unsupported(node, "an escape that is not one character")
    at.reader.only(node, "this", "expression", "negate")
    if type(node.expression).__name__ in ("Any", "All"):
        raise at.reader.unsupported(node.expression)
    sides = [at.lower(side) for side in (node.this, node.expression)]
    if at.dialect.name == "postgres" and any(side.type.kind == "char" for side in sides):
        raise at.reader.unsupported(node, "LIKE of CHAR, whose blanks count")
    pairs = zip((node.this, node.expression), sides, strict=True)
    args = tuple(text(n, side, at.reader) for n, side in pairs)
    if not escape and _has_backslash(args[1]):
        raise at.reader.unsupported(node, "a LIKE pattern with a backslash and without ESCAPE")
    folded = node.key == "ilike" or at.dialect.like_ignores_case
    found = Call("ilike" if folded else "like", args + escape, BOOL)
    return negated(found) if node.args.get("negate") else found


def _has_backslash(pattern: Scalar) -> bool:
    return not isinstance(pattern, Literal) or "\\" in str(pattern.value)


def membership(at: Expressions, node: Any) -> Scalar:
    """IN a list or a query."""
    at.reader.only(node, "this", "expressions", "query")
    wanted = at.row(node.this)
    if node.args.get("query") is None:
        rows = [(item, at.row(item)) for item in node.expressions]
        for item, row in rows:
            if len(row) != len(wanted):
                raise at.reader.error(item, "rows of different lengths are compared")
        parts = [equal_rows(at, item, wanted, row) for item, row in rows]
        return disjunction(tuple(parts))
    plan = at.query(node.args["query"])
    _fits(at, node, wanted, plan)
    return InQuery(tuple(wanted), plan)


def _fits(at: Expressions, node: Any, wanted: list[Scalar], plan: Plan) -> None:
    if len(wanted) != width(plan):
        message = f"{len(wanted)} values are looked for among rows of {width(plan)}"
        raise at.reader.error(node, message)
    for value, field in zip(wanted, plan.columns, strict=True):
        if common(value.type, field.type) is None:
            kinds = f"{value.type} and {field.type}"
            raise at.reader.unsupported(node, f"IN with {kinds}")


def _quantified(at: Expressions, node: Any, op: str) -> Scalar:
    every = type(node.expression).__name__ == "All"
    at.reader.only(node.expression, "this")
    inner = node.expression.this
    if not at.is_query(inner):
        raise at.reader.unsupported(node.expression, "ANY or ALL of what is not a query")
    value, plan = at.lower(node.this), at.query(inner)
    _fits(at, node, [value], plan)
    assert op in COMPARISONS
    return Quantified(op, every, value, plan)


def existence(at: Expressions, node: Any) -> Scalar:
    """EXISTS."""
    at.reader.only(node, "this")
    return Exists(at.query(node.this))


def scalar_query(at: Expressions, node: Any) -> Scalar:
    """A query used as a value."""
    plan = at.query(node)
    if width(plan) != 1:
        message = f"a query used as a value has {width(plan)} columns"
        raise at.reader.error(node, message, expected=("one column",))
    return ScalarQuery(plan, plan.columns[0].type)
