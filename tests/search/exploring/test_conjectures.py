"""Where conjectures come from, and when two of them are the same."""

from __future__ import annotations

import pytest

from lemmata.language import parse_goal, show_clause
from lemmata.search.exploring.known import is_instance, key, stripped
from lemmata.search.exploring.schedule import Forecast, groups
from lemmata.search.exploring.shapes import conjectures
from lemmata.search.exploring.signature import constants, operations_of, own_symbols
from lemmata.search.exploring.structures import is_abstract
from lemmata.search.exploring.typing import generalised
from lemmata.terms.declarations import Clause
from search.exploring.helpers import load


def clause(text: str, name: str = "peano") -> Clause:
    return parse_goal(text, load(name))[1]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("x + y = y + x", "b + a = a + b"),
        ("x + y = x + z ==> y = z", "u + w = u + v ==> v = w"),
        ("x = 0 ==> y = 0 ==> x + y = 0", "b = 0 ==> a = 0 ==> 0 = a + b"),
    ],
)
def test_the_same_law(first: str, second: str) -> None:
    assert key(clause(first)) == key(clause(second))


def test_names_of_sorts_do_not_matter() -> None:
    assert key(clause("rev(map(f, xs)) = map(f, rev(xs))", "lists")) == key(
        clause("map(g, rev(ys)) = rev(map(g, ys))", "lists")
    )


@pytest.mark.parametrize(
    ("first", "second"), [("x + y = y + x", "x * y = y * x"), ("x + x = y", "x + y = y")]
)
def test_different_laws(first: str, second: str) -> None:
    assert key(clause(first)) != key(clause(second))


@pytest.mark.parametrize(
    ("special", "general", "holds"),
    [
        ("x + S(0) = S(0) + x", "x + y = y + x", True),
        ("S(x) + y = S(x) + z ==> y = z", "x + y = x + z ==> y = z", True),
        ("x != 0 ==> x + y = x + z ==> y = z", "x + y = x + z ==> y = z", True),
        ("x + y = x + z ==> y = z", "x != 0 ==> x + y = x + z ==> y = z", False),
        ("x + y = y + x", "x + S(0) = S(0) + x", False),
    ],
)
def test_instances(special: str, general: str, holds: bool) -> None:
    assert is_instance(clause(special), clause(general)) is holds


def test_equal_constructors_on_top_are_taken_off() -> None:
    left, right = stripped(*clause("S(S(x + y)) = S(S(y + x))").conclusion)
    assert key(Clause.close((), (left, right))) == key(clause("x + y = y + x"))


def test_shapes_fit_the_signature() -> None:
    peano = load("peano")
    operations = operations_of(peano)
    found = {
        show_clause(s.clause, peano.notation)
        for s in conjectures(operations, constants(operations))
    }
    assert {"x * y = y * x", "x * (y + z) = x * y + x * z", "x + y = x + z ==> y = z"} <= found
    lists = load("lists")
    operations = operations_of(lists)
    found = {
        show_clause(s.clause, lists.notation)
        for s in conjectures(operations, constants(operations))
    }
    assert "map(f, append(xs, ys)) = append(map(f, xs), map(f, ys))" in found


def test_sorts_become_general() -> None:
    law = clause("map(f, append(xs, ys)) = append(map(f, xs), map(f, ys))", "lists")
    one = dict.fromkeys(law.types, law.types[0])
    narrow = tuple(t.instantiate(one, {}) for t in law.conclusion)
    [pair] = generalised([(narrow[0], narrow[1])])
    assert key(Clause.close((), pair)) == key(law)


def test_small_groups_come_first() -> None:
    nat = load("nat")
    whole = operations_of(nat)
    found = groups(nat, whole)
    assert found[-1] == whole
    names = [{o.symbol.display for o in group} for group in found]
    assert names[0] == {"+", "0", "S"}
    assert names[1] == {"+", "*", "0", "S"}


def test_own_functions() -> None:
    assert {s.display for s in own_symbols(load("tree"))} >= {"mirror", "flatten"}
    assert "append" not in {s.display for s in own_symbols(load("tree"))}
    assert not own_symbols(load("peano"))


def test_which_theories_are_abstract() -> None:
    assert [name for name in ("nat", "group", "lattice", "list") if is_abstract(load(name))] == [
        "group",
        "lattice",
    ]


def test_a_forecast_ends_at_nothing() -> None:
    forecast = Forecast()
    forecast.begin(2)
    forecast.level(10)
    assert forecast.remaining(10) > 10
    forecast.level(5)
    forecast.begin(2)
    forecast.level(4)
    forecast.level(2)
    assert forecast.remaining(0) == 0
