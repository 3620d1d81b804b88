"""A whole certificate as a Coq file.

Certificates that are cited come first, each once. They share the declarations of the citing one,
by the rules of the format.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lemmata.export.coq.declarations import emit_declaration
from lemmata.export.coq.library import Library, Resolve
from lemmata.export.coq.refutation import refuted
from lemmata.export.coq.steps import EQUALITY
from lemmata.export.coq.syntax import commented, statement
from lemmata.export.coq.theorems import signature
from lemmata.export.coq.world import World


def to_coq(certificate: Mapping[str, Any], resolve: Resolve | None = None) -> str:
    """Return the Coq file of a valid certificate.

    `resolve` finds a cited certificate by its digest. Raises Unsupported for what has no
    translation, such as real numbers.
    """
    world = World(computing=certificate["kind"] == "refutation")
    library = Library(world, resolve)
    part = library.part(certificate, "", None)
    tables = part.syntax.tables
    world.emit(EQUALITY)
    for declaration in certificate["declarations"]:
        emit_declaration(world, part.syntax, declaration)
    if certificate["kind"] == "refutation":
        found = certificate["statement"]
        name = refuted(world, part.syntax, certificate)
        title = "refuted"
    else:
        found = certificate["theorems"][-1]
        title = found["name"]
        name = library.theorem(certificate, "", None, len(certificate["theorems"]) - 1).text
    names = {i: f"x{i}" for i in range(len(tables.clauses[found["clause"]].bound))}
    for i, variable in enumerate(found.get("variables", ())):
        names[i] = tables.terms[variable][1]
    shown = f"{signature(found['types'])}{statement(tables, found['clause'], names)}"
    head = commented(f"Lemmata: {title}\n   {shown}")
    return "\n\n".join([head, *world.chunks, f"Print Assumptions {name}."]) + "\n"
