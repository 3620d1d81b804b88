"""Window functions over conditional rows, as far as the reference evaluator has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lemmata.sql.algebra import Aggregate, WindowCall
from lemmata.sql.evaluate_windows import DEFAULT_FRAMES, ROW_FRAMES
from lemmata.sql.symbolic.aggregates import aggregate_value
from lemmata.sql.symbolic.ordering import ahead_of
from lemmata.sql.symbolic.scalars import Environment
from lemmata.sql.symbolic.terms import Gap, Sym, Truth

if TYPE_CHECKING:
    from lemmata.sql.symbolic.plans import Plans, Row


def window_values(at: Plans, call: WindowCall, rows: list[Row], env: Environment) -> list[Sym]:
    """The value of a call for each row; raises Gap."""
    logic = at.logic
    partition = [at.values(row, call.partition, env) for row in rows]
    order = [at.values(row, tuple(k.expr for k in call.order), env) for row in rows]
    args = [at.values(row, call.args, env) for row in rows]
    found: list[Sym] = []
    for i, row in enumerate(rows):
        before: list[Truth] = []
        peers: list[Truth] = []
        for j, other in enumerate(rows):
            beside = logic.all((other.here, logic.same_rows(partition[j], partition[i])))
            first = ahead_of(at.scalars, call.order, order[j], order[i])
            before.append(logic.all((beside, first)))
            peers.append(logic.all((beside, logic.same_rows(order[j], order[i]))))
        with at.scalars.under(row.here):
            found.append(_value(at, call, i, before, peers, args))
    return found


def _value(
    at: Plans,
    call: WindowCall,
    i: int,
    before: list[Truth],
    peers: list[Truth],
    args: list[tuple[Sym, ...]],
) -> Sym:
    logic = at.logic
    alone = call.function == "rownumber" or call.frame in ROW_FRAMES
    if alone:
        at.scalars.fail(logic.any(peer for j, peer in enumerate(peers) if j != i))
    if call.function == "rownumber" or (call.function == "rank" and call.order):
        return Sym("number", logic.count(before) + 1, False)
    if call.frame not in (*DEFAULT_FRAMES, *ROW_FRAMES):
        raise Gap("the frame of a window")
    if call.function.endswith(" distinct"):
        raise Gap("DISTINCT in a window")
    members = [
        (logic.any((b, p)), values) for b, p, values in zip(before, peers, args, strict=True)
    ]
    return aggregate_value(at.scalars, Aggregate(call.function, call.args, call.type), members)
