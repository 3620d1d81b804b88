"""Bags in sum-of-products form, with their values and formulas, as plain data.

A bag is a sum of terms. A term ranges over rows of its generators; each choice for which the
condition holds gives one output row. Generators are stored tables, `set(bag)` (each row of a bag
once) and opaque operators. Formulas are two-valued: what is true, what is false and what is NULL
are told apart by `Holds`, `IsNull` and the comparisons, which are false on NULL.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar, dataclass_transform

from lemmata.sql.types import BOOL, SqlType
from lemmata.sql.types import Value as Constant

C = TypeVar("C")


@dataclass_transform(frozen_default=True)
def node(cls: type[C]) -> type[C]:
    """A frozen dataclass that computes its hash once."""
    made = dataclass(frozen=True)(cls)
    inherited: Callable[[Any], int] = made.__hash__

    def cached(self: Any) -> int:
        found: int | None = self.__dict__.get("_hash")
        if found is None:
            found = inherited(self)
            object.__setattr__(self, "_hash", found)
        return found

    made.__hash__ = cached  # type: ignore[method-assign]
    return made


@node
class Row:
    """A row variable: of a stored table or opaque operator (an identity), or a tuple of values.

    `source` names the table or operator and is empty for tuples.
    """

    number: int
    source: str
    types: tuple[SqlType, ...]
    nullable: tuple[bool, ...]


@node
class Lit:
    """A constant; None is NULL."""

    value: Constant
    type: SqlType


@node
class Col:
    """A column of a row variable."""

    row: Row
    index: int

    @property
    def type(self) -> SqlType:
        """The type of the column."""
        return self.row.types[self.index]


@node
class Op:
    """An operator or function; see `building.is_strict`."""

    name: str
    args: tuple[Value, ...]
    type: SqlType


@node
class Ite:
    """One value if a formula holds, else another."""

    cond: Formula
    then: Value
    other: Value
    type: SqlType


@node
class Truth:
    """True if the first formula holds, false if the second does, else NULL; never both."""

    true: Formula
    false: Formula
    type: SqlType = BOOL


@node
class Agg:
    """An aggregate of a bag: `sum` (0 if empty, never NULL), `min`, `max`, `the`, ... .

    `the` is the only row's value, NULL without a row.
    """

    kind: str
    bag: Bag
    type: SqlType


Value: TypeAlias = Lit | Col | Op | Ite | Truth | Agg


@node
class Const:
    """Truth or falsehood."""

    value: bool


@node
class And:
    """All of them."""

    parts: tuple[Formula, ...]


@node
class Or:
    """Any of them."""

    parts: tuple[Formula, ...]


@node
class Not:
    """The contrary."""

    part: Formula


@node
class Cmp:
    """Both values are there and compare so; op is one of = < <=."""

    op: str
    left: Value
    right: Value


@node
class Same:
    """IS NOT DISTINCT FROM."""

    left: Value
    right: Value


@node
class IsNull:
    """The value is NULL."""

    value: Value


@node
class Holds:
    """A Boolean value is true, or is false."""

    value: Value
    wanted: bool


@node
class NonEmpty:
    """A bag has a row."""

    bag: Bag


@node
class Flag:
    """A named Boolean: whether a witness row is there."""

    number: int


@node
class SameRow:
    """Two rows of a table are one."""

    left: Row
    right: Row


Formula: TypeAlias = (
    Const | And | Or | Not | Cmp | Same | IsNull | Holds | NonEmpty | Flag | SameRow
)


@node
class Opaque:
    """A bag operator of which only equal inputs are known to give equal outputs.

    `keys` are values over the row `row` of the inputs.
    """

    kind: str
    row: Row
    keys: tuple[Value, ...]
    inputs: tuple[Bag, ...]


@node
class Gen:
    """A row variable and what it ranges over: None for a stored table."""

    row: Row
    over: Bag | Opaque | None = None


@node
class Term:
    """One product of a bag."""

    gens: tuple[Gen, ...]
    cond: Formula
    outs: tuple[Value, ...]


@node
class Bag:
    """A sum of terms."""

    terms: tuple[Term, ...]


TRUE, FALSE = Const(True), Const(False)
Target: TypeAlias = Row | tuple[Value, ...]
