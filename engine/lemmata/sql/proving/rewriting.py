"""Substitution of row variables, fresh copies, and the unnesting of sets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import count
from typing import Any, TypeAlias

from lemmata.sql.proving import building as b
from lemmata.sql.proving.bags import (
    FALSE,
    Agg,
    And,
    Bag,
    Cmp,
    Col,
    Formula,
    Gen,
    Holds,
    IsNull,
    Ite,
    NonEmpty,
    Not,
    Op,
    Opaque,
    Or,
    Row,
    Same,
    SameRow,
    Target,
    Term,
    Truth,
    Value,
)
from lemmata.sql.proving.summing import aggregate
from lemmata.sql.types import SqlType

_NUMBERS = count(1)


def new_row(
    source: str, types: Iterable[SqlType], nullable: Iterable[bool], number: int | None = None
) -> Row:
    """A row variable that occurs nowhere else."""
    return Row(next(_NUMBERS) if number is None else number, source, tuple(types), tuple(nullable))


def columns(row: Row) -> tuple[Value, ...]:
    """All columns of a row."""
    return tuple(Col(row, i) for i in range(len(row.types)))


class Substitution:
    """Replaces row variables by rows, or by tuples of values."""

    def __init__(self, targets: Mapping[Row, Target]) -> None:
        self.targets = targets
        self._done: dict[Any, Any] = {}

    def value(self, value: Value) -> Value:
        """The value with rows replaced."""
        found = self._done.get(value)
        if found is None:
            found = self._done[value] = self._value(value)
        return found

    def _value(self, value: Value) -> Value:
        match value:
            case Col(row, index):
                target = self.targets.get(row)
                if target is None:
                    return value
                return Col(target, index) if isinstance(target, Row) else target[index]
            case Op(name, args, kind):
                return b.operation(name, tuple(map(self.value, args)), kind)
            case Ite(cond, then, other, kind):
                return b.pick(self.formula(cond), self.value(then), self.value(other), kind)
            case Truth(true, false, _):
                return b.truth(self.formula(true), self.formula(false))
            case Agg(kind, bag, type_):
                return aggregate(kind, self.bag(bag), type_)
        return value

    def formula(self, formula: Formula) -> Formula:
        """The formula with rows replaced."""
        found = self._done.get(formula)
        if found is None:
            found = self._done[formula] = self._formula(formula)
        return found

    def _formula(self, formula: Formula) -> Formula:
        match formula:
            case And(parts):
                return b.both(map(self.formula, parts))
            case Or(parts):
                return b.either(map(self.formula, parts))
            case Not(part):
                return b.negate(self.formula(part))
            case Cmp(op, left, right):
                return b.compare(op, self.value(left), self.value(right))
            case Same(left, right):
                return b.same(self.value(left), self.value(right))
            case IsNull(value):
                return b.is_null(self.value(value))
            case Holds(value, wanted):
                return b.holds(self.value(value), wanted)
            case NonEmpty(bag):
                return b.non_empty(self.bag(bag))
            case SameRow(first, second):
                return self._same_row(first, second)
        return formula

    def _same_row(self, first: Row, second: Row) -> Formula:
        ends = [self.targets.get(row, row) for row in (first, second)]
        assert isinstance(ends[0], Row)
        assert isinstance(ends[1], Row)
        return SameRow(ends[0], ends[1])

    def bag(self, bag: Bag) -> Bag:
        """The bag with free rows replaced."""
        if not self.targets:
            return bag
        return Bag(tuple(map(self.term, bag.terms)))

    def term(self, term: Term) -> Term:
        """The term with rows replaced; its own generators stay, unless they are replaced."""
        gens = tuple(self.gen(gen) for gen in term.gens)
        outs = tuple(map(self.value, term.outs))
        return Term(gens, self.formula(term.cond), outs)

    def gen(self, gen: Gen) -> Gen:
        """The generator with free rows of what it ranges over replaced."""
        row = self.targets.get(gen.row, gen.row)
        assert isinstance(row, Row)
        if isinstance(gen.over, Bag):
            return Gen(row, self.bag(gen.over))
        if isinstance(gen.over, Opaque):
            inputs = tuple(map(self.bag, gen.over.inputs))
            keys = tuple(map(self.value, gen.over.keys))
            return Gen(row, replace(gen.over, inputs=inputs, keys=keys))
        return Gen(row)


def fresh(term: Term) -> Term:
    """The term with new row variables for its generators."""
    targets: dict[Row, Target] = {
        gen.row: new_row(gen.row.source, gen.row.types, gen.row.nullable) for gen in term.gens
    }
    return Substitution(targets).term(term) if targets else term


def unnested(bag: Bag) -> Bag:
    """The bag without `set` generators: the same rows, with other multiplicities."""
    return Bag(tuple(term for _, term in flattened(bag)))


Path: TypeAlias = tuple[int, tuple[Any, ...]]
"""A term of a bag, and for each of its generators None, or the path into its `set`."""


def flattened(bag: Bag) -> Iterator[tuple[Path, Term]]:
    """The terms without `set` generators, and the choices of terms that lead to each."""
    for which, term in enumerate(bag.terms):
        for steps, flat in _flat(term):
            yield (which, steps), flat


def _flat(term: Term) -> Iterator[tuple[tuple[Any, ...], Term]]:
    at = next((i for i, gen in enumerate(term.gens) if isinstance(gen.over, Bag)), None)
    if at is None:
        yield (None,) * len(term.gens), term
        return
    over = term.gens[at].over
    assert isinstance(over, Bag)
    for path, part in flattened(over):
        for steps, flat in _flat(_inlined(term, at, fresh(part))):
            yield (*steps[:at], path, *steps[at + len(part.gens) :]), flat


def _inlined(term: Term, at: int, part: Term) -> Term:
    """The term with the rows of a part of a set generator in the place of the set."""
    inner = Substitution({term.gens[at].row: part.outs})
    rest = [inner.gen(gen) for gen in term.gens[at + 1 :]]
    gens = (*term.gens[:at], *part.gens, *rest)
    cond = b.both((part.cond, inner.formula(term.cond)))
    return Term(gens, cond, tuple(map(inner.value, term.outs)))


def set_of(bag: Bag, types: tuple[SqlType, ...]) -> Gen:
    """A generator of each row of a bag once."""
    flat = [term for term in unnested(bag).terms if term.cond != FALSE]
    maybe = (any(b.is_null(term.outs[i]) != FALSE for term in flat) for i in range(len(types)))
    return Gen(new_row("", types, maybe), bag)
