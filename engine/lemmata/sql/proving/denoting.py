"""What a plan denotes: a bag in sum-of-products form, with projected columns substituted away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lemmata.sql import algebra
from lemmata.sql.proving import building as b
from lemmata.sql.proving.bags import FALSE, TRUE, Bag, Gen, Lit, Opaque, Term, Value
from lemmata.sql.proving.denoting_scalars import Scope, true, value
from lemmata.sql.proving.rewriting import Substitution, columns, fresh, new_row, set_of
from lemmata.sql.proving.summing import aggregate, number
from lemmata.sql.types import INT, SqlType

MAX_TERMS = 256


class TooLarge(Exception):
    """A bag with more terms than are looked at."""


def denote(plan: algebra.Plan, scope: Scope = ()) -> Bag:
    """The bag of a plan, given the rows that it is correlated with; raises TooLarge."""
    found = _DENOTERS[type(plan)](plan, scope)
    if len(found.terms) > MAX_TERMS:
        raise TooLarge(f"limit: {MAX_TERMS} terms")
    return found


def types_of(plan: algebra.Plan) -> tuple[SqlType, ...]:
    """The types of the columns."""
    return tuple(column.type for column in plan.columns)


def _scan(plan: algebra.Scan, _: Scope) -> Bag:
    row = new_row(plan.table, types_of(plan), (c.nullable for c in plan.columns))
    return Bag((Term((Gen(row),), TRUE, columns(row)),))


def _values(plan: algebra.Values, scope: Scope) -> Bag:
    inner = ((), *scope)
    return Bag(tuple(Term((), TRUE, tuple(value(e, inner) for e in row)) for row in plan.rows))


def _filter(plan: algebra.Filter, scope: Scope) -> Bag:
    return Bag(
        tuple(
            Term(t.gens, b.both((t.cond, true(plan.condition, (t.outs, *scope)))), t.outs)
            for t in denote(plan.input, scope).terms
        )
    )


def _project(plan: algebra.Project, scope: Scope) -> Bag:
    return Bag(
        tuple(
            Term(t.gens, t.cond, tuple(value(e, (t.outs, *scope)) for e in plan.exprs))
            for t in denote(plan.input, scope).terms
        )
    )


def _product(left: Term, right: Term, on: Any, scope: Scope) -> Term:
    """A pair of rows for which a condition is true."""
    outs = left.outs + right.outs
    cond = b.both((left.cond, right.cond, true(on, (outs, *scope))))
    return Term(left.gens + right.gens, cond, outs)


def _unmatched(term: Term, matched: list[Term]) -> Term:
    """The row of a term that no row of the other side matches; `matched` are the products."""
    own = len(term.gens)
    partners = (Term(pair.gens[own:], pair.cond, ()) for pair in matched)
    none = b.negate(b.non_empty(Bag(tuple(partners))))
    return Term(term.gens, b.both((term.cond, none)), term.outs)


def _join(plan: algebra.Join, scope: Scope) -> Bag:
    lefts, rights = denote(plan.left, scope).terms, denote(plan.right, scope).terms
    pairs = [[_product(x, y, plan.on, scope) for y in rights] for x in lefts]
    if plan.kind in ("semi", "anti"):
        return Bag(tuple(_kept(plan.kind, x, row) for x, row in zip(lefts, pairs, strict=True)))
    found = [pair for row in pairs for pair in row]
    if plan.kind in ("left", "full"):
        pad = _nulls(plan.right)
        for x, row in zip(lefts, pairs, strict=True):
            alone = _unmatched(x, row)
            found.append(Term(alone.gens, alone.cond, alone.outs + pad))
    if plan.kind in ("right", "full"):
        pad = _nulls(plan.left)
        for i, y in enumerate(rights):
            column = [row[i] for row in pairs]
            partners = (Term(x.gens, pair.cond, ()) for x, pair in zip(lefts, column, strict=True))
            none = b.negate(b.non_empty(Bag(tuple(partners))))
            found.append(Term(y.gens, b.both((y.cond, none)), pad + y.outs))
    return Bag(tuple(found))


def _kept(kind: str, left: Term, pairs: list[Term]) -> Term:
    own = len(left.gens)
    some = b.non_empty(Bag(tuple(Term(p.gens[own:], p.cond, ()) for p in pairs)))
    wanted = some if kind == "semi" else b.negate(some)
    return Term(left.gens, b.both((left.cond, wanted)), left.outs)


def _nulls(plan: algebra.Plan) -> tuple[Value, ...]:
    return tuple(Lit(None, kind) for kind in types_of(plan))


def _apply(plan: algebra.Apply, scope: Scope) -> Bag:
    found: list[Term] = []
    for x in denote(plan.left, scope).terms:
        rights = denote(plan.right, (x.outs, *scope)).terms
        pairs = [_product(x, y, plan.on, scope) for y in rights]
        found += pairs
        if plan.kind == "left":
            alone = _unmatched(x, pairs)
            found.append(Term(alone.gens, alone.cond, alone.outs + _nulls(plan.right)))
    return Bag(tuple(found))


def _union_all(plan: algebra.UnionAll, scope: Scope) -> Bag:
    return Bag(tuple(term for part in plan.inputs for term in denote(part, scope).terms))


def _each_once(bag: Bag, types: tuple[SqlType, ...]) -> Term:
    gen = set_of(bag, types)
    return Term((gen,), TRUE, columns(gen.row))


def _distinct(plan: algebra.Distinct, scope: Scope) -> Bag:
    if isinstance(plan.input, algebra.IntersectAll):
        return _filtered_by(plan.input, scope, wanted=True)
    return Bag((_each_once(denote(plan.input, scope), types_of(plan)),))


def _filtered_by(
    plan: algebra.IntersectAll | algebra.ExceptAll, scope: Scope, *, wanted: bool
) -> Bag:
    """Each row of the left side once, if it occurs (or does not) on the right."""
    left = plan.left
    if isinstance(plan, algebra.ExceptAll) and isinstance(left, algebra.Distinct):
        left = left.input
    term = _each_once(denote(left, scope), types_of(plan))
    matches = (
        Term(t.gens, b.both((t.cond, b.same_rows(t.outs, term.outs))), ())
        for t in denote(plan.right, scope).terms
    )
    some = b.non_empty(Bag(tuple(matches)))
    return Bag((Term(term.gens, some if wanted else b.negate(some), term.outs),))


def _except_all(plan: algebra.ExceptAll, scope: Scope) -> Bag:
    if isinstance(plan.left, algebra.Distinct):
        return _filtered_by(plan, scope, wanted=False)
    return _opaque("except", plan, (plan.left, plan.right), scope)


def _intersect_all(plan: algebra.IntersectAll, scope: Scope) -> Bag:
    if isinstance(plan.left, algebra.Distinct) or isinstance(plan.right, algebra.Distinct):
        return _filtered_by(plan, scope, wanted=True)
    return _opaque("intersect", plan, (plan.left, plan.right), scope)


def _opaque(
    kind: str,
    plan: algebra.Plan,
    inputs: tuple[algebra.Plan, ...],
    scope: Scope,
    keys: Callable[[Scope], tuple[Value, ...]] = lambda _: (),
) -> Bag:
    """A generator by an operator of which nothing is known."""
    nullable = tuple(column.nullable for column in plan.columns)
    before = new_row("", types_of(inputs[0]), (True,) * len(inputs[0].columns))
    over = Opaque(
        kind,
        before,
        keys((columns(before), *scope)),
        tuple(denote(part, scope) for part in inputs),
    )
    row = new_row(f"?{kind}", types_of(plan), nullable)
    return Bag((Term((Gen(row, over),), TRUE, columns(row)),))


def _group(plan: algebra.Group, scope: Scope) -> Bag:
    source = denote(plan.input, scope)
    keyed = [
        (term, tuple(value(key, (term.outs, *scope)) for key in plan.keys)) for term in source.terms
    ]
    return Bag(tuple(_grouped(plan, kept, keyed, scope) for kept in plan.sets))


Keyed = list[tuple[Term, tuple[Value, ...]]]


def _grouped(plan: algebra.Group, kept: tuple[int, ...], keyed: Keyed, scope: Scope) -> Term:
    """The groups of one grouping set."""
    gens: tuple[Gen, ...] = ()
    key_types = tuple(key.type for key in plan.keys)
    shown: list[Value] = [Lit(None, kind) for kind in key_types]
    if kept:
        rows = tuple(Term(t.gens, t.cond, tuple(ks[i] for i in kept)) for t, ks in keyed)
        gens = (set_of(Bag(rows), tuple(key_types[i] for i in kept)),)
        for position, column in zip(kept, columns(gens[0].row), strict=True):
            shown[position] = column
    members = []
    for term, keys in keyed:
        of_group = b.both(b.same(keys[i], shown[i]) for i in kept)
        cond = b.both((term.cond, of_group))
        if cond != FALSE:
            members.append(fresh(Term(term.gens, cond, term.outs)))
    aggregates = tuple(_aggregate(a, kept, members, scope) for a in plan.aggregates)
    return Term(gens, TRUE, (*shown, *aggregates))


def _aggregate(
    call: algebra.Aggregate, kept: tuple[int, ...], members: list[Term], scope: Scope
) -> Value:
    if call.function == "grouping":
        bits = ("0" if getattr(arg, "value", None) in kept else "1" for arg in call.args)
        return number(int("".join(bits), 2), INT)
    keep_nulls = call.function in ("single value", "any value")
    rows = []
    for term in members:
        inner = (term.outs, *scope)
        args = tuple(value(arg, inner) for arg in call.args)
        there = () if keep_nulls else tuple(b.negate(b.is_null(arg)) for arg in args)
        cond = b.both((term.cond, true(call.where, inner), *there))
        if cond != FALSE:
            rows.append(Term(term.gens, cond, args))
    if call.distinct and rows:
        kinds = tuple(arg.type for arg in call.args)
        gen = set_of(Bag(tuple(rows)), kinds)
        rows = [Term((gen,), TRUE, columns(gen.row))]
    return _function(call, Bag(tuple(rows)))


def _function(call: algebra.Aggregate, bag: Bag) -> Value:
    """The aggregate of rows of arguments."""
    name, kind = call.function, call.type
    ones = Bag(tuple(Term(t.gens, t.cond, (number(1, INT),)) for t in bag.terms))
    if name == "count":
        return aggregate("sum", ones, INT)
    some, null = b.non_empty(bag), Lit(None, kind)
    if name in ("min", "max"):
        return aggregate(name, bag, kind)
    if name == "single value":
        return aggregate("the", bag, kind)
    if name == "any value":
        return aggregate("any value", bag, kind)
    if name in ("every", "some"):
        return b.pick(some, aggregate(name, bag, kind), null, kind)
    source = call.args[0].type
    total = aggregate("sum", bag, source if source.kind != "null" else kind)
    if name == "sum":
        return b.pick(some, total, null, kind)
    count = aggregate("sum", ones, INT)
    if name == "avg":
        return b.pick(some, b.operation("/", (total, count), kind), null, kind)
    if name == "whole avg":
        return b.pick(some, b.operation("div", (total, count), kind), null, kind)
    squares = aggregate("sum", Bag(tuple(_squared(t, source) for t in bag.terms)), source)
    return b.operation(f"?{name}", (squares, total, count), kind)


def _squared(term: Term, kind: SqlType) -> Term:
    out = term.outs[0]
    return Term(term.gens, term.cond, (b.operation("*", (out, out), kind),))


def _sort(plan: algebra.Sort, scope: Scope) -> Bag:
    if plan.limit is None and not plan.offset:
        return denote(plan.input, scope)
    if plan.limit == 0:
        return Bag(())
    order = tuple(f"{k.descending:d}{k.nulls_first:d}" for k in plan.keys)
    kind = f"limit {plan.limit} {plan.offset} {' '.join(order)}"
    bag = denote(plan.input, scope)
    if len(bag.terms) == 1 and bag.terms[0].gens:
        return _limited(kind, plan, bag.terms[0], scope)

    def keys(inner: Scope) -> tuple[Value, ...]:
        return tuple(value(key.expr, inner) for key in plan.keys)

    return _opaque(kind, plan, (plan.input,), scope, keys)


def _limited(kind: str, plan: algebra.Sort, term: Term, scope: Scope) -> Bag:
    """A limit below the projection: it chooses among rows of the generators."""
    wide = tuple(column for gen in term.gens for column in columns(gen.row))
    rows = [gen.row for gen in term.gens]
    types = tuple(kind for row in rows for kind in row.types)
    nullable = tuple(flag for row in rows for flag in row.nullable)
    before, after = new_row("", types, nullable), new_row(f"?{kind}", types, nullable)

    def moved(target: Any) -> Substitution:
        """Columns of the generators as columns of one wide row."""
        found, at = {}, 0
        for row in rows:
            found[row] = columns(target)[at : at + len(row.types)]
            at += len(row.types)
        return Substitution(found)

    keys = tuple(value(key.expr, (term.outs, *scope)) for key in plan.keys)
    over = Opaque(
        kind,
        before,
        tuple(map(moved(before).value, keys)),
        (Bag((fresh(Term(term.gens, term.cond, wide)),)),),
    )
    outs = tuple(map(moved(after).value, term.outs))
    return Bag((Term((Gen(after, over),), TRUE, outs),))


def _window(plan: algebra.Window, scope: Scope) -> Bag:
    def keys(inner: Scope) -> tuple[Value, ...]:
        found: list[Value] = []
        for call in plan.calls:
            ordered = tuple(key.expr for key in call.order)
            found += [value(e, inner) for e in (*call.args, *call.partition, *ordered)]
        return tuple(found)

    shapes = ";".join(
        f"{c.function} {len(c.args)} {len(c.partition)} {c.frame} "
        + "".join(f"{k.descending:d}{k.nulls_first:d}" for k in c.order)
        for c in plan.calls
    )
    return _opaque(f"window {shapes}", plan, (plan.input,), scope, keys)


_DENOTERS: dict[type, Callable[[Any, Scope], Bag]] = {
    algebra.Scan: _scan,
    algebra.Values: _values,
    algebra.Filter: _filter,
    algebra.Project: _project,
    algebra.Join: _join,
    algebra.Apply: _apply,
    algebra.UnionAll: _union_all,
    algebra.Distinct: _distinct,
    algebra.ExceptAll: _except_all,
    algebra.IntersectAll: _intersect_all,
    algebra.Group: _group,
    algebra.Sort: _sort,
    algebra.Window: _window,
}
