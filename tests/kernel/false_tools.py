"""What handwritten false proofs are made of.

A builder takes `wrong`: with True it makes the false certificate, which breaks one condition; with
False its honest sibling, where that is repaired and the claim is true.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from second_checker.build import (
    BOOL,
    FALSE,
    TRUE,
    Certificate,
    Clause,
    Function,
    Json,
    Proof,
    Sort,
    Term,
    app,
    digest,
    eq,
    forall,
    unit,
    var,
)
from second_checker.samples import NAT, ZERO, X, Y, s

Build = Callable[[bool], Json]
ABSURD = unit(TRUE, FALSE)
ONE = s(ZERO)
TWO = s(ONE)
UNIT = Sort("single")
UNAVAILABLE = "uses a hypothesis that is not available"
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


def negated(term: Term) -> Term:
    return app("not", term)


def singles(c: Certificate) -> int:
    """A datatype with one value, and the theorem that all its values are equal."""
    c.datatype("single", [], only=[])
    x, y = var("x", UNIT), var("y", UNIT)
    p = c.theorem("all_equal", [], forall([x, y], x, y), ["x", "y"])
    n = p.refl([], app("only"))
    n = p.node("split", [], app("only"), y, variable=y, fields=[[]], from_=[n])
    p.node("split", [], x, y, variable=x, fields=[[]], from_=[n])
    return len(c.data["theorems"]) - 1


def differ(c: Certificate) -> None:
    """d(0, y) = true, d(S x, y) is x = y."""

    def d(one: Term, two: Term) -> Term:
        return app("d", one, two)

    cases = [(d(ZERO, Y), TRUE), (d(s(X), Y), eq(X, Y, NAT))]
    c.functions(Function("d", [NAT, NAT], BOOL, cases))


def not_false(p: Proof) -> int:
    """not(false) = true."""
    return p.rewrite([], negated(FALSE), TRUE, ["builtin", "not", 1, [], []])


def liars(c: Certificate, term: Term, *steps: tuple[Term, str, int, list[Term]]) -> Json:
    """true = false from term = … = not(term), by cases of functions."""
    p = absurd(c)
    n: int | None = None
    for right, name, index, terms in steps:
        n = p.case([], term, right, name, index, terms, start=n)
    assert n is not None
    liar(p, term, n)
    return c.data


def reflected(p: Proof, h: list[Clause], left: Term, right: Term) -> int:
    """eq(left, right) = true from an assumption that is the equation, or by reflexivity."""
    n = p.refl(h, left) if left == right else p.assume(h, unit(left, right))
    return p.node("eq_intro", h, eq(left, right, NAT), TRUE, from_=n)
