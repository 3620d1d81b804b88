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

from collections.abc import Sequence
from dataclasses import dataclass

from lemmata.search.completion_proof import Step
from lemmata.search.equations import Active, Direction, Equations, instance
from lemmata.terms.matching import match_rigid
from lemmata.terms.orders import Order
from lemmata.terms.term import Term

RECENT = 12
"""An irreducible term is tried one by one against at most this many newer directions."""


@dataclass(frozen=True, slots=True)
class Reduct:
    """What the root of a term rewrites to, and by which instance of which fact."""

    result: Term
    fact: int
    reverse: bool
    binding: dict[Term, Term]


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

    def reduces(self, active: Active, term: Term) -> bool:
        """Whether an equation rewrites some subterm."""
        for direction in active.directions:
            left = direction.left
            if left.size > term.size:
                continue
            for sub in term.subterms():
                if (sub.head is left.head or left.is_variable) and self.try_direction(
                    direction, sub
                ) is not None:
                    return True
        return False

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
