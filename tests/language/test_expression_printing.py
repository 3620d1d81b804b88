"""Expressions as text and as LaTeX; what is printed reads back as the same term."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lemmata.language import parse_theory
from lemmata.language.expression import (
    latex_expression,
    parse_expression_text,
    show_expression,
    tidy,
    vocabulary_of,
)
from lemmata.terms.sorts import BOOL, REAL
from lemmata.terms.symbols import AND, BUILT_IN, EQ, ITE, NOT, OR, Symbol
from lemmata.terms.term import FALSE_TERM, TRUE_TERM, Term

THEORY = parse_theory(
    """theory functions
fun abs : Real -> Real
  abs(x) = if 0 <= x then x else -x
fun max : Real, Real -> Real
  max(x, y) = if x <= y then y else x
"""
)
VOCABULARY = vocabulary_of([THEORY])
SORTS = {"x": REAL, "y": REAL, "n": REAL, "p": BOOL, "q": BOOL}
NUMBERS = [Term.real(Fraction(v)) for v in ("0", "1", "2", "-1", "-3", "1/2", "-2/3", "7/5")]
REALS = [Term.variable(name, REAL) for name in "xyn"]
CONSTANTS = [Term.apply(BUILT_IN["Real.pi"]), Term.apply(BUILT_IN["Real.exp"], Term.real(1))]
TRUTHS = [*(Term.variable(name, BOOL) for name in "pq"), TRUE_TERM, FALSE_TERM]
FUNCTIONS = [VOCABULARY.functions[n] for n in ("sqrt", "exp", "log", "sin", "abs", "max")]
BINARY = [BUILT_IN[f"Real.{op}"] for op in "+-*/^"]
NEG = BUILT_IN["Real.neg"]


def applications(symbols: list[Symbol], parts: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
    def apply(symbol: Symbol) -> st.SearchStrategy[Term]:
        return st.tuples(*[parts] * symbol.arity).map(lambda args: Term.apply(symbol, *args))

    return st.sampled_from(symbols).flatmap(apply)


REAL_TERMS = st.recursive(
    st.sampled_from([*NUMBERS, *REALS, *REALS, *CONSTANTS]),
    lambda parts: applications([*BINARY, *BINARY, NEG, NEG, *FUNCTIONS], parts),
    max_leaves=12,
)
ATOMS = st.one_of(
    st.sampled_from(TRUTHS),
    st.tuples(
        st.sampled_from([BUILT_IN["Real.<"], BUILT_IN["Real.<="], EQ]), REAL_TERMS, REAL_TERMS
    ).map(lambda parts: Term.apply(*parts)),
)
TRUTH_TERMS = st.recursive(
    ATOMS,
    lambda parts: st.one_of(
        applications([AND, OR, NOT], parts),
        st.tuples(parts, parts).map(lambda args: Term.apply(EQ, *args)),
        st.tuples(parts, parts, parts).map(lambda args: Term.apply(ITE, *args)),
    ),
    max_leaves=8,
)


def again(text: str) -> Term:
    return parse_expression_text(text, VOCABULARY, SORTS).term


@settings(derandomize=True, max_examples=400, deadline=None)
@given(st.one_of(REAL_TERMS, TRUTH_TERMS))
def test_printing_and_reading(term: Term) -> None:
    assert again(show_expression(term, exact=True)) is term
    assert again(show_expression(term)) is tidy(term)


RATIONAL_TERMS = st.recursive(
    st.sampled_from([*NUMBERS, *REALS]),
    lambda parts: applications([*BINARY[:4], NEG], parts),
    max_leaves=10,
)


@settings(derandomize=True, max_examples=300, deadline=None)
@given(RATIONAL_TERMS)
def test_tidying_keeps_the_value(term: Term) -> None:
    values = {v: Term.real(Fraction(k, 7)) for v, k in zip(REALS, (11, -13, 17), strict=True)}
    assert value(tidy(term).substitute(values)) == value(term.substitute(values))


def value(term: Term) -> Fraction | None:
    """The value of a closed rational expression, None if it divides by zero."""
    if isinstance(term.head, Fraction):
        return term.head
    args = [value(arg) for arg in term.args]
    a, b = args[0], args[-1]
    if a is None or b is None or (term.head is BINARY[3] and b == 0):
        return None
    table = {BINARY[0]: a + b, BINARY[1]: a - b, BINARY[2]: a * b, NEG: -a}
    return table[term.head] if term.head in table else a / b


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("x**2 + 2x*y", "x^2 + 2*x*y"),
        ("1/2*x", "x/2"),
        ("-1*x", "-x"),
        ("-2/3*x*y", "-2*x*y/3"),
        ("a + -1*b", "a - b"),
        ("a + (-2)*b*c", "a - 2*b*c"),
        ("a - (-b)", "a + b"),
        ("-(a*b)", "-a*b"),
        ("-(a+b)", "-(a + b)"),
        ("(-x)^2", "(-x)^2"),
        ("-(x^2)", "-x^2"),
        ("x^(1/2)", "x^(1/2)"),
        ("x^-1", "x^(-1)"),
        ("(x^y)^z", "(x^y)^z"),
        ("a/(b*c)", "a/(b*c)"),
        ("(a+b)+c", "a + b + c"),
        ("e", "e"),
        ("e^2", "exp(2)"),
        ("n! - (n+1)!", "n! - (n + 1)!"),
        ("0 < x", "x > 0"),
        ("1 >= x", "x <= 1"),
        ("not (x = y)", "x != y"),
        ("not x < y or p and (q or p)", "not x < y or p and (q or p)"),
        ("(if x > 0 then 1 else 2) + 1", "(if x > 0 then 1 else 2) + 1"),
    ],
)
def test_text(text: str, shown: str) -> None:
    assert show_expression(parse_expression_text(text).term) == shown


def test_a_variable_called_e() -> None:
    term = Term.apply(BUILT_IN["Real.+"], CONSTANTS[1], Term.variable("e", REAL))
    shown = show_expression(term)
    assert shown == "exp(1) + e"
    assert parse_expression_text(shown, sorts={"e": REAL}).term is term


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("sin(x)^2 + cos(x)", r"\sin^{2}\left(x\right) + \cos\left(x\right)"),
        ("(x+1)/(2y)", r"\frac{x + 1}{2 y}"),
        ("-1/2*x", r"-\frac{x}{2}"),
        ("(1/2)^n", r"\left(\frac{1}{2}\right)^{n}"),
        ("(x/y)^2", r"\left(\frac{x}{y}\right)^{2}"),
        ("2*3^x", r"2 \cdot 3^{x}"),
        ("(x+1)(x-1)", r"\left(x + 1\right) \left(x - 1\right)"),
        ("sqrt(x)*e^(2x)", r"\sqrt{x} e^{2 x}"),
        ("|x| + n!", r"\left|x\right| + n!"),
        ("asin(alpha1)", r"\arcsin\left(\alpha_{1}\right)"),
        ("speed*pi + x_max", r"\mathit{speed} \pi + x_{\mathit{max}}"),
        ("g(x, y_1)", r"g\left(x, y_{1}\right)"),
        ("p and (q or not p)", r"p \land \left(q \lor \lnot p\right)"),
        ("x != 0 and 1 <= y", r"x \neq 0 \land y \geq 1"),
        (
            "if x > 0 then x else -x",
            r"\begin{cases} x & \text{if } x > 0 \\ -x & \text{otherwise} \end{cases}",
        ),
    ],
)
def test_latex(text: str, shown: str) -> None:
    assert latex_expression(parse_expression_text(text).term) == shown


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "+".join(["x"] * 20_000),
        "sin(" * 20_000 + "x" + ")" * 20_000,
        "-(" * 10_000 + "x*y" + ")*y" * 10_000,
        "p and " * 20_000 + "p",
    ],
)
def test_deep_terms(text: str) -> None:
    term = parse_expression_text(text).term
    sorts = {str(v.head): v.sort for v in term.free}
    assert parse_expression_text(show_expression(term), sorts=sorts).term is tidy(term)
    assert len(latex_expression(term)) > 20_000


def test_huge_numbers() -> None:
    text = "9" * 50_000
    assert show_expression(parse_expression_text(f"-{text}/7*x").term) == f"-{text}*x/7"
    assert text in latex_expression(parse_expression_text(text).term)
