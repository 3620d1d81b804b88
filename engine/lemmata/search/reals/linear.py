"""Non-negative solutions of linear equations over the rationals: the first phase of the simplex.

Bland's rule makes it finite and deterministic.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

MAX_PIVOTS = 400


def solve(
    columns: Sequence[dict[int, Fraction]], right: dict[int, Fraction], rows: int
) -> list[Fraction] | None:
    """x >= 0 with sum of x_j * columns[j] = right; None if there is none or at the limit."""
    count = len(columns)
    table: list[dict[int, Fraction]] = [{} for _ in range(rows)]
    bounds = [right.get(i, Fraction(0)) for i in range(rows)]
    for j, column in enumerate(columns):
        for i, c in column.items():
            table[i][j] = c
    for i in range(rows):
        if bounds[i] < 0:
            bounds[i] = -bounds[i]
            table[i] = {j: -c for j, c in table[i].items()}
    basis = [count + i for i in range(rows)]
    cost: dict[int, Fraction] = {}
    for row in table:
        for j, c in row.items():
            cost[j] = cost.get(j, Fraction(0)) - c
    for _ in range(MAX_PIVOTS):
        entering = min((j for j, c in cost.items() if c < 0), default=None)
        if entering is None:
            break
        ratios = [
            (bounds[i] / table[i][entering], basis[i], i)
            for i in range(rows)
            if table[i].get(entering, 0) > 0
        ]
        if not ratios:
            return None
        leaving = min(ratios)[2]
        _pivot(table, bounds, cost, leaving, entering)
        basis[leaving] = entering
    else:
        return None
    if any(b and j >= count for b, j in zip(bounds, basis, strict=True)):
        return None
    found = [Fraction(0)] * count
    for b, j in zip(bounds, basis, strict=True):
        if j < count:
            found[j] = b
    return found


def _pivot(
    table: list[dict[int, Fraction]],
    bounds: list[Fraction],
    cost: dict[int, Fraction],
    row: int,
    column: int,
) -> None:
    factor = table[row][column]
    own = {j: c / factor for j, c in table[row].items()}
    table[row] = own
    bounds[row] /= factor
    for i, other in enumerate(table):
        times = other.get(column)
        if i != row and times:
            _subtract(other, own, times)
            bounds[i] -= times * bounds[row]
    times = cost.get(column)
    if times:
        _subtract(cost, own, times)


def _subtract(row: dict[int, Fraction], other: dict[int, Fraction], factor: Fraction) -> None:
    for j, c in other.items():
        new = row.get(j, Fraction(0)) - factor * c
        if new:
            row[j] = new
        else:
            row.pop(j, None)
