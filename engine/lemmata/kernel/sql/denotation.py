"""What a plan denotes: its bag of comprehensions (FORMAT-SQL.md section 3).

Projected columns are substituted away: a row in scope is a tuple of expressions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from lemmata.kernel.reading import Budget, Rejected, require, sequence
from lemmata.kernel.sql import objects as o
from lemmata.kernel.sql.literals import flag, number, text_of, type_of
from lemmata.kernel.sql.objects import Bag, Expr, Formula, Term
from lemmata.kernel.sql.scalars import Scalars
from lemmata.kernel.sql.schema import Tables, node
from lemmata.kernel.sql.typing_rules import typed_aggregate

Row = tuple[Expr, ...]
Environment = tuple[Row, ...]
MAX_TERMS = 20_000


class Denotation:
    """Denotes plans over some tables."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.budget = Budget(MAX_TERMS, "a query with too many terms")
        self.scalars = Scalars(self.bag)

    def bag(self, plan: Any, env: Environment) -> Bag:
        """The bag of a plan."""
        found, _ = self.typed(plan, env)
        return found

    def typed(self, plan: Any, env: Environment) -> tuple[Bag, tuple[str, ...]]:
        """The bag with the types of its columns."""
        name = plan.get("node") if isinstance(plan, dict) else None
        method: Callable[..., tuple[Bag, tuple[str, ...]]] | None = _PLANS.get(str(name))
        if method is None:
            raise Rejected(f"there is no plan {str(name)[:40]!r}")
        found, types = method(self, plan, env)
        self.budget.spend(len(found) + 1)
        return found, types

    def _scan(self, plan: Any, env: Environment) -> tuple[Bag, tuple[str, ...]]:
        name, given = node(plan, "Scan", "table", "columns")
        table = self.tables.get(text_of(name))
        if table is None:
            raise Rejected(f"there is no table {str(name)[:40]}")
        types = _types(given)
        require(types == table.types, f"the columns of {table.name} are others")
        gen, var = o.Table(table.name, types), o.fresh()
        return (Term(((var, gen),), (), o.columns(var, gen)),), types

    def _values(self, plan: Any, env: Environment) -> tuple[Bag, tuple[str, ...]]:
        rows, given = node(plan, "Values", "rows", "columns")
        types, found = _types(given), []
        for row in sequence(rows):
            exprs = [self.scalars.expr(e, ((), *env)) for e in sequence(row)]
            require(len(exprs) == len(types), "a row of another width")
            found.append(Term((), (), tuple(map(o.fit, exprs, types))))
        return tuple(found), types

    def _filter(self, plan: Any, env: Environment) -> tuple[Bag, tuple[str, ...]]:
        source, condition = node(plan, "Filter", "input", "condition")
        bag, types = self.typed(source, env)
        return tuple(
            o.conjoin(t, o.Holds(self.scalars.expr(condition, (t.out, *env)))) for t in bag
        ), types

    def _project(self, plan: Any, env: Environment) -> tuple[Bag, tuple[str, ...]]:
        source, exprs, names = node(plan, "Project", "input", "exprs", "names")
        require(len(sequence(names)) == len(sequence(exprs)), "names and expressions do not agree")
        bag = self.bag(source, env)
        found = tuple(
            replace(t, out=tuple(self.scalars.expr(e, (t.out, *env)) for e in exprs)) for t in bag
        )
        return found, common_types([t.out for t in found], len(exprs))

    def _join(self, plan: Any, env: Environment) -> tuple[Bag, tuple[str, ...]]:
        kind, left, right, on = node(plan, "Join", "kind", "left", "right", "on")
        lefts, left_types = self.typed(left, env)
        rights, right_types = self.typed(right, env)
        return self._joined(kind, lefts, lambda _: rights, (left_types, right_types), on, env)

    def _apply(self, plan: Any, env: Environment) -> tuple[Bag, tuple[str, ...]]:
        kind, left, right, on = node(plan, "Apply", "kind", "left", "right", "on")
        require(kind in ("inner", "left"), "an Apply is inner or left")
        lefts, left_types = self.typed(left, env)
        probe = tuple(o.Lit(t, None) for t in left_types)
        _, right_types = self.typed(right, (probe, *env))

        def rights(term: Term) -> Bag:
            return self.bag(right, (term.out, *env))

        return self._joined(kind, lefts, rights, (left_types, right_types), on, env)

    def _joined(
        self,
        kind: Any,
        lefts: Bag,
        rights: Callable[[Term], Bag],
        types: tuple[tuple[str, ...], tuple[str, ...]],
        on: Any,
        env: Environment,
    ) -> tuple[Bag, tuple[str, ...]]:
        """A join of any kind; `rights` gives the right side for a left term."""

        def test(row: Row) -> Formula:
            return o.Holds(self.scalars.expr(on, (row, *env)))

        def matches(term: Term) -> Formula:
            return o.Some(tuple(o.conjoin(r, test(term.out + r.out)) for r in rights(term)))

        if kind in ("semi", "anti"):
            found = [
                o.conjoin(t, matches(t) if kind == "semi" else o.Not(matches(t))) for t in lefts
            ]
            return tuple(found), types[0]
        require(kind in ("inner", "left", "right", "full"), "there is no such join")
        found = []
        for t in lefts:
            for r in map(o.copy, rights(t)):
                self.budget.spend()
                out = t.out + r.out
                joined = Term(t.rows + r.rows, t.where + r.where, out)
                found.append(o.conjoin(joined, test(out)))
        pads = [tuple(o.Lit(t, None) for t in side) for side in types]
        if kind in ("left", "full"):
            found += [replace(o.conjoin(t, o.Not(matches(t))), out=t.out + pads[1]) for t in lefts]
        if kind in ("right", "full"):
            for r in rights(lefts[0] if lefts else Term((), (), ())):
                others = tuple(o.conjoin(t, test(t.out + r.out)) for t in lefts)
                padded = o.conjoin(r, o.Not(o.Some(others)))
                found.append(replace(padded, out=pads[0] + r.out))
        return tuple(found), types[0] + types[1]

    def _union(self, plan: Any, env: Environment) -> tuple[Bag, tuple[str, ...]]:
        (inputs,) = node(plan, "UnionAll", "inputs")
        require(len(sequence(inputs)) >= 1, "a union of nothing")
        bags, types = self._aligned([self.typed(part, env) for part in inputs])
        return tuple(t for bag in bags for t in bag), types

    def _aligned(
        self, sides: list[tuple[Bag, tuple[str, ...]]]
    ) -> tuple[list[Bag], tuple[str, ...]]:
        """Bags with their outputs fitted to common types."""
        width = len(sides[0][1])
        require(all(len(types) == width for _, types in sides), "sides of different widths")
        types = tuple(common([side[1][i] for side in sides]) for i in range(width))
        bags = [
            tuple(replace(t, out=tuple(map(o.fit, t.out, types))) for t in bag) for bag, _ in sides
        ]
        return bags, types

    def _distinct(self, plan: Any, env: Environment) -> tuple[Bag, tuple[str, ...]]:
        (source,) = node(plan, "Distinct", "input")
        if isinstance(source, dict) and source.get("node") == "IntersectAll":
            return self._intersect(source, env, distinct=True)
        bag, types = self.typed(source, env)
        return (distinct(bag, types),), types

    def _intersect(
        self, plan: Any, env: Environment, distinct: bool = False
    ) -> tuple[Bag, tuple[str, ...]]:
        left, right = node(plan, "IntersectAll", "left", "right")
        once = distinct or _is_distinct(left) or _is_distinct(right)
        (a, b), types = self._aligned([self.typed(left, env), self.typed(right, env)])
        return (_selected(a, b, types, True) if once else _opaque("intersect", a, b, types)), types

    def _except(self, plan: Any, env: Environment) -> tuple[Bag, tuple[str, ...]]:
        left, right = node(plan, "ExceptAll", "left", "right")
        once = _is_distinct(left)
        source = node(left, "Distinct", "input")[0] if once else left
        (a, b), types = self._aligned([self.typed(source, env), self.typed(right, env)])
        return (_selected(a, b, types, False) if once else _opaque("except", a, b, types)), types

    def _group(self, plan: Any, env: Environment) -> tuple[Bag, tuple[str, ...]]:
        source, keys, aggregates, sets = node(plan, "Group", "input", "keys", "aggregates", "sets")
        bag = self.bag(source, env)
        rows = [tuple(self.scalars.expr(k, (t.out, *env)) for k in sequence(keys)) for t in bag]
        types = common_types(rows, len(keys))
        rows = [tuple(map(o.fit, row, types)) for row in rows]
        calls = [
            node(a, "Aggregate", "function", "args", "type", "distinct", "where")
            for a in sequence(aggregates)
        ]
        found = []
        for positions in sequence(sets):
            for i in sequence(positions):
                require(number(i) < len(keys), "a grouping set with a key that is not there")
            found.append(self._grouping_set(bag, rows, types, set(positions), calls, env))
        return tuple(found), types + tuple(type_of(call[2]) for call in calls)

    def _grouping_set(
        self,
        bag: Bag,
        rows: list[Row],
        types: tuple[str, ...],
        kept: set[int],
        calls: list[list[Any]],
        env: Environment,
    ) -> Term:
        chosen, var = sorted(kept), o.fresh()
        keyed = tuple(
            replace(t, out=tuple(row[k] for k in chosen)) for t, row in zip(bag, rows, strict=True)
        )
        gen = o.Set(keyed, tuple(types[k] for k in chosen))
        group = o.columns(var, gen)
        members = [
            o.conjoin(t, *map(o.Same, k.out, group)) for t, k in zip(bag, keyed, strict=True)
        ]
        out: list[Expr] = [
            group[chosen.index(k)] if k in kept else o.Lit(t, None) for k, t in enumerate(types)
        ]
        for call in calls:
            out.append(self._aggregate(call, members, kept, env))
        return Term(((var, gen),) if chosen else (), (), tuple(out))

    def _aggregate(
        self, call: list[Any], members: list[Term], kept: set[int], env: Environment
    ) -> Expr:
        function, args, type_, once, where = call
        if function == "grouping":
            bits = [node(a, "Literal", "value", "type")[0] for a in sequence(args)]
            require(bits and all(type(b) is int for b in bits), "GROUPING takes key positions")
            return o.Lit("int", int("".join("0" if b in kept else "1" for b in bits), 2))
        require(text_of(function) in AGGREGATES, f"there is no aggregate {str(function)[:40]}")
        bag = tuple(
            replace(
                o.conjoin(t, o.Holds(self.scalars.expr(where, (t.out, *env)))),
                out=tuple(self.scalars.expr(a, (t.out, *env)) for a in sequence(args)),
            )
            for t in members
        )
        return typed_aggregate(o.Agg(function, flag(once), type_of(type_), bag))

    def _sort(self, plan: Any, env: Environment) -> tuple[Bag, tuple[str, ...]]:
        source, keys, limit, offset = node(plan, "Sort", "input", "keys", "limit", "offset")
        bag, types = self.typed(source, env)
        limit, offset = None if limit is None else number(limit), number(offset)
        if limit == 0:
            return (), types
        single = len(bag) == 1 and not bag[0].rows
        if not offset and (limit is None or single):
            return bag, types
        exprs, params = self._sort_keys(keys)
        if len(bag) == 1:
            return self._limited(bag[0], exprs, (limit, offset, params), env), types
        rows = _extended(bag, types, [self._row(t, exprs, env) for t in bag])
        gen = o.Opaque("limit", (limit, offset, params), (rows,), types)
        return _one(gen), types

    def _limited(self, term: Term, keys: list[Any], params: Any, env: Environment) -> Bag:
        """A limit of one term: of all columns of its rows; what is put out comes after it."""
        wide = tuple(c for var, gen in term.rows for c in o.columns(var, gen))
        inner = replace(term, out=(*wide, *self._row(term, keys, env)))
        gen = o.Opaque("limit", params, ((inner,),), tuple(c.type for c in wide))
        new, at, values = o.fresh(), 0, {}
        for var, other in term.rows:
            values[var] = o.columns(new, gen)[at : at + len(other.types)]
            at += len(other.types)
        return (Term(((new, gen),), (), o.substitute(term.out, values)),)

    def _row(self, term: Term, exprs: list[Any], env: Environment) -> Row:
        return tuple(self.scalars.expr(e, (term.out, *env)) for e in exprs)

    def _sort_keys(self, keys: Any) -> tuple[list[Any], Any]:
        parts = [node(k, "SortKey", "expr", "descending", "nulls_first") for k in sequence(keys)]
        return [p[0] for p in parts], tuple((flag(p[1]), flag(p[2])) for p in parts)

    def _window(self, plan: Any, env: Environment) -> tuple[Bag, tuple[str, ...]]:
        source, calls = node(plan, "Window", "input", "calls")
        bag, types = self.typed(source, env)
        exprs: list[Any] = []
        params, added = [], []
        for call in sequence(calls):
            function, args, partition, order, frame, type_ = node(
                call, "WindowCall", "function", "args", "partition", "order", "frame", "type"
            )
            keys, flags = self._sort_keys(order)
            exprs += [*sequence(args), *sequence(partition), *keys]
            counts = (len(args), len(partition))
            params.append((text_of(function), *counts, text_of(frame), flags))
            added.append(type_of(type_))
        rows = _extended(bag, types, [self._row(t, exprs, env) for t in bag])
        types = types + tuple(added)
        return _one(o.Opaque("window", tuple(params), (rows,), types)), types


AGGREGATES = frozenset(
    (
        *("count", "sum", "avg", "whole avg", "min", "max", "any value", "single value"),
        *("every", "some", "var_pop", "var_samp"),
    )
)
_PLANS: dict[str, Any] = {
    "Scan": Denotation._scan,
    "Values": Denotation._values,
    "Filter": Denotation._filter,
    "Project": Denotation._project,
    "Join": Denotation._join,
    "Apply": Denotation._apply,
    "UnionAll": Denotation._union,
    "Distinct": Denotation._distinct,
    "IntersectAll": Denotation._intersect,
    "ExceptAll": Denotation._except,
    "Group": Denotation._group,
    "Sort": Denotation._sort,
    "Window": Denotation._window,
}


def common(types: list[str]) -> str:
    """The common type of a column (section 2)."""
    found = types[0] if types else "null"
    for other in types[1:]:
        kinds = {o.kind(found), o.kind(other)}
        if found == other or o.kind(other) == "null":
            continue
        if o.kind(found) == "null":
            found = other
        elif kinds <= set(o.NUMBERS):
            found = max(kinds, key=o.NUMBERS.index)
        elif kinds <= set(o.TEXTS):
            found = "text"
        else:
            raise Rejected(f"a column of {found} and {other}")
    return found


def common_types(rows: list[Row], width: int) -> tuple[str, ...]:
    """The common type of each column."""
    return tuple(common([row[i].type for row in rows]) for i in range(width))


def distinct(bag: Bag, types: tuple[str, ...]) -> Term:
    """Each row of the bag once."""
    var, gen = o.fresh(), o.Set(bag, types)
    return Term(((var, gen),), (), o.columns(var, gen))


def _selected(first: Bag, second: Bag, types: tuple[str, ...], wanted: bool) -> Bag:
    """Each row of the first bag once that the second one has, or has not."""
    term = distinct(first, types)
    there = o.Some(o.matching(second, term.out))
    return (o.conjoin(term, there if wanted else o.Not(there)),)


def _opaque(name: str, first: Bag, second: Bag, types: tuple[str, ...]) -> Bag:
    return _one(o.Opaque(name, (), (first, second), types))


def _one(gen: o.Opaque) -> Bag:
    var = o.fresh()
    return (Term(((var, gen),), (), o.columns(var, gen)),)


def _extended(bag: Bag, types: tuple[str, ...], more: list[Row]) -> Bag:
    """The rows fitted to their types, with more outputs."""
    return tuple(
        replace(t, out=(*map(o.fit, t.out, types), *row)) for t, row in zip(bag, more, strict=True)
    )


def _is_distinct(plan: Any) -> bool:
    return isinstance(plan, dict) and plan.get("node") == "Distinct"


def _types(value: Any) -> tuple[str, ...]:
    """The types of given columns."""
    rows = [node(f, "Field", "name", "type", "nullable") for f in sequence(value)]
    return tuple(type_of(row[1]) for row in rows)
