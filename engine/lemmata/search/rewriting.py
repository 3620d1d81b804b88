"""Ordered rewriting by the active equations of a completion, with its steps on record.

    l = r active, l matches u, and instance(l) > instance(r) in the order
    ---------------------------------------------------------------------
    t[u] -> t[instance(r)]

An equation whose sides the order compares is used in that direction without a check. The other
ones are used in both, where the instance decreases; a variable that only the right side has becomes
the least constant of its sort. What is known about a term stays true while equations are added:
irreducible terms are only tried against the newer ones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lemmata.search.completion_proof import Step
from lemmata.terms.indexing import DiscriminationTree
from lemmata.terms.matching import match_rigid, variables_in_order
from lemmata.terms.orders import Order
from lemmata.terms.sorts import Sort
from lemmata.terms.term import Term

RECENT = 12
"""An irreducible term is tried one by one against at most this many newer directions."""
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


@dataclass(frozen=True, slots=True)
class Reduct:
    """What the root of a term rewrites to, and by which instance of which fact."""

    result: Term
    fact: int
    reverse: bool
    binding: dict[Term, Term]


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


class Rewriter:
    """Normal forms with respect to some equations and one order."""

    def __init__(self, equations: Equations, order: Order) -> None:
        self.equations = equations
        self.order = order
        self._roots: dict[Term, tuple[int, Reduct | None]] = {}
        self._normal: dict[Term, tuple[int, Term]] = {}

    def try_direction(self, direction: Direction, term: Term) -> Reduct | None:
        """Rewrite the root of a term by one direction, if that is allowed."""
        binding = match_rigid(direction.left, term)
        return None if binding is None else self._apply(direction, term, binding)

    def _apply(self, direction: Direction, term: Term, binding: dict[Term, Term]) -> Reduct | None:
        active = direction.active
        if not active.oriented:
            if direction.probe is not None:
                first, second = (binding[v] for v in direction.probe)
                if first is not second and not self.order.greater(first, second):
                    return None
            if direction.fill:
                binding.update(direction.fill)
        result = instance(direction.right, binding)
        if not active.oriented and not self.order.greater(term, result):
            return None
        return Reduct(result, active.fact, direction.reverse, binding)

    def root(self, term: Term) -> Reduct | None:
        """What the root of a term rewrites to; None if it is irreducible there."""
        log = self.equations.log
        now = len(log)
        known = self._roots.get(term)
        if known is not None:
            then, reduct = known
            if reduct is not None or then == now:
                return reduct
            if now - then <= RECENT:
                reduct = self._first(term, log[then:])
                self._roots[term] = (now, reduct)
                return reduct
        reduct = None
        for direction, binding in self.equations.index.bindings(term):
            reduct = self._apply(direction, term, binding)
            if reduct is not None:
                break
        self._roots[term] = (now, reduct)
        return reduct

    def _first(self, term: Term, directions: Sequence[Direction]) -> Reduct | None:
        for direction in directions:
            left = direction.left
            if (left.head is term.head or left.is_variable) and direction.active.alive:
                reduct = self.try_direction(direction, term)
                if reduct is not None:
                    return reduct
        return None

    def normal(self, term: Term) -> Term:
        """The normal form, innermost first."""
        now = len(self.equations.log)
        done = self._normal
        links: dict[Term, Term] = {}
        stack = [term]
        while stack:
            top = stack[-1]
            known = done.get(top)
            if known is not None and known[0] == now:
                stack.pop()
                continue
            link = links.get(top)
            if link is not None:
                end = done.get(link)
                if end is not None and end[0] == now:
                    done[top] = end
                    stack.pop()
                else:
                    stack.append(link)
                continue
            if known is not None and known[1] is not top:
                links[top] = known[1]
                continue
            if top.args:
                ends = [done.get(arg) for arg in top.args]
                todo = [
                    arg
                    for arg, end in zip(top.args, ends, strict=True)
                    if end is None or end[0] != now
                ]
                if todo:
                    stack.extend(todo)
                    continue
                inner = top.with_args(tuple([end[1] for end in ends if end is not None]))
                if inner is not top:
                    links[top] = inner
                    continue
            reduct = self.root(top)
            if reduct is None:
                done[top] = (now, top)
                stack.pop()
            else:
                links[top] = reduct.result
        return done[term][1]

    def is_normal(self, term: Term) -> bool:
        """Whether no subterm can be rewritten."""
        return self.normal(term) is term

    def trace(self, term: Term) -> tuple[Term, list[Step]]:
        """A normal form with the steps that lead to it."""
        steps: list[Step] = []
        stack: list[_Frame] = [_Frame(term)]
        while True:
            frame = stack[-1]
            if frame.next < len(frame.args):
                arg = frame.args[frame.next]
                frame.next += 1
                if not self.is_normal(arg):
                    stack.append(_Frame(arg))
                continue
            top = frame.term.with_args(tuple(frame.args))
            reduct = self.root(top)
            if reduct is not None:
                path = tuple([above.next - 1 for above in stack[:-1]])
                steps.append(Step(reduct.fact, reduct.reverse, path, reduct.binding))
                stack[-1] = _Frame(reduct.result)
                continue
            stack.pop()
            if not stack:
                return top, steps
            stack[-1].args[stack[-1].next - 1] = top


class _Frame:
    """A term whose arguments are being rewritten; those before `next` are done or under way."""

    __slots__ = ("args", "next", "term")

    def __init__(self, term: Term) -> None:
        self.term = term
        self.args, self.next = list(term.args), 0
