"""Rows that a term under an aggregate can do without (FORMAT-SQL.md section 5a).

A row of which the other rows leave at most one choice becomes a condition that it exists; the
condition goes if a row at hand, or a foreign key, shows that it holds.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace

from lemmata.kernel.sql import objects as o
from lemmata.kernel.sql.closing import closed
from lemmata.kernel.sql.objects import Expr, Formula, Gen, Term
from lemmata.kernel.sql.schema import Tables
from lemmata.kernel.sql.values import flatten

MAX_CHOICES = 64
Row = tuple[int, Gen]


class Reducer:
    """Drops rows from terms; `tables` have the keys."""

    def __init__(self, tables: Tables, constraints: set[str]) -> None:
        self.tables, self.constraints = tables, constraints

    def term(self, term: Term, support: bool) -> Term:
        """The same bag; in `support` the same rows, perhaps not equally often."""
        at = 0
        while at < len(term.rows):
            found = self._without(term, term.rows[at], support)
            term, at = (found, 0) if found is not None else (term, at + 1)
        number = 0
        while number < len(term.where):
            if self._holds(term, number):
                where = term.where[:number] + term.where[number + 1 :]
                term = replace(term, where=where)
            else:
                number += 1
        return term

    def _without(self, term: Term, row: Row, support: bool) -> Term | None:
        """The term without a row, None if that cannot be."""
        var, gen = row
        others = tuple(r for r in term.rows if r != row)
        if any(var in o.free(g) for _, g in others):
            return None
        if isinstance(gen, o.Set):
            return self._without_set(term, var, gen, others)
        if var in o.free(term.out):
            return None
        mine = tuple(f for f in term.where if var in o.free(f))
        rest = tuple(f for f in term.where if var not in o.free(f))
        rest = (*rest, *_implied(var, gen, mine))
        exists = o.Some((Term((row,), mine, ()),))
        once = self.determined(var, gen, mine)
        if once or (support and self.witnessed(exists, others, rest)):
            return Term(others, rest if support and not once else (*rest, exists), term.out)
        return None

    def _without_set(
        self, term: Term, var: int, gen: o.Set, others: tuple[Row, ...]
    ) -> Term | None:
        values = []
        for column in o.columns(var, gen):
            given = list(equals(column, term.where))
            if not given:
                return None
            first = given[0]
            values.append(o.fit(first, column.type) if o.fits(first.type, column.type) else first)
        row = tuple(values)
        rest: Term = o.substitute(Term((), term.where, term.out), {var: row})
        exists = o.Some(o.matching(gen.bag, row))
        return Term(others, (*rest.where, exists), rest.out)

    def determined(self, var: int, gen: Gen, where: Sequence[Formula]) -> bool:
        """Whether formulas leave at most one choice of the row, whatever the other rows are."""
        if isinstance(gen, o.Set):
            return all(any(equals(c, where)) for c in o.columns(var, gen))
        if not isinstance(gen, o.Table):
            return False
        table, columns = self.tables[gen.name], o.columns(var, gen)
        for key in table.keys:
            if table.solid(key) and all(any(equals(columns[i], where)) for i in key):
                self.constraints |= {f"key of {gen.name}", f"NOT NULL of {gen.name}"}
                return True
        return False

    def all_determined(self, term: Term) -> bool:
        """Whether there is at most one choice of all rows."""
        left = dict(term.rows)
        while left:
            names = set(left)
            for var, gen in left.items():
                known = [f for f in term.where if not (o.free(f) & names) - {var}]
                if self.determined(var, gen, known):
                    del left[var]
                    break
            else:
                return False
        return True

    def _holds(self, term: Term, number: int) -> bool:
        """Whether a formula of the term follows from the others."""
        formula = term.where[number]
        rest = term.where[:number] + term.where[number + 1 :]
        if isinstance(formula, o.Same) and o.key(formula.left) == o.key(formula.right):
            return True
        return isinstance(formula, o.Some) and self.witnessed(formula, term.rows, rest)

    def witnessed(self, some: o.Some, rows: Sequence[Row], where: Sequence[Formula]) -> bool:
        """Whether a bag has a row because rows at hand, or a foreign key, give one."""
        for term in flatten(some.bag):
            if self._parent(term, rows, where):
                return True
            for values in self._choices(term, rows):
                if all(closed(where, o.substitute(f, values)) for f in term.where):
                    return True
        return False

    def _choices(self, term: Term, rows: Sequence[Row]) -> Iterator[dict[int, tuple[Expr, ...]]]:
        pools = [[r for r in rows if o.key(r[1]) == o.key(gen)] for _, gen in term.rows]
        for chosen in itertools.islice(itertools.product(*pools), MAX_CHOICES):
            yield {var: o.columns(*row) for (var, _), row in zip(term.rows, chosen, strict=True)}

    def _parent(self, term: Term, rows: Sequence[Row], where: Sequence[Formula]) -> bool:
        """Whether a foreign key of a row at hand gives the only row of the term."""
        if len(term.rows) != 1 or not isinstance(term.rows[0][1], o.Table):
            return False
        var, parent = term.rows[0]
        for child, gen in rows:
            if isinstance(gen, o.Table) and isinstance(parent, o.Table):
                table, mine = self.tables[gen.name], o.columns(child, gen)
                for foreign in table.foreign:
                    theirs = o.columns(var, parent)
                    if foreign.parent != parent.name:
                        continue
                    pairs = [
                        o.Same(mine[i], theirs[j])
                        for i, j in zip(foreign.columns, foreign.parent_columns, strict=True)
                    ]
                    present = all(
                        not table.nullable[i] or closed(where, o.Not(o.null(mine[i])))
                        for i in foreign.columns
                    )
                    if present and all(closed([*where, *pairs], f) for f in term.where):
                        name = f"foreign key of {gen.name} to {parent.name}"
                        self.constraints |= {name, f"NOT NULL of {gen.name}"}
                        return True
        return False


def _implied(var: int, gen: Gen, where: Sequence[Formula]) -> Iterator[Formula]:
    """What follows for other rows if a row's columns have several values."""
    for column in o.columns(var, gen):
        first, *others = list(equals(column, where)) or [column]
        if first != column and o.Not(o.null(column)) in where:
            yield o.Not(o.null(first))
        for other in others:
            yield o.Same(first, other)


def equals(column: Expr, where: Sequence[Formula]) -> Iterator[Expr]:
    """What formulas say that a column of a row is, in terms of other rows."""
    assert isinstance(column, o.Col)
    for formula in where:
        if isinstance(formula, o.Same):
            for first, second in (
                (formula.left, formula.right),
                (formula.right, formula.left),
            ):
                if first == column and column.var not in o.free(second):
                    yield second
