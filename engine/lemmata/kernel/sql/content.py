"""Objects that a proof states: formulas, expressions, bags, as JSON (FORMAT-SQL.md section 2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lemmata.kernel.reading import Rejected, require, sequence
from lemmata.kernel.sql import objects as o
from lemmata.kernel.sql.denotation import AGGREGATES
from lemmata.kernel.sql.literals import flag, literal, number, text_of, type_of
from lemmata.kernel.sql.schema import Tables
from lemmata.kernel.sql.typing_rules import typed, typed_aggregate

Scope = Sequence[tuple[int, o.Gen]]


class Content:
    """Reads objects over some tables; a scope has the rows by level."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables

    def bag(self, value: Any, scope: Scope) -> o.Bag:
        """A bag."""
        return tuple(self.term(item, scope) for item in sequence(value))

    def term(self, value: Any, scope: Scope) -> o.Term:
        """A term."""
        require(isinstance(value, dict) and set(value) == {"rows", "where", "out"}, "not a term")
        inner = list(scope)
        for gen in sequence(value["rows"]):
            inner.append((o.fresh(), self.gen(gen, inner)))
        where = [self.formula(f, inner) for f in sequence(value["where"])]
        out = tuple(self.expr(e, inner) for e in sequence(value["out"]))
        return o.conjoin(o.Term(tuple(inner[len(scope) :]), (), out), *where)

    def gen(self, value: Any, scope: Scope) -> o.Gen:
        """A generator."""
        match value:
            case ["table", name]:
                table = self.tables.get(text_of(name))
                if table is None:
                    raise Rejected(f"there is no table {name[:40]}")
                return o.Table(table.name, table.types)
            case ["set", bag, types]:
                return o.Set(self.bag(bag, scope), self._types(types))
            case ["opaque", name, params, bags, types]:
                found = tuple(self.bag(bag, scope) for bag in sequence(bags))
                return o.Opaque(text_of(name), _frozen(params), found, self._types(types))
        raise Rejected("not a generator")

    def _types(self, value: Any) -> tuple[str, ...]:
        return tuple(type_of(item) for item in sequence(value))

    def formula(self, value: Any, scope: Scope) -> o.Formula:
        """A formula."""
        match value:
            case ["holds", expr]:
                return o.Holds(self.expr(expr, scope))
            case ["same", left, right]:
                return o.Same(self.expr(left, scope), self.expr(right, scope))
            case ["some", bag]:
                return o.Some(self.bag(bag, scope))
            case ["and" | "or" as name, parts]:
                found = tuple(self.formula(part, scope) for part in sequence(parts))
                return o.And(found) if name == "and" else o.Or(found)
            case ["not", part]:
                return o.Not(self.formula(part, scope))
        raise Rejected("not a formula")

    def expr(self, value: Any, scope: Scope) -> o.Expr:
        """An expression."""
        match value:
            case ["col", level, index]:
                require(number(level) < len(scope), "a row that is not in scope")
                var, gen = scope[level]
                require(number(index) < len(gen.types), "a column that is not there")
                return o.Col(var, index, gen.types[index])
            case ["lit", type_, given]:
                return literal(type_of(type_), given)
            case ["op" | "opaque" as kind, name, type_, args]:
                return typed(o.Op(kind, text_of(name), type_of(type_), self._all(args, scope)))
            case ["case", type_, args]:
                return typed(o.Op("case", "", type_of(type_), self._all(args, scope)))
            case ["cast" | "widen" as kind, type_, arg]:
                found = (self.expr(arg, scope),)
                good = kind == "cast" or o.fits(found[0].type, type_of(type_))
                require(good, "a value that does not fit")
                return typed(o.Op(kind, "", type_of(type_), found))
            case ["agg", function, distinct, type_, bag]:
                require(text_of(function) in AGGREGATES, "there is no such aggregate")
                return self._aggregate(function, flag(distinct), type_, bag, scope)
            case ["the", type_, bag]:
                return self._aggregate("the", False, type_, bag, scope)
            case ["truth", then, other]:
                return o.Truth(self.formula(then, scope), self.formula(other, scope))
        raise Rejected("not an expression")

    def _all(self, args: Any, scope: Scope) -> tuple[o.Expr, ...]:
        return tuple(self.expr(arg, scope) for arg in sequence(args))

    def _aggregate(
        self, function: str, distinct: bool, type_: Any, bag: Any, scope: Scope
    ) -> o.Expr:
        found = self.bag(bag, scope)
        return typed_aggregate(o.Agg(function, distinct, type_of(type_), found))


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
