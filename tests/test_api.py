"""The Python door: the names of CONTRACT.md, and what a verdict can do.

>>> import lemmata
>>> verdict = lemmata.prove("x + y = x", theory="nat")
>>> verdict.verdict, verdict.witness["values"], bool(verdict)
('refuted', {'x': '0', 'y': '1'}, False)
>>> verdict.check().kind
'refutation'
>>> lemmata.prove("rev(rev(xs)) = xs", theory="list", from_definitions=True).verdict
'proved'
>>> lemmata.check(lemmata.prove("x * y = y * x").certificate).kind
'proof'
>>> lemmata.theory("nat").theorems[2].name
'add_comm'
>>> lemmata.prove("x + = y")
Traceback (most recent call last):
lemmata.errors.InputError: <statement>:1:5: error: unexpected =, an operand is missing
  x + = y
      ^
expected: a name, a number, (
"""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

import lemmata
from cli.schemas import validate
from lemmata.errors import InputError
from lemmata.kernel import Rejected
from lemmata.results import Verdict, summary_exit_code


@pytest.fixture(scope="module")
def proved() -> Verdict:
    return lemmata.prove("x + y = y + x", from_definitions=True)


@pytest.fixture(scope="module")
def refuted() -> Verdict:
    return lemmata.prove("x + y = x")


@pytest.fixture(scope="module")
def unknown() -> Verdict:
    return lemmata.prove("x ^ 3 + y ^ 3 = z ^ 3 ==> x * y = 0", timeout=0.3)


@pytest.mark.parametrize("name", lemmata.__all__)
def test_public_names_are_there_and_documented(name: str) -> None:
    found = getattr(lemmata, name)
    assert name in dir(lemmata)
    assert isinstance(found, str) or found.__doc__


def test_other_names_are_not() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'proof_of_everything'"):
        _ = lemmata.proof_of_everything  # type: ignore[attr-defined]


def test_a_verdict_is_frozen(proved: Verdict) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        proved.verdict = "refuted"  # type: ignore[misc]


def test_what_an_answer_says(proved: Verdict, refuted: Verdict, unknown: Verdict) -> None:
    assert [v.verdict for v in (proved, refuted, unknown)] == ["proved", "refuted", "unknown"]
    assert [bool(v) for v in (proved, refuted, unknown)] == [True, False, False]
    assert proved.certificate is not None
    assert proved.witness is None
    assert proved.trusted == ()
    assert proved.steps > 0
    assert refuted.witness == {"values": {"x": "0", "y": "1"}, "left": "1", "right": "0"}
    assert unknown.certificate is unknown.witness is None
    assert unknown.reason
    assert unknown.stuck


def test_an_answer_prints_itself(proved: Verdict, refuted: Verdict, unknown: Verdict) -> None:
    assert str(proved).startswith("proved: x + y = y + x\n")
    assert "by induction on x" in str(proved)
    assert str(refuted).startswith("refuted: x + y = x\n")
    assert "y = 1" in str(refuted)
    assert str(unknown).startswith("unknown: ")
    assert f"stuck at: {unknown.stuck}" in str(unknown)


def test_to_dict_fits_its_schema(proved: Verdict, refuted: Verdict, unknown: Verdict) -> None:
    for verdict in (proved, refuted, unknown):
        found = verdict.to_dict()
        validate(json.loads(json.dumps(found)))
        assert found["verdict"] == verdict.verdict
        assert found["goal"] == verdict.goal


def test_a_verdict_is_checked_again(proved: Verdict, refuted: Verdict, unknown: Verdict) -> None:
    report = proved.check()
    assert (report.kind, report.all_steps) == ("proof", proved.steps)
    assert refuted.check().kind == "refutation"
    for action in (unknown.check, unknown.to_coq, lambda: unknown.to_html(".")):
        with pytest.raises(ValueError, match="the answer is unknown: there is no certificate"):
            action()


def test_check_takes_an_object_a_text_bytes_and_a_path(proved: Verdict, tmp_path: Path) -> None:
    assert proved.certificate is not None
    path = proved.save(tmp_path / "c.json")
    reports = [
        lemmata.check(proved.certificate),
        lemmata.check(proved.to_json()),
        lemmata.check(proved.to_json().encode()),
        lemmata.check(path),
        lemmata.check(str(path)),
    ]
    assert len({report.certificate for report in reports}) == 1


def test_an_altered_certificate_is_rejected(proved: Verdict) -> None:
    altered = json.loads(proved.to_json())
    altered["theorems"][-1]["nodes"].pop()
    with pytest.raises(Rejected):
        lemmata.check(altered)


def test_files(proved: Verdict, tmp_path: Path) -> None:
    page = proved.to_html(tmp_path)
    assert page.parent == tmp_path
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert "Lemmata" in proved.to_coq()
    with pytest.raises(InputError, match="cannot write"):
        proved.save(tmp_path / "absent" / "c.json")


def test_the_exit_code_of_several_answers(
    proved: Verdict, refuted: Verdict, unknown: Verdict
) -> None:
    assert summary_exit_code([proved, proved]) == 0
    assert summary_exit_code([proved, unknown]) == 3
    assert summary_exit_code([proved, unknown, refuted]) == 1
    assert summary_exit_code([]) == 0


def test_a_theory_by_name_path_and_object(tmp_path: Path) -> None:
    path = tmp_path / "mine.lem"
    path.write_text("theory mine\nimport nat\ntheorem t: x + 0 = x\n", encoding="utf-8")
    mine = lemmata.theory(path)
    assert mine.name == lemmata.theory(str(path)).name == "mine"
    assert lemmata.theory(mine) is mine
    assert lemmata.theory("nat") is lemmata.theory("nat")
    assert lemmata.prove("x + 0 = x", theory=mine)
    assert lemmata.prove("x + 0 = x", theory=path)
    with pytest.raises(InputError, match="there is no theory absent"):
        lemmata.theory("absent")
