"""What rests on what in a library: chains down to definitions, users, smallest sets of axioms.

A library is an and-or graph: a fact holds if *one* of its derivations does, and that does if *all*
that it cites hold. Definitions, axioms and stored theorems of other theories are the ground:

    add_zero   add_succ   definition of +
    -------------------------------------  induction on x     and: all of the upper line
                  add_comm                                    or: any such bar
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lemmata.proof.factgraph import Derivation, Fact, Library

if TYPE_CHECKING:
    import networkx


@dataclass(frozen=True, slots=True, order=True)
class Ground:
    """What needs no proof here; `kind` is "definition", "axiom" or "theorem"."""

    kind: str
    name: str


def ground(derivation: Derivation) -> tuple[Ground, ...]:
    """The definitions, axioms and stored theorems that a derivation cites."""
    return (
        *(Ground("definition", name) for name in derivation.definitions),
        *(Ground("axiom", name) for name in derivation.axioms),
        *(Ground("theorem", name) for name in derivation.imported),
    )


def graph(library: Library) -> networkx.DiGraph[str]:
    """The first derivations: an edge from each fact to those that cite it; it has no cycle."""
    import networkx

    found: networkx.DiGraph[str] = networkx.DiGraph()
    for fact in library.facts:
        found.add_node(fact.identifier)
        found.add_edges_from((name, fact.identifier) for name in fact.uses)
    return found


def chain(library: Library, identifier: str) -> list[Fact]:
    """A fact and all that its first derivation rests on, each before what it cites."""
    import networkx

    below = networkx.ancestors(graph(library), identifier) | {identifier}
    return [fact for fact in reversed(library.facts) if fact.identifier in below]


def users(library: Library, identifier: str) -> tuple[list[Fact], list[Fact]]:
    """The facts whose first derivations cite a fact, and those that rest on it indirectly."""
    import networkx

    direct = set(library.by_identifier[identifier].used_by)
    above = networkx.descendants(graph(library), identifier)
    facts = [fact for fact in library.facts if fact.identifier in above]
    return (
        [fact for fact in facts if fact.identifier in direct],
        [fact for fact in facts if fact.identifier not in direct],
    )


def holding(library: Library, given: Iterable[Ground]) -> dict[str, Derivation]:
    """The facts that some derivations give from a ground, each with one that does, without cycles.

    Facts come in the order in which they are reached.
    """
    known, found = set(given), dict[str, Derivation]()
    waiting = list(library.facts)
    while True:
        reached = [
            (fact, derivation)
            for fact in waiting
            for derivation in fact.derivations()
            if known.issuperset(ground(derivation)) and all(n in found for n in derivation.uses)
        ]
        if not reached:
            return found
        for fact, derivation in reached:
            found.setdefault(fact.identifier, derivation)
        waiting = [fact for fact in waiting if fact.identifier not in found]


def smallest_ground(library: Library, identifier: str) -> list[Ground]:
    """A set of definitions and axioms from which a fact follows, none of which can be left out.

    It is minimised by trying: each is dropped for good if the known derivations do without it.
    """
    facts = chain(library, identifier)
    found = list(dict.fromkeys(g for f in reversed(facts) for g in ground(f.derivation)))
    for candidate in sorted(found, reverse=True):
        rest = [g for g in found if g != candidate]
        if identifier in holding(library, rest):
            found = rest
    return found
