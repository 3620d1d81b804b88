"""Attempts without lemmas: what is proved is proved before the kernel, what is false is not."""

from __future__ import annotations

import pytest

from lemmata.search.inductive.discovery import DEEP, GOAL
from lemmata.search.inductive.goal import Goal
from search.inductive.helpers import clause, discovery, judge

PLAIN = [
    ("nat", "x + 0 = x"),
    ("nat", "(x + y) + z = x + (y + z)"),
    ("nat", "x <= y ==> y <= z ==> x <= z"),
    ("nat", "x <= y ==> y <= x ==> x = y"),
    ("nat", "max(x, max(y, z)) = max(max(x, y), z)"),
    ("nat", "(if x <= y then x else y) = (if y <= x then y else x)"),
    ("nat", "x < y ==> not x = y"),
    ("nat", "x + y = x + z ==> y = z"),
    ("list", "take(n, map(f, xs)) = map(f, take(n, xs))"),
    ("list", "filter(p, filter(p, xs)) = filter(p, xs)"),
    ("list", "append(xs, ys) = append(xs, zs) ==> ys = zs"),
    ("suite", "half(double(x)) = x"),
    ("suite", "member(x, drop(y, zs)) ==> member(x, zs)"),
    ("suite", "member(x, ys) or member(x, zs) ==> member(x, append(ys, zs))"),
    ("suite", "not same(x, y) ==> member(x, insert(y, zs)) = member(x, zs)"),
    ("bool", "p and (q or p) = p"),
    ("bool", "not (p and q) ==> p ==> not q"),
    ("bool", "(if p then q else false) ==> q"),
]


@pytest.mark.parametrize(("name", "text"), PLAIN, ids=[text for _, text in PLAIN])
def test_proved_without_a_lemma(name: str, text: str) -> None:
    statement = clause(text, name)
    search = discovery(name)
    node = search.prover.prove(Goal.of(statement), GOAL)
    node = node or search.prover.prove(Goal.of(statement), DEEP)
    assert node is not None
    assert judge(node, statement, name).kind == "proof"


@pytest.mark.parametrize(
    "text", ["x + y = x", "double(x) = x", "rev(xs) = xs", "x <= y ==> y <= x", "half(x) = 0"]
)
def test_nothing_false_is_proved(text: str) -> None:
    search = discovery()
    assert search.prover.prove(Goal.of(clause(text)), DEEP) is None


def test_a_failure_leaves_the_goal_where_it_got_stuck() -> None:
    search = discovery()
    assert search.prover.prove(Goal.of(clause("rev(rev(xs)) = xs")), GOAL) is None
    assert search.prover.left
    stuck, _ = search.prover.left[0]
    assert any(h.measure for h in stuck.hypotheses)
