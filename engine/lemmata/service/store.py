"""Stored certificates: proofs/THEORY/NAME.json, found by name or by digest."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from lemmata import data
from lemmata.kernel import Checker, check, digest
from lemmata.proof.derivations import declared_names
from lemmata.proof.nodes import Origin

Json = dict[str, Any]
INDEX = "index.txt"


def stored(theory: str, name: str) -> Json | None:
    """The stored certificate of a theorem, None if there is none."""
    try:
        text = data.text("proofs", f"{theory}/{name}.json")
    except (FileNotFoundError, NotADirectoryError):
        return None
    found: Json = json.loads(text)
    return found


def exists(theory: str, name: str) -> bool:
    """Whether a theorem has a stored certificate."""
    return f"{theory}/{name}.json" in _names()


@cache
def _names() -> frozenset[str]:
    return frozenset(names())


@cache
def origin(theory: str, name: str) -> Origin:
    """What a proof that cites a stored theorem has to know."""
    certificate = stored(theory, name)
    assert certificate is not None
    report = check(json.dumps(certificate), resolve)
    return Origin(report.statement, report.certificate, declared_names(certificate))


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
    """The text of the stored certificate with a digest; the index spares reading all of them."""
    name = _index().get(wanted)
    if name is not None:
        try:
            return data.text("proofs", name)
        except FileNotFoundError:
            pass
    return _by_digest().get(wanted)


@cache
def _index() -> dict[str, str]:
    """Digest -> name, as `index_text` wrote it; empty if there is none."""
    try:
        rows = data.text("proofs", INDEX).splitlines()
    except FileNotFoundError:
        return {}
    return dict(row.split(" ", 1) for row in rows)


def index_text() -> str:
    """The index of the stored certificates: digest and name, one a line."""
    rows = [(digest(json.loads(data.text("proofs", name))), name) for name in names()]
    return "".join(f"{found} {name}\n" for found, name in rows)


@cache
def checker() -> Checker:
    """A checker for what cites stored certificates; it remembers those that it has checked."""
    return Checker(resolve)
