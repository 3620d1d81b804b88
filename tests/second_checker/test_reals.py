"""Enclosures, comparisons and domains of the second checker, against values known otherwise."""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from second_checker import Invalid, check
from second_checker.build import REAL, TRUE, Certificate, Function, Term, app, eq, fn, real, unit
from second_checker.enclosures import Interval, Point
from second_checker.real_samples import ONE, TWO, X
from second_checker.reals import PRECISIONS, Number, Reals


def fraction(point: Point) -> Fraction:
    return point[0] * Fraction(2) ** point[1]


def point(chance: random.Random) -> Fraction:
    size = Fraction(2) ** chance.choice([-90, -20, -3, 0, 0, 2, 7])
    return Fraction(chance.randint(-(10**6), 10**6), chance.randint(1, 10**6)) * size


def encloses(reals: Reals, number: Number, value: Fraction, error: Fraction) -> None:
    """At each precision the value is inside (up to its own error) and the interval is small."""
    for bits in PRECISIONS:
        interval = reals.enclosure(number, bits)
        assert interval is not None
        low, high = map(fraction, interval)
        assert low - error <= value <= high + error
        assert high - low <= (abs(value) + abs(high)) * Fraction(1, 2 ** (bits - 30)) + error


@pytest.mark.parametrize("name", ["exp", "log", "sin", "cos", "atan", "asin", "acos", "sqrt"])
def test_enclosures_hold_the_values_of_mpmath(name: str) -> None:
    reals = Reals()
    mpmath: Any = pytest.importorskip("mpmath")
    chance = random.Random(name)
    reference: Callable[[object], Any] = getattr(mpmath, name)
    with mpmath.workprec(2_000):
        for _ in range(25):
            x = point(chance)
            if name in ("asin", "acos"):
                x = x / (1 + abs(x))
            elif name in ("log", "sqrt"):
                x = abs(x) + Fraction(1, 10**9)
            elif name == "exp":
                x = x % 300 - 150
            sign, m, e, _ = reference(mpmath.mpf(x.numerator) / x.denominator)._mpf_
            value = (-1) ** sign * int(m) * Fraction(2) ** int(e)
            number = reals.apply(name, reals.rational(x))
            if number.exact is None:
                encloses(reals, number, value, abs(value) / 2**1_800 + Fraction(1, 2**1_800))


def test_powers_hold_the_exact_values() -> None:
    reals = Reals()
    chance = random.Random(3)
    for _ in range(40):
        x = reals.apply("neg", reals.apply("exp", reals.rational(point(chance) % 9)))
        k = chance.randint(-30, 30)
        power = reals.apply("^", x, reals.rational(Fraction(k)))
        low, high = map(fraction, reals.enclosure(x, 600) or Interval((0, 0), (0, 0)))
        if k:
            encloses(reals, power, (low**k + high**k) / 2, abs(high**k) / 2**560)


def test_pi_and_euler() -> None:
    reals = Reals()
    pi = Fraction(314159265358979323846264338327950288419716939937510, 10**50)
    encloses(reals, reals.apply("pi"), pi, Fraction(1, 10**49))
    euler = sum((Fraction(1, d) for d in _factorials(60)), Fraction(0))
    encloses(reals, reals.apply("exp", reals.rational(Fraction(1))), euler, Fraction(1, 2**250))


def _factorials(count: int) -> list[int]:
    found = [1]
    for n in range(1, count):
        found.append(found[-1] * n)
    return found


def test_identities_stay_undecided() -> None:
    reals = Reals()
    two = reals.rational(Fraction(2))
    root = reals.apply("sqrt", two)
    for one, other in (
        (reals.apply("*", root, root), two),
        (reals.apply("exp", reals.apply("log", two)), two),
        (reals.apply("sin", reals.apply("pi")), reals.rational(Fraction(0))),
        (root, root),
    ):
        with pytest.raises(Invalid, match="not separated"):
            reals.equal(one, other)
        with pytest.raises(Invalid, match="not separated"):
            reals.less(one, other)


@pytest.mark.slow
def test_a_hundred_thousand_nested_functions_end() -> None:
    """Deep terms are decided or rejected; nothing recurses."""
    for operation in ("sin", "neg", "sqrt"):
        c = Certificate()
        two, x = c.term(TWO), c.term(ONE)
        for _ in range(100_000):
            c.data["terms"].append(["app", f"Real.{operation}", [], [x]])
            x = len(c.data["terms"]) - 1
        c.data["terms"].append(["app", "Real.<", [], [x, two]])
        deep = len(c.data["terms"]) - 1
        p = c.theorem("t", [], unit(fn("<", ONE, TWO), TRUE))
        p.compare(fn("<", ONE, TWO), TRUE)
        p.raw["nodes"].insert(0, p.raw["nodes"][0] | {"left": deep})
        if operation == "sin":
            with pytest.raises(Invalid, match="too much work"):
                check(c.data)
        else:
            check(c.data)


def test_exponentially_large_terms_end() -> None:
    """x -> x * x, x -> x + x and f(f(x)), two hundred times."""
    for operation in ("*", "+", "/", "^"):
        c = Certificate()
        c.field()
        x = c.term(fn("sin", X))
        for _ in range(200):
            c.data["terms"].append(["app", f"Real.{operation}", [], [x, x]])
            x = len(c.data["terms"]) - 1
        p = c.theorem("t", [], unit(eq(ONE, ONE, REAL), TRUE))
        p.field([], ONE, ONE)
        p.raw["nodes"][0] |= {"left": x, "right": x}
        with pytest.raises(Invalid) as caught:
            check(c.data)
        assert "internal error" not in caught.value.message


def test_exponential_unfolding_ends() -> None:
    c = Certificate()

    def f(n: int, t: Term) -> Term:
        return app(f"f{n}", t)

    c.functions(Function("f0", [REAL], REAL, [(f(0, X), fn("+", X, ONE))]))
    for n in range(1, 40):
        c.functions(Function(f"f{n}", [REAL], REAL, [(f(n, X), f(n - 1, f(n - 1, X)))]))
    c.theorem("t", [], unit(TRUE, TRUE)).refl([], TRUE)
    value = f(39, real(0))
    c.strict(unit(value, value), 0, 0)
    with pytest.raises(Invalid, match="domains: too much work"):
        check(c.data)


def test_what_a_strict_claim_reports() -> None:
    from second_checker.strict_samples import strict_not_last, strict_total

    report = check(strict_total())
    assert set(map(str, report["axioms"])) > {"field:mul_one", "field:pow_neg"}  # type: ignore[call-overload]
    assert report["strict"] != report["statement"]
    other = check(strict_not_last())
    assert (other["axioms"], other["steps"]) == ([], 3)
