"""Equational goals by saturation: chains of instances of laws that the kernel accepts."""

from __future__ import annotations

import json

import pytest

from lemmata.kernel import Rejected
from lemmata.language import parse_goal
from lemmata.proof.encode import encode
from lemmata.proof.laws import axioms, definitions
from lemmata.proof.nodes import Law
from lemmata.proving import stored_laws
from lemmata.search import equational
from lemmata.search.eqsat.problem import Limits
from lemmata.service.store import checker
from lemmata.terms.declarations import Clause, Theory
from lemmata.theories import theory

NEVER = lambda: False  # noqa: E731
GOALS = [
    ("group", "inv(x * y) = inv(y) * inv(x)"),
    ("group", "x * y = e ==> inv(x) = y"),
    ("lattice", "x /\\ (y /\\ x) = y /\\ x"),
    ("bool", "(x and (y or not x)) = (x and y)"),
    ("nat", "(x + y) + (z + w) = (w + y) + (z + x)"),
    ("nat", "x <= y ==> (x + (y - x)) * z = z * y"),
    ("list", "rev(append(rev(xs), nil)) = xs"),
]


def question(name: str, statement: str) -> tuple[Theory, Clause, list[Law]]:
    loaded = theory(name)
    extended, clause = parse_goal(statement, loaded)
    laws = [*definitions(extended.declarations), *axioms(extended.declarations)]
    return extended, clause, [*laws, *stored_laws(loaded)]


@pytest.mark.parametrize(("name", "statement"), GOALS)
def test_equational_goals(name: str, statement: str) -> None:
    extended, clause, laws = question(name, statement)
    found = equational.prove("goal", clause, laws, NEVER)
    assert found is not None
    report = checker().check(json.dumps(encode(found, extended.declarations)))
    assert report.theorems[-1] == "goal"


@pytest.mark.parametrize(
    ("name", "statement"),
    [("group", "x * y = y * x"), ("nat", "x + y = x"), ("list", "rev(xs) = xs")],
)
def test_what_does_not_follow_is_not_found(
    name: str, statement: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(equational, "SMALL", Limits(400, 2_000, 5))
    monkeypatch.setattr(equational, "LARGE", Limits(400, 2_000, 2))
    _, clause, laws = question(name, statement)
    assert equational.prove("goal", clause, laws, NEVER) is None


def test_egglog_answers_what_the_pure_searcher_leaves_open(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(equational, "SMALL", Limits(40, 20, 1))
    extended, clause, laws = question("group", "inv(inv(x)) * e = x")
    found = equational.prove("goal", clause, laws, NEVER)
    assert found is not None
    try:
        checker().check(json.dumps(encode(found, extended.declarations)))
    except Rejected as error:
        pytest.fail(str(error))
