"""Sums and counts in normal form: linear combinations of sums over single terms (section 5a).

S(x | L | e) is the sum of the non-NULL e over the rows x with L; a count sums 1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import NamedTuple

from lemmata.kernel.sql import objects as o
from lemmata.kernel.sql.literals import numeral
from lemmata.kernel.sql.objects import Expr, Formula, Lit, Op, Term
from lemmata.kernel.sql.values import casts_exactly

EXACT = ("int", "decimal")
ONE = Lit("int", 1)


class Summand(NamedTuple):
    """`factor` times the sum of the output of a term."""

    factor: Fraction
    term: Term


def summands(bag: o.Bag, factor: Fraction = Fraction(1)) -> Iterator[Summand]:
    """The sum of the only output of a bag; NULLs count for nothing."""
    for term in o.copy(bag):
        yield from _of(term, term.out[0], factor)


def _of(term: Term, expr: Expr, factor: Fraction) -> Iterator[Summand]:
    def among(value: Expr, *formulas: Formula) -> Iterator[Summand]:
        return _of(o.conjoin(term, *formulas), value, factor)

    match expr:
        case Lit():
            if expr.value is not None:
                yield Summand(factor * numeral(expr), _with(term, ONE))
        case Op(kind="widen" | "cast", args=(arg,)) if expr.kind == "widen" or casts_exactly(
            arg.type, expr.type
        ):
            yield from among(arg)
        case Op(kind="op", name="+" | "-", args=(first, second)) if _exact(expr):
            both = (o.Not(o.null(first)), o.Not(o.null(second)))
            yield from among(first, *both)
            sign = factor if expr.name == "+" else -factor
            yield from _of(o.conjoin(term, *both), second, sign)
        case Op(kind="op", name="neg", args=(arg,)) if _exact(expr):
            yield from _of(term, arg, -factor)
        case Op(kind="op", name="*", args=(first, second)) if _exact(expr) and (
            _number(first) or _number(second)
        ):
            literal, other = (first, second) if _number(first) else (second, first)
            assert isinstance(literal, Lit)
            yield from _of(term, other, factor * numeral(literal))
        case Op(kind="case"):
            earlier: list[Formula] = []
            for condition, value in zip(expr.args[:-1:2], expr.args[1::2], strict=True):
                yield from among(value, *earlier, o.Holds(condition))
                earlier.append(o.Not(o.Holds(condition)))
            yield from among(expr.args[-1], *earlier)
        case Op(kind="op", name="coalesce", args=(first, *rest)) if rest:
            yield from among(first, o.Not(o.null(first)))
            others = Op("op", "coalesce", expr.type, tuple(rest)) if len(rest) > 1 else rest[0]
            yield from among(others, o.null(first))
        case o.Agg(function="sum" | "count", distinct=False):
            yield from _inner(term, expr, ONE, factor)
        case Op(kind="op", name="*", args=(first, second)) if _exact(expr) and (
            _summed(first) or _summed(second)
        ):
            agg, other = (first, second) if _summed(first) else (second, first)
            assert isinstance(agg, o.Agg)
            yield from _inner(term, agg, other, factor)
        case _:
            yield Summand(factor, _with(o.conjoin(term, o.Not(o.null(expr))), expr))


def _inner(term: Term, agg: o.Agg, other: Expr, factor: Fraction) -> Iterator[Summand]:
    """A sum of sums, each times another value, is one over all rows."""
    for inner in o.copy(agg.bag):
        present = [o.Not(o.null(e)) for e in inner.out]
        joined = o.conjoin(Term(term.rows + inner.rows, term.where + inner.where, ()), *present)
        if agg.function == "count":
            yield from _of(joined, other, factor)
        elif other == ONE:
            yield from _of(joined, inner.out[0], factor)
        else:
            value = Op("op", "*", "decimal", (inner.out[0], other))
            yield from _of(joined, value, factor)


def _summed(expr: Expr) -> bool:
    return (
        isinstance(expr, o.Agg)
        and expr.function in ("sum", "count")
        and not expr.distinct
        and all(o.kind(e.type) in EXACT for t in expr.bag for e in t.out[:1])
    )


def not_null(bag: o.Bag) -> o.Bag:
    """The rows without a NULL."""
    return tuple(o.conjoin(t, *(o.Not(o.null(e)) for e in t.out)) for t in bag)


def spread(bag: o.Bag, function: str) -> o.Bag:
    """The bag of a least or greatest value, without the same of another bag in it."""
    found: list[Term] = []
    for term in o.copy(bag):
        (out,) = term.out
        if isinstance(out, o.Agg) and out.function == function:
            joined = tuple(
                Term(term.rows + t.rows, term.where + t.where, t.out) for t in o.copy(out.bag)
            )
            found += spread(joined, function)
        else:
            found += not_null((term,))
    return tuple(found)


def counted(bag: o.Bag) -> o.Bag:
    """The bag whose sum a count is."""
    return tuple(_with(term, ONE) for term in not_null(bag))


def _with(term: Term, expr: Expr) -> Term:
    return Term(term.rows, term.where, (expr,))


def _number(expr: Expr) -> bool:
    return isinstance(expr, Lit) and expr.value is not None


def _exact(op: Op) -> bool:
    kinds = [o.kind(arg.type) for arg in op.args]
    result = o.kind(op.type)
    return result in EXACT and all(o.fits(k, result) and k in EXACT for k in kinds)


def gathered(parts: Iterator[Summand], plainly: Callable[[Term], Term]) -> list[Summand]:
    """Equal terms together, in order; those that cancel are gone."""
    found: dict[str, tuple[Fraction, Term]] = {}
    for factor, term in parts:
        plain = plainly(term)
        if o.FALSUM in plain.where:
            continue
        name = repr(o.key(plain))
        before = found.get(name, (Fraction(0), plain))[0]
        found[name] = (before + factor, plain)
    return [Summand(*found[name]) for name in sorted(found) if found[name][0]]
