"""How completion attacks a goal: walks, definitions, precedences, turns, the queue."""

from __future__ import annotations

from itertools import islice

import pytest

from lemmata.search.completion import Limits, complete, loop
from lemmata.search.completion.loop import Completion
from lemmata.search.completion.queue import Passive, Queue
from lemmata.search.completion.setup import prepare
from lemmata.search.completion.strategies import STRATEGIES, Strategy, is_definition, ranks, turns
from search.completion.test_completion import (
    GROUP,
    SEMILATTICE,
    equation,
    equations,
    prove,
    replay,
    symbol,
)


def attempt(axioms: str, goal: str, strategy: Strategy | None = None) -> Completion:
    setup = prepare(equations(axioms), equation(goal), [])
    return Completion(setup, Limits(), strategy or STRATEGIES[0])


def test_a_walk_goes_up_and_down() -> None:
    found = attempt("h(X) = k(X, X)", "k(h(c), k(c, c)) = h(k(c, c))")
    assert found.explore(100)
    outcome = found.outcome("")
    assert outcome.proved
    assert len(outcome.goal_steps) == 2


def test_a_walk_ends_at_its_budget() -> None:
    found = attempt("f(X) = f(f(X))", "f(a) = f(b)")
    assert not found.explore(100)
    assert not attempt("f(X) = g(X, Y)", "f(a) = f(b)").explore(1000)


def test_definitions_are_unfolded_in_the_goal() -> None:
    axioms = "d(X, Y) = a(m(X, Y), n(m(Y, X))); a(X, n(X)) = o"
    assert prove(axioms, "d(c, c) = o").proved
    assert is_definition(*equation("d(X, Y) = a(m(X, Y), n(m(Y, X)))"))
    assert not is_definition(*equation("d(X, X) = a(X, X)"))
    assert not is_definition(*equation("d(X, Y) = a(d(Y, X), X)"))
    assert not is_definition(*equation("d(X) = a(X, Y)"))
    assert not is_definition(*equation("c = a(b, b)"))


def rank_of(axioms: str, name: str, arity: int, strategy: Strategy) -> int:
    setup = prepare(equations(axioms), equation("p = q"), [])
    heads = {t.head: i for i, t in enumerate(setup.signature.samples)}
    return ranks(setup, strategy)[heads[symbol(name, arity)]]


def test_what_distributes_is_greater() -> None:
    axioms = "m(X, a(Y, Z)) = a(m(X, Y), m(X, Z)); a(X, Y) = a(Y, X); a(a(X, Y), Z) = a(X, a(Y, Z))"
    unfold = Strategy("", 1, unfold=True)
    assert rank_of(axioms, "m", 2, unfold) > rank_of(axioms, "a", 2, unfold)
    two_ways = axioms + "; a(X, m(Y, Z)) = m(a(X, Y), a(X, Z))"
    assert rank_of(two_ways, "m", 2, unfold) != rank_of(two_ways, "a", 2, unfold)


def test_goals_with_variables_as_equations() -> None:
    shape = "e(X, X) = t; e(g(X, Y), h(Y)) = f"
    assert not prove(shape, "t = f").proved
    assert prove(shape, "t = f").reason == "saturated"
    assert prove(shape + "; g(a, Y) = h(k(Y)); k(b) = b", "t = f").proved


def test_all_strategies_have_turns_that_grow() -> None:
    few = list(islice(turns(STRATEGIES), 2 * len(STRATEGIES)))
    assert [number for number, _ in few] == 2 * list(range(len(STRATEGIES)))
    assert all(few[i][1] < few[i + len(STRATEGIES)][1] for i in range(len(STRATEGIES)))


def test_the_queue_takes_turns() -> None:
    queue = Queue(age_every=4, goal_every=3)
    waiting = [Passive(None, 0, None, i, 0) for i in range(6)]
    for passive, score in zip(waiting, (60, 50, 40, 30, 20, 10), strict=True):
        queue.push(passive, score, passive.fact == 1)
    order = [queue.pop() for _ in range(6)]
    assert [p.fact for p in order if p] == [1, 5, 4, 0, 3, 2]
    assert queue.pop() is None


def test_more_room_is_made_when_only_large_terms_are_left() -> None:
    big = "f(" * 60 + "X" + ")" * 60
    outcome = complete(
        equations(f"{big} = g(X, X); g(a, a) = b; g(X, X) = h(X); h(X) = k(X)"),
        equation(f"{big.replace('X', 'a')} = b"),
    )
    assert outcome.proved


@pytest.mark.parametrize("strategy", STRATEGIES[:2])
def test_cells_out_of_use_can_be_forgotten(
    strategy: Strategy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop, "CELLS", 50)
    axioms, goal = GROUP + "; m(X, X) = e", "m(a, b) = m(b, a)"
    found = attempt(axioms, goal, strategy)
    assert found.run(5_000, 500) == loop.PROVED
    replay(found.outcome(""), equations(axioms), [], equation(goal))
    semilattice = attempt(SEMILATTICE, "j(j(a, b), j(a, c)) = j(a, j(b, c))", strategy)
    assert semilattice.run(5_000, 500) == loop.PROVED
