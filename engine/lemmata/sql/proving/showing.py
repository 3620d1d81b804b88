"""A proof for people: what is sent where, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Json = Any


def proof_text(certificate: Json, assumptions: tuple[str, ...], trusted: tuple[str, ...]) -> str:
    """The shape of a proof in a few lines."""
    proof = certificate["proof"]
    lines = []
    for name, other, direction in (("first", "second", "forward"), ("second", "first", "backward")):
        terms = proof.get(direction)
        if terms is None:
            continue
        lines.append(f"rows of the {name} query among those of the {other}:")
        lines += [f"  part {i}: {_sent(pieces)}" for i, pieces in enumerate(terms, 1)]
    lemmas = sum(1 for _ in _lemmas(proof))
    if lemmas:
        lines.append(f"{lemmas} equal aggregate{'s' if lemmas > 1 else ''} proved on the way")
    lines += [f"assumes: {item}" for item in assumptions]
    if trusted:
        lines.append(f"accepted by the {', '.join(trusted)}")
    return "\n".join(lines)


def _sent(pieces: list[Json]) -> str:
    if not pieces:
        return "empty"
    places = [f"to part {piece['to'] + 1}" for piece in pieces]
    return places[0] if len(places) == 1 else f"by cases, {', '.join(places)}"


def _lemmas(proof: Json) -> Iterator[Json]:
    stack = [proof]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            yield from item.get("lemmas", ())
            stack.extend(item.values())
        elif isinstance(item, list):
            stack.extend(item)
