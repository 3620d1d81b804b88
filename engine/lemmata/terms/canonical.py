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
    """A key of the root alone, the same in every run."""
    head = term.head
    if isinstance(head, Symbol):
        return (2, term.size, head.name, tuple(map(str, term.types)))
    if isinstance(head, str):
        return (0, 1, head, str(term.sort))
    return (1, 1, str(term.sort), *literal_key(head))
