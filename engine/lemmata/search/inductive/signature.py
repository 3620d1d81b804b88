"""The instances of symbols that a goal is about: those in it and those that they compute with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lemmata.terms.declarations import Clause, Datatype
from lemmata.terms.sorts import BOOL, Sort
from lemmata.terms.symbols import APPLY, EQ, ITE, Kind, Symbol
from lemmata.terms.term import Term


@dataclass(frozen=True, slots=True)
class Operation:
    """A symbol at given sort arguments."""

    symbol: Symbol
    types: tuple[Sort, ...]
    arguments: tuple[Sort, ...]
    result: Sort

    @staticmethod
    def of(symbol: Symbol, types: tuple[Sort, ...]) -> Operation:
        """The instance of a symbol."""
        binding = dict(zip(symbol.types, types, strict=True))
        arguments = tuple(s.substitute(binding) for s in symbol.arguments)
        return Operation(symbol, types, arguments, symbol.result.substitute(binding))

    def __call__(self, args: Sequence[Term]) -> Term:
        """The application to arguments."""
        return Term.apply(self.symbol, *args, types=self.types)


def signature(
    roots: Iterable[Term],
    cases: Mapping[Symbol, Sequence[Clause]],
    datatypes: Mapping[str, Datatype],
) -> list[Operation]:
    """Functions and constructors that the terms compute with, those in the terms first.

    Connectives and equality are left out, as are constructors of Bool.
    """
    found: dict[Operation, None] = {}
    queue: list[tuple[Term, dict[Sort, Sort]]] = [(t, {}) for t in roots]
    sorts: dict[Sort, None] = {}
    head = 0
    while head < len(queue):
        root, binding = queue[head]
        head += 1
        for term in root.subterms():
            sorts.setdefault(term.sort.substitute(binding))
            symbol = term.symbol
            if symbol is None or symbol in (ITE, EQ):
                continue
            types = tuple(t.substitute(binding) for t in term.types)
            operation = Operation.of(symbol, types)
            if operation in found:
                continue
            wanted = symbol.kind in (Kind.FUNCTION, Kind.CONSTRUCTOR, Kind.LAMBDA)
            if ((wanted or symbol is APPLY) and operation.result is not BOOL) or (
                symbol.kind is Kind.FUNCTION
            ):
                found[operation] = None
            inner = dict(zip(symbol.types, types, strict=True))
            queue.extend((case.right, inner) for case in cases.get(symbol, ()))
            queue.extend((case.left, inner) for case in cases.get(symbol, ()))
    for sort in list(sorts):
        if sort.name in datatypes:
            for constructor in datatypes[sort.name].constructors:
                found.setdefault(Operation.of(constructor, sort.args))
    return list(found)


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


def _functions(terms: Sequence[Term]) -> list[Symbol]:
    found: dict[Symbol, None] = {}
    for term in terms:
        for sub in term.subterms():
            if sub.symbol is not None and sub.symbol.kind is Kind.FUNCTION:
                found.setdefault(sub.symbol)
    return list(found)
