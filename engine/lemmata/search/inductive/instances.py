"""Fast instances of a law: its terms are compiled to functions of the values of its variables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from lemmata.proof.nodes import Citation, Hypothesis, Law
from lemmata.terms.declarations import Equation
from lemmata.terms.sorts import Sort
from lemmata.terms.term import Term

Builder = Callable[[Sequence[Term]], Term]
Built = tuple[tuple[tuple[Builder, Builder], ...], tuple[Builder, Builder]]


class Instances:
    """Makes citations of one law or hypothesis together with what they say."""

    def __init__(self, source: Law | Hypothesis) -> None:
        """Nothing is compiled before it is used."""
        self.source = source
        if isinstance(source, Law):
            self.types: tuple[Sort, ...] = source.clause.types
            self.variables = source.clause.variables
            self.premises: tuple[Equation, ...] = source.clause.premises
            self.conclusion = source.clause.conclusion
        else:
            self.types, self.variables = (), source.bound
            self.premises, self.conclusion = source.premises, source.conclusion
        self._built: dict[tuple[Sort, ...], Built] = {}

    def make(
        self, sorts: Mapping[Sort, Sort], values: tuple[Term, ...]
    ) -> tuple[Citation, list[Equation], Equation]:
        """The citation at given values, its premises and its conclusion."""
        types = tuple([sorts.get(t, t) for t in self.types])
        built = self._built.get(types)
        if built is None:
            built = self._built[types] = self._compile(types)
        premises = [(a(values), b(values)) for a, b in built[0]]
        left, right = built[1]
        return Citation(self.source, types, values), premises, (left(values), right(values))

    def _compile(self, types: tuple[Sort, ...]) -> Built:
        sorts = dict(zip(self.types, types, strict=True))
        slots = {v.instantiate(sorts, {}): i for i, v in enumerate(self.variables)}

        def pair(equation: Equation) -> tuple[Builder, Builder]:
            left, right = (_builder(t.instantiate(sorts, {}), slots) for t in equation)
            return left, right

        return tuple(pair(p) for p in self.premises), pair(self.conclusion)


def _builder(term: Term, slots: Mapping[Term, int]) -> Builder:
    """A function that builds a term; patterns are as deep as a person wrote them."""
    slot = slots.get(term)
    if slot is not None:
        return lambda values: values[slot]
    if term.free.isdisjoint(slots) or term.size > 400:
        if term.free.isdisjoint(slots):
            return lambda _: term
        variables = list(slots)
        return lambda values: term.substitute(dict(zip(variables, values, strict=True)))
    parts = [_builder(a, slots) for a in term.args]
    put = term.with_args
    if len(parts) == 1:
        first = parts[0]
        return lambda values: put((first(values),))
    if len(parts) == 2:
        one, two = parts
        return lambda values: put((one(values), two(values)))
    return lambda values: put(tuple([p(values) for p in parts]))
