"""Proofs that rest on less: each cited law in turn is withheld, and the shortest proof is kept.

What counts is the proof with all its lemmas, which is what a reader has to read.
"""

from __future__ import annotations

from collections.abc import Callable

from lemmata.proof.dependencies import cited_theorems, in_order, topological
from lemmata.proof.nodes import Proved, Theorem

ATTEMPTS = 3
ENOUGH = 3


def weight(theorem: Proved) -> int:
    """The number of nodes of a proof and of its lemmas."""
    return sum(len(topological(t.root)) for t in in_order(theorem) if isinstance(t, Theorem))


def shortened(theorem: Theorem, without: Callable[[set[int]], Theorem | None]) -> Theorem:
    """The lightest proof found; `without` proves the same without some theorems, by identity."""
    best, lightest = theorem, weight(theorem)
    banned: set[int] = set()
    tried: set[int] = set()
    attempts = ATTEMPTS
    while attempts > 0 and len(in_order(best)) > ENOUGH:
        cited = [t for t in cited_theorems(best) if id(t) not in tried]
        if not cited:
            break
        heaviest = max(cited, key=weight)
        tried.add(id(heaviest))
        attempts -= 1
        found = without(banned | {id(heaviest)})
        if found is not None and weight(found) < lightest:
            banned.add(id(heaviest))
            best, lightest = found, weight(found)
    return best
