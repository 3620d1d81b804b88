"""Derivations in TPTP syntax: read back, and each step checked by E where it is installed."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from export.coq_samples import SAMPLES
from lemmata.errors import Source
from lemmata.export.tstp import Step, Unsupported, steps, to_tstp
from lemmata.language.tptp.files import Files
from lemmata.language.tptp.words import Words
from lemmata.proving import prove, prove_file
from lemmata.results import Verdict

PROBLEMS = Path(__file__).parents[1] / "data" / "tptp"
PROVED = [
    "contradictory", "divides", "fixed_point", "group_square", "implication", "including",
    "involution", "preorder", "subsets", "witness",
]  # fmt: skip


def kind(verdict: Verdict) -> str:
    return "clauses" if verdict.szs == "Unsatisfiable" else "conjecture"


@pytest.fixture(scope="module")
def verdicts() -> dict[str, list[Verdict]]:
    """The answers to the sample problems."""
    return {name: list(prove_file(PROBLEMS / f"{name}.p", timeout=20)) for name in PROVED}


def derivations(found: list[Verdict]) -> list[list[Step]]:
    derived = []
    for verdict in found:
        assert verdict.certificate is not None
        derived.append(steps(verdict.certificate, kind(verdict)))
    return derived


@pytest.mark.parametrize("name", PROVED)
def test_every_derivation_is_a_refutation(name: str, verdicts: dict[str, list[Verdict]]) -> None:
    for found in derivations(verdicts[name]):
        names = [step.name for step in found]
        assert len(set(names)) == len(names)
        assert found[-1].text == "$false"
        for i, step in enumerate(found):
            assert set(step.parents) <= set(names[:i])
            assert step.parents or step.source.startswith(("file(", "inference("))
        used = {parent for step in found for parent in step.parents}
        assert used == set(names[:-1])


@pytest.mark.parametrize("name", PROVED)
def test_a_derivation_reads_back(name: str, verdicts: dict[str, list[Verdict]]) -> None:
    for verdict in verdicts[name]:
        assert verdict.certificate is not None
        text = to_tstp(verdict.certificate, kind(verdict))
        files = Files()
        files.read(Source("derivation.p", text), None)
        expected = steps(verdict.certificate, kind(verdict))
        assert [f"{f.language}:{f.role}" for f in files.formulas] == [
            f"{step.language}:{step.role}" for step in expected
        ]
        assert text.startswith(f"% SZS output start CNFRefutation for {name}\n")
        assert text.endswith(f"% SZS output end CNFRefutation for {name}\n")


def test_leaves_cite_the_file(verdicts: dict[str, list[Verdict]]) -> None:
    (found,) = derivations(verdicts["group_square"])
    leaves = {step.name: str(step) for step in found if step.source.startswith("file")}
    assert leaves["square"] == "cnf(square,axiom,(times(X,X) = e),file('group_square.p',square))."
    assert leaves["commutes"].startswith(
        "cnf(commutes,negated_conjecture,(times(a,b) != times(b,a)),file("
    )


def test_a_conjecture_is_negated(verdicts: dict[str, list[Verdict]]) -> None:
    first, second = derivations(verdicts["subsets"])
    assert [(s.language, s.role) for s in first[:2]] == [
        ("fof", "conjecture"),
        ("fof", "negated_conjecture"),
    ]
    assert "negate_conjecture,[status(cth)],[members]" in first[1].source
    assert second[0].name == "members_2"


def test_names_are_quoted(tmp_path: Path) -> None:
    path = tmp_path / "odd name's.p"
    path.write_text(
        "cnf('an axiom', axiom, 'F'(X, 'not') = X).\n"
        "cnf(7, negated_conjecture, 'F'('it\\'s', 'not') != 'it\\'s')."
    )
    (verdict,) = prove_file(path)
    assert verdict.certificate is not None
    text = to_tstp(verdict.certificate)
    assert "cnf('an axiom',axiom,('F'(X,not) = X),file('odd name\\'s.p','an axiom'))." in text
    assert "cnf(7,negated_conjecture,('F'('it\\'s',not) != 'it\\'s')" in text
    Files().read(Source("derivation.p", text), None)


def test_a_model_is_written() -> None:
    (verdict,) = prove_file(PROBLEMS / "counterexample.p")
    assert verdict.certificate is not None
    text = to_tstp(verdict.certificate)
    assert text.splitlines() == [
        "% SZS output start FiniteModel for counterexample",
        '% x = "0"',
        'fof(domain,fi_domain,(! [X] : (X = "0"))).',
        'fof(predicates,fi_predicates,(~ r("0","0"))).',
        "% SZS output end FiniteModel for counterexample",
    ]


def test_what_first_order_logic_does_not_express_is_refused() -> None:
    verdict = prove("x + y = y + x", theory="nat", from_definitions=True)
    assert verdict.certificate is not None
    with pytest.raises(Unsupported, match="data types"):
        to_tstp(verdict.certificate)


def test_every_sample_is_written_or_refused() -> None:
    """Cases, cuts, ac and the rest: what is written ends in a contradiction."""
    written = 0
    for sample in SAMPLES:
        try:
            found = steps(sample())
        except Unsupported:
            continue
        written += 1
        assert found[-1].text == "$false"
    assert written > 3


def closed(step: Step) -> str:
    """The universal closure of a step."""
    if step.language != "cnf":
        return step.text
    names = [t.text for t in Words(Source("", step.text)).tokens if t.kind == "upper"]
    return f"! [{','.join(dict.fromkeys(names))}] : ({step.text})" if names else step.text


def entailment(step: Step, found: list[Step]) -> str:
    """The problem that a step follows from its parents."""
    known = {other.name: other for other in found}
    rows = [f"fof(p{i}, axiom, {closed(known[p])})." for i, p in enumerate(step.parents)]
    return "\n".join([*rows, f"fof(goal, conjecture, {closed(step)})."])


@pytest.mark.needs_debian
@pytest.mark.slow
@pytest.mark.parametrize("name", PROVED)
def test_every_step_follows(
    name: str, verdicts: dict[str, list[Verdict]], debian_tool: Callable[..., str]
) -> None:
    program = debian_tool("eprover")
    for found in derivations(verdicts[name]):
        for step in found:
            if "status(thm)" not in step.source:
                continue
            answer = subprocess.run(
                [program, "--auto", "-s", "--cpu-limit=20"],
                input=entailment(step, found),
                capture_output=True,
                text=True,
                check=False,
            )
            assert re.search("SZS status (Theorem|ContradictoryAxioms)", answer.stdout), str(step)


def test_a_certificate_from_a_file_is_written_too(tmp_path: Path) -> None:
    (verdict,) = prove_file(PROBLEMS / "involution.p")
    certificate = json.loads(verdict.to_json())
    assert to_tstp(certificate) == to_tstp(certificate, "clauses")
