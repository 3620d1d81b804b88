"""Explanations of the e-graph: every node justified, every derivation accepted by the kernel."""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.egraph_goals import GOALS, SYMBOLS, Goal, parse, rule_set, structure
from lemmata.kernel import check
from lemmata.proof.encode import encode
from lemmata.proof.nodes import Node, Theorem
from lemmata.search.eqsat.certifying import certified
from lemmata.search.eqsat.closure import Closure
from lemmata.search.eqsat.engine import Search, saturate
from lemmata.search.eqsat.explaining import Explainer, Table, sides
from lemmata.search.eqsat.problem import EqRule, Explanation, Limits, Problem
from lemmata.terms.declarations import Clause
from lemmata.terms.term import Term


def accepted(node: Node, rules: str) -> None:
    clause = Clause.close((), (node.left, node.right))
    theorem = Theorem("goal", clause, clause.variables, node)
    report = check(json.dumps(encode(theorem, (structure(rules),))))
    assert report.kind == "proof"


def replayed(explanation: Explanation) -> None:
    """Each step rewrites what it says, and premises say what the rule asks for."""
    current = explanation.left
    for step in explanation.steps:
        old, new = sides(step)
        assert current.at(step.path) is old
        current = current.replace_at(step.path, new)
        if isinstance(step.rule, EqRule):
            binding = dict(zip(step.rule.variables, step.values, strict=True))
            wanted = [(p.substitute(binding), q.substitute(binding)) for p, q in step.rule.premises]
            assert [(e.left, e.right) for e in step.premises] == wanted
            for premise in step.premises:
                replayed(premise)
    assert current is explanation.right


def justified(search: Search) -> None:
    """The closure of the recorded instances connects every node with its class."""
    graph = search.graph
    table = Table(graph.operators, search.rules)
    explainer = Explainer(table, search.record(table))
    replay = explainer.everything()
    assert explainer.late == 0
    for n in range(len(graph.op)):
        a, b = (table.add(graph.term(m)) for m in (n, graph.find(n)))
        assert replay.same(a, b), f"{graph.term(n)} is not justified"


@pytest.mark.parametrize("goal", GOALS, ids=lambda g: g.name)
def test_every_node_is_justified(goal: Goal) -> None:
    limits = Limits(20_000, 100_000, 7)
    justified(saturate(Problem(rule_set(goal.rules), parse(goal.start), None, limits)))


@pytest.mark.parametrize("goal", GOALS, ids=lambda g: g.name)
def test_the_kernel_accepts_the_derivations(goal: Goal) -> None:
    problem = Problem(
        rule_set(goal.rules), parse(goal.start), parse(goal.end), Limits(100_000, 200_000, 12)
    )
    assert problem.goal is not None
    search = saturate(problem)
    explanation = search.explain(problem.start, problem.goal)
    replayed(explanation)
    assert explanation.count <= search.explainer.flat
    if search.explainer.flat > 100:
        assert 2 * explanation.count <= search.explainer.flat
    accepted(certified(explanation), goal.rules)


@pytest.mark.parametrize("goal", [g for g in GOALS if g.name in ("diffsq", "ipart1", "trig3")])
def test_any_two_equal_nodes_have_an_explanation(goal: Goal) -> None:
    limits = Limits(2_000, 100_000, 6)
    search = saturate(Problem(rule_set(goal.rules), parse(goal.start), None, limits))
    graph = search.graph
    classes: dict[int, list[int]] = {}
    for n in range(len(graph.op)):
        classes.setdefault(graph.find(n), []).append(n)
    shuffler = random.Random(1)
    for members in [m for m in classes.values() if len(m) > 1][:40]:
        a, b = (graph.term(n) for n in shuffler.sample(members, 2))
        explanation = search.explain(a, b)
        assert (explanation.left, explanation.right) == (a, b)
        replayed(explanation)
        accepted(certified(explanation), goal.rules)


leaves = st.sampled_from(["0", "1", "2", "a", "b", "(sin a)", "(cos a)"])
expressions = st.recursive(
    leaves,
    lambda inner: st.tuples(st.sampled_from("+-*"), inner, inner).map(" ".join).map("({})".format),
    max_leaves=6,
)


@settings(max_examples=40, deadline=None)
@given(expressions)
def test_random_expressions_are_justified_and_certified(text: str) -> None:
    goal = GOALS[2]
    start = parse(text)
    search = saturate(Problem(rule_set(goal.rules), start, None, Limits(400, 10_000, 5)))
    assert search.outcome.stopped != "conflict"
    justified(search)
    graph = search.graph
    cls = graph.find(graph.add(start))
    last = max(n for n in range(len(graph.op)) if graph.find(n) == cls)
    explanation = search.explain(start, graph.term(last))
    replayed(explanation)
    accepted(certified(explanation), goal.rules)


def test_a_step_at_depth() -> None:
    start, end = parse("(+ a 0)"), parse("a")
    for _ in range(30_000):
        start, end = (Term.apply(SYMBOLS["sin"], t) for t in (start, end))
    rules = [r for r in rule_set(GOALS[0].rules) if r.name == "add-zero"]
    search = saturate(Problem(rules, start, end, Limits(100_000, 100, 2)))
    assert search.outcome.found
    [step] = search.explain(start, end).steps
    assert len(step.path) == 30_000
    assert certified(search.explain(start, end)).right is end


def test_terms_not_found_equal_have_no_explanation() -> None:
    search = saturate(
        Problem(rule_set(GOALS[0].rules), parse("(+ a b)"), None, Limits(100, 100, 2))
    )
    with pytest.raises(ValueError, match="not found equal"):
        search.explain(parse("(+ a b)"), parse("a"))


def test_a_rule_without_a_law_has_no_certificate() -> None:
    rule = EqRule("h", parse("a"), parse("b"), given=())
    search = saturate(Problem([rule], parse("a"), parse("b")))
    with pytest.raises(ValueError, match="h has no law to cite"):
        certified(search.explain(parse("a"), parse("b")))


def test_the_closure_is_congruent_whatever_the_order() -> None:
    """f(a) and f(b) are made before, between and after a = b."""
    for order in range(3):
        closure = Closure()
        a, b = closure.add(0, ()), closure.add(1, ())
        made = []
        for k in range(3):
            if k == order:
                closure.merge(a, b, 7)
            if k < 2:
                made.append(closure.add(2, (a, b)[k : k + 1]))
        assert closure.find(made[0]) == closure.find(made[1])
        [(u, v, label, _)] = closure.path(*made)
        assert ((u, v), label) == (tuple(made), -1)


def test_shared_terms_stay_shared() -> None:
    assert parse("(+ a b)") is parse("(+ a b)")
    assert isinstance(parse("x"), Term)
