"""`lemmata equiv expr`: verdicts, witnesses, exit codes."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest

from cli.running import Run
from cli.schemas import validate
from lemmata.cli.main import main


@pytest.fixture
def run(run: Run) -> Run:
    """Run `lemmata equiv`."""
    return partial(run, "equiv")


@pytest.mark.parametrize(
    ("left", "right", "more"),
    [
        ("(x+1)^2", "x^2 + 2x + 1", ()),
        ("sin(x)^2", "1 - cos(x)^2", ()),
        ("x/x", "1", ("--assume", "x > 0")),
        ("p and q", "q and p", ()),
        ("-x", "0 - x", ()),
        ("f(x + x)", "f(2x)", ()),
        ("1/x/y", "1/(x*y)", ()),
    ],
)
def test_proved(run: Run, left: str, right: str, more: tuple[str, ...]) -> None:
    code, out, _ = run("expr", left, right, *more)
    assert code == 0
    first, *rest = out.splitlines()
    assert first.startswith("proved  ")
    assert any("Same domain" in line for line in rest)


@pytest.mark.parametrize(
    ("left", "right", "told"),
    [
        ("x/x", "1", "left   is undefined"),
        ("1", "x/x", "right  is undefined"),
        ("(x+1)^2", "x^2 + 1", "left   = "),
        ("p or q", "p", "right  = false"),
        ("sqrt(x^2)", "x", "right  = -"),
    ],
)
def test_refuted_with_both_values(run: Run, left: str, right: str, told: str) -> None:
    code, out, _ = run("expr", left, right)
    assert code == 1
    first, second, *sides = (line.strip() for line in out.splitlines())
    assert first.startswith("refuted  ")
    assert second.startswith("for ")
    assert any(side.startswith(told) for side in sides)


def test_unknown_says_why(run: Run) -> None:
    code, out, _ = run("expr", "f(x)", "f(-x)", "--timeout", "1")
    assert code == 3
    first, *reasons = out.splitlines()
    assert first == "unknown  f(x) = f(-x)"
    assert reasons


def test_json(run: Run) -> None:
    code, out, _ = run("expr", "x/x", "1", "--json")
    found = json.loads(out)
    validate(found)
    assert code == 1
    assert found["verdict"] == "refuted"
    assert found["witness"] == {"values": {"x": "0"}, "left": "undefined", "right": "1"}


def test_quiet(run: Run) -> None:
    assert run("expr", "x + x", "2x", "-q")[1] == "proved  x + x = 2*x\n"


@pytest.mark.parametrize(("left", "right"), [("x + x", "2x"), ("x", "x + 1")])
def test_files(run: Run, left: str, right: str) -> None:
    _, _, err = run("expr", left, right, "--certificate", "c.json", "--html", "pages", "-q")
    [page] = Path("pages").iterdir()
    assert err == f"page: {page}\n"
    assert main(["check", "c.json"]) == 0


def test_standard_input(run: Run) -> None:
    assert run("expr", "-", "2x", "-q", stdin=b"x + x\n")[0] == 0
    assert run("expr", "-", "-")[0] == 2


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("expr", "x +", "y"), "1:4"),
        (("expr", "x", "y +"), "1:4"),
        (("expr", "p and q", "x + 1"), "error"),
        (("expr", "", "x"), "empty"),
        (("expr", "x"), "B"),
        (("sql", "x", "y"), "--schema FILE.sql"),
        (("tree", "x", "y"), "lemmata equiv expr"),
        (("expr", "x", "y", "--witness", "w.sql"), "equiv sql"),
        (("expr", "x", "y", "--var", "x: complex"), "complex"),
        (("expr", "x", "y", "--assume", "x +"), "ends too early"),
        ((), "required"),
    ],
)
def test_bad_input(run: Run, words: tuple[str, ...], told: str) -> None:
    code, out, err = run(*words)
    assert code == 2
    assert out == ""
    assert told in err


def test_contradictory_assumptions_decide_nothing(run: Run) -> None:
    code, out, err = run("expr", "x", "x + 1", "--assume", "x > 0", "--assume", "x < 0")
    assert code in (0, 3)
    assert "vacuous" in out + err
