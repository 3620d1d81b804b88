"""Which types operators and aggregates have: what is built from JSON is well typed, or rejected.

An expression of type `null` is a NULL literal or a column that is always NULL.
"""

from __future__ import annotations

from lemmata.kernel.reading import require
from lemmata.kernel.sql import objects as o

BOOLEAN = frozenset(
    (
        *("=", "<>", "<", "<=", ">", ">=", "and", "or", "not", "is null", "is true", "is false"),
        *("is not distinct", "like", "ilike"),
    )
)
OF_BOOLEANS = frozenset(("and", "or", "not", "is true", "is false"))


def typed(op: o.Op) -> o.Op:
    """The call; raises Rejected if its type cannot be that."""
    require(o.kind(op.type) != "null", "an expression of type null that is no literal")
    if op.kind == "case":
        require(len(op.args) % 2 == 1, "a case without a default")
        for condition in op.args[:-1:2]:
            _boolean(condition)
        for value in (*op.args[1::2], op.args[-1]):
            require(o.fits(value.type, op.type), f"a case of {op.type} and {value.type}")
    if op.kind == "op":
        require(op.name not in BOOLEAN or op.type == "bool", f"{op.name} is Boolean")
        for arg in op.args:
            if op.name in OF_BOOLEANS:
                _boolean(arg)
            if op.name == "coalesce":
                require(o.fits(arg.type, op.type), f"a value of {op.type} and {arg.type}")
    return op


def _boolean(expr: o.Expr) -> None:
    require(expr.type in ("bool", "null"), "a Boolean is expected")


def typed_aggregate(agg: o.Agg) -> o.Agg:
    """The aggregate; raises Rejected if its type cannot be that."""
    wanted = o.kind(agg.type)
    if agg.function == "count":
        require(wanted == "int", "a count is an integer")
        return agg
    for term in agg.bag:
        require(len(term.out) == 1, "an aggregate of one argument")
        given = o.kind(term.out[0].type)
        numbers = wanted in o.NUMBERS and given in o.NUMBERS
        loose = agg.function not in ("sum", *o.SUPPORT_ONLY, *o.KEEPS_NULLS)
        good = numbers or given == "null" if loose else o.fits(given, wanted)
        require(good, f"{agg.function} of {given}")
    require(wanted != "null", "an aggregate of type null")
    if agg.function in ("every", "some"):
        require(wanted == "bool", f"{agg.function} is Boolean")
    return agg
