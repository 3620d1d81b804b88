"""A whole certificate as a file.

Certificates that are cited come first, each once. They share the declarations of the citing one,
by the rules of the format.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from lemmata.export.typetheory.declarations import emit_declaration
from lemmata.export.typetheory.dialect import Dialect
from lemmata.export.typetheory.errors import Unsupported
from lemmata.export.typetheory.library import Library, Resolve
from lemmata.export.typetheory.syntax import Syntax, statement
from lemmata.export.typetheory.theorems import signature
from lemmata.export.typetheory.world import World

Refute = Callable[[World, Syntax, Mapping[str, Any]], str]


def written(
    dialect: Dialect,
    certificate: Mapping[str, Any],
    resolve: Resolve | None,
    refute: Refute | None = None,
    every: bool = False,
) -> list[str]:
    """Return the pieces of the file of a valid certificate, the last one lists assumptions.

    With `every`, all theorems of the certificate are written and not just what the last one needs.
    Raises Unsupported for what has no translation, such as real numbers.
    """
    refutes = certificate["kind"] == "refutation"
    if refutes and refute is None:
        raise Unsupported("refutations")
    world = World(dialect, certificate.get("model"))
    library = Library(world, resolve)
    part = library.part(certificate, "", None)
    tables = part.syntax.tables
    world.emit(dialect.equality)
    for declaration in certificate["declarations"]:
        emit_declaration(world, part.syntax, declaration)
    if refute and refutes:
        found, title = certificate["statement"], "refuted"
        name = refute(world, part.syntax, certificate)
    else:
        found = certificate["theorems"][-1]
        title = found["name"]
        for number in range(len(certificate["theorems"]) if every else 0):
            library.theorem(certificate, "", None, number)
        name = library.theorem(certificate, "", None, len(certificate["theorems"]) - 1).text
    names = {i: f"x{i}" for i in range(len(tables.clauses[found["clause"]].bound))}
    for i, variable in enumerate(found.get("variables", ())):
        names[i] = tables.terms[variable][1]
    shown = f"{signature(found['types'])}{statement(tables, found['clause'], names)}"
    head = dialect.comment(f"Lemmata: {title}\n   {shown}")
    return [head, *world.chunks, dialect.assumptions(name)]
