"""Names of laws by their shape (a stub until the shapes are in)."""

from __future__ import annotations

from collections.abc import Mapping

from lemmata.terms.declarations import Clause, Notation
from lemmata.terms.symbols import Symbol


def law_name(clause: Clause, notation: Mapping[Symbol, Notation] | None = None) -> str | None:
    """The name of a law."""
    return None
