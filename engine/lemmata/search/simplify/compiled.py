"""A library as JSON, so that a simplification need not read and elaborate a dozen files first.

    {"sources": hash, "document": {…}, "owners": [theory…], "declared": [[name…]…],
     "rules": [["theorem", k, reverse] or ["axiom", structure, name, reverse]…]}

`document` is a certificate without proofs: declarations, and every theorem by its digests.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from lemmata.proof.decode import decode
from lemmata.proof.encode import FORMAT
from lemmata.proof.laws import axioms, definitions
from lemmata.proof.nodes import Law, Origin, Stored
from lemmata.proof.tables import Tables
from lemmata.search.simplify.library import Library
from lemmata.search.simplify.rulebook import Rulebook
from lemmata.terms.declarations import FunctionGroup

Json = dict[str, Any]


def pack(library: Library, laws: Sequence[Law], sources: str) -> Json:
    """The JSON of a library; `laws` are the stored theorems, some of which it never uses."""
    laws = [law for law in laws if library.cites(law)]
    tables = Tables()
    declared = [tables.declaration(d) for d in library.declarations]
    rows, names = [], []
    for law in laws:
        assert isinstance(law.proof, Stored)
        origin = law.proof.origin()
        rows.append(
            {
                "name": law.name,
                "types": [t.name for t in law.clause.types],
                "clause": tables.clause(law.clause),
                "statement": origin.statement,
                "certificate": origin.certificate,
            }
        )
        names.append(sorted(origin.declared))
    numbers = {(law.owner, law.name): k for k, law in enumerate(laws)}
    rules: list[list[object]] = []
    for law, reverse in library.rules:
        if law.kind == "theorem":
            rules.append(["theorem", numbers[law.owner, law.name], reverse])
        else:
            rules.append(["axiom", law.owner, law.name, reverse])
    document = {
        "format": FORMAT,
        "kind": "proof",
        "declarations": declared,
        "sorts": tables.sorts,
        "terms": tables.terms,
        "clauses": tables.clauses,
        "contexts": [],
        "theorems": rows,
    }
    return {
        "sources": sources,
        "document": document,
        "owners": [law.owner for law in laws],
        "declared": names,
        "rules": rules,
    }


def unpack(raw: Json) -> Library:
    """The library that `pack` wrote."""
    document = decode(raw["document"])
    laws = []
    for proof, owner, names in zip(document.proofs, raw["owners"], raw["declared"], strict=True):
        stored = proof.theorem
        assert isinstance(stored, Stored)
        stored = replace(stored, origin=_with_names(stored.origin(), names))
        laws.append(Law("theorem", proof.name, 0, proof.clause, owner, stored))
    assumed = axioms(document.declarations)
    by_name = {(law.owner, law.name): law for law in assumed}
    rules: list[tuple[Law, bool]] = []
    for row in raw["rules"]:
        law = laws[row[1]] if row[0] == "theorem" else by_name[row[1], row[2]]
        rules.append((law, row[-1]))
    groups = [d for d in document.declarations if isinstance(d, FunctionGroup)]
    return Library(
        document.declarations,
        {f.symbol: f for group in groups for f in group.members},
        Rulebook.of([*assumed, *laws], rules, definitions(document.declarations)),
        tuple(rules),
    )


def _with_names(origin: Origin, names: Sequence[str]) -> Any:  # noqa: ANN401
    found = replace(origin, declared=frozenset(names))
    return lambda: found
