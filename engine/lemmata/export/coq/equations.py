"""The proof that a case of a function holds, by following the tree of matches.

Computation stops at a match on a variable, and at a `fix` whose argument is a variable. There the
proof matches too, and each branch goes on with the variable replaced:

    minus(x, 0) = x     fun x => match x as x return minus x 0 = x with 0 => eq_refl | S y => … end
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lemmata.export.typetheory.matching import Column, Switch, Tree, place
from lemmata.export.typetheory.syntax import Syntax
from lemmata.export.typetheory.tables import Clause, Sort
from lemmata.export.typetheory.world import World

Unfold = Callable[[Sequence[str]], str]


def by_computation(arguments: Sequence[str]) -> str:
    """Return the proof of a case that holds by computation."""
    return "eq_refl"


class CaseProof:
    """Follows the tree; `values` maps each variable that was split to its constructor term."""

    def __init__(self, world: World, syntax: Syntax, case: Clause, leaf: Unfold) -> None:
        self.world, self.syntax, self.case, self.leaf = world, syntax, case, leaf
        self.names = syntax.bound(len(case.bound))
        self.sorts: dict[str, Sort] = dict(zip(self.names, case.bound, strict=True))
        self.values: dict[str, tuple[str, Sequence[str]]] = {}

    def start(self, columns: Sequence[Column], tree: Tree, order: Sequence[int]) -> str:
        """Split the arguments on which a `fix` waits, then follow the tree."""
        patterns = self.syntax.tables.arguments(self.case.conclusion[0])
        at: dict[str, int | str] = {c.name: p for c, p in zip(columns, patterns, strict=True)}
        waiting = [name for j in order if isinstance(name := self._resolve(patterns[j]), str)]
        return self._wait(waiting, at, tree)

    def _wait(self, waiting: Sequence[str], at: dict[str, int | str], tree: Tree) -> str:
        if not waiting:
            return self._follow(at, tree)
        return self._split(waiting[0], lambda: self._wait(waiting[1:], at, tree))

    def _follow(self, at: dict[str, int | str], tree: Tree) -> str:
        if not isinstance(tree, Switch):
            values = [self._value(n) for n in self.names]
            given = self.syntax.tables.arguments(self.case.conclusion[0])
            return self.leaf([self.syntax.term(t, values) for t in given])
        here = self._resolve(at[tree.column.name])
        if isinstance(here, str) and here not in self.values:
            return self._split(here, lambda: self._follow(at, tree))
        if isinstance(here, str):
            constructor, fields = self.values[here]
            kids: Sequence[int | str] = fields
        else:
            constructor, kids = self.syntax.tables.terms[here][1], self.syntax.tables.terms[here][3]
        _, columns, below = next(b for b in tree.branches if b[0] == constructor)
        found = {c.name: kid for c, kid in zip(columns, kids, strict=True)}
        return self._follow(at | found, below)

    def _resolve(self, pattern: int | str) -> int | str:
        """Return a constructor term as it is, and a variable as its identifier."""
        if isinstance(pattern, int):
            term = self.syntax.tables.terms[pattern]
            return self.names[term[1]] if term[0] == "bound" else pattern
        return pattern

    def _split(self, name: str, go_on: Callable[[], str]) -> str:
        """Return a match on a variable whose branches follow the tree further."""
        sort = self.sorts[name]
        returned = self.syntax.equation(*self.case.conclusion, [self._value(n) for n in self.names])
        branches = []
        for constructor, sorts in self.world.constructors(sort):
            fields = [place(self.world, f"{name}_{i}") for i in range(len(sorts))]
            self.sorts.update(zip(fields, sorts, strict=True))
            self.values[name] = (constructor.name, fields)
            pattern = self.world.pattern(constructor.name, len(sort) - 1, fields)
            branches.append(f"| {pattern} => {go_on()}")
        del self.values[name]
        return f"match {name} as {name} return {returned} with {' '.join(branches)} end"

    def _value(self, name: str) -> str:
        """Return what is known of a variable as a text."""
        if name not in self.values:
            return name
        constructor, fields = self.values[name]
        kids = [self._value(f) for f in fields]
        return self.world.build(constructor, self.sorts[name][1:], kids)
