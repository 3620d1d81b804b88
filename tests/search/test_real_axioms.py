"""No axiom, theorem or definition of the theories of real numbers is false at any point tried."""

from __future__ import annotations

from pathlib import Path

import mpmath
import pytest

from lemmata.language import parse_goal
from lemmata.terms.declarations import Clause, Structure, Theory
from lemmata.theories import theory
from search.real_points import DIGITS, Undefined, outcome, points

ROOT = Path(__file__).resolve().parents[2]
THEORIES = {n: theory(ROOT / "proofs" / f"{n}.lem") for n in ("real", "exponential", "powers")}
THEORIES["trigonometry"] = theory(ROOT / "proofs" / "trigonometry.lem")
AXIOMS = [
    (t, axiom.name, axiom.clause)
    for t in THEORIES.values()
    for d in t.declarations
    if isinstance(d, Structure) and d.name == t.name
    for axiom in d.axioms
]
THEOREMS = [(t, law.name, law.clause) for t in THEORIES.values() for law in t.theorems]


def attack(clause: Clause, where: Theory, count: int, seed: int = 1) -> tuple[int, str]:
    """How many points satisfied the premises, and the first one that refutes."""
    tried = 0
    with mpmath.workdps(DIGITS):
        for at in points(clause, count, seed):
            try:
                found = outcome(clause, at, where)
            except Undefined:
                found = False
            tried += found is not None
            if found is False:
                shown = {str(v): mpmath.nstr(x, 8) for v, x in at.items()}
                return tried, f"fails at {shown}"
    return tried, ""


@pytest.mark.parametrize(("where", "name", "clause"), AXIOMS, ids=[f"{n}" for _, n, _ in AXIOMS])
def test_axiom_is_true(where: Theory, name: str, clause: Clause) -> None:
    count = 3000 if clause.variables else 1
    tried, problem = attack(clause, where, count)
    assert not problem, f"{name} {problem}"
    assert tried >= min(count, 150), f"{name}: only {tried} points satisfy the premises"


@pytest.mark.slow
@pytest.mark.parametrize("where", THEORIES.values(), ids=THEORIES)
def test_theorems_are_true(where: Theory) -> None:
    for owner, name, clause in THEOREMS:
        if owner is where:
            tried, problem = attack(clause, where, 250 if clause.variables else 1)
            assert not problem, f"{name} {problem}"
            assert tried, f"{name}: no point satisfies the premises"


FALSE = [
    "(y : Real) / y = 1",
    "(x : Real) * (1 / x) = 1",
    "exp(log(x)) = x",
    "integer(n) ==> (x : Real) ^ (n + 1) = x ^ n * x",
    "integer(n) ==> (x : Real) ^ -n = 1 / x ^ n",
    "sqrt(x) ^ 2 = x",
    "sqrt(x ^ 2) = x",
    "(x : Real) ^ (m + n) = x ^ m * x ^ n",
    "(x : Real) != 0 ==> x ^ (m * n) = (x ^ m) ^ n",
    "0 ^ (y : Real) = 0",
    "integer(x) ==> 0 <= x ==> 1 <= x",
    "0 < x ==> 0 < sin(x)",
    "asin(sin(x)) = x",
    "sin(asin(x)) = x",
    "1 + x < exp(x)",
    "(x : Real) <= y ==> z * x <= z * y",
]


@pytest.mark.parametrize("statement", FALSE)
def test_an_axiom_without_its_premise_is_caught(statement: str) -> None:
    where, clause = parse_goal(statement, THEORIES["trigonometry"])
    assert attack(clause, where, 3000)[1]
