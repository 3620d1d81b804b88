"""Conjectures of well-known shapes that are too large to be found soon by enumeration.

    distributivity   f(.. g(x, y) ..) = h(f(.. x ..), f(.. y ..))      h = g for one sort
    reversed         f(.. g(x, y) ..) = h(f(.. y ..), f(.. x ..))
    associativity    f(f(x, y), z) = f(x, f(y, z))
    exchange         f(x, f(y, z)) = f(y, f(x, z))
    observation      f(.. g(x, y) ..) = f(.. c(x, y) ..) for a constructor c

(Einarsdóttir, Smallbone, Johansson: "Template-based theory exploration", 2020.) The other arguments
of f are variables. Every conjecture is tested before it is tried.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lemmata.search.inductive.signature import Operation
from lemmata.terms.sorts import BOOL, Sort
from lemmata.terms.symbols import AND, OR, Kind
from lemmata.terms.term import Term

Pair = tuple[Term, Term]


def templates(operations: Sequence[Operation]) -> Iterator[Pair]:
    """All instances of the shapes, those about one operation first."""
    functions = [o for o in operations if o.symbol.kind is Kind.FUNCTION]
    for f in functions:
        yield from _one(f)
    for f in functions:
        for i, sort in enumerate(f.arguments):
            for g in functions:
                if g.result is sort and g.arguments == (sort, sort):
                    yield from _over(f, i, g, operations)
    for f in functions:
        for i, sort in enumerate(f.arguments):
            for g in functions:
                if g.result is sort and len(g.arguments) == 2 and g is not f:
                    yield from _observed(f, i, g, operations)


def _one(f: Operation) -> Iterator[Pair]:
    if len(f.arguments) != 2:
        return
    a, b = f.arguments
    x, y, z = _variable(0, a), _variable(1, a), _variable(2, b)
    if a is b is f.result:
        yield f([f([x, y]), z]), f([x, f([y, z])])
    if b is f.result:
        yield f([x, f([y, z])]), f([y, f([x, z])])


def _over(f: Operation, i: int, g: Operation, operations: Sequence[Operation]) -> Iterator[Pair]:
    x, y = _variable(0, f.arguments[i]), _variable(1, f.arguments[i])
    others = [_variable(2 + k, s) for k, s in enumerate(f.arguments)]

    def at(term: Term) -> Term:
        return f([*others[:i], term, *others[i + 1 :]])

    left = at(g([x, y]))
    for h in operations:
        if h.result is f.result and h.arguments == (f.result, f.result):
            for first, second in ((x, y), (y, x)):
                right = h([at(first), at(second)])
                if right is not left:
                    yield left, right
    if f.result is BOOL:
        for connective in (OR, AND):
            yield left, Term.apply(connective, at(x), at(y))


def _observed(
    f: Operation, i: int, g: Operation, operations: Sequence[Operation]
) -> Iterator[Pair]:
    """f sees no difference between g and a constructor."""
    first, second = (_variable(k, s) for k, s in enumerate(g.arguments))
    others = [_variable(2 + k, s) for k, s in enumerate(f.arguments)]
    for c in operations:
        if (
            c.symbol.kind is Kind.CONSTRUCTOR
            and c.result is g.result
            and c.arguments == g.arguments
        ):
            sides = [f([*others[:i], inner([first, second]), *others[i + 1 :]]) for inner in (g, c)]
            yield sides[0], sides[1]


def _variable(k: int, sort: Sort) -> Term:
    return Term.variable(f"v{k}", sort)
