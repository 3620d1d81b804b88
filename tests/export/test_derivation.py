"""Derivations of equalities: as text, data, LaTeX, a page, and in notebooks."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from itertools import pairwise

import pytest

from lemmata import equivalent, simplify
from lemmata.export.derivation import derivation
from lemmata.export.html import to_html
from lemmata.export.latex import to_latex
from lemmata.export.text import to_text
from lemmata.simplifying import Simplification
from second_checker import samples

SUM = "(sin(x)+cos(x))^2 + (sin(x)-cos(x))^2"
STRICT = [name for name, c in samples.valid().items() if "strict" in c]


@cache
def simplified(text: str, *assume: str, generic: bool = False) -> Simplification:
    return simplify(text, assume, generic=generic)


def text_of(found: Simplification) -> str:
    assert found.certificate is not None
    return to_text(found.certificate)


def test_the_chain_comes_first_and_each_step_has_its_reason() -> None:
    rows = text_of(simplified(SUM)).splitlines()
    assert rows[0] == "1  (sin(x) + cos(x))^2 + (sin(x) - cos(x))^2"
    chain = rows[1 : rows.index("")]
    assert all(re.match(r"\d  +  = \S.*  (by|as) ", row) for row in chain)
    assert any(row.endswith("by axiom pythagoras") for row in chain)
    assert any(row.endswith("as polynomials") for row in chain)
    assert re.match(r"\d  Same domain: everywhere ", rows[rows.index("") + 1])


def test_expressions_are_written_as_calculators_write_them() -> None:
    text = text_of(simplified("x*x/2 + x*x/2"))
    assert "x^2" in text
    assert " ^ " not in text
    assert " * " not in text


def test_conditions_stand_beside_the_law() -> None:
    text = text_of(simplified("(x^2-1)/(x-1)", "x != 1"))
    assert text.splitlines()[0] == "assuming x != 1"
    assert "as fractions of polynomials, x - 1 != 0" in text
    assert "Same domain: " in text


def test_a_generic_result_names_its_condition() -> None:
    text = text_of(simplified("(x^2-1)/(x-1)", generic=True))
    assert text.splitlines()[0] == "assuming x - 1 != 0"
    assert "(x^2 - 1)/(x - 1) = x + 1 " in text


@pytest.mark.parametrize("name", STRICT)
def test_all_strict_samples_are_shown(name: str) -> None:
    certificate = samples.valid()[name]
    text = to_text(certificate)
    assert "Same domain: " in text
    assert text.startswith(("1  ", " 1  ", "assuming "))
    found = derivation(certificate)
    assert found.domain
    assert to_latex(certificate).count(r"\begin{") == to_latex(certificate).count(r"\end{")


def test_the_steps_as_data_follow_one_another() -> None:
    steps = simplified(SUM).derivation().steps
    assert steps[0].left == "(sin(x) + cos(x))^2 + (sin(x) - cos(x))^2"
    assert steps[-1].right == "2"
    assert all(a.right == b.left for a, b in pairwise(steps))
    assert all(step.reason for step in steps)
    assert str(simplified(SUM).derivation()).count("\n") == len(steps) - 1


def test_latex_sets_powers_fractions_and_roots() -> None:
    found = simplified("(x^2-1)/(x-1)", "x != 1").to_latex()
    assert r"\frac{x^{2} - 1}{x - 1} = x + 1" in found
    assert r"\neq 0" in found
    assert r"\begin{align*}" in simplified(SUM).to_latex()


def test_latex_braces_balance() -> None:
    for latex in (simplified(SUM).to_latex(), simplified("x/x", "x > 0").to_latex()):
        plain = re.sub(r"\\[{}]", "", latex)
        assert plain.count("{") == plain.count("}")
        assert latex.count(r"\left") == latex.count(r"\right")


def test_a_page_shows_chain_domain_and_claim() -> None:
    certificate = simplified(SUM).certificate
    assert certificate is not None
    page = to_html(certificate, resolve=_resolver())
    assert "Equal expressions" in page
    assert "defined at the same points" in page
    assert page.index("Values") < page.index("Same domain")


def _resolver() -> Callable[[str], bytes | str | None]:
    from lemmata.checking import resolver

    found: Callable[[str], bytes | str | None] = resolver()
    return found


def test_the_same_question_gives_the_same_certificate() -> None:
    again = simplify(SUM)
    assert again.to_json() == simplified(SUM).to_json()


def test_where_nothing_is_defined_is_said() -> None:
    assert "Same domain: nowhere" in text_of(simplified("x + x + 1/0"))


# Notebooks


def test_a_result_in_a_notebook() -> None:
    found = simplified("(x^2-1)/(x-1)")
    page = found._repr_html_()
    assert r"\frac{x^{2} - 1}{x - 1}" in page
    assert "<code>x + 1</code> if <code>x != 1</code>" in page
    assert found._repr_latex_() == r"$\displaystyle \frac{x^{2} - 1}{x - 1}$"


def test_a_derivation_in_a_notebook() -> None:
    page = simplified(SUM).derivation()._repr_html_()
    assert page.startswith("<table>")
    assert "by axiom pythagoras" in page
    assert page.count("<tr>") == page.count("</tr>")


def test_a_verdict_in_a_notebook_is_escaped() -> None:
    page = equivalent("x < 1 and y < 1", "x < 1")._repr_html_()
    assert "<b>refuted</b>" in page
    assert "x &lt; 1" in page
    assert "x < 1" not in page


def test_a_term_in_a_notebook() -> None:
    term = simplified("x^2 + 0").term
    assert term is not None
    assert term._repr_latex_() == r"$\displaystyle x^{2}$"


def test_a_verdict_has_no_formula() -> None:
    assert equivalent("x", "x + 1")._repr_latex_() is None
