"""Scalar expressions: what stands in conditions, select lists, keys and aggregates.

A column is referred to by position: `Column(up, index)` is field `index` of the row that is `up`
levels out. Level 0 is the row the operator works on (for a join: left fields, then right ones); a
query inside an expression, and the right side of an `Apply`, see that row one level further out.
So a plan has free columns exactly where it is correlated.

Truth values are true, false and NULL (Kleene). Everything is plain data, and two equal expressions
are equal objects.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from lemmata.sql.types import BOOL, SqlType, Value

if TYPE_CHECKING:
    from lemmata.sql.algebra import Plan


@dataclass(frozen=True, slots=True)
class Literal:
    """A constant; `value` None is NULL of that type."""

    value: Value
    type: SqlType


@dataclass(frozen=True, slots=True)
class Column:
    """Field `index` of the row `up` levels out."""

    up: int
    index: int
    type: SqlType
    nullable: bool = True


@dataclass(frozen=True, slots=True)
class Call:
    """An operator of `operators.OPERATORS` applied to its arguments; and, or are n-ary."""

    op: str
    args: tuple[Scalar, ...]
    type: SqlType


@dataclass(frozen=True, slots=True)
class Opaque:
    """A deterministic function of which nothing is known but that equal inputs give equal outputs.

    It cannot be evaluated.
    """

    name: str
    args: tuple[Scalar, ...]
    type: SqlType


@dataclass(frozen=True, slots=True)
class Case:
    """The value of the first branch whose condition is true, else `default`."""

    branches: tuple[tuple[Scalar, Scalar], ...]
    default: Scalar
    type: SqlType


@dataclass(frozen=True, slots=True)
class Cast:
    """Conversion to another type; a failing one is an error at run time."""

    arg: Scalar
    type: SqlType


@dataclass(frozen=True, slots=True)
class Exists:
    """Whether a query has a row; never NULL."""

    query: Plan
    type: SqlType = BOOL


@dataclass(frozen=True, slots=True)
class InQuery:
    """`args IN query`: true if a row equals, else NULL if some comparison is NULL, else false."""

    args: tuple[Scalar, ...]
    query: Plan
    type: SqlType = BOOL


@dataclass(frozen=True, slots=True)
class Quantified:
    """`arg op ANY query`, or ALL if `every`; op is one of = <> < <= > >=."""

    op: str
    every: bool
    arg: Scalar
    query: Plan
    type: SqlType = BOOL


@dataclass(frozen=True, slots=True)
class ScalarQuery:
    """The one value of a query with one column: NULL without a row, an error with two."""

    query: Plan
    type: SqlType


Scalar: TypeAlias = (
    Literal | Column | Call | Opaque | Case | Cast | Exists | InQuery | Quantified | ScalarQuery
)

TRUE = Literal(True, BOOL)
FALSE = Literal(False, BOOL)
NEVER_NULL = ("is null", "is true", "is false", "is not distinct")
ALWAYS_STRICT = ("=", "<>", "<", "<=", ">", ">=", "and", "or", "not", "+", "-", "*", "neg", "||")


def nullable(scalar: Scalar) -> bool:
    """Whether the value may be NULL; True where it is not known."""
    if isinstance(scalar, Literal):
        return scalar.value is None
    if isinstance(scalar, Column):
        return scalar.nullable
    if isinstance(scalar, Call):
        if scalar.op in NEVER_NULL:
            return False
        if scalar.op == "coalesce":
            return all(map(nullable, scalar.args))
        return scalar.op not in ALWAYS_STRICT or any(map(nullable, scalar.args))
    if isinstance(scalar, Case):
        values = (scalar.default, *(value for _, value in scalar.branches))
        return any(map(nullable, values))
    if isinstance(scalar, Cast):
        return nullable(scalar.arg)
    return not isinstance(scalar, Exists)


def conjunction(parts: tuple[Scalar, ...]) -> Scalar:
    """All of them, flattened; true if there is none."""
    return _nary("and", parts, TRUE)


def disjunction(parts: tuple[Scalar, ...]) -> Scalar:
    """Any of them, flattened; false if there is none."""
    return _nary("or", parts, FALSE)


def _nary(op: str, parts: tuple[Scalar, ...], unit: Scalar) -> Scalar:
    flat: list[Scalar] = []
    for part in parts:
        flat.extend(part.args if isinstance(part, Call) and part.op == op else (part,))
    if len(flat) < 2:
        return flat[0] if flat else unit
    return Call(op, tuple(flat), BOOL)


def conjuncts(scalar: Scalar) -> tuple[Scalar, ...]:
    """The parts of a conjunction.

    >>> conjuncts(TRUE) == (TRUE,)
    True
    """
    return scalar.args if isinstance(scalar, Call) and scalar.op == "and" else (scalar,)
