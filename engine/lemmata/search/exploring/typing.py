"""The most general sorts of a conjecture: terms are enumerated with one type variable for all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lemmata.language.unify import TooDeep, Ty, Types, unify
from lemmata.terms.declarations import Equation
from lemmata.terms.term import Term


@dataclass(frozen=True, slots=True, eq=False)
class _Occurrence:
    """A place of a term, with its sort and the sort arguments of its symbol."""

    term: Term
    sort: Ty
    types: tuple[Ty, ...]
    parts: tuple[_Occurrence, ...]


class _Typing:
    """Sorts of the variables and occurrences of one clause."""

    def __init__(self) -> None:
        self.types = Types()
        self.variables: dict[Term, Ty] = {}
        self.fits = True

    def read(self, term: Term) -> _Occurrence:
        """A term with its sorts; conjectures are small: recursion is safe."""
        if term.is_variable:
            return _Occurrence(term, self.variables.setdefault(term, Ty()), (), ())
        symbol = term.symbol
        if symbol is None:
            return _Occurrence(term, self.types.of(term.sort), (), ())
        binding = {v: Ty() for v in symbol.types}
        parts = tuple(map(self.read, term.args))
        for part, sort in zip(parts, symbol.arguments, strict=True):
            self.fits = self.fits and unify(part.sort, self.types.of(sort, binding))
        return _Occurrence(
            term, self.types.of(symbol.result, binding), tuple(binding.values()), parts
        )

    def write(self, place: _Occurrence) -> Term:
        """The term with the sorts that were found."""
        term = place.term
        if term.is_variable:
            return Term.variable(str(term.head), self.types.resolve(place.sort))
        if term.symbol is None:
            return term
        types = tuple(map(self.types.resolve, place.types))
        return Term.apply(term.symbol, *map(self.write, place.parts), types=types)


def generalised(equations: Sequence[Equation]) -> list[Equation]:
    """The equations with sorts that are as general as their symbols allow."""
    terms = [side for pair in equations for side in pair]
    if not any(s.types for t in terms for s in t.subterms()):
        return list(equations)
    typing = _Typing()
    read = [(typing.read(a), typing.read(b)) for a, b in equations]
    for a, b in read:
        typing.fits = typing.fits and unify(a.sort, b.sort)
    if not typing.fits:
        return list(equations)
    try:
        return [(typing.write(a), typing.write(b)) for a, b in read]
    except TooDeep:
        return list(equations)
