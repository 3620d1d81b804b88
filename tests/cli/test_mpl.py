"""`lemmata prove FILE.mpl` and `lemmata theories FILE`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lemmata.cli.main import main

DATA = Path(__file__).parents[1] / "data" / "mpl"
PEANO, GAUSS = str(DATA / "peano.mpl"), str(DATA / "gauss.mpl")


def test_prove_a_theorem_of_a_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    found = tmp_path / "t10.json"
    words = ["prove", PEANO, "--goal", "t10", "--from-definitions", "-q"]
    assert main([*words, "--certificate", str(found)]) == 0
    shown = capsys.readouterr()
    assert shown.out == "proved  t10: y + x = x + y\n"
    assert shown.err.startswith("note: N is read as the datatype 0 | S")
    assert main(["check", str(found)]) == 0


def test_a_quantifier_that_became_a_predicate_is_proved_right(
    capsys: pytest.CaptureFixture[str],
) -> None:
    goals = [
        word for name in ("le_intro", "le_elim", "t2", "t3", "t5") for word in ("--goal", name)
    ]
    assert main(["prove", GAUSS, *goals, "--from-definitions", "-q"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "proved  le_intro: n + p = m ==> n <= m",
        "proved  le_elim: n <= m ==> n + le_p(n, m) = m",
        "proved  t2: n <= S(n)",
        "proved  t3: n <= m ==> m <= k ==> n <= k",
        "proved  t5: 0 <= n and n <= n",
    ]


def test_a_statement_about_the_theory_of_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["prove", "--theory", PEANO, "x + y = x", "-q"]) == 1
    assert main(["prove", "--theory", str(DATA / "definitions.json"), "sum(2) = 3", "-q"]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert shown == ["refuted  x + y = x", "proved  sum(2) = 3"]


def test_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["theories", GAUSS]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "theory gauss"
    assert "  function     <= : N, N -> Bool" in lines


def test_the_text_of_a_theory(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["theories", GAUSS, "--lem"]) == 0
    path = tmp_path / "gauss.lem"
    path.write_text(capsys.readouterr().out)
    assert main(["prove", str(path), "--goal", "t3", "--from-definitions", "-q"]) == 0
    assert capsys.readouterr().out == "proved  t3: n <= m ==> m <= k ==> n <= k\n"
    assert main(["theories", "--lem"]) == 2


def test_errors_have_their_place(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "x.mpl"
    path.write_text("(>[](AnchorPeano[N,i0,s,+,*,i1])\n  (!(in2[i0,i0,s])))\n")
    (tmp_path / "x.json").write_text((DATA / "definitions.json").read_text())
    assert main(["prove", str(path), "--json"]) == 2
    error = json.loads(capsys.readouterr().out)["error"]
    assert (error["line"], error["column"], error["message"]) == (2, 4, "unexpected !")
    assert error["expected"] == ["&", ">", "a name"]
