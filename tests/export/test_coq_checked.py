"""The Coq export checked by Coq: accepted with the right assumptions, and false ones rejected."""

from __future__ import annotations

import copy
import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from export.coq_samples import SAMPLES, chain
from export.model_samples import MODELS
from export.theories import THEORIES, proved, refuted
from lemmata.checking import load_cited
from lemmata.data import folder
from lemmata.export.coq import Unsupported, to_coq
from second_checker import samples
from second_checker.build import Certificate, Json, app, forall, var

pytestmark = [pytest.mark.needs_debian, pytest.mark.slow]
Run = Callable[[str], "subprocess.CompletedProcess[str]"]

ASSUMPTIONS = {
    "polymorphic_symbols": {"choose_cons"},
    "integers": {"eqb", "eqb_spec"},
    "evaluation": {"eqb", "eqb_spec"},
    "reordered": {"G", "op", "assoc_2", "comm_2"},
    "bool_cases": {"eqb"},
    "equality": {"eqb", "eqb_spec"},
    "truth_table": {"eqb", "eqb_spec"},
    "ac": {"G", "op", "assoc_2", "comm_2"},
}
RINGS = {"semiring", "ring_negation", "ring_subtraction"}


@pytest.fixture
def coqc(debian_tool: Callable[..., str], tmp_path: Path) -> Run:
    """Check a text with Coq."""
    program = debian_tool("coqc")

    def run(text: str) -> subprocess.CompletedProcess[str]:
        (tmp_path / "certificate.v").write_text(text)
        return subprocess.run(
            [program, "-q", "certificate.v"],
            cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip

    return run


def assumptions(output: str) -> set[str]:
    """The names that `Print Assumptions` lists."""
    return set(re.findall(r"^(\w+)(?= :|$)", output.replace("Axioms:\n", ""), flags=re.MULTILINE))


def proofs() -> dict[str, Json]:
    """All samples of proofs that can be exported."""
    found = {sample.__name__: sample() for sample in SAMPLES}
    found |= {name: c for name, c in samples.valid().items() if c["kind"] == "proof"}
    return {name: c for name, c in found.items() if ["Real"] not in c["sorts"]}


@pytest.mark.parametrize("name", proofs())
def test_accepted(name: str, coqc: Run) -> None:
    result = coqc(to_coq(proofs()[name], samples.library().__getitem__))
    assert result.returncode == 0, result.stderr
    if name in RINGS:
        assert {"R", "mul", "distributivity"} <= assumptions(result.stdout)
    elif name in ASSUMPTIONS:
        assert assumptions(result.stdout) == ASSUMPTIONS[name]
    else:
        assert result.stdout.strip() == "Closed under the global context"


def test_the_statement_is_the_one_meant(coqc: Run) -> None:
    text = to_coq(samples.nat_commutative())
    stated = "Check commutative : forall m n : nat, plus m n = plus n m."
    assert coqc(f"{text}\n{stated}").returncode == 0
    wrong = "Check commutative : forall m n : nat, plus m n = plus m m."
    assert coqc(f"{text}\n{wrong}").returncode != 0


def test_long_chain(coqc: Run) -> None:
    assert coqc(to_coq(chain(1000))).returncode == 0


def false_statements() -> dict[str, Json]:
    """Proofs whose theorem says something that is not true, and that no rule justifies."""
    x, y = var("x", samples.NAT), var("y", samples.NAT)
    found: dict[str, Json] = {}
    for name, right in (("same", x), ("zero", app("Z")), ("successor", app("S", x))):
        c = Certificate.load(samples.nat_commutative())
        theorem = c.data["theorems"][-1]
        theorem["clause"] = c.clause(forall([x, y], app("plus", x, y), right))
        theorem["nodes"][-1]["right"] = c.term(right)
        found[name] = c.data
    guard = copy.deepcopy(samples.nat_induction())
    for node in guard["theorems"][0]["nodes"]:
        if node["rule"] == "induction":
            node["from"] = 0
    found["induction without its step"] = guard
    premise = samples.conditional()
    premise["theorems"][0]["clause"] = premise["theorems"][1]["clause"]
    found["without its premise"] = premise
    wrong = samples.truth_table()
    node = wrong["theorems"][0]["nodes"][-1]
    node["right"] = node["left"] = wrong["terms"].index(["app", "true", [], []])
    found["another formula"] = wrong
    return found


@pytest.mark.parametrize("name", false_statements())
def test_false_statements_are_rejected(name: str, coqc: Run) -> None:
    try:
        text = to_coq(false_statements()[name])
    except (Unsupported, LookupError, TypeError, ValueError):
        return
    assert coqc(text).returncode != 0


def checked(text: str, coqc: Run) -> set[str]:
    """What the theorem of a file rests on, once Coq has accepted it."""
    result = coqc(text)
    assert result.returncode == 0, result.stderr
    found = assumptions(result.stdout)
    assert found or result.stdout.strip() == "Closed under the global context"
    return found


@pytest.mark.parametrize("theory", THEORIES)
def test_found_proofs(theory: str, coqc: Run) -> None:
    """Proofs that the search finds, by every scheme and over functions of every form."""
    for name, certificate in proved(theory).items():
        text = to_coq(certificate, load_cited)
        declared = set(re.findall(r"^(?:Axiom|Parameter) (\w+)", text, flags=re.MULTILINE))
        assert checked(text, coqc) <= declared, name
        assert "its cases are axioms" not in text, name


def test_refutations(coqc: Run) -> None:
    for name, certificate in refuted().items():
        assert checked(to_coq(certificate), coqc) == set(), name


@pytest.mark.parametrize("sample", MODELS, ids=lambda sample: sample.__name__)
def test_models(sample: Callable[[], Json], coqc: Run) -> None:
    text = to_coq(sample())
    declared = set(re.findall(r"^(?:Axiom|Parameter) (\w+)", text, flags=re.MULTILINE))
    found = checked(text, coqc)
    assert found <= declared
    assert not found & {"M", "R", "mul", "add", "fold"}


STORED = [
    path
    for theory in ("bool", "group", "instances", "int", "lattice", "list", "nat", "tree")
    for path in sorted(Path(str(folder("proofs"))).joinpath(theory).glob("*.json"))[::5]
]


@pytest.mark.parametrize("path", STORED, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_stored_proofs(path: Path, coqc: Run) -> None:
    text = to_coq(json.loads(path.read_text()), load_cited)
    declared = set(re.findall(r"^(?:Axiom|Parameter) (\w+)", text, flags=re.MULTILINE))
    assert checked(text, coqc) <= declared


def test_a_false_refutation_is_rejected(coqc: Run) -> None:
    text = to_coq(refuted()["f1"])
    assert coqc(text.replace("= b0", "= (nat_plus b0 b1)")).returncode != 0
