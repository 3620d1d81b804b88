"""The aggregate functions: from the values of a group to one value.

Each takes the rows of argument values that are left once rows with a NULL, duplicates (if
distinct) and filtered rows are out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from lemmata.sql.failures import RunTimeError, Undetermined

Rows = Sequence[tuple[Any, ...]]


def _values(rows: Rows) -> list[Any]:
    return [row[0] for row in rows]


def _sum(rows: Rows) -> Any:
    return sum(_values(rows)) if rows else None


def _average(rows: Rows) -> Fraction | None:
    return Fraction(sum(_values(rows))) / len(rows) if rows else None


def _whole_average(rows: Rows) -> int | None:
    return int(Fraction(sum(_values(rows))) / len(rows)) if rows else None


def _any_value(rows: Rows) -> Any:
    if len(set(rows)) > 1:
        raise Undetermined("any value of several")
    return rows[0][0] if rows else None


def _variance(rows: Rows, less: int) -> Fraction | None:
    count = len(rows)
    if count - less < 1:
        return None
    mean = Fraction(sum(_values(rows))) / count
    total = sum(((value - mean) ** 2 for value in _values(rows)), Fraction(0))
    return total / (count - less)


def single_value(rows: Rows) -> Any:
    """The value of the only row, NULL included; NULL without a row, an error with two."""
    if len(rows) > 1:
        raise RunTimeError("more than one row for a single value")
    return rows[0][0] if rows else None


AGGREGATES: dict[str, Callable[[Rows], Any]] = {
    "count": len,
    "sum": _sum,
    "avg": _average,
    "whole avg": _whole_average,
    "min": lambda rows: min(_values(rows), default=None),
    "max": lambda rows: max(_values(rows), default=None),
    "any value": _any_value,
    "single value": single_value,
    "every": lambda rows: all(_values(rows)) if rows else None,
    "some": lambda rows: any(_values(rows)) if rows else None,
    "var_pop": lambda rows: _variance(rows, 0),
    "var_samp": lambda rows: _variance(rows, 1),
}
"""By name. `grouping` is computed by the operator; `whole avg` drops the fraction."""

KEEPS_NULLS = ("single value", "any value")
