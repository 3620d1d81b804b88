"""Window functions of the reference evaluator, as far as peers leave nothing open.

Ranks, and aggregates over a whole partition or up to the current row with its peers. ROW_NUMBER
among ties, other functions and other frames raise Undetermined.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cmp_to_key
from typing import TYPE_CHECKING, Any

from lemmata.sql.aggregates import AGGREGATES
from lemmata.sql.algebra import Window, WindowCall
from lemmata.sql.evaluate_scalars import Environment
from lemmata.sql.failures import Undetermined
from lemmata.sql.ordering import compare_keys
from lemmata.sql.types import Row

if TYPE_CHECKING:
    from lemmata.sql.evaluate import Compiler

Query = Callable[[Environment], list[Row]]
DEFAULT_FRAMES = (
    "",
    "range unbounded preceding",
    "range between unbounded preceding and current row",
)
ROW_FRAMES = ("rows unbounded preceding", "rows between unbounded preceding and current row")


def compile_window(plan: Window, compiler: Compiler) -> Query:
    """The input with the value of each call."""
    source = compiler.plan(plan.input)
    calls = [_compile(call, compiler) for call in plan.calls]

    def run(env: Environment) -> list[Row]:
        rows = source(env)
        scopes = [(row, *env) for row in rows]
        columns = [call(scopes) for call in calls]
        return [(*row, *(c[i] for c in columns)) for i, row in enumerate(rows)]

    return run


def _compile(call: WindowCall, compiler: Compiler) -> Callable[[list[Environment]], list[Any]]:
    partition = [compiler.scalar(expr) for expr in call.partition]
    order = [compiler.scalar(key.expr) for key in call.order]
    args = [compiler.scalar(expr) for expr in call.args]

    def run(scopes: list[Environment]) -> list[Any]:
        groups: dict[Row, list[int]] = {}
        for i, scope in enumerate(scopes):
            groups.setdefault(tuple(f(scope) for f in partition), []).append(i)
        keys = [tuple(f(scope) for f in order) for scope in scopes]
        values = [tuple(f(scope) for f in args) for scope in scopes]
        found: list[Any] = [None] * len(scopes)
        for members in groups.values():
            for peers, before in _peers(call, members, keys):
                value = _value(call, peers, before, values)
                for i in peers:
                    found[i] = value
        return found

    return run


def _peers(
    call: WindowCall, members: list[int], keys: list[Row]
) -> list[tuple[list[int], list[int]]]:
    """Rows with equal keys, in order, each with all rows before them."""

    def compare(first: int, second: int) -> int:
        return compare_keys(keys[first], keys[second], call.order)

    ordered = sorted(members, key=cmp_to_key(compare))
    found: list[tuple[list[int], list[int]]] = []
    for place, i in enumerate(ordered):
        if found and keys[found[-1][0][0]] == keys[i]:
            found[-1][0].append(i)
        else:
            found.append(([i], ordered[:place]))
    return found


def _value(call: WindowCall, peers: list[int], before: list[int], values: list[Row]) -> Any:
    """The value that all peers share; raises Undetermined if they need not."""
    if call.function == "rownumber" and len(peers) == 1:
        return len(before) + 1
    if call.function == "rank" and call.order:
        return len(before) + 1
    rows_alone = call.frame in ROW_FRAMES and len(peers) == 1
    if call.function not in AGGREGATES or not (call.frame in DEFAULT_FRAMES or rows_alone):
        raise Undetermined(f"the window function {call.function}, or its frame")
    rows = [values[i] for i in (*before, *peers)]
    return AGGREGATES[call.function]([row for row in rows if None not in row])
