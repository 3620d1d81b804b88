"""Goals that need lemmas, proved from definitions; every lemma is a theorem of the certificate."""

from __future__ import annotations

import json

import pytest

from lemmata.proof.encode import encode
from lemmata.proof.nodes import Theorem
from lemmata.search.inductive.goal import Budget, GaveUp, Goal
from search.inductive.helpers import clause, discovery, judge, load

GOALS = [
    "double(x) = x + x",
    "length(append(xs, xs)) = double(length(xs))",
    "rev(rev(xs)) = xs",
    "rev(xs) = qrev(xs, nil)",
    "rotate(length(xs), append(xs, ys)) = append(ys, xs)",
    "exp(x, y) = qexp(x, y, S(0))",
    "sorted(sort(xs))",
    "member(x, ys) ==> member(x, union(ys, zs))",
    "member(x, sort(ys)) ==> member(x, ys)",
]


@pytest.mark.parametrize("text", GOALS)
def test_proved_with_lemmas(text: str) -> None:
    statement = clause(text)
    node = discovery(work=2_000_000).prove(Goal.of(statement))
    assert node is not None
    assert judge(node, statement).kind == "proof"


def certificate(text: str) -> str:
    statement = clause(text)
    node = discovery().prove(Goal.of(statement))
    assert node is not None
    theorem = Theorem("goal", statement, statement.variables, node)
    return json.dumps(encode(theorem, load("suite").declarations))


def test_only_lemmas_that_are_used_and_the_same_ones_again() -> None:
    first = certificate("rev(rev(xs)) = xs")
    assert first == certificate("rev(rev(xs)) = xs")
    names = [row["name"] for row in json.loads(first)["theorems"]]
    assert names[-1] == "goal"
    assert 1 < len(names) < 6


def test_a_spent_budget_says_so() -> None:
    search = discovery()
    search.prover.budget = Budget(500)
    with pytest.raises(GaveUp, match="limit: saturations"):
        search.prove(Goal.of(clause("x * y = y * x")))


def test_a_pause_may_end_the_search() -> None:
    seen: list[int] = []

    def pause(size: int) -> bool:
        seen.append(size)
        return size == 3

    goal = Goal.of(clause("drop(x, rev(ys)) = rev(drop(x, ys))"))
    assert discovery().explore(goal, pause=pause) is None
    assert seen == [1, 2, 3]
