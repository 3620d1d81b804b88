"""Analyses: bounds with provenance, and what happens to one that claims too much."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.egraph_goals import fold
from lemmata.search.eqsat.analysis import Conclusion, Data
from lemmata.search.eqsat.engine import Search
from lemmata.search.eqsat.graph import Graph
from lemmata.search.eqsat.intervals import Bounds, Intervals, Transfer
from lemmata.search.eqsat.problem import Computed, EqRule, Explanation, Limits, Problem, Rule
from lemmata.terms.sorts import REAL
from lemmata.terms.symbols import BUILT_IN
from lemmata.terms.term import FALSE_TERM, TRUE_TERM, Term

ORDER, PLUS, NEG = (BUILT_IN[f"Real.{name}"] for name in ("<=", "+", "neg"))
X, Y = (Term.variable(name, REAL) for name in "xy")
P, Q, A, B = (Term.variable(f"{name}_", REAL) for name in "pqab")


def le(left: Term, right: Term) -> Term:
    return Term.apply(ORDER, left, right)


def plus(left: Term, right: Term) -> Term:
    return Term.apply(PLUS, left, right)


def neg(term: Term) -> Term:
    return Term.apply(NEG, term)


def truth(left: Term, right: Term) -> tuple[Term, Term]:
    return (le(left, right), TRUE_TERM)


def number(term: Term) -> Fraction:
    assert isinstance(term.head, Fraction)
    return term.head


def compare(term: Term) -> Term:
    a, b = map(number, term.args)
    return TRUE_TERM if a <= b else FALSE_TERM


LESS = Computed("<=", ORDER, compare)
ADD = Computed("+", PLUS, fold)
NEGATE = Computed("neg", NEG, lambda t: Term.real(-number(t.args[0])))


def rule(name: str, conclusion: Term, *premises: tuple[Term, Term]) -> EqRule:
    given_ = (P, Q, A, B) if len(premises) == 2 else (P, A)
    every = (conclusion, *(side for pair in premises for side in pair))
    return EqRule(name, conclusion, TRUE_TERM, premises, triggers=every[:1], given=given_)


SUM = Transfer(
    rule("add_low", le(plus(A, B), plus(P, Q)), truth(A, P), truth(B, Q)),
    rule("add_high", le(plus(P, Q), plus(A, B)), truth(P, A), truth(Q, B)),
)
NEGATION = Transfer(
    rule("neg_low", le(neg(A), neg(P)), truth(P, A)),
    rule("neg_high", le(neg(P), neg(A)), truth(A, P)),
    flips=True,
)
RULES: list[Rule] = [LESS, ADD, NEGATE, SUM.low, SUM.high, NEGATION.low, NEGATION.high]


def intervals() -> Intervals:
    return Intervals(ORDER, LESS, {PLUS: (ADD, SUM), NEG: (NEGATE, NEGATION)})


def known(name: str, left: Term, right: Term) -> EqRule:
    return EqRule(name, *truth(left, right), given=())


def searched(start: Term, *facts: EqRule) -> tuple[Search, Data]:
    problem = Problem([*RULES, *facts], start, None, Limits(2_000, 2_000, 12), more=(TRUE_TERM,))
    search = Search(problem, [intervals()])
    search.run()
    return search, search.analyses.data[0]


def names(explanation: Explanation) -> set[str]:
    found = set()
    stack = [explanation]
    while stack:
        for step in stack.pop().steps:
            found.add(step.rule.name)
            stack.extend(step.premises)
    return found


def test_a_bound_names_the_rules_that_gave_it() -> None:
    start = plus(X, neg(plus(Y, Term.real(1))))
    facts = known("h1", Term.real(3), X), known("h2", Y, Term.real(2))
    search, data = searched(start, *facts)
    assert data[search.graph.add(start)].low is Term.real(0)
    fact = le(Term.real(0), start)
    explanation = search.explain(fact, TRUE_TERM)
    assert names(explanation) >= {"h1", "h2", "add_low", "add_high", "neg_low", "+", "neg"}
    with pytest.raises(ValueError, match="not found equal"):
        search.explain(le(start, Term.real(0)), TRUE_TERM)


expressions = st.recursive(
    st.one_of(st.sampled_from([X, Y]), st.integers(-2, 2).map(Term.real)),
    lambda inner: st.one_of(inner.map(neg), st.tuples(inner, inner).map(lambda p: plus(*p))),
    max_leaves=5,
)


def value(term: Term, at: dict[Term, Fraction]) -> Fraction:
    if term in at:
        return at[term]
    if term.symbol is None:
        return number(term)
    args = [value(a, at) for a in term.args]
    return sum(args) if term.symbol is PLUS else -args[0]  # type: ignore[return-value]


@settings(deadline=None, max_examples=50)
@given(expressions)
def test_bounds_hold_and_are_proved(start: Term) -> None:
    box = {X: (0, 2), Y: (-1, 1)}
    facts = []
    for v, (low, high) in box.items():
        facts.append(known(f"{v}_low", Term.real(low), v))
        facts.append(known(f"{v}_high", v, Term.real(high)))
    search, data = searched(start, *facts)
    assert search.outcome.stopped == "saturated"
    bounds = data[search.graph.add(start)]
    ends = {p: [Fraction(e) for e in box[p]] for p in (X, Y)}
    values = [value(start, dict(zip((X, Y), at, strict=True))) for at in product(*ends.values())]
    assert number(bounds.low) <= min(values)
    assert number(bounds.high) >= max(values)
    for fact in (le(bounds.low, start), le(start, bounds.high)):
        assert search.explain(fact, TRUE_TERM).right is TRUE_TERM


def test_a_wrong_assumption_is_a_conflict() -> None:
    search, _ = searched(plus(X, Term.real(1)), known("h1", Term.real(3), X), known("h2", X, Y))
    assert search.outcome.stopped == "saturated"
    wrong = EqRule("wrong", X, Term.real(2), given=())
    search, _ = searched(plus(X, Term.real(1)), known("h1", Term.real(3), X), wrong)
    assert search.outcome.stopped == "conflict"
    assert {"h1", "wrong"} <= set(search.outcome.conflict)


def test_unbounded_refinement_ends() -> None:
    loop = EqRule("loop", X, plus(X, Term.real(1)), given=())
    search, data = searched(X, known("h1", Term.real(0), X), loop)
    assert search.outcome.stopped in ("saturated", "conflict")
    assert data[search.graph.add(X)].count <= 9


def test_an_unproved_claim_is_refused() -> None:
    class Liar:
        def make(self, graph: Graph, node: int, data: Data) -> Iterable[tuple[int, str]]:
            yield graph.home[node], "seen"

        def join(self, old: str, new: str) -> str:
            return old

        def modify(self, graph: Graph, cls: int, data: str) -> Iterable[Conclusion]:
            yield SUM.low, (X, Y, Term.real(0), Term.real(0))

    problem = Problem(RULES, plus(X, Y))
    with pytest.raises(ValueError, match="an analysis used add_low without its premise"):
        Search(problem, [Liar()]).run()


def test_bounds_join() -> None:
    one, two = Term.real(1), Term.real(2)
    joined = intervals().join(Bounds(one, None), Bounds(two, two))
    assert (joined.low, joined.high) == (two, two)
    assert intervals().join(joined, Bounds(one, None)) is joined
