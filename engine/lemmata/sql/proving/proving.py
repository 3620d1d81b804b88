"""Two plans: the same bag on every database that meets the constraints?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lemmata.sql.algebra import Plan
from lemmata.sql.proving.asking import Asker, Exhausted, Facts
from lemmata.sql.proving.bags import Bag
from lemmata.sql.proving.denoting import TooLarge, denote
from lemmata.sql.proving.injecting import Inclusion, Prover
from lemmata.sql.proving.opaques import Correlated, Opaques
from lemmata.sql.schema import Schema


@dataclass(frozen=True)
class Result:
    """A proof, or why there is none."""

    proof: tuple[Inclusion, Inclusion] | None
    reason: str = ""
    bags: tuple[Bag, ...] = ()


def prove(plans: Sequence[Plan], schema: Schema, expired: Callable[[], bool]) -> Result:
    """Try to prove that two plans are equal."""
    try:
        bags = tuple(denote(plan) for plan in plans)
    except TooLarge as limit:
        return Result(None, str(limit))
    prover = Prover(Asker(schema, expired))
    opaques = Opaques(prover)
    try:
        bags = tuple(opaques.named(bag) for bag in bags)
        prover.stuck = ""
        proof = prover.equal(Facts(), *bags)
    except Exhausted as limit:
        return Result(None, f"limit: {limit}", bags)
    except Correlated as gap:
        return Result(None, f"a {gap} that depends on outer rows", bags)
    return Result(proof, "" if proof else f"{prover.stuck} has no partner", bags)
