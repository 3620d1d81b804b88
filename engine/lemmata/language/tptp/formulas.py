"""Formulas of first-order logic as they are read; deep ones are ordinary, nothing here recurses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lemmata.errors import Source
from lemmata.terms.declarations import Equation
from lemmata.terms.term import Term

NOTHING: frozenset[Term] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Formula:
    """`kind` is atom, not, and, or, implies, iff, forall or exists.

    An atom has an `equation`: p(t) is p(t) = true. Quantifiers bind `variables`, no two of one text
    the same. `at` is where the formula begins in its text.
    """

    kind: str
    at: int
    parts: tuple[Formula, ...] = ()
    equation: Equation | None = None
    variables: tuple[Term, ...] = ()
    free: frozenset[Term] = NOTHING


def atom(at: int, left: Term, right: Term) -> Formula:
    """left = right."""
    return Formula("atom", at, (), (left, right), (), left.free | right.free)


def join(kind: str, at: int, parts: Sequence[Formula]) -> Formula:
    """A connective applied to formulas."""
    free = parts[0].free
    for part in parts[1:]:
        if not part.free <= free:
            free |= part.free
    return Formula(kind, at, tuple(parts), None, (), free)


def negation(part: Formula, at: int) -> Formula:
    """Not `part`."""
    return join("not", at, (part,))


def quantified(kind: str, at: int, variables: Sequence[Term], part: Formula) -> Formula:
    """For all or some values of the variables."""
    free = part.free.difference(variables)
    return Formula(kind, at, (part,), None, tuple(variables), free)


@dataclass(frozen=True, slots=True, eq=False)
class Annotated:
    """A named formula of a file. `language` is cnf or fof; `at` is where its name stands."""

    name: str
    language: str
    role: str
    formula: Formula
    source: Source
    at: int
