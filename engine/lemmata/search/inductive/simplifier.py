"""Normal forms by definitions and proved equations: a quick test whether an equation is new.

An equation whose sides the order compares is used in that direction; the others only where the
instance decreases. Untrusted and incomplete: it filters conjectures, it proves nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cmp_to_key

from lemmata.proof.nodes import Law
from lemmata.terms.matching import match, match_rigid, variables_in_order
from lemmata.terms.orders import Order
from lemmata.terms.sorts import BOOL, Sort
from lemmata.terms.symbols import AND, ITE, NOT, OR, Kind, Symbol
from lemmata.terms.term import FALSE_TERM, TRUE_TERM, Term

STEPS = 400
Direction = tuple[Term, Term, bool, bool]


def _flat(term: Term) -> list[Term]:
    """The operands of nested applications of a connective."""
    found: list[Term] = []
    stack = [term]
    while stack:
        t = stack.pop()
        if t.symbol is term.symbol:
            stack.extend(reversed(t.args))
        else:
            found.append(t)
    return found


class Simplifier:
    """Innermost rewriting with memory."""

    def __init__(self, definitions: Sequence[Law], order: Order) -> None:
        """`definitions` are always used from left to right."""
        self.order = order
        self._rules: dict[Symbol, list[Direction]] = {}
        self._normal: dict[Term, Term] = {}
        self._constants: dict[Term, Term] = {}
        self._variables: dict[Term, Term] = {}
        for law in definitions:
            self._file(law.clause.left, law.clause.right, True, bool(law.clause.types))

    def ground(self, term: Term) -> Term:
        """The term with constants for its variables, so that the order compares everything."""
        for variable in variables_in_order(term):
            if variable not in self._constants:
                symbol = Symbol(str(variable.head), Kind.ABSTRACT, (), (), variable.sort)
                self.order.ranks[symbol] = len(self._constants) - 1_000
                constant = Term.apply(symbol)
                self._constants[variable], self._variables[constant] = constant, variable
        return term.rebuild(self._constants.get)

    def open(self, term: Term) -> Term:
        """The term with variables again."""
        return term.rebuild(self._variables.get)

    def learn(self, law: Law) -> None:
        """Use an unconditional law from now on, in its simplest form."""
        if law.clause.premises:
            return
        sides = [self.open(self.normal(self.ground(t))) for t in law.clause.conclusion]
        left, right = sides
        if left is right:
            return
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
        return self.normal(self.ground(left)) is self.normal(self.ground(right))

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

    def _connective(self, term: Term) -> Term | None:
        """Bool operations, flat and sorted; `ite` as `and` or `or` where a branch is known."""
        args, symbol = term.args, term.symbol
        if symbol is ITE:
            if args[1] is args[2]:
                return args[1]
            if args[1] is TRUE_TERM:
                return Term.apply(OR, args[0], args[2])
            return Term.apply(AND, args[0], args[1]) if args[2] is FALSE_TERM else None
        if symbol is NOT:
            inner = args[0]
            return inner.args[0] if inner.symbol is NOT else None
        assert symbol is not None
        parts = dict.fromkeys(_flat(term))
        neutral, absorbing = (TRUE_TERM, FALSE_TERM) if symbol is AND else (FALSE_TERM, TRUE_TERM)
        if absorbing in parts:
            return absorbing
        parts.pop(neutral, None)
        ordered = sorted(parts, key=cmp_to_key(self._compare))
        new = neutral if not ordered else ordered[-1]
        for part in reversed(ordered[:-1]):
            new = Term.apply(symbol, part, new)
        return new if new is not term else None

    def _compare(self, left: Term, right: Term) -> int:
        if left is right:
            return 0
        if self.order.greater(left, right):
            return 1
        return -1 if self.order.greater(right, left) or str(left) < str(right) else 1

    def _root(self, term: Term) -> Term | None:
        if term.symbol is None:
            return None
        if term.sort is BOOL and term.symbol in (AND, OR, NOT, ITE):
            new = self._connective(term)
            if new is not None:
                return new
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
