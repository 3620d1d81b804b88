"""Theorems about structures are used in their models, once the axioms are proved there."""

from __future__ import annotations

import json

import pytest

from lemmata.export.coq import to_coq
from lemmata.export.html import to_html
from lemmata.export.latex import to_latex
from lemmata.export.text import to_text
from lemmata.kernel import check
from lemmata.language import parse_theory
from lemmata.proof.decode import decode
from lemmata.proof.encode import encode
from lemmata.proof.nodes import Instance, Theorem
from lemmata.proof.statistics import statistics
from lemmata.proving import Session, prove_file, stored_laws
from lemmata.service.store import resolve, stored
from lemmata.theories import theory

LATTICE = """theory t
import lattice, nat
instance order: lattice
  L = Nat
  x /\\ y = min(x, y)
  x \\/ y = {join}
theorem same: min(x, y) = {join} ==> x = y
"""


def instances_in(certificate: dict[str, object]) -> list[str]:
    return [p.name for p in decode(certificate).proofs if isinstance(p.theorem, Instance)]


def test_obligations_first_then_theorems_through_the_instance() -> None:
    found = [*prove_file(parse_theory(LATTICE.format(join="max(x, y)")))]
    assert [v.name for v in found] == [
        *("order.meet_comm", "order.meet_assoc", "order.meet_absorb"),
        *("order.join_comm", "order.join_assoc", "order.join_absorb", "same"),
    ]
    assert {v.verdict for v in found} == {"proved"}
    assert found[-1].certificate is not None
    assert instances_in(found[-1].certificate) == ["order.meet_join_equal"]
    assert found[-1].trusted == ()  # no axiom of lattices is left


def test_a_false_obligation_makes_the_instance_unusable() -> None:
    found = [*prove_file(parse_theory(LATTICE.format(join="x + y")))]
    refuted = [v for v in found if v.verdict != "proved"]
    assert refuted
    assert all("the instance order cannot be used" in v.reason for v in refuted)
    for verdict in found:
        if verdict.certificate is not None and verdict.verdict == "proved":
            assert not instances_in(verdict.certificate)


def test_without_stored_theorems_there_is_no_instance() -> None:
    loaded = parse_theory(LATTICE.format(join="max(x, y)"))
    *_, last = prove_file(loaded, from_definitions=True)
    assert last.certificate is None or not instances_in(last.certificate)


def test_stored_instances_are_available_to_statements() -> None:
    loaded = theory("instances")
    names = {law.name for law in stored_laws(loaded)}
    assert {"add_group.inv_mul", "truth.transitivity", "order.antisymmetry"} <= names
    clause = next(t.clause for t in loaded.theorems if t.name == "neg_of_sum")
    verdict = Session(loaded).prove("goal", clause)
    assert verdict.verdict == "proved"
    assert all(rests.startswith("axiom int.") for rests in verdict.trusted)
    assert verdict.trusted


def test_every_theorem_of_the_structure_has_an_instance_that_the_kernel_accepts() -> None:
    loaded = theory("instances")
    seen = 0
    for law in stored_laws(loaded):
        if isinstance(law.proof, Instance):
            report = check(json.dumps(encode(law.proof, loaded.declarations)), resolve)
            assert not any(s in ("group", "lattice") for s, _ in report.axioms)
            seen += 1
    assert seen == 13 + 2 * 10


@pytest.mark.parametrize("name", ["neg_of_sum", "and_trans", "min_to_max"])
def test_certificates_read_back_and_are_shown(name: str) -> None:
    certificate = stored("instances", name)
    assert certificate is not None
    document = decode(certificate)
    goal = document.proofs[-1].theorem
    assert isinstance(goal, Theorem)
    again = encode(goal, document.declarations)
    report = check(json.dumps(again), resolve)
    assert report.statement == check(json.dumps(certificate), resolve).statement
    shown = to_text(certificate, 400, theory("instances").notation)
    rows = [row for row in shown.splitlines() if "instance of" in row]
    assert len(rows) == 1
    if name == "neg_of_sum":
        wanted = "instance of group.inv_mul, with G = Int, x * y = x + y, inv(x) = -x, e = 0"
        assert rows[0].endswith(wanted)
    assert "instance of" in to_html(certificate, resolve=lambda d: resolve(d))
    assert "nstance of" in to_latex(certificate)
    assert statistics(document).lemma_depth == 3
    text = to_coq(certificate, lambda d: json.loads(resolve(d) or ""))
    assert text.rstrip().splitlines()[-1].startswith("Print Assumptions ")
