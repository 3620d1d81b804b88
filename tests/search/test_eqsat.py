"""Equality saturation: what is found, when it stops, and that it is the same every time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from fractions import Fraction

import pytest

from benchmarks.egraph_goals import GOALS, TRIG, Goal, parse, rule_set
from lemmata.search.eqsat.engine import Search, saturate
from lemmata.search.eqsat.problem import Backoff, Computed, EqRule, Limits, Problem
from lemmata.terms.sorts import INT, REAL, Sort
from lemmata.terms.symbols import BUILT_IN, Kind, Symbol
from lemmata.terms.term import FALSE_TERM, TRUE_TERM, Term

X, Y, Z = (Term.variable(name, REAL) for name in "xyz")
P, Q = (Term.variable(name, REAL) for name in ("p_", "q_"))
NONZERO = Symbol("nonzero", Kind.ABSTRACT, (), (REAL,), BUILT_IN["Real.<"].result)


def real(value: int | Fraction) -> Term:
    return Term.real(value)


def op(name: str, *args: Term) -> Term:
    return Term.apply(BUILT_IN[f"Real.{name}"], *args)


def nonzero(term: Term) -> Term:
    return Term.apply(NONZERO, term)


def problem(goal: Goal, limits: Limits | None = None, **more: object) -> Problem:
    return Problem(
        rule_set(goal.rules),
        parse(goal.start),
        parse(goal.end),
        limits or Limits(100_000, 200_000, 12),
        **more,  # type: ignore[arg-type]
    )


SWAP = EqRule("swap", op("+", P, Q), op("+", Q, P))
CANCEL = EqRule("cancel", op("/", P, P), real(1), ((nonzero(P), TRUE_TERM),))
FACTS = EqRule(
    "product",
    nonzero(op("*", P, Q)),
    TRUE_TERM,
    ((nonzero(P), TRUE_TERM), (nonzero(Q), TRUE_TERM)),
    triggers=(op("*", P, Q),),
)


def known(*terms: Term) -> list[EqRule]:
    return [EqRule(f"h{i}", nonzero(t), TRUE_TERM, given=()) for i, t in enumerate(terms)]


@pytest.mark.parametrize("goal", GOALS, ids=lambda g: g.name)
def test_finds_the_goals_of_the_benchmark(goal: Goal) -> None:
    outcome = saturate(problem(goal)).outcome
    assert outcome.found
    assert outcome.stopped == "found"
    assert sum(outcome.matches_of.values()) == outcome.matches
    if goal.name in ("trig1", "trig2", "assoc7"):
        assert outcome.iterations == goal.iterations
        assert goal.matches <= outcome.matches <= 1.05 * goal.matches


def test_a_conditional_rule_waits_for_its_premise() -> None:
    quotient = op("/", op("*", X, Y), op("*", X, Y))
    rules = [CANCEL, FACTS]
    assert not saturate(Problem(rules, quotient, real(1))).outcome.found
    assert not saturate(Problem([*rules, *known(X)], quotient, real(1))).outcome.found
    found = saturate(Problem([*rules, *known(X, Y)], quotient, real(1)))
    assert found.outcome.found
    [step] = found.explain(quotient, real(1)).steps
    assert step.rule is CANCEL
    [premise] = step.premises
    assert [s.rule.name for s in premise.steps] == ["product"]
    assert [[s.rule.name for s in p.steps] for p in premise.steps[0].premises] == [["h0"], ["h1"]]


def test_the_underivable_is_not_derived() -> None:
    zero = EqRule("zero", op("*", P, real(0)), real(0))
    product = op("*", X, real(0))
    rules = [CANCEL, FACTS, zero, *known(X)]
    outcome = saturate(Problem(rules, op("/", product, product), real(1))).outcome
    assert (outcome.found, outcome.stopped) == (False, "saturated")


def test_a_rule_may_only_make_its_term_present() -> None:
    asks = EqRule("asks", nonzero(Q), nonzero(Q), triggers=(op("/", P, Q),))
    compute = Computed(
        "nonzero", NONZERO, lambda t: FALSE_TERM if t.args[0].head == 0 else TRUE_TERM
    )
    search = saturate(Problem([asks, compute, CANCEL], op("/", real(3), real(3)), real(1)))
    assert search.outcome.found
    assert not saturate(
        Problem([compute, CANCEL], op("/", real(3), real(3)), real(1))
    ).outcome.found


def test_a_premise_between_variables() -> None:
    f = Symbol("f", Kind.ABSTRACT, (), (REAL, REAL), REAL)
    same = EqRule("same", Term.apply(f, P, Q), P, ((P, Q),))
    start = Term.apply(f, X, Y)
    assert not saturate(Problem([same], start, X)).outcome.found
    equal = EqRule("h", X, Y, given=())
    search = saturate(Problem([same, equal], start, X))
    assert search.outcome.found
    assert [s.rule.name for s in search.explain(start, Y).steps] in (["same", "h"], ["h", "same"])


def test_a_variable_alone_is_refused() -> None:
    with pytest.raises(ValueError, match="a variable alone cannot be matched"):
        Search(Problem([EqRule("grow", P, op("+", P, real(0)))], X))
    with pytest.raises(ValueError, match="does not bind all its variables"):
        EqRule("loose", op("+", P, P), op("+", P, Q), given=(P, Q))


def test_deep_patterns_and_deep_terms() -> None:
    deep, pattern = X, P
    for i in range(40):
        pattern = op("+", pattern, Term.variable(f"p{i}_", REAL))
        deep = op("+", deep, Y)
    rule = EqRule("collapse", pattern, P)
    search = saturate(Problem([rule], deep, X))
    assert search.outcome.found
    assert len(search.explain(deep, X).steps) == 1
    for _ in range(20_000):
        deep = op("sin", deep)
    search = saturate(Problem([SWAP], deep, None, Limits(25_000, 100, 1)))
    assert search.outcome.stopped == "iterations" or search.outcome.stopped == "matches"


def test_sorts_keep_operators_apart() -> None:
    same = Symbol("same", Kind.ABSTRACT, (Sort.variable("a"),), (Sort.variable("a"),) * 2, REAL)
    n = Term.variable("n_", INT)
    rule = EqRule("same", Term.apply(same, n, n), real(1))
    one = Term.integer(1)
    assert saturate(Problem([rule], Term.apply(same, one, one), real(1))).outcome.found
    assert not saturate(Problem([rule], Term.apply(same, X, X), real(1))).outcome.found


# Limits and schedules


def test_limits_are_exact() -> None:
    trig = GOALS[2]
    outcome = saturate(problem(trig, Limits(5_000, 200_000, 12))).outcome
    assert (outcome.stopped, outcome.nodes) == ("nodes", 5_000)
    outcome = saturate(problem(trig, Limits(100_000, 7_777, 12))).outcome
    assert (outcome.stopped, outcome.matches) == ("matches", 7_777)
    outcome = saturate(problem(trig, Limits(100_000, 200_000, 5))).outcome
    assert (outcome.stopped, outcome.iterations) == ("iterations", 5)


def test_everything_found_before_a_limit_can_be_explained() -> None:
    for limits in (Limits(900, 200_000, 12), Limits(100_000, 1_500, 12)):
        search = saturate(problem(GOALS[2], limits))
        start = parse(GOALS[2].start)
        cls = search.graph.find(search.graph.add(start))
        members = [n for n in range(len(search.graph.op)) if search.graph.find(n) == cls]
        for n in members:
            term = search.graph.term(n)
            assert search.explain(start, term).right is term


def test_back_off_is_part_of_the_result() -> None:
    rules = [*rule_set(TRIG), *[_backwards(r) for r in rule_set(TRIG) if r.name[:5] == "assoc"]]
    start, end = parse(GOALS[2].start), parse(GOALS[2].end)
    limits = Limits(100_000, 200_000, 30)
    generous = saturate(Problem(rules, start, end, limits, Backoff(1_000, 5)))
    assert generous.outcome.found
    assert generous.outcome.scheduler == Backoff(1_000, 5)
    mean = saturate(Problem(rules, start, end, Limits(100_000, 200_000, 20), Backoff(30, 5)))
    assert not mean.outcome.found
    assert mean.outcome.bans_of


def _backwards(rule: EqRule | Computed) -> EqRule:
    assert isinstance(rule, EqRule)
    return EqRule(rule.name + "-rev", rule.right, rule.left, source=rule.source, reverse=True)


def test_all_banned_is_reported() -> None:
    total = X
    for i in range(6):
        total = op("+", total, Term.variable(f"y{i}", REAL))
    limits = Limits(10_000, 10_000, 4)
    outcome = saturate(Problem([SWAP], total, None, limits, Backoff(3, 5))).outcome
    assert outcome.stopped == "banned"
    assert outcome.bans_of == {"swap": 1}
    assert outcome.matches == 0
    later = saturate(Problem([SWAP], total, None, Limits(10_000, 10_000, 9), Backoff(3, 5))).outcome
    assert later.stopped == "saturated"
    assert later.nodes > outcome.nodes


def test_semi_naive_matching_loses_nothing() -> None:
    """Banning rules changes the order of matching, not what is equal in the end."""
    total = op("+", op("+", X, Y), op("+", Z, real(1)))
    rules = [SWAP, EqRule("assoc", op("+", op("+", P, Q), Z_), op("+", P, op("+", Q, Z_)))]
    plain = saturate(Problem(rules, total, None, Limits(10_000, 100_000, 100)))
    banned = saturate(Problem(rules, total, None, Limits(10_000, 100_000, 100), Backoff(2, 1)))
    assert plain.outcome.stopped == banned.outcome.stopped == "saturated"
    sums = 3**4 - 2**5 + 1
    assert _live(plain) == _live(banned) == sums + 4


Z_ = Term.variable("z_", REAL)


def _live(search: Search) -> int:
    return sum(p >= 0 for p in search.graph.position)


# Conflicts, interrupts, determinism


def test_two_literals_in_one_class_stop_the_run_and_name_the_rules() -> None:
    wrong = EqRule("wrong", op("/", P, P), real(1))
    zero = EqRule("zero", op("/", real(0), P), real(0))
    search = saturate(Problem([SWAP, wrong, zero], op("/", real(0), real(0)), X))
    outcome = search.outcome
    assert (outcome.found, outcome.stopped) == (False, "conflict")
    assert set(outcome.conflict) == {"wrong", "zero"}
    assert outcome.clash is not None
    assert {t.head for t in outcome.clash} == {0, 1}


def test_a_computed_conflict_is_found() -> None:
    wrong = EqRule("wrong", op("sin", P), real(5))
    fold = [r for r in rule_set(TRIG) if r.name == "fold+"]
    plus = EqRule("plus", op("sin", P), op("+", real(1), real(1)))
    outcome = saturate(Problem([wrong, plus, *fold], op("sin", X), Y)).outcome
    assert outcome.stopped == "conflict"
    assert set(outcome.conflict) == {"wrong", "plus", "fold+"}


def test_an_expired_search_is_consistent() -> None:
    calls = iter(range(1_000))
    search = Search(problem(GOALS[2]))
    outcome = search.run(lambda: next(calls) > 60)
    assert outcome.stopped == "expired"
    assert search.graph.lost == []


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Ctrl-C is an exception, also where the tests were started in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_an_interrupt_leaves_the_graph_consistent() -> None:
    search = Search(problem(GOALS[2]))
    calls = iter(range(10_000))

    def press() -> bool:
        if next(calls) == 100:
            os.kill(os.getpid(), signal.SIGINT)
        return False

    with pytest.raises(KeyboardInterrupt):
        search.run(press)
    assert search.outcome.stopped == "expired"
    start = parse(GOALS[2].start)
    node = next(n for n, h in enumerate(search.graph.home) if h == search.graph.add(start) and n)
    assert search.explain(start, search.graph.term(node)).left is start
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


SCRIPT = """
from benchmarks.egraph_goals import GOALS, parse, rule_set
from lemmata.search.eqsat.engine import saturate
from lemmata.search.eqsat.problem import Limits, Problem
for goal in GOALS[:2] + GOALS[6:]:
    p = Problem(rule_set(goal.rules), parse(goal.start), parse(goal.end), Limits())
    search = saturate(p)
    steps = search.explain(p.start, p.goal).steps
    print(search.outcome.matches_of, search.graph.log, [(s.rule.name, s.path) for s in steps])
"""


@pytest.mark.slow
def test_the_hash_seed_does_not_matter() -> None:
    outputs = []
    for seed in "01":
        environment = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        command = [sys.executable, "-c", SCRIPT]
        outputs.append(subprocess.run(command, env=environment, check=True, capture_output=True))
    assert outputs[0].stdout == outputs[1].stdout


def test_an_exploding_rule_is_cut_off() -> None:
    """A product of all rows with all rows: the match limit holds inside one rule."""
    f = Symbol("f", Kind.ABSTRACT, (), (REAL, REAL, REAL), REAL)
    a, b = (Term.variable(name, REAL) for name in ("a_", "b_"))
    cross = EqRule(
        "cross", Term.apply(f, P, Q, a), b, triggers=(op("sin", P), op("cos", Q), op("+", a, b))
    )
    start = X
    for i in range(300):
        leaf = Term.variable(f"y{i}", REAL)
        start = op("+", start, op("+", op("sin", leaf), op("cos", leaf)))
    outcome = saturate(Problem([cross], start, None, Limits(100_000, 5_000, 3))).outcome
    assert (outcome.stopped, outcome.matches) == ("matches", 5_000)
