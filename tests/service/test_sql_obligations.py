"""Obligations of SQL proofs: only a Z3 that says unsat, and no cvc5 that says sat, will do."""

from __future__ import annotations

import copy
import json
import os
from pathlib import Path
from typing import Any

import pytest

from kernel.false_sql import PROOFS
from kernel.sql_tools import certificate
from lemmata.kernel import Rejected
from lemmata.kernel.sql import Obligation
from lemmata.service import sql_obligations
from lemmata.service.sql_checking import check_equality
from lemmata.service.sql_obligations import discharge

TRUE = Obligation("(declare-const x Int)\n(assert (< x x))\n(check-sat)\n", "forward", "inject")
FALSE = Obligation("(declare-const x Int)\n(assert (< x 1))\n(check-sat)\n", "forward", "inject")
PAIR = ("SELECT e.id FROM emp e", "SELECT e.id FROM emp e JOIN dept d ON e.dept = d.id")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (FALSE.text, "sat"),
        ("(assert (and 1 true))\n(check-sat)\n", "error: "),
        ("(assert false", "error: "),
    ],
)
def test_what_z3_does_not_refute_fails(text: str, reason: str) -> None:
    failing = Obligation(text, "backward", "inject")
    found = discharge([TRUE, failing, TRUE], second=False)
    assert found.failed is failing
    assert found.reason.startswith(reason)


def test_what_is_refuted_is_counted() -> None:
    assert discharge([TRUE, TRUE], second=False).trusted == "z3: 2 obligations"
    assert discharge([], second=False).failed is None


def test_a_crash_discharges_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    monkeypatch.setattr(sql_obligations, "WORKER", "dying")
    assert discharge([TRUE], second=False).failed is TRUE


@pytest.mark.parametrize(
    ("answer", "trusted"),
    [("unsat", "z3: 1 obligation, cvc5 agrees"), ("unknown", "z3: 1 obligation"), ("sat", None)],
)
def test_a_second_opinion(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, answer: str, trusted: str | None
) -> None:
    program = tmp_path / "cvc5"
    program.write_text(f"#!/bin/sh\ncat > /dev/null\necho {answer}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    found = discharge([TRUE])
    if trusted is None:
        assert (found.failed, found.reason) == (TRUE, "cvc5 says sat")
    else:
        assert found.trusted == trusted


def test_an_equality_is_checked_from_the_texts() -> None:
    report = check_equality(json.dumps(certificate(*PAIR, PROOFS["parent 0"])))
    assert report.statement == f"{PAIR[0]}  =  {PAIR[1]}"
    assert "lowering of the queries" in report.trusted
    assert "foreign key of emp to dept" in report.constraints
    again = check_equality(json.dumps(certificate(*PAIR, PROOFS["parent 0"])))
    assert (report.obligations, report.certificate) == (again.obligations, again.certificate)


def change_key(claim: dict[str, Any]) -> None:
    claim["tables"][1]["columns"][2]["nullable"] = False


def change_query(claim: dict[str, Any]) -> None:
    claim["queries"][0] = "SELECT e.boss FROM emp e"


def change_plan(claim: dict[str, Any]) -> None:
    claim["plans"][0], claim["plans"][1] = claim["plans"][1], claim["plans"][0]
    proof = claim["proof"]
    proof["forward"], proof["backward"] = proof["backward"], proof["forward"]


def change_schema(claim: dict[str, Any]) -> None:
    claim["schema"] = claim["schema"].replace("REFERENCES dept (id)", "")


def change_target(claim: dict[str, Any]) -> None:
    claim["proof"]["forward"][0][0]["map"] = [0, 0]


def drop_pieces(claim: dict[str, Any]) -> None:
    claim["proof"]["forward"][0] = []


def change_dialect(claim: dict[str, Any]) -> None:
    claim["dialect"] = "klingon"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (change_key, "the tables are not those of the schema"),
        (change_query, "the plans are not those of the queries"),
        (change_plan, "the plans are not those of the queries"),
        (change_schema, "the tables are not those of the schema"),
        (change_target, r"rule inject: a row of another generator \(at forward\)"),
        (drop_pieces, "rule inject: an obligation at forward is not discharged: sat"),
        (change_dialect, "there is no dialect 'klingon'"),
    ],
)
def test_altered_certificates(change: Any, message: str) -> None:  # noqa: ANN401
    claim = copy.deepcopy(certificate(*PAIR, PROOFS["parent 0"]))
    change(claim)
    with pytest.raises(Rejected, match=message):
        check_equality(json.dumps(claim))
