"""Proofs about real numbers: what the method finds without hints, and its parts."""

from __future__ import annotations

from fractions import Fraction

import pytest

from lemmata import prove
from lemmata.proof.laws import axioms, definitions
from lemmata.search.reals.bootstrap import SCRIPTS
from lemmata.search.reals.ideals import Ideal
from lemmata.search.reals.kit import Kit, hypotheses
from lemmata.search.reals.linear import solve
from lemmata.search.reals.prove import prove_real
from lemmata.search.reals.situation import Situation
from lemmata.search.simplify import polynomial as poly
from lemmata.search.simplify import real
from lemmata.terms.sorts import REAL
from lemmata.terms.term import TRUE_TERM, Term
from lemmata.theories import theory

X, Y = (Term.variable(name, REAL) for name in "xy")

PROVABLE = [
    "0 < a ==> 0 < b ==> 4 / (a + b) <= 1 / a + 1 / b",
    "x != y ==> x ^ 2 + x * y + y ^ 2 != 0",
    "abs(x) <= 1 ==> x ^ 2 <= 1",
    "max(x, y) = (x + y + abs(x - y)) / 2",
    "0 < x ==> x + 1 / x = (x ^ 2 + 1) / x",
    "sin(4 * x) = 4 * sin(x) * cos(x) * (1 - 2 * sin(x) ^ 2)",
    "sin(x) ^ 4 + cos(x) ^ 4 = 1 - 2 * sin(x) ^ 2 * cos(x) ^ 2",
    "cosh(x) ^ 4 - sinh(x) ^ 4 = cosh(2 * x)",
    "0 < x ==> log(x ^ 3 * exp(y)) = 3 * log(x) + y",
    "0 <= x ==> (sqrt(x) - 1) * (sqrt(x) + 1) = x - 1",
    "integer(m) ==> integer(n) ==> integer(m ^ 2 - 3 * m * n)",
    "cos(7 * pi / 6) = -(sqrt(3) / 2)",
    "(x < y or y < x) = (x != y)",
]
UNPROVABLE = [
    "x / x = 1",
    "sqrt(x ^ 2) = x",
    "log(x * y) = log(x) + log(y)",
    "x <= x ^ 2",
    "0 <= x ==> 0 < x",
    "abs(x + y) = abs(x) + abs(y)",
    "sin(2 * x) = 2 * sin(x)",
]


@pytest.mark.parametrize("statement", PROVABLE)
def test_proved(statement: str) -> None:
    verdict = prove(statement, theory="trigonometry")
    assert verdict.verdict == "proved", verdict.reason
    verdict.check()


@pytest.mark.parametrize("statement", UNPROVABLE)
def test_not_proved(statement: str) -> None:
    from lemmata.language import parse_goal

    where, clause = parse_goal(statement, theory("trigonometry"))
    laws = axioms(where.declarations)
    assert prove_real("goal", clause, where, definitions(where.declarations), laws) is None


def test_first_laws_of_order_are_found_without_stored_theorems() -> None:
    verdict = prove("0 < x ==> 0 < y ==> 0 < x + y", theory="real", from_definitions=True)
    assert verdict.verdict == "proved"
    assert all(name in [t.name for t in theory("real").theorems] for name in SCRIPTS)


def test_conditions_follow_backwards() -> None:
    where = theory("real")
    kit = Kit.of(definitions(where.declarations), axioms(where.declarations))
    positive = real.positive(X)
    here = Situation(kit, hypotheses([(positive, TRUE_TERM)]))
    found = here.holds(positive)
    assert found is not None
    assert here.holds(real.positive(Y)) is None


def test_ideal_membership_gives_cofactors() -> None:
    x, y = poly.indeterminate(0), poly.indeterminate(1)
    circle = poly.add(poly.add(poly.mul(x, x), poly.mul(y, y)), poly.ONE, -1)
    product = poly.mul(x, y)
    ideal = Ideal([circle, product])
    cube = poly.add(poly.power(x, 3), x, -1)
    rest, cofactors = ideal.reduce(cube)
    assert not rest
    total: poly.Polynomial = {}
    for k, c in cofactors.items():
        total = poly.add(total, poly.mul(c, (circle, product)[k]))
    assert total == cube
    assert ideal.reduce(x)[0] == x


def test_linear_programs() -> None:
    one = Fraction(1)
    columns = [{0: one, 1: -one}, {1: one}, {0: -one}]
    found = solve(columns, {0: one}, 2)
    assert found is not None
    assert all(v >= 0 for v in found)
    assert [sum(c.get(i, 0) * v for c, v in zip(columns, found, strict=True)) for i in (0, 1)] == [
        1,
        0,
    ]
    assert solve([{0: one}], {0: -one}, 1) is None
