"""The order of symbolic rows by sort keys."""

from __future__ import annotations

from lemmata.sql.algebra import SortKey
from lemmata.sql.symbolic.functions import strict
from lemmata.sql.symbolic.scalars import Row, Scalars
from lemmata.sql.symbolic.terms import Truth


def ahead_of(at: Scalars, order: tuple[SortKey, ...], first: Row, second: Row) -> Truth:
    """When a row with the first keys comes before one with the second."""
    logic = at.logic
    found: Truth = False
    for key, a, b in reversed(list(zip(order, first, second, strict=True))):
        less = at.is_true(strict(at, ">" if key.descending else "<", [a, b]))
        one_null = (a.null, logic.negate(b.null))
        if not key.nulls_first:
            one_null = (logic.negate(a.null), b.null)
        here = logic.any((less, logic.all(one_null)))
        found = logic.any((here, logic.all((logic.same(a, b), found))))
    return found
