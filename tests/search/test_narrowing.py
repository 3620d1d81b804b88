"""Narrowing: counterexamples that need conditions, long values and numbers."""

from __future__ import annotations

import json

import pytest

from lemmata.errors import Source
from lemmata.kernel import check
from lemmata.language import parse_goal, parse_theory
from lemmata.language.tip import read_tip
from lemmata.search import testing
from lemmata.search.narrowing import Narrower
from lemmata.search.narrowing.code import Cell
from lemmata.search.narrowing.numbers import (
    Linear,
    contains,
    known,
    linear,
    narrowed,
    numbers,
    simplest,
)
from lemmata.search.narrowing.numbers import test as question_about
from lemmata.search.narrowing.searching import luby
from lemmata.search.refuting import Refuter
from lemmata.search.shrinking import shrunk
from lemmata.terms.declarations import Clause, Theory
from lemmata.terms.sorts import INT
from lemmata.terms.term import Term
from lemmata.theories import theory

STEPS = 1_500_000


def statement(name: str, text: str) -> tuple[Clause, Theory]:
    found, clause = parse_goal(text, theory(name))
    return clause, found


def refuter(clause: Clause, found: Theory) -> Refuter:
    return Refuter(clause, found.declarations, testing.Tester(found.declarations))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("nat", "x + y = x"),
        ("nat", "x * y = 12 ==> x <= 5 ==> y <= 5 ==> x = y"),
        ("list", "length(xs) = 6 ==> rev(xs) = xs"),
        ("list", "take(5, xs) = take(5, ys) ==> length(xs) = 7 ==> length(ys) = 7 ==> xs = ys"),
        ("int", "x < y ==> y < x + 3 ==> y = x + 1"),
        ("int", "2 * x + 3 = 17 ==> x = 8"),
        ("int", "1000 < x ==> x < 1002 ==> x = 1000"),
        ("int", "0 - x < 0 - 70000 ==> x < 70001"),
        ("bool", "(p or q) = (p and q)"),
        ("tree", "mirror(t) = t"),
    ],
)
def test_counterexamples_are_found_and_checked(name: str, text: str) -> None:
    clause, found = statement(name, text)
    certificate = refuter(clause, found).go(STEPS)
    assert certificate is not None
    assert check(json.dumps(certificate)).kind == "refutation"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("nat", "x + y = y + x"),
        ("nat", "x < y ==> x <= y"),
        ("list", "length(xs) = 3 ==> length(rev(xs)) = 3"),
        ("int", "x < y ==> y < x + 2 ==> y = x + 1"),
        ("int", "x <= 5 ==> 5 <= x ==> x = 5"),
        ("bool", "(p or q) = (q or p)"),
    ],
)
def test_true_statements_have_none(name: str, text: str) -> None:
    clause, found = statement(name, text)
    asked: list[object] = []

    def accept(types: object, values: object) -> bool:
        asked.append(values)
        return False

    narrower = Narrower(found.declarations, clause, accept)
    assert not narrower.go(60_000)
    assert asked == []


def test_a_search_without_limits_ends() -> None:
    clause, found = statement("bool", "(p or q) = (q or p)")
    narrower = Narrower(found.declarations, clause, lambda types, values: True)
    assert not narrower.go(1_000_000)
    assert narrower.finished


def test_limits_are_counts_and_the_same_values_are_found_again() -> None:
    clause, found = statement("list", "length(xs) = 6 ==> rev(xs) = xs")
    results = [refuter(clause, found).go(STEPS) for _ in range(2)]
    assert results[0] == results[1] is not None
    in_parts = refuter(clause, found)
    assert not in_parts.go(10)
    assert in_parts.go(STEPS) is not None


def test_what_cannot_be_chosen_is_left_alone() -> None:
    for name, text in (("list", "map(f, xs) = xs"), ("group", "x * y = x")):
        clause, found = statement(name, text)
        assert Narrower(found.declarations, clause, lambda types, values: True).finished


def test_only_what_is_needed_is_chosen() -> None:
    text = """theory lazy
import list
fun first : List(Int) -> Int
  first(nil) = 0
  first(cons(x, xs)) = x
"""
    found = parse_theory(text)
    extended, clause = parse_goal("first(xs) = 77 ==> length(xs) = 1", found)
    values: list[str] = []

    def accept(types: object, terms: object) -> bool:
        values.append(str(terms))
        return True

    assert Narrower(extended.declarations, clause, accept).go(STEPS)
    assert "77" in values[0]


def test_conjunctions_prune_early() -> None:
    """Colours for a ring of 40 places: hopeless unless each neighbour is looked at at once."""
    text = """
(declare-datatype L ((nil) (cons (hd Int) (tl L))))
(define-fun-rec at ((l L) (i Int)) Int
  (match l ((nil 9) ((cons x xs) (ite (= i 0) x (at xs (- i 1)))))))
(define-fun-rec small ((l L)) Bool
  (match l ((nil true) ((cons x xs) (and (small xs) (<= 0 x) (< x 2))))))
"""
    edges = " ".join(f"(distinct (at l {i}) (at l {(i + 1) % 40}))" for i in range(40))
    text += f"(prove (forall ((l L)) (not (and {edges} (small l)))))"
    found = read_tip(Source("ring", text), "ring")
    certificate = refuter(found.goals[0].clause, found.theory).go(STEPS)
    assert certificate is not None


def test_counterexamples_are_made_small() -> None:
    clause, found = statement("list", "length(xs : List(Int)) < 5")
    tester = testing.Tester(found.declarations)
    (variable,) = clause.variables
    cons, nil = found.symbols["list.cons"], found.symbols["list.nil"]
    value = Term.apply(nil, types=(INT,))
    for n in (3, -8, 100, 0, 7, 12, -1, 5, 4):
        value = Term.apply(cons, Term.integer(n), value)
    simplest = {INT: Term.integer(0), variable.sort: Term.apply(nil, types=(INT,))}
    (small,) = shrunk(tester, simplest.__getitem__, clause, [value])
    assert str(small).count("cons(0, ") == str(small).count("cons") == 5


def test_open_integers() -> None:
    everything = (None, None, frozenset[int]())
    cell = Cell()
    for scale in (-3, -1, 1, 2):
        for offset in (-2, 0, 5):
            value = Linear(cell, scale, offset)
            for number in (-7, -6, 0, 4, 5):
                for swapped in (False, True):
                    for name in ("eq", "<=", "<"):
                        question = question_about(name, value, number, swapped)
                        for x in range(-10, 11):
                            here = scale * x + offset
                            a, b = (number, here) if swapped else (here, number)
                            truth = {"eq": a == b, "<=": a <= b, "<": a < b}[name]
                            found = question if isinstance(question, bool) else question.at(x)
                            assert found is truth
                        if isinstance(question, bool):
                            continue
                        for wanted in (True, False):
                            domain = narrowed(everything, question, wanted)
                            assert domain is not None
                            assert known(domain, question) is wanted
                            for x in range(-10, 11):
                                assert contains(domain, x) is (question.at(x) is wanted)


def test_numbers_of_a_domain() -> None:
    domain = (3, 6, frozenset({4}))
    assert [n for _, n in numbers(domain, [(1, 5), (2, 9)])] == [5, 3, 6]
    assert simplest(domain) == 3
    assert simplest((None, None, frozenset({0, 1}))) == 2
    assert simplest((None, -4, frozenset({-4}))) == -5
    value = Linear(Cell(), 2, 1)
    doubled = linear("*", value, 3)
    assert isinstance(doubled, Linear)
    assert (doubled.scale, doubled.offset) == (6, 3)
    assert linear("-", value, value) == 0
    assert linear("*", value, value) is None


def test_the_restarts_are_those_of_luby() -> None:
    assert [luby(i) for i in range(1, 16)] == [1, 1, 2, 1, 1, 2, 4, 1, 1, 2, 1, 1, 2, 4, 8]
