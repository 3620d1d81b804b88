"""Equations that leave a variable free on one side make many terms equal, or all of a sort."""

from pathlib import Path

import pytest

from lemmata.proving import prove_file

THEOREMS = {
    "a constant is everything": "f(b) = X |- f(g(a)) = a",
    "everything is equal": "X = Y |- p(a) <=> p(b)",
    "a value is everything": "X = f(f(Z)) ; q(f(X)) |- ! [Y] : q(g(Y, Y))",
    "nothing is equal to it": "X = a ; f(X) != X |- $false",
    "derived": "~ p(X) | ~ p(Y) | X = Y ; p(X) |- f(a) = g(b)",
    "no argument matters": "f(X, Y) = g(X, Z) |- g(a, b) = g(a, c)",
    "different arguments matter not": "k(X, Y) = g(X) ; k(X, Y) = h(Y) |- g(a) = g(b)",
    "nor does a derived one": "k(X, Y) = g(X) ; k(X, Y) = h(Y) |- h(a) = h(b)",
    "a rule in the way of a better one": (
        "g(f(Y), Y) = h(g(Y, Y)) ; f(f(Y)) = h(g(Z, Y)) ; Z = g(f(Z), h(X)) ; g(h(a), b) = f(a)"
        " |- g(f(b), c) = h(f(b))"
    ),
    "below a predicate": "k(X, Y) = g(X) ; k(X, Y) = h(Y) ; p(g(a)) |- p(h(b))",
}


@pytest.mark.parametrize("name", THEOREMS)
def test_what_follows_is_proved(name: str, tmp_path: Path) -> None:
    axioms, _, conjecture = THEOREMS[name].partition(" |- ")
    rows = [f"cnf(a{i}, axiom, {text})." for i, text in enumerate(axioms.split(" ; "))]
    path = tmp_path / "problem.p"
    path.write_text("\n".join([*rows, f"fof(c, conjecture, {conjecture})."]))
    verdicts = list(prove_file(path))
    assert {verdict.verdict for verdict in verdicts} == {"proved"}
