"""Operators on symbolic values that are strict: NULL in, NULL out.

What an operator refuses is noted with `fail`: a model in which it happens is no use.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import product
from typing import TYPE_CHECKING, Any

from lemmata.sql.failures import NoValue
from lemmata.sql.operators import OPERATORS, add_months
from lemmata.sql.symbolic.terms import DAY, Z3, Gap, Sym, day_of, midnight

if TYPE_CHECKING:
    from lemmata.sql.symbolic.scalars import Scalars

MAX_TABLE = 600
Build = Callable[["Scalars", list[Sym]], Any]


def strict(at: Scalars, op: str, args: list[Sym]) -> Sym:
    """An operator applied to values."""
    logic = at.logic
    null = logic.any(arg.null for arg in args)
    if null is True:
        return Sym("null", None, True)
    if all(arg.known is not None for arg in args):
        return _known(at, op, args)
    with at.under(logic.negate(null)):
        build = _BUILDERS.get(op)
        found = build(at, args) if build else _table(at, op, args)
    return Sym(found.kind, found.term, null, found.domain)


def _known(at: Scalars, op: str, args: list[Sym]) -> Sym:
    try:
        return at.logic.constant(OPERATORS[op](*(arg.known for arg in args)))
    except NoValue:
        at.fail(True)
        return Sym("null", None, True)


def _table(at: Scalars, op: str, args: list[Sym]) -> Sym:
    """The operator tabulated over the texts that its arguments can be."""
    logic = at.logic
    choices = [arg.domain if arg.known is None else (arg.known,) for arg in args]
    size = 1
    for choice in choices:
        size *= len(choice)
    if not 0 < size <= MAX_TABLE:
        raise Gap(f"the operator {op}")
    found: Sym | None = None
    for values in product(*choices):
        here = logic.all(
            arg.term == logic.code(str(value))
            for arg, value in zip(args, values, strict=True)
            if arg.known is None
        )
        try:
            value = logic.constant(OPERATORS[op](*values))
        except NoValue:
            at.fail(here)
            continue
        found = value if found is None else logic.choice(here, value, found)
    if found is None:
        raise Gap(f"the operator {op}")
    return found


def _number(term: Z3) -> Sym:
    return Sym("number", term, False)


def _truth(term: Z3) -> Sym:
    return Sym("bool", term, False)


def _arithmetic(build: Callable[[Any, Any], Any]) -> Build:
    def run(at: Scalars, args: list[Sym]) -> Sym:
        first, second = at.logic.alike(*args)
        return _number(build(first.term, second.term))

    return run


def _compared(op: str, build: Callable[[Any, Any], Any]) -> Build:
    def run(at: Scalars, args: list[Sym]) -> Sym:
        first, second = at.logic.alike(*args)
        if first.kind == "text" and op not in ("=", "<>"):
            return _table(at, op, args)
        if first.kind == "bool" and op not in ("=", "<>"):
            z3 = at.logic.z3
            pair = [z3.If(v.term, z3.IntVal(1), z3.IntVal(0)) for v in (first, second)]
            return _truth(build(*pair))
        return _truth(build(first.term, second.term))

    return run


def _divide(at: Scalars, args: list[Sym]) -> Sym:
    z3 = at.logic.z3
    first, second = (z3.ToReal(a.term) if a.term.is_int() else a.term for a in args)
    at.fail(second == 0)
    return _number(first / second)


def _quotient(at: Scalars, args: list[Sym]) -> Z3:
    """The quotient of integers without its fraction."""
    z3 = at.logic.z3
    first, second = (a.term for a in args)
    if not (first.is_int() and second.is_int()):
        raise Gap("integer division of fractions")
    at.fail(second == 0)
    size = z3.If(first >= 0, first, -first) / z3.If(second >= 0, second, -second)
    return z3.If((first >= 0) == (second >= 0), size, -size)


def _whole(at: Scalars, args: list[Sym]) -> Sym:
    return _number(_quotient(at, args))


def _remainder(at: Scalars, args: list[Sym]) -> Sym:
    return _number(args[0].term - args[1].term * _quotient(at, args))


def _absolute(at: Scalars, args: list[Sym]) -> Sym:
    (arg,) = args
    return _number(at.logic.z3.If(arg.term >= 0, arg.term, -arg.term))


def _sign(at: Scalars, args: list[Sym]) -> Sym:
    z3, (arg,) = at.logic.z3, args
    one = z3.IntVal(1)
    return _number(z3.If(arg.term > 0, one, z3.If(arg.term < 0, -one, z3.IntVal(0))))


def _floor(at: Scalars, args: list[Sym]) -> Sym:
    (arg,) = args
    return _number(arg.term if arg.term.is_int() else at.logic.z3.ToInt(arg.term))


def _ceiling(at: Scalars, args: list[Sym]) -> Sym:
    (arg,) = args
    return _number(arg.term if arg.term.is_int() else -at.logic.z3.ToInt(-arg.term))


def _round(at: Scalars, args: list[Sym]) -> Sym:
    z3, value = at.logic.z3, args[0].term
    digits = args[1].known if len(args) > 1 else 0
    if not isinstance(digits, int) or abs(digits) > 6:
        raise Gap("a round to unknown digits")
    if value.is_int() and digits >= 0:
        return _number(value)
    scale = z3.Q(10**digits, 1) if digits >= 0 else z3.Q(1, 10**-digits)
    real = (z3.ToReal(value) if value.is_int() else value) * scale
    half = z3.Q(1, 2)
    away = z3.If(real >= 0, z3.ToInt(real + half), -z3.ToInt(half - real))
    return _number(z3.ToReal(away) / scale)


def _power(at: Scalars, args: list[Sym]) -> Sym:
    base, exponent = args[0].term, args[1].known
    if not isinstance(exponent, int) or not 0 < exponent <= 4:
        raise Gap("a power")
    found = base
    for _ in range(exponent - 1):
        found = found * base
    return _number(found)


def _negation(at: Scalars, args: list[Sym]) -> Sym:
    return _truth(at.logic.z3.Not(args[0].term))


def _opposite(at: Scalars, args: list[Sym]) -> Sym:
    return _number(-args[0].term)


def _days_between(at: Scalars, args: list[Sym]) -> Sym:
    if any(arg.kind != "day" for arg in args):
        raise Gap("days between timestamps")
    return _number(args[0].term - args[1].term)


def _add_days(at: Scalars, args: list[Sym]) -> Sym:
    day, count = args
    if not count.term.is_int():
        raise Gap("a fraction of a day")
    step = 1 if day.kind == "day" else DAY
    return Sym(day.kind, day.term + count.term * step, False)


def _month_starts(at: Scalars) -> list[date]:
    """The first days of the months that dates of a model lie in, and the one behind them."""
    first, last = at.years
    return [date(year, month, 1) for year in range(first, last + 1) for month in range(1, 13)]


def _by_month(at: Scalars, day: Sym, value: Callable[[date, Z3], Z3]) -> Z3:
    """What depends on the month of a day: a function of its first day and the days since."""
    starts, number = _month_starts(at), day_of(day)
    at.fail(number < starts[0].toordinal())
    at.fail(number >= date(starts[-1].year + 1, 1, 1).toordinal())
    found = value(starts[0], number - starts[0].toordinal())
    for start in starts[1:]:
        since = number - start.toordinal()
        found = at.logic.z3.If(since >= 0, value(start, since), found)
    return found


def _part(value: Callable[[date], int]) -> Build:
    def run(at: Scalars, args: list[Sym]) -> Sym:
        val = at.logic.z3.IntVal
        return _number(_by_month(at, args[0], lambda start, since: val(value(start))))

    return run


def _day(at: Scalars, args: list[Sym]) -> Sym:
    return _number(_by_month(at, args[0], lambda start, since: since + 1))


def _add_months(at: Scalars, args: list[Sym]) -> Sym:
    day, count = args
    z3, months = at.logic.z3, count.known
    if not isinstance(months, int):
        raise Gap("a number of months that is not known")

    def moved(start: date, since: Z3) -> Z3:
        there = add_months(start, months)
        last = (add_months(there, 1) - timedelta(1)).day - 1
        return there.toordinal() + z3.If(since > last, z3.IntVal(last), since)

    there = _by_month(at, day, moved)
    if day.kind == "moment":
        there = midnight(there) + (day.term - midnight(day_of(day)))
    return Sym(day.kind, there, False)


_BUILDERS: dict[str, Build] = {
    "+": _arithmetic(lambda a, b: a + b),
    "-": _arithmetic(lambda a, b: a - b),
    "*": _arithmetic(lambda a, b: a * b),
    "/": _divide,
    "div": _whole,
    "%": _remainder,
    "neg": _opposite,
    "=": _compared("=", lambda a, b: a == b),
    "<>": _compared("<>", lambda a, b: a != b),
    "<": _compared("<", lambda a, b: a < b),
    "<=": _compared("<=", lambda a, b: a <= b),
    ">": _compared(">", lambda a, b: a > b),
    ">=": _compared(">=", lambda a, b: a >= b),
    "not": _negation,
    "abs": _absolute,
    "sign": _sign,
    "floor": _floor,
    "ceil": _ceiling,
    "round": _round,
    "power": _power,
    "days between": _days_between,
    "add days": _add_days,
    "add months": _add_months,
    "year": _part(lambda start: start.year),
    "month": _part(lambda start: start.month),
    "quarter": _part(lambda start: (start.month + 2) // 3),
    "day": _day,
}
