"""Polynomial arithmetic against evaluation at random points; divisors against planted ones."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from lemmata.search.simplify import polynomial as poly
from lemmata.search.simplify.factoring import factors
from lemmata.search.simplify.polynomial import ONE, Polynomial

VARIABLES = 3


def random_polynomial(rng: random.Random, terms: int = 3) -> Polynomial:
    found: Polynomial = {}
    while not found:
        for _ in range(rng.randint(1, terms)):
            chosen = rng.sample(range(VARIABLES), rng.randint(0, 2))
            monomial = tuple(sorted((i, rng.randint(1, 2)) for i in chosen))
            found[monomial] = Fraction(rng.choice((-3, -2, -1, 1, 2, 5)), rng.choice((1, 1, 2)))
    return found


def at(p: Polynomial, point: list[Fraction]) -> Fraction:
    total = Fraction(0)
    for m, c in p.items():
        for i, e in m:
            c *= point[i] ** e
        total += c
    return total


def random_point(rng: random.Random) -> list[Fraction]:
    return [Fraction(rng.randint(-9, 9), rng.randint(1, 5)) for _ in range(VARIABLES)]


def test_arithmetic_agrees_with_evaluation() -> None:
    rng = random.Random(1)
    for _ in range(200):
        p, q, point = random_polynomial(rng), random_polynomial(rng), random_point(rng)
        a, b = at(p, point), at(q, point)
        assert at(poly.add(p, q, -2), point) == a - 2 * b
        assert at(poly.mul(p, q), point) == a * b
        assert at(poly.power(p, 3), point) == a**3
        assert 0 not in poly.mul(p, q).values()


def test_exact_division_undoes_multiplication() -> None:
    rng = random.Random(2)
    for _ in range(200):
        p, q = random_polynomial(rng), random_polynomial(rng)
        assert poly.divide(poly.mul(p, q), q) == p
    assert poly.divide(poly.indeterminate(0), poly.indeterminate(1)) is None


def test_the_greatest_common_divisor_holds_every_common_factor() -> None:
    rng = random.Random(3)
    for _ in range(150):
        g, a, b = (random_polynomial(rng) for _ in range(3))
        p, q = poly.mul(a, g), poly.mul(b, g)
        found = poly.common_divisor(p, q)
        assert poly.divide(p, found) is not None
        assert poly.divide(q, found) is not None
        assert poly.divide(found, poly.primitive(g)) is not None


def test_the_product_of_the_factors_is_the_polynomial() -> None:
    rng = random.Random(4)
    for _ in range(150):
        p = poly.mul(random_polynomial(rng), random_polynomial(rng, 2))
        number, found = factors(p)
        product = poly.scale(ONE, number)
        for f, e in found:
            product = poly.mul(product, poly.power(f, e))
        assert product == p


@pytest.mark.parametrize(
    "degree",
    [2, 4],
)
def test_repeated_factors_are_found(degree: int) -> None:
    base = poly.add(poly.indeterminate(0), poly.indeterminate(1))
    number, found = factors(poly.power(base, degree))
    assert number == 1
    assert found == [(base, degree)]


def test_rational_roots_are_split_off() -> None:
    x = poly.indeterminate(0)
    p = poly.add(poly.power(x, 4), poly.constant(16), -1)
    number, found = factors(p)
    assert number == 1
    assert sorted(poly.total_degree(f) for f, _ in found) == [1, 1, 2]


def test_too_large_products_are_refused() -> None:
    wide: Polynomial = {((i, 1),): Fraction(1) for i in range(300)}
    with pytest.raises(poly.TooLarge):
        poly.mul(wide, wide)
    with pytest.raises(poly.TooLarge):
        poly.power({(): Fraction(10)}, 10**10)
