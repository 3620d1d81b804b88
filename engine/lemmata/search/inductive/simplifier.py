"""Normal forms by definitions and proved equations: a quick test whether an equation is new.

An equation whose sides the order compares is used in that direction; the others only where the
instance decreases. Untrusted and incomplete: it filters conjectures, it proves nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from lemmata.proof.nodes import Law
from lemmata.terms.matching import match, match_rigid
from lemmata.terms.orders import Order
from lemmata.terms.sorts import Sort
from lemmata.terms.symbols import Symbol
from lemmata.terms.term import Term

STEPS = 400
Direction = tuple[Term, Term, bool, bool]


class Simplifier:
    """Innermost rewriting with memory."""

    def __init__(self, definitions: Sequence[Law], order: Order) -> None:
        """`definitions` are always used from left to right."""
        self.order = order
        self._rules: dict[Symbol, list[Direction]] = {}
        self._normal: dict[Term, Term] = {}
        for law in definitions:
            self._file(law.clause.left, law.clause.right, True, bool(law.clause.types))

    def learn(self, law: Law) -> None:
        """Use an unconditional law from now on."""
        if law.clause.premises:
            return
        left, right = law.clause.conclusion
        typed = bool(law.clause.types)
        if self.order.greater(left, right):
            self._file(left, right, True, typed)
        elif self.order.greater(right, left):
            self._file(right, left, True, typed)
        else:
            self._file(left, right, False, typed)
            self._file(right, left, False, typed)
        self._normal.clear()

    def _file(self, left: Term, right: Term, oriented: bool, typed: bool) -> None:
        if left.symbol is not None and right.free <= left.free:
            self._rules.setdefault(left.symbol, []).append((left, right, oriented, typed))

    def reducible(self, term: Term) -> bool:
        """Whether the root of a term can be rewritten."""
        return self._root(term) is not None

    def joins(self, left: Term, right: Term) -> bool:
        """Whether both sides have the same normal form."""
        return self.normal(left) is self.normal(right)

    def normal(self, root: Term) -> Term:
        """The normal form, or what was reached when the steps ran out."""
        steps = STEPS
        done = self._normal
        stack = [root]
        links: dict[Term, Term] = {}
        while stack:
            term = stack[-1]
            if term in done:
                stack.pop()
                continue
            link = links.get(term)
            if link is not None:
                if link in done:
                    done[term] = done[link]
                    stack.pop()
                elif link in stack[-40:]:
                    done[term] = term
                    stack.pop()
                else:
                    stack.append(link)
                continue
            todo = [a for a in term.args if a not in done]
            if todo:
                stack.extend(todo)
                continue
            inner = term.with_args(tuple(done[a] for a in term.args))
            new = self._root(inner) if steps > 0 else None
            if new is None and inner is term:
                done[term] = term
                stack.pop()
            else:
                steps -= new is not None
                links[term] = new if new is not None else inner
        return done[root]

    def _root(self, term: Term) -> Term | None:
        if term.symbol is None:
            return None
        for left, right, oriented, typed in self._rules.get(term.symbol, ()):
            sorts: dict[Sort, Sort] = {}
            if typed:
                found = match(left, term)
                if found is None:
                    continue
                binding, sorts = found
            else:
                rigid = match_rigid(left, term)
                if rigid is None:
                    continue
                binding = rigid
            new = right.instantiate(sorts, binding)
            if oriented or self.order.greater(term, new):
                return new
        return None
