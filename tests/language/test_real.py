"""The real numbers in .lem files: built-in functions, literals, powers, names that shadow."""

from __future__ import annotations

from fractions import Fraction

import pytest

from lemmata.errors import InputError
from lemmata.language import load_theory, parse_statement, parse_theory, show_statement, show_theory
from lemmata.terms.declarations import FunctionGroup, Structure, Theory
from lemmata.terms.sorts import REAL
from lemmata.terms.symbols import BUILT_IN
from lemmata.terms.term import Term

ANALYSIS = """theory analysis

fun abs : Real -> Real
  abs(x) = if 0 <= x then x else -x

def tan(x : Real) = sin(x) / cos(x)
def half(x) = sqrt(x) * 0.5
pred positive : Real
  positive(x) = 0 < x

axiom sqrt_square: 0 <= x ==> sqrt(x) * sqrt(x) = x
axiom sin_pi: sin(pi) = 0
axiom power_add: x != 0 ==> integer(m) ==> integer(n) ==> x ^ (m + n) = x ^ m * x ^ n
axiom pythagoras: sin(x)^2 + cos(x)^2 = 1
axiom minus_power: x**-1 = 1 / x

theorem abs_neg: abs(-x) = abs(x)
theorem ordered: x > 1/2 ==> x >= 0
theorem positive_pi: positive(pi)
theorem same: pi = pi
theorem halves: (x : Real) * (1/2) = x / 2
theorem quotient: ((1) / 2 : Real) = 1/2
theorem literals: (x - -1)^-2 = ((-2)^2 : Real) ^ (-1/2)
theorem range: -1 <= x ==> x <= 1 ==> acos(x) <= pi and 0 <= acos(x)

rules division over Real
  cancel: x / x => 1 when x != 0
"""


@pytest.fixture(scope="module")
def analysis() -> Theory:
    return parse_theory(ANALYSIS, "analysis.lem")


def real(text: str, theory: Theory) -> Term:
    """The left side of `text = x` over the reals."""
    return parse_statement(f"{text} = (x : Real)", theory).left


def clauses(theory: Theory) -> list[str]:
    axioms = [d.axioms for d in theory.declarations if isinstance(d, Structure)]
    cases = [
        str(case)
        for d in theory.declarations
        if isinstance(d, FunctionGroup)
        for member in d.members
        for case in member.cases
    ]
    return [*cases, *(str(a) for a in axioms), *(str(t.clause) for t in theory.theorems)]


def test_theory_round_trip(analysis: Theory) -> None:
    again = parse_theory(show_theory(analysis), "analysis.lem")
    assert clauses(again) == clauses(analysis)
    for theorem in analysis.theorems:
        shown = show_statement(theorem.clause, analysis)
        assert parse_statement(shown, analysis) == theorem.clause, shown


def test_every_variable_is_real(analysis: Theory) -> None:
    for theorem in analysis.theorems:
        assert all(v.sort is REAL for v in theorem.clause.variables), theorem.name
    assert next(t for t in analysis.theorems if t.name == "same").clause.variables == ()


@pytest.mark.parametrize(
    ("text", "value"),
    [("0.1", "1/10"), ("1/3", "1/3"), ("-1/2", "-1/2"), ("-0.5", "-1/2"), ("(-3)", "-3")],
)
def test_literals(text: str, value: str, analysis: Theory) -> None:
    assert real(text, analysis) is Term.real(Fraction(value))


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("-x^2", "neg(^(x, 2))"),
        ("x^y^z", "^(x, ^(y, z))"),
        ("2*x^3", "*(2, ^(x, 3))"),
        ("1/2*x", "*(1/2, x)"),
        ("1/2^x", "/(1, ^(2, x))"),
        ("x**2", "^(x, 2)"),
        ("x^-y", "^(x, neg(y))"),
        ("2^-1", "^(2, -1)"),
        ("-2^2", "neg(^(2, 2))"),
        ("(-2)^2", "^(-2, 2)"),
        ("x - -1", "-(x, -1)"),
        ("(1)/2", "/(1, 2)"),
    ],
)
def test_operators(text: str, shape: str, analysis: Theory) -> None:
    assert str(real(text, analysis)) == shape


def test_built_in_symbols_are_meant(analysis: Theory) -> None:
    for name in ("sqrt", "exp", "log", "sin", "cos", "asin", "acos", "atan"):
        assert real(f"{name}(x)", analysis).symbol is BUILT_IN[f"Real.{name}"]
        assert real(f"Real.{name}(x)", analysis).symbol is BUILT_IN[f"Real.{name}"]


def test_analysis_is_known_without_a_theory_of_it() -> None:
    nat = load_theory("nat")
    assert parse_statement("sin(pi) = 0", nat).variables == ()
    assert [str(v) for v in parse_statement("pi + 0 = pi", nat).variables] == ["pi"]
    assert [str(v) for v in parse_statement("x + 1 = 1 + x", nat).variables] == ["x"]
    functions = parse_statement("map(sqrt, xs) = xs", load_theory("list")).variables
    assert [str(v) for v in functions] == ["sqrt", "xs"]


OWN = """theory own
import nat
fun exp : Nat, Nat -> Nat
  exp(x, 0) = S(0)
  exp(x, S(y)) = x * exp(x, y)
fun log : Nat -> Nat
  log(0) = 0
  log(S(x)) = x
fun pi : Nat
  pi = S(S(S(0)))
fun (^) : Nat, Nat -> Nat  infixr 80
  x ^ 0 = S(0)
  x ^ S(y) = x * x ^ y
fun (**) : Nat, Nat -> Nat  infixl 70
  x ** y = x * y
theorem a: log(2) = 1
theorem b: exp(2, x + y) = exp(2, x) * exp(2, y)
theorem c: pi = 3
theorem d: 2 ^ (x + y) = 2 ^ x * 2 ^ y
theorem e: x ** y = y ** x
theorem f: log(sqrt) = sqrt
"""


def test_declared_names_win() -> None:
    theory = parse_theory(OWN, "own.lem")
    for theorem in theory.theorems:
        for side in theorem.clause.terms():
            names = {t.symbol.name for t in side.subterms() if t.symbol}
            assert all(n.startswith(("own.", "nat.")) for n in names), theorem.name


def test_declared_functions_of_reals_win() -> None:
    theory = parse_theory(
        "fun sqrt : Real -> Real\n  sqrt(x) = x ^ 0.5\ntheorem a: sqrt(x) = Real.sqrt(x)\n"
    )
    left, right = theory.theorems[0].clause.conclusion
    assert left.symbol is theory.symbols["main.sqrt"]
    assert right.symbol is BUILT_IN["Real.sqrt"]


def test_pattern_of_reals_is_refused() -> None:
    with pytest.raises(InputError, match="numbers of sort Real have no constructors"):
        parse_theory("fun f : Real -> Real\n  f(0) = 1\n  f(x) = x\n")


def test_undecided_numbers_are_refused() -> None:
    with pytest.raises(InputError, match="ambiguous"):
        parse_theory("theorem a: x + y = y + x\n")
