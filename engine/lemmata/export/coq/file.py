"""A whole certificate as a Coq file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lemmata.export.coq.dialect import Coq
from lemmata.export.coq.refutation import refuted
from lemmata.export.typetheory.file import written
from lemmata.export.typetheory.library import Resolve


def to_coq(
    certificate: Mapping[str, Any], resolve: Resolve | None = None, every: bool = False
) -> str:
    """Return the Coq file of a valid certificate.

    `resolve` finds a cited certificate by its digest. With `every`, all theorems in it are written,
    not just what the last one needs. Raises Unsupported for what has no
    translation, such as real numbers.
    """
    return "\n\n".join(written(Coq(), certificate, resolve, refuted, every)) + "\n"
