"""Aggregates as SMT-LIB: sums of single terms, least and greatest values (section 5a)."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from lemmata.kernel.sql import objects as o
from lemmata.kernel.sql.canonical import NULL_WITHOUT_ROWS, Canonical, alive, rank
from lemmata.kernel.sql.denotation import common_types, distinct
from lemmata.kernel.sql.objects import Agg
from lemmata.kernel.sql.reducing import Reducer
from lemmata.kernel.sql.schema import Tables
from lemmata.kernel.sql.sums import counted, gathered, not_null, spread, summands
from lemmata.kernel.sql.values import FAMILIES, flatten, nary, numeral_text, sort_of

if TYPE_CHECKING:
    from lemmata.kernel.sql.encoding import Encoder

Pair = tuple[str, str]
AVERAGES = ("avg", "whole avg")
EXTREMES = ("min", "max")


class Aggregates:
    """The aggregates of one encoder; `sums` and `extremes` name those that were met."""

    def __init__(self, encoder: Encoder, tables: Tables) -> None:
        self.encoder = encoder
        self.reducer = Reducer(tables, encoder.constraints)
        self.canonical = Canonical(tables, encoder.constraints)
        self.sums: list[tuple[o.Term, str]] = []
        self.extremes: list[tuple[Agg, str]] = []
        self._sums: dict[Any, str] = {}

    def expr(self, agg: Agg) -> Pair:
        """Sums, counts and averages by sums of single terms, others as they are."""
        if agg.function in o.KEEPS_NULLS:
            name = "the" if agg.function == "single value" else agg.function
            agg = replace(agg, function=name, bag=tuple(map(self.plainly, agg.bag)))
            return self._value(agg) or self.encoder.apply(self.encoder.free(agg), sort_of(agg.type))
        bag = without_distinct(agg)
        if agg.function == "count":
            return self.total(counted(bag), agg.type), "false"
        known = agg.function in NULL_WITHOUT_ROWS
        none = f"(not {self.encoder.formula(o.Some(not_null(bag)))})" if known else ""
        if agg.function == "sum" and o.kind(agg.type) in o.NUMBERS:
            return self.total(bag, agg.type), none
        if agg.function in AVERAGES:
            ints = all(o.kind(t.out[0].type) == "int" for t in bag)
            types = ("int" if ints else "decimal", "int")
            parts = [self.total(bag, types[0]), self.total(counted(bag), "int")]
            op = "div" if agg.function == "whole avg" else "/"
            sorts = tuple(map(sort_of, types))
            name = self.encoder.function(("op", op, agg.type, types), "f", sorts, sort_of(agg.type))
            return f"({name} {' '.join(parts)})", none
        if agg.function not in o.SUPPORT_ONLY:
            bag = alive(tuple(sorted(map(self.plainly, not_null(bag)), key=rank)))
            value = self.encoder.apply(self.encoder.free(replace(agg, bag=bag)), sort_of(agg.type))
            return value[0], none or value[1]
        bag = flatten(spread(flatten(bag), agg.function))
        terms = {o.key(t): t for t in alive(tuple(self.plainly(t, True) for t in bag))}
        bags: list[o.Bag] = [(t,) for t in sorted(terms.values(), key=rank)]
        if agg.function not in EXTREMES or o.kind(agg.type) not in FAMILIES or not bags:
            bags = [tuple(t for one in bags for t in one)]
        found = self._extreme(replace(agg, distinct=False, bag=bags[-1]))
        for part in reversed(bags[:-1]):
            found = self._better(replace(agg, distinct=False, bag=part), found)
        return found[0], none

    def _extreme(self, agg: Agg) -> Pair:
        """A least or greatest value of one term."""
        value = self._value(agg)
        if value is None:
            applied = self.encoder.apply(self.encoder.free(agg), sort_of(agg.type))
            value = self.encoder.define("v", sort_of(agg.type), applied[0]), applied[1]
            self.extremes.append((agg, value[0]))
        return value[0], f"(not {self.encoder.formula(o.Some(not_null(agg.bag)))})"

    def _better(self, agg: Agg, other: Pair) -> Pair:
        """The smaller or greater of two that may be NULL."""
        value, null = self._extreme(agg)
        order = "<=" if agg.function == "min" else ">="
        test = f"(or {other[1]} (and (not {null}) ({order} {value} {other[0]})))"
        sort = sort_of(agg.type)
        best = self.encoder.define("v", sort, f"(ite {test} {value} {other[0]})")
        return best, self.encoder.define("n", "Bool", f"(and {null} {other[1]})")

    def plainly(self, term: o.Term, support: bool = False) -> o.Term:
        """A term in normal form, without rows that it can do without."""
        plain = self.reducer.term(self.canonical.term(term, {}), support)
        return self.canonical.term(plain, {})

    def _value(self, agg: Agg) -> Pair | None:
        """The value of an aggregate of at most one row, if that is at hand."""
        if len(agg.bag) != 1 or agg.bag[0].rows:
            return None
        (term,) = agg.bag
        test = nary("and", [self.encoder.formula(f) for f in term.where], "true")
        value, null = self.encoder.expr(term.out[0])
        value = self.encoder.coerce(value, term.out[0].type, agg.type)
        return value, f"(or (not {test}) {null})"

    def total(self, bag: o.Bag, type_: str) -> str:
        """The sum of the output of a bag."""
        found = gathered(summands(bag), self.plainly)
        whole = all(
            factor.denominator == 1 and sort_of(term.out[0].type) == "Int" for factor, term in found
        )
        sort = sort_of(type_)
        exact = "Int" if whole and sort == "Int" else "Real"
        parts = []
        for factor, term in found:
            given = term.out[0].type
            part = self.encoder.coerce(
                self.sum(term), given, "int" if exact == "Int" else "decimal"
            )
            parts.append(part if factor == 1 else f"(* {numeral_text(factor, exact)} {part})")
        zero = numeral_text(Fraction(0), exact)
        total = self.encoder.define("v", exact, nary("+", parts, zero, unique=False))
        return self.encoder.coerce(total, "int" if exact == "Int" else "decimal", type_)

    def sum(self, term: o.Term) -> str:
        """The sum of the output of a single term, NULLs being excluded by its formulas."""
        (out,) = term.out
        sort = sort_of(out.type)
        name = ("sum", o.key(term))
        if name in self._sums:
            found: str = self._sums[name]
            return found
        zero = numeral_text(Fraction(0), sort)
        if not term.rows:
            test = nary("and", [self.encoder.formula(f) for f in term.where], "true")
            found = self.encoder.define(
                "v", sort, f"(ite {test} {self.encoder.expr(out)[0]} {zero})"
            )
        else:
            shape, exprs = self.encoder.free(term)
            found = self.encoder.define(
                "v", sort, self.encoder.apply((("sum", shape), exprs), sort)[0]
            )
            self.sums.append((term, found))
        self._sums[name] = found
        return found


def without_distinct(agg: Agg) -> o.Bag:
    """The bag of an aggregate that ignores NULLs, each row once if it is distinct."""
    if not agg.distinct or agg.function in o.SUPPORT_ONLY or not agg.bag:
        return agg.bag
    bag = not_null(agg.bag)
    return (distinct(bag, common_types([t.out for t in bag], len(bag[0].out))),)
