"""Which values are worth trying: the constants of the queries, their neighbours, a few others.

`Pools` holds values by kind, and hints: the constants that a stored column is compared with.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import Any

from lemmata.sql import algebra
from lemmata.sql.hints import Hints, hints
from lemmata.sql.scalars import Cast, Literal, Scalar
from lemmata.sql.schema import Table
from lemmata.sql.types import SqlType, Value
from lemmata.sql.walking import nodes

TEXTS = ("a", "b")
DAYS = (date(2000, 1, 1), date(2000, 1, 2), date(2000, 2, 1))
MAX_CONSTANTS = 60


@dataclass
class Pools:
    """Values by kind (`number`, `text`, `date`), and values for columns by table and position."""

    values: dict[str, list[Value]] = field(default_factory=dict)
    hints: Hints = field(default_factory=dict)

    def of(self, kind: SqlType) -> list[Value]:
        """Values that a column of a type can hold."""
        if kind.kind == "bool":
            return [False, True]
        if kind.kind in ("date", "timestamp"):
            return self.values[kind.kind]
        if kind.textual or kind.kind in ("opaque", "null", "interval"):
            return [v for v in self.values["text"] if fits(v, kind)]
        return [v for v in self.values["number"] if fits(v, kind)]


def fits(value: Value, kind: SqlType) -> bool:
    """Whether a column of a type can hold a value exactly.

    >>> fits(Fraction(1, 3), SqlType("decimal", 5, 2)), fits(7, SqlType("decimal", 5, 2))
    (False, True)
    """
    if isinstance(value, bool):
        return kind.kind == "bool"
    if isinstance(value, str):
        short = kind.size is None or len(value) <= kind.size
        return short and not (kind.kind == "char" and value.endswith(" "))
    if isinstance(value, date):
        return kind.kind == ("timestamp" if isinstance(value, datetime) else "date")
    if not isinstance(value, int | Fraction) or not kind.numeric:
        return False
    if kind.kind == "int":
        return Fraction(value).denominator == 1
    scale = kind.scale if kind.scale is not None else 3
    if kind.kind == "float":
        return Fraction(value).denominator in (1, 2, 4)
    size = kind.size if kind.size is not None else 15
    whole = (Fraction(value) * 10**scale).denominator == 1
    return whole and bool(abs(value) < 10 ** max(size - scale, 0))


def pools_of(plans: tuple[algebra.Plan, ...], tables: Sequence[Table] = ()) -> Pools:
    """The pools for some plans, and for the CHECKs of tables."""
    constants = list(dict.fromkeys(_constants((plans, _checks(tables)))))
    if len(constants) > MAX_CONSTANTS:
        half = MAX_CONSTANTS // 2
        constants = [*constants[:half], *constants[-half:]]
    numbers: list[Value] = []
    texts: list[Value] = []
    days: list[Value] = []
    for value in constants:
        if isinstance(value, str):
            texts += [value, *_of_pattern(value)]
        elif isinstance(value, date):
            days += [value, value - timedelta(1), value + timedelta(1)]
        elif isinstance(value, int | Fraction) and not isinstance(value, bool):
            numbers += [value, value + 1, value - 1]
    largest = max((abs(Fraction(n)) for n in numbers if isinstance(n, int | Fraction)), default=3)
    numbers += [0, 1, -1, 2, Fraction(1, 2), int(2 * largest) + 1]
    if _converts_text(plans):
        texts += [str(n) for n in numbers if isinstance(n, int)][:6]
    pools = Pools()
    pools.values["number"] = list(dict.fromkeys(numbers))
    pools.values["text"] = list(dict.fromkeys([*texts, *TEXTS]))
    moments = [day for day in days if isinstance(day, datetime)]
    dates = [day for day in days if not isinstance(day, datetime)]
    midnights = [datetime.combine(day, time()) for day in DAYS]
    pools.values["date"] = list(dict.fromkeys([*dates, *DAYS]))
    pools.values["timestamp"] = list(dict.fromkeys([*moments, *midnights]))
    pools.hints = hints(plans, tables)
    return pools


def _checks(tables: Sequence[Table]) -> tuple[Scalar, ...]:
    return tuple(check.condition for table in tables for check in table.checks)


def _constants(parts: Any) -> Iterator[Value]:
    for item, _ in nodes(parts):
        if isinstance(item, Literal) and item.value is not None:
            yield item.value


def _of_pattern(text: str) -> list[Value]:
    """Texts that a LIKE pattern matches, and one that it does not."""
    if "%" not in text and "_" not in text:
        return []
    return [text.replace("%", "").replace("_", "a"), text.replace("%", "b").replace("_", "b")]


def _converts_text(plans: tuple[algebra.Plan, ...]) -> bool:
    casts = (item for item, _ in nodes(plans) if isinstance(item, Cast))
    return any(cast.arg.type.textual and cast.type.numeric for cast in casts)
