"""Rules and terms that the tests of this folder share, and a reader of explanations."""

from __future__ import annotations

from benchmarks.egraph_goals import Goal, fold, parse, rule_set
from lemmata.search.eqsat.explaining import sides
from lemmata.search.eqsat.problem import Backoff, Computed, EqRule, Explanation, Limits, Problem
from lemmata.terms.sorts import BOOL, REAL
from lemmata.terms.symbols import BUILT_IN, Kind, Symbol
from lemmata.terms.term import TRUE_TERM, Term

X, Y, P, Q, R = (Term.variable(name, REAL) for name in ("x", "y", "p_", "q_", "r_"))
NONZERO = Symbol("nonzero", Kind.ABSTRACT, (), (REAL,), BOOL)


def op(name: str, *args: Term) -> Term:
    return Term.apply(BUILT_IN[f"Real.{name}"], *args)


def nonzero(term: Term) -> Term:
    return Term.apply(NONZERO, term)


def known(*terms: Term) -> list[EqRule]:
    """Hypotheses that terms are not zero."""
    return [EqRule(f"h{i}", nonzero(t), TRUE_TERM, given=()) for i, t in enumerate(terms)]


CANCEL = EqRule("cancel", op("/", P, P), Term.real(1), ((nonzero(P), TRUE_TERM),))
DOUBLE = EqRule("double", op("+", P, P), op("*", Term.real(2), P))
TIMES_ZERO = EqRule("times zero", op("*", P, Term.real(0)), Term.real(0))
COMMUTE = EqRule("commute", op("*", P, Q), op("*", Q, P))
ASSOCIATE = EqRule("associate", op("*", op("*", P, Q), R), op("*", P, op("*", Q, R)))
PRODUCT = EqRule(
    "product",
    nonzero(op("*", P, Q)),
    TRUE_TERM,
    ((nonzero(P), TRUE_TERM), (nonzero(Q), TRUE_TERM)),
    triggers=(op("*", P, Q),),
)
QUOTIENTS = [CANCEL, DOUBLE, TIMES_ZERO, COMMUTE, ASSOCIATE, PRODUCT]
ARITHMETIC = [Computed(f"fold{s}", BUILT_IN[f"Real.{s}"], fold) for s in "+-*"]


def problem(goal: Goal, scheduler: Backoff | None = None, iterations: int = 12) -> Problem:
    limits = Limits(100_000, 200_000, iterations)
    ends = parse(goal.start), parse(goal.end)
    return Problem(rule_set(goal.rules), *ends, limits, scheduler)


def holds(root: Explanation) -> None:
    """Follow an explanation and those of its premises from the left side to the right side."""
    stack, seen = [root], {root}
    while stack:
        explanation = stack.pop()
        current = explanation.left
        for step in explanation.steps:
            old, new = sides(step)
            assert current.at(step.path) is old
            current = current.replace_at(step.path, new)
            if isinstance(step.rule, EqRule):
                binding = dict(zip(step.rule.variables, step.values, strict=True))
                sides_of = [side for pair in step.rule.premises for side in pair]
                shown = [side for e in step.premises for side in (e.left, e.right)]
                assert shown == [side.substitute(binding) for side in sides_of]
            stack.extend(p for p in step.premises if p not in seen)
            seen.update(step.premises)
        assert current is explanation.right
