"""Constructors that simplify: formulas, values, and what is known of them at a glance."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from lemmata.sql.failures import NoValue
from lemmata.sql.operators import COMPARISONS, OPERATORS
from lemmata.sql.proving.bags import (
    FALSE,
    TRUE,
    Agg,
    And,
    Bag,
    Cmp,
    Col,
    Const,
    Formula,
    Holds,
    IsNull,
    Ite,
    Lit,
    NonEmpty,
    Not,
    Op,
    Or,
    Same,
    Term,
    Truth,
    Value,
)
from lemmata.sql.types import SqlType

NEVER_NULL = ("sum",)
TOTAL = ("concat",)
NEGATED = {"=": "<>", "<>": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}


def both(parts: Iterable[Formula]) -> Formula:
    """The conjunction, flattened."""
    return _connect(parts, And, TRUE, FALSE)


def either(parts: Iterable[Formula]) -> Formula:
    """The disjunction, flattened."""
    return _connect(parts, Or, FALSE, TRUE)


def _connect(
    parts: Iterable[Formula], kind: type[And] | type[Or], unit: Const, zero: Const
) -> Formula:
    flat: dict[Formula, None] = {}
    for part in parts:
        for item in part.parts if isinstance(part, kind) else (part,):
            if item == zero:
                return zero
            if item != unit:
                flat[item] = None
    for item in flat:
        if isinstance(item, Not) and item.part in flat:
            return zero
    if len(flat) == 1:
        return next(iter(flat))
    return kind(tuple(flat)) if flat else unit


def negate(part: Formula) -> Formula:
    """The contrary."""
    if isinstance(part, Const):
        return FALSE if part.value else TRUE
    if isinstance(part, Not):
        return part.part
    return Not(part)


def conjuncts(formula: Formula) -> tuple[Formula, ...]:
    """The parts of a conjunction; none of TRUE."""
    if isinstance(formula, And):
        return formula.parts
    return () if formula == TRUE else (formula,)


def is_null(value: Value) -> Formula:
    """The value is NULL."""
    if isinstance(value, Lit):
        return Const(value.value is None)
    if isinstance(value, Col):
        return IsNull(value) if value.row.nullable[value.index] else FALSE
    if isinstance(value, Ite):
        return choose(value.cond, is_null(value.then), is_null(value.other))
    if isinstance(value, Truth):
        return both((negate(value.true), negate(value.false)))
    if isinstance(value, Op):
        if value.name in TOTAL:
            return FALSE
        if is_strict(value.name):
            return either(is_null(arg) for arg in value.args)
    if isinstance(value, Agg):
        if value.kind in NEVER_NULL:
            return FALSE
        if value.kind in ("min", "max"):
            return negate(non_empty(value.bag))
    return IsNull(value)


def is_strict(name: str) -> bool:
    """Whether an operator gives NULL exactly when an argument is NULL."""
    return name in OPERATORS


def choose(cond: Formula, then: Formula, other: Formula) -> Formula:
    """One formula or another."""
    if then == other:
        return then
    if isinstance(cond, Const):
        return then if cond.value else other
    if then == TRUE and other == FALSE:
        return cond
    if then == FALSE and other == TRUE:
        return negate(cond)
    return either((both((cond, then)), both((negate(cond), other))))


def pick(cond: Formula, then: Value, other: Value, kind: SqlType) -> Value:
    """One value or another."""
    if then == other:
        return then
    if isinstance(cond, Const):
        return then if cond.value else other
    return Ite(cond, then, other, kind)


def compare(op: str, left: Value, right: Value) -> Formula:
    """Both are there and compare so."""
    null = both((negate(is_null(left)), negate(is_null(right))))
    if isinstance(left, Lit) and isinstance(right, Lit):
        if left.value is None or right.value is None:
            return FALSE
        return Const(bool(OPERATORS[op](left.value, right.value)))
    if null == FALSE:
        return FALSE
    if op in (">", ">="):
        return compare("<" if op == ">" else "<=", right, left)
    if op == "<>":
        return both((null, negate(Cmp("=", *_ordered(left, right)))))
    if left == right:
        return null if op in ("=", "<=") else FALSE
    return Cmp(op, *(_ordered(left, right) if op == "=" else (left, right)))


def _ordered(left: Value, right: Value) -> tuple[Value, Value]:
    return (right, left) if isinstance(left, Lit) else (left, right)


def same(left: Value, right: Value) -> Formula:
    """Equal, or both NULL."""
    if left == right:
        return TRUE
    if isinstance(left, Lit) and isinstance(right, Lit):
        return Const(left.value == right.value)
    if isinstance(left, Lit) and left.value is None:
        return is_null(right)
    if isinstance(right, Lit) and right.value is None:
        return is_null(left)
    if is_null(left) == FALSE and is_null(right) == FALSE:
        return compare("=", left, right)
    return Same(*_ordered(left, right))


def same_rows(left: Iterable[Value], right: Iterable[Value]) -> Formula:
    """Equal column by column."""
    return both(same(a, b) for a, b in zip(left, right, strict=True))


def holds(value: Value, wanted: bool = True) -> Formula:
    """A Boolean value is true (or is false), not NULL."""
    if isinstance(value, Lit):
        return Const(value.value is wanted)
    if isinstance(value, Truth):
        return value.true if wanted else value.false
    if isinstance(value, Ite):
        return choose(value.cond, holds(value.then, wanted), holds(value.other, wanted))
    return Holds(value, wanted)


def truth(true: Formula, false: Formula) -> Value:
    """A Boolean value by when it is true and when it is false."""
    if isinstance(true, Holds) and false == Holds(true.value, False):
        return true.value
    if isinstance(true, Const) and isinstance(false, Const):
        found = True if true.value else False if false.value else None
        return Lit(found, SqlType("bool"))
    return Truth(true, false)


def non_empty(bag: Bag) -> Formula:
    """The bag has a row; multiplicities and outputs are forgotten."""
    from lemmata.sql.proving.rewriting import unnested

    parts: list[Formula] = []
    for term in unnested(bag).terms:
        if term.cond == FALSE:
            continue
        if not term.gens:
            parts.append(term.cond)
        else:
            parts.append(NonEmpty(Bag((Term(term.gens, term.cond, ()),))))
    return either(parts)


def operation(name: str, args: tuple[Value, ...], kind: SqlType) -> Value:
    """An operator applied: constants are folded, strict operators pass through choices of NULL."""
    if is_strict(name):
        if any(isinstance(arg, Lit) and arg.value is None for arg in args):
            return Lit(None, kind)
        if all(isinstance(arg, Lit) for arg in args):
            return _folded(name, args, kind)
        for at, arg in enumerate(args):
            if isinstance(arg, Ite) and _is_null_literal(arg.other):
                inner = operation(name, (*args[:at], arg.then, *args[at + 1 :]), kind)
                return pick(arg.cond, inner, Lit(None, kind), kind)
        if name in COMPARISONS:
            return truth(compare(name, *args), compare(NEGATED[name], *args))
        if name == "*":
            from lemmata.sql.proving.summing import product_of_sums

            return product_of_sums(Op(name, args, kind))
    return Op(name, args, kind)


def _is_null_literal(value: Value) -> bool:
    return isinstance(value, Lit) and value.value is None


def _folded(name: str, args: tuple[Value, ...], kind: SqlType) -> Value:
    try:
        found = OPERATORS[name](*(arg.value for arg in args))  # type: ignore[union-attr]
    except (NoValue, ArithmeticError, ValueError, TypeError):
        return Op(name, args, kind)
    if isinstance(found, Fraction) and kind.kind == "int":
        found = int(found) if found.denominator == 1 else found
    return Lit(found, kind)
