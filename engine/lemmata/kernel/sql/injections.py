"""Equality of bags by injections both ways (FORMAT-SQL.md section 4, `inject`).

      every choice of rows of a left term has a piece that sends it to one of a right term,
      with the same outputs; different choices are sent to different ones
    -------------------------------------------------------------------------------------
              no row is in the left bag more often than in the right one

A table's row is an identity: rows of a table without a key may agree in all columns.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from lemmata.kernel.reading import Rejected, fields, require, sequence
from lemmata.kernel.sql import objects as o
from lemmata.kernel.sql.content import Content
from lemmata.kernel.sql.literals import number
from lemmata.kernel.sql.objects import Bag, Expr, Formula, Gen, Term
from lemmata.kernel.sql.obligations import Context, Obligations

Rows = list[tuple[int, Gen]]
Prove = Callable[[Context, o.Agg, o.Agg, Any], None]


class Source:
    """A choice of rows of a term, and further rows that exist with it."""

    def __init__(self, context: Context, term: Term, obligations: Obligations) -> None:
        self.tables, self.constraints = obligations.tables, obligations.constraints
        self.term = term
        self.base = context.term(term)
        self.ghosts: list[tuple[int, Gen, Formula]] = []
        self.hyps: list[Formula] = []
        self.guards: dict[int, Formula] = {}
        self._parents: dict[tuple[int, int], tuple[int, Gen]] = {}
        self._witnesses: dict[tuple[str, int], list[Rows]] = {}
        self._choices: dict[tuple[str, int], tuple[Formula, ...]] = {}
        self._cases = 0
        self.came: Formula = o.And(())

    def context(self) -> Context:
        """All that is known."""
        return Context(
            self.base.rows, (*self.base.hyps, *self.hyps), (*self.base.ghosts, *self.ghosts)
        )

    def guard(self, var: int) -> Formula:
        """The condition under which a row exists."""
        return self.guards.get(var, o.And(()))

    def extra(self, value: Any, scope: Rows, content: Content) -> Rows:
        """The rows that an entry of `rows` adds."""
        match value:
            case ["some", formula, which]:
                return self._some(formula, which)
            case ["bag", bag, which]:
                found = content.bag(bag, scope)
                self._cases += 1
                return self._terms(("bag", self._cases), found, which)
            case ["fk" | "wit" as name, level, which]:
                require(number(level) < len(scope), "a row that is not in scope")
                var, gen = scope[level]
                if name == "fk":
                    return self._parent(var, gen, which)
                return self._member(var, gen, which)
        raise Rejected('rows are added by "fk", "wit", "some" or "bag"')

    def _parent(self, var: int, gen: Gen, which: Any) -> Rows:
        require(isinstance(gen, o.Table), "a row of a table has foreign keys")
        assert isinstance(gen, o.Table)
        keys = self.tables[gen.name].foreign
        require(number(which) < len(keys), "there is no such foreign key")
        if (var, which) not in self._parents:
            foreign, parent = keys[which], self.tables[keys[which].parent]
            self.constraints.add(f"foreign key of {gen.name} to {parent.name}")
            row = (o.fresh(), o.Table(parent.name, parent.types))
            mine, theirs = o.columns(var, gen), o.columns(*row)
            present = o.And((self.guard(var), *(o.Not(o.null(mine[i])) for i in foreign.columns)))
            pairs = zip(foreign.columns, foreign.parent_columns, strict=True)
            equal = o.And(tuple(o.Same(mine[i], theirs[j]) for i, j in pairs))
            self._add(row, present)
            self.hyps.append(implies(present, equal))
            self._parents[var, which] = row
        return [self._parents[var, which]]

    def _add(self, row: tuple[int, Gen], guard: Formula) -> None:
        self.ghosts.append((*row, guard))
        self.guards[row[0]] = guard

    def _member(self, var: int, gen: Gen, which: Any) -> Rows:
        require(isinstance(gen, o.Set), "a row of a set has a witness")
        assert isinstance(gen, o.Set)
        return self._terms(("row", var), o.matching(gen.bag, o.columns(var, gen)), which)

    def _some(self, which: Any, term: Any) -> Rows:
        """Counted among the formulas of the term that are `some`."""
        bags = [f.bag for f in self.term.where if isinstance(f, o.Some)]
        require(number(which) < len(bags), "there is no such formula")
        return self._terms(("formula", which), bags[which], term)

    def _terms(self, name: tuple[str, int], bag: Bag, which: Any) -> Rows:
        """Rows of one term of a bag, of which it is known that it has a row."""
        require(number(which) < len(bag), "there is no such term")
        if name not in self._witnesses:
            choice, found = o.fresh(), []
            for m, term in enumerate(o.copy(bag)):
                guard: Formula = o.Holds(o.Col(choice, m, "bool"))
                for row in term.rows:
                    self._add(row, guard)
                members = [o.member(v, g) for v, g in term.rows if isinstance(g, o.Set)]
                self.hyps.append(implies(guard, o.And((*members, *term.where))))
                found.append(list(term.rows))
            chosen = tuple(o.Holds(o.Col(choice, m, "bool")) for m in range(len(bag)))
            known: Formula = self.guard(name[1]) if name[0] == "row" else o.And(())
            known = o.Some(bag) if name[0] == "bag" else known
            self.hyps.append(implies(known, o.Or(chosen)))
            self._witnesses[name], self._choices[name] = found, chosen
        self.came = self._choices[name][which]
        return self._witnesses[name][which]


@dataclass(frozen=True)
class Piece:
    """A choice of rows sent to one of term `to`, if `holds`; `names` are the rows it is sent to."""

    to: int
    holds: Formula
    names: tuple[tuple[Expr, ...], ...]


class Injections:
    """Checks pieces; `prove` checks a lemma's script."""

    def __init__(self, obligations: Obligations, prove: Prove) -> None:
        self.obligations, self.prove = obligations, prove
        self.content = Content(obligations.tables)

    def check(
        self, context: Context, source: Bag, target: Bag, given: Any, injective: bool
    ) -> None:
        """No row is in `source` more often than in `target`, or just: is in it without being
        in `target`, if not `injective`."""
        require(len(sequence(given)) == len(source), "a list of pieces for each term is expected")
        found: list[tuple[Source, list[Piece]]] = []
        for term, pieces in zip(source, given, strict=True):
            one = Source(context, term, self.obligations)
            mine = [self._piece(context, one, target, p, True) for p in sequence(pieces)]
            goal = o.Or(tuple(piece.holds for piece in mine))
            self.obligations.require(one.context(), [goal])
            found.append((one, mine))
        if injective:
            self._injective(context, source, target, given, found)

    def _injective(
        self,
        context: Context,
        source: Bag,
        target: Bag,
        given: Any,
        found: list[tuple[Source, list[Piece]]],
    ) -> None:
        """Different choices are sent to different ones."""
        for j, pieces in enumerate(given):
            twin = o.copy(source[j])
            for i in range(j + 1):
                one, mine = found[i]
                other = Source(one.context(), twin, self.obligations)
                theirs = [self._piece(context, other, target, p, False) for p in pieces]
                both = other.context()
                same = [o.FALSUM] if i != j else same_rows(one.term.rows, twin.rows)
                for a, first in enumerate(mine):
                    for b, second in enumerate(theirs):
                        if first.to == second.to and (i != j or a <= b):
                            meet = [
                                o.Same(x, y)
                                for xs, ys in zip(first.names, second.names, strict=True)
                                for x, y in zip(xs, ys, strict=True)
                            ]
                            known = both.extended((), [first.holds, second.holds, *meet])
                            self.obligations.require(known, same)

    def _piece(
        self, context: Context, source: Source, target: Bag, value: Any, lemmas: bool
    ) -> Piece:
        to, extras, targets, given = fields(value, "to", "rows", "map", "lemmas")
        require(number(to) < len(target), "there is no such term")
        scope: Rows = [*context.rows, *source.term.rows]
        known: list[Formula] = []
        for extra in sequence(extras):
            added = source.extra(extra, scope, self.content)
            if extra[0] != "fk":
                known.append(source.came)
            known += [source.guard(var) for var, _ in added]
            scope += added
        self._lemmas(source, scope, known, given, lemmas)
        term = target[to]
        require(len(sequence(targets)) == len(term.rows), "a target for each row is expected")
        require(len(source.term.out) == len(term.out), "another number of columns")
        values: dict[int, tuple[Expr, ...]] = {}
        names = []
        for (var, gen), aim in zip(term.rows, targets, strict=True):
            wanted = o.substitute(gen, values)
            values[var], name, there = self._target(source, scope, wanted, aim)
            names.append(name)
            known += there
        mapped = o.substitute(Term((), term.where, term.out), values)
        outputs = [o.Same(a, b) for a, b in zip(source.term.out, mapped.out, strict=True)]
        return Piece(to, o.And((*known, *mapped.where, *outputs)), tuple(names))

    def _target(
        self, source: Source, scope: Rows, wanted: Gen, aim: Any
    ) -> tuple[tuple[Expr, ...], tuple[Expr, ...], list[Formula]]:
        """Columns and identity of the row that stands for a generator's, and what that needs."""
        if isinstance(wanted, o.Set):
            row, guards = self._tuple(source, scope, wanted, aim)
            return row, row, [*guards, o.Some(o.matching(wanted.bag, row))]
        require(number(aim) < len(scope), "a row that is not in scope")
        var, gen = scope[aim]
        require(o.key(gen) == o.key(wanted), "a row of another generator")
        return o.columns(var, gen), (o.identity(var),), [source.guard(var)]

    def _tuple(
        self, source: Source, scope: Rows, wanted: o.Set, aim: Any
    ) -> tuple[tuple[Expr, ...], list[Formula]]:
        guards: list[Formula] = []
        match aim:
            case ["row", exprs]:
                given = tuple(self.content.expr(e, scope) for e in sequence(exprs))
            case _:
                require(number(aim) < len(scope), "a row that is not in scope")
                given = o.columns(*scope[aim])
                guards.append(source.guard(scope[aim][0]))
        require(len(given) == len(wanted.types), "a row of another width")
        pairs = zip(given, wanted.types, strict=True)
        return tuple(e if t == "null" else o.fit(e, t) for e, t in pairs), guards

    def _lemmas(
        self, source: Source, scope: Rows, guards: list[Formula], given: Any, prove: bool
    ) -> None:
        """Equalities of aggregates, which are known from then on."""
        for value in sequence(given):
            under, left, right, proof = fields(value, "under", "left", "right", "proof")
            more = [self.content.formula(f, scope) for f in sequence(under)]
            first, second = self.content.expr(left, scope), self.content.expr(right, scope)
            if not isinstance(first, o.Agg) or not isinstance(second, o.Agg):
                raise Rejected("a lemma is about two aggregates")
            known = source.context()
            if prove:
                listed = {var for var, _ in scope}
                ghosts = tuple(g for g in known.ghosts if g[0] not in listed)
                hyps = (*known.hyps, *guards, *more)
                self.prove(Context(tuple(scope), hyps, ghosts), first, second, proof)
            assumed = o.And((*guards, *more))
            source.hyps.append(implies(assumed, o.Same(first, second)))


def implies(first: Formula, second: Formula) -> Formula:
    """An implication."""
    return o.Or((o.Not(first), second))


def same_rows(rows: Sequence[tuple[int, Gen]], others: Sequence[tuple[int, Gen]]) -> list[Formula]:
    """That two choices are the same one."""
    found: list[Formula] = []
    for (x, g), (y, h) in zip(rows, others, strict=True):
        if isinstance(g, o.Set):
            found += map(o.Same, o.columns(x, g), o.columns(y, h))
        else:
            found.append(o.Same(o.identity(x), o.identity(y)))
    return found
