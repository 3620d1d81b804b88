"""The soundness benchmark finds what is wrong: planted results that popular programs print."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from benchmarks.random_expressions import Source
from benchmarks.real_values import UNDEFINED, Undecided, at, same
from benchmarks.simplify_soundness import Tally, compare, examine, points

WRONG = [
    ("x/x", "1", ""),
    ("sqrt(x^2)", "x", ""),
    ("log(x*y)", "log(x) + log(y)", ""),
    ("log(x^2)", "2*log(x)", ""),
    ("(x^y)^z", "x^(y*z)", ""),
    ("sqrt(x*y)", "sqrt(x)*sqrt(y)", ""),
    ("exp(log(x))", "x", ""),
    ("0*(1/x)", "0", ""),
    ("tan(x)*cos(x) + 1/x", "sin(x)", ""),
    ("asin(sin(x))", "x", ""),
    ("(x^2 - 1)/(x - 1)", "x + 1", ""),
    ("abs(x)", "x", "x >= -1"),
    ("x^0 + 1/x", "1 + 1/x^2", ""),
    ("p or not q", "p", ""),
    ("if x < 0 then x else y", "y", "x <= 0"),
    ("x^(1/3)", "-((-x)^(1/3))", ""),
    ("(-8)^(x/3)", "(-2)^x", ""),
    ("atan(1/x)", "pi/2 - atan(x)", "x != 0"),
    ("log(x)/log(x)", "1", "x > 0"),
]


@pytest.mark.parametrize(("left", "right", "condition"), WRONG)
def test_wrong_results_are_found(left: str, right: str, condition: str) -> None:
    names = [n for n in "xyzpq" if n in left + condition]
    where = points(names, (), random.Random(1))
    assert compare(Tally(), left, right, condition, where, "planted")


@pytest.mark.parametrize(
    ("left", "right", "condition"),
    [
        ("x/x", "1", "x != 0"),
        ("sqrt(x^2)", "abs(x)", ""),
        ("sin(x)^2 + cos(x)^2", "1", ""),
        ("tan(x)", "sin(x)/cos(x)", ""),
        ("x^y", "exp(y*log(x))", "x > 0"),
        ("max(x, y) + min(x, y)", "x + y", ""),
        ("cosh(x)^2 - sinh(x)^2", "1", ""),
        ("asin(x) + acos(x)", "pi/2", "-1 <= x and x <= 1"),
        ("not (p and q)", "not p or not q", ""),
    ],
)
def test_right_results_are_not(left: str, right: str, condition: str) -> None:
    where = points([n for n in "xypq" if n in left], (), random.Random(1))
    tally = Tally()
    assert not compare(tally, left, right, condition, where, "right")
    assert tally.points > len(where) // 8


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0^0", 1),
        ("0^(-1)", UNDEFINED),
        ("0^(1/2)", 0),
        ("(-8)^(1/3)", UNDEFINED),
        ("(-2)^3", -8),
        ("log(0)", UNDEFINED),
        ("sqrt(-1)", UNDEFINED),
        ("sqrt(9/4)", Fraction(3, 2)),
        ("asin(11/10)", UNDEFINED),
        ("1/0 + 1", UNDEFINED),
        ("0*(1/0)", UNDEFINED),
        ("if 1 < 2 then 3 else 1/0", 3),
        ("2^3^2", 512),
        ("-2^2", -4),
        ("8/2/2", 2),
        ("sign(-3) + abs(-1/2)", Fraction(-1, 2)),
        ("1 < 2 and not 2 <= 1", True),
    ],
)
def test_values_of_partial_functions(text: str, value: object) -> None:
    assert same(at(text, {}), Fraction(value) if type(value) is int else value)


def test_what_intervals_cannot_tell_is_undecided() -> None:
    with pytest.raises(Undecided):
        at("1/(sin(1)^2 + cos(1)^2 - 1)", {})


def test_equal_seeds_give_equal_questions() -> None:
    one, two = Source(5), Source(5)
    assert [one.question() for _ in range(20)] == [two.question() for _ in range(20)]


def test_a_few_random_expressions() -> None:
    source, rng, tally = Source(11), random.Random(11), Tally()
    for _ in range(12):
        examine(tally, *source.question(), rng)
    assert tally.violations == []
    assert tally.points > 200
