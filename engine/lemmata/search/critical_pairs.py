"""Critical pairs: where two equations rewrite the same term differently.

    l = r at the root, l' = r' below it at p; sigma unifies l at p (no variable) with l'
    ----------------------------------------------------------------------------------
    r sigma  <-  l sigma  ->  l sigma [p := r' sigma]

It is no pair if the order says that l sigma <= r sigma or l' sigma <= r' sigma, nor (a prime pair
takes its place) if a proper subterm of l' sigma is reducible.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lemmata.search.completion_proof import Step
from lemmata.search.equations import Active, Direction, instance
from lemmata.search.rewriting import Rewriter
from lemmata.terms.orders import Order
from lemmata.terms.term import Term
from lemmata.terms.unification import unify


@dataclass(frozen=True, slots=True)
class Overlap:
    """`inner` rewrites the left side of `outer` at `path`."""

    outer: Direction
    inner: Direction
    path: tuple[int, ...]

    @property
    def alive(self) -> bool:
        """Whether both equations are still in use."""
        return self.outer.active.alive and self.inner.active.alive

    @property
    def depth(self) -> int:
        """How many critical pairs deep the derivation is."""
        return max(self.outer.active.depth, self.inner.active.depth) + 1


@dataclass(frozen=True, slots=True)
class CriticalPair:
    """Two terms that are equal, and the term and unifier that show it."""

    left: Term
    right: Term
    top: Term
    unifier: dict[Term, Term]
    overlap: Overlap

    def chain(self) -> list[Step]:
        """The steps left = top = right."""
        outer, inner = self.overlap.outer, self.overlap.inner
        first = {v: instance(v, self.unifier) for v in _variables(outer)}
        second = {v: instance(new, self.unifier) for v, new in inner.renaming.items()}
        return [
            Step(outer.active.fact, not outer.reverse, (), first),
            Step(inner.active.fact, inner.reverse, self.overlap.path, second),
        ]


def _variables(direction: Direction) -> Iterable[Term]:
    return direction.renaming


def superpose(overlap: Overlap, order: Order) -> CriticalPair | None:
    """The critical pair of an overlap; None if its sides are too large for one."""
    outer, inner, path = overlap.outer, overlap.inner, overlap.path
    place = outer.left.at(path)
    unifier = None if _clash(place, inner.other_left) else unify(place, inner.other_left)
    if unifier is None:
        return None
    top = instance(outer.left, unifier)
    left = instance(outer.right, unifier)
    if not outer.oriented and (left is top or order.greater(left, top)):
        return None
    new = instance(inner.other_right, unifier)
    if not inner.oriented:
        below = top.at(path)
        if new is below or order.greater(new, below):
            return None
    return CriticalPair(left, top.replace_at(path, new), top, unifier, overlap)


def is_prime(pair: CriticalPair, rewriter: Rewriter) -> bool:
    """Whether no proper subterm of the term that both equations rewrite is reducible."""
    return all(rewriter.is_normal(arg) for arg in pair.top.at(pair.overlap.path).args)


def _clash(left: Term, right: Term) -> bool:
    """Whether two arguments in the same place rule out a unifier at once."""
    for a, b in zip(left.args, right.args, strict=False):
        if a.head is not b.head and not (a.is_variable or b.is_variable):
            return True
    return False


def overlaps(new: Active, active: Iterable[Active]) -> Iterator[Overlap]:
    """All overlaps of a new equation with the active ones, itself included (and listed last)."""
    for old in active:
        for a in new.directions:
            for b in old.directions:
                yield from _overlaps(a, b, root=True)
                if old is not new:
                    yield from _overlaps(b, a, root=False)


def _overlaps(outer: Direction, inner: Direction, root: bool) -> Iterator[Overlap]:
    wanted = inner.left.head
    for path, term in outer.positions:
        if term.head is wanted or inner.left.is_variable:
            if not path and (not root or (outer is inner and not outer.fill)):
                continue
            yield Overlap(outer, inner, path)
