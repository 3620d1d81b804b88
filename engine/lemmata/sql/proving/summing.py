"""Aggregates in normal form: nested sums and extremes are flattened into one range of rows.

`sum` of a bag is a number, 0 of an empty one, so that COUNT is the sum of 1. A sum splits over
terms and over `+`; constants, choices and inner sums move into the range:
`sum(x | L | a * sum(y | M | b)) = sum(x, y | L and M | a * b)`. The same for `min` of `min`.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from lemmata.sql.proving import building as b
from lemmata.sql.proving.bags import FALSE, TRUE, Agg, Bag, Formula, Ite, Lit, Op, Term, Value
from lemmata.sql.types import DECIMAL, INT, SqlType

MOST = 64
EXACT = ("int", "decimal", "null")


@dataclass(frozen=True)
class Monomial:
    """A constant times values and sums, counted where the guard holds."""

    number: Fraction
    guard: Formula = TRUE
    factors: tuple[Value, ...] = ()
    sums: tuple[Bag, ...] = ()


def aggregate(kind: str, bag: Bag, type_: SqlType) -> Value:
    """An aggregate of a bag whose outputs are there (not NULL, for `sum`, `min` and `max`)."""
    terms = tuple(term for term in bag.terms if term.cond != FALSE)
    if kind == "sum":
        return _sum(terms, type_)
    if kind in ("min", "max"):
        return _extreme(kind, terms, type_)
    if kind == "the":
        return _the(terms, type_)
    return Agg(kind, Bag(terms), type_)


def _sum(terms: tuple[Term, ...], type_: SqlType) -> Value:
    parts: list[Value] = []
    for term in terms:
        monomials = polynomial(term.outs[0]) if type_.kind in EXACT else None
        if monomials is None:
            monomials = [Monomial(Fraction(1), TRUE, (term.outs[0],))]
        for item in monomials:
            parts += _ranged(term, item, type_)
    return added(parts, type_)


def _ranged(term: Term, item: Monomial, type_: SqlType) -> list[Value]:
    """The sum of one monomial over the range of a term, as a sum for each product of terms."""
    from lemmata.sql.proving.rewriting import fresh

    ranges = [Term(term.gens, b.both((term.cond, item.guard)), ())]
    factors = [item.factors]
    for bag in item.sums:
        pairs = [
            (r, f, fresh(part)) for r, f in zip(ranges, factors, strict=True) for part in bag.terms
        ]
        ranges = [Term((*r.gens, *p.gens), b.both((r.cond, p.cond)), ()) for r, _, p in pairs]
        factors = [(*f, p.outs[0]) for _, f, p in pairs]
    found: list[Value] = []
    for whole, values in zip(ranges, factors, strict=True):
        if whole.cond == FALSE:
            continue
        out = multiplied(item.number, values, type_)
        if not whole.gens:
            found.append(b.pick(whole.cond, out, number(0, type_), type_))
        else:
            found.append(Agg("sum", Bag((Term(whole.gens, whole.cond, (out,)),)), type_))
    return found


def number(value: Fraction | int, type_: SqlType) -> Value:
    """A numeric literal."""
    whole = Fraction(value)
    if type_.kind in ("int", "null") and whole.denominator == 1:
        return Lit(int(whole), INT)
    return Lit(whole, DECIMAL)


def added(parts: list[Value], type_: SqlType) -> Value:
    """The sum of values that are there."""
    found: Value | None = None
    for part in parts:
        found = part if found is None else b.operation("+", (found, part), type_)
    return number(0, type_) if found is None else found


def multiplied(constant: Fraction, values: tuple[Value, ...], type_: SqlType) -> Value:
    """A product in a fixed order of factors."""
    kept = sorted((v for v in values if not isinstance(v, Lit)), key=repr)
    for value in values:
        if isinstance(value, Lit):
            assert isinstance(value.value, int | Fraction)
            constant *= Fraction(value.value)
    found: Value | None = None
    for value in kept:
        found = value if found is None else Op("*", (found, value), type_)
    if found is None:
        return number(constant, type_)
    if constant == 0:
        return number(0, type_)
    return found if constant == 1 else Op("*", (number(constant, type_), found), type_)


def polynomial(value: Value) -> list[Monomial] | None:
    """A number as a sum of monomials, NULL as none; None if it is too large."""
    match value:
        case Lit(None, _):
            return []
        case Lit(found, kind) if kind.kind in EXACT and isinstance(found, int | Fraction):
            return [Monomial(Fraction(found))] if found else []
        case Op(name, args, kind) if name in ("+", "-", "*", "neg") and kind.kind in EXACT:
            return _operated(name, args)
        case Ite(cond, then, other, kind) if kind.kind in EXACT:
            first, second = polynomial(then), polynomial(other)
            if first is None or second is None:
                return None
            return _guarded(first, cond) + _guarded(second, b.negate(cond))
        case Agg("sum", bag, kind) if kind.kind in EXACT:
            return [Monomial(Fraction(1), TRUE, (), (bag,))]
    return [Monomial(Fraction(1), TRUE, (value,))]


def _guarded(items: list[Monomial], guard: Formula) -> list[Monomial]:
    found = (Monomial(m.number, b.both((guard, m.guard)), m.factors, m.sums) for m in items)
    return [item for item in found if item.guard != FALSE]


def _operated(name: str, args: tuple[Value, ...]) -> list[Monomial] | None:
    parts = [polynomial(arg) for arg in args]
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    if name == "neg":
        return _scaled(known[0], -1)
    if name in ("+", "-"):
        return known[0] + _scaled(known[1], 1 if name == "+" else -1)
    if len(known[0]) * len(known[1]) > MOST:
        return None
    found = (
        Monomial(
            p.number * q.number,
            b.both((p.guard, q.guard)),
            p.factors + q.factors,
            p.sums + q.sums,
        )
        for p in known[0]
        for q in known[1]
    )
    return [item for item in found if item.guard != FALSE]


def _scaled(items: list[Monomial], by: int) -> list[Monomial]:
    return [Monomial(m.number * by, m.guard, m.factors, m.sums) for m in items]


def product_of_sums(value: Value) -> Value:
    """A product in which two sums occur, as a sum over the product of their ranges."""
    items = polynomial(value)
    if items is None or not any(len(item.sums) > 1 for item in items):
        return value
    unit = Term((), TRUE, ())
    parts = [part for item in items for part in _ranged(unit, item, value.type)]
    return added(parts, value.type)


def _extreme(kind: str, terms: tuple[Term, ...], type_: SqlType) -> Value:
    flat = Bag(tuple(part for term in terms for part in _opened(kind, term)))
    if not flat.terms:
        return Lit(None, type_)
    if all(not term.gens and term.cond == TRUE for term in flat.terms):
        outs = {term.outs[0] for term in flat.terms}
        if len(outs) == 1:
            return next(iter(outs))
    return Agg(kind, flat, type_)


def _opened(kind: str, term: Term) -> list[Term]:
    """A term whose output is an extreme, with that extreme's range in its own."""
    from lemmata.sql.proving.rewriting import fresh

    out, cond = term.outs[0], term.cond
    if isinstance(out, Ite):
        parts: list[Term] = []
        for guard, value in ((out.cond, out.then), (b.negate(out.cond), out.other)):
            if not (isinstance(value, Lit) and value.value is None):
                whole = b.both((cond, guard))
                parts += _opened(kind, Term(term.gens, whole, (value,))) if whole != FALSE else []
        return parts
    if isinstance(out, Agg) and out.kind == kind:
        inner = [fresh(part) for part in out.bag.terms]
        return [Term((*term.gens, *p.gens), b.both((cond, p.cond)), p.outs) for p in inner]
    return [term]


def _the(terms: tuple[Term, ...], type_: SqlType) -> Value:
    if not terms:
        return Lit(None, type_)
    if len(terms) == 1 and not terms[0].gens:
        return b.pick(terms[0].cond, terms[0].outs[0], Lit(None, type_), type_)
    return Agg("the", Bag(terms), type_)
