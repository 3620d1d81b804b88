"""Why a law holds and what rests on it, for a terminal and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lemmata.language import show_clause
from lemmata.proof.factgraph import Derivation, Fact, Library
from lemmata.proof.provenance import Ground, chain, ground, smallest_ground, users

PROVENANCE = "lemmata.provenance/1"


def why_text(library: Library, fact: Fact) -> str:
    """The laws that a law rests on, down to definitions, each with all known derivations."""
    out: list[str] = []
    for link in chain(library, fact.identifier):
        statement = show_clause(link.clause, library.theory.notation)
        out.append(f"{link.identifier}: {statement}" + (f"   ({link.name})" if link.name else ""))
        for k, derivation in enumerate(link.derivations()):
            out.append(f"  {'also by' if k else 'by'} {how(derivation, library)}")
    out += ["", f"{fact.identifier} rests on {_listed(_grounds(library, fact)) or 'nothing else'}"]
    return "".join(f"{line}\n" for line in out)


def users_text(library: Library, fact: Fact) -> str:
    """The laws whose proofs cite a law, and those that rest on these."""
    direct, indirect = users(library, fact.identifier)
    out = [f"{fact.identifier}: {show_clause(fact.clause, library.theory.notation)}"]
    for title, facts in (("is cited by", direct), ("and so supports", indirect)):
        if facts:
            out.append(f"  {title}")
            width = max(len(f.identifier) for f in facts)
            out += [
                f"    {f.identifier:<{width}}  {show_clause(f.clause, library.theory.notation)}"
                for f in facts
            ]
    if not direct:
        out.append("  is cited by no proof")
    return "".join(f"{line}\n" for line in out)


def how(derivation: Derivation, library: Library) -> str:
    """A derivation in words: "induction on x, with add_zero and the definition of +"."""
    cited = [*derivation.uses, *(_said(g, library) for g in ground(derivation))]
    return f"{derivation.rule}, with {_listed(cited)}" if cited else derivation.rule


def _said(given: Ground, library: Library) -> str:
    if given.kind == "definition":
        symbol = library.theory.symbols.get(given.name)
        used = library.theory.notation.get(symbol) if symbol else None
        shown = used.display if used else symbol.display if symbol else given.name
        return f"the definition of {shown}"
    if given.kind == "axiom":
        return f"axiom {given.name.rpartition('.')[2]}"
    return given.name


def _grounds(library: Library, fact: Fact) -> list[str]:
    return [_said(g, library) for g in smallest_ground(library, fact.identifier)]


def _listed(words: Sequence[str]) -> str:
    *others, last = words or [""]
    return f"{', '.join(others)} and {last}" if others else last


def why_row(library: Library, fact: Fact) -> dict[str, Any]:
    """The same as JSON."""
    direct, indirect = users(library, fact.identifier)
    return {
        "schema": PROVENANCE,
        "theory": library.theory.name,
        "law": fact.identifier,
        "chain": [_link(f, library) for f in chain(library, fact.identifier)],
        "rests_on": [
            {"kind": g.kind, "name": g.name} for g in smallest_ground(library, fact.identifier)
        ],
        "used_by": [f.identifier for f in direct],
        "supports": [f.identifier for f in indirect],
    }


def _link(fact: Fact, library: Library) -> dict[str, Any]:
    return {
        "identifier": fact.identifier,
        "statement": show_clause(fact.clause, library.theory.notation),
        "name": fact.name or fact.identifier,
        "derivations": [
            {
                "rule": d.rule,
                "uses": list(d.uses),
                "definitions": list(d.definitions),
                "axioms": list(d.axioms),
                "imported": list(d.imported),
                "steps": d.steps,
                "certificate_digest": d.digest,
            }
            for d in fact.derivations()
        ],
    }
