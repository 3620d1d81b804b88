"""Libraries that the tests of the site share."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from lemmata import prove, theory
from lemmata.export.site import pages
from lemmata.language import parse_statement
from lemmata.proof.factgraph import Library, OpenConjecture, RefutedConjecture
from lemmata.service.library import stored_library
from lemmata.service.store import resolve

RESERVED = frozenset({"index.html", "graph.html", "rules.html"})
THEORIES = ("group", "list", "nat", "tree")


@cache
def library(name: str) -> Library:
    """The stored laws of a theory."""
    return stored_library(theory(name))


@cache
def site(name: str) -> dict[str, str]:
    """The pages of a theory's stored laws."""
    return pages(library(name), resolve)


@cache
def explored(name: str, *statements: str) -> Library:
    """Stored laws with statements that are false refuted, the last law open and one follows."""
    found = library(name)
    *facts, last = found.facts
    facts[-1] = replace(facts[-1], basis=False, follows_from=(facts[0].identifier,))
    facts[-1] = replace(facts[-1], alternatives=(facts[-1].derivation,))
    refuted = []
    for i, statement in enumerate(statements):
        answer = prove(statement, theory=name)
        assert answer.certificate is not None
        clause = parse_statement(statement, found.theory)
        refuted.append(RefutedConjecture(f"false_{i}", "", clause, answer.certificate))
    left = OpenConjecture(last.identifier, last.name, last.clause, "no steps left", last.clause)
    return replace(
        found,
        facts=tuple(facts),
        open=(left,),
        refuted=tuple(refuted),
        conjectured=len(facts) + 1 + len(refuted),
    )


def laws(made: dict[str, str]) -> dict[str, str]:
    """The pages that are about one law."""
    return {
        name: page
        for name, page in made.items()
        if name not in RESERVED and name.endswith(".html") and not name.startswith("theory-")
    }
