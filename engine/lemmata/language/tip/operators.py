"""Connectives, equality and arithmetic, which take any number of arguments in SMT-LIB."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from lemmata.language.tip.expression import Expression, call
from lemmata.terms.sorts import BOOL
from lemmata.terms.symbols import AND, BUILT_IN, EQ, NOT, OR
from lemmata.terms.term import Term

COMPARISONS = {
    "<": ("Int.<", False),
    "<=": ("Int.<=", False),
    ">": ("Int.<", True),
    ">=": ("Int.<=", True),
}
"""The symbol, and whether its arguments are swapped."""
ARITHMETIC = {"+": "Int.+", "-": "Int.-", "*": "Int.*"}


def boolean(head: str, args: Sequence[Expression]) -> Expression:
    """`and`, `or`, `=>` and `xor`, grouped to the right."""
    found = args[-1]
    for arg in reversed(args[:-1]):
        if head == "=>":
            found = call(OR, (), (call(NOT, (), (arg,)), found))
        elif head == "xor":
            found = call(NOT, (), (call(EQ, (BOOL,), (arg, found)),))
        else:
            found = call(AND if head == "and" else OR, (), (arg, found))
    return found


def equality(head: str, args: Sequence[Expression]) -> Expression:
    """`=` of neighbours, `distinct` of all pairs; the arguments have one sort."""
    sort = args[0].sort
    if head == "=":
        return boolean("and", [call(EQ, (sort,), pair) for pair in pairwise(args)])
    pairs = [(a, b) for i, a in enumerate(args) for b in args[i + 1 :]]
    return boolean("and", [call(NOT, (), (call(EQ, (sort,), pair),)) for pair in pairs])


def arithmetic(head: str, args: Sequence[Expression]) -> Expression:
    """Comparisons of neighbours; sums, differences and products grouped to the left."""
    if head in COMPARISONS:
        name, swapped = COMPARISONS[head]
        rows = [pair[::-1] if swapped else pair for pair in pairwise(args)]
        return boolean("and", [call(BUILT_IN[name], (), row) for row in rows])
    total = args[0]
    if head == "-" and len(args) == 1:
        if isinstance(total, Term) and isinstance(total.head, int):
            return Term.integer(-total.head)
        return call(BUILT_IN["Int.neg"], (), (total,))
    for arg in args[1:]:
        total = call(BUILT_IN[ARITHMETIC[head]], (), (total, arg))
    return total
