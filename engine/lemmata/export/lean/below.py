"""`below` and `course` in Lean: recursion on all sorts that are nested in one another at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lemmata.export.typetheory.below import Below, nest
from lemmata.export.typetheory.tables import Sort


class Writer:
    """Writes `below` and `course` for one sort."""

    def __init__(self, below: Below, names: tuple[str, str]) -> None:
        self.below, self.world, self.sort = below, below.world, below.sort
        self.name, self.course = names
        self.related = [self.sort, *sorted(below.related - {self.sort})]
        types = self.world.type_binders(below.variables, ())
        self.head = " ".join([*types, f"(motive : {below.kind} -> Prop)"])
        given = [self.world.names.get("type", v) for v in below.variables]
        self.given = " ".join([*given, "motive"])

    def predicate(self, sort: Sort) -> str:
        """Return the predicate of a related sort, applied to the motive."""
        return f"({self._named(self.name, sort)} {self.given})"

    def _named(self, stem: str, sort: Sort) -> str:
        number = self.related.index(sort)
        if not number:
            return stem
        return self.world.names.get("related", (stem, sort), f"{stem}_{number}")

    def text(self) -> str:
        """Return the definitions."""
        kind = self.below.kind
        step = f"(step : forall value : {kind}, {self.predicate(self.sort)} value -> motive value)"
        build = self.world.names.get("below all", self.name, f"{self.name}_all")

        def definition(sort: Sort) -> str:
            head = (
                f"def {self._named(self.name, sort)} {self.head} : {self.world.sort(sort)} -> Prop"
            )
            return self._cases(head, sort, self._prop, " /\\ ", "True")

        def proof(sort: Sort) -> str:
            goal = f"forall value : {self.world.sort(sort)}, {self.predicate(sort)} value"
            head = f"theorem {self._named(build, sort)} {self.head}\n  {step} : {goal}"

            def value(y: str, s: Sort) -> str:
                inner = f"({self._named(build, s)} {self.given} step {y})"
                return f"(And.intro (step {y} {inner}) {inner})" if s == self.sort else inner

            return self._cases(head, sort, value, None, "True.intro")

        course = (
            f"theorem {self.course} {self.head}\n  {step}\n"
            f"  (value : {kind}) : motive value :=\n"
            f"  step value ({build} {self.given} step value)"
        )
        return "\n".join([self._together(definition), self._together(proof), course])

    def _prop(self, y: str, sort: Sort) -> str:
        text = f"{self.predicate(sort)} {y}"
        return f"(motive {y} /\\ {text})" if sort == self.sort else text

    def _together(self, write: Callable[[Sort], str]) -> str:
        texts = "\n".join(write(sort) for sort in self.related)
        return f"mutual\n{texts}\nend" if len(self.related) > 1 else texts

    def _cases(
        self,
        head: str,
        sort: Sort,
        value: Callable[[str, Sort], str],
        operator: str | None,
        empty: str,
    ) -> str:
        lines = [head]
        for pattern, fields in self.below.branches(sort):
            parts: Sequence[str] = [value(y, s) for y, s in fields]
            lines.append(f"  | {pattern} => {nest(parts, operator, empty, '(And.intro')}")
        return "\n".join(lines)
