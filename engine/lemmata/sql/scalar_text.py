"""Scalar expressions and aggregates as SQL for an engine; raises EngineError."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from lemmata.sql.algebra import Aggregate
from lemmata.sql.failures import EngineError
from lemmata.sql.printing import literal, sqlite_literal, type_name
from lemmata.sql.scalars import (
    Call,
    Case,
    Cast,
    Column,
    Exists,
    InQuery,
    Literal,
    Opaque,
    Quantified,
    Scalar,
    ScalarQuery,
)
from lemmata.sql.types import SqlType

if TYPE_CHECKING:
    from lemmata.sql.plan_text import PlanText

Levels = tuple[list[str], ...]

INFIX = ("=", "<>", "<", "<=", ">", ">=", "+", "-", "*", "%", "||")
BOTH = {
    "neg": "(- {0})",
    "not": "(NOT {0})",
    "is null": "({0} IS NULL)",
    "is true": "({0} IS TRUE)",
    "is false": "({0} IS FALSE)",
    "is not distinct": "({0} IS NOT DISTINCT FROM {1})",
    **{name: name.upper() + "({*})" for name in ("upper", "lower", "length", "replace")},
    **{name: name.upper() + "({*})" for name in ("trim", "ltrim", "rtrim", "coalesce")},
    **{name: name.upper() + "({*})" for name in ("abs", "sign")},
    "substring": "SUBSTR({*})",
    "round": "ROUND({*})",
}
DUCKDB = {
    "/": "(CAST({0} AS DOUBLE) / {1})",
    "div": "(CAST({0} AS BIGINT) // CAST({1} AS BIGINT))",
    "concat": "CONCAT({*})",
    "ilike": "({0} ILIKE {1})",
    "floor": "FLOOR({0})",
    "ceil": "CEIL({0})",
    **{name: name.upper() + "({*})" for name in ("power", "sqrt", "left", "right", "reverse")},
    **{name: name.upper() + "({*})" for name in ("greatest", "least")},
    "position": "STRPOS({*})",
    **{name: f"EXTRACT({name.upper()} FROM {{0}})" for name in ("year", "month", "day", "quarter")},
    "add days": "({0} + to_days(CAST({1} AS INTEGER)))",
    "add months": "({0} + to_months(CAST({1} AS INTEGER)))",
    "days between": "({0} - {1})",
}
SQLITE = {
    "/": "(CAST({0} AS REAL) / {1})",
    "div": "(CAST({0} AS INTEGER) / CAST({1} AS INTEGER))",
    "position": "INSTR({*})",
    "greatest": "MAX({*})",
    "least": "MIN({*})",
    "year": "CAST(strftime('%Y', {0}) AS INTEGER)",
    "month": "CAST(strftime('%m', {0}) AS INTEGER)",
    "day": "CAST(strftime('%d', {0}) AS INTEGER)",
    "add days": "date({0}, ({1}) || ' days')",
    "days between": "CAST(julianday({0}) - julianday({1}) AS INTEGER)",
}
POSTGRES = {
    **DUCKDB,
    "/": "(CAST({0} AS DOUBLE PRECISION) / {1})",
    "div": "(CAST({0} AS BIGINT) / CAST({1} AS BIGINT))",
    "trim": "BTRIM({*})",
    "round": "ROUND(CAST({0} AS NUMERIC))",
    "add days": "({0} + CAST({1} AS INTEGER) * INTERVAL '1 day')",
    "add months": "({0} + CAST({1} AS INTEGER) * INTERVAL '1 month')",
}
FORMS = {"duckdb": DUCKDB, "sqlite": SQLITE, "postgres": POSTGRES}
AGGREGATES = {
    "any value": "ANY_VALUE({0})",
    "single value": "ANY_VALUE({0})",
    "every": "BOOL_AND({0})",
    "some": "BOOL_OR({0})",
    "var_pop": "VAR_POP({0})",
    "var_samp": "VAR_SAMP({0})",
}


class ScalarText:
    """Prints expressions for the queries of a PlanText."""

    def __init__(self, plans: PlanText) -> None:
        self.plans, self.engine = plans, plans.engine

    def text(self, expr: Scalar, levels: Levels) -> str:
        """An expression in parentheses where it needs them."""
        return _PRINTERS[type(expr)](self, expr, levels)

    def many(self, exprs: tuple[Scalar, ...], levels: Levels) -> list[str]:
        """Several expressions."""
        return [self.text(expr, levels) for expr in exprs]

    def type(self, kind: SqlType) -> str:
        """The name of a type in a conversion."""
        if self.engine == "sqlite":
            names = {"int": "INTEGER", "bool": "INTEGER", "float": "REAL", "decimal": "NUMERIC"}
            return names.get(kind.kind, "TEXT")
        return type_name(kind, self.engine)

    def call(self, op: str, args: list[str]) -> str:
        """An operator applied to printed arguments."""
        if op in ("and", "or"):
            return "(" + f" {op.upper()} ".join(args) + ")"
        if op in INFIX:
            return f"({args[0]} {op} {args[1]})"
        if op in ("like", "ilike"):
            return self._like(op, args)
        form = FORMS[self.engine].get(op) or BOTH.get(op)
        if op == "round" and len(args) > 1:
            form = BOTH[op]
        if form is None:
            raise self.plans.refuse(op)
        for i, arg in enumerate(args):
            form = form.replace(f"{{{i}}}", arg) if "{*}" not in form else form
        return form.replace("{*}", ", ".join(args))

    def _like(self, op: str, args: list[str]) -> str:
        if op == "ilike" and self.engine == "sqlite":
            raise self.plans.refuse("ILIKE that agrees with a case-sensitive LIKE")
        escape = f" ESCAPE {args[2]}" if len(args) > 2 else ""
        return f"({args[0]} {op.upper()} {args[1]}{escape})"

    def grouping(self, aggregate: Aggregate, keys: list[str]) -> str:
        """GROUPING of keys."""
        if self.engine == "sqlite":
            raise self.plans.refuse("GROUPING")
        places = [keys[a.value] for a in aggregate.args if isinstance(a, Literal)]  # type: ignore[index]
        return f"GROUPING({', '.join(places)})"

    def aggregate(self, aggregate: Aggregate, places: list[str]) -> str:
        """An aggregate over printed columns; the last one is its filter, if it has one."""
        given, function = len(aggregate.args), aggregate.function
        args, rest = places[:given], places[given:]
        where = f" FILTER (WHERE {rest[0]})" if rest else ""
        word = "DISTINCT " if aggregate.distinct else ""
        if function == "count":
            return f"COUNT({word}{self._counted(args, aggregate.distinct)}){where}"
        if function == "whole avg":
            parts = [f"{name}({word}{args[0]}){where}" for name in ("SUM", "COUNT")]
            return self.call("div", parts)
        if function in ("sum", "avg", "min", "max"):
            return f"{function.upper()}({word}{args[0]}){where}"
        if self.engine == "sqlite":
            raise self.plans.refuse(function)
        return AGGREGATES[function].replace("{0}", word + args[0]) + where

    def _counted(self, args: list[str], distinct: bool) -> str:
        """The argument of COUNT; several become one that is NULL if any of them is."""
        if len(args) < 2:
            return args[0] if args else "*"
        if distinct and self.engine == "sqlite":
            raise self.plans.refuse("COUNT(DISTINCT ..) of several columns")
        nulls = " OR ".join(f"{arg} IS NULL" for arg in args)
        value = f"({', '.join(args)})" if distinct else "1"
        return f"CASE WHEN {nulls} THEN NULL ELSE {value} END"


def _literal(at: ScalarText, expr: Literal, levels: Levels) -> str:
    if expr.value is None and expr.type.kind not in ("null", "opaque", "interval"):
        return f"CAST(NULL AS {at.type(expr.type)})"
    return sqlite_literal(expr.value) if at.engine == "sqlite" else literal(expr.value)


def _column(at: ScalarText, expr: Column, levels: Levels) -> str:
    return levels[expr.up][expr.index]


def _call(at: ScalarText, expr: Call, levels: Levels) -> str:
    found = at.call(expr.op, at.many(expr.args, levels))
    if not expr.op.startswith("add "):
        return found
    if at.engine == "sqlite":
        if expr.type.kind == "timestamp":
            raise at.plans.refuse("timestamps")
        return found
    return f"CAST({found} AS {at.type(expr.type)})"


def _opaque(at: ScalarText, expr: Opaque, levels: Levels) -> str:
    raise EngineError(f"the function {expr.name} is not printed")


def _case(at: ScalarText, expr: Case, levels: Levels) -> str:
    branches = (
        f"WHEN {at.text(when, levels)} THEN {at.text(then, levels)}" for when, then in expr.branches
    )
    return f"CASE {' '.join(branches)} ELSE {at.text(expr.default, levels)} END"


def _cast(at: ScalarText, expr: Cast, levels: Levels) -> str:
    if at.engine == "sqlite" and expr.type.kind in ("date", "timestamp"):
        return at.text(expr.arg, levels)
    return f"CAST({at.text(expr.arg, levels)} AS {at.type(expr.type)})"


def _exists(at: ScalarText, expr: Exists, levels: Levels) -> str:
    return f"EXISTS ({at.plans.query(expr.query, levels)})"


def _in_query(at: ScalarText, expr: InQuery, levels: Levels) -> str:
    args = at.many(expr.args, levels)
    wanted = args[0] if len(args) == 1 else f"({', '.join(args)})"
    return f"({wanted} IN ({at.plans.query(expr.query, levels)}))"


def _quantified(at: ScalarText, expr: Quantified, levels: Levels) -> str:
    if at.engine == "sqlite":
        raise at.plans.refuse("ANY and ALL")
    word = "ALL" if expr.every else "ANY"
    query = at.plans.query(expr.query, levels)
    return f"({at.text(expr.arg, levels)} {expr.op} {word} ({query}))"


def _scalar_query(at: ScalarText, expr: ScalarQuery, levels: Levels) -> str:
    return f"({at.plans.query(expr.query, levels)})"


_PRINTERS: dict[type, Callable[[ScalarText, Any, Levels], str]] = {
    Literal: _literal,
    Column: _column,
    Call: _call,
    Opaque: _opaque,
    Case: _case,
    Cast: _cast,
    Exists: _exists,
    InQuery: _in_query,
    Quantified: _quantified,
    ScalarQuery: _scalar_query,
}
