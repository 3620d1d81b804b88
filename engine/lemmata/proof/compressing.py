"""A library with one derivation a fact: what the basis needs, and how the rest follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lemmata.kernel import Checker
from lemmata.proof.decode import decode
from lemmata.proof.derivations import Citing
from lemmata.proof.factgraph import Derivation, Fact, Library, with_users
from lemmata.proof.library import Find
from lemmata.proof.nodes import Theorem
from lemmata.proof.provenance import chain


def compressed(library: Library, find: Find) -> Library:
    """The library whose facts outside of the basis are derived from it by rewriting.

    A fact that a proof of the basis cites keeps its first derivation. Certificates cite each other
    by digest, so all are made anew, and the kernel checks them; `find` knows those of the store.
    """
    needed = {f.identifier for b in library.basis for f in chain(library, b.identifier)}
    chosen = {f.identifier: _chosen(f, f.identifier in needed) for f in library.facts}
    near: dict[str, str] = {}
    checker = Checker(lambda wanted: near.get(wanted) or find(wanted))
    citing = Citing(library.theory.declarations, checker)
    facts = []
    for fact in _in_order(library.facts, chosen):
        certificate = chosen[fact.identifier].certificate
        theorem = decode(certificate, known=library.theory.symbols).proofs[-1].theorem
        assert isinstance(theorem, Theorem)
        derivation, report = citing.derive(theorem)
        near[derivation.digest] = derivation.text
        citing.add(fact.identifier, fact.clause, derivation, report.statement)
        facts.append(replace(fact, derivation=derivation, alternatives=()))
    return replace(library, facts=with_users(facts))


def _chosen(fact: Fact, needed: bool) -> Derivation:
    """The derivation to keep: the first one, or the shortest from what the fact follows from."""
    follows = [d for d in fact.derivations() if set(d.uses) == set(fact.follows_from)]
    if needed or fact.basis or not follows:
        return fact.derivation
    return min(follows, key=lambda d: d.steps)


def _in_order(facts: Sequence[Fact], chosen: dict[str, Derivation]) -> list[Fact]:
    """The facts in an order in which each comes after what its derivation cites."""
    import networkx

    position = {fact.identifier: i for i, fact in enumerate(facts)}
    found: networkx.DiGraph[str] = networkx.DiGraph()
    found.add_nodes_from(position)
    found.add_edges_from((used, name) for name, d in chosen.items() for used in d.uses)
    order = networkx.lexicographical_topological_sort(found, key=position.__getitem__)
    by_name = {fact.identifier: fact for fact in facts}
    return [by_name[name] for name in order]
