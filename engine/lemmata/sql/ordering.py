"""The order of rows by sort keys."""

from __future__ import annotations

from lemmata.sql.algebra import SortKey
from lemmata.sql.types import Row


def compare_keys(first: Row, second: Row, keys: tuple[SortKey, ...]) -> int:
    """-1, 0 or 1 for the values of the keys; NULLs lie where each key says."""
    for a, b, key in zip(first, second, keys, strict=True):
        if a == b:
            continue
        if a is None or b is None:
            return -1 if (a is None) == key.nulls_first else 1
        return -1 if (a < b) != key.descending else 1  # type: ignore[operator]
    return 0
