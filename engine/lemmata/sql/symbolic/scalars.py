"""Scalar expressions over symbolic rows: Kleene logic, CASE, conversions, subqueries."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from lemmata.sql.evaluate_scalars import cast
from lemmata.sql.failures import NoValue
from lemmata.sql.scalars import (
    Call,
    Case,
    Cast,
    Column,
    Exists,
    InQuery,
    Literal,
    Opaque,
    Quantified,
    Scalar,
    ScalarQuery,
)
from lemmata.sql.symbolic.functions import strict
from lemmata.sql.symbolic.terms import (
    NOTHING,
    Gap,
    Logic,
    Sym,
    Truth,
    day_of,
    kind_of,
    midnight,
)

if TYPE_CHECKING:
    from lemmata.sql.symbolic.plans import Plans

Row = tuple[Sym, ...]
Environment = tuple[Row, ...]


class Scalars:
    """Translates expressions; `failures` are formulas that a model must make false.

    `years` are the first and the last year of the dates in a model.
    """

    def __init__(self, logic: Logic, plans: Plans, years: tuple[int, int]) -> None:
        self.logic, self.plans, self.years = logic, plans, years
        self.failures: list[Truth] = []
        self._guards: list[Truth] = []

    @contextmanager
    def under(self, guard: Truth) -> Iterator[None]:
        """Note failures only where the guard is true."""
        self._guards.append(guard)
        try:
            yield
        finally:
            self._guards.pop()

    def fail(self, when: Truth) -> None:
        """Note that there is no value if the condition holds."""
        self.failures.append(self.logic.all((*self._guards, when)))

    def value(self, expr: Scalar, env: Environment) -> Sym:
        """The value of an expression."""
        return _TRANSLATORS[type(expr)](self, expr, env)

    def holds(self, expr: Scalar, env: Environment) -> Truth:
        """When a condition is true."""
        return self.is_true(self.value(expr, env))

    def is_true(self, value: Sym) -> Truth:
        """When a truth value is true."""
        if isinstance(value.known, bool):
            return value.known
        if value.term is None:
            return False
        return self.logic.all((self.logic.negate(value.null), value.term))

    def is_false(self, value: Sym) -> Truth:
        """When a truth value is false."""
        if isinstance(value.known, bool):
            return not value.known
        if value.term is None:
            return False
        return self.logic.all((self.logic.negate(value.null), self.logic.negate(value.term)))

    def kleene(self, true: Truth, false: Truth) -> Sym:
        """The truth value that is true and false in these cases, else NULL."""
        logic = self.logic
        if true is True or false is True:
            return logic.constant(true is True)
        null = logic.all((logic.negate(true), logic.negate(false)))
        return Sym("bool", logic.truth(true), null)


def _literal(at: Scalars, expr: Literal, env: Environment) -> Sym:
    return at.logic.constant(expr.value)


def _column(at: Scalars, expr: Column, env: Environment) -> Sym:
    return env[expr.up][expr.index]


def _call(at: Scalars, expr: Call, env: Environment) -> Sym:
    special = _SPECIAL.get(expr.op)
    if special is not None:
        return special(at, expr.args, env)
    return strict(at, expr.op, [at.value(arg, env) for arg in expr.args])


def _connective(decisive: bool) -> Callable[[Scalars, tuple[Scalar, ...], Environment], Sym]:
    """AND for False, OR for True; later parts matter only where earlier ones leave it open."""

    def run(at: Scalars, args: tuple[Scalar, ...], env: Environment) -> Sym:
        decided: list[Truth] = []
        others: list[Truth] = []
        for arg in args:
            with at.under(at.logic.negate(at.logic.any(decided))):
                value = at.value(arg, env)
            pair = (at.is_true(value), at.is_false(value))
            decided.append(pair[0] if decisive else pair[1])
            others.append(pair[1] if decisive else pair[0])
        one, rest = at.logic.any(decided), at.logic.all(others)
        return at.kleene(one, rest) if decisive else at.kleene(rest, one)

    return run


def _coalesce(at: Scalars, args: tuple[Scalar, ...], env: Environment) -> Sym:
    found = NOTHING
    for arg in reversed(args):
        value = at.value(arg, env)
        found = at.logic.choice(at.logic.negate(value.null), value, found)
    return found


def _concat(at: Scalars, args: tuple[Scalar, ...], env: Environment) -> Sym:
    empty = at.logic.constant("")
    found = empty
    for arg in args:
        value = at.value(arg, env)
        part = at.logic.choice(at.logic.negate(value.null), value, empty)
        found = strict(at, "||", [found, part])
    return found


def _extreme(op: str) -> Callable[[Scalars, tuple[Scalar, ...], Environment], Sym]:
    def run(at: Scalars, args: tuple[Scalar, ...], env: Environment) -> Sym:
        values = [at.value(arg, env) for arg in args]
        at.fail(at.logic.any(v.null for v in values))
        found = values[0]
        for value in values[1:]:
            found = at.logic.choice(at.is_true(strict(at, op, [value, found])), value, found)
        return found

    return run


def _is_null(at: Scalars, args: tuple[Scalar, ...], env: Environment) -> Sym:
    null = at.value(args[0], env).null
    return at.kleene(null, at.logic.negate(null))


def _is_true(at: Scalars, args: tuple[Scalar, ...], env: Environment) -> Sym:
    true = at.holds(args[0], env)
    return at.kleene(true, at.logic.negate(true))


def _is_false(at: Scalars, args: tuple[Scalar, ...], env: Environment) -> Sym:
    false = at.is_false(at.value(args[0], env))
    return at.kleene(false, at.logic.negate(false))


def _same(at: Scalars, args: tuple[Scalar, ...], env: Environment) -> Sym:
    first, second = (at.value(arg, env) for arg in args)
    same = at.logic.same(first, second)
    return at.kleene(same, at.logic.negate(same))


_SPECIAL: dict[str, Callable[[Scalars, tuple[Scalar, ...], Environment], Sym]] = {
    "and": _connective(False),
    "or": _connective(True),
    "coalesce": _coalesce,
    "concat": _concat,
    "greatest": _extreme(">"),
    "least": _extreme("<"),
    "is null": _is_null,
    "is true": _is_true,
    "is false": _is_false,
    "is not distinct": _same,
}


def _opaque(at: Scalars, expr: Opaque, env: Environment) -> Sym:
    raise Gap(f"the function {expr.name}")


def _case(at: Scalars, expr: Case, env: Environment) -> Sym:
    logic = at.logic
    before: Truth = False
    chosen: list[tuple[Truth, Sym]] = []
    for when, then in expr.branches:
        with at.under(logic.negate(before)):
            true = at.holds(when, env)
            with at.under(true):
                chosen.append((true, at.value(then, env)))
        before = logic.any((before, true))
    with at.under(logic.negate(before)):
        found = at.value(expr.default, env)
    for true, value in reversed(chosen):
        found = logic.choice(true, value, found)
    return found


def _cast(at: Scalars, expr: Cast, env: Environment) -> Sym:
    value, target = at.value(expr.arg, env), expr.type
    logic, kind = at.logic, kind_of(expr.type)
    if value.kind == "null":
        return value
    if value.known is not None or value.kind == "text":
        return _cast_known(at, value, expr)
    if value.kind == kind and kind != "number":
        return value
    if value.kind == "bool" and kind == "number":
        one, none = logic.z3.IntVal(1), logic.z3.IntVal(0)
        return Sym("number", logic.z3.If(value.term, one, none), value.null)
    if kind == "day" and value.kind == "moment":
        return Sym("day", day_of(value), value.null)
    if kind == "moment" and value.kind == "day":
        return Sym("moment", midnight(value.term), value.null)
    if value.kind != kind:
        raise Gap(f"a conversion to {target}")
    if target.kind == "int" and not value.term.is_int():
        with at.under(logic.negate(value.null)):
            at.fail(logic.z3.Not(logic.z3.IsInt(value.term)))
        return Sym("number", logic.z3.ToInt(value.term), value.null)
    if target.kind != "int" and value.term.is_int():
        return Sym("number", logic.z3.ToReal(value.term), value.null)
    if target.scale is not None:
        with at.under(logic.negate(value.null)):
            at.fail(logic.z3.Not(logic.z3.IsInt(value.term * 10**target.scale)))
    return value


def _cast_known(at: Scalars, value: Sym, expr: Cast) -> Sym:
    """A conversion of a known value, or of one of a few texts."""
    logic = at.logic
    choices = (value.known,) if value.known is not None else value.domain
    found: Sym | None = None
    for choice in choices:
        here = value.known is not None or value.term == logic.code(str(choice))
        try:
            converted = logic.constant(cast(choice, expr.type))
        except NoValue:
            with at.under(logic.negate(value.null)):
                at.fail(here)
            continue
        found = converted if found is None else logic.choice(here, converted, found)
    if found is None:
        return NOTHING
    known = None if value.known is None else found.known
    return Sym(found.kind, found.term, value.null, found.domain, known)


def _exists(at: Scalars, expr: Exists, env: Environment) -> Sym:
    some = at.logic.any(row.here for row in at.plans.rows(expr.query, env))
    return at.kleene(some, at.logic.negate(some))


def _in_query(at: Scalars, expr: InQuery, env: Environment) -> Sym:
    args = [at.value(arg, env) for arg in expr.args]
    true: list[Truth] = []
    false: list[Truth] = []
    for row in at.plans.rows(expr.query, env):
        pairs = zip(args, row.values, strict=True)
        equal = [strict(at, "=", [a, b]) for a, b in pairs]
        true.append(at.logic.all((row.here, *map(at.is_true, equal))))
        false.append(at.logic.any((at.logic.negate(row.here), *map(at.is_false, equal))))
    return at.kleene(at.logic.any(true), at.logic.all(false))


def _quantified(at: Scalars, expr: Quantified, env: Environment) -> Sym:
    arg = at.value(expr.arg, env)
    decided: list[Truth] = []
    rest: list[Truth] = []
    for row in at.plans.rows(expr.query, env):
        found = strict(at, expr.op, [arg, row.values[0]])
        pair = (at.is_true(found), at.is_false(found))
        decisive, other = (pair[1], pair[0]) if expr.every else pair
        decided.append(at.logic.all((row.here, decisive)))
        rest.append(at.logic.any((at.logic.negate(row.here), other)))
    one, all_rest = at.logic.any(decided), at.logic.all(rest)
    return at.kleene(all_rest, one) if expr.every else at.kleene(one, all_rest)


def _scalar_query(at: Scalars, expr: ScalarQuery, env: Environment) -> Sym:
    found, before = NOTHING, False
    for row in at.plans.rows(expr.query, env):
        at.fail(at.logic.all((row.here, before)))
        before = at.logic.any((before, row.here))
        found = at.logic.choice(row.here, row.values[0], found)
    return found


_TRANSLATORS: dict[type, Callable[[Scalars, Any, Environment], Sym]] = {
    Literal: _literal,
    Column: _column,
    Call: _call,
    Opaque: _opaque,
    Case: _case,
    Cast: _cast,
    Exists: _exists,
    InQuery: _in_query,
    Quantified: _quantified,
    ScalarQuery: _scalar_query,
}
