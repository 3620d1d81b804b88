"""What rests on what: chains, users, smallest sets of axioms, on a library made by hand."""

from __future__ import annotations

import pytest

from lemmata.language import parse_statement
from lemmata.proof.factgraph import Derivation, Fact, Library, with_users
from lemmata.proof.provenance import Ground, chain, graph, holding, smallest_ground, users
from lemmata.theories import theory


def derivation(*uses: str, axioms: str = "", definitions: str = "") -> Derivation:
    return Derivation(
        "rewriting", uses, tuple(definitions.split()), tuple(axioms.split()), (), 1, "", {}
    )


def fact(name: str, first: Derivation, *others: Derivation) -> Fact:
    clause = parse_statement("x * e = x", theory("group"))
    return Fact(name, "", clause, first, alternatives=others)


@pytest.fixture
def library() -> Library:
    """a and b from axioms; c from a, or from b alone; d from c; a again from d."""
    facts = [
        fact("a", derivation(axioms="g.p g.q"), derivation("d")),
        fact("b", derivation(axioms="g.q")),
        fact("c", derivation("a", definitions="f"), derivation("b")),
        fact("d", derivation("c")),
    ]
    return Library(theory("group"), with_users(facts))


def test_a_chain_lists_each_fact_before_what_it_cites(library: Library) -> None:
    assert [f.identifier for f in chain(library, "d")] == ["d", "c", "a"]
    assert [f.identifier for f in chain(library, "b")] == ["b"]


def test_users_are_direct_or_indirect(library: Library) -> None:
    direct, indirect = users(library, "a")
    assert [f.identifier for f in direct] == ["c"]
    assert [f.identifier for f in indirect] == ["d"]
    assert users(library, "d") == ([], [])
    assert library.by_identifier["c"].used_by == ("d",)


def test_the_graph_has_the_first_derivations_alone(library: Library) -> None:
    assert sorted(graph(library).edges) == [("a", "c"), ("c", "d")]


def test_the_smallest_ground_uses_other_derivations(library: Library) -> None:
    q = Ground("axiom", "g.q")
    assert smallest_ground(library, "d") == [q]
    assert smallest_ground(library, "a") == [q]
    assert smallest_ground(library, "b") == [q]


def test_two_facts_that_give_each_other_hold_by_neither() -> None:
    facts = [fact("a", derivation("b")), fact("b", derivation("a"))]
    found = Library(theory("group"), tuple(facts))
    assert holding(found, []) == {}


def test_what_holds_comes_in_an_order_without_cycles(library: Library) -> None:
    found = holding(library, [Ground("axiom", "g.q")])
    seen: set[str] = set()
    for name, chosen in found.items():
        assert set(chosen.uses) <= seen
        seen.add(name)
    assert seen == {"a", "b", "c", "d"}
    assert "a" not in holding(library, [Ground("axiom", "g.p")])
