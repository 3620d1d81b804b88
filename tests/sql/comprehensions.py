"""A brute-force evaluator of comprehensions, written from proofs/FORMAT-SQL.md.

It shares nothing with the reference evaluator but the functions of single operators, and gives
what a bag of the kernel's denotation means on a small database.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from lemmata.kernel.sql import objects as o
from lemmata.sql.aggregates import AGGREGATES
from lemmata.sql.evaluate_scalars import _SPECIAL, Function, cast
from lemmata.sql.failures import RunTimeError, Undetermined
from lemmata.sql.operators import OPERATORS
from lemmata.sql.types import SqlType

Row = tuple[Any, ...]
Environment = dict[int, Row]
Value = Any


class Comprehensions:
    """Evaluates objects over tables."""

    def __init__(self, tables: dict[str, list[Row]]) -> None:
        self.tables = tables

    def bag(self, bag: o.Bag, env: Environment) -> list[Row]:
        """The rows, each as often as it occurs."""
        return [
            tuple(self.expr(e, inner) for e in term.out)
            for term in bag
            for inner in self.choices(term, env)
        ]

    def choices(self, term: o.Term, env: Environment) -> Iterator[Environment]:
        """The choices of rows for which all formulas hold."""
        scopes = [env]
        for var, gen in term.rows:
            scopes = [{**s, var: row} for s in scopes for row in self.generator(gen, s)]
        for scope in scopes:
            if all(self.formula(f, scope) for f in term.where):
                yield scope

    def generator(self, gen: o.Gen, env: Environment) -> list[Row]:
        match gen:
            case o.Table():
                return self.tables.get(gen.name, [])
            case o.Set():
                return list(dict.fromkeys(self.bag(gen.bag, env)))
        bags = [Counter(self.bag(bag, env)) for bag in gen.bags]
        if gen.kind == "except":
            return list((bags[0] - bags[1]).elements())
        if gen.kind == "intersect":
            return list((bags[0] & bags[1]).elements())
        raise Undetermined(gen.kind)

    def formula(self, formula: o.Formula, env: Environment) -> bool:
        match formula:
            case o.Holds():
                return self.expr(formula.expr, env) is True
            case o.Same():
                return bool(self.expr(formula.left, env) == self.expr(formula.right, env))
            case o.Some():
                return bool(self.bag(formula.bag, env))
            case o.And():
                return all(self.formula(part, env) for part in formula.parts)
            case o.Or():
                return any(self.formula(part, env) for part in formula.parts)
        return not self.formula(formula.part, env)

    def expr(self, expr: o.Expr, env: Environment) -> Value:
        match expr:
            case o.Col():
                return env[expr.var][expr.index]
            case o.Lit():
                return value(expr)
            case o.Truth():
                if self.formula(expr.then, env):
                    return True
                return False if self.formula(expr.other, env) else None
            case o.Agg():
                return self.aggregate(expr, env)
        if expr.kind == "case":
            *branches, default = expr.args
            for condition, then in zip(branches[::2], branches[1::2], strict=True):
                if self.expr(condition, env) is True:
                    return self.expr(then, env)
            return self.expr(default, env)
        if expr.kind == "widen":
            return self.expr(expr.args[0], env)
        if expr.kind == "cast":
            return cast(self.expr(expr.args[0], env), sql_type(expr.type))
        if expr.kind == "opaque":
            raise Undetermined(expr.name)
        return self.call(expr, env)

    def call(self, expr: o.Op, env: Environment) -> Value:
        if expr.name in _SPECIAL:
            functions = [self.function(arg, env) for arg in expr.args]
            return _SPECIAL[expr.name](functions)(())
        values = [self.expr(arg, env) for arg in expr.args]
        return None if None in values else OPERATORS[expr.name](*values)

    def function(self, expr: o.Expr, env: Environment) -> Function:
        return lambda _: self.expr(expr, env)

    def aggregate(self, agg: o.Agg, env: Environment) -> Value:
        rows = self.bag(agg.bag, env)
        if agg.function == "the":
            if len(rows) > 1:
                raise RunTimeError("two rows")
            return rows[0][0] if rows else None
        if agg.function not in o.KEEPS_NULLS:
            rows = [row for row in rows if None not in row]
        return AGGREGATES[agg.function](list(dict.fromkeys(rows)) if agg.distinct else rows)


def value(lit: o.Lit) -> Value:
    """The value of a literal."""
    if not isinstance(lit.value, tuple):
        return lit.value
    name, text = lit.value
    if name == "number":
        return Fraction(text)
    if name == "date":
        return date.fromisoformat(text)
    return datetime.fromisoformat(text) if name == "timestamp" else text


def sql_type(text: str) -> SqlType:
    """A type from its text."""
    kind, _, sizes = text.rstrip(")").partition("(")
    return SqlType(kind, *(int(size) for size in sizes.split(", ") if size))
