"""A goal and laws as an oracle sees them: unsorted clauses over numbered symbols.

Sorts are forgotten, Bool is data with the constants true and false. That may lose models but never
truth here, since every hint is proved again. A term is `["v", i]` or `[symbol number, term…]`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from lemmata.proof.nodes import Law
from lemmata.terms.declarations import Clause, Equation
from lemmata.terms.sorts import BOOL, Sort, match_sort
from lemmata.terms.symbols import EQ, Symbol
from lemmata.terms.term import FALSE_TERM, TRUE_TERM, Head, Term

Tree = list[Any]
Literal = tuple[Tree, Tree]
MAX_SYMBOLS = 100_000


@dataclass(frozen=True, slots=True)
class Horn:
    """`for all v0 … vn-1: premises ==> conclusion`."""

    variables: int
    premises: tuple[Literal, ...]
    conclusion: Literal


class TooLarge(Exception):
    """The problem has more symbols than an oracle is given."""


@dataclass
class Problem:
    """Laws in order, the goal's premises as facts, and the goal, whose variables are constants."""

    laws: Sequence[Law]
    goal: Clause
    heads: list[tuple[Head, Term | None]] = field(default_factory=list)
    arities: list[int] = field(default_factory=list)
    _number: dict[object, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        size = sum(t.size for law in self.laws for t in law.clause.terms())
        if size + sum(t.size for t in self.goal.terms()) > MAX_SYMBOLS:
            raise TooLarge
        self.true, self.false = self.tree(TRUE_TERM, {}), self.tree(FALSE_TERM, {})
        self.clauses = [self._horn(law.clause) for law in self.laws]
        self.facts = [self._pair(p, {}) for p in self.goal.premises]
        self.claim = self._pair(self.goal.conclusion, {})

    def _horn(self, clause: Clause) -> Horn:
        places = {v: i for i, v in enumerate(clause.variables)}
        premises = tuple(self._pair(p, places) for p in clause.premises)
        return Horn(len(places), premises, self._pair(clause.conclusion, places))

    def _pair(self, pair: Equation, places: dict[Term, int]) -> Literal:
        return self.tree(pair[0], places), self.tree(pair[1], places)

    def tree(self, root: Term, places: dict[Term, int]) -> Tree:
        """A term as a tree; variables without a place are constants."""
        done: dict[Term, Tree] = {}
        stack = [root]
        while stack:
            term = stack[-1]
            todo = [a for a in term.args if a not in done]
            if todo:
                stack.extend(todo)
                continue
            stack.pop()
            if term in places:
                done[term] = ["v", places[term]]
            else:
                done[term] = [self._head(term), *(done[a] for a in term.args)]
        return done[root]

    def _head(self, term: Term) -> int:
        leaf = term if term.symbol is None else None
        key: object = leaf or term.head
        if key not in self._number:
            self._number[key] = len(self.heads)
            self.heads.append((term.head, leaf))
            self.arities.append(len(term.args))
        return self._number[key]

    def term(self, tree: Tree, variables: Sequence[Term] = ()) -> Term | None:
        """The term of a tree; None if it is ill sorted or its sorts cannot be told."""
        out: list[Term] = []
        for item in _postorder(tree):
            if item[0] == "v":
                if item[1] >= len(variables):
                    return None
                out.append(variables[item[1]])
                continue
            if not 0 <= item[0] < len(self.heads) or self.arities[item[0]] != len(item) - 1:
                return None
            head, leaf = self.heads[item[0]]
            if leaf is not None:
                out.append(leaf)
                continue
            assert isinstance(head, Symbol)
            args = out[len(out) - head.arity :]
            del out[len(out) - head.arity :]
            try:
                out.append(Term.apply(head, *args))
            except ValueError:
                return None
        return out[0]

    def variable_sorts(self, sides: Sequence[Tree], count: int) -> list[Sort] | None:
        """The sorts of v0 … that the symbols above them demand, or None."""
        found: dict[int, Sort] = {}
        for side in sides:
            for item in _postorder(side):
                if item[0] == "v" or not 0 <= item[0] < len(self.heads):
                    continue
                head = self.heads[item[0]][0]
                if isinstance(head, Symbol) and not head.types and head is not EQ:
                    for sort, arg in zip(head.arguments, item[1:], strict=False):
                        if arg[0] == "v":
                            found[arg[1]] = sort
        sorts = {t.sort for law in self.laws for t in law.clause.variables} - {BOOL}
        if len(sorts) == 1:
            only = next(iter(sorts))
            return [found.get(i, only) for i in range(count)]
        return [found[i] for i in range(count)] if len(found) == count else None


def type_arguments(law: Law, values: Sequence[Term]) -> tuple[Sort, ...] | None:
    """The sort arguments with which a law has these values; None if the sorts do not fit."""
    sorts: dict[Sort, Sort] = {}
    for variable, value in zip(law.clause.variables, values, strict=True):
        if not match_sort(variable.sort, value.sort, sorts):
            return None
    return tuple(sorts.get(t, t) for t in law.clause.types)


def _postorder(tree: Tree) -> Iterator[Tree]:
    stack = [(tree, False)]
    while stack:
        item, ready = stack.pop()
        if ready or item[0] == "v":
            yield item
        else:
            stack.append((item, True))
            stack.extend((arg, False) for arg in reversed(item[1:]))
