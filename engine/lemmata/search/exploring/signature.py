"""What a theory is explored with: its own total functions, what they compute with, constants."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lemmata.search.inductive.signature import Operation, signature
from lemmata.terms.declarations import FunctionGroup, Lambda, Structure, Theory
from lemmata.terms.sorts import ARROW, BOOL, Sort
from lemmata.terms.symbols import AND, NOT, OR, Kind, Symbol
from lemmata.terms.term import Term

ONE = Sort.variable("a")
"""The type variable that stands for all; `typing` makes conjectures general again."""


def operations_of(theory: Theory) -> list[Operation]:
    """The operations that are explored together.

    They are the functions that the theory itself declares, what those call, and all constructors;
    also the imported functions of one argument (but for parameters) of a parametric sort that the
    theory's own ones result in: `rev` and `length` if a theory of trees has a function into lists.
    """
    functions = [f for d in theory.declarations if isinstance(d, FunctionGroup) for f in d.members]
    if not functions:
        structures = [d for d in theory.declarations if isinstance(d, Structure)]
        return [Operation.of(symbol, ()) for d in structures for symbol in d.symbols]
    prefix = f"{theory.name}."
    own = [f for f in functions if f.symbol.name.startswith(prefix)] or functions
    cases = {f.symbol: f.cases for f in functions}
    partial = {f.symbol for f in functions if f.partial}
    results = {f.symbol.result.name for f in own if f.symbol.result.args}
    chosen = [f for f in functions if f in own or _observes(f.symbol, results)]
    roots = [case.left for f in chosen if f.symbol not in partial for case in f.cases]
    values = [d for d in theory.declarations if isinstance(d, Lambda)]
    roots += [d.case.left for d in values if _is_declared(d.symbol, prefix)]
    unwanted = partial | {d.symbol for d in values if not _is_declared(d.symbol, prefix)}
    found = [o for o in signature(roots, cases, theory.datatypes) if o.symbol not in unwanted]
    total = dict.fromkeys(o.symbol for o in found)
    if any(BOOL in symbol.arguments for symbol in total):
        total |= dict.fromkeys((NOT, AND, OR))
    row = [Operation.of(symbol, (ONE,) * len(symbol.types)) for symbol in total]
    grounds = dict.fromkeys(s for s in _inner(row) if not s.args)
    return row + [
        Operation.of(symbol, (sort,))
        for sort in grounds
        if not sort.is_variable
        for symbol in total
        if len(symbol.types) == 1
    ]


def own_symbols(theory: Theory) -> frozenset[Symbol]:
    """The functions that the theory itself declares; empty if that is all there are."""
    functions = [
        f.symbol for d in theory.declarations if isinstance(d, FunctionGroup) for f in d.members
    ]
    values = [d.symbol for d in theory.declarations if isinstance(d, Lambda)]
    own = [s for s in functions + values if s.name.startswith(f"{theory.name}.")]
    return frozenset(own) if len(own) < len(functions) + len(values) else frozenset()


def _inner(operations: Sequence[Operation]) -> Iterator[Sort]:
    """The sort arguments of the data that operations take."""
    for operation in operations:
        for sort in operation.arguments:
            if sort.name != ARROW:
                yield from sort.args


def _is_declared(symbol: Symbol, prefix: str) -> bool:
    """Whether a function value has a name of its own (`f.fn` is what the reader makes of f)."""
    return symbol.name.startswith(prefix) and "." not in symbol.name.removeprefix(prefix)


def _observes(symbol: Symbol, sorts: set[str]) -> bool:
    """Whether a function takes any value of some sorts, with at most a function beside it."""
    *others, data = symbol.arguments or (BOOL,)
    if data.name not in sorts or not all(s.is_variable for s in data.args):
        return False
    return not others or ([s.name for s in others] == [ARROW] and others[0].args[1].is_variable)


def constants(operations: Sequence[Operation]) -> list[Term]:
    """The smallest terms without variables: constants, and successors of constants."""
    found = [o([]) for o in operations if not o.arguments]
    successors = [
        o([c])
        for o in operations
        for c in found
        if o.symbol.kind is Kind.CONSTRUCTOR and o.arguments == (c.sort,) and o.result is c.sort
    ]
    return [*found, *successors]
