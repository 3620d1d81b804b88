"""What functions of one argument see of terms that are equal: of lists, their lengths.

xs ++ ys = ys  ==>  length(xs ++ ys) = length(ys)  ==>  length(xs) = 0  ==>  xs = nil

Such terms do not occur in a goal. A hypothesis that one of them is equal to itself brings it into
the graph of the goal, and is never used itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lemmata.proof.nodes import Hypothesis, unit
from lemmata.terms.declarations import Clause
from lemmata.terms.sorts import Sort, match_sort
from lemmata.terms.symbols import Symbol
from lemmata.terms.term import Term


def observers(symbols: Iterable[Symbol]) -> list[Symbol]:
    """The functions of one argument into another sort."""
    return [s for s in symbols if s.arity == 1 and s.arguments[0].name != s.result.name]


def observed(clause: Clause, functions: Sequence[Symbol]) -> list[Hypothesis]:
    """The functions at the sides of the premises of a clause."""
    return [
        unit(term, term)
        for pair in clause.premises
        for symbol in functions
        for side in pair
        for term in _applied(symbol, side)
    ]


def _applied(symbol: Symbol, term: Term) -> list[Term]:
    """A function of one argument at a term, if the sorts fit."""
    binding: dict[Sort, Sort] = {}
    if term.is_variable or not match_sort(symbol.arguments[0], term.sort, binding):
        return []
    if any(v not in binding for v in symbol.types):
        return []
    return [Term.apply(symbol, term, types=tuple(binding[v] for v in symbol.types))]
