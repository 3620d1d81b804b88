"""Values of terms over Real at points, with mpmath: an evaluator that the engine does not have."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, TypeAlias

import mpmath

from lemmata.terms.declarations import Clause, FunctionGroup, Theory
from lemmata.terms.symbols import Symbol
from lemmata.terms.term import FALSE_TERM, TRUE_TERM, Term

Number: TypeAlias = Any
DIGITS = 60
CLOSE = mpmath.mpf(10) ** -40
_KNOWN: dict[str, dict[Symbol, Clause]] = {}
SPECIAL = [Fraction(n, d) for d in (1, 2, 3) for n in range(-4, 5)]


class Undefined(Exception):
    """A partial function outside its domain."""


def same(a: Number, b: Number) -> bool:
    """Whether two values agree up to rounding, relative where they are large."""
    if isinstance(a, bool) or isinstance(b, bool):
        return bool(a) == bool(b)
    return bool(abs(a - b) <= CLOSE * (1 + abs(a) + abs(b)))


def less(a: Number, b: Number) -> bool:
    """a < b, not merely by rounding."""
    return bool(a < b) and not same(a, b)


def whole(a: Number) -> bool:
    """Whether a value is an integer up to rounding."""
    return same(a, mpmath.nint(a))


def value(term: Term, at: Mapping[Term, Number], theory: Theory) -> Number:
    """The value of a term; raises `Undefined` outside a domain."""
    bodies = _bodies(theory)

    def compute(t: Term, env: Mapping[Term, Number]) -> Number:
        if t in env:
            return env[t]
        if t is TRUE_TERM or t is FALSE_TERM:
            return t is TRUE_TERM
        if isinstance(t.head, Fraction):
            return mpmath.mpf(t.head.numerator) / t.head.denominator
        symbol = t.symbol
        assert symbol is not None
        if symbol in bodies:
            args = [compute(a, env) for a in t.args]
            case = bodies[symbol]
            return compute(case.right, dict(zip(case.left.args, args, strict=True)))
        if symbol.name == "ite":
            return compute(t.args[1] if compute(t.args[0], env) else t.args[2], env)
        return apply(symbol, [compute(a, env) for a in t.args])

    return compute(term, at)


def _bodies(theory: Theory) -> Mapping[Symbol, Clause]:
    """The one case of each function that a theory defines."""
    if theory.name not in _KNOWN:
        _KNOWN[theory.name] = {
            f.symbol: f.cases[0]
            for d in theory.declarations
            if isinstance(d, FunctionGroup)
            for f in d.members
        }
    return _KNOWN[theory.name]


def apply(symbol: Symbol, args: list[Number]) -> Number:
    """A built-in function; raises `Undefined` outside its domain."""
    name = symbol.name.removeprefix("Real.")
    if name in ("+", "-", "*"):
        a, b = args
        return a + b if name == "+" else a - b if name == "-" else a * b
    if name == "/":
        if same(args[1], 0):
            raise Undefined
        return args[0] / args[1]
    if name == "^":
        return power(*args)
    if name == "sqrt":
        return mpmath.sqrt(args[0]) if not less(args[0], 0) and args[0] > 0 else _at_zero(args[0])
    if name == "log":
        if args[0] <= 0 or same(args[0], 0):
            raise Undefined
        return mpmath.log(args[0])
    if name in ("asin", "acos"):
        if less(1, abs(args[0])):
            raise Undefined
        inside = max(mpmath.mpf(-1), min(mpmath.mpf(1), args[0]))
        return getattr(mpmath, name)(inside)
    if name in ("exp", "sin", "cos", "atan"):
        return getattr(mpmath, name)(args[0])
    table: dict[str, Number] = {
        "pi": lambda: +mpmath.pi,
        "neg": lambda a: -a,
        "<=": lambda a, b: not less(b, a),
        "<": less,
        "eq": same,
        "not": lambda a: not a,
        "and": lambda a, b: a and b,
        "or": lambda a, b: a or b,
        "integer": whole,
    }
    return table[name](*args)


def _at_zero(a: Number) -> Number:
    if not same(a, 0):
        raise Undefined
    return mpmath.mpf(0)


def power(base: Number, exponent: Number) -> Number:
    """x ^ y with the domain of FORMAT.md section 9."""
    if whole(exponent) and abs(exponent) < 10**6:
        if same(base, 0) and exponent < 0 and not same(exponent, 0):
            raise Undefined
        return mpmath.mpf(base) ** int(mpmath.nint(exponent))
    if same(base, 0) and exponent > 0:
        return mpmath.mpf(0)
    if base <= 0:
        raise Undefined
    return mpmath.exp(exponent * mpmath.log(base))


def points(clause: Clause, count: int, seed: int) -> Iterator[dict[Term, Number]]:
    """Values of the variables: rational and irrational, with many edge cases and equal values."""
    rng = random.Random(seed)
    for _ in range(count):
        drawn: list[Number] = []
        for _ in clause.variables:
            again = drawn and rng.random() < 0.15
            drawn.append(rng.choice((1, -1)) * rng.choice(drawn) if again else draw(rng))
        yield dict(zip(clause.variables, drawn, strict=True))


def draw(rng: random.Random) -> Number:
    """A value: special, integer, multiple of pi, root, near 0 or uniform."""
    kind = rng.random()
    if kind < 0.3:
        q = rng.choice(SPECIAL)
        return mpmath.mpf(q.numerator) / q.denominator
    if kind < 0.5:
        return mpmath.mpf(rng.randint(-7, 7))
    if kind < 0.65:
        return rng.choice(SPECIAL).numerator * mpmath.pi / rng.choice((1, 2, 3, 4, 6))
    if kind < 0.75:
        return rng.choice((1, -1)) * mpmath.sqrt(rng.randint(2, 9)) / rng.choice((1, 2, 4))
    if kind < 0.85:
        return mpmath.mpf(rng.uniform(-1, 1))
    return mpmath.mpf(rng.uniform(-12, 12))


def outcome(clause: Clause, at: Mapping[Term, Number], theory: Theory) -> bool | None:
    """Whether a clause holds at a point; None where a premise fails or is undefined.

    Raises `Undefined` where the premises hold and the conclusion has no value.
    """
    try:
        for left, right in clause.premises:
            if not same(value(left, at, theory), value(right, at, theory)):
                return None
    except Undefined:
        return None
    return same(value(clause.left, at, theory), value(clause.right, at, theory))
