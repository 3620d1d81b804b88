"""Opaque generators: which of them range over the same rows.

Two LIMITs, EXCEPT ALLs, INTERSECT ALLs or windows with the same parameters and equal inputs give
equal bags, so their rows get the same source. One that depends on rows around it is not treated.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from lemmata.sql.proving.asking import Facts
from lemmata.sql.proving.bags import Bag, Gen, Opaque, Target, Value
from lemmata.sql.proving.canonical import Shape, canonical
from lemmata.sql.proving.injecting import Inclusion, Prover
from lemmata.sql.proving.rewriting import Substitution


class Correlated(Exception):
    """An opaque generator depends on rows around it."""


class Opaques:
    """Names the opaque generators of several bags; `equal` says which have equal inputs, and why.

    Generators are named inner ones first.
    """

    def __init__(self, prover: Prover) -> None:
        self.prover = prover
        self.known: list[tuple[Opaque, str]] = []
        self.equal: list[tuple[Opaque, Opaque, list[tuple[Inclusion, Inclusion]]]] = []

    def named(self, bag: Bag) -> Bag:
        """The bag with sources for its opaque generators; raises Correlated."""
        while True:
            gen = next((g for g in generators(bag) if not g.row.source.startswith("?#")), None)
            if gen is None:
                return bag
            assert isinstance(gen.over, Opaque)
            source = self._source(gen.over)
            targets: dict[Any, Target] = {gen.row: replace(gen.row, source=source)}
            bag = Substitution(targets).bag(bag)

    def _source(self, over: Opaque) -> str:
        for part in over.inputs:
            if canonical(part)[1]:
                raise Correlated(over.kind.split()[0])
        for other, source in self.known:
            if self._equal(over, other):
                return source
        source = f"?#{len(self.known)}"
        self.known.append((over, source))
        return source

    def _equal(self, first: Opaque, second: Opaque) -> bool:
        if first.kind != second.kind or first.row.types != second.row.types:
            return False
        if _keys(first) != _keys(second):
            return False
        proofs = []
        for right, left in zip(first.inputs, second.inputs, strict=True):
            proof = self.prover.equal(Facts(), left, right)
            if proof is None:
                return False
            proofs.append(proof)
        self.equal.append((second, first, proofs))
        return True


def numbers(bag: Bag) -> dict[Any, int]:
    """The number of each different opaque generator of a bag, by shape."""
    found: dict[Any, int] = {}
    for gen in generators(bag):
        assert isinstance(gen.over, Opaque)
        found.setdefault(shape_of(gen.over), len(found))
    return found


def shape_of(over: Opaque) -> Any:
    """What tells opaque operators apart."""
    return Shape().opaque(over)


def _keys(over: Opaque) -> tuple[Any, ...]:
    shape = Shape()
    shape.bound[over.row] = 0
    return tuple(map(shape.value, over.keys)) + tuple(map(_free, shape.free))


def _free(value: Value) -> Any:
    return repr(value)


def generators(node: Any) -> Iterator[Gen]:
    """Opaque generators in a bag, inner ones first."""
    if isinstance(node, tuple):
        for part in node:
            yield from generators(part)
    elif isinstance(node, Opaque):
        yield from generators(node.inputs)
    elif hasattr(node, "__dataclass_fields__"):
        for name in node.__dataclass_fields__:
            yield from generators(getattr(node, name))
        if isinstance(node, Gen) and isinstance(node.over, Opaque):
            yield node
