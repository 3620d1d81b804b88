"""Axioms that contradict one another are found out before a problem is called satisfiable."""

from pathlib import Path

import pytest

from lemmata.proving import prove_file

CONTRADICTORY = [
    "cnf(a, axiom, p(a)). cnf(b, axiom, ~ p(X)). cnf(g, negated_conjecture, c != d).",
    "fof(a, axiom, p(a)). fof(b, axiom, ![X]: ~ p(X)). fof(g, conjecture, c = d).",
    "cnf(a, axiom, f(X) = b). cnf(b, axiom, f(X) != X). cnf(g, negated_conjecture, c != d).",
    "fof(a, axiom, ![X]: (p(X) => q(X))). fof(b, axiom, p(a)). fof(c, axiom, ~ q(a))."
    " fof(g, conjecture, ?[X]: s(X) = c).",
    "fof(a, axiom, p(a) & ~ p(a)). fof(g, conjecture, q).",
]


@pytest.mark.parametrize("text", CONTRADICTORY)
def test_a_contradiction_is_a_proof_and_never_saturation(text: str, tmp_path: Path) -> None:
    path = tmp_path / "problem.p"
    path.write_text(text)
    (verdict,) = prove_file(path, timeout=5)
    assert verdict.verdict == "proved"
    assert verdict.szs in ("Unsatisfiable", "Theorem", "ContradictoryAxioms")


def test_goals_beside_denials_are_proved_and_refuted_as_before(tmp_path: Path) -> None:
    axioms = (
        "fof(a, axiom, ![X]: (p(X) => q(X))). fof(b, axiom, p(a))."
        " fof(c, axiom, ![X]: (r(X) => ~ q(X))). "
    )
    path = tmp_path / "problem.p"
    for conjecture, verdict, szs in (
        ("![X]: (r(X) => ~ p(X))", "proved", "Theorem"),
        ("~ r(a)", "proved", "Theorem"),
        ("q(b)", "refuted", "CounterSatisfiable"),
    ):
        path.write_text(axioms + f"fof(g, conjecture, {conjecture}).")
        (found,) = prove_file(path, timeout=5)
        assert (found.verdict, found.szs) == (verdict, szs), conjecture
