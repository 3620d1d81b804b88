"""Theories of every form of datatype and function, and what the search answers about them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from lemmata.proving import prove_file

Json = dict[str, Any]
_FOLDER = Path(__file__).parent
_FALSE = ("noncommutative", "wrong")
THEORIES = sorted(path.stem for path in _FOLDER.glob("*.lem") if path.stem not in _FALSE)


@cache
def proved(theory: str) -> dict[str, Json]:
    """The certificates of all theorems of a theory, by name."""
    return _certificates(theory, "proved")


@cache
def refuted() -> dict[str, Json]:
    """The certificates of statements that are false, by name."""
    return {k: c for theory in _FALSE for k, c in _certificates(theory, "refuted").items()}


def _certificates(theory: str, verdict: str) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for answer in prove_file(_FOLDER / f"{theory}.lem", timeout=30):
        assert answer.verdict == verdict, (theory, answer.name, answer.reason)
        assert answer.certificate is not None
        found[answer.name] = answer.certificate
    return found
