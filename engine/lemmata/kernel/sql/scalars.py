"""What a scalar of a plan denotes (FORMAT-SQL.md section 3)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lemmata.kernel.reading import Rejected, require, sequence
from lemmata.kernel.sql import objects as o
from lemmata.kernel.sql.literals import flag, literal, number, text_of, type_of
from lemmata.kernel.sql.objects import Bag, Expr, Formula
from lemmata.kernel.sql.schema import node
from lemmata.kernel.sql.typing_rules import typed, typed_aggregate

Environment = tuple[tuple[Expr, ...], ...]
COMPARISONS = ("=", "<>", "<", "<=", ">", ">=")


class Scalars:
    """Denotes scalars; `bag` denotes the queries in them."""

    def __init__(self, bag: Callable[[Any, Environment], Bag]) -> None:
        self.bag = bag

    def expr(self, scalar: Any, env: Environment) -> Expr:
        """The expression of a scalar."""
        name = scalar.get("node") if isinstance(scalar, dict) else None
        method: Callable[..., Any] | None = _SCALARS.get(str(name))
        if method is None:
            raise Rejected(f"there is no scalar {str(name)[:40]!r}")
        found: Expr = method(self, scalar, env)
        return found

    def _literal(self, scalar: Any, env: Environment) -> Expr:
        value, type_ = node(scalar, "Literal", "value", "type")
        return literal(type_of(type_), value)

    def _column(self, scalar: Any, env: Environment) -> Expr:
        up, index, type_, nullable = node(scalar, "Column", "up", "index", "type", "nullable")
        type_of(type_), flag(nullable)
        require(number(up) < len(env), "a column of a row that is not there")
        row: tuple[Expr, ...] = env[up]
        require(number(index) < len(row), "a column that is not there")
        found: Expr = row[index]
        return found

    def _call(self, scalar: Any, env: Environment) -> Expr:
        name, args, type_ = node(scalar, "Call", "op", "args", "type")
        return typed(o.Op("op", text_of(name), type_of(type_), self._all(args, env)))

    def _opaque(self, scalar: Any, env: Environment) -> Expr:
        name, args, type_ = node(scalar, "Opaque", "name", "args", "type")
        return typed(o.Op("opaque", text_of(name), type_of(type_), self._all(args, env)))

    def _all(self, args: Any, env: Environment) -> tuple[Expr, ...]:
        return tuple(self.expr(arg, env) for arg in sequence(args))

    def _case(self, scalar: Any, env: Environment) -> Expr:
        branches, default, type_ = node(scalar, "Case", "branches", "default", "type")
        args: list[Expr] = []
        for branch in sequence(branches):
            require(len(sequence(branch)) == 2, "a branch is a condition and a value")
            args += self._all(branch, env)
        args.append(self.expr(default, env))
        if type_of(type_) == "null":
            require(all(e.type == "null" for e in (*args[1::2], args[-1])), "a case of NULLs")
            return o.NULL
        return typed(o.Op("case", "", type_of(type_), tuple(args)))

    def _cast(self, scalar: Any, env: Environment) -> Expr:
        arg, type_ = node(scalar, "Cast", "arg", "type")
        return typed(o.Op("cast", "", type_of(type_), (self.expr(arg, env),)))

    def _query(self, query: Any, env: Environment, test: Callable[..., list[Formula]]) -> Formula:
        """Some row of a query passes; `test` gets its outputs."""
        return o.Some(tuple(o.conjoin(t, *test(t.out)) for t in self.bag(query, env)))

    def _exists(self, scalar: Any, env: Environment) -> Expr:
        query, type_ = node(scalar, "Exists", "query", "type")
        require(type_ == "bool", "EXISTS is Boolean")
        there = self._query(query, env, lambda _: [])
        return o.Truth(there, o.Not(there))

    def _in(self, scalar: Any, env: Environment) -> Expr:
        given, query, type_ = node(scalar, "InQuery", "args", "query", "type")
        require(type_ == "bool", "IN is Boolean")
        args = self._all(given, env)

        def equal(out: tuple[Expr, ...]) -> list[Formula]:
            require(len(out) == len(args), "IN of another number of columns")
            return [o.Holds(_call("=", a, e)) for a, e in zip(args, out, strict=True)]

        def unequal(out: tuple[Expr, ...]) -> list[Formula]:
            return [o.Not(o.Holds(_call("<>", a, e))) for a, e in zip(args, out, strict=True)]

        return o.Truth(self._query(query, env, equal), o.Not(self._query(query, env, unequal)))

    def _quantified(self, scalar: Any, env: Environment) -> Expr:
        op, every, given, query, type_ = node(
            scalar, "Quantified", "op", "every", "arg", "query", "type"
        )
        require(type_ == "bool" and op in COMPARISONS, "a comparison is expected")
        arg = self.expr(given, env)

        def true(out: tuple[Expr, ...]) -> Formula:
            require(len(out) == 1, "a comparison with a query of one column")
            return o.Holds(_call(op, arg, out[0]))

        def false(out: tuple[Expr, ...]) -> Formula:
            require(len(out) == 1, "a comparison with a query of one column")
            return o.Holds(o.Op("op", "not", "bool", (_call(op, arg, out[0]),)))

        def some(test: Callable[..., Formula]) -> Formula:
            return self._query(query, env, lambda out: [test(out)])

        if flag(every):
            return o.Truth(o.Not(some(lambda out: o.Not(true(out)))), some(false))
        return o.Truth(some(true), o.Not(some(lambda out: o.Not(false(out)))))

    def _scalar_query(self, scalar: Any, env: Environment) -> Expr:
        query, type_ = node(scalar, "ScalarQuery", "query", "type")
        bag = self.bag(query, env)
        return typed_aggregate(o.Agg("the", False, type_of(type_), bag))


def _call(op: str, first: Expr, second: Expr) -> Expr:
    return o.Op("op", op, "bool", (first, second))


_SCALARS: dict[str, Any] = {
    "Literal": Scalars._literal,
    "Column": Scalars._column,
    "Call": Scalars._call,
    "Opaque": Scalars._opaque,
    "Case": Scalars._case,
    "Cast": Scalars._cast,
    "Exists": Scalars._exists,
    "InQuery": Scalars._in,
    "Quantified": Scalars._quantified,
    "ScalarQuery": Scalars._scalar_query,
}
