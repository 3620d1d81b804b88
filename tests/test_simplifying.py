"""`simplify` and `equivalent` as the outside calls them; the kernel has taken every answer."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from lemmata import compiling
from lemmata.checking import check
from lemmata.data import text
from lemmata.equivalence import equivalent
from lemmata.errors import InputError
from lemmata.proof import build
from lemmata.proof.nodes import Node
from lemmata.questions import COMPILED
from lemmata.search.simplify.compare import Comparison, Difference
from lemmata.search.simplify.task import Answer, Task
from lemmata.service.store import INDEX, index_text, resolve
from lemmata.simplifying import Simplification, simplify
from lemmata.terms.declarations import Clause
from lemmata.terms.symbols import BUILT_IN
from lemmata.terms.term import TRUE_TERM, Term
from second_checker import check as second_check

POSITIVE = ("x > 0", "y > 0")
ANSWERS = [
    ("sin(x)^2 + cos(x)^2", (), "1", ()),
    ("(sin(x) + cos(x))^2 + (sin(x) - cos(x))^2", (), "2", ()),
    ("1 - 2sin(x)^2", (), "cos(2*x)", ()),
    ("(a+b)^3 - a^3 - 3a^2*b - 3a*b^2 - b^3", (), "0", ()),
    ("(x^2 - 1)/(x - 1)", (), "(x^2 - 1)/(x - 1)", (("x + 1", "x != 1"),)),
    ("(x^2 - 1)/(x - 1)", ("x != 1",), "x + 1", ()),
    ("sqrt(x^2)", (), "abs(x)", ()),
    ("sqrt(x^2)", ("x > 0",), "x", ()),
    ("log(x) + log(y)", (), "log(x) + log(y)", (("log(x*y)", "x > 0 and y > 0"),)),
    ("log(x) + log(y)", POSITIVE, "log(x*y)", ()),
    ("exp(log(x))", (), "exp(log(x))", (("x", "x > 0"),)),
    ("exp(log(x))", ("x > 0",), "x", ()),
    ("(p and q) or (p and not q)", (), "p", ()),
    ("abs(-x)", (), "abs(x)", ()),
    ("tan(x)*cos(x)", (), "tan(x)*cos(x)", (("sin(x)", "cos(x) != 0"),)),
    ("x/x", (), "x/x", (("1", "x != 0"),)),
    ("0*(1/x)", (), "0/x", (("0", "x != 0"),)),
    ("sqrt(8)*sqrt(2)", (), "4", ()),
    ("sqrt(4x^2 + 4x + 1)", (), "abs(2*x + 1)", ()),
    ("2sin(x)*cos(x)", (), "sin(2*x)", ()),
    ("cosh(x)^2 - sinh(x)^2", (), "1", ()),
    ("sin(x + 2pi)", (), "sin(x)", ()),
    ("cos(pi)", (), "-1", ()),
    ("max(x, min(x, y))", (), "x", ()),
    ("1/(1/x)", (), "1/(1/x)", (("x", "x != 0"),)),
    ("x + 1 < x + 2", (), "true", ()),
    ("f(x + x) - f(2x)", (), "0", ()),
    ("if x > 0 then 1/x else 0", ("x > 0",), "1/x", ()),
    ("x^2", ("x = 3",), "9", ()),
]


@pytest.mark.parametrize(("expression", "assume", "result", "conditional"), ANSWERS)
def test_the_result_and_its_certificates(
    expression: str,
    assume: tuple[str, ...],
    result: str,
    conditional: tuple[tuple[str, str], ...],
) -> None:
    found = simplify(expression, assume)
    assert (found.result, found.conditional) == (result, conditional)
    assert found.verdict == "proved"
    for certificate in (found.certificate, *found.further):
        assert certificate is not None
        assert check(certificate)
        assert second_check(json.dumps(certificate), resolve)


def test_generic_lists_every_condition() -> None:
    found = simplify("(x^2 - 1)/(x - 1)", generic=True)
    assert (found.result, found.conditions) == ("x + 1", ("x != 1",))


@pytest.mark.parametrize(
    "expression",
    ["sqrt(x^2) - x", "log(x^2) - 2log(x)", "(x^y)^z", "x/x - 1", "atan(tan(x))", "sqrt(x)^2 - x"],
)
def test_what_needs_a_condition_stays_strictly(expression: str) -> None:
    found = simplify(expression)
    assert equivalent(expression, found.result).verdict == "proved"
    assert found.result not in ("0", "x", "x^(y*z)")


def test_other_costs() -> None:
    assert simplify("x*x*x", cost="ops").verdict == "proved"
    cosine = BUILT_IN["Real.cos"]
    without = simplify("1 - 2sin(x)^2", cost=lambda term: 1000 if term.symbol is cosine else 1)
    assert without.result == "1 - 2*sin(x)^2"


@pytest.mark.parametrize(
    ("expression", "notice"),
    [("1/0", "undefined everywhere"), ("log(-pi)", "undefined everywhere")],
)
def test_nowhere_defined(expression: str, notice: str) -> None:
    found = simplify(expression)
    assert found.result == expression
    assert notice in found.notices


def test_contradictory_assumptions_prove_nothing() -> None:
    found = simplify("x + x", ("x > 0", "x < 0"))
    assert found.result == "x + x"
    assert any(n.startswith("vacuous") for n in found.notices)
    assert equivalent("x", "y", assume=("x > 0", "x < 0")).verdict == "unknown"


@pytest.mark.parametrize(
    ("theory", "expression", "assume", "result"),
    [
        ("nat", "0 + x * S(0)", (), "x"),
        ("nat", "x + (y - x)", ("x <= y",), "y"),
        ("list", "rev(rev(append(xs, nil)))", (), "xs"),
        ("group", "inv(inv(x)) * e", (), "x"),
    ],
)
def test_in_a_theory(theory: str, expression: str, assume: tuple[str, ...], result: str) -> None:
    found = simplify(expression, assume, theory=theory)
    assert found.result == result
    assert found.certificate is not None
    assert check(found.certificate)


def test_two_runs_give_the_same_certificate() -> None:
    first, second = (simplify("(x^2 - 1)/(x - 1) + sin(x)^2 + cos(x)^2") for _ in range(2))
    assert first.to_json() == second.to_json()


@pytest.mark.parametrize("bad", ["", "x +", "nan", "1/oo", "x\0", "sin(", "x = = y", "i"])
def test_bad_input_is_an_error_with_a_position(bad: str) -> None:
    with pytest.raises(InputError):
        simplify(bad)


@pytest.mark.parametrize("huge", ["10^10^10", "factorial(10^8)", "x^(10^20)", "2^(3^(4^5))"])
def test_huge_numbers_are_left_alone(huge: str) -> None:
    assert isinstance(simplify(huge, timeout=5), Simplification)


EQUAL = [
    ("(x + 1)^2", "x^2 + 2x + 1", ()),
    ("1/x/y", "1/(x*y)", ()),
    ("p and q", "q and p", ()),
    ("sqrt(x^2)", "abs(x)", ()),
    ("log(x*y)", "log(x) + log(y)", POSITIVE),
    ("(e^x - e^(-x))/2", "sinh(x)", ()),
    ("cos(x)^4 - sin(x)^4", "cos(2x)", ()),
    ("abs(x)*abs(y)", "abs(x*y)", ()),
]
DIFFERENT = [
    ("x/x", "1", ()),
    ("x^2", "x^3", ()),
    ("sqrt(x^2)", "x", ()),
    ("log(x*y)", "log(x) + log(y)", ()),
    ("sin(x)", "x", ("x > 0",)),
    ("exp(log(x))", "x", ()),
    ("p and q", "p or q", ()),
    ("1/2^99", "1/2^98", ()),
    ("22/7", "pi", ()),
]


@pytest.mark.parametrize(("left", "right", "assume"), EQUAL)
def test_equal(left: str, right: str, assume: tuple[str, ...]) -> None:
    found = equivalent(left, right, assume=assume)
    assert found.verdict == "proved"
    assert found.check()


@pytest.mark.parametrize(("left", "right", "assume"), DIFFERENT)
def test_different(left: str, right: str, assume: tuple[str, ...]) -> None:
    found = equivalent(left, right, assume=assume)
    assert found.verdict == "refuted"
    assert found.witness is not None
    assert found.check()


def test_neither_is_said_without_evidence() -> None:
    assert equivalent("f(x)", "g(x)").verdict == "unknown"


def lying(left: Term, right: Term) -> Node:
    """A step that claims what is false."""
    return Node("eval", frozenset(), left, right)


def test_what_the_kernel_rejects_is_not_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    """The search is made to lie; only the kernel stands between that and `proved`."""
    one = Term.real(1)

    def answers(task: Task) -> list[Answer]:
        return [Answer(one, task.claim(lying(task.term, one), build.refl(TRUE_TERM)))]

    def equal(comparison: Comparison, task: Task) -> Node:
        return lying(comparison.left, comparison.right)

    monkeypatch.setattr(Task, "answers", answers)
    found = simplify("x + 2")
    assert (found.result, found.verdict) == ("x + 2", "proved")
    monkeypatch.setattr(Comparison, "_equal", equal)
    monkeypatch.setattr(Comparison, "differences", lambda comparison: iter(()))
    assert equivalent("x", "x + 1").verdict == "unknown"


def test_a_point_that_the_kernel_does_not_confirm_refutes_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def differences(comparison: Comparison) -> Iterator[Difference]:
        (x,) = comparison.left.free
        sides = (comparison.left, comparison.right)
        yield Difference(Clause((), (x,), (), sides), {x: Term.real(1)})

    monkeypatch.setattr(Comparison, "differences", differences)
    monkeypatch.setattr(Comparison, "prove", lambda comparison: None)
    assert equivalent("x + x", "2x").verdict == "unknown"
    assert equivalent("x + x", "3x").verdict == "refuted"


def test_other_kinds_of_equivalence_are_refused() -> None:
    with pytest.raises(InputError, match="tree"):
        equivalent("SELECT 1", "SELECT 1", kind="tree")


def test_what_is_compiled_belongs_to_the_sources() -> None:
    assert text("rules", COMPILED) == compiling.library_text()
    assert text("proofs", INDEX) == index_text()


def test_sympy_in_and_out() -> None:
    import sympy

    p = sympy.Symbol("p", positive=True)
    found = simplify(sympy.sqrt(p**2) + sympy.sin(p) ** 2 + sympy.cos(p) ** 2)
    assert found.to_sympy() == p + 1
    assert found.assumptions == ("p > 0",)
