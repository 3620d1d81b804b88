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

from collections.abc import Sequence
from dataclasses import dataclass

from lemmata.export.typetheory.tables import Sort, Tables, type_variables
from lemmata.export.typetheory.world import World


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
            text = self.world.dialect.below(Below(self, key), (below, course))
            self.world.require(f"below {key}", text)
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
            proof = self._component(proof, kept.index(place), len(kept))
            if tables.sort(kids[place]) == sort:
                last = step == len(path) - 1
                proof = self.world.dialect.left(proof) if last else self.world.dialect.right(proof)
        return proof

    def _component(self, proof: str, place: int, count: int) -> str:
        """Return one of the parts of `A /\\ (B /\\ …)`."""
        for _ in range(place):
            proof = self.world.dialect.right(proof)
        return self.world.dialect.left(proof) if place < count - 1 else proof


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


class Below:
    """What `below` and its induction for one sort are written from."""

    def __init__(self, induction: Induction, sort: Sort) -> None:
        self.world, self.sort = induction.world, sort
        self.related = induction.related(sort)
        self.kind = self.world.sort(sort)
        self.variables = type_variables(sort)

    def branches(self, sort: Sort) -> list[tuple[str, list[tuple[str, Sort]]]]:
        """Return each constructor's pattern and its fields of related sorts."""
        found = []
        for constructor, sorts in self.world.constructors(sort):
            names = [self.world.names.get("field", i, f"y{i}") for i in range(len(sorts))]
            pattern = self.world.pattern(constructor.name, len(sort) - 1, names)
            pairs = zip(names, sorts, strict=True)
            found.append((pattern, [(y, s) for y, s in pairs if s in self.related]))
        return found


def nest(parts: Sequence[str], operator: str | None, empty: str, pair: str = "(conj") -> str:
    """Return `A /\\ (B /\\ C)`, or `(conj a (conj b c))` if there is no operator.

    >>> nest(["a", "b"], None, "I")
    '(conj a b)'
    """
    if not parts:
        return empty
    text = parts[-1]
    for part in reversed(parts[:-1]):
        text = f"{part}{operator}({text})" if operator else f"{pair} {part} {text})"
    return text
