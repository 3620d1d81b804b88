"""A library as a theory of its own: a .lem file that others import, certificates beside it.

    DIR/nat_explored.lem          import nat, then the laws as theorems
    DIR/nat_explored/NAME.json    the certificate of each

A certificate cites those of other laws by digest, so that each proof is stored and checked once.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lemmata.proof.factgraph import Library
    from lemmata.terms.declarations import Clause, Theory

SUFFIX = "_explored"


def stored_name(theory: str) -> str:
    """What the theory of the laws of a theory is called."""
    return f"{theory}{SUFFIX}"


def theory_text(library: Library) -> str:
    """The text of the .lem file; a law that no text says is there as a remark."""
    from lemmata.language import show_statement

    theory = library.theory
    lines = [
        f"# Laws of {theory.name} that were found by `lemmata explore {theory.name}`.",
        f"theory {stored_name(theory.name)}",
        f"import {theory.name}",
        "",
    ]
    for fact in library.facts:
        text = show_statement(fact.clause, theory)
        remark = f"  # {fact.name}" if fact.name else ""
        begin = "theorem" if _says(text, fact.clause, theory) else "#"
        lines.append(f"{begin} {fact.identifier}: {text}{remark}")
    return "\n".join(lines) + "\n"


def _says(text: str, clause: Clause, theory: Theory) -> bool:
    """Whether a text is read as a clause, up to names."""
    from lemmata.errors import InputError
    from lemmata.language import parse_statement
    from lemmata.proof.relinking import statement_key

    try:
        return statement_key(parse_statement(text, theory)) == statement_key(clause)
    except InputError:
        return False


def store(library: Library, folder: Path) -> Path:
    """Write the theory and its certificates; those of an earlier run are removed."""
    from lemmata.proof.compressing import compressed
    from lemmata.service.files import write_whole
    from lemmata.service.store import resolve

    kept = compressed(library, resolve)
    text = theory_text(kept)
    place = folder / stored_name(library.theory.name)
    place.mkdir(parents=True, exist_ok=True)
    for fact in kept.facts:
        write_whole(place / f"{fact.identifier}.json", f"{fact.derivation.text}\n")
    for path in place.glob("*.json"):
        if path.stem not in {fact.identifier for fact in kept.facts}:
            path.unlink()
    return write_whole(folder / f"{place.name}.lem", text)
