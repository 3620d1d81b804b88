"""Facts about the rows at hand, in rounds (FORMAT-SQL.md section 6b).

A row is a row variable with its generator and the SMT name of the condition under which it exists.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lemmata.kernel.sql import objects as o
from lemmata.kernel.sql.encoding import Encoder, Pair, flat_aggregate, nary
from lemmata.kernel.sql.objects import Agg, Expr, Formula, Gen, Some, Term
from lemmata.kernel.sql.schema import Stored, Tables

ROUNDS = 2
MAX_INSTANCES = 64
MAX_ROWS = 48
NULL_WITHOUT_ROWS = ("sum", "avg", "whole avg", "min", "max", "every", "some", "var_pop")


@dataclass(frozen=True)
class Row:
    """A row that exists if `guard`."""

    var: int
    gen: Gen
    guard: str


class Facts:
    """One obligation on its way to a text."""

    def __init__(
        self,
        tables: Tables,
        checks: dict[str, list[Expr]],
        rows: Sequence[tuple[int, Gen]],
        ghosts: Sequence[tuple[int, Gen, Formula]],
    ) -> None:
        self.tables, self.checks = tables, checks
        self.encoder = Encoder()
        self.rows = [Row(var, gen, "true") for var, gen in rows if not isinstance(gen, o.Set)]
        self.rows += [
            Row(var, gen, self.encoder.formula(guard))
            for var, gen, guard in ghosts
            if not isinstance(gen, o.Set)
        ]
        self.constraints: set[str] = set()
        self._witnessed = 0
        self._checked = 0
        self._parents: set[tuple[int, int]] = set()
        self._instances: set[tuple[str, int, tuple[int, ...]]] = set()

    def text(self, hyps: Sequence[Formula], goals: Sequence[Formula]) -> str:
        """The SMT-LIB text, unsatisfiable if the hypotheses imply each goal."""
        for hyp in hyps:
            self._assert(self.encoder.formula(hyp))
        self._assert(f"(not {self.encoder.formula(o.And(tuple(goals)))})")
        for _ in range(ROUNDS):
            self._witnesses()
            self._foreign_keys()
            self._check_rows()
            self._instantiate()
        self._keys()
        self._not_null()
        self.encoder.close()
        return "\n".join([*self.encoder.lines, "(check-sat)", ""])

    def _assert(self, text: str) -> None:
        if text != "true":
            self.encoder.lines.append(f"(assert {text})")

    def _if(self, guards: Sequence[str], text: str) -> None:
        known = [guard for guard in dict.fromkeys(guards) if guard != "true"]
        condition = f"(and {' '.join(known)})" if len(known) > 1 else "".join(known)
        self._assert(f"(=> {condition} {text})" if known else text)

    def _witnesses(self) -> None:
        """What the atoms seen so far mean: if a bag has a row, there is one of some term."""
        atoms = self.encoder.atoms[self._witnessed :]
        self._witnessed = len(self.encoder.atoms)
        for node, pair in atoms:
            if isinstance(node, Agg):
                self._aggregate(node, pair)
            else:
                self._witness(node, pair[0])

    def _witness(self, node: Some, name: str) -> None:
        if len(self.rows) > MAX_ROWS:
            return
        guards = []
        for term in o.copy(node.bag):
            guard = self.encoder.constant("x", "Bool") if term.rows else "true"
            formulas = [self.encoder.formula(f) for f in term.where]
            if not term.rows:
                guards.append(nary("and", formulas, "true"))
                continue
            guards.append(guard)
            self.rows += [Row(var, gen, guard) for var, gen in term.rows]
            for formula in formulas:
                self._if([guard], formula)
        self._if([name], nary("or", guards, "false"))

    def _aggregate(self, agg: Agg, pair: Pair) -> None:
        """NULL without rows; counts are numbers from 0 up."""
        counted = agg.bag if agg.function in o.KEEPS_NULLS else not_null(flat_aggregate(agg))
        some = self.encoder.formula(Some(counted))
        if agg.function == "count" and agg.type == "int":
            self._assert(f"(and (not {pair[1]}) (>= {pair[0]} 0) (= (>= {pair[0]} 1) {some}))")
        elif agg.function in NULL_WITHOUT_ROWS:
            self._assert(f"(= {pair[1]} (not {some}))")
        elif agg.function in o.KEEPS_NULLS:
            self._if([f"(not {some})"], pair[1])

    def _foreign_keys(self) -> None:
        """For each foreign key without a NULL a row of the parent, where one could be of use."""
        wanted = {
            gen.name
            for node, _ in self.encoder.atoms
            if isinstance(node, Some)
            for term in node.bag
            for _, gen in term.rows
            if isinstance(gen, o.Table)
        }
        for row in list(self.rows):
            if not isinstance(row.gen, o.Table):
                continue
            table = self.tables[row.gen.name]
            for i, foreign in enumerate(table.foreign):
                if foreign.parent not in wanted or (row.var, i) in self._parents:
                    continue
                if len(self.rows) > MAX_ROWS:
                    return
                self._parents.add((row.var, i))
                self.constraints.add(f"foreign key of {table.name} to {foreign.parent}")
                parent = self.tables[foreign.parent]
                gen, var = o.Table(parent.name, parent.types), o.fresh()
                columns = self._columns(row, foreign.columns)
                guards = [row.guard, *(f"(not {self.encoder.expr(c)[1]})" for c in columns)]
                known = [g for g in guards if g != "true"]
                exists = self.encoder.constant("x", "Bool")
                self._if(known, exists)
                self.rows.append(Row(var, gen, exists))
                there = self._columns(self.rows[-1], foreign.parent_columns)
                for a, b in zip(columns, there, strict=True):
                    self._if([exists], self.encoder.formula(o.Same(a, b)))

    def _columns(self, row: Row, wanted: Sequence[int]) -> list[Expr]:
        types = row.gen.types
        return [o.identity(row.var) if i < 0 else o.Col(row.var, i, types[i]) for i in wanted]

    def _check_rows(self) -> None:
        """CHECK constraints are not false."""
        for row in self.rows[self._checked :]:
            if isinstance(row.gen, o.Table):
                columns = tuple(self._columns(row, range(len(row.gen.types))))
                for check in self.checks[row.gen.name]:
                    self.constraints.add(f"CHECK of {row.gen.name}")
                    condition = o.substitute(check, {-1: columns})
                    self._if([row.guard], f"(not {self.encoder.falsity(condition)})")
        self._checked = len(self.rows)

    def _instantiate(self) -> None:
        """Rows at hand that satisfy a term of `some(U)` make it true."""
        for node, (name, _) in list(self.encoder.atoms):
            if isinstance(node, Some):
                for i, term in enumerate(node.bag):
                    for chosen in self._choices(term, name, i):
                        self._instance(term, chosen, name)

    def _choices(self, term: Term, name: str, number: int) -> Iterator[list[Row]]:
        """Rows in place of those of a term, each choice once."""
        pools = [
            [row for row in self.rows if isinstance(gen, o.Table) and row.gen == gen]
            or [row for row in self.rows if o.key(row.gen) == o.key(gen)]
            for _, gen in term.rows
        ]
        for chosen in itertools.islice(itertools.product(*pools), MAX_INSTANCES):
            done = (name, number, tuple(row.var for row in chosen))
            if done not in self._instances:
                self._instances.add(done)
                yield list(chosen)

    def _instance(self, term: Term, chosen: list[Row], name: str) -> None:
        values = {
            var: o.columns(row.var, row.gen)
            for (var, _), row in zip(term.rows, chosen, strict=True)
        }
        formulas = [self.encoder.formula(o.substitute(f, values)) for f in term.where]
        self._if([*(row.guard for row in chosen), *formulas], name)

    def _keys(self) -> None:
        """Equal keys are of one row, which has one value in each column."""
        for first, second in itertools.combinations(self.rows, 2):
            if o.key(first.gen) == o.key(second.gen):
                a, b = (self.encoder.used.get(row.var, set()) for row in (first, second))
                common, guards = a & b, [first.guard, second.guard]
                if -1 in common:
                    self._equal(first, second, [*guards, self._same(first, second, -1)], common)
                if isinstance(first.gen, o.Table):
                    table = self.tables[first.gen.name]
                    for key in table.keys:
                        if set(key) <= common:
                            self._key(table, key, first, second)

    def _same(self, first: Row, second: Row, index: int) -> str:
        (a,), (b,) = (self._columns(row, [index]) for row in (first, second))
        return self.encoder.formula(o.Same(a, b))

    def _key(self, table: Stored, key: tuple[int, ...], first: Row, second: Row) -> None:
        self.constraints.add(f"key of {table.name}")
        guards = [first.guard, second.guard]
        for i in key:
            (column,) = self._columns(first, [i])
            guards += [f"(not {self.encoder.expr(column)[1]})", self._same(first, second, i)]
        used = self.encoder.used
        self._equal(first, second, guards, (used[first.var] & used[second.var]) - set(key))

    def _equal(self, first: Row, second: Row, guards: Sequence[str], common: set[int]) -> None:
        for i in sorted(common):
            self._if(guards, self._same(first, second, i))

    def _not_null(self) -> None:
        for row in self.rows:
            if -1 in self.encoder.used.get(row.var, ()):
                self._assert(f"(not {self.encoder.expr(o.identity(row.var))[1]})")
            if isinstance(row.gen, o.Table):
                table = self.tables[row.gen.name]
                for i in sorted(self.encoder.used.get(row.var, set()) - {-1}):
                    if not table.nullable[i]:
                        self.constraints.add(f"NOT NULL of {table.name}")
                        (column,) = self._columns(row, [i])
                        self._assert(f"(not {self.encoder.expr(column)[1]})")


def not_null(bag: o.Bag) -> o.Bag:
    """The rows without a NULL."""
    return tuple(o.conjoin(t, *(o.Not(o.null(e)) for e in t.out)) for t in bag)
