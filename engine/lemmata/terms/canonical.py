"""A total order of terms that depends on nothing but the terms: no run, machine or hash seed.

Unlike the simplification orders of `orders` it compares variables too, by name. It sorts the
arguments of AC symbols and breaks ties.
"""

from __future__ import annotations

from fractions import Fraction

from lemmata.terms.symbols import Symbol
from lemmata.terms.term import Term


def literal_key(value: int | Fraction) -> tuple[int, int]:
    """A key with finitely many smaller ones, so that literals descend for a finite time only."""
    number = Fraction(value)
    return (abs(number.numerator) + number.denominator, number.numerator)


def structural_key(term: Term) -> tuple[object, ...]:
    """A key of the root alone, the same in every run; `compare_structure` looks further down."""
    head = term.head
    if isinstance(head, Symbol):
        return (2, term.size, head.name, tuple(map(str, term.types)))
    if isinstance(head, str):
        return (0, 1, head, str(term.sort))
    return (1, 1, str(term.sort), *literal_key(head))


def compare_structure(left: Term, right: Term) -> int:
    """Negative, 0 or positive, as `left` comes before, is, or comes after `right`.

    Variables come first, then literals, then applications by size, name and arguments.

    >>> compare_structure(Term.integer(1), Term.integer(2))
    -1
    """
    while left is not right:
        first, second = structural_key(left), structural_key(right)
        if first != second or not left.args:
            return -1 if first < second else 1
        left, right = next((a, b) for a, b in zip(left.args, right.args, strict=True) if a is not b)
    return 0
