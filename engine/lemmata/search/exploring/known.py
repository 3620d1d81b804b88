"""When two laws are the same to a reader, and when one is an instance of another.

Laws are the same up to names of variables, sides of equations and the order of premises.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import permutations, product

from lemmata.terms.declarations import Clause, Equation
from lemmata.terms.matching import match
from lemmata.terms.sorts import Sort
from lemmata.terms.symbols import Kind
from lemmata.terms.term import Term

Binding = tuple[dict[Term, Term], dict[Sort, Sort]]


def key(clause: Clause) -> str:
    """The same text for clauses that are the same."""
    found = []
    for order in permutations(clause.premises):
        for turned in product((False, True), repeat=len(order) + 1):
            pairs = [
                (b, a) if turn else (a, b)
                for (a, b), turn in zip((*order, clause.conclusion), turned, strict=True)
            ]
            found.append(_text(pairs))
    return min(found)


def _text(pairs: Iterable[Equation]) -> str:
    """Equations with variables and type variables numbered by first occurrence."""
    names: dict[Term, str] = {}
    types: dict[Sort, Sort] = {}
    words = []
    stack = [side for pair in reversed(list(pairs)) for side in reversed(pair)]
    while stack:
        term = stack.pop()
        if term.is_variable:
            for sort in term.sort.variables():
                types.setdefault(sort, Sort.variable(str(len(types))))
            words.append(names.setdefault(term, f"{len(names)}:{term.sort.substitute(types)}"))
        else:
            words.append(str(term.head) if term.symbol is None else term.symbol.name)
            stack.extend(reversed(term.args))
    return " ".join(words)


def is_instance(clause: Clause, general: Clause) -> bool:
    """Whether a clause is an instance of another one, with premises of its own or without."""
    for binding in _matches(clause.conclusion, general.conclusion, ({}, {})):
        if _premises(clause.premises, general.premises, binding):
            return True
    return False


def _matches(pair: Equation, general: Equation, binding: Binding) -> Iterator[Binding]:
    for s, t in (pair, pair[::-1]):
        first = match(general[0], s, *binding)
        if first is not None:
            second = match(general[1], t, *first)
            if second is not None:
                yield second


def _premises(given: Sequence[Equation], wanted: Sequence[Equation], binding: Binding) -> bool:
    """Clauses have few premises: recursion is safe."""
    if not wanted:
        return True
    return any(
        _premises(given, wanted[1:], found)
        for pair in given
        for found in _matches(pair, wanted[0], binding)
    )


def stripped(left: Term, right: Term) -> Equation:
    """What is left of an equation without equal constructors on top."""
    while left.symbol is right.symbol and left.symbol and left.symbol.kind is Kind.CONSTRUCTOR:
        pairs = [(a, b) for a, b in zip(left.args, right.args, strict=True) if a is not b]
        if len(pairs) != 1:
            break
        left, right = pairs[0]
    return left, right
