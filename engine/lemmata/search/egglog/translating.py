"""A rule as an egglog rule: its query, the terms it makes, and, when recording, what it records.

    x * y => y * x      (= v0 (C1 v1 v2))
                        ------------------------------------------------------------------
                        w0 := (W0 v1)   w1 := (W0 v2)   (union v0 (C1 v2 v1))   (I0 w0 w1)

The witnesses are read in the actions, through a function value: egglog allows no plain look-up
there, and as part of the query each would make the search start from new witnesses too, which finds
nothing more and takes twice as long. Actions see the tables as they were when the iteration began.
A scheduler holds matches back until their classes may be others: then the query has to do it.

The root of a side that is united with something older needs no witness; subterms that the query
found are not made again. Constants have theirs from the start.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from lemmata.search.eqsat.graph import Operators
from lemmata.search.eqsat.problem import EqRule
from lemmata.search.eqsat.query import postorder, query
from lemmata.terms.sorts import Sort
from lemmata.terms.term import Term


class Translation:
    """The atoms of the query and the actions of one rule."""

    def __init__(
        self,
        rule: EqRule,
        operators: Operators,
        sort: Callable[[Sort], int],
        record: int | None,
        held: bool,
    ) -> None:
        """`record` is the number of the table of instances, None if nothing is recorded.

        `held` says that a scheduler may hold matches back.
        """
        self.operators, self.sort = operators, sort
        self.recording = record is not None
        found = query(rule)
        self.queries = [
            f"(= _v{a.out} ({self._on_top('C', a.head)}{names('v', a.kids)}))" for a in found.atoms
        ]
        self.actions: list[str] = []
        self._known = {a.head: f"_v{a.out}" for a in found.atoms}
        self._syntax: dict[Term, str] = {}
        self._bound = frozenset(rule.variables)
        for j, (v, k) in enumerate(zip(rule.variables, found.values, strict=True)):
            self._known[v], self._syntax[v] = f"_v{k}", f"_w{j}"
            if self.recording and held:
                self.queries.append(f"(= _w{j} (W{sort(v.sort)} _v{k}))")
            elif self.recording:
                self.actions.append(f"(let _w{j} {witness(sort(v.sort), f'_v{k}')})")
        left = self._known.get(rule.left) or self._make(rule.left, witness=True)
        if rule.left is not rule.right:
            right = self._known.get(rule.right) or self._make(rule.right, witness=False)
            self.actions.append(f"(union {left} {right})")
            if self.recording:
                self.actions.append(f"(I{record}{names('w', range(len(rule.variables)))})")

    def _on_top(self, letter: str, term: Term) -> str:
        return f"{letter}{self.operators.of(term)}"

    def _make(self, root: Term, witness: bool) -> str:
        """The expression of a side; its new subterms are made first."""
        for term in postorder([root], self._bound.union(self._known)):
            args = "".join(f" {self._known[a]}" for a in term.args)
            made = f"({self._on_top('C', term)}{args})"
            if not term.args or (term is root and not witness):
                self._known[term] = made
                continue
            self._known[term] = f"_c{len(self._known)}"
            self.actions.append(f"(let {self._known[term]} {made})")
            if self.recording:
                spelled = self._spell(term)
                self.actions.append(
                    f"(set (W{self.sort(term.sort)} {self._known[term]}) {spelled})"
                )
        return self._known[root]

    def _spell(self, root: Term) -> str:
        """The syntax of an instance of a pattern over the witnesses."""
        for term in postorder([root], frozenset(self._syntax)):
            args = "".join(f" {self._syntax[a]}" for a in term.args)
            made = f"({self._on_top('M', term)}{args})"
            if term.args:
                self._syntax[term] = f"_m{len(self._syntax)}"
                self.actions.append(f"(let {self._syntax[term]} {made})")
            else:
                self._syntax[term] = made
        return self._syntax[root]


def witness(sort: int, value: str) -> str:
    """The witness of a class, as an expression for actions."""
    return f'(unstable-app (unstable-fn "W{sort}") {value})'


def names(letter: str, numbers: Iterable[int]) -> str:
    """Variables of an egglog rule, each after a space."""
    return "".join(f" _{letter}{k}" for k in numbers)
