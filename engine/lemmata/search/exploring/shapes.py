"""Conjectures of the shapes that have names: each line of the table of laws, for a signature.

The letters of a line stand for all operations, and terms without variables, whose sorts fit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from lemmata.proof.lawnames import (
    CONNECTIVES,
    CONSTANTS,
    CONSTRUCTORS,
    RELATIONS,
    UNARY,
    VARIABLES,
    Form,
    Pattern,
    Shape,
    forms,
    is_section,
)
from lemmata.search.exploring.typing import generalised
from lemmata.search.inductive.signature import Operation
from lemmata.search.speculation import clause_of
from lemmata.terms.declarations import Clause
from lemmata.terms.sorts import BOOL, Sort
from lemmata.terms.symbols import AND, EQ, NOT, OR, Kind
from lemmata.terms.term import FALSE_TERM, TRUE_TERM, Term

TRUTH = {"true": TRUE_TERM, "false": FALSE_TERM}
BUILT_IN = {"and": AND, "or": OR, "not": NOT, "eq": EQ}


class _Misfit(Exception):
    """The sorts of a choice do not fit."""


@dataclass(frozen=True, slots=True)
class _Letter:
    """A name of a form that stands for an operation, with the number of its arguments."""

    name: str
    arity: int


@dataclass(frozen=True, slots=True)
class Shaped:
    """A conjecture made from a form, with what has to be a law for it to be of interest."""

    form: Form
    clause: Clause
    given: Clause | None


def conjectures(operations: Sequence[Operation], constants: Sequence[Term]) -> Iterator[Shaped]:
    """Every form with every choice of operations and constants that fits, in table order."""
    for form in forms():
        letters = _letters(form)
        choices = [_choices(letter, operations) for letter in letters]
        grounds = _grounds(form)
        for row in product(*choices):
            if len({(o.symbol, o.types) for o in row}) < len(row):
                continue
            given = dict(zip((letter.name for letter in letters), row, strict=True))
            for values in product(constants, repeat=len(grounds)):
                if len(set(values)) < len(values):
                    continue
                bound = dict(zip(grounds, values, strict=True))
                clause = _instance(form, (*form.premises, form.conclusion), given, bound)
                if clause is not None:
                    needed = form.given and _instance(form, (form.given,), given, bound)
                    yield Shaped(form, clause, needed)


def _shapes(form: Form) -> Iterator[Shape]:
    stack = [side for pair in (*form.premises, form.conclusion) for side in reversed(pair)]
    while stack:
        shape = stack.pop()
        yield shape
        stack.extend(reversed(shape[1]))


def _letters(form: Form) -> list[_Letter]:
    found: dict[_Letter, None] = {}
    for name, arguments in _shapes(form):
        if arguments and name not in CONNECTIVES:
            found.setdefault(_Letter(name, len(arguments)))
    return list(found)


def _grounds(form: Form) -> list[str]:
    return list(dict.fromkeys(name for name, _ in _shapes(form) if name in CONSTANTS))


def _choices(letter: _Letter, operations: Sequence[Operation]) -> list[Operation]:
    """The operations that a letter may stand for."""
    found = []
    for operation in operations:
        section = letter.name in UNARY and is_section(operation.symbol)
        if not section and len(operation.arguments) != letter.arity:
            continue
        if letter.name in CONSTRUCTORS and operation.symbol.kind is not Kind.CONSTRUCTOR:
            continue
        if letter.name in RELATIONS and (
            operation.result is not BOOL or operation.arguments[0] is BOOL
        ):
            continue
        found.append(operation)
    return found


def _instance(
    form: Form,
    patterns: Sequence[Pattern],
    given: Mapping[str, Operation],
    values: Mapping[str, Term],
) -> Clause | None:
    """The patterns with their letters replaced; None if the sorts do not fit."""
    builder = _Builder(given, values)
    try:
        pairs = [builder.pair(p) for p in patterns]
        # A side that is a variable may get its sort from a later equation.
        pairs = [builder.pair(p) for p in patterns]
    except _Misfit:
        return None
    terms = [t for pair in pairs for side in pair for t in side.subterms()]
    if form.alike and len({t.sort for t in terms}) > 1:
        return None
    if any(not t.free and t.args and t.symbol.kind is Kind.FUNCTION for t in terms if t.symbol):
        return None
    *premises, conclusion = generalised(pairs)
    return clause_of(*conclusion, premises=tuple(premises))


class _Builder:
    """Builds the terms of a form; variables get their sorts where they are arguments first."""

    def __init__(self, given: Mapping[str, Operation], values: Mapping[str, Term]) -> None:
        self.given, self.values = given, values
        self.variables: dict[str, Term] = {}

    def pair(self, pattern: Pattern) -> tuple[Term, Term]:
        """An equation."""
        first, second = pattern
        swapped = not first[1] and bool(second[1])
        if swapped:
            first, second = second, first
        sort = None if first[1] else self._known(first) or self._known(second)
        left = self.term(first, sort)
        right = self.term(second, left.sort)
        return (right, left) if swapped else (left, right)

    def _known(self, shape: Shape) -> Sort | None:
        name = shape[0]
        if name in self.variables:
            return self.variables[name].sort
        return self.values[name].sort if name in self.values else None

    def term(self, shape: Shape, sort: Sort | None) -> Term:
        """A term, of a given sort if that is not None."""
        found = self._term(shape, sort)
        if sort is not None and found.sort is not sort:
            raise _Misfit
        return found

    def _term(self, shape: Shape, sort: Sort | None) -> Term:
        """Forms are a few levels deep: recursion is safe."""
        name, arguments = shape
        if name in TRUTH:
            return TRUTH[name]
        if name in VARIABLES:
            if name not in self.variables:
                if sort is None:
                    raise _Misfit
                self.variables[name] = Term.variable(name, sort)
            return self.variables[name]
        if name in CONSTANTS:
            return self.values[name]
        if name == "eq":
            wanted = self._known(arguments[0]) or self._known(arguments[1])
            left = self.term(arguments[0], wanted)
            return Term.apply(EQ, left, self.term(arguments[1], left.sort))
        if name in BUILT_IN:
            return Term.apply(BUILT_IN[name], *(self.term(a, BOOL) for a in arguments))
        operation = self.given[name]
        others = operation.arguments[: len(operation.arguments) - len(arguments)]
        parameters = [Term.variable(f"{name}{i}", s) for i, s in enumerate(others)]
        sorts = operation.arguments[len(others) :]
        inner = [self.term(a, s) for a, s in zip(arguments, sorts, strict=True)]
        return operation([*parameters, *inner])
