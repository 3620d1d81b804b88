"""Aggregate and window functions, wherever they may stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lemmata.sql.algebra import Aggregate, WindowCall
from lemmata.sql.lowering.scope import aggregate_column, window_column
from lemmata.sql.lowering.typing import condition, number
from lemmata.sql.scalars import TRUE, Call, Column, Literal, Opaque, Scalar
from lemmata.sql.types import BOOL, DECIMAL, FLOAT, INT, SqlType
from lemmata.sql.walking import nodes

if TYPE_CHECKING:
    from lemmata.sql.lowering.expressions import Expressions

NAMES = {
    "Count": "count",
    "Sum": "sum",
    "Avg": "avg",
    "Min": "min",
    "Max": "max",
    "AnyValue": "any value",
    "LogicalAnd": "every",
    "LogicalOr": "some",
    "VariancePop": "var_pop",
    "Variance": "var_samp",
    "StddevPop": "var_pop",
    "StddevSamp": "var_samp",
    "Stddev": "var_samp",
}
ROOTS = ("StddevPop", "StddevSamp", "Stddev")
RANKS = ("RowNumber", "Rank", "DenseRank", "PercentRank", "CumeDist", "Ntile")
WINDOW_ONLY = (*RANKS, "Lag", "Lead", "FirstValue", "LastValue", "NthValue")
NUMBERS = ("sum", "avg", "var_pop", "var_samp")


def aggregate(at: Expressions, node: Any) -> Scalar:
    """An aggregate, noted in the scope; the column that stands for it."""
    where: Scalar = TRUE
    call = node
    if node.key == "filter":
        at.reader.only(node, "this", "expression")
        call = node.this
    if is_any_value(call):
        call = call.this
    if type(call).__name__ not in NAMES and not (is_grouping(call) or is_single_value(call)):
        raise at.reader.unsupported(call)
    _check_place(at, call)
    inner = at.without_aggregates()
    if node.key == "filter":
        test = node.expression.this
        where = condition(test, inner.lower(test), at.reader)
    if is_grouping(call):
        return _noted(at, call, grouping(at, call))
    function, args, distinct = _parts(inner, call)
    exprs = [inner.lower(arg) for arg in args]
    if function in NUMBERS:
        exprs = [number(a, e, at.reader) for a, e in zip(args, exprs, strict=True)]
    if function in ("every", "some"):
        exprs = [condition(a, e, at.reader) for a, e in zip(args, exprs, strict=True)]
    if function == "avg" and exprs[0].type.kind == "int" and not at.dialect.exact_average:
        function = "whole avg"
    kind = _result(function, exprs)
    if function in ("min", "max", "any value", "every", "some"):
        distinct = False
    found = _noted(at, call, Aggregate(function, tuple(exprs), kind, distinct, where))
    if function.startswith("var") and exprs[0].type.kind == "int" and not at.dialect.exact_average:
        return Opaque(f"{call.key} of integers", (found,), INT)
    return Call("sqrt", (found,), FLOAT) if type(call).__name__ in ROOTS else found


def _check_place(at: Expressions, call: Any) -> None:
    if at.scope.aggregates is None:
        if any(scope.aggregates is not None for _, scope in at.scope.around()):
            inside = "an aggregate inside an aggregate, or of an outer query"
            raise at.reader.unsupported(call, inside)
        raise at.reader.error(call, "an aggregate cannot stand here")


def _noted(at: Expressions, node: Any, found: Aggregate) -> Scalar:
    aggregates = at.scope.aggregates
    assert aggregates is not None
    for item, level in nodes((*found.args, found.where)):
        if isinstance(item, Column) and item.index < 0 and item.up == level:
            raise at.reader.error(node, "an aggregate cannot stand inside an aggregate")
    free = [item.up - level for item, level in nodes(found.args) if _is_free(item, level)]
    if free and min(free) > 0:
        raise at.reader.unsupported(node, "an aggregate of an outer query's columns")
    if found not in aggregates:
        aggregates.append(found)
    never = found.function in ("count", "grouping")
    return aggregate_column(aggregates.index(found), found.type, not never)


def _is_free(item: Any, level: int) -> bool:
    return isinstance(item, Column) and item.up >= level


def _parts(at: Expressions, call: Any) -> tuple[str, list[Any], bool]:
    """Function name, argument nodes and whether DISTINCT."""
    if type(call).__name__ == "Anonymous":
        return "single value", list(call.expressions), False
    at.reader.only(call, "this", "expressions")
    function, arg, distinct = NAMES[type(call).__name__], call.this, False
    more = list(call.expressions) if call.expressions else []
    if arg is not None and arg.key == "distinct":
        at.reader.only(arg, "expressions")
        distinct, arg, more = True, arg.expressions[0], [*arg.expressions[1:], *more]
    if arg is not None and arg.key == "star":
        at.reader.only(arg)
        if distinct or more:
            raise at.reader.unsupported(call, f"{function.upper()} of DISTINCT *")
        return function, [], False
    if more and function != "count":
        raise at.reader.unsupported(call, f"{function} of several arguments")
    if arg is None:
        raise at.reader.error(call, f"{function} needs an argument")
    return function, [arg, *more], distinct


def _result(function: str, exprs: list[Scalar]) -> SqlType:
    if function in ("count", "whole avg"):
        return INT
    if function in ("every", "some"):
        return BOOL
    kind = exprs[0].type
    if function == "sum":
        return SqlType(kind.kind) if kind.numeric else INT
    if function in ("avg", "var_pop", "var_samp"):
        return FLOAT if kind.kind == "float" else DECIMAL
    return kind


def is_grouping(node: Any) -> bool:
    """Whether a call is GROUPING(..)."""
    return type(node).__name__ in ("Grouping", "GroupingId")


def grouping(at: Expressions, node: Any) -> Aggregate:
    """GROUPING of keys, by their positions."""
    at.reader.only(node, "expressions", "this")
    items = node.expressions or [node.this]
    keys = [at.without_aggregates().lower(item) for item in items]
    for item, key in zip(items, keys, strict=True):
        if key not in at.scope.keys:
            raise at.reader.error(item, "GROUPING is of a key of GROUP BY")
    args = tuple(Literal(at.scope.keys.index(key), INT) for key in keys)
    return Aggregate("grouping", args, INT)


def window(at: Expressions, node: Any) -> Scalar:
    """A window function; the column that stands for it."""
    at.reader.only(node, "this", "partition_by", "order", "spec", "over")
    windows = at.scope.windows
    if windows is None:
        raise at.reader.error(node, "a window function cannot stand here")
    call = node.this
    name = type(call).__name__
    if name in NAMES:
        function, items, distinct = _parts(at, call)
        function += " distinct" if distinct else ""
    elif name in WINDOW_ONLY:
        function, items = name.lower(), [v for v in call.args.values() if hasattr(v, "walk")]
        items += [item for v in call.args.values() if isinstance(v, list) for item in v]
    else:
        raise at.reader.unsupported(call)
    partition = tuple(at.lower(item) for item in node.args.get("partition_by") or ())
    order = at.sort_keys(node.args.get("order"))
    frame = _frame(at, node)
    args = tuple(at.lower(item) for item in items)
    if function == "avg" and args[0].type.kind == "int" and not at.dialect.exact_average:
        function = "whole avg"
    whole = function in ("rownumber", "rank", "denserank", "ntile") or function.startswith("count")
    kind = INT if whole or not args else args[0].type
    found = WindowCall(function, args, partition, order, frame, kind)
    if found not in windows:
        windows.append(found)
    return window_column(windows.index(found), kind)


def _frame(at: Expressions, node: Any) -> str:
    """The frame of a window as text; its bounds are words or constants."""
    from sqlglot import exp

    frame = node.args.get("spec")
    if frame is None:
        return ""
    at.reader.only(frame, "kind", "start", "start_side", "end", "end_side")
    for part in ("start", "end"):
        bound = frame.args.get(part)
        if not (bound is None or isinstance(bound, str | exp.Literal)):
            raise at.reader.unsupported(node, "a frame whose bounds are not plain numbers")
    return str(frame.sql().lower())


def is_any_value(node: Any) -> bool:
    """ANY_VALUE as DuckDB's grammar reads it."""
    return bool(node.key == "ignorenulls" and node.this.key == "anyvalue")


def is_single_value(node: Any) -> bool:
    """Calcite's aggregate for the only value of a group."""
    return type(node).__name__ == "Anonymous" and str(node.this).upper() == "SINGLE_VALUE"
