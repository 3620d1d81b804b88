"""The same expression as people write it: x/2 for 1/2*x, a - b for a + -1*b.

Signs and rational factors move, nothing else: the result and the term are equal as partial
functions by the arithmetic of signs and literals.
"""

from __future__ import annotations

from fractions import Fraction

from lemmata.terms.symbols import BUILT_IN
from lemmata.terms.term import Term

ADD, SUB = BUILT_IN["Real.+"], BUILT_IN["Real.-"]
MUL, DIV = BUILT_IN["Real.*"], BUILT_IN["Real./"]
NEG = BUILT_IN["Real.neg"]
_SPINE = 12
Signed = tuple[Term, bool]


def literal(term: Term) -> Fraction | None:
    """The value of a literal."""
    return term.head if isinstance(term.head, Fraction) else None


def tidy(term: Term) -> Term:
    """The term with its signs and rational factors where they are usually written.

    >>> from lemmata.language.expression import parse_expression_text as parse
    >>> print(tidy(parse("a + (-1/2)*x").term))
    -(a, /(x, 2))
    """
    done: dict[Signed, Term] = {}
    stack: list[Signed] = [(term, False)]
    while stack:
        top = stack[-1]
        todo = [part for part in _needed(*top, done) if part not in done]
        if todo and top not in done:
            stack.extend(todo)
            continue
        stack.pop()
        if top not in done:
            done[top] = _made(*top, done)
    return done[term, False]


def _needed(term: Term, minus: bool, done: dict[Signed, Term]) -> list[Signed]:
    """The parts of a term, or of minus a term, that are tidied first, each with its sign."""
    head, args = term.head, term.args
    if head is NEG:
        return [(args[0], not minus)]
    if head is MUL and (factor := _factor(term)) is not None:
        return [(args[1], (factor < 0) is not minus if abs(factor.numerator) == 1 else False)]
    if head is MUL or head is DIV:
        return [(args[0], minus), (args[1], False)]
    if minus and args:
        return [(term, False)]
    right = args[-1:] if head is ADD or head is SUB else ()
    opposite = [(r, True) for r in right if (r, False) in done and is_negative(done[r, False])]
    return [*((arg, False) for arg in args), *opposite]


def _factor(product: Term) -> Fraction | None:
    """The number that a product starts with, unless it is a product of two numbers."""
    left, right = product.args
    return literal(left) if literal(right) is None else None


def _made(term: Term, minus: bool, done: dict[Signed, Term]) -> Term:
    head, args = term.head, term.args
    value = literal(term)
    if value is not None:
        return Term.real(-value) if minus else term
    parts = [done[part] for part in _needed(term, minus, done)]
    if head is NEG:
        return parts[0]
    if head is MUL and (factor := _factor(term)) is not None:
        return _scaled(-factor if minus else factor, parts[0])
    if head is MUL and parts[0].head is DIV and _is_divided(parts[0]):
        over, under = parts[0].args
        return Term.apply(DIV, Term.apply(MUL, over, parts[1]), under)
    if minus and head is not MUL and head is not DIV:
        return Term.apply(NEG, parts[0] if args else term)
    if len(parts) > len(args):
        return Term.apply(SUB if head is ADD else ADD, parts[0], parts[2])
    return term.with_args(tuple(parts))


def _is_divided(quotient: Term) -> bool:
    over, under = quotient.args
    return bool(literal(under)) and literal(over) is None


def _scaled(factor: Fraction, right: Term) -> Term:
    """A factor times a term, which has the sign already if the numerator is 1 or -1."""
    top = right
    if abs(factor.numerator) != 1:
        top = Term.apply(MUL, Term.real(factor.numerator), right)
    if factor.denominator == 1:
        return top
    return Term.apply(DIV, top, Term.real(factor.denominator))


def _spine(term: Term) -> list[Term]:
    """The products and quotients on the way to the first factor, which comes last."""
    found = [term]
    while found[-1].head in (MUL, DIV) and len(found) < _SPINE:
        found.append(found[-1].args[0])
    return found


def is_negative(term: Term) -> bool:
    """Whether a term is written with a sign in front."""
    first = _spine(term)[-1]
    value = literal(first)
    return first.head is NEG or (value is not None and value < 0)


def negated(term: Term) -> Term:
    """Minus a term, the sign at its first factor."""
    *outer, first = _spine(term)
    value = literal(first)
    if first.head is NEG:
        found = first.args[0]
    else:
        found = Term.real(-value) if value is not None else Term.apply(NEG, first)
    for above in reversed(outer):
        one = literal(found) == 1 and above.head is MUL
        found = above.args[1] if one else above.with_args((found, above.args[1]))
    return found
