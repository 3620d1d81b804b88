"""Hypotheses in the scope of a proof: one variable for each clause, or several if guarded.

H7     : forall b0 : T, …                          a clause without a guard
H9_0   : below (fun b0 => forall b1, …) limit0     a guarded one: one for each component
H9_1   : below (fun b1 => …[b0 := limit0]) limit1  of the lexicographic order
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from lemmata.export.typetheory.below import Induction
from lemmata.export.typetheory.errors import Unsupported
from lemmata.export.typetheory.syntax import Syntax


class Sequents:
    """Names and types of the hypotheses of one certificate."""

    def __init__(self, syntax: Syntax, induction: Induction) -> None:
        self.syntax, self.induction = syntax, induction
        self.world, self.tables = syntax.world, syntax.tables
        self._components: dict[int, list[tuple[str, str]]] = {}

    def names(self, clause: int) -> list[str]:
        """Return the variables that stand for a hypothesis."""
        guard = self.tables.clauses[clause].guard
        if guard is None:
            return [self.world.names.get("hypothesis", (clause, 0), f"H{clause}")]
        return [
            self.world.names.get("hypothesis", (clause, i, "guard"), f"H{clause}_{i}")
            for i in range(len(guard[0]))
        ]

    def binders(self, clauses: Iterable[int]) -> str:
        """Return binders for hypotheses, in the order given."""
        return " ".join(
            f"({name} : {kind})"
            for c in clauses
            for name, kind in zip(self.names(c), self.types(c), strict=True)
        )

    def types(self, clause: int) -> list[str]:
        """Return the types of the variables that stand for a hypothesis."""
        return [kind for _, kind in self.parts(clause)] or [self.syntax.clause(clause)]

    def parts(self, clause: int) -> list[tuple[str, str]]:
        """Return the property and the type of each component of a guarded hypothesis."""
        if clause not in self._components:
            guard = self.tables.clauses[clause].guard
            limits = guard[1] if guard else ()
            for i, measure in enumerate(guard[0] if guard else ()):
                if self.tables.terms[measure][:2] != ("bound", i):
                    raise Unsupported("guards that are not those of an induction")
            self._components[clause] = [
                self._component(clause, i, limits) for i in range(len(limits))
            ]
        return self._components[clause]

    def _component(self, index: int, i: int, limits: Sequence[int]) -> tuple[str, str]:
        clause = self.tables.clauses[index]
        bound = self.syntax.bound(len(clause.bound))
        known = [self.syntax.term(t) for t in limits[:i]]
        rest = self.syntax.implication(index, [*known, *bound[i:]], i + 1)
        sort = clause.bound[i]
        prop = f"(fun {bound[i]} : {self.world.sort(sort)} => {rest})"
        course = self.induction.course(sort)
        return prop, f"{course.below} {prop} {self.syntax.term(limits[i])}"

    def free(self, clauses: Iterable[int]) -> set[int]:
        """Return the free variables of hypotheses."""
        return {v for c in clauses for v in self.tables.clause_free(c)}

    def variables(self, variables: Iterable[int]) -> str:
        """Return binders for free variables."""
        order = list(variables)
        return self.syntax.binders(
            [self.syntax.variable(v) for v in order], [self.tables.sort(v) for v in order]
        )

    def use(self, clause: int, terms: Sequence[int]) -> tuple[str, Sequence[int]]:
        """Return the proof of a hypothesis and the terms that it takes as arguments.

        A guarded one is used at the first measure that is not its limit: the terms before that are
        its limits, and it is what the projection proves it for.
        """
        guard = self.tables.clauses[clause].guard
        if guard is None:
            return self.names(clause)[0], terms
        limits = guard[1]
        i = next(k for k, limit in enumerate(limits) if terms[k] != limit)
        proof = self.induction.use(self.tables, self.names(clause)[i], limits[i], terms[i])
        return proof, terms[i + 1 :]

    def sources(
        self, wanted: Iterable[int], given: Sequence[int], by: Mapping[int, int]
    ) -> dict[int, int]:
        """Return for each wanted clause a given one that becomes it under the substitution."""
        found: dict[int, int] = {}
        images: dict[int, int] = {}
        for clause in sorted(wanted):
            if clause in given and self.tables.clause_free(clause).isdisjoint(by):
                found[clause] = clause
                continue
            if not images:
                for c in given:
                    images.setdefault(self.tables.substitute_clause(c, by), c)
            found[clause] = images[clause]
        return found
