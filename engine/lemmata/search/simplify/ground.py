"""Comparisons of numbers: literals exactly, other closed terms by rigorous enclosures."""

from __future__ import annotations

from fractions import Fraction

from lemmata.kernel.enclosure import Interval, Undecided, Undefined, enclose, literal, power
from lemmata.proof import build
from lemmata.proof.nodes import Citation, Node
from lemmata.search.simplify import real
from lemmata.terms.symbols import BUILT_IN, EQ, NOT
from lemmata.terms.term import FALSE_TERM, TRUE_TERM, Term

BITS = (64, 160)
MAX_SIZE = 400
FUNCTIONS = ("sqrt", "exp", "log", "sin", "cos", "asin", "acos", "atan", "pi")
_NAMES = {BUILT_IN[f"Real.{n}"]: n for n in ("+", "-", "*", "/", "^", "neg", *FUNCTIONS)}


def decide(condition: Term) -> Node | None:
    """A node condition = true or condition = false for a closed comparison, None if undecided."""
    if condition.symbol is NOT:
        inner = decide(condition.args[0])
        if inner is None:
            return None
        value = TRUE_TERM if inner.right is FALSE_TERM else FALSE_TERM
        step = build.rewrite(condition, Citation(inner), (0,))
        return build.trans([step, Node("bool", frozenset(), step.right, value)])
    if condition.symbol is real.INTEGER and real.is_number(condition.args[0]):
        number = condition.args[0].head
        assert isinstance(number, Fraction)
        return build.evaluated(condition, _truth(number.denominator == 1))
    if condition.symbol not in (real.LT, real.LE, EQ) or condition.size > MAX_SIZE:
        return None
    a, b = condition.args
    if not (real.is_number(a) and real.is_number(b)):
        return _separated(condition, a, b)
    p, q = a.head, b.head
    assert isinstance(p, Fraction)
    assert isinstance(q, Fraction)
    held = (
        p < q if condition.symbol is real.LT else p <= q if condition.symbol is real.LE else p == q
    )
    return build.evaluated(condition, _truth(held))


def _truth(value: bool) -> Term:
    return TRUE_TERM if value else FALSE_TERM


def _separated(condition: Term, a: Term, b: Term) -> Node | None:
    for bits in BITS:
        try:
            low, high = enclosure(a, bits), enclosure(b, bits)
        except Undefined:
            return None
        except Undecided:
            continue
        if low is None or high is None:
            return None
        if low[1] < high[0]:
            return build.interval(condition, _truth(condition.symbol is not EQ))
        if high[1] < low[0]:
            return build.interval(condition, FALSE_TERM)
    return None


def enclosure(root: Term, bits: int) -> Interval | None:
    """An interval, scaled by 2^bits, that holds a closed term; None if a symbol has no meaning.

    Raises `Undefined` or `Undecided`.
    """
    done: dict[Term, Interval] = {}
    stack = [root]
    while stack:
        term = stack[-1]
        if term in done:
            stack.pop()
            continue
        if real.is_number(term):
            assert isinstance(term.head, Fraction)
            done[term] = literal(term.head, bits)
            continue
        name = _NAMES.get(term.symbol) if term.symbol is not None else None
        if name is None:
            return None
        integral = name == "^" and _is_integer(term.args[1])
        parts = term.args[:1] if integral else term.args
        todo = [p for p in parts if p not in done]
        if todo:
            stack.extend(todo)
            continue
        stack.pop()
        if integral:
            exponent = term.args[1].head
            assert isinstance(exponent, Fraction)
            if abs(exponent) > 10_000:
                raise Undecided
            done[term] = power(done[parts[0]], int(exponent), bits)
        else:
            done[term] = enclose(name, [done[p] for p in parts], bits)
    return done[root]


def _is_integer(term: Term) -> bool:
    return isinstance(term.head, Fraction) and term.head.denominator == 1
