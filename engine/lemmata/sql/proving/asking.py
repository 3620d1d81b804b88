"""Whether facts about rows contradict each other: obligations without quantifiers, put to z3.

`NonEmpty(bag)` is an atom. Where it holds there are witness rows (one copy of the bag's variables
for each atom); where it does not, no choice among the rows that are there fulfils the bag's
condition, of which the violated instances are added until the solver finds no more. Keys, foreign
keys and checks of tables are stated for the rows that are there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from lemmata.sql.proving import building as b
from lemmata.sql.proving.bags import (
    FALSE,
    TRUE,
    Agg,
    And,
    Bag,
    Cmp,
    Formula,
    Gen,
    Holds,
    IsNull,
    Ite,
    Lit,
    NonEmpty,
    Not,
    Op,
    Or,
    Row,
    Same,
    SameRow,
    Target,
    Term,
    Truth,
    Value,
)
from lemmata.sql.proving.canonical import canonical
from lemmata.sql.proving.denoting_scalars import truths
from lemmata.sql.proving.encoding import Encoder
from lemmata.sql.proving.rewriting import Substitution, columns, fresh, new_row
from lemmata.sql.schema import ForeignKey, Schema
from lemmata.sql.types import INT


class Exhausted(Exception):
    """A limit was reached."""


DEPTH = 3
QUESTIONS = 4_000
ROUNDS = 40
COMBINATIONS = 300
RLIMIT = 4_000_000
ROWS = 400


@dataclass(frozen=True)
class Present:
    """A row that is there if a formula holds."""

    row: Row
    flag: Formula = TRUE


@dataclass(frozen=True)
class Facts:
    """Rows in scope and what is known of them."""

    rows: tuple[Present, ...] = ()
    formulas: tuple[Formula, ...] = ()

    def add(self, *formulas: Formula) -> Facts:
        """With more formulas."""
        return Facts(self.rows, self.formulas + formulas)

    def open(self, term: Term) -> Facts:
        """With the rows of a term, whose condition holds."""
        rows, formulas = [], []
        for gen in term.gens:
            if gen.row.source:
                rows.append(Present(gen.row))
            if isinstance(gen.over, Bag):
                formulas.append(member(columns(gen.row), gen.over))
        kept = self.formulas + tuple(formulas) + b.conjuncts(term.cond)
        if term.cond == FALSE:
            kept = (FALSE,)
        return Facts(self.rows + tuple(rows), kept)


def member(values: tuple[Value, ...], bag: Bag) -> Formula:
    """The tuple is a row of the bag."""
    terms = (Term(t.gens, b.both((t.cond, b.same_rows(t.outs, values))), ()) for t in bag.terms)
    return b.non_empty(Bag(tuple(terms)))


@dataclass
class Counter:
    """A model of facts: not necessarily a database, and without content after a limit."""

    asker: Asker
    model: Any = None

    def holds(self, formula: Formula) -> bool:
        """Whether a formula may hold in it; of atoms that were not asked about, anything."""
        if self.model is None:
            return True
        encoded = self.asker.encoder.formula(formula)
        z3 = self.asker.encoder.z3
        return bool(z3.is_true(self.model.eval(encoded, model_completion=True)))


class Asker:
    """Answers questions over a schema; `questions` counts them."""

    def __init__(self, schema: Schema, expired: Callable[[], bool] = lambda: False) -> None:
        self.schema, self.expired = schema, expired
        self.encoder = Encoder()
        self.questions = 0
        self.witnesses: dict[NonEmpty, Term] = {}
        self.parents: dict[tuple[Row, ForeignKey], Row] = {}
        self._atoms: dict[Any, tuple[Any, ...]] = {}
        self._one: dict[Any, Any] = {}
        self._ones: dict[Any, Any] = {}
        self._checks: dict[Row, Formula] = {}
        self._refuted: dict[tuple[Any, ...], Counter | None] = {}

    def follows(self, facts: Facts, goal: Formula) -> bool:
        """Whether the goal follows from the facts."""
        return goal == TRUE or self.model(facts.add(b.negate(goal))) is None

    def model(self, facts: Facts) -> Counter | None:
        """A model of the facts, None if there is none; a limit gives an arbitrary one."""
        if FALSE in facts.formulas:
            return None
        key = (facts.rows, facts.formulas)
        if key not in self._refuted:
            self.questions += 1
            if self.questions > QUESTIONS:
                raise Exhausted(f"{QUESTIONS:,} questions to Z3")
            if self.expired():
                raise Exhausted("time")
            self._refuted[key] = Question(self, facts).answer()
        return self._refuted[key]

    def one(self, atom: Any) -> Any:
        """One atom for all that differ in the names of bound rows only."""
        found = self._one.get(atom)
        if found is None:
            kind = atom.kind if isinstance(atom, Agg) else ""
            key = (kind, canonical(atom.bag))
            found = self._one[atom] = self._ones.setdefault(key, atom)
        return found

    def witness(self, atom: NonEmpty) -> Term:
        """The witness rows of a bag that has a row."""
        atom = self.one(atom)
        if atom not in self.witnesses:
            self.witnesses[atom] = fresh(atom.bag.terms[0])
        return self.witnesses[atom]

    def parent(self, row: Row, key: ForeignKey) -> Row:
        """The row that a foreign key refers to."""
        if (row, key) not in self.parents:
            table = self.schema.tables[key.parent]
            self.parents[row, key] = new_row(
                table.name,
                (c.type for c in table.columns),
                (c.nullable for c in table.columns),
            )
        return self.parents[row, key]

    def check(self, row: Row) -> Formula:
        """What CHECK constraints say of a row."""
        if row not in self._checks:
            scope = (columns(row),)
            table = self.schema.tables[row.source]
            parts = (b.negate(truths(c.condition, scope)[1]) for c in table.checks)
            self._checks[row] = b.both(parts)
        return self._checks[row]

    def atoms(self, node: Any) -> tuple[Any, ...]:
        """The bags' atoms in a formula: non-emptiness and aggregates, not those inside bags."""
        found = self._atoms.get(node)
        if found is None:
            found = self._atoms[node] = tuple(dict.fromkeys(map(self.one, _atoms(node))))
        return found

    def close(self, facts: Facts) -> Facts:
        """With witness rows of the facts and parent rows, as far as they are simply there."""
        rows = dict.fromkeys(facts.rows)
        queue: list[tuple[Any, int]] = [(f, 0) for f in facts.formulas]
        while queue:
            formula, depth = queue.pop(0)
            if isinstance(formula, And):
                queue += [(part, depth) for part in formula.parts]
            elif isinstance(formula, Or) and depth < DEPTH:
                queue += [(part, depth + 1) for part in formula.parts]
            elif isinstance(formula, NonEmpty) and depth < DEPTH:
                term = self.witness(formula)
                for gen in term.gens:
                    if gen.row.source:
                        rows.setdefault(Present(gen.row, self.one(formula)))
                queue += [(part, depth + 1) for part in b.conjuncts(term.cond)]
        for _ in range(2):
            for item in list(rows):
                for _, parent in self.parents_of(item):
                    if all(parent.row != other.row for other in rows):
                        rows.setdefault(parent)
        return Facts(tuple(rows), facts.formulas)

    def parents_of(self, item: Present) -> Iterator[tuple[Formula, Present]]:
        """Parent rows of a row, with the equality of the key's columns."""
        table = self.schema.tables.get(item.row.source)
        for key in table.foreign_keys if table else ():
            row = self.parent(item.row, key)
            own = [columns(item.row)[i] for i in key.columns]
            there = b.both((item.flag, *(b.negate(b.is_null(v)) for v in own)))
            theirs = [columns(row)[i] for i in key.parent_columns]
            equal = b.both(b.compare("=", x, y) for x, y in zip(own, theirs, strict=True))
            yield equal, Present(row, there)


def _atoms(node: Any) -> Iterator[Any]:
    stack = [node]
    while stack:
        item = stack.pop()
        match item:
            case NonEmpty():
                yield item
            case Agg():
                yield item
            case And(parts) | Or(parts):
                stack.extend(reversed(parts))
            case Not(part):
                stack.append(part)
            case Cmp(_, left, right) | Same(left, right):
                stack += [right, left]
            case IsNull(value) | Holds(value, _):
                stack.append(value)
            case Op(_, args, _):
                stack.extend(reversed(args))
            case Ite(cond, then, other, _):
                stack += [other, then, cond]
            case Truth(true, false, _):
                stack += [false, true]


@dataclass
class Question:
    """One satisfiability question."""

    asker: Asker
    facts: Facts
    rows: dict[Row, Formula] = field(default_factory=dict)
    atoms: dict[Any, int] = field(default_factory=dict)
    instances: set[tuple[Any, ...]] = field(default_factory=set)
    depths: dict[Row, int] = field(default_factory=dict)

    def answer(self) -> Counter | None:
        """A model, None if there is none."""
        encoder = self.asker.encoder
        z3 = encoder.z3
        self.solver = z3.Solver()
        self.solver.set("rlimit", RLIMIT)
        self.solver.set("random_seed", 0)
        for item in self.facts.rows:
            self._add_row(item, 0)
        for formula in self.facts.formulas:
            self._assert(formula, 0)
        for _ in range(ROUNDS):
            found = self.solver.check()
            if found == z3.unsat:
                return None
            if found != z3.sat:
                return Counter(self.asker)
            model = self.solver.model()
            if not self._instantiate(model):
                return Counter(self.asker, model)
        return Counter(self.asker)

    def _assert(self, formula: Formula, depth: int) -> None:
        self.solver.add(self.asker.encoder.formula(formula))
        self._register(formula, depth)

    def _register(self, formula: Formula, depth: int) -> None:
        for atom in self.asker.atoms(formula):
            if atom not in self.atoms:
                self.atoms[atom] = depth
                if isinstance(atom, NonEmpty):
                    self._add_witness(atom, depth)
                else:
                    self._add_aggregate(atom, depth)

    def _add_witness(self, atom: NonEmpty, depth: int) -> None:
        if depth >= DEPTH:
            return
        term = self.asker.witness(atom)
        for gen in term.gens:
            self.depths[gen.row] = depth + 1
            self._add_row(Present(gen.row, atom), 0)
        self._assert(b.either((b.negate(atom), term.cond)), depth + 1)

    def _add_aggregate(self, atom: Agg, depth: int) -> None:
        some = b.non_empty(atom.bag)
        if atom.kind == "sum":
            zero = Lit(0, INT)
            self._assert(b.either((some, b.compare("=", atom, zero))), depth + 1)
            out = atom.bag.terms[0].outs[0]
            if isinstance(out, Lit) and isinstance(out.value, int) and out.value >= 1:
                least = b.compare("<=", out, atom)
                self._assert(b.either((b.negate(some), least)), depth + 1)
        elif atom.kind == "the":
            self._assert(b.either((some, IsNull(atom))), depth + 1)
        else:
            self._register(some, depth + 1)

    def _add_row(self, item: Present, depth: int) -> None:
        row = item.row
        if row in self.rows or not row.source:
            return
        others = [r for r in self.rows if r.source == row.source]
        self.rows[row] = item.flag
        table = self.asker.schema.tables.get(row.source)
        if table is None:
            return
        for key in table.keys:
            for other in others:
                self._add_key(row, other, key)
        if table.checks:
            self._assert(b.either((b.negate(item.flag), self.asker.check(row))), DEPTH)
        if depth < 2:
            for equal, parent in self.asker.parents_of(item):
                self._add_row(parent, depth + 1)
                self._assert(b.either((b.negate(parent.flag), equal)), DEPTH)

    def _add_key(self, row: Row, other: Row, key: tuple[int, ...]) -> None:
        mine, theirs = columns(row), columns(other)
        equal = (b.compare("=", mine[i], theirs[i]) for i in key)
        both = b.both((self.rows[row], self.rows[other], *equal))
        self._assert(b.either((b.negate(both), SameRow(row, other))), DEPTH)

    def _instantiate(self, model: Any) -> bool:
        """Add violated instances; whether there were any."""
        added = False
        for atom in list(self.atoms):
            if isinstance(atom, NonEmpty) and not self._true(model, atom):
                for rows in self._choices(model, atom.bag.terms[0].gens):
                    added = self._add_instance(model, atom, rows) or added
        return added

    def _true(self, model: Any, formula: Formula) -> bool:
        encoder = self.asker.encoder
        return bool(encoder.z3.is_true(model.eval(encoder.formula(formula), True)))

    def _choices(self, model: Any, gens: tuple[Gen, ...]) -> Iterable[tuple[Row, ...]]:
        sides = []
        for gen in gens:
            there = [r for r in self.rows if r.source == gen.row.source]
            sides.append([r for r in there if self._true(model, self.rows[r])])
        total = 1
        for side in sides:
            total *= len(side)
        return product(*sides) if total <= COMBINATIONS else ()

    def _add_instance(self, model: Any, atom: NonEmpty, rows: tuple[Row, ...]) -> bool:
        if self.asker.expired():
            raise Exhausted("time")
        if (atom, rows) in self.instances or len(self.rows) > ROWS:
            return False
        term = atom.bag.terms[0]
        targets: dict[Row, Target] = {g.row: r for g, r in zip(term.gens, rows, strict=True)}
        cond = Substitution(targets).formula(term.cond)
        new = any(a not in self.atoms for a in self.asker.atoms(cond))
        depth = max((self.atoms[atom], *(self.depths.get(row, 0) for row in rows)))
        if new and depth > DEPTH:
            return False
        if not new and not self._true(model, cond):
            return False
        self.instances.add((atom, rows))
        if cond == FALSE:
            return False
        there = (self.rows[r] for r in rows)
        self._assert(b.either((b.negate(b.both((*there, cond))), atom)), depth + 1)
        return True
