"""Values of expressions at rational points, by a reader and an evaluator of their own.

Written from proofs/FORMAT.md (sections 2 and 9) and the grammar of expressions alone; it shares no
code with the engine. A value is an exact Fraction, a truth value, a rigorous interval, or
UNDEFINED. What intervals cannot decide raises `Undecided`.

>>> at("x^2 / x", {"x": Fraction(3)}), at("x^2 / x", {"x": Fraction(0)})
(Fraction(3, 1), UNDEFINED)
>>> at("if x < 0 then log(x) else 1", {"x": Fraction(2)})
Fraction(1, 1)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from fractions import Fraction
from functools import cache
from math import isqrt
from typing import Any

from mpmath import iv, mp

TOKEN = re.compile(r"\s*(\d+\.\d+|\d+|[A-Za-z_]\w*'*|<=|>=|!=|\*\*|[-+*/^()=<>,])")
LEVELS = ({"or"}, {"and"}, {"=", "!=", "<", "<=", ">", ">="}, {"+", "-"}, {"*", "/"})
COMPARISON = 2
PRECISIONS = (100, 400)
LARGE = 10**5
MANY_BITS = 20_000

Tree = tuple[Any, ...]
"""(operation, tree…), ("number", Fraction) or ("name", text)."""


class Special(Enum):
    """What is not a number."""

    UNDEFINED = "UNDEFINED"

    def __repr__(self) -> str:
        return self.value


UNDEFINED = Special.UNDEFINED
Value = Any
"""Fraction, bool, an interval of mpmath, or UNDEFINED."""


class Undecided(Exception):
    """The intervals are not narrow enough, or the numbers too large."""


# Reading


@cache
def read(text: str) -> Tree:
    """The tree of an expression; ValueError if it is not one."""
    tokens: list[str] = []
    at = 0
    while at < len(text.rstrip()):
        found = TOKEN.match(text, at)
        if found is None:
            raise ValueError(f"cannot read {text[at:]!r}")
        tokens.append(found[1])
        at = found.end()
    reader = _Reader(tokens)
    tree = reader.expression()
    if reader.tokens:
        raise ValueError(f"left over: {reader.tokens}")
    return tree


class _Reader:
    def __init__(self, tokens: Sequence[str]) -> None:
        self.tokens = list(tokens)

    def take(self, wanted: str = "") -> str:
        if not self.tokens or (wanted and self.tokens[0] != wanted):
            raise ValueError(f"expected {wanted or 'more'} before {self.tokens[:3]}")
        return self.tokens.pop(0)

    def peek(self) -> str:
        return self.tokens[0] if self.tokens else ""

    def expression(self, level: int = 0) -> Tree:
        if level == COMPARISON and self.peek() == "not":
            self.take()
            return ("not", self.expression(COMPARISON))
        if level == len(LEVELS):
            return self.signed()
        left = self.expression(level + 1)
        while self.peek() in LEVELS[level]:
            left = (self.take(), left, self.expression(level + 1))
        return left

    def signed(self) -> Tree:
        if self.peek() == "-":
            self.take()
            return ("neg", self.signed())
        base = self.atom()
        if self.peek() in ("^", "**"):
            self.take()
            return ("^", base, self.signed())
        return base

    def atom(self) -> Tree:
        token = self.take()
        if token == "(":
            inner = self.expression()
            self.take(")")
            return inner
        if token == "if":
            test = self.expression()
            self.take("then")
            first = self.expression()
            self.take("else")
            return ("ite", test, first, self.expression())
        if token == "not":
            return ("not", self.expression(COMPARISON))
        if token[0].isdigit():
            return ("number", Fraction(token))
        if not (token[0].isalpha() or token[0] == "_"):
            raise ValueError(f"unexpected {token}")
        if self.peek() != "(":
            return ("name", token)
        self.take()
        arguments = [self.expression()]
        while self.peek() == ",":
            self.take()
            arguments.append(self.expression())
        self.take(")")
        return (token, *arguments)


# Values


def at(text: str, point: Mapping[str, Fraction | bool]) -> Value:
    """The value of an expression; raises Undecided."""
    tree = read(text)
    for precision in PRECISIONS:
        iv.prec = precision
        mp.prec = precision + 20
        try:
            return value(tree, point)
        except Undecided:
            if precision == PRECISIONS[-1]:
                raise
    raise AssertionError


def value(tree: Tree, point: Mapping[str, Fraction | bool]) -> Value:
    """The value at the present precision."""
    operation, *parts = tree
    if operation == "number":
        return parts[0]
    if operation == "name":
        if parts[0] in point:
            return point[parts[0]]
        return {"pi": iv.pi, "e": iv.e, "true": True, "false": False}[parts[0]]
    if operation == "ite":
        test = value(parts[0], point)
        return test if test is UNDEFINED else value(parts[1] if test else parts[2], point)
    arguments = [value(part, point) for part in parts]
    if any(a is UNDEFINED for a in arguments):
        return UNDEFINED
    found = OPERATIONS[operation](*arguments)
    if not isinstance(found, bool | Fraction | Special):
        _bounded(found)
    return found


def same(a: Value, b: Value) -> bool:
    """Whether two values may be the same: equal if exact, else intervals that meet."""
    if isinstance(a, bool | Special) or isinstance(b, bool | Special):
        return a is b
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return a == b
    low = interval(a) - interval(b)
    return bool(low.a <= 0 <= low.b)


def interval(x: Value) -> Any:  # noqa: ANN401
    """An enclosure."""
    if isinstance(x, Fraction):
        return iv.mpf(x.numerator) / x.denominator
    return x


def _bounded(x: Any) -> None:  # noqa: ANN401
    """Refuse what has no finite bounds, or no use."""
    if not (mp.isfinite(mp.mpf(x.a)) and mp.isfinite(mp.mpf(x.b))):
        raise Undecided
    if x.b - x.a > 1:
        raise Undecided


def less(a: Value, b: Value, strict: bool) -> bool:
    """a < b or a <= b."""
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return a < b if strict else a <= b
    difference = interval(b) - interval(a)
    if difference.a > 0:
        return True
    if difference.b < 0:
        return False
    raise Undecided


def equal(a: Value, b: Value) -> bool:
    """a = b, for truth values or numbers."""
    if isinstance(a, bool) or (isinstance(a, Fraction) and isinstance(b, Fraction)):
        return bool(a == b)
    difference = interval(a) - interval(b)
    if difference.a > 0 or difference.b < 0:
        return False
    raise Undecided


ZERO, ONE = Fraction(0), Fraction(1)


def arithmetic(f: Callable[[Any, Any], Any]) -> Callable[[Value, Value], Value]:
    """Exact where both are exact."""

    def run(a: Value, b: Value) -> Value:
        if isinstance(a, Fraction) and isinstance(b, Fraction):
            return f(a, b)
        return f(interval(a), interval(b))

    return run


def divide(a: Value, b: Value) -> Value:
    """a / b, undefined at b = 0."""
    if equal(b, ZERO):
        return UNDEFINED
    return arithmetic(lambda x, y: x / y)(a, b)


def power(a: Value, b: Value) -> Value:
    """a ^ b: exp(b log a) for a > 0, the usual power for an integer b, 0 ^ b = 0 for b > 0."""
    if not isinstance(b, Fraction):
        if isinstance(a, Fraction) and a == 0:
            return UNDEFINED if less(b, ZERO, True) else ZERO
        if less(ZERO, a, True):
            return exp(interval(b) * interval(log(a)))
        raise Undecided
    if b.denominator != 1:
        if isinstance(a, Fraction) and a == 0:
            return ZERO if b > 0 else UNDEFINED
        if less(a, ZERO, True):
            return UNDEFINED
        return root(a, b) if isinstance(a, Fraction) else exp(interval(b) * interval(log(a)))
    n = int(b)
    if n < 0 and equal(a, ZERO):
        return UNDEFINED
    if isinstance(a, Fraction):
        bits = (a.numerator.bit_length() + a.denominator.bit_length()) * abs(n)
        if bits <= MANY_BITS:
            return a**n
    if abs(n) > LARGE:
        raise Undecided
    return interval(a) ** n if n >= 0 else 1 / interval(a) ** -n


def root(a: Fraction, b: Fraction) -> Value:
    """A rational power of a positive rational number, exact for exact square roots."""
    if b.denominator == 2 and abs(b.numerator) < 1000:
        half = sqrt(a)
        if isinstance(half, Fraction):
            return half**b.numerator
    return exp(interval(b) * interval(log(a)))


def sqrt(a: Value) -> Value:
    """The root, exact for squares."""
    if isinstance(a, Fraction):
        if a < 0:
            return UNDEFINED
        n, d = isqrt(a.numerator), isqrt(a.denominator)
        if n * n == a.numerator and d * d == a.denominator:
            return Fraction(n, d)
        return iv.sqrt(interval(a))
    return UNDEFINED if less(a, ZERO, True) else iv.sqrt(a)


def exp(a: Value) -> Value:
    """e to the a."""
    if a == ZERO and isinstance(a, Fraction):
        return ONE
    return iv.exp(_small(a))


def log(a: Value) -> Value:
    """The natural logarithm."""
    if isinstance(a, Fraction) and a == 1:
        return ZERO
    return iv.log(interval(a)) if less(ZERO, a, True) else UNDEFINED


def _small(a: Value) -> Any:  # noqa: ANN401
    x = interval(a)
    if abs(x).b > LARGE:
        raise Undecided
    return x


def sin(a: Value) -> Value:
    """Sine."""
    return ZERO if isinstance(a, Fraction) and a == 0 else iv.sin(_small(a))


def cos(a: Value) -> Value:
    """Cosine."""
    return ONE if isinstance(a, Fraction) and a == 0 else iv.cos(_small(a))


def arc(f: Callable[[Any], Any], falling: bool = False) -> Callable[[Value], Value]:
    """A monotone function that mpmath has for numbers only, widened by more than its error."""

    def run(a: Value) -> Value:
        x = interval(a)
        low, high = f(mp.mpf(x.a)), f(mp.mpf(x.b))
        if falling:
            low, high = high, low
        slack = mp.ldexp(1, 5 - iv.prec)
        return iv.mpf([low - slack, high + slack])

    return run


def within(f: Callable[[Value], Value]) -> Callable[[Value], Value]:
    """A function that is defined on [-1, 1]."""

    def run(a: Value) -> Value:
        if less(a, -ONE, True) or less(ONE, a, True):
            return UNDEFINED
        return f(a)

    return run


def integer(a: Value) -> bool:
    """Whether a number is an integer."""
    if isinstance(a, Fraction):
        return a.denominator == 1
    if mp.floor(mp.mpf(a.a)) == mp.floor(mp.mpf(a.b)) and mp.mpf(a.a) != mp.floor(mp.mpf(a.a)):
        return False
    raise Undecided


def least(a: Value, b: Value) -> Value:
    """The smaller one."""
    return a if less(a, b, False) else b


def greatest(a: Value, b: Value) -> Value:
    """The larger one."""
    return b if less(a, b, False) else a


def absolute(a: Value) -> Value:
    """|a|."""
    return abs(a) if isinstance(a, Fraction) else abs(interval(a))


def sign(a: Value) -> Value:
    """-1, 0 or 1."""
    return ONE if less(ZERO, a, True) else -ONE if less(a, ZERO, True) else ZERO


def quotient(f: Callable[[Value], Value], g: Callable[[Value], Value]) -> Callable[[Value], Value]:
    """f / g."""
    return lambda a: divide(f(a), g(a))


def sinh(a: Value) -> Value:
    """Hyperbolic sine."""
    if isinstance(a, Fraction) and a == 0:
        return ZERO
    return (interval(exp(a)) - interval(exp(-a))) / 2


def cosh(a: Value) -> Value:
    """Hyperbolic cosine."""
    if isinstance(a, Fraction) and a == 0:
        return ONE
    return (interval(exp(a)) + interval(exp(-a))) / 2


OPERATIONS: dict[str, Callable[..., Value]] = {
    "+": arithmetic(lambda a, b: a + b),
    "-": arithmetic(lambda a, b: a - b),
    "*": arithmetic(lambda a, b: a * b),
    "/": divide,
    "^": power,
    "**": power,
    "neg": lambda a: -a,
    "<": lambda a, b: less(a, b, True),
    "<=": lambda a, b: less(a, b, False),
    ">": lambda a, b: less(b, a, True),
    ">=": lambda a, b: less(b, a, False),
    "=": equal,
    "!=": lambda a, b: not equal(a, b),
    "and": lambda a, b: a and b,
    "or": lambda a, b: a or b,
    "not": lambda a: not a,
    "integer": integer,
    "sqrt": sqrt,
    "exp": exp,
    "log": log,
    "ln": log,
    "sin": sin,
    "cos": cos,
    "tan": quotient(sin, cos),
    "cot": quotient(cos, sin),
    "sec": lambda a: divide(ONE, cos(a)),
    "csc": lambda a: divide(ONE, sin(a)),
    "asin": within(arc(mp.asin)),
    "acos": within(arc(mp.acos, falling=True)),
    "atan": arc(mp.atan),
    "sinh": sinh,
    "cosh": cosh,
    "tanh": quotient(sinh, cosh),
    "abs": absolute,
    "sign": sign,
    "min": least,
    "max": greatest,
}
