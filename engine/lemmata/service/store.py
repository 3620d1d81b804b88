"""Stored certificates: proofs/THEORY/NAME.json, found by name or by digest."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from lemmata import data
from lemmata.kernel import digest

Json = dict[str, Any]


def stored(theory: str, name: str) -> Json | None:
    """The stored certificate of a theorem, None if there is none."""
    try:
        text = data.text("proofs", f"{theory}/{name}.json")
    except (FileNotFoundError, NotADirectoryError):
        return None
    found: Json = json.loads(text)
    return found


def names() -> Iterator[str]:
    """The /-paths of all stored certificates, sorted."""
    return (n for n in data.names("proofs", ".json"))


@cache
def _by_digest() -> dict[str, str]:
    found = {}
    for name in names():
        text = data.text("proofs", name)
        found[digest(json.loads(text))] = text
    return found


def resolve(wanted: str) -> str | None:
    """The text of the stored certificate with a digest."""
    return _by_digest().get(wanted)
