"""What a theory is explored with: its own total functions, what they compute with, constants."""

from __future__ import annotations

from collections.abc import Sequence

from lemmata.search.inductive.signature import Operation, signature
from lemmata.terms.declarations import FunctionGroup, Lambda, Theory
from lemmata.terms.sorts import Sort
from lemmata.terms.symbols import Kind
from lemmata.terms.term import Term

ONE = Sort.variable("a")
"""The type variable that stands for all; `typing` makes conjectures general again."""


def operations_of(theory: Theory) -> list[Operation]:
    """The functions that the theory itself declares, those they call, and all constructors."""
    functions = [f for d in theory.declarations if isinstance(d, FunctionGroup) for f in d.members]
    own = [f for f in functions if f.symbol.name.startswith(f"{theory.name}.")] or functions
    cases = {f.symbol: f.cases for f in functions}
    partial = {f.symbol for f in functions if f.partial}
    roots = [case.left for f in own if f.symbol not in partial for case in f.cases]
    values = [d for d in theory.declarations if isinstance(d, Lambda)]
    roots += [d.case.left for d in values if d.symbol.name.startswith(f"{theory.name}.")]
    found = signature(roots, cases, theory.datatypes)
    total = dict.fromkeys(o.symbol for o in found if o.symbol not in partial)
    return [Operation.of(symbol, (ONE,) * len(symbol.types)) for symbol in total]


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
