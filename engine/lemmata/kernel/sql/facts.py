"""Facts about the rows at hand, in rounds (FORMAT-SQL.md section 5b).

A row is a row variable with its generator and the SMT name of the condition under which it exists.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lemmata.kernel.sql import objects as o
from lemmata.kernel.sql.encoding import Encoder, Pair
from lemmata.kernel.sql.objects import Agg, Expr, Formula, Gen, Some, Term
from lemmata.kernel.sql.schema import Stored, Tables
from lemmata.kernel.sql.sums import ONE
from lemmata.kernel.sql.values import nary, sort_of

ROUNDS = 2
MAX_INSTANCES = 128
MAX_ROWS = 48
MAX_COMPARED = 12
ORDERED = (*o.NUMBERS, *o.TEXTS, "date", "timestamp")


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
        self.encoder = Encoder(tables)
        self.rows = [Row(var, gen, "true") for var, gen in rows if not isinstance(gen, o.Set)]
        self.rows += [
            Row(var, gen, self.encoder.formula(guard))
            for var, gen, guard in ghosts
            if not isinstance(gen, o.Set)
        ]
        self.constraints = self.encoder.constraints
        self._witnessed = 0
        self._summed = 0
        self._checked = 0
        self._parents: set[tuple[int, int]] = set()
        self._instances: set[tuple[str, int, tuple[int, ...]]] = set()
        self._compared: set[tuple[str, str]] = set()

    def text(self, hyps: Sequence[Formula], goals: Sequence[Formula]) -> str:
        """The SMT-LIB text, unsatisfiable if the hypotheses imply each goal."""
        for hyp in hyps:
            self._assert(self.encoder.formula(hyp))
        self._assert(f"(not {self.encoder.formula(o.And(tuple(goals)))})")
        for _ in range(ROUNDS):
            self._witnesses()
            self._extensional()
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
        for term, name in self.encoder.aggregates.sums[self._summed :]:
            self._sum(term, name)
        self._summed = len(self.encoder.aggregates.sums)

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
        """NULL without rows, for what the encoder does not define by its rows."""
        if agg.function in o.KEEPS_NULLS:
            some = self.encoder.formula(Some(agg.bag))
            self._if([f"(not {some})"], pair[1])

    def _sum(self, term: Term, name: str) -> None:
        """A sum of nothing is 0; a count is 1 or more if there is something."""
        some = self.encoder.formula(Some((replace(term, out=()),)))
        if term.out == (ONE,):
            self._assert(f"(and (>= {name} 0) (= (>= {name} 1) {some}))")
        else:
            zero = "0" if sort_of(term.out[0].type) == "Int" else "0.0"
            self._if([f"(not {some})"], f"(= {name} {zero})")

    def _extensional(self) -> None:
        """Aggregates over the same rows differ only if there is a row that makes a difference."""
        known = [("", term, name) for term, name in self.encoder.aggregates.sums]
        known += [
            (a.function, a.bag[0], n)
            for a, n in self.encoder.aggregates.extremes
            if len(a.bag) == 1
        ]
        for first, second in itertools.combinations(known, 2):
            names = (first[2], second[2])
            if first[0] == second[0] and names not in self._compared:
                if len(self._compared) >= MAX_COMPARED or len(self.rows) > MAX_ROWS:
                    return
                if _comparable(first[1], second[1]):
                    self._compared.add(names)
                    self._difference(first[1], second[1], names)

    def _difference(self, first: Term, second: Term, names: tuple[str, str]) -> None:
        """The aggregates agree, or a choice of rows tells their terms apart."""
        guard = self.encoder.constant("x", "Bool")
        rows = [(o.fresh(), gen) for _, gen in first.rows]
        self.rows += [Row(v, g, guard) for v, g in rows if not isinstance(g, o.Set)]
        holds, outs = [], []
        for term in (first, second):
            values: dict[int, tuple[Expr, ...]] = {}
            parts: list[Formula] = []
            for (var, gen), (new, other) in zip(term.rows, rows, strict=True):
                values[var] = o.columns(new, other)
                if isinstance(gen, o.Set):
                    parts.append(o.Some(o.matching(o.substitute(gen, values).bag, values[var])))
            parts += o.substitute(term.where, values)
            holds.append(self.encoder.formula(o.And(tuple(parts))))
            outs.append(o.substitute(term.out[0], values))
        same = self.encoder.formula(o.Same(*outs))
        apart = f"(or (distinct {holds[0]} {holds[1]}) (and {holds[0]} (not {same})))"
        self._assert(f"(or (= {names[0]} {names[1]}) (and {guard} {apart}))")

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

        for term, name in list(self.encoder.aggregates.sums):
            if self.encoder.aggregates.reducer.all_determined(term):
                for chosen in self._choices(term, name, 0):
                    self._only(term, chosen, name)
        for agg, name in list(self.encoder.aggregates.extremes):
            for i, term in enumerate(agg.bag):
                for chosen in self._choices(term, name, i):
                    self._bound(agg, term, chosen, name)

    def _only(self, term: Term, chosen: list[Row], name: str) -> None:
        """The value of a sum of which there is at most one choice of rows, and that is at hand."""
        guards, (value, _) = self._chosen(term, chosen)
        self._if(guards, f"(= {name} {value})")

    def _bound(self, agg: Agg, term: Term, chosen: list[Row], name: str) -> None:
        """A least or greatest value bounds those of rows at hand; of a single choice it is that."""
        sort = sort_of(agg.type)
        if sort_of(term.out[0].type) != sort or o.kind(agg.type) not in ORDERED:
            return
        guards, (value, _) = self._chosen(term, chosen)
        if len(agg.bag) == 1 and self.encoder.aggregates.reducer.all_determined(term):
            self._if(guards, f"(= {name} {value})")
        elif agg.function in ("min", "max"):
            self._if(guards, f"({'<=' if agg.function == 'min' else '>='} {name} {value})")

    def _chosen(self, term: Term, chosen: list[Row]) -> tuple[list[str], Pair]:
        """Under which conditions rows are those of a term, and its output for them."""
        values = {
            var: o.columns(row.var, row.gen)
            for (var, _), row in zip(term.rows, chosen, strict=True)
        }
        formulas = [self.encoder.formula(o.substitute(f, values)) for f in term.where]
        out = self.encoder.expr(o.substitute(term.out[0], values)) if term.out else ("", "")
        return [*(row.guard for row in chosen), *formulas], out

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
        guards, _ = self._chosen(replace(term, out=()), chosen)
        self._if(guards, name)

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


def _comparable(first: Term, second: Term) -> bool:
    """Whether two terms have the same generators, sets apart, and outputs of one sort."""
    if len(first.rows) != len(second.rows):
        return False
    names = {var for term in (first, second) for var, _ in term.rows}
    for (_, gen), (_, other) in zip(first.rows, second.rows, strict=True):
        if isinstance(gen, o.Set) and isinstance(other, o.Set):
            if tuple(map(o.kind, gen.types)) != tuple(map(o.kind, other.types)):
                return False
        elif o.key(gen) != o.key(other) or o.free(gen) & names:
            return False
    return sort_of(first.out[0].type) == sort_of(second.out[0].type)
