"""`lemmata simplify`: what it prints, its JSON, and that nothing typed makes it hang or lie."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from cli.running import Answer, Run
from lemmata.cli.main import main

SECONDS = 60
"""Far above what any of these needs; a hang, not a slow machine, is what fails."""


@pytest.fixture
def run(run: Run) -> Run:
    """Run `lemmata simplify`; it must end soon."""

    def call(*words: str, stdin: bytes = b"") -> Answer:
        start = time.monotonic()
        answer = run("simplify", *words, stdin=stdin)
        assert time.monotonic() - start < SECONDS
        return answer

    return call


# Results


@pytest.mark.parametrize(
    ("text", "assumed", "lines"),
    [
        ("sin(x)^2 + cos(x)^2", (), ["1"]),
        ("(sin(x)+cos(x))^2 + (sin(x)-cos(x))^2", (), ["2"]),
        ("(a+b)^3 - a^3 - 3a^2*b - 3a*b^2 - b^3", (), ["0"]),
        ("(x^2-1)/(x-1)", (), ["(x^2 - 1)/(x - 1)", "x + 1 if x != 1"]),
        ("(x^2-1)/(x-1)", ("x != 1",), ["x + 1"]),
        ("x/x", (), ["x/x", "1 if x != 0"]),
        ("x/x", ("x > 0 and y != 0",), ["1"]),
        ("exp(log(x))", (), ["exp(log(x))", "x if x > 0"]),
        ("exp(log(x))", ("x > 0",), ["x"]),
        ("(p and q) or (p and not q)", (), ["p"]),
        ("x", (), ["x"]),
        ("-x + x", (), ["0"]),
        ("f(x) - f(x)", (), ["0"]),
    ],
)
def test_the_first_line_is_the_result(
    run: Run, text: str, assumed: tuple[str, ...], lines: list[str]
) -> None:
    answer = run(text, *(word for c in assumed for word in ("--assume", c)))
    assert answer.code == 0
    assert answer.lines == lines


def test_a_minus_may_come_first(run: Run) -> None:
    assert run("-x+x").lines == ["0"]
    assert run("--", "-q*(-q)").lines == ["q^2"]


def test_generic_lists_its_conditions(run: Run) -> None:
    assert run("(x^2-1)/(x-1)", "--generic").lines == ["x + 1", "requires x != 1"]
    assert run("x + x", "--generic").lines == ["2*x"]


def test_quiet_prints_the_result_alone(run: Run) -> None:
    answer = run("x/x", "-q")
    assert (answer.out, answer.err) == ("x/x\n", "")


def test_verbose_adds_figures_on_standard_error(run: Run) -> None:
    answer = run("x + x", "-v")
    assert answer.out == "2*x\n"
    assert "kernel steps" in answer.err


def test_standard_input(run: Run) -> None:
    assert run("-", stdin=b"x + x\n").lines == ["2*x"]


def test_operations_as_the_cost(run: Run) -> None:
    assert run("x^2 + 2*x*y + y^2", "--cost", "ops").lines == ["(x + y)^2"]


def test_a_cost_of_ones_own(run: Run) -> None:
    Path("mine.py").write_text(
        "def cheap_sums(term):\n"
        "    return 1 if getattr(term.head, 'display', '') == '+' else 1000\n",
        encoding="utf-8",
    )
    answer = run("x + x", "--cost", "mine.py:cheap_sums")
    assert answer.code == 0
    assert answer.lines[0] in ("x + x", "2*x")


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("def f(t): return -1", "positive integer"),
        ("def f(t): return 0.5", "positive integer"),
        ("def f(t): return 1/0", "ZeroDivisionError"),
        ("f = 3", "no function 'f'"),
        ("import nothing_like_this", "ModuleNotFoundError"),
        ("def f(", "SyntaxError"),
    ],
)
def test_a_cost_that_fails_is_bad_input(run: Run, source: str, told: str) -> None:
    Path("mine.py").write_text(source, encoding="utf-8")
    answer = run("x + x", "--cost", "mine.py:f")
    assert answer.code == 2
    assert told in answer.err


# Evidence


def test_steps(run: Run) -> None:
    answer = run("(sin(x)+cos(x))^2 + (sin(x)-cos(x))^2", "--steps")
    first, empty, *rows = answer.lines
    assert (first, empty) == ("2", "")
    assert rows[0] == "1  (sin(x) + cos(x))^2 + (sin(x) - cos(x))^2"
    assert any(row.endswith("by axiom pythagoras") for row in rows)
    assert rows[-1].split(maxsplit=1)[1].startswith("Same domain: everywhere")


def test_steps_of_what_is_unchanged_are_those_of_the_conditional_form(run: Run) -> None:
    answer = run("x/x", "--steps")
    assert answer.lines[3] == "unchanged: nothing simpler was found"
    assert answer.lines[5] == "assuming x != 0"
    assert answer.lines[6].startswith("1  x/x = 1 ")


def test_steps_name_the_assumptions(run: Run) -> None:
    answer = run("x/x", "--assume", "x > 1", "--steps")
    assert "assuming x > 1" in answer.lines


def test_json(run: Run) -> None:
    found = run("(x^2-1)/(x-1)", "--json").json
    assert found["result"] == "(x^2 - 1)/(x - 1)"
    assert found["conditional"] == [{"result": "x + 1", "condition": "x != 1"}]
    assert found["verdict"] == "proved"
    assert "conditions" not in found


def test_json_with_steps(run: Run) -> None:
    found = run("(x^2-1)/(x-1)", "--generic", "--json", "--steps", "--latex").json
    assert found["conditions"] == ["x != 1"]
    [step] = found["derivation"]["steps"]
    assert (step["left"], step["right"]) == ("(x^2 - 1)/(x - 1)", "x + 1")
    assert step["reason"].startswith("as fractions of polynomials")
    assert r"\frac{x^{2} - 1}{x - 1}" in found["latex"]


def test_latex(run: Run) -> None:
    answer = run("2*(sin(x)^2 + cos(x)^2) + x + x", "--latex")
    assert answer.lines[0] == "2 + 2*x" or answer.lines[0] == "2*(1 + x)" or "x" in answer.lines[0]
    assert r"\sin^{2}\left(x\right)" in answer.out
    assert answer.out.count(r"\begin{") == answer.out.count(r"\end{")


def test_a_certificate_is_written_and_accepted(run: Run) -> None:
    found = run("(x^2-1)/(x-1)", "--assume", "x > 1", "--certificate", "c.json", "--json").json
    assert found["certificate"] == "c.json"
    assert "strict" in json.loads(Path("c.json").read_text(encoding="utf-8"))
    assert main(["check", "c.json"]) == 0


def test_a_page_is_written(run: Run) -> None:
    answer = run("2x + x", "--html", "pages", "-q")
    assert answer.out == "3*x\n"
    [page] = Path("pages").iterdir()
    assert answer.err == f"page: {page}\n"
    assert "same points" in page.read_text(encoding="utf-8")


# Notes and refusals


def test_contradictory_assumptions_are_told(run: Run) -> None:
    answer = run("1/x", "--assume", "x > 0", "--assume", "x < 0")
    assert answer.code == 0
    assert "vacuous" in answer.err


def test_unknown_functions_are_kept(run: Run) -> None:
    answer = run("blorp(x + x) + 0")
    assert answer.lines == ["blorp(2*x)"]
    assert "blorp is not known" in answer.err


@pytest.mark.parametrize(
    ("text", "place", "told"),
    [
        ("", "1:1", "empty"),
        ("   ", "1:1", "empty"),
        ("x +", "1:4", "ends too early"),
        ("* x", "1:1", "unexpected *"),
        ("x)", "1:2", "unexpected )"),
        ("(x", "1:3", "ends too early"),
        ("sin x", "1:1", "sin(x)"),
        ("sin()", "1:5", "unexpected )"),
        ("sin(x, y)", "1:1", "sin"),
        ("nan", "1:1", "not a real number"),
        ("inf", "1:1", "not a real number"),
        ("oo + 1", "1:1", "not a real number"),
        ("i + 1", "1:1", "complex"),
        ("1e999999999", "1:1", "digits"),
        ("7" * 200_000, "1:1", "digits"),
        ("x\x00 + y", "1:2", "U+0000"),
        ("x + \x1b[31m", "1:5", "U+001B"),
        ("x + \u202ey", "1:5", "\\u202e"),
        ("x; y", "1:2", "unexpected ;"),
        ("p and 1", "1:7", "number"),
        ("(x < 1) + 1", "1:1", "truth value"),
        ("__import__('os')", "1:", "'"),
        ("x.__class__", "1:2", "unexpected ."),
    ],
)
def test_bad_expressions_are_refused_with_their_place(
    run: Run, text: str, place: str, told: str
) -> None:
    answer = run("--", text)
    assert answer.code == 2
    assert answer.out == ""
    assert f":{place}" in answer.err.splitlines()[0]
    assert told in answer.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("x", "--assume", "x >"), "ends too early"),
        (("x", "--assume", "1"), "truth value"),
        (("x", "--assume", ""), "empty"),
        (("x", "--var", "z: complex"), "complex variables are not supported yet"),
        (("x", "--var", "z"), 'write it as --var "n: integer"'),
        (("x", "--var", "2: real"), "which variable"),
        (("x", "--var", "n: quaternion"), "real, integer, bool"),
        (("x", "--var", "n: real", "--var", "n: integer"), "both"),
        (("x + 1", "--var", "x: bool"), "truth value"),
        (("x", "--cost", "beauty"), "size, ops"),
        (("x", "--cost", "missing.py:f"), "no such file"),
        (("x", "--timeout", "0"), "positive"),
        (("x", "--timeout", "nan"), "positive"),
        (("x", "--certificate", "-"), "path"),
        (("x", "--stesp"), "--steps"),
        ((), "EXPR"),
        (("x", "y"), "unrecognized"),
    ],
)
def test_bad_options_are_refused(run: Run, words: tuple[str, ...], told: str) -> None:
    answer = run(*words)
    assert answer.code == 2
    assert answer.out == ""
    assert told in answer.err


def test_errors_as_json(run: Run) -> None:
    found = run("x +", "--json").json
    assert found["schema"] == "lemmata.error/1"
    assert (found["error"]["line"], found["error"]["column"]) == (1, 4)


def test_bytes_that_are_not_text(run: Run) -> None:
    answer = run("-", stdin=b"x + \xff")
    assert answer.code == 2
    assert "not UTF-8" in answer.err


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("10^10^10", "10^10000000000"),
        ("factorial(10^8)", "100000000!"),
        ("1/0", "1/0"),
        ("0^(-1)", "0^(-1)"),
        ("1/0 + x - x", None),
        ("log(0)", "log(0)"),
        ("sqrt(-1)", "sqrt(-1)"),
        ("0/0", "0/0"),
        ("1e400 - 1e400", "0"),
        ("exp(10^9)", "exp(1000000000)"),
        ("(1/0)*0", None),
        ("2^(-10^10)", None),
        ("(x + y)^1000000", "(x + y)^1000000"),
        ("((((x^9)^9)^9)^9)^9", None),
        ("sin(10^10^10)", "sin(10^10000000000)"),
    ],
)
def test_large_and_undefined_constants(run: Run, text: str, result: str | None) -> None:
    answer = run("--timeout", "10", text)
    assert answer.code == 0
    if result is not None:
        assert answer.lines[0] == result


@pytest.mark.parametrize("text", ["1/0", "0/0 + x", "0*(1/0)", "log(-1) - log(-1)", "x/(y - y)"])
def test_what_is_undefined_everywhere_stays_undefined(run: Run, text: str) -> None:
    found = run(text, "--json").json
    assert any(part in found["result"] for part in ("/", "log"))


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "(" * 100_000 + "x" + ")" * 100_000,
        "sin(" * 100_000 + "x" + ")" * 100_000,
        "-" * 100_000 + "x",
        " + ".join(["x"] * 100_000),
        "not " * 100_000 + "p",
        "1/(1+" * 30_000 + "x" + ")" * 30_000,
        "^".join(["x"] * 50_000),
    ],
    ids=["brackets", "sines", "minus", "sum", "not", "fractions", "powers"],
)
def test_deep_input_is_answered_or_refused(run: Run, text: str) -> None:
    answer = run("-", "-q", "--timeout", "5", stdin=text.encode())
    assert answer.code in (0, 2)
    assert answer.out or "limit" in answer.err


def test_in_a_theory(run: Run) -> None:
    found = run("--theory", "nat", "x + (y - x)", "--assume", "x <= y", "--json")
    assert (found.code, found.json["result"]) == (0, "y")
    assert run("--theory", "list", "rev(rev(xs))").lines == ["xs"]


@pytest.mark.parametrize(
    "words",
    [["x + + y"], ["x +"], ["x", "--generic"], ["x", "--var", "x: real"], ["x = y"]],
)
def test_bad_questions_in_a_theory(run: Run, words: list[str]) -> None:
    assert run("--theory", "nat", *words).code == 2
