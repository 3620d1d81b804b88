"""A normal form of terms inside aggregates, so that equal aggregates look the same.

Every step keeps the bag: conditions are rewritten to equivalent ones and put in order, rows are
put in order, generators `set` are opened where only which rows there are matters.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lemmata.kernel.sql import objects as o
from lemmata.kernel.sql.folding import fold
from lemmata.kernel.sql.objects import Bag, Expr, Formula, Op, Term
from lemmata.kernel.sql.schema import Tables
from lemmata.kernel.sql.sums import not_null
from lemmata.kernel.sql.values import FAMILIES, MIRRORED, NEGATED, STRICT, flatten

Gens = dict[int, o.Gen]
NULL_WITHOUT_ROWS = ("sum", "avg", "whole avg", "min", "max", "every", "some", "var_pop")


class Canonical:
    """Puts terms in order; `tables` say which columns are never NULL."""

    def __init__(self, tables: Tables, constraints: set[str]) -> None:
        self.tables, self.constraints = tables, constraints

    def term(self, term: Term, gens: Gens) -> Term:
        """The term with its parts in normal form and its rows and formulas in order."""
        inner = gens | dict(term.rows)
        rows = tuple((var, self._inside(gen, inner)) for var, gen in term.rows)
        where = [c for f in term.where for c in self._formulas(f, inner)]
        out = tuple(self._inside(e, inner) for e in term.out)
        rows = self._ordered(rows, where, out)
        scope = {var: i for i, (var, _) in enumerate(rows)}
        unique = {repr(o.key(f, dict(scope))): f for f in where}

        def place(name: str) -> tuple[str, str]:
            return repr(o.key(unique[name], dict(scope), _nameless)), name

        return Term(rows, tuple(unique[name] for name in sorted(unique, key=place)), out)

    def _inside(self, obj: Any, gens: Gens) -> Any:
        """Expressions and generators, with the bags in them in normal form."""
        match obj:
            case o.Set():
                return o.Set(self._nested(obj.bag, gens, True), obj.types)
            case o.Some():
                return o.Some(self._nested(obj.bag, gens, True))
            case o.Agg():
                once = obj.distinct or obj.function in o.SUPPORT_ONLY
                bag = self._nested(obj.bag, gens, once)
                return o.Agg(obj.function, obj.distinct, obj.type, bag)
            case o.Opaque():
                return obj
            case Op(kind="op", name=name, args=(first, second)) if name in MIRRORED:
                return self._comparison(obj, self._inside(first, gens), self._inside(second, gens))
        return o.descend(obj, lambda part: self._inside(part, gens))

    def _nested(self, bag: Bag, gens: Gens, support: bool) -> Bag:
        terms = [self.term(t, gens) for t in (flatten(bag) if support else bag)]
        return tuple(sorted(terms, key=rank))

    def _comparison(self, op: Op, first: Expr, second: Expr) -> Op:
        swap = op.name in (">", ">=") or (op.name in ("=", "<>") and rank(second) < rank(first))
        if swap:
            return Op("op", MIRRORED[op.name], op.type, (second, first))
        return Op("op", op.name, op.type, (first, second))

    def _formulas(self, formula: Formula, gens: Gens) -> Iterator[Formula]:
        """A formula as conjuncts in normal form."""
        match formula:
            case o.Not(part=o.Not(part=inner)):
                yield from self._conjuncts(inner, gens)
            case o.Not(part=o.Same(left=left, right=o.Lit(value=None))):
                yield from self._present(left, gens)
            case o.Not(part=o.Some(bag=bag)) if any(not t.rows and not t.where for t in bag):
                yield o.FALSUM
            case o.Some(bag=bag) if any(not t.rows and not t.where for t in bag):
                pass
            case o.Holds(expr=Op() as call) if isinstance(known := fold(call), o.Lit):
                if known.value is not True:
                    yield o.FALSUM
            case o.Not(part=o.Holds(expr=Op() as call)) if isinstance(known := fold(call), o.Lit):
                if known.value is True:
                    yield o.FALSUM
            case o.Not(part=o.Or(parts=parts)):
                for part in parts:
                    yield from self._conjuncts(o.Not(part), gens)
            case o.Holds(expr=Op(kind="op", name="not", args=(Op(kind="op") as inner,))) if (
                inner.name in NEGATED and len(inner.args) == 2
            ):
                name = NEGATED[inner.name]
                yield from self._formulas(o.Holds(Op("op", name, "bool", inner.args)), gens)
            case o.Holds(expr=Op(kind="op", name="=", args=(first, second))) if _equality(
                first, second
            ):
                yield from self._equal(self._inside(first, gens), self._inside(second, gens), gens)
            case o.Same(left=left, right=right):
                yield self._same(self._inside(left, gens), self._inside(right, gens))
            case _:
                yield self._inside(formula, gens)

    def _conjuncts(self, formula: Formula, gens: Gens) -> Iterator[Formula]:
        for part in o.conjuncts(formula):
            yield from self._formulas(part, gens)

    def _same(self, first: Expr, second: Expr) -> Formula:
        swap = rank(second) < rank(first)
        return o.Same(second, first) if swap else o.Same(first, second)

    def _equal(self, first: Expr, second: Expr, gens: Gens) -> Iterator[Formula]:
        """`first = second` is true: they are the same, and not NULL."""
        same = self._same(first, second)
        yield same
        assert isinstance(same, o.Same)
        left = list(self._present(same.left, gens))
        if left and list(self._present(same.right, gens)):
            yield from left

    def _present(self, expr: Expr, gens: Gens) -> Iterator[Formula]:
        """That an expression is not NULL, as conjuncts."""
        match expr:
            case o.Lit():
                if expr.value is None:
                    yield o.FALSUM
            case o.Col():
                gen = gens.get(expr.var)
                solid = (
                    isinstance(gen, o.Table) and not (self.tables[gen.name].nullable[expr.index])
                )
                if solid and isinstance(gen, o.Table):
                    self.constraints.add(f"NOT NULL of {gen.name}")
                else:
                    yield o.Not(o.null(expr))
            case Op() if expr.kind in ("cast", "widen") or (
                expr.kind == "op" and expr.name in STRICT
            ):
                for arg in expr.args:
                    yield from self._present(arg, gens)
            case o.Agg(function="count"):
                pass
            case o.Agg() if expr.function in NULL_WITHOUT_ROWS:
                yield from self._formulas(o.Some(not_null(expr.bag)), gens)
            case _:
                yield o.Not(o.null(self._inside(expr, gens)))

    def _ordered(
        self, rows: tuple[tuple[int, o.Gen], ...], where: list[Formula], out: tuple[Expr, ...]
    ) -> tuple[tuple[int, o.Gen], ...]:
        """Rows sorted by generator and by what is said of them; those of tables come first."""
        names = {var for var, _ in rows}

        def look(var: int, gen: o.Gen) -> tuple[bool, str, str]:
            def see(column: o.Col) -> Any:
                if column.var == var:
                    return ("this", column.index)
                return ("other" if column.var in names else "free", column.index)

            said = sorted(repr(o.key(f, {}, see)) for f in where if var in o.free(f))
            return (True, repr(o.key(gen, {}, see)), repr((said, o.key(out, {}, see))))

        free = [(look(*row), i) for i, row in enumerate(rows) if not o.free(row[1]) & names]
        rest = [row for row in rows if o.free(row[1]) & names]
        return (*(rows[i] for _, i in sorted(free)), *rest)


def alive(bag: Bag) -> Bag:
    """The terms in normal form that no false formula empties."""
    return tuple(t for t in bag if o.FALSUM not in t.where)


def _nameless(column: o.Col) -> Any:
    return ("free", column.index, column.type)


def rank(obj: Any) -> tuple[str, str]:
    """A place in an order that depends on names of free rows as little as possible."""
    return repr(o.key(obj, {}, _nameless)), repr(o.key(obj))


def _equality(first: Expr, second: Expr) -> bool:
    families = {FAMILIES.get(o.kind(e.type)) for e in (first, second)}
    return len(families) == 1 and None not in families
