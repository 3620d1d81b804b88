"""What is closed without a solver, and what an encoded text refutes, holds for all values."""

from __future__ import annotations

import itertools
from random import Random

import pytest

from lemmata.kernel.sql import objects as o
from lemmata.kernel.sql.closing import closed
from lemmata.kernel.sql.facts import Facts
from lemmata.sql.obligation_worker import judge
from sql.comprehensions import Comprehensions

TYPES = ("int", "int", "bool", "bool")
VALUES = {"int": (None, 0, 1), "bool": (None, False, True)}
ROWS = list(itertools.product(*(VALUES[t] for t in TYPES)))
NAMES = (
    *("=", "<>", "<", "<=", ">", ">=", "is not distinct", "and", "or", "not"),
    *("is null", "is true", "is false"),
)
WORLD = Comprehensions({})


class Formulas:
    """Random formulas about one row with two numbers and two truth values."""

    def __init__(self, random: Random) -> None:
        self.random = random

    def expr(self, type_: str, depth: int) -> o.Expr:
        if depth == 0 or self.random.random() < 0.4:
            if self.random.random() < 0.25:
                return o.Lit(type_, self.random.choice(VALUES[type_]))
            return o.Col(
                0, self.random.choice([i for i, t in enumerate(TYPES) if t == type_]), type_
            )
        if self.random.random() < 0.25:
            parts = ("bool", type_, type_)
            return o.Op("case", "", type_, tuple(self.expr(t, depth - 1) for t in parts))
        if self.random.random() < 0.2:
            return self.call("coalesce", type_, depth, type_, type_)
        if type_ == "int":
            return self.call(self.random.choice(("+", "-", "neg")), "int", depth)
        name = self.random.choice(NAMES)
        if name in ("and", "or"):
            return self.call(name, "bool", depth, "bool", "bool")
        if name in ("not", "is true", "is false"):
            return self.call(name, "bool", depth, "bool")
        if name == "is null":
            return self.call(name, "bool", depth, self.random.choice(("int", "bool")))
        if self.random.random() < 0.2:
            return o.Truth(self.formula(depth - 1), self.formula(depth - 1))
        return self.call(name, "bool", depth, "int", "int")

    def call(self, name: str, type_: str, depth: int, *types: str) -> o.Expr:
        wanted = types or (("int",) if name == "neg" else ("int", "int"))
        return o.Op("op", name, type_, tuple(self.expr(t, depth - 1) for t in wanted))

    def formula(self, depth: int) -> o.Formula:
        kind = self.random.random()
        if depth == 0 or kind < 0.45:
            return o.Holds(self.expr("bool", depth))
        if kind < 0.7:
            type_ = self.random.choice(("int", "bool"))
            return o.Same(self.expr(type_, depth - 1), self.expr(type_, depth - 1))
        if kind < 0.8:
            return o.Not(self.formula(depth - 1))
        parts = (self.formula(depth - 1), self.formula(depth - 1))
        return o.And(parts) if kind < 0.9 else o.Or(parts)


def follows(hyps: list[o.Formula], goal: o.Formula) -> bool:
    """Whether the goal holds for each row for which the hypotheses do."""
    for row in ROWS:
        env = {0: row}
        if all(WORLD.formula(hyp, env) for hyp in hyps) and not WORLD.formula(goal, env):
            return False
    return True


@pytest.mark.parametrize("seed", range(2))
def test_closed_goals_hold(seed: int) -> None:
    formulas, found = Formulas(Random(seed)), 0
    for _ in range(700):
        hyps = [formulas.formula(2) for _ in range(3)]
        goals = [formulas.formula(2), o.And((hyps[0], hyps[1])), o.Or((hyps[2], o.FALSUM))]
        goals += [part for hyp in hyps for part in o.conjuncts(hyp)]
        goals += [
            o.Holds(o.Op("op", "and", "bool", (o.Truth(h, o.FALSUM), formulas.expr("bool", 1))))
            for h in hyps
        ]
        for goal in goals:
            if closed(hyps, goal):
                found += 1
                assert follows(hyps, goal), (hyps, goal)
    assert found > 1_500


@pytest.mark.parametrize("seed", range(2))
def test_refuted_texts_hold(seed: int) -> None:
    """Values beyond the few could tell apart what these do not, so one direction only."""
    formulas, found = Formulas(Random(seed)), 0
    gen = o.Set((o.Term((), (), tuple(o.Lit(t, None) for t in TYPES)),), TYPES)
    for number in range(70):
        hyps, goal = [formulas.formula(3) for _ in range(2)], formulas.formula(3)
        if number % 2:
            goal = o.Or((goal, hyps[0]))
        text = Facts({}, {}, [(0, gen)], []).text(hyps, [goal])
        if judge(text, 1_000_000) == "unsat":
            found += 1
            assert follows(hyps, goal), (hyps, goal)
        elif follows(hyps, goal):
            assert judge(text, 1_000_000) == "sat"
    assert found > 20
