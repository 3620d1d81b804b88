"""Minimal truth functions have the truth table of what they replace."""

from __future__ import annotations

import random
from itertools import product

from lemmata.search.simplify import boolean
from lemmata.search.simplify.cost import size, total
from lemmata.terms.sorts import BOOL
from lemmata.terms.symbols import AND, NOT, OR
from lemmata.terms.term import FALSE_TERM, TRUE_TERM, Term

P, Q, R, S = (Term.variable(n, BOOL) for n in "pqrs")


def both(a: Term, b: Term) -> Term:
    return Term.apply(AND, a, b)


def either(a: Term, b: Term) -> Term:
    return Term.apply(OR, a, b)


def no(a: Term) -> Term:
    return Term.apply(NOT, a)


def random_formula(rng: random.Random, depth: int) -> Term:
    if depth == 0 or rng.random() < 0.2:
        return rng.choice((P, Q, R, S))
    if rng.random() < 0.3:
        return no(random_formula(rng, depth - 1))
    make = rng.choice((both, either))
    return make(random_formula(rng, depth - 1), random_formula(rng, depth - 1))


def table(term: Term) -> list[bool]:
    rows = product((False, True), repeat=4)
    return [boolean.value(term, dict(zip((P, Q, R, S), row, strict=True))) for row in rows]


def test_forms_have_the_same_truth_table() -> None:
    rng = random.Random(5)
    for _ in range(200):
        formula = random_formula(rng, 4)
        for form in boolean.forms(formula):
            assert table(form) == table(formula)


def test_known_minimal_forms() -> None:
    assert next(boolean.forms(either(both(P, Q), both(P, no(Q))))) is P
    assert list(boolean.forms(both(P, no(P)))) == [FALSE_TERM]
    assert list(boolean.forms(either(P, no(P)))) == [TRUE_TERM]
    consensus = either(either(both(P, Q), both(no(P), R)), both(Q, R))
    assert min(total(f, size) for f in boolean.forms(consensus)) <= 800
