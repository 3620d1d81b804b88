"""Strict operators on literals, as far as every engine gives the same value."""

from __future__ import annotations

from fractions import Fraction
from operator import eq, ge, gt, le, lt, ne

from lemmata.kernel.sql import objects as o
from lemmata.kernel.sql.literals import numeral
from lemmata.kernel.sql.objects import Expr, Lit, Op

_COMPARISONS = {"=": eq, "<>": ne, "<": lt, "<=": le, ">": gt, ">=": ge}


def fold(op: Op) -> Expr:
    """The literal that a call of literals is, else the call."""
    args = [arg for arg in op.args if isinstance(arg, Lit) and arg.value is not None]
    if op.kind != "op" or not args or len(args) != len(op.args):
        return op
    if op.name in _COMPARISONS and len(args) == 2 and {arg.type for arg in args} == {"int"}:
        return Lit("bool", _COMPARISONS[op.name](*(numeral(arg) for arg in args)))
    kinds = {o.kind(arg.type) for arg in args} | {o.kind(op.type)}
    if kinds == {"int"}:
        return _integer(op, [int(numeral(arg)) for arg in args])
    if kinds <= set(o.TEXTS) and all(isinstance(arg.value, str) for arg in args):
        return _text(op, [arg.value for arg in args])
    return op


def _integer(op: Op, args: list[int]) -> Expr:
    match op.name, args:
        case "div" | "%", [first, second] if second != 0:
            whole = int(Fraction(first, second))
            return Lit(op.type, whole if op.name == "div" else first - second * whole)
        case "+", [first, second]:
            return Lit(op.type, first + second)
        case "-", [first, second]:
            return Lit(op.type, first - second)
        case "*", [first, second]:
            return Lit(op.type, first * second)
        case "neg", [first]:
            return Lit(op.type, -first)
        case "abs", [first]:
            return Lit(op.type, abs(first))
    return op


def _text(op: Op, args: list[str]) -> Expr:
    match op.name, args:
        case "||", [first, second]:
            return Lit(op.type, first + second)
        case "upper", [text] if text.isascii():
            return Lit(op.type, text.upper())
        case "lower", [text] if text.isascii():
            return Lit(op.type, text.lower())
    return op
