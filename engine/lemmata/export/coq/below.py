"""Course-of-values induction, which is what the rule `induction` and its guard mean.

For a datatype sort T and a property P, `below P x` says that P holds of every proper constructor
subterm of x that has the sort T:

    below P 0 = True          below P (S y) = P y /\\ below P y

    forall x, below P x -> P x
    -------------------------- course
           forall x, P x

So a guarded hypothesis is the plain proposition `below P limit`. A match that turns the limit into
`C(y)` makes it compute, and using it is a projection.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lemmata.export.coq.tables import Sort, Tables, type_variables
from lemmata.export.coq.world import World

CONJUNCTION = " /\\ "


@dataclass(frozen=True)
class Course:
    """The induction of a sort: names of `below` and `course`, with their type arguments."""

    below: str
    course: str


class Induction:
    """The inductions that the file has so far; each is written when it is first needed."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._related: dict[Sort, frozenset[Sort]] = {}

    def course(self, sort: Sort) -> Course:
        """Return the induction over a sort, general in its type variables."""
        general: Sort = (sort[0], *(("var", v) for v in self.world.datatypes[sort[0]].types))
        if len(self.related(general)) == len(self.related(sort)):
            key, arguments = general, sort[1:]
        else:
            key = sort
            arguments = tuple(("var", v) for v in type_variables(sort))
        names = self.world.names
        below = names.get("below", key, f"below_{key[0]}")
        course = names.get("course", key, f"course_{key[0]}")
        if f"below {key}" not in self.world.snippets:
            self.world.require(f"below {key}", _Writer(self, key).text(below, course))
        types = "".join(f" {self.world.sort(s)}" for s in arguments)
        return Course(f"{below}{types}", f"{course}{types}")

    def related(self, sort: Sort) -> frozenset[Sort]:
        """Return the datatype sorts that lie on a way from the sort through fields back to it."""
        if sort not in self._related:
            fields: dict[Sort, set[Sort]] = {}
            stack = [sort]
            while stack:
                s = stack.pop()
                if s not in fields:
                    constructors = self.world.constructors(s)
                    fields[s] = {
                        f for _, fs in constructors for f in fs if f[0] in self.world.datatypes
                    }
                    stack.extend(fields[s])
            found, grown = {sort}, True
            while grown:
                new = {s for s, fs in fields.items() if s not in found and fs & found}
                found |= new
                grown = bool(new)
            self._related[sort] = frozenset(found)
        return self._related[sort]

    def use(self, tables: Tables, proof: str, limit: int, measure: int) -> str:
        """Return the proof of P at a proper constructor subterm, from one of `below P limit`."""
        sort = tables.sort(limit)
        related = self.related(sort)
        path = _path(self.world, tables, limit, measure)
        for step, (term, place) in enumerate(path):
            kids = tables.arguments(term)
            kept = [i for i, k in enumerate(kids) if tables.sort(k) in related]
            proof = _component(proof, kept.index(place), len(kept))
            if tables.sort(kids[place]) == sort:
                side = "this" if step == len(path) - 1 else "rest"
                proof = f"(match {proof} with conj this rest => {side} end)"
        return proof


def _component(proof: str, place: int, count: int) -> str:
    """Return one of the parts of `A /\\ (B /\\ …)`."""
    for _ in range(place):
        proof = f"(match {proof} with conj this rest => rest end)"
    if place < count - 1:
        proof = f"(match {proof} with conj this rest => this end)"
    return proof


def _path(world: World, tables: Tables, limit: int, measure: int) -> list[tuple[int, int]]:
    """Return the way from a term down to a proper constructor subterm."""
    stack: list[tuple[int, list[tuple[int, int]]]] = [(limit, [])]
    while stack:
        term, path = stack.pop()
        head = tables.terms[term]
        if head[0] == "app" and world.lookup(head[1]).constructor:
            for i, kid in enumerate(head[3]):
                here = [*path, (term, i)]
                if kid == measure:
                    return here
                stack.append((kid, here))
    raise ValueError("the hypothesis is used outside its guard")


class _Writer:
    """Writes `below` and `course` for one sort."""

    def __init__(self, induction: Induction, sort: Sort) -> None:
        self.world, self.sort = induction.world, sort
        self.related = induction.related(sort)
        self.kind = self.world.sort(sort)
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
            parts.append(f"| {pattern} => {_nest(props, CONJUNCTION, 'True')}")
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
            parts.append(f"| {pattern} => {_nest(terms, None, 'I')}")
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

    def branches(self, sort: Sort) -> list[tuple[str, list[tuple[str, Sort]]]]:
        """Return each constructor's pattern and its fields of related sorts."""
        found = []
        for constructor, sorts in self.world.constructors(sort):
            names = [self.world.names.get("field", i, f"y{i}") for i in range(len(sorts))]
            pattern = self.world.pattern(constructor.name, len(sort) - 1, names)
            pairs = zip(names, sorts, strict=True)
            found.append((pattern, [(y, s) for y, s in pairs if s in self.related]))
        return found


def _nest(parts: Sequence[str], operator: str | None, empty: str) -> str:
    """Return `A /\\ (B /\\ C)`, or `conj a (conj b c)` if there is no operator."""
    if not parts:
        return empty
    text = parts[-1]
    for part in reversed(parts[:-1]):
        text = f"{part}{operator}({text})" if operator else f"(conj {part} {text})"
    return text
