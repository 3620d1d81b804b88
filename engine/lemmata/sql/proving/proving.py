"""Two plans: the same bag on every database that meets the constraints?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lemmata.sql.algebra import Plan
from lemmata.sql.proving.asking import Asker, Exhausted, Facts
from lemmata.sql.proving.denoting import TooLarge, denote
from lemmata.sql.proving.injecting import Inclusion, Prover
from lemmata.sql.proving.opaques import Correlated, Opaques, numbers, shape_of
from lemmata.sql.schema import Schema


@dataclass(frozen=True)
class Result:
    """A proof, or why there is none."""

    proof: tuple[Inclusion, Inclusion] | None
    asker: Asker
    reason: str = ""
    sources: tuple[tuple[int, int, list[tuple[Inclusion, Inclusion]]], ...] = ()


def prove(plans: Sequence[Plan], schema: Schema, expired: Callable[[], bool]) -> Result:
    """Try to prove that two plans are equal."""
    asker = Asker(schema, expired)
    try:
        left, right = (denote(plan) for plan in plans)
    except TooLarge as limit:
        return Result(None, asker, str(limit))
    prover = Prover(asker)
    opaques = Opaques(prover)
    try:
        mine, theirs = numbers(left), numbers(right)
        left = opaques.named(left)
        opaques.equal.clear()
        right = opaques.named(right)
        prover.stuck = 0
        first = prover.included(Facts(), left, right, 0, sets=False)
        second = first and prover.included(Facts(), right, left, 0, sets=False)
    except Exhausted as limit:
        return Result(None, asker, f"limit: {limit}")
    except Correlated as gap:
        return Result(None, asker, f"a {gap} that depends on outer rows")
    if first is None or second is None:
        query = "first" if first is None else "second"
        return Result(None, asker, f"term {prover.stuck} of the {query} query has no partner")
    sources = tuple(
        (mine[shape_of(x)], theirs[shape_of(y)], proofs) for x, y, proofs in opaques.equal
    )
    return Result((first, second), asker, "", sources)
