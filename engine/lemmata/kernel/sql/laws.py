"""Laws of aggregates: an aggregate as an equal expression (FORMAT-SQL.md section 5)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from lemmata.kernel.reading import require
from lemmata.kernel.sql import objects as o
from lemmata.kernel.sql.denotation import common_types, distinct
from lemmata.kernel.sql.literals import type_of
from lemmata.kernel.sql.objects import Agg, Expr, Formula, Lit, Op, Term
from lemmata.kernel.sql.sums import not_null

AS_VALUE = ("sum", "min", "max", "avg", "every", "some", *o.KEEPS_NULLS)
SPLIT = ("count", "sum", "min", "max")


def apply_law(agg: Agg, law: str, step: Mapping[str, Any]) -> Expr:
    """The expression that a law puts in place of an aggregate; raises Rejected."""
    require(law in LAWS, f"there is no law {law[:40]!r}")
    return LAWS[law][0](agg, step)


def normal(agg: Agg, _: Mapping[str, Any]) -> Expr:
    """Without NULLs, without DISTINCT; a count without outputs."""
    require(agg.function not in o.KEEPS_NULLS, "the aggregate does not ignore NULLs")
    bag = not_null(agg.bag)
    if agg.distinct and agg.function not in o.SUPPORT_ONLY and bag:
        types = common_types([t.out for t in bag], len(bag[0].out))
        bag = (distinct(bag, types),)
    if agg.function == "count":
        bag = tuple(replace(t, out=()) for t in bag)
    return Agg(agg.function, False, agg.type, bag)


def finite(agg: Agg, _: Mapping[str, Any]) -> Expr:
    """At most one row, which is at hand."""
    require(len(agg.bag) <= 1, "a bag of at most one term is expected")
    count = agg.function == "count"
    none = Lit(agg.type, 0) if count else _null(agg)
    require(not count or o.kind(agg.type) == "int", "a count is an integer")
    if not agg.bag:
        return none
    (term,) = agg.bag
    require(not term.rows, "a term without rows is expected")
    if count:
        (term,) = not_null(agg.bag)
        return _case(agg.type, _all(term.where), Lit(agg.type, 1), none)
    (out,) = term.out
    whole = agg.function == "whole avg" and o.kind(out.type) == "int"
    require(whole or agg.function in AS_VALUE, f"{agg.function} of one row is not known")
    return _case(agg.type, _all(term.where), o.fit(out, agg.type), none)


def nested(agg: Agg, _: Mapping[str, Any]) -> Expr:
    """An aggregate of aggregates, of all rows at once."""
    term = _one_term(agg, "sum", "min", "max")
    inner = _unwidened(term.out[0])
    require(isinstance(inner, Agg) and not inner.distinct, "an aggregate of an aggregate")
    assert isinstance(inner, Agg)
    same = inner.function == agg.function
    require(same or (agg.function, inner.function) == ("sum", "count"), "not these aggregates")
    bag = tuple(Term(term.rows + t.rows, term.where + t.where, t.out) for t in o.copy(inner.bag))
    if same:
        return replace(agg, bag=bag)
    total = Agg("count", False, inner.type, bag)
    there = o.Some((replace(term, out=()),))
    return _case(agg.type, there, o.fit(total, agg.type), _null(agg))


def union(agg: Agg, _: Mapping[str, Any]) -> Expr:
    """Of a sum of bags: of the first term and of the others."""
    require(not agg.distinct and agg.function in SPLIT, "not for this aggregate")
    require(len(agg.bag) > 1, "a bag of several terms is expected")
    first, rest = replace(agg, bag=agg.bag[:1]), replace(agg, bag=agg.bag[1:])
    total = Op("op", "+", agg.type, (first, rest))
    if agg.function == "count":
        return total
    branches: list[Expr] = [_test(o.null(first)), rest, _test(o.null(rest)), first]
    if agg.function == "sum":
        return Op("case", "", agg.type, (*branches, total))
    order = "<=" if agg.function == "min" else ">="
    branches += [Op("op", order, "bool", (first, rest)), first]
    return Op("case", "", agg.type, (*branches, rest))


def factor(agg: Agg, step: Mapping[str, Any]) -> Expr:
    """Of a product of independent bags, the outputs being those of one."""
    term = _one_term(agg, "count", "sum")
    chosen = step["rows"]
    good = isinstance(chosen, list) and chosen and len(set(chosen)) == len(chosen)
    require(good and set(chosen) <= set(range(len(term.rows))), "rows of the term are expected")
    inner = tuple(r for i, r in enumerate(term.rows) if i in chosen)
    outer = tuple(r for i, r in enumerate(term.rows) if i not in chosen)
    names, others = {v for v, _ in inner}, {v for v, _ in outer}
    require(not o.free(term.out) & names, "an output mentions the rows")
    require(not any(o.free(g) & others for _, g in inner), "a generator mentions other rows")
    require(not any(o.free(g) & names for _, g in outer), "a generator mentions the rows")
    mine = tuple(f for f in term.where if o.free(f) & names)
    require(not any(o.free(f) & others for f in mine), "a formula mentions both kinds of rows")
    rest = tuple(f for f in term.where if not o.free(f) & names)
    left = replace(agg, bag=(Term(outer, rest, term.out),))
    right = (Term(inner, mine, ()),)
    count_type = agg.type if agg.function == "count" else "int"
    product = Op("op", "*", agg.type, (left, Agg("count", False, count_type, right)))
    if agg.function == "count":
        return product
    return _case(agg.type, o.Some(right), product, _null(agg))


def constant(agg: Agg, _: Mapping[str, Any]) -> Expr:
    """The sum of the same number for each row."""
    term = _one_term(agg, "sum")
    (out,) = term.out
    require(not o.free(out) & {v for v, _ in term.rows}, "the argument mentions rows of the bag")
    require(o.kind(out.type) in o.NUMBERS, "a number is expected")
    (there,) = not_null((term,))
    bag = (replace(there, out=()),)
    product = Op("op", "*", agg.type, (out, Agg("count", False, "int", bag)))
    return _case(agg.type, o.Some(bag), product, _null(agg))


def times(agg: Agg, step: Mapping[str, Any]) -> Expr:
    """The sum of products with a factor that does not mention the rows."""
    term = _one_term(agg, "sum")
    (out,) = term.out
    good = isinstance(out, Op) and (out.kind, out.name) == ("op", "*") and len(out.args) == 2
    require(good, "a product is expected")
    assert isinstance(out, Op)
    names = {v for v, _ in term.rows}
    first = 0 if not o.free(out.args[0]) & names else 1
    require(not o.free(out.args[first]) & names, "both factors mention rows of the bag")
    part = Agg("sum", False, _numeric(step), (replace(term, out=(out.args[1 - first],)),))
    args = (out.args[0], part) if first == 0 else (part, out.args[1])
    return Op("op", "*", agg.type, args)


def plus(agg: Agg, step: Mapping[str, Any]) -> Expr:
    """The sum of sums or differences."""
    term = _one_term(agg, "sum")
    (out,) = term.out
    good = isinstance(out, Op) and out.kind == "op" and out.name in ("+", "-")
    require(good and isinstance(out, Op) and len(out.args) == 2, "a sum is expected")
    assert isinstance(out, Op)
    numbers = all(o.kind(a.type) in o.NUMBERS for a in out.args)
    require(numbers, "a sum of numbers is expected")
    there = o.conjoin(term, *(o.Not(o.null(a)) for a in out.args))
    type_ = _numeric(step)
    parts = tuple(Agg("sum", False, type_, (replace(there, out=(a,)),)) for a in out.args)
    return Op("op", out.name, agg.type, parts)


def average(agg: Agg, step: Mapping[str, Any]) -> Expr:
    """The sum over the count."""
    require(agg.function in ("avg", "whole avg"), "an average is expected")
    whole = agg.function == "whole avg"
    kinds = {o.kind(t.out[0].type) for t in agg.bag}
    require(kinds <= ({"int"} if whole else set(o.NUMBERS)), "not for arguments of this type")
    total = Agg("sum", agg.distinct, _numeric(step), agg.bag)
    count = Agg("count", agg.distinct, "int", agg.bag)
    return Op("op", "div" if whole else "/", agg.type, (total, count))


def filtered(agg: Agg, _: Mapping[str, Any]) -> Expr:
    """CASE WHEN c THEN v END as a condition on the rows."""
    require(agg.function not in o.KEEPS_NULLS, "the aggregate does not ignore NULLs")
    found = []
    for term in agg.bag:
        require(len(term.out) == 1, "one argument is expected")
        (out,) = term.out
        case = isinstance(out, Op) and out.kind == "case" and len(out.args) == 3
        require(case, "a CASE of one branch is expected")
        assert isinstance(out, Op)
        condition, value, default = out.args
        empty = isinstance(default, Lit) and default.value is None
        require(empty, "a CASE without ELSE is expected")
        found.append(replace(o.conjoin(term, o.Holds(condition)), out=(o.fit(value, out.type),)))
    return replace(agg, bag=tuple(found))


LAWS: dict[str, tuple[Callable[[Agg, Mapping[str, Any]], Expr], tuple[str, ...]]] = {
    "normal": (normal, ()),
    "finite": (finite, ()),
    "flatten": (nested, ()),
    "union": (union, ()),
    "factor": (factor, ("rows",)),
    "constant": (constant, ()),
    "times": (times, ("type",)),
    "plus": (plus, ("type",)),
    "average": (average, ("type",)),
    "filtered": (filtered, ()),
}
"""Each law with the fields that its step has."""


def _one_term(agg: Agg, *functions: str) -> Term:
    good = not agg.distinct and agg.function in functions and len(agg.bag) == 1
    require(good, f"{', '.join(functions)} of a bag of one term is expected, not distinct")
    return agg.bag[0]


def _numeric(step: Mapping[str, Any]) -> str:
    type_ = type_of(step["type"])
    require(o.kind(type_) in o.NUMBERS, "a type of numbers is expected")
    return type_


def _unwidened(expr: Expr) -> Expr:
    return _unwidened(expr.args[0]) if isinstance(expr, Op) and expr.kind == "widen" else expr


def _null(agg: Agg) -> Lit:
    return Lit(agg.type, None)


def _all(formulas: Sequence[Formula]) -> Formula:
    return formulas[0] if len(formulas) == 1 else o.And(tuple(formulas))


def _test(formula: Formula) -> Expr:
    return o.Truth(formula, o.Not(formula))


def _case(type_: str, formula: Formula, value: Expr, other: Expr) -> Expr:
    return Op("case", "", type_, (_test(formula), value, other))
