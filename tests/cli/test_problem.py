"""`lemmata prove FILE.p`: the status line, verdict words, exit codes and the evidence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.schemas import validate
from lemmata.cli.main import main
from lemmata.language.tptp.szs import overall, szs_status
from lemmata.terms.declarations import Clause
from lemmata.terms.term import FALSE_TERM, TRUE_TERM

PROBLEMS = Path(__file__).parents[1] / "data" / "tptp"
ABSURD = Clause((), (), (), (TRUE_TERM, FALSE_TERM))


@pytest.mark.parametrize(
    ("name", "code", "first", "second"),
    [
        ("involution", 0, "Unsatisfiable", "proved  goal: "),
        ("witness", 0, "Theorem", "proved  some: "),
        ("contradictory", 0, "ContradictoryAxioms", "proved  some: "),
        ("not_commutative", 1, "Satisfiable", "refuted  commutes: "),
        ("counterexample", 1, "CounterSatisfiable", "refuted  reflexive: "),
        ("inverse_pair", 3, "Satisfiable", "unknown  differ: "),
    ],
)
def test_the_status_comes_first(
    name: str, code: int, first: str, second: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["prove", str(PROBLEMS / f"{name}.p")]) == code
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"% SZS status {first} for {name}"
    assert lines[1].startswith(second)


def test_malformed_and_inappropriate(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "x.p"
    path.write_text("cnf(a, axiom, f(X = c).")
    assert main(["prove", str(path)]) == 2
    shown = capsys.readouterr()
    assert shown.out == "% SZS status InputError for x\n"
    assert f"{path}:1:19: error: unexpected '='" in shown.err
    path.write_text("cnf(a, axiom, p).\ncnf(b, axiom, q | r).")
    assert main(["prove", str(path)]) == 3
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["% SZS status Inappropriate for x", "unknown  x: x"]
    assert f"{path}:2:5: this formula has a clause that is not Horn; accepted are" in lines[2]
    assert main(["prove", str(tmp_path / "missing.p")]) == 2


def test_json_has_the_status(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["prove", str(PROBLEMS / "witness.p"), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    validate(answer)
    assert [verdict["szs"] for verdict in answer["results"]] == ["Theorem"]
    path = tmp_path / "x.p"
    path.write_text("cnf(a, axiom,")
    assert main(["prove", str(path), "--json"]) == 2
    validate(json.loads(capsys.readouterr().out))


def test_evidence_and_export(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    certificate = tmp_path / "c.json"
    problem = str(PROBLEMS / "involution.p")
    assert main(["prove", problem, "-v", "--certificate", str(certificate)]) == 0
    shown = capsys.readouterr().out
    assert main(["export", str(certificate), "--to", "tstp"]) == 0
    derivation = capsys.readouterr().out
    assert derivation in shown
    assert derivation.startswith("% SZS output start CNFRefutation for involution\n")
    assert main(["prove", str(PROBLEMS / "not_commutative.p"), "-v"]) == 1
    assert "% SZS output start FiniteModel for not_commutative\n" in capsys.readouterr().out


def test_the_status_of_several_goals_is_the_weakest(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "two.p"
    path.write_text("fof(a, axiom, p). fof(c, conjecture, p & q).")
    assert main(["prove", str(path), "-q"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "% SZS status CounterSatisfiable for two",
        "proved  c: p",
        "refuted  c.2: q",
    ]
    assert overall(["Theorem", "GaveUp"]) == "GaveUp"
    assert overall(["Timeout", "CounterSatisfiable"]) == "CounterSatisfiable"


def test_statuses_of_limits() -> None:
    for reason, status in (
        ("time is over", "Timeout"),
        ("limit: time", "Timeout"),
        ("limit: 2000 given clauses", "ResourceOut"),
        ("the kernel rejected what the search found", "GaveUp"),
        ("saturated", "Satisfiable"),
    ):
        assert szs_status("clauses", "unknown", reason, ABSURD) == status
