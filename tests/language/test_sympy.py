"""SymPy expressions in and out, node by node."""

from __future__ import annotations

import pytest
import sympy
from sympy import Eq, Function, I, Ne, Rational, Symbol, symbols

from lemmata.errors import InputError
from lemmata.language import parse_theory
from lemmata.language.expression import (
    from_sympy,
    parse_expression_text,
    show_expression,
    to_sympy,
    vocabulary_of,
)
from lemmata.terms.sorts import BOOL, REAL
from lemmata.terms.term import Term

VOCABULARY = vocabulary_of(
    [
        parse_theory(
            """theory functions
fun abs : Real -> Real
  abs(x) = if 0 <= x then x else -x
fun max : Real, Real -> Real
  max(x, y) = if x <= y then y else x
def tan(x : Real) = sin(x) / cos(x)
"""
        )
    ]
)
x, y = symbols("x y")
p, q = symbols("p q")
f = Function("f")


@pytest.mark.parametrize(
    ("expr", "shown"),
    [
        (x / y, "x/y"),
        (1 / x, "1/x"),
        (-x / 2 - y / 3, "-x/2 - y/3"),
        (2 / x**3, "2/x^3"),
        (sympy.sqrt(x), "sqrt(x)"),
        (1 / sympy.sqrt(x), "1/sqrt(x)"),
        (sympy.cbrt(x), "x^(1/3)"),
        (x**y, "x^y"),
        ((x + 1) ** 2 / (x - 1), "(x + 1)^2/(x - 1)"),
        (sympy.exp(x) + sympy.E, "e + exp(x)"),
        (sympy.pi * Rational(2, 3), "2*pi/3"),
        (sympy.log(x) * sympy.asin(y), "asin(y)*log(x)"),
        (sympy.tan(x) ** 2, "tan(x)^2"),
        (sympy.Abs(x) + sympy.Max(x, y), "abs(x) + max(x, y)"),
        (f(x, y) + sympy.gamma(x), "f(x, y) + gamma(x)"),
        (sympy.And(p, sympy.Not(q)), "p and not q"),
        (sympy.Or(p, x < y), "p or x < y"),
        (Eq(x, 1), "x = 1"),
        (Ne(x, y), "x != y"),
        (Eq(p, sympy.Not(q), evaluate=False), "p = (not q)"),
        (sympy.Piecewise((x, x > 0), (-x, True)), "if x > 0 then x else -x"),
        (sympy.true, "true"),
    ],
)
def test_from_sympy(expr: object, shown: str) -> None:
    assert show_expression(from_sympy(expr, VOCABULARY).term, exact=True) == shown


def test_sorts_and_unknown_functions() -> None:
    found = from_sympy(sympy.Or(p, f(x) < y))
    assert {str(v.head): v.sort for v in found.variables} == {"p": BOOL, "x": REAL, "y": REAL}
    assert [s.name for s in found.unknown] == ["f"]
    assert from_sympy(p, sort=BOOL).term is Term.variable("p", BOOL)


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({}, []),
        ({"real": True}, []),
        ({"positive": True}, ["s > 0"]),
        ({"negative": True}, ["s < 0"]),
        ({"nonnegative": True}, ["s >= 0"]),
        ({"nonzero": True}, ["s != 0"]),
        ({"integer": True}, ["integer(s)"]),
        ({"integer": True, "positive": True}, ["integer(s)", "s > 0"]),
    ],
)
def test_assumptions(given: dict[str, bool], wanted: list[str]) -> None:
    found = from_sympy(Symbol("s", **given) + 1)
    assert [show_expression(a) for a in found.assumptions] == wanted


@pytest.mark.parametrize(
    ("expr", "message"),
    [
        (I * x, "I is not a real number"),
        (sympy.oo, "oo is not a real number"),
        (sympy.nan, "nan is not a real number"),
        (sympy.zoo, "zoo is not a real number"),
        (sympy.Float(0.5) * x, "floating-point"),
        (sympy.Integral(x, x), "Integral is not supported"),
        (sympy.Derivative(f(x), x), "Derivative is not supported"),
        (sympy.Matrix([1]), "is not supported"),
        (sympy.Piecewise((x, x > 0)), "no value where no condition holds"),
        (Symbol("e") + 1, "the name e"),
        (Symbol("x y") + 1, "not the name of a variable"),
        (Symbol("z", complex=True) + 1, "not real"),
        (Symbol("z", imaginary=True) + 1, "not real"),
        (Symbol("x", positive=True) + x, "two different symbols"),
        (3, "int is not a SymPy expression"),
        ("x", "str is not a SymPy expression"),
    ],
)
def test_refused(expr: object, message: str) -> None:
    with pytest.raises(InputError, match=message):
        from_sympy(expr)


@pytest.mark.parametrize(
    "text",
    [
        "sin(x)^2 + cos(x)^2",
        "(x + 1)*(x - 1)/(2*y)",
        "x/x",
        "sqrt(x)^2 - x^y",
        "exp(log(x)) + e*pi",
        "-x/2 - 3*y",
        "abs(x) + max(x, y) + f(x, y)",
        "tan(x)*cos(x)",
        "2/3",
        "if x > 0 then x else -x",
        "p and (q or not p)",
        "x < y or x != 1",
        "p = (not q)",
        "1/x^2",
        "asin(x) + acos(x) + atan(x)",
    ],
)
def test_round_trip(text: str) -> None:
    term = parse_expression_text(text, VOCABULARY).term
    assert from_sympy(to_sympy(term), VOCABULARY).term is term


def test_to_sympy_evaluates_nothing() -> None:
    for text, shown in (("x/x", "x/x"), ("0*(1/x)", "0/x"), ("x - x", "x - x")):
        found = from_sympy(to_sympy(parse_expression_text(text).term))
        assert show_expression(found.term, exact=True) == shown
    positive = Symbol("x", positive=True)
    given = to_sympy(parse_expression_text("sqrt(x)").term, {"x": positive})
    assert given == sympy.sqrt(positive)
    with pytest.raises(InputError, match="no counterpart"):
        to_sympy(parse_expression_text("integer(x)").term)
