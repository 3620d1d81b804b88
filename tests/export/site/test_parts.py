"""What the pages are made of: places of nodes, titles, needs, scripts without blanks."""

from __future__ import annotations

import random

import pytest

from export.site.libraries import library
from lemmata import data
from lemmata.export.dots import positions
from lemmata.export.frame import LITERAL, squeezed
from lemmata.export.phrases import Phrases
from lemmata.export.site.graph import GraphNode, drawn
from lemmata.export.site.needs import Needs, direct, together
from lemmata.proof.decode import decode


@pytest.mark.parametrize("widest", [0, 3, 8])
def test_premises_stand_above_and_no_two_nodes_share_a_place(widest: int) -> None:
    chance = random.Random(1)
    premises: dict[int, list[int]] = {}
    for v in range(1, 200):
        premises[v] = sorted({chance.randrange(1, v) for _ in range(chance.randrange(3)) if v > 1})
    at = positions(premises, widest)
    assert len(set(at.values())) == len(premises)
    assert all(at[p][1] < at[v][1] for v, above in premises.items() for p in above)
    assert min(x for x, _ in at.values()) == 0
    if widest:
        layers = [y for _, y in at.values()]
        assert max(layers.count(y) for y in layers) <= widest


def test_a_graph_with_a_circle_is_drawn() -> None:
    nodes = [
        GraphNode("a", "a.html", "A", "", ("b",)),
        GraphNode("b", "b.html", "B", "", ("a",)),
        GraphNode("c", "c.html", "C", "", ()),
    ]
    page = drawn("Graph", "", nodes)
    assert page.count("<li id=") == 3
    assert 'data-at="' in page


def test_symbols_keep_their_letters_in_titles() -> None:
    for theory, name, title in (
        ("group", "right_unit", "e is a right identity of *"),
        ("group", "inv_mul", "inv reverses *"),
        ("nat", "mul_comm", "Commutativity of *"),
        ("nat", "add_zero", "0 is a right identity of +"),
    ):
        fact = library(theory).by_identifier[name]
        phrases = Phrases(decode(fact.certificate), library(theory).theory.notation)
        assert phrases.title(fact.name, fact.clause) == title


def test_needs_are_those_of_the_steps_that_the_goal_rests_on() -> None:
    facts = library("nat").by_identifier
    needs = direct(decode(facts["mul_comm"].certificate))
    assert needs == Needs(("nat.*",), (), ("nat.Nat",), ())
    both = together([needs, direct(decode(facts["add_comm"].certificate))])
    assert both.definitions == ("nat.*", "nat.+")
    assert both.inductions == ("nat.Nat",)
    assert direct(decode(library("group").by_identifier["right_unit"].certificate)).axioms


@pytest.mark.parametrize("name", data.names("exports", ".js"))
def test_scripts_lose_blanks_and_nothing_else(name: str) -> None:
    source = data.text("exports", name)
    short = squeezed(source)
    assert len(short) < len(source)
    place = 0
    for literal in LITERAL.findall(source):
        place = short.index(literal, place) + len(literal)
    assert "".join(short.split()) == "".join(source.split())
