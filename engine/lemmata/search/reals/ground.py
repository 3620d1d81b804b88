"""Guesses about constants, from floating point; what is guessed is then left to rule `interval`."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction

from lemmata.search.simplify import real
from lemmata.terms.symbols import EQ, Symbol
from lemmata.terms.term import Term

MARGIN = 1e-9
FUNCTIONS: dict[str, Callable[[float], float]] = {
    f"Real.{n}": getattr(math, n)
    for n in ("sqrt", "exp", "log", "sin", "cos", "asin", "acos", "atan")
}
OPERATIONS: dict[Symbol, Callable[..., float | complex]] = {
    real.ADD: lambda a, b: a + b,
    real.SUB: lambda a, b: a - b,
    real.MUL: lambda a, b: a * b,
    real.DIV: lambda a, b: a / b,
    real.POW: lambda a, b: a**b,
    real.NEG: lambda a: -a,
    real.PI: lambda: math.pi,
}


def number(term: Term) -> float | None:
    """The value of a constant term, None where there is none or another symbol occurs."""
    values: dict[Term, float] = {}
    stack = [term]
    while stack:
        t = stack[-1]
        todo = [a for a in t.args if a not in values]
        if todo:
            stack.extend(todo)
            continue
        stack.pop()
        value = _value(t, [values[a] for a in t.args])
        if value is None or not math.isfinite(value):
            return None
        values[t] = value
    return values[term]


def _value(t: Term, args: list[float]) -> float | None:
    if isinstance(t.head, Fraction):
        return float(t.head)
    symbol = t.symbol
    if symbol is None:
        return None
    try:
        if symbol.name in FUNCTIONS:
            return float(FUNCTIONS[symbol.name](args[0]))
        operation = OPERATIONS.get(symbol)
        found = operation(*args) if operation is not None else None
    except (ValueError, ZeroDivisionError, OverflowError):
        return None
    return found if isinstance(found, float) else None


def compare(atom: Term) -> bool | None:
    """The value of a comparison of constants that are clearly apart."""
    if atom.symbol not in (real.LE, real.LT, EQ) or atom.free:
        return None
    a, b = map(number, atom.args)
    if a is None or b is None or abs(a - b) <= MARGIN * (1 + abs(a) + abs(b)):
        return None
    return False if atom.symbol is EQ else a < b


def whole(term: Term) -> bool:
    """Whether a literal is an integer."""
    return isinstance(term.head, Fraction) and term.head.denominator == 1
