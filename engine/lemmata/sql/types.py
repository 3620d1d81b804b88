"""The types of columns and expressions, and what two of them have in common.

A type is a kind with sizes where they matter: `decimal(p, s)`, `char(n)`, `varchar(n)`. The kind
`null` is that of a bare NULL and agrees with every other; values of kind `opaque` are stored and
compared, and nothing else is known of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

Value = bool | int | Fraction | str | date | None
"""A value at run time: decimals and floats are exact fractions, timestamps are datetimes."""

Row = tuple[Value, ...]

KINDS = (
    *("null", "bool", "int", "decimal", "float", "text", "char"),
    *("date", "timestamp", "interval", "opaque"),
)
NUMERIC = ("int", "decimal", "float")
TEXTUAL = ("text", "char")


@dataclass(frozen=True, slots=True)
class SqlType:
    """A kind, with precision and scale of a decimal or the length of a text."""

    kind: str
    size: int | None = None
    scale: int | None = None

    @property
    def numeric(self) -> bool:
        """Whether values are numbers."""
        return self.kind in NUMERIC

    @property
    def textual(self) -> bool:
        """Whether values are strings."""
        return self.kind in TEXTUAL

    def __str__(self) -> str:
        sizes = [str(n) for n in (self.size, self.scale) if n is not None]
        return self.kind + (f"({', '.join(sizes)})" if sizes else "")


NULL = SqlType("null")
BOOL = SqlType("bool")
INT = SqlType("int")
DECIMAL = SqlType("decimal")
FLOAT = SqlType("float")
TEXT = SqlType("text")
DATE = SqlType("date")
TIMESTAMP = SqlType("timestamp")
INTERVAL = SqlType("interval")
OPAQUE = SqlType("opaque")


def common(first: SqlType, second: SqlType) -> SqlType | None:
    """The type that holds the values of both without any conversion of text; None if none does.

    >>> print(common(INT, SqlType("decimal", 5, 2)))
    decimal
    >>> print(common(NULL, TEXT), common(INT, TEXT))
    text None
    """
    if first == second or second.kind == "null":
        return first
    if first.kind == "null":
        return second
    if first.numeric and second.numeric:
        return _widest(first, second)
    if first.textual and second.textual:
        return TEXT
    return None


def _widest(first: SqlType, second: SqlType) -> SqlType:
    kinds = (first.kind, second.kind)
    return FLOAT if "float" in kinds else DECIMAL if "decimal" in kinds else INT
