"""Expressions as calculators write them: what they mean, what is refused and where."""

from __future__ import annotations

import pytest

from lemmata.errors import InputError
from lemmata.language import parse_theory
from lemmata.language.expression import (
    Vocabulary,
    parse_condition,
    parse_expression_text,
    parse_problem,
    vocabulary_of,
)
from lemmata.terms.sorts import BOOL, REAL
from lemmata.terms.symbols import BUILT_IN
from lemmata.terms.term import Term

THEORY = """theory functions
fun abs : Real -> Real
  abs(x) = if 0 <= x then x else -x
fun max : Real, Real -> Real
  max(x, y) = if x <= y then y else x
def tan(x : Real) = sin(x) / cos(x)
fun xor : Bool, Bool -> Bool
  xor(x, y) = (x and not y) or (y and not x)
"""


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return vocabulary_of([parse_theory(THEORY, "functions.lem")])


def shape(text: str) -> str:
    return str(parse_expression_text(text).term)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sin(x)^2 + cos(x)**2", "+(^(sin(x), 2), ^(cos(x), 2))"),
        ("1-2sin(x)^2", "-(1, *(2, ^(sin(x), 2)))"),
        ("3a^2*b", "*(*(3, ^(a, 2)), b)"),
        ("2(x+1)(x-1)y", "*(*(*(2, +(x, 1)), -(x, 1)), y)"),
        ("-x^2", "neg(^(x, 2))"),
        ("-2x", "*(-2, x)"),
        ("x^y^z", "^(x, ^(y, z))"),
        ("x^-y", "^(x, neg(y))"),
        ("2^-1", "^(2, -1)"),
        ("1/2x", "*(1/2, x)"),
        ("a/b/c", "/(/(a, b), c)"),
        ("a-b-c", "-(-(a, b), c)"),
        ("+x", "x"),
        ("--x", "neg(neg(x))"),
        ("0.1", "1/10"),
        ("1e-3", "1/1000"),
        ("2.5e2", "250"),
        (".5", "1/2"),
        ("2/3/4", "1/6"),
        ("(2)/3", "/(2, 3)"),
        ("-(3)", "neg(3)"),
        ("1/0", "/(1, 0)"),
        ("e", "exp(1)"),
        ("2e", "*(2, exp(1))"),
        ("e^x", "exp(x)"),
        ("exp(1)^x", "^(exp(1), x)"),
        ("2pi", "*(2, pi)"),
        ("pi(x+1)", "*(pi, +(x, 1))"),
        ("ln(x) + arcsin(x)", "+(log(x), asin(x))"),
        ("sin^2(x)", "^(sin(x), 2)"),
        ("2sin^2(x)cos(x)", "*(*(2, ^(sin(x), 2)), cos(x))"),
        ("|x|", "abs(x)"),
        ("2|x-1|y", "*(*(2, abs(-(x, 1))), y)"),
        ("||x|-1|", "abs(-(abs(x), 1))"),
        ("|x|y|z|", "*(*(abs(x), y), abs(z))"),
        ("n!", "factorial(n)"),
        ("-n!^2", "neg(^(factorial(n), 2))"),
        ("n!=m", "not(eq(n, m))"),
        ("x(x+1)", "*(x, +(x, 1))"),
        ("f(x, y)", "f(x, y)"),
        ("a(b+c)", "a(+(b, c))"),
        ("a(b+c) - a*b", "-(*(a, +(b, c)), *(a, b))"),
        ("x > 0", "<(0, x)"),
        ("x >= y", "<=(y, x)"),
        ("x ≤ 3·y", "<=(x, *(3, y))"),
        ("0 < x <= 1", "and(<(0, x), <=(x, 1))"),
        ("if x > 0 then x else -x", "ite(<(0, x), x, neg(x))"),
        ("(p and q) or (p and not q)", "or(and(p, q), and(p, not(q)))"),
        ("not p = q and true", "and(not(eq(p, q)), true)"),
        ("p or q or r", "or(p, or(q, r))"),
        ("x*\n y", "*(x, y)"),
    ],
)
def test_meaning(text: str, expected: str) -> None:
    assert shape(text) == expected


def test_sorts_of_names() -> None:
    found = parse_expression_text("p and (1 + x > y or q = not_r) and not_r")
    sorts = {str(v.head): v.sort for v in found.variables}
    assert sorts == {"p": BOOL, "x": REAL, "y": REAL, "q": BOOL, "not_r": BOOL}
    assert parse_expression_text("p").variables == (Term.variable("p", REAL),)
    assert parse_expression_text("p", sorts={"p": BOOL}).term.sort is BOOL


def test_texts_of_a_problem_share_their_variables() -> None:
    found = parse_problem(["f(x) + a(y)", "x(y) + f(a)"], ["y > 0", "b"])
    assert [str(t) for t in found.expressions] == ["+(f(x), *(a, y))", "+(*(x, y), f(a))"]
    assert [str(s.name) for s in found.unknown] == ["f"]
    assert {str(v.head): v.sort.name for v in found.variables} == {
        "x": "Real",
        "a": "Real",
        "y": "Real",
        "b": "Bool",
    }
    same = parse_problem(["p", "p and p"], same_sort=True)
    assert [t.sort for t in same.expressions] == [BOOL, BOOL]
    with pytest.raises(InputError, match=r"expression 2:1:1.*p is used as a number, here it is"):
        parse_problem(["p + 1", "p and q"])
    with pytest.raises(InputError, match="not a number"):
        parse_problem(["x + 1", "p and q"], same_sort=True)


def test_functions_of_theories(vocabulary: Vocabulary) -> None:
    found = parse_expression_text("|x| + tan(x) + max(x, y, 1)", vocabulary)
    assert str(found.term) == "+(+(abs(x), tan(x)), max(x, max(y, 1)))"
    names = {t.symbol.name for t in found.term.subterms() if t.symbol}
    assert {"functions.abs", "functions.tan", "functions.max"} <= names
    assert found.unknown == ()
    truth = parse_expression_text("xor(p, x > 0)", vocabulary)
    assert [v.sort for v in truth.variables] == [BOOL, REAL]


def test_unknown_functions_are_kept_and_told() -> None:
    found = parse_expression_text("sinn(x) + g(x)")
    assert [s.name for s in found.unknown] == ["sinn", "g"]
    assert "did you mean sin?" in found.notices[0]
    assert "g*(...)" in found.notices[1]
    assert found.unknown[1] is parse_expression_text("g(1)").unknown[0]


def test_declared_names_win() -> None:
    assert shape("e + log(x)") == "+(exp(1), log(x))"
    sorts = {"e": REAL, "i": REAL, "log": REAL}
    found = parse_expression_text("e^2 + i + log(x)", sorts=sorts)
    assert str(found.term) == "+(+(^(e, 2), i), *(log, x))"


def test_condition() -> None:
    assert str(parse_condition("x > 0 and y != 0")) == "and(<(0, x), not(eq(y, 0)))"
    assert parse_condition("p").sort is BOOL
    assert parse_condition("integer(n)").symbol is BUILT_IN["Real.integer"]
    with pytest.raises(InputError, match="condition:1:1: error: this is a number"):
        parse_condition("x + 1")


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ("", 1, "the expression is empty"),
        ("x +", 4, "ends too early"),
        ("(x", 3, "ends too early"),
        ("x)", 2, "unexpected )"),
        ("x y", 3, "an operator is missing before y"),
        ("p adn q", 3, "an operator is missing"),
        ("2 3", 3, "an operator is missing before 3"),
        ("(x)2", 4, "an operator is missing"),
        ("sin x", 1, "sin is a function"),
        ("1 + cos", 5, "cos is a function"),
        ("sin^-1(x)", 5, "unexpected -"),
        ("sin^0.5(x)", 5, "write sin(x)^0.5"),
        ("sqrt(x, y)", 1, "sqrt takes 1 argument, not 2"),
        ("f(x) + f(x, y)", 8, "f is applied to 1 and to 2 arguments"),
        ("f()", 3, "unexpected )"),
        ("p + 1 and p", 1, "this is a number, not a truth value"),
        ("x + (y > 0)", 5, "this is a truth value, not a number"),
        ("(p and q) + p", 1, "this is a truth value, not a number"),
        ("(x = 1) = x", 11, "x is used as a number, here it is a truth value"),
        ("nan", 1, "nan is not a real number"),
        ("1 + oo", 5, "oo is not a real number"),
        ("Infinity", 1, "Infinity is not a real number"),
        ("i^2", 1, "complex numbers are not supported yet"),
        ("ite(p, x, y)", 1, "ite is not a function"),
        ("x == 1", 3, "unexpected =="),
        ("x && y", 3, "unexpected &&"),
        ("x || y", 4, "this bar is never closed"),
        ("|x", 1, "this bar is never closed"),
        ("(|x)|", 2, "this bar is never closed"),
        ("n!!", 2, "n!! is not supported"),
        ("!p", 1, "unexpected !"),
        ("[x]", 1, "unexpected ["),
        ("x'", 2, "unexpected '"),
        ("x²", 2, "unexpected ²"),
        ("x\0y", 2, "a control character, U+0000"),
        ("\ud800", 1, "a control character"),
        ("1.2.3", 4, "an operator is missing"),
        ("a != b != c", 1, "!= in a chain"),
        ("x" * 151, 1, "a name of 151 characters"),
    ],
)
def test_refused_with_a_position(text: str, column: int, message: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_expression_text(text)
    diagnostic = caught.value.diagnostics[0]
    assert message in diagnostic.message
    assert diagnostic.span is not None
    assert (diagnostic.span.source, diagnostic.span.column) == ("expression", column)


def test_huge_numbers() -> None:
    assert parse_expression_text("9" * 100_000).term is Term.real(10**100_000 - 1)
    for text in ("9" * 100_001, "1e100000", "1e-9999999999999", "1" * 60_000 + "e50000"):
        with pytest.raises(InputError, match="more than 100,000 digits"):
            parse_expression_text(text)
    assert shape("10^10^10") == "^(10, ^(10, 10))"


DEEP = 100_000


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("(" * DEEP + "x" + ")" * DEEP, 1),
        ("+".join(["1"] * DEEP), 2 * DEEP - 1),
        ("sin(" * DEEP + "x" + ")" * DEEP, DEEP + 1),
        ("-" * DEEP + "x", DEEP + 1),
        ("x^" * DEEP + "x", 2 * DEEP + 1),
        ("|" * (DEEP // 2) + "x" + "|" * (DEEP // 2), DEEP // 2 + 1),
    ],
)
def test_deep_input(text: str, size: int) -> None:
    assert parse_expression_text(text).term.size == size


@pytest.mark.parametrize(
    "text",
    [
        "(" * DEEP,
        "(|" * DEEP,
        "+x" * (DEEP * 6),
        "x" * 1_000_001,
        "(p=" * 200 + "q=p" + "=p)" * 200,
        "+".join(f"x{i}" for i in range(1001)),
    ],
)
def test_too_large_input(text: str) -> None:
    with pytest.raises(InputError):
        parse_expression_text(text)
