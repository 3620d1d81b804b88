"""What is stored is true: every certificate under proofs/ re-checks, every rule is justified."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lemmata.checking import load_cited
from lemmata.justifying import justify
from lemmata.language import shipped
from lemmata.proof.decode import decode
from lemmata.search.speculation import clause_of
from lemmata.service.store import checker, exists
from lemmata.terms.declarations import Clause
from lemmata.theories import theory
from second_checker import Session

ROOT = Path(__file__).resolve().parents[1]
CERTIFICATES = sorted((ROOT / "proofs").rglob("*.json"))
SECOND = Session(load_cited)
RULES = sorted((ROOT / "rules").glob("*.lem"))


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def text_of(clause: Clause) -> list[str]:
    """The clause up to the names of its variables, and up to which theory object it came from."""
    renamed = clause_of(*clause.conclusion, premises=clause.premises)
    return [str(term) for term in renamed.terms()]


@pytest.mark.parametrize("path", CERTIFICATES, ids=name)
def test_both_checkers_accept_a_stored_certificate(path: Path) -> None:
    report = checker().check(path.read_bytes())
    assert report.kind == "proof"
    found = SECOND.check(path.read_bytes())
    assert found["statement"] == report.statement


@pytest.mark.parametrize("shown", shipped())
def test_every_shipped_theorem_has_its_certificate(shown: str) -> None:
    loaded = theory(shown)
    stored = {path.stem for path in (ROOT / "proofs" / shown).glob("*.json")}
    named = {theorem.name for theorem in loaded.theorems}
    assert named <= stored
    for theorem in loaded.theorems:
        assert exists(shown, theorem.name)
        path = ROOT / "proofs" / shown / f"{theorem.name}.json"
        proved = decode(json.loads(path.read_text(encoding="utf-8"))).goal
        assert text_of(proved) == text_of(theorem.clause)


@pytest.mark.slow
@pytest.mark.parametrize("path", RULES, ids=name)
def test_every_shipped_rule_is_justified(path: Path) -> None:
    verdicts = list(justify(path))
    assert verdicts
    for rule, verdict in verdicts:
        assert verdict.verdict == "proved", rule.name


def test_a_wrong_rule_is_refused_with_a_witness(tmp_path: Path) -> None:
    pack = tmp_path / "wrong.lem"
    pack.write_text("import nat\nrules wrong over Nat\n  bad: x - y + y => x\n", encoding="utf-8")
    [(_, verdict)] = justify(pack)
    assert verdict.verdict == "refuted"
    assert verdict.witness is not None
    assert verdict.witness["values"] == {"x": "0", "y": "1"}
