"""The type variables of which some value is needed."""

from __future__ import annotations

from lemmata.export.typetheory.syntax import Syntax


def term_needs(syntax: Syntax, index: int) -> set[str]:
    """Return the type variables whose inhabitants the symbols in a term need."""
    world, tables = syntax.world, syntax.tables
    found: set[str] = set()
    for t in tables.postorder(index, {}):
        term = tables.terms[t]
        if term[0] == "app" and term[1] != "apply":
            symbol = world.lookup(term[1])
            by = dict(zip(symbol.types, term[2], strict=True))
            found.update(*(world.needs(by[v]) for v in symbol.needs))
    return found
