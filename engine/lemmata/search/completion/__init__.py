"""Unfailing completion: prove a goal s = t from equations, or saturate them.

Terms are `cells`; `rules` rewrite (`normal`) and overlap (`overlaps`); `joining` says what is
redundant; `loop` is one attempt under a strategy; `facts` and `proof` are what it hands over.
Imports terms only. Outside use: `complete`, `Limits` and the classes of `proof`.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from lemmata.search.completion.cells import DEPTH
from lemmata.search.completion.loop import EXHAUSTED, Completion, Limits
from lemmata.search.completion.proof import Outcome
from lemmata.search.completion.setup import Equation, Setup, prepare
from lemmata.search.completion.strategies import NARROWING, STRATEGIES, Strategy, turns
from lemmata.terms.term import Term

EXPLORED = 1_000_000
"""Terms of so many symbols are made on a walk from the goal, after the first turns."""

__all__ = ["Limits", "complete", "portfolio"]


def complete(
    equations: Sequence[Equation],
    goal: Equation,
    *,
    hypotheses: Sequence[Equation] = (),
    limits: Limits | None = None,
) -> Outcome:
    """Try to prove the goal from the equations, whose variables are universal.

    The variables of the goal and of the hypotheses are fixed: they stand for anything, so they are
    constants here, and put back in the end. In the outcome the inputs are numbered equations first,
    hypotheses after them.
    """
    limits = limits or Limits()
    sides: list[Term] = [side for pair in (*equations, *hypotheses, goal) for side in pair]
    if any(side.size > limits.size for side in sides):
        return Outcome(False, (), (), f"limit: terms of {limits.size} symbols", True)
    if any(_depth(side) > DEPTH for side in sides):
        return Outcome(False, (), (), f"limit: terms {DEPTH} deep", True)
    attempts: dict[int, Completion] = {}
    with _without_collector():
        try:
            setup = prepare(equations, goal, hypotheses)
            constants = not (setup.goal[0].args or setup.goal[1].args)
            strategies = NARROWING if constants else STRATEGIES
            return portfolio(setup, limits, strategies, attempts)
        finally:
            for attempt in attempts.values():
                attempt.bank.clear()


def _depth(term: Term) -> int:
    depths: dict[Term, int] = {}
    stack = [term]
    while stack:
        top = stack[-1]
        todo = [arg for arg in top.args if arg not in depths]
        if todo:
            stack.extend(todo)
        else:
            depths[top] = max((depths[arg] + 1 for arg in top.args), default=0)
            stack.pop()
    return depths[term]


@contextmanager
def _without_collector() -> Iterator[None]:
    """Pause the garbage collector: an attempt keeps nearly all that it makes."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def portfolio(
    setup: Setup,
    limits: Limits,
    strategies: Sequence[Strategy],
    attempts: dict[int, Completion],
) -> Outcome:
    """Let strategies take turns until one comes to an end; `attempts` are those begun."""
    ended: set[int] = set()
    pairs = given = 0
    explored = False
    for number, share in turns(strategies):
        if number in ended:
            continue
        if number == 0 and len(attempts) == len(strategies) and not explored:
            explored = True
            if attempts[0].explore(EXPLORED):
                return attempts[0].outcome("")
        if number not in attempts:
            attempts[number] = Completion(setup, limits, strategies[number])
        attempt = attempts[number]
        pairs -= attempt.counters["pairs"]
        given -= attempt.counters["given"]
        reason = attempt.run(min(share, limits.pairs - pairs), limits.given - given)
        pairs += attempt.counters["pairs"]
        given += attempt.counters["given"]
        if reason == EXHAUSTED:
            ended.add(number)
            reason = f"limit: terms of {attempt.bank.limit} symbols"
            if attempt.bank.limit < limits.size:
                attempts[number] = attempt.with_larger_terms()
                ended.remove(number)
            if len(ended) < len(strategies):
                continue
        if not reason and given >= limits.given:
            reason = f"limit: {limits.given} given clauses"
        elif not reason and pairs >= limits.pairs:
            reason = f"limit: {limits.pairs} critical pairs"
        if reason:
            return attempt.outcome(reason)
    raise AssertionError("turns never end")
