"""The typed bag algebra that queries are lowered to: the operators, as plain data.

A plan denotes a bag of rows under a database (and under the rows that it is correlated with). Each
node has `columns`: name (for people, lower case, empty if the query gives none), type and whether
NULL may occur. Columns are referred to by position only, see `scalars`.

Join and Apply: the columns are those of the left, then those of the right side (for semi and anti
only the left ones); of an outer join's padded side they become nullable. EXCEPT is
`ExceptAll(Distinct(a), b)`, INTERSECT is `Distinct(IntersectAll(a, b))`, UNION is
`Distinct(UnionAll(..))`, and RIGHT joins are kept as such.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TypeAlias

from lemmata.sql.scalars import TRUE, Scalar, nullable
from lemmata.sql.types import SqlType, common

JOINS = ("inner", "left", "right", "full", "semi", "anti")


@dataclass(frozen=True, slots=True)
class Field:
    """An output column."""

    name: str
    type: SqlType
    nullable: bool = True


Fields: TypeAlias = tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Scan:
    """The rows of a stored table; `table` is its lower-case name."""

    table: str
    columns: Fields


@dataclass(frozen=True, slots=True)
class Values:
    """Rows of expressions, which see no row of their own but may see outer ones (level 1 up)."""

    rows: tuple[tuple[Scalar, ...], ...]
    columns: Fields


@dataclass(frozen=True, slots=True)
class Filter:
    """The rows for which the condition is true (neither false nor NULL)."""

    input: Plan
    condition: Scalar
    columns: Fields = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "columns", self.input.columns)


@dataclass(frozen=True, slots=True)
class Project:
    """One output row for each input row."""

    input: Plan
    exprs: tuple[Scalar, ...]
    names: tuple[str, ...]
    columns: Fields = field(init=False)

    def __post_init__(self) -> None:
        pairs = zip(self.names, self.exprs, strict=True)
        fields = tuple(Field(name, expr.type, nullable(expr)) for name, expr in pairs)
        object.__setattr__(self, "columns", fields)


@dataclass(frozen=True, slots=True)
class Join:
    """A join of independent sides; `kind` is one of JOINS, `on` sees left and right fields."""

    kind: str
    left: Plan
    right: Plan
    on: Scalar = TRUE
    columns: Fields = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "columns", _joined(self.kind, self.left, self.right))


@dataclass(frozen=True, slots=True)
class Apply:
    """A lateral join, `kind` inner or left: the right side is evaluated for each left row.

    The right plan sees the left row one level out. `on` sees left and right fields.
    """

    kind: str
    left: Plan
    right: Plan
    on: Scalar = TRUE
    columns: Fields = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "columns", _joined(self.kind, self.left, self.right))


@dataclass(frozen=True, slots=True)
class UnionAll:
    """The bag sum of two or more inputs; names are those of the first."""

    inputs: tuple[Plan, ...]
    columns: Fields = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "columns", _merged(self.inputs))


@dataclass(frozen=True, slots=True)
class Distinct:
    """Each row once; NULL equals NULL."""

    input: Plan
    columns: Fields = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "columns", self.input.columns)


@dataclass(frozen=True, slots=True)
class ExceptAll:
    """Multiplicity max(0, left - right)."""

    left: Plan
    right: Plan
    columns: Fields = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "columns", self.left.columns)


@dataclass(frozen=True, slots=True)
class IntersectAll:
    """Multiplicity min(left, right)."""

    left: Plan
    right: Plan
    columns: Fields = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "columns", self.left.columns)


@dataclass(frozen=True, slots=True)
class Aggregate:
    """An aggregate function of `aggregates.AGGREGATES` over the rows of a group.

    count without arguments is COUNT(*); with several, it counts rows in which none is NULL. Rows
    whose `where` is not true are left out. `grouping` has literals as arguments: key positions.
    """

    function: str
    args: tuple[Scalar, ...]
    type: SqlType
    distinct: bool = False
    where: Scalar = TRUE


@dataclass(frozen=True, slots=True)
class Group:
    """One row for each group: its keys, then its aggregates.

    `sets` holds the grouping sets as positions of keys; keys that a set lacks are NULL in its
    rows. An empty set has exactly one row, whatever the input; the others have none over an empty
    input. Without grouping sets, `sets` is the one set of all keys.
    """

    input: Plan
    keys: tuple[Scalar, ...]
    aggregates: tuple[Aggregate, ...]
    sets: tuple[tuple[int, ...], ...]
    columns: Fields = field(init=False)

    def __post_init__(self) -> None:
        everywhere = set(range(len(self.keys))).intersection(*map(set, self.sets))
        keys = tuple(
            Field("", key.type, nullable(key) or i not in everywhere)
            for i, key in enumerate(self.keys)
        )
        counts = ("count", "grouping")
        rest = tuple(Field("", a.type, a.function not in counts) for a in self.aggregates)
        object.__setattr__(self, "columns", keys + rest)


@dataclass(frozen=True, slots=True)
class SortKey:
    """An expression to order by."""

    expr: Scalar
    descending: bool = False
    nulls_first: bool = False


@dataclass(frozen=True, slots=True)
class Sort:
    """The input in order, without the first `offset` rows and with at most `limit`.

    Without limit and offset the bag is that of the input.
    """

    input: Plan
    keys: tuple[SortKey, ...]
    limit: int | None = None
    offset: int = 0
    columns: Fields = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "columns", self.input.columns)


@dataclass(frozen=True, slots=True)
class WindowCall:
    """A window function; `frame` is its canonical text, empty for the default."""

    function: str
    args: tuple[Scalar, ...]
    partition: tuple[Scalar, ...]
    order: tuple[SortKey, ...]
    frame: str
    type: SqlType


@dataclass(frozen=True, slots=True)
class Window:
    """The input with a column for each call; opaque, it cannot be evaluated."""

    input: Plan
    calls: tuple[WindowCall, ...]
    columns: Fields = field(init=False)

    def __post_init__(self) -> None:
        added = tuple(Field("", call.type) for call in self.calls)
        object.__setattr__(self, "columns", self.input.columns + added)


Plan: TypeAlias = (
    Scan
    | Values
    | Filter
    | Project
    | Join
    | Apply
    | UnionAll
    | Distinct
    | ExceptAll
    | IntersectAll
    | Group
    | Sort
    | Window
)

ONE_ROW = Values(((),), ())
"""One row without columns: the FROM of a query that has none."""


def width(plan: Plan) -> int:
    """The number of columns."""
    return len(plan.columns)


def _joined(kind: str, left: Plan, right: Plan) -> Fields:
    if kind in ("semi", "anti"):
        return left.columns
    pad_left, pad_right = kind in ("right", "full"), kind in ("left", "full")
    lefts = (replace(f, nullable=f.nullable or pad_left) for f in left.columns)
    rights = (replace(f, nullable=f.nullable or pad_right) for f in right.columns)
    return (*lefts, *rights)


def _merged(inputs: tuple[Plan, ...]) -> Fields:
    rows = zip(*(plan.columns for plan in inputs), strict=True)
    return tuple(Field(row[0].name, _type_of(row), any(f.nullable for f in row)) for row in rows)


def _type_of(row: Fields) -> SqlType:
    found = row[0].type
    for other in row[1:]:
        found = common(found, other.type) or found
    return found
