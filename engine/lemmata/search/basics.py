"""Basic laws of the operations in a goal, worth knowing before anything else is tried.

For a binary operation f on one sort: its defining equations with the arguments exchanged (as
x + 0 = x and x + S(y) = S(x + y) for a + that recurses on the left), f(x, c) = x and f(x, c) = c
for constants c, commutativity, associativity. Each is tested and proved before it is used.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lemmata.terms.declarations import Clause, Datatype
from lemmata.terms.symbols import Kind, Symbol
from lemmata.terms.term import Term

Pair = tuple[Term, Term]


def operations(roots: Sequence[Term], cases: Mapping[Symbol, tuple[Clause, ...]]) -> list[Symbol]:
    """The functions in the terms and in what they call, callees first."""
    found: dict[Symbol, None] = {}
    stack = [(s, False) for s in reversed(_functions(roots))]
    seen: set[Symbol] = set()
    while stack:
        symbol, done = stack.pop()
        if done:
            found.setdefault(symbol)
        elif symbol not in seen:
            seen.add(symbol)
            stack.append((symbol, True))
            bodies = [case.right for case in cases.get(symbol, ())]
            stack.extend((s, False) for s in _functions(bodies))
    return list(found)


def cancellations(symbol: Symbol) -> Iterator[Clause]:
    """f(x, y) = f(x, z) ==> y = z, and the same on the other side, for a binary operation."""
    sort = symbol.result
    if symbol.arguments != (sort, sort):
        return
    x, y, z = (Term.variable(n, sort) for n in "xyz")
    apply = Term.apply
    yield Clause.close(((apply(symbol, x, y), apply(symbol, x, z)),), (y, z))
    yield Clause.close(((apply(symbol, x, z), apply(symbol, y, z)),), (x, y))


def _mirrored(term: Term, symbol: Symbol) -> Term:
    """The term with the arguments of every call of a binary symbol exchanged."""
    done: dict[Term, Term] = {}
    for sub in sorted(term.subterms(), key=lambda t: t.size):
        args = tuple(done[a] for a in sub.args)
        done[sub] = sub.with_args(args[::-1] if sub.symbol is symbol else args)
    return done[term]


def _functions(terms: Sequence[Term]) -> list[Symbol]:
    found: dict[Symbol, None] = {}
    for term in terms:
        for sub in term.subterms():
            if sub.symbol is not None and sub.symbol.kind is Kind.FUNCTION:
                found.setdefault(sub.symbol)
    return list(found)


def conjectures(
    symbol: Symbol, datatypes: Mapping[str, Datatype], cases: Sequence[Clause]
) -> Iterator[Pair]:
    """The basic laws that a binary operation on one sort may have, simple ones first."""
    sort = symbol.result
    if symbol.arguments != (sort, sort) or sort.name not in datatypes:
        return
    x, y, z = (Term.variable(n, sort) for n in ("v0", "v1", "v2"))

    def f(a: Term, b: Term) -> Term:
        return Term.apply(symbol, a, b)

    for case in cases:
        if case.left.args[1].is_variable:
            yield _mirrored(case.left, symbol), _mirrored(case.right, symbol)
    for constructor in datatypes[sort.name].constructors:
        if not constructor.arguments:
            constant = Term.apply(constructor, types=sort.args)
            yield f(x, constant), x
            yield f(x, constant), constant
    yield f(x, y), f(y, x)
    yield f(f(x, y), z), f(x, f(y, z))
