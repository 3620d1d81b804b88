"""Expressions as text that `parse_expression_text` reads back as the same term."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from lemmata.language.expr.numbers import write_number
from lemmata.language.expr.sorting import LE, LT, E
from lemmata.language.expr.tidy import ADD, DIV, MUL, NEG, SUB, is_negative, literal, tidy
from lemmata.terms.symbols import AND, BUILT_IN, EQ, ITE, NOT, OR
from lemmata.terms.term import Term

POW = BUILT_IN["Real.^"]
IF, DISJUNCTION, CONJUNCTION, NEGATION, COMPARISON = 10, 20, 30, 35, 40
SUM, PRODUCT, SIGN, POWER, POSTFIX, ATOM = 60, 70, 75, 80, 90, 100
Parts = list[str | tuple[Term, int]]
Level = Callable[[Term], tuple[Parts, int]]


def show_expression(term: Term, exact: bool = False) -> str:
    """An expression as text, with the brackets that it needs.

    The text reads back as `tidy(term)`, which differs from the term in the place of signs and
    rational factors only; with `exact`, as the very same term.

    >>> from lemmata.language.expression import parse_expression_text as parse
    >>> term = parse("1/2*x + -1*y^(1/2) + (0 - (a + b))").term
    >>> show_expression(term)
    'x/2 - y^(1/2) + (0 - (a + b))'
    >>> show_expression(term, exact=True)
    '1/2*x + (-1*y^(1/2)) + (0 - (a + b))'
    """
    shown = term if exact else tidy(term)
    e_is_free = any(v.head == "e" for v in term.free)

    def level(part: Term) -> tuple[Parts, int]:
        return (["exp(1)"], ATOM) if part is E and e_is_free else _parts(part)

    return layout(shown, level, "(", ")")


def layout(term: Term, level: Level, left: str, right: str) -> str:
    """The text of a term whose levels have parts; a part that binds too loosely gets brackets."""
    out: list[str] = []
    stack: list[str | tuple[Term, int]] = [(term, 0)]
    while stack:
        entry = stack.pop()
        if isinstance(entry, str):
            out.append(entry)
            continue
        parts, precedence = level(entry[0])
        if precedence < entry[1]:
            out.append(left)
            stack.append(right)
        stack.extend(reversed(parts))
    return "".join(out)


def _parts(term: Term) -> tuple[Parts, int]:
    head, args = term.head, term.args
    if isinstance(head, str):
        return [head], ATOM
    if isinstance(head, (int, Fraction)):
        return _number(Fraction(head))
    if head is ADD or head is SUB:
        right = ATOM if is_negative(args[1]) and literal(args[1]) != 0 else SUM + 1
        return [(args[0], SUM), " + " if head is ADD else " - ", (args[1], right)], SUM
    if head is MUL:
        return [(args[0], PRODUCT), "*", (args[1], SIGN + 1)], PRODUCT
    if head is DIV:
        return _quotient(*args)
    if head is NEG:
        inner = ATOM + 1 if literal(args[0]) is not None else SIGN + 1
        return ["-", (args[0], inner)], SIGN
    if head is POW:
        base: str | tuple[Term, int] = "exp(1)" if args[0] is E else (args[0], POSTFIX)
        return [base, "^", (args[1], POWER)], POWER
    if term is E:
        return ["e"], ATOM
    return _logic(term) or _call(term)


def _number(value: Fraction) -> tuple[Parts, int]:
    if value.denominator > 1:
        return [write_number(value)], PRODUCT
    return [write_number(value)], ATOM if value >= 0 else SIGN


def _quotient(left: Term, right: Term) -> tuple[Parts, int]:
    divisor = literal(right)
    written = divisor is not None and divisor > 0 and divisor.denominator == 1
    room = ATOM + 1 if written and literal(left) is not None else PRODUCT
    return [(left, room), "/", (right, SIGN + 1)], PRODUCT


def comparison(term: Term) -> tuple[Term, str, Term] | None:
    """The sides and the sign of a comparison, a literal on the right: x > 0 for 0 < x."""
    negated = term.head is NOT and term.args[0].head is EQ
    if negated or term.head is EQ:
        left, right = term.args[0].args if negated else term.args
        return left, "!=" if negated else "=", right
    if term.head is not LT and term.head is not LE:
        return None
    left, right = term.args
    sign = "<" if term.head is LT else "<="
    if literal(left) is not None and literal(right) is None:
        return right, sign.replace("<", ">"), left
    return left, sign, right


def _logic(term: Term) -> tuple[Parts, int] | None:
    head, args = term.head, term.args
    found = comparison(term)
    if found is not None:
        left, sign, right = found
        return [(left, SUM), f" {sign} ", (right, SUM)], COMPARISON
    if head is NOT:
        return ["not ", (args[0], NEGATION)], NEGATION
    if head is AND:
        return [(args[0], CONJUNCTION + 1), " and ", (args[1], CONJUNCTION)], CONJUNCTION
    if head is OR:
        return [(args[0], DISJUNCTION + 1), " or ", (args[1], DISJUNCTION)], DISJUNCTION
    if head is ITE:
        return ["if ", (args[0], 0), " then ", (args[1], 0), " else ", (args[2], 0)], IF
    return None


def _call(term: Term) -> tuple[Parts, int]:
    assert term.symbol is not None
    name = term.symbol.display
    if name == "factorial" and len(term.args) == 1:
        return [(term.args[0], ATOM), "!"], POSTFIX
    parts: Parts = [name]
    for i, arg in enumerate(term.args):
        parts += [", " if i else "(", (arg, 0)]
    return [*parts, ")"] if term.args else parts, ATOM
