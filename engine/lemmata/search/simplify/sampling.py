"""Floating point samples that spare vain attempts: what fails at a sample is not worth proving.

Nothing is concluded from a sample but that a search would be vain, or where to look for a witness.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import islice
from zlib import crc32

from lemmata.terms.declarations import Function
from lemmata.terms.sorts import BOOL, REAL
from lemmata.terms.symbols import AND, BUILT_IN, EQ, ITE, NOT, OR, Kind, Symbol
from lemmata.terms.term import FALSE_TERM, TRUE_TERM, Term

Value = float | bool | None
Point = dict[Term, Fraction | bool]
_NUMBERS = "2 -2 1/2 3 -1/2 0 1 -1 5/3 -7/3 10 -10 1/7 4 -3 9/4 -1/5"
INTERESTING = tuple(Fraction(text) for text in _NUMBERS.split())
SMALL = 1e-9


def _power(x: float, y: float) -> float | None:
    if x > 0 or (x != 0 and y == int(y)) or (x == 0 and y >= 0):
        return float(x**y)
    return None


def _guard(f: Callable[[float], float], inside: Callable[[float], bool]) -> Callable[..., Value]:
    return lambda x: f(x) if inside(x) else None


_NAMED: dict[str, Callable[..., Value]] = {
    "+": lambda x, y: x + y,
    "-": lambda x, y: x - y,
    "*": lambda x, y: x * y,
    "/": lambda x, y: None if y == 0 else x / y,
    "neg": lambda x: -x,
    "^": _power,
    "<": lambda x, y: x < y,
    "<=": lambda x, y: x <= y,
    "pi": lambda: math.pi,
    "exp": math.exp,
    "sin": math.sin,
    "cos": math.cos,
    "atan": math.atan,
    "sqrt": _guard(math.sqrt, lambda x: x >= 0),
    "log": _guard(math.log, lambda x: x > 0),
    "asin": _guard(math.asin, lambda x: -1 <= x <= 1),
    "acos": _guard(math.acos, lambda x: -1 <= x <= 1),
    "integer": lambda x: x == int(x),
}
_OPERATIONS = {BUILT_IN[f"Real.{name}"]: f for name, f in _NAMED.items()}


class Evaluator:
    """Values of terms at one point; None is a term without a value."""

    def __init__(
        self, point: Mapping[Term, Fraction | bool], functions: Mapping[Symbol, Function]
    ) -> None:
        """Start with the values of the variables."""
        self.functions = functions
        self._done: dict[Term, Value] = {TRUE_TERM: True, FALSE_TERM: False}
        for variable, number in point.items():
            self._done[variable] = number if isinstance(number, bool) else float(number)

    def value(self, root: Term) -> Value:
        """The value of a term; None if it has none, or none that a float can hold."""
        done = self._done
        stack = [root]
        while stack:
            term = stack[-1]
            if term in done:
                stack.pop()
                continue
            if isinstance(term.head, Fraction):
                done[term] = float(term.head) if abs(term.head) < 1e300 else None
                continue
            parts = self._parts(term)
            todo = [p for p in parts if p not in done]
            if todo:
                stack.extend(todo)
                continue
            stack.pop()
            done[term] = self._apply(term, [done[p] for p in parts])
        return done[root]

    def _parts(self, term: Term) -> tuple[Term, ...]:
        """What has to be known first: of a conditional only the branch that counts."""
        body = self._body(term)
        if body is not None:
            return (*term.args, body)
        if term.symbol in (ITE, AND, OR):
            first = self._done.get(term.args[0])
            if term.args[0] not in self._done:
                return term.args[:1]
            if term.symbol is ITE:
                return (term.args[0], term.args[1] if first else term.args[2])
            if first is (term.symbol is OR):
                return term.args[:1]
        return term.args

    def _body(self, term: Term) -> Term | None:
        function = self.functions.get(term.symbol) if term.symbol is not None else None
        if function is None or len(function.cases) != 1:
            return None
        case = function.cases[0]
        if not all(p.is_variable for p in case.left.args):
            return None
        return case.right.substitute(dict(zip(case.left.args, term.args, strict=True)))

    def _apply(self, term: Term, values: Sequence[Value]) -> Value:
        if any(v is None for v in values):
            return None
        symbol = term.symbol
        if symbol is None:
            return None
        if symbol in self.functions:
            return values[-1] if len(values) > len(term.args) else None
        if symbol in (ITE, AND, OR):
            return values[-1]
        if symbol is NOT:
            return not values[0]
        if symbol is EQ:
            return _equal(values[0], values[1])
        operation = _OPERATIONS.get(symbol)
        try:
            if operation is not None:
                found = operation(*values)
                return None if isinstance(found, float) and not math.isfinite(found) else found
        except (ArithmeticError, ValueError):
            return None
        return _unknown_function(symbol, values)


def _equal(a: Value, b: Value) -> Value:
    if isinstance(a, bool) or isinstance(b, bool):
        return a is b
    assert a is not None
    assert b is not None
    return abs(a - b) <= SMALL * max(1.0, abs(a), abs(b)) * 1e-3


def _unknown_function(symbol: Symbol, values: Sequence[Value]) -> Value:
    """Some fixed function: a number that depends on the name and the arguments."""
    if symbol.kind is not Kind.ABSTRACT:
        return None
    text = f"{symbol.name}{[round(v, 9) if isinstance(v, float) else v for v in values]}"
    return (
        crc32(text.encode()) / 2**31 - 1
        if symbol.result is REAL
        else bool(crc32(text.encode()) & 1)
    )


class Samples:
    """Points at which the assumptions hold, found by trial."""

    def __init__(
        self,
        assumptions: Sequence[Term],
        functions: Mapping[Symbol, Function],
        count: int = 12,
        seed: int = 0,
    ) -> None:
        """`count` points at most are kept."""
        self.assumptions, self.functions, self.count = tuple(assumptions), functions, count
        self._random = random.Random(seed)
        self._variables: tuple[Term, ...] = ()
        self._points: list[Evaluator] = []

    def fails(self, condition: Term) -> bool:
        """Whether a Bool term is false at a sample where the assumptions hold."""
        return any(e.value(condition) is False for e in self.evaluators(condition))

    def evaluators(self, term: Term) -> list[Evaluator]:
        """The points, for the variables of a term and of the assumptions."""
        wanted = term.free.union(*(a.free for a in self.assumptions))
        if not wanted <= set(self._variables):
            known = wanted | set(self._variables)
            self._variables = tuple(sorted(known, key=lambda v: str(v.head)))
            self._points = list(islice(self._fitting(), self.count))
        return self._points

    def _fitting(self) -> Iterator[Evaluator]:
        tries = self.count * (12 if self.assumptions else 1)
        for point in points(self._variables, tries, self._random):
            at = Evaluator(point, self.functions)
            if all(at.value(a) is True for a in self.assumptions):
                yield at


def points(variables: Sequence[Term], count: int, rng: random.Random) -> list[Point]:
    """Points with small, special and random rational coordinates; seeded."""
    found: list[Point] = []
    for k in range(count):
        point: Point = {}
        for j, variable in enumerate(variables):
            if variable.sort is BOOL:
                point[variable] = bool((k >> j) & 1)
            elif k < len(INTERESTING):
                point[variable] = INTERESTING[(k + 5 * j) % len(INTERESTING)]
            else:
                scale = rng.choice((1, 3, 10, 100))
                point[variable] = Fraction(rng.randint(-scale * 12, scale * 12), rng.randint(1, 12))
        found.append(point)
    return found
