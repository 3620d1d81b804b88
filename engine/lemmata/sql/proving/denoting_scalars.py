"""Expressions as values and formulas over row variables.

A scope holds the output values of the rows in scope, innermost first, so that a column reference
is replaced by what it stands for.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from lemmata.sql import scalars
from lemmata.sql.evaluate_scalars import cast
from lemmata.sql.failures import NoValue
from lemmata.sql.proving import building as b
from lemmata.sql.proving.bags import FALSE, TRUE, Bag, Formula, Lit, Term, Value
from lemmata.sql.proving.summing import aggregate
from lemmata.sql.types import SqlType

Scope: TypeAlias = tuple[tuple[Value, ...], ...]
CAST = "?cast"
QUERIES = (scalars.Exists, scalars.InQuery, scalars.Quantified)
LOGICAL = ("and", "or", "not", "is null", "is true", "is false", "is not distinct")


def true(expr: Any, scope: Scope) -> Formula:
    """When a condition is true."""
    return truths(expr, scope)[0]


def truths(expr: Any, scope: Scope) -> tuple[Formula, Formula]:
    """When a condition is true, and when it is false."""
    if isinstance(expr, QUERIES):
        return _query(expr, scope)
    if isinstance(expr, scalars.Call) and expr.op in LOGICAL:
        return _logical(expr, scope)
    found = value(expr, scope)
    return b.holds(found), b.holds(found, wanted=False)


def _logical(expr: scalars.Call, scope: Scope) -> tuple[Formula, Formula]:
    if expr.op == "is null":
        null = b.is_null(value(expr.args[0], scope))
        return null, b.negate(null)
    if expr.op == "is not distinct":
        equal = b.same(*(value(arg, scope) for arg in expr.args))
        return equal, b.negate(equal)
    parts = [truths(arg, scope) for arg in expr.args]
    if expr.op == "and":
        return b.both(t for t, _ in parts), b.either(f for _, f in parts)
    if expr.op == "or":
        return b.either(t for t, _ in parts), b.both(f for _, f in parts)
    true_part, false_part = parts[0]
    if expr.op == "not":
        return false_part, true_part
    found = true_part if expr.op == "is true" else false_part
    return found, b.negate(found)


def value(expr: Any, scope: Scope) -> Value:
    """The value of an expression."""
    match expr:
        case scalars.Literal(found, kind):
            return Lit(found, kind)
        case scalars.Column(up, index):
            return scope[up][index]
        case scalars.Call(op, args, kind):
            return _call(expr, op, args, kind, scope)
        case scalars.Opaque(name, args, kind):
            return b.operation(f"?{name}", tuple(value(a, scope) for a in args), kind)
        case scalars.Case(branches, default, kind):
            chosen = value(default, scope)
            for when, then in reversed(branches):
                chosen = b.pick(true(when, scope), value(then, scope), chosen, kind)
            return chosen
        case scalars.Cast(arg, kind):
            return converted(value(arg, scope), kind)
        case scalars.ScalarQuery(query, kind):
            return aggregate("the", _denoted(query, scope), kind)
    return b.truth(*truths(expr, scope))


def _call(expr: Any, op: str, args: Any, kind: SqlType, scope: Scope) -> Value:
    if op in LOGICAL:
        return b.truth(*truths(expr, scope))
    values = tuple(value(arg, scope) for arg in args)
    if op != "coalesce":
        return b.operation(op, values, kind)
    found = values[-1]
    for item in reversed(values[:-1]):
        found = b.pick(b.negate(b.is_null(item)), item, found, kind)
    return found


def converted(found: Value, kind: SqlType) -> Value:
    """A value converted to a type."""
    if isinstance(found, Lit):
        try:
            return Lit(cast(found.value, kind), kind)
        except NoValue:
            pass
    if found.type == kind or _widens(found.type, kind):
        return found
    return b.operation(CAST, (found,), kind)


def _widens(old: SqlType, new: SqlType) -> bool:
    """Whether a conversion keeps every value."""
    if old.kind == "null":
        return True
    if old.textual and new.textual:
        return new.size is None or (old.size is not None and old.size <= new.size)
    if old.kind == "int" and new.kind in ("int", "decimal"):
        return True
    return old.kind == new.kind == "decimal" and new.scale is None


def _denoted(query: Any, scope: Scope) -> Bag:
    from lemmata.sql.proving.denoting import denote

    return denote(query, scope)


def _some(bag: Bag, test: Any) -> Formula:
    """Whether a row passes a test."""
    terms = (Term(t.gens, b.both((t.cond, test(t.outs))), ()) for t in bag.terms)
    return b.non_empty(Bag(tuple(t for t in terms if t.cond != FALSE)))


def _query(expr: Any, scope: Scope) -> tuple[Formula, Formula]:
    if isinstance(expr, scalars.Exists):
        found = _some(_denoted(expr.query, scope), lambda outs: TRUE)
        return found, b.negate(found)
    bag = _denoted(expr.query, scope)
    if isinstance(expr, scalars.InQuery):
        args = tuple(value(arg, scope) for arg in expr.args)
        return _some(bag, lambda outs: _equal(args, outs)), b.negate(
            _some(bag, lambda outs: _maybe_equal(args, outs))
        )
    arg = value(expr.arg, scope)
    yes = _some(bag, lambda outs: b.compare(expr.op, arg, outs[0]))
    if expr.every:
        no = _some(bag, lambda outs: b.compare(b.NEGATED[expr.op], arg, outs[0]))
        unsure = _some(bag, lambda outs: b.negate(b.compare(expr.op, arg, outs[0])))
        return b.negate(unsure), no
    maybe = _some(bag, lambda outs: b.negate(b.compare(b.NEGATED[expr.op], arg, outs[0])))
    return yes, b.negate(maybe)


def _equal(left: tuple[Value, ...], right: tuple[Value, ...]) -> Formula:
    return b.both(b.compare("=", x, y) for x, y in zip(left, right, strict=True))


def _maybe_equal(left: tuple[Value, ...], right: tuple[Value, ...]) -> Formula:
    """No pair of values is there and different."""
    return b.both(
        b.either((b.is_null(x), b.is_null(y), b.compare("=", x, y)))
        for x, y in zip(left, right, strict=True)
    )
