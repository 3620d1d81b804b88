"""Aggregates over the conditional rows of a group."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from lemmata.sql.aggregates import KEEPS_NULLS
from lemmata.sql.algebra import Aggregate
from lemmata.sql.symbolic.functions import strict
from lemmata.sql.symbolic.terms import NOTHING, Z3, Gap, Sym, Truth

if TYPE_CHECKING:
    from lemmata.sql.symbolic.scalars import Row, Scalars

Members = list[tuple["Truth", "Row"]]


def aggregate_value(at: Scalars, aggregate: Aggregate, members: Members) -> Sym:
    """The value of an aggregate; members come with the values of its arguments."""
    logic = at.logic
    if aggregate.function not in KEEPS_NULLS:
        members = [
            (logic.all((here, *(logic.negate(v.null) for v in values))), values)
            for here, values in members
        ]
    members = [m for m in members if m[0] is not False]
    if aggregate.distinct:
        members = _distinct(at, members)
    build = _BUILDERS.get(aggregate.function)
    if build is None:
        raise Gap(f"the aggregate {aggregate.function}")
    return build(at, members)


def _distinct(at: Scalars, members: Members) -> Members:
    logic = at.logic
    found: Members = []
    for i, (here, values) in enumerate(members):
        earlier = logic.any(
            logic.all((other, logic.same_rows(theirs, values))) for other, theirs in members[:i]
        )
        found.append((logic.all((here, logic.negate(earlier))), values))
    return found


def _none(at: Scalars, members: Members) -> Truth:
    return at.logic.negate(at.logic.any(here for here, _ in members))


def _count(at: Scalars, members: Members) -> Sym:
    return Sym("number", at.logic.count(here for here, _ in members), False)


def _total(at: Scalars, members: Members) -> Z3:
    logic = at.logic
    values = logic.alike(*(values[0] for _, values in members))
    zero = values[0].term * 0
    return logic.total(
        [logic.pick(m[0], v.term, zero) for m, v in zip(members, values, strict=True)]
    )


def _sum(at: Scalars, members: Members) -> Sym:
    if not members:
        return NOTHING
    return Sym("number", _total(at, members), _none(at, members))


def _mean(at: Scalars, members: Members) -> Z3:
    """The sum over the count, without a division by a term."""
    z3 = at.logic.z3
    total, count = _total(at, members), at.logic.count(here for here, _ in members)
    real = z3.ToReal(total) if total.is_int() else total
    found = real
    for number in range(2, len(members) + 1):
        found = z3.If(count == number, real / number, found)
    return found


def _average(at: Scalars, members: Members) -> Sym:
    return Sym("number", _mean(at, members), _none(at, members)) if members else NOTHING


def _whole_average(at: Scalars, members: Members) -> Sym:
    if not members:
        return NOTHING
    z3, mean = at.logic.z3, _mean(at, members)
    whole = z3.If(mean >= 0, z3.ToInt(mean), -z3.ToInt(-mean))
    return Sym("number", whole, _none(at, members))


def _variance(less: int) -> Callable[[Scalars, Members], Sym]:
    """Of n values with sum s and sum of squares q: (n q - s s) / (n (n - less))."""

    def run(at: Scalars, members: Members) -> Sym:
        if len(members) <= less:
            return NOTHING
        z3 = at.logic.z3
        squares: Members = [(h, (Sym("number", v[0].term * v[0].term, False),)) for h, v in members]
        sums = (_total(at, squares), _total(at, members))
        square, total = (z3.ToReal(s) if s.is_int() else s for s in sums)
        count = at.logic.count(here for here, _ in members)
        found = z3.RealVal(0)
        for n in range(less + 1, len(members) + 1):
            found = z3.If(count == n, (n * square - total * total) / (n * (n - less)), found)
        return Sym("number", found, count <= less)

    return run


def _extreme(op: str) -> Callable[[Scalars, Members], Sym]:
    def run(at: Scalars, members: Members) -> Sym:
        logic = at.logic
        found, some = NOTHING, False
        for here, values in members:
            better = logic.any((logic.negate(some), at.is_true(strict(at, op, [values[0], found]))))
            found = logic.choice(logic.all((here, better)), values[0], found)
            some = logic.any((some, here))
        return found

    return run


def _only(at: Scalars, members: Members) -> Sym:
    """The value of the only row."""
    logic = at.logic
    found, some = NOTHING, False
    for here, values in members:
        at.fail(logic.all((some, here)))
        found = logic.choice(here, values[0], found)
        some = logic.any((some, here))
    return found


def _any_value(at: Scalars, members: Members) -> Sym:
    """The value that all rows share."""
    logic = at.logic
    found, some = NOTHING, False
    for here, values in members:
        differs = logic.negate(logic.same(values[0], found))
        at.fail(logic.all((some, here, differs)))
        found = logic.choice(here, values[0], found)
        some = logic.any((some, here))
    return found


def _every(at: Scalars, members: Members) -> Sym:
    logic = at.logic
    true = logic.all(logic.any((logic.negate(h), at.is_true(v[0]))) for h, v in members)
    return Sym("bool", logic.truth(true), _none(at, members))


def _some(at: Scalars, members: Members) -> Sym:
    logic = at.logic
    true = logic.any(logic.all((here, at.is_true(values[0]))) for here, values in members)
    return Sym("bool", logic.truth(true), _none(at, members))


_BUILDERS: dict[str, Callable[[Scalars, Members], Sym]] = {
    "count": _count,
    "sum": _sum,
    "avg": _average,
    "whole avg": _whole_average,
    "min": _extreme("<"),
    "max": _extreme(">"),
    "var_pop": _variance(0),
    "var_samp": _variance(1),
    "single value": _only,
    "any value": _any_value,
    "every": _every,
    "some": _some,
}
