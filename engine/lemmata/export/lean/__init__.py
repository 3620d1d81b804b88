"""Certificates as Lean 4 files: declarations, statements and proof terms.

The outside uses `to_lean`. The text has the structure of the Coq export, which Coq checks; it has
not been run through Lean in this project's CI, only its shape is tested. `#print axioms` at the end
lists what the theorem rests on. Files with ring identities over Int import Mathlib's `ring`.
May import `lemmata.errors` and the standard library.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lemmata.export.lean.dialect import RING, Lean
from lemmata.export.typetheory.errors import Unsupported
from lemmata.export.typetheory.file import written
from lemmata.export.typetheory.library import Resolve

__all__ = ["Unsupported", "to_lean"]


def to_lean(certificate: Mapping[str, Any], resolve: Resolve | None = None) -> str:
    """Return the Lean file of a valid certificate of kind proof.

    `resolve` finds a cited certificate by its digest. Raises Unsupported for what has no
    translation, such as real numbers.
    """
    head, *pieces, axioms = written(Lean(), certificate, resolve)
    imports = [piece for piece in pieces if piece == RING]
    body = [piece for piece in pieces if piece != RING]
    opening = "set_option autoImplicit false\n\nnoncomputable section\n\nnamespace Lemmata"
    return "\n\n".join([head, *imports, opening, *body, axioms, "end Lemmata"]) + "\n"
