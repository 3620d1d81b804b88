"""Horn clauses and goals with variables: what they become, and that the proofs are accepted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import second_checker
from lemmata.errors import Source
from lemmata.kernel import check
from lemmata.language.tptp import read_tptp
from lemmata.proof.encode import encode
from lemmata.proof.laws import axioms
from lemmata.proof.nodes import Theorem
from lemmata.proving import prove_file
from lemmata.search.horn import as_equations
from lemmata.terms.declarations import Clause

PROBLEMS = Path(__file__).parents[1] / "data" / "tptp"
ABSURD = "cnf(g, negated_conjecture, f(X) != X)."

STATUSES = {
    "contradictory": ["ContradictoryAxioms"],
    "counterexample": ["CounterSatisfiable"],
    "divides": ["Theorem"],
    "fixed_point": ["Unsatisfiable"],
    "group_square": ["Unsatisfiable"],
    "implication": ["Unsatisfiable"],
    "including": ["Unsatisfiable"],
    "inverse_pair": ["Satisfiable"],
    "involution": ["Unsatisfiable"],
    "not_commutative": ["Satisfiable"],
    "preorder": ["Theorem"],
    "subsets": ["Theorem", "Theorem"],
    "witness": ["Theorem"],
}
VERDICTS = {
    "Theorem": "proved",
    "Unsatisfiable": "proved",
    "ContradictoryAxioms": "proved",
    "Satisfiable": "refuted",
    "CounterSatisfiable": "refuted",
}


def equations(text: str) -> list[tuple[str, Theorem]]:
    """The laws that completion is given, with the proofs of those that are not axioms."""
    theory = read_tptp(Source("horn.p", text), "horn").theory
    laws = as_equations(axioms(theory.declarations), theory.theorems[0].clause)
    found = []
    for law in laws:
        left, right = law.clause.conclusion
        assert not law.clause.premises
        if isinstance(law.proof, Theorem):
            certificate = encode(law.proof, theory.declarations)
            check(json.dumps(certificate))
            found.append((f"{left} = {right}", law.proof))
    return found


CLAUSES = {
    "~ p(X) | f(X) = X": "ite(p(X), f(X), X) = X",
    "g(X) != g(Y) | X = Y": "ite(eq(g(X), g(Y)), X, Y) = Y",
    "~ p(X) | q(X)": "ite(p(X), q(X), true) = true",
    "~ p(X) | ~ q(X)": "ite(p(X), ite(q(X), true, false), false) = false",
    "~ p(X) | X != Y | ~ q(Y) | r(X, Y)": (
        "ite(p(X), ite(eq(X, Y), ite(q(Y), r(X, Y), true), true), true) = true"
    ),
}


@pytest.mark.parametrize(("clause", "equation"), CLAUSES.items())
def test_a_clause_becomes_an_equation_with_a_proof(clause: str, equation: str) -> None:
    found = [text for text, _ in equations(f"cnf(a, axiom, {clause}). {ABSURD}")]
    assert equation in found
    assert "eq(x, x) = true" in found


def test_equations_stay_as_they_are() -> None:
    text = "cnf(a, axiom, f(X) = X). cnf(b, axiom, ~ p(X)). cnf(g, negated_conjecture, c != d)."
    assert equations(text) == []


@pytest.mark.parametrize("name", STATUSES)
def test_problems(name: str) -> None:
    found = list(prove_file(PROBLEMS / f"{name}.p", timeout=20))
    assert [verdict.szs for verdict in found] == STATUSES[name]
    for verdict in found:
        if name == "inverse_pair":
            assert (verdict.verdict, verdict.reason) == ("unknown", "saturated")
            continue
        assert verdict.verdict == VERDICTS[verdict.szs]
        assert verdict.certificate is not None
        second_checker.check(verdict.certificate)


def test_a_refutation_declares_all_axioms() -> None:
    """The goal true = false mentions no symbol, but its model must satisfy the clauses."""
    (verdict,) = prove_file(PROBLEMS / "counterexample.p")
    assert verdict.certificate is not None
    (structure,) = verdict.certificate["declarations"]
    assert [axiom["name"] for axiom in structure["axioms"]] == ["symmetric", "transitive"]


def test_clauses_without_a_model_are_not_refuted(tmp_path: Path) -> None:
    path = tmp_path / "unsatisfiable.p"
    path.write_text("cnf(a, axiom, p(f(X))).\ncnf(b, axiom, ~ p(X) | ~ p(f(X))).")
    (verdict,) = prove_file(path)
    assert (verdict.verdict, verdict.szs) == ("proved", "Unsatisfiable")


def test_the_proof_is_the_same_every_time() -> None:
    first, second = (next(iter(prove_file(PROBLEMS / "preorder.p"))).to_json() for _ in range(2))
    assert first == second


def test_the_clause_is_closed() -> None:
    for _, theorem in equations(f"cnf(a, axiom, ~ p(X) | q(X)). {ABSURD}"):
        assert isinstance(theorem.clause, Clause)
        assert set(theorem.clause.variables) == {
            v for side in theorem.clause.terms() for v in side.free
        }
