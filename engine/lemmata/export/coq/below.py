"""`below` and `course` in Coq: a `fix` inside a `fix` for sorts that are nested in one another."""

from __future__ import annotations

from collections.abc import Mapping

from lemmata.export.typetheory.below import Below, nest
from lemmata.export.typetheory.tables import Sort, type_variables

CONJUNCTION = " /\\ "


class Writer:
    """Writes `below` and `course` for one sort."""

    def __init__(self, below: Below) -> None:
        self.world, self.sort, self.kind = below.world, below.sort, below.kind
        self.related, self.branches = below.related, below.branches
        self.names = {s: self.world.names.get("below fix", i, f"go{i}")
                      for i, s in enumerate(sorted(self.related))}  # fmt: skip
        self.root = ""

    def text(self, below: str, course: str) -> str:
        """Return the definitions."""
        variables = type_variables(self.sort)
        types = " ".join(self.world.type_binders(variables, ()))
        given = "".join(f" {self.world.names.get('type', v)}" for v in variables)
        self.root = f"({below}{given} motive)"
        head = f"{types} (motive : {self.kind} -> Prop)".strip()
        return (
            f"Definition {below} {head} : {self.kind} -> Prop :=\n"
            f"  {self.below(self.sort, {})}.\n"
            f"Definition {course} {head} \n"
            f"  (step : forall value : {self.kind}, {self.root} value -> motive value)\n"
            f"  (value : {self.kind}) : motive value :=\n"
            f"  step value ({self.build(self.sort, self.root, {}, {})} value)."
        )

    def below(self, sort: Sort, known: Mapping[Sort, str]) -> str:
        """Return the predicate of a related sort; `known` are those around it."""
        if sort in known:
            return known[sort]
        name = self.names[sort]
        inside = {**self._visible(known, sort), sort: name}
        parts = []
        for pattern, fields in self.branches(sort):
            props = [
                (f"(motive {y} /\\ {self.below(s, inside)} {y})"
                 if s == self.sort else f"{self.below(s, inside)} {y}")
                for y, s in fields
            ]  # fmt: skip
            parts.append(f"| {pattern} => {nest(props, CONJUNCTION, 'True')}")
        kind = self.world.sort(sort)
        cases = " ".join(parts)
        return f"(fix {name} (value : {kind}) : Prop := match value with {cases} end)"

    def build(
        self, sort: Sort, goal: str, closed: Mapping[Sort, str], proofs: Mapping[Sort, str]
    ) -> str:
        """Return the proof of the predicate `goal` for all values of a related sort."""
        if sort in proofs:
            return proofs[sort]
        name = self.names[sort]
        inside = {**self._visible(proofs, sort), sort: name}
        closed = {**self._visible(closed, sort), sort: goal}
        parts = []
        for pattern, fields in self.branches(sort):
            terms = []
            for y, s in fields:
                below = self.below(s, closed)
                proof = f"({self.build(s, below, closed, inside)} {y})"
                terms.append(f"(conj (step {y} {proof}) {proof})" if s == self.sort else proof)
            parts.append(f"| {pattern} => {nest(terms, None, 'I')}")
        kind = self.world.sort(sort)
        return (
            f"(fix {name} (value : {kind}) : {goal} value := "
            f"match value as value return {goal} value with {' '.join(parts)} end)"
        )

    def _visible(self, known: Mapping[Sort, str], sort: Sort) -> dict[Sort, str]:
        """Return what may be called inside a `fix` over the sort.

        Coq lets a `fix` over trees call itself inside one over the lists in a tree, but not the
        other way round: there the lists in a tree get a `fix` of their own.
        """
        order = list(self.world.datatypes)
        group = self.world.datatypes[sort[0]].group
        return {
            s: text
            for s, text in known.items()
            if s[0] in group or order.index(s[0]) > order.index(sort[0])
        }
