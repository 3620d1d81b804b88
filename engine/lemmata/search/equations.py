"""The equations that a completion has in use, in the directions in which they may rewrite.

An equation whose sides the order compares is used from left to right only, any other one both ways.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lemmata.terms.indexing import DiscriminationTree
from lemmata.terms.matching import variables_in_order
from lemmata.terms.sorts import Sort
from lemmata.terms.term import Term

SHALLOW = 300
"""Terms of at most this size are instantiated by recursion, which is faster."""


def instance(term: Term, binding: Mapping[Term, Term]) -> Term:
    """`term.substitute(binding)`, faster on small terms."""
    if term.size > SHALLOW:
        return term.substitute(binding)
    return _instance(term, binding)


def _instance(term: Term, binding: Mapping[Term, Term]) -> Term:
    if term.head.__class__ is str:
        return binding.get(term, term)
    args = [
        arg
        if not arg.free
        else binding.get(arg, arg)
        if arg.head.__class__ is str
        else _instance(arg, binding)
        for arg in term.args
    ]
    return term.with_args(tuple(args))


@dataclass(eq=False, slots=True)
class Active:
    """An equation in use: its fact, its sides, whether left > right, and its place in the order."""

    fact: int
    left: Term
    right: Term
    oriented: bool
    number: int
    depth: int
    alive: bool = True
    directions: tuple[Direction, ...] = ()


@dataclass(eq=False, slots=True)
class Direction:
    """One way to use an active equation; `other_left`, `other_right` have other variable names."""

    active: Active
    reverse: bool
    left: Term
    right: Term
    fill: dict[Term, Term]
    other_left: Term
    other_right: Term
    renaming: dict[Term, Term]
    probe: tuple[Term, Term] | None
    positions: list[tuple[tuple[int, ...], Term]]

    @property
    def oriented(self) -> bool:
        """Whether every instance decreases."""
        return self.active.oriented


def _leaves(term: Term) -> dict[object, int]:
    """How often each symbol and variable occurs."""
    counts: dict[object, int] = {}
    for _, sub in term.positions():
        key = sub if sub.symbol is None else (sub.symbol, sub.types)
        counts[key] = counts.get(key, 0) + 1
    return counts


class Equations:
    """The directions in use, shared by all rewriters: an index and a log of what was added."""

    def __init__(self, least: Mapping[Sort, Term]) -> None:
        self.least = least
        self.index: DiscriminationTree[Direction] = DiscriminationTree()
        self.unordered: DiscriminationTree[Direction] = DiscriminationTree()
        self.log: list[Direction] = []

    def add(self, active: Active) -> None:
        """Put an equation to use."""
        sides = [(active.left, active.right, False)]
        if not active.oriented:
            sides.append((active.right, active.left, True))
        active.directions = tuple(self._direction(active, *side) for side in sides)
        for direction in active.directions:
            self.index.insert(direction.left, direction)
            self.log.append(direction)
            if not active.oriented:
                self.unordered.insert(direction.left, direction)

    def _direction(self, active: Active, left: Term, right: Term, reverse: bool) -> Direction:
        renaming = {v: Term.variable(f"{v.head}'", v.sort) for v in variables_in_order(left, right)}
        fill = {v: self.least[v.sort] for v in variables_in_order(right) if v not in left.free}
        others = left.substitute(renaming), right.substitute(renaming)
        positions = [(path, term) for path, term in left.positions() if not term.is_variable]
        probe = None if active.oriented else self._probe(left, right)
        return Direction(active, reverse, left, right, fill, *others, renaming, probe, positions)

    @staticmethod
    def _probe(left: Term, right: Term) -> tuple[Term, Term] | None:
        """Two variables x, y of permuted sides such that comparing the values of x and y tells
        whether the instance decreases, as KBO does if they differ: (x, y) for f(x, y) = f(y, x).
        """
        if _leaves(left) != _leaves(right):
            return None
        first = True
        while left.head is right.head and left.types == right.types and left is not right:
            pairs = [(a, b) for a, b in zip(left.args, right.args, strict=True) if a is not b]
            if not (first or len(pairs) == 1):
                return None
            (left, right), first = pairs[0], False
        return (left, right) if left.is_variable and right.is_variable else None

    def remove(self, active: Active) -> None:
        """Take an equation out of use."""
        active.alive = False
        for direction in active.directions:
            self.index.remove(direction.left, direction)
            if not active.oriented:
                self.unordered.remove(direction.left, direction)

    def simplify_right(self, active: Active, right: Term, fact: int) -> None:
        """Replace the right side of an oriented equation by a smaller term."""
        (direction,) = active.directions
        active.right = direction.right = right
        active.fact = fact
        direction.other_right = right.substitute(direction.renaming)
