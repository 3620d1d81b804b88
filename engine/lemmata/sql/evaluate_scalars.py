"""Scalar expressions as functions of the rows in scope: Kleene logic, NULL, subqueries.

`compile_scalar` turns an expression into a closure over an environment, the tuple of rows in scope
with the innermost first, so that `Column(up, index)` is `environment[up][index]`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from lemmata.sql import operators
from lemmata.sql.failures import RunTimeError, Undetermined
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
from lemmata.sql.types import Row, SqlType

if TYPE_CHECKING:
    from lemmata.sql.evaluate import Compiler

Environment = tuple[Row, ...]
Function = Callable[[Environment], Any]


def compile_scalar(expr: Scalar, compiler: Compiler) -> Function:
    """The expression as a function; running it may raise NoValue."""
    return _COMPILERS[type(expr)](expr, compiler)


def _literal(expr: Literal, _: Compiler) -> Function:
    value = expr.value
    return lambda env: value


def _column(expr: Column, _: Compiler) -> Function:
    up, index = expr.up, expr.index
    if up == 0:
        return lambda env: env[0][index]
    return lambda env: env[up][index]


def _call(expr: Call, compiler: Compiler) -> Function:
    args = [compile_scalar(arg, compiler) for arg in expr.args]
    special = _SPECIAL.get(expr.op)
    return special(args) if special else _strict(operators.OPERATORS[expr.op], args)


def _strict(function: Callable[..., Any], args: list[Function]) -> Function:
    """NULL if an argument is NULL, else the function of all."""
    if len(args) == 2:
        first, second = args

        def binary(env: Environment) -> Any:
            a, b = first(env), second(env)
            return None if a is None or b is None else function(a, b)

        return binary

    def run(env: Environment) -> Any:
        values = [arg(env) for arg in args]
        return None if None in values else function(*values)

    return run


def _connective(decisive: bool) -> Callable[[list[Function]], Function]:
    """OR for True, AND for False: the decisive value if any part has it, else NULL, else not it."""

    def build(args: list[Function]) -> Function:
        def run(env: Environment) -> Any:
            unknown = False
            for arg in args:
                value = arg(env)
                if value is None:
                    unknown = True
                elif value is decisive:
                    return decisive
            return None if unknown else not decisive

        return run

    return build


def _coalesce(args: list[Function]) -> Function:
    def run(env: Environment) -> Any:
        for arg in args:
            value = arg(env)
            if value is not None:
                return value
        return None

    return run


def _extreme(choose: Callable[[list[Any]], Any]) -> Callable[[list[Function]], Function]:
    def build(args: list[Function]) -> Function:
        def run(env: Environment) -> Any:
            values = [arg(env) for arg in args]
            if None in values:
                raise Undetermined("GREATEST or LEAST with NULL")
            return choose(values)

        return run

    return build


def _concat(args: list[Function]) -> Function:
    return lambda env: "".join(value for arg in args if (value := arg(env)) is not None)


def _test(test: Callable[[Any], bool]) -> Callable[[list[Function]], Function]:
    def build(args: list[Function]) -> Function:
        (arg,) = args
        return lambda env: test(arg(env))

    return build


def _same(args: list[Function]) -> Function:
    first, second = args
    return lambda env: first(env) == second(env)


_SPECIAL: dict[str, Callable[[list[Function]], Function]] = {
    "and": _connective(False),
    "or": _connective(True),
    "coalesce": _coalesce,
    "concat": _concat,
    "greatest": _extreme(max),
    "least": _extreme(min),
    "is null": _test(lambda value: value is None),
    "is true": _test(lambda value: value is True),
    "is false": _test(lambda value: value is False),
    "is not distinct": _same,
}


def _opaque(expr: Opaque, _: Compiler) -> Function:
    def run(env: Environment) -> Any:
        raise Undetermined(f"the function {expr.name}, which cannot be evaluated")

    return run


def _case(expr: Case, compiler: Compiler) -> Function:
    branches = [
        (compile_scalar(when, compiler), compile_scalar(then, compiler))
        for when, then in expr.branches
    ]
    default = compile_scalar(expr.default, compiler)

    def run(env: Environment) -> Any:
        for when, then in branches:
            if when(env) is True:
                return then(env)
        return default(env)

    return run


def _cast(expr: Cast, compiler: Compiler) -> Function:
    arg, target = compile_scalar(expr.arg, compiler), expr.type
    return lambda env: cast(arg(env), target)


def cast(value: Any, target: SqlType) -> Any:
    """The value converted; raises RunTimeError if it cannot be, Undetermined if engines differ.

    >>> cast("12", SqlType("int")), cast(True, SqlType("int")), cast(None, SqlType("text"))
    (12, 1, None)
    """
    if value is None:
        return None
    kind = target.kind
    if kind == "bool":
        return _to_bool(value)
    if target.numeric:
        return _to_number(value, target)
    if target.textual:
        return _to_text(value, target)
    if kind in ("date", "timestamp") and isinstance(value, str | date):
        return _to_moment(value, kind)
    raise Undetermined(f"a conversion to {target}")


def _to_bool(value: Any) -> bool:
    if isinstance(value, bool | int | Fraction):
        return value != 0
    raise Undetermined("a conversion of text to a truth value")


def _to_number(value: Any, target: SqlType) -> Any:
    if isinstance(value, date):
        raise Undetermined("a conversion of a date to a number")
    try:
        number = Fraction(value.strip()) if isinstance(value, str) else Fraction(value)
    except (ValueError, ZeroDivisionError):
        raise RunTimeError(f"{value!r} is not a number") from None
    scale = 0 if target.kind == "int" else target.scale
    if scale is not None and (number * 10**scale).denominator != 1:
        raise Undetermined("a conversion that rounds")
    return int(number) if target.kind == "int" else number


def _to_text(value: Any, target: SqlType) -> str:
    if isinstance(value, bool | Fraction):
        raise Undetermined("the text of a truth value or a fraction")
    text = value if isinstance(value, str) else str(value)
    if target.size is not None and len(text) > target.size:
        raise Undetermined("a text cut by a conversion")
    return text


def _to_moment(value: str | date, kind: str) -> date:
    """A date or a timestamp; a date is its midnight, a timestamp lies on its day."""
    if isinstance(value, str):
        try:
            read = date.fromisoformat if kind == "date" else datetime.fromisoformat
            return read(value.strip())
        except ValueError:
            raise RunTimeError(f"{value!r} is not a {kind}") from None
    if isinstance(value, datetime):
        return value.date() if kind == "date" else value
    return value if kind == "date" else datetime.combine(value, time())


def _exists(expr: Exists, compiler: Compiler) -> Function:
    query = compiler.plan(expr.query)
    return lambda env: bool(query(env))


def _in_query(expr: InQuery, compiler: Compiler) -> Function:
    args = [compile_scalar(arg, compiler) for arg in expr.args]
    query = compiler.plan(expr.query)

    def run(env: Environment) -> bool | None:
        wanted, unknown = [arg(env) for arg in args], False
        for row in query(env):
            answer = _same_rows(wanted, row)
            if answer:
                return True
            unknown = unknown or answer is None
        return None if unknown else False

    return run


def _same_rows(first: list[Any], second: Row) -> bool | None:
    unknown = False
    for a, b in zip(first, second, strict=True):
        if a is None or b is None:
            unknown = True
        elif a != b:
            return False
    return None if unknown else True


def _quantified(expr: Quantified, compiler: Compiler) -> Function:
    arg, query = compile_scalar(expr.arg, compiler), compiler.plan(expr.query)
    compare, decisive = operators.OPERATORS[expr.op], not expr.every

    def run(env: Environment) -> Any:
        value, unknown = arg(env), False
        for (other,) in query(env):
            if value is None or other is None:
                unknown = True
            elif compare(value, other) is decisive:
                return decisive
        return None if unknown else not decisive

    return run


def _scalar_query(expr: ScalarQuery, compiler: Compiler) -> Function:
    query = compiler.plan(expr.query)

    def run(env: Environment) -> Any:
        rows = query(env)
        if len(rows) > 1:
            raise RunTimeError("more than one row of a subquery used as a value")
        return rows[0][0] if rows else None

    return run


_COMPILERS: dict[type, Callable[[Any, Compiler], Function]] = {
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
