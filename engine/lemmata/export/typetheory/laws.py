"""What a certificate can cite, and laws such as associativity in the form that a proof needs.

A law may be stated with its variables in another order and with its sides swapped:

    wanted   forall x y z, f (f x y) z = f x (f y z)
    cited    mul_assoc : forall b0 b1 b2, f b2 (f b0 b1) = f (f b2 b0) b1
    proof    fun x y z => back (mul_assoc y z x)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lemmata.export.typetheory.boolean import builtin
from lemmata.export.typetheory.syntax import Syntax
from lemmata.export.typetheory.tables import Sort
from lemmata.export.typetheory.world import Premise, World

By = Sequence[Any]


class Laws:
    """The citable clauses of one certificate."""

    def __init__(
        self, syntax: Syntax, certificate: Mapping[str, Any], theorems: Mapping[int, Premise]
    ) -> None:
        self.syntax, self.tables = syntax, syntax.tables
        self.world: World = syntax.world
        self._certificate, self._theorems = certificate, theorems
        self._clauses: dict[tuple[Any, ...], tuple[list[str], int]] = {}
        for declaration in certificate["declarations"]:
            if declaration["kind"] == "function":
                for member in declaration["group"]:
                    for i, case in enumerate(member["cases"]):
                        self._clauses["case", member["name"], i] = (member["types"], case)
            elif declaration["kind"] == "lambda":
                key = ("case", declaration["name"], 0)
                self._clauses[key] = (declaration["types"], declaration["case"])
            elif declaration["kind"] == "structure":
                for axiom in declaration["axioms"]:
                    key = ("axiom", declaration["name"], axiom["name"])
                    self._clauses[key] = (axiom["types"], axiom["clause"])

    def premise(self, by: By) -> Premise:
        """Return the constant that a citation stands for."""
        if by[0] == "case":
            return self.world.equations[by[1], by[2]]
        if by[0] == "builtin":
            return builtin(self.world, by[1], by[2])
        if by[0] == "axiom":
            return self.world.axioms[by[1], by[2]]
        return self._theorems[by[1]]

    def proof(self, by: By, sort: Sort, left: int, right: int) -> str | None:
        """Return the proof of `forall x y …, left = right`, or None if the law is another one.

        The terms are over the bound variables 0, 1, …, all of one sort.
        """
        types, index = self._clause(by)
        sorts = [self.tables.sorts[i] for i in by[-2]]
        mapping = dict(zip(types, sorts, strict=True))
        clause = self.tables.clauses[index]
        a, b = (self.tables.substitute_sorts(t, mapping) for t in clause.conclusion)
        for first, second, swapped in ((a, b, False), (b, a, True)):
            found: dict[int, int] = {}
            if self._renames(first, left, found) and self._renames(second, right, found):
                return self._instance(by, sorts, found, sort, (left, right), swapped)
        return None

    def _clause(self, by: By) -> tuple[Sequence[str], int]:
        if by[0] == "theorem":
            theorem = self._certificate["theorems"][by[1]]
            return theorem["types"], theorem["clause"]
        return self._clauses[tuple(by[:3])]

    def _renames(self, pattern: int, term: int, found: dict[int, int]) -> bool:
        """Extend a renaming of bound variables so that the pattern becomes the term."""
        stack = [(pattern, term)]
        while stack:
            p, t = stack.pop()
            one, other = self.tables.terms[p], self.tables.terms[t]
            if one[0] == "bound" and other[0] == "bound":
                if found.setdefault(one[1], other[1]) != other[1]:
                    return False
            elif one[0] == "app" and other[0] == "app":
                if one[1:3] != other[1:3]:
                    return False
                stack.extend(zip(one[3], other[3], strict=True))
            elif p != t:
                return False
        return len(set(found.values())) == len(found)

    def _instance(
        self,
        by: By,
        sorts: Sequence[Sort],
        found: Mapping[int, int],
        sort: Sort,
        ends: tuple[int, int],
        swapped: bool,
    ) -> str:
        count = max(found.values(), default=-1) + 1
        bound = self.syntax.bound(count)
        text = self.world.cite(self.premise(by), sorts, [bound[found[i]] for i in sorted(found)])
        if swapped:
            left, right = (self.syntax.term(t, bound) for t in ends)
            text = f"(back {self.world.sort(sort)} {right} {left} {text})"
        return f"(fun {self.syntax.binders(bound, [sort] * count)} => {text})" if count else text
