"""What a term costs: its size as people count it, or its operations as a machine does."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from lemmata.search.simplify import real
from lemmata.terms.symbols import BUILT_IN, Symbol
from lemmata.terms.term import Term

Weight = Callable[[Term], int]
"""The weight of the top of a term, in hundredths; the cost of a term is the sum over its nodes."""

OPERATIONS = {
    **{BUILT_IN[f"Real.{n}"]: w for n, w in (("+", 100), ("-", 100), ("neg", 100), ("*", 100))},
    **{BUILT_IN[f"Real.{n}"]: w for n, w in (("/", 600), ("sqrt", 800), ("^", 600))},
}


def size(term: Term) -> int:
    """Symbols, variables and numbers; a fraction counts as a division, a minus sign as a symbol."""
    head = term.head
    if isinstance(head, Fraction):
        return 97 + (200 if head.denominator != 1 else 0) + (60 if head < 0 else 0) + _digits(head)
    if term.symbol is real.NEG:
        return 99
    if term.symbol is real.DIV:
        return 101
    return 100


def _digits(number: Fraction) -> int:
    return min(50, number.numerator.bit_length() // 4 + number.denominator.bit_length() // 4)


def operations(term: Term) -> int:
    """Arithmetic as a machine pays for it: + - * 1, / and ^ 6, sqrt 8, other functions 30."""
    if not isinstance(term.head, Symbol) or not term.args:
        return 1
    if term.symbol is real.POW and term.args[1].head == 2:
        return 100
    return OPERATIONS.get(term.head, 3000)


WEIGHTS: dict[str, Weight] = {"size": size, "ops": operations}


def total(term: Term, weight: Weight) -> int:
    """The cost of a term as a tree."""
    costs: dict[Term, int] = {}
    stack = [term]
    while stack:
        t = stack[-1]
        if t in costs:
            stack.pop()
            continue
        todo = [a for a in t.args if a not in costs]
        if todo:
            stack.extend(todo)
            continue
        stack.pop()
        costs[t] = weight(t) + sum(costs[a] for a in t.args)
    return costs[term]
