"""What handwritten false proofs are made of.

A builder takes `wrong`: with True it makes the false certificate, which breaks one condition; with
False its honest sibling, where that is repaired and the claim is true.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from second_checker import samples
from second_checker.build import (
    FALSE,
    TRUE,
    Certificate,
    Clause,
    Json,
    Proof,
    Term,
    app,
    digest,
    forall,
    unit,
)
from second_checker.samples import NAT, ZERO, X, s

Build = Callable[[bool], Json]
ABSURD = unit(TRUE, FALSE)
ONE = s(ZERO)
LIBRARY: dict[str, Json] = {}


class FalseProof(NamedTuple):
    """A false certificate, the condition that it breaks and why the kernel rejects it."""

    name: str
    condition: str
    reason: str
    build: Build
    honest: bool


TABLE: list[FalseProof] = []


def false(condition: str, reason: str, honest: bool = True) -> Callable[[Build], Build]:
    """Register a builder; `honest` says whether it has an honest sibling."""

    def register(build: Build) -> Build:
        assert all(build.__name__ != other.name for other in TABLE), build.__name__
        TABLE.append(FalseProof(build.__name__, condition, reason, build, honest))
        return build

    return register


def keep(data: Json) -> str:
    """Put a certificate where the resolver finds it, and return its digest."""
    LIBRARY[digest(data)] = data
    return digest(data)


def done(c: Certificate) -> Json:
    """A file with a trivial proof at the end: its theory is what counts."""
    c.theorem("trivial", [], unit(TRUE, TRUE)).refl([], TRUE)
    return c.data


def absurd(c: Certificate) -> Proof:
    """The beginning of a proof of true = false."""
    return c.theorem("absurd", [], ABSURD)


def liar(p: Proof, term: Term, n: int) -> None:
    """From node n, which says term = not(term), follows true = false by cases."""
    ends = []
    for index, value in enumerate((TRUE, FALSE)):
        h = [unit(term, value)]
        other = FALSE if value == TRUE else TRUE
        m = p.rewrite(h, term, app("not", value), ["hypothesis", h[0], []], [0], start=n)
        m = p.rewrite(h, term, other, ["builtin", "not", index, [], []], start=m)
        a = p.assume(h, h[0])
        ends.append(p.trans(p.sym(a), m) if value == TRUE else p.trans(p.sym(m), a))
    p.node("cases", [], TRUE, FALSE, term=term, fields=[[], []], from_=ends)


def both(p: Proof, one: int, two: int) -> int:
    """From t = a and t = b follows a = b."""
    return p.trans(p.sym(one), two)


def apart(p: Proof, n: int) -> None:
    """From node n, which says 0 = S(0), follows true = false."""
    p.node("distinct", p.sequents[n][0], TRUE, FALSE, from_=n)


def nat_case(p: Proof, name: str, left: Term, right: Term, *terms: Term, index: int = 0) -> int:
    """left = right by one case of a function."""
    return p.case([], left, right, name, index, terms)


def hypothesis_of(x: Term, general: list[Term], moved: list[Clause], goal: Clause) -> Clause:
    """The induction hypothesis on one variable."""
    return samples.hypothesis([x], general, moved, *goal.conclusion)


__all__ = [
    "ABSURD",
    "FALSE",
    "LIBRARY",
    "NAT",
    "ONE",
    "TABLE",
    "TRUE",
    "ZERO",
    "FalseProof",
    "X",
    "absurd",
    "apart",
    "app",
    "both",
    "done",
    "false",
    "forall",
    "keep",
    "liar",
    "nat_case",
]
