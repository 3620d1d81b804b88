"""What the rows at hand imply: section 5b, in rounds, up to a number of instances."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from typing import Any

from second_sql_checker.denotation import Denotation
from second_sql_checker.encoding import BOTH, Atom, Encoder
from second_sql_checker.objects import (
    ONE,
    BeyondError,
    Node,
    alike,
    bag,
    columns,
    fresh,
    mk,
    opened,
    substitute,
    type_of,
    with_out,
)
from second_sql_checker.reading import Reader, Table, fits, fitted, kind_of
from second_sql_checker.scripts import Obligation, Row, membership

ORDER = ("some", "least", "most", "pick", "total", "unknown")
DEEPEST = 3
INSTANCES = 1_000
ROWS = 100
Z3 = Any
Match = tuple[Z3, tuple[Node, ...], tuple[Node, ...], tuple[Row, ...], tuple[Node, ...]]


class Facts:
    """Adds facts to a solver, round by round."""

    def __init__(self, encoder: Encoder, reader: Reader, solver: Z3) -> None:
        self.encoder, self.reader, self.solver, self.z3 = encoder, reader, solver, encoder.z3
        self.tables: dict[str, Table] = reader.tables
        self.rows: list[tuple[Row, Z3, int]] = []
        self.done: set[Any] = set()
        self.instances = self.stable = 0

    def start(self, obligation: Obligation) -> None:
        """Assume the negation of the obligation."""
        encoder = self.encoder
        for row in dict.fromkeys(obligation.rows):
            self._row(row, encoder.formula(row.there, BOTH), 0)
        for formula in obligation.known:
            self._add(encoder.formula(formula, 1))
        self._add(self.z3.Not(encoder.formula(obligation.goal, -1)))
        self._flush()

    def round(self) -> bool:
        """One more round; whether anything was added."""
        before = len(self.done)
        self.stable = len(self.rows)
        for child, there, depth in list(self.rows):
            self._parents(child, there, depth)
        atoms = sorted(self.encoder.atoms.values(), key=lambda a: ORDER.index(a.kind))
        for atom in atoms:
            self.encoder.depth = atom.depth + 1
            getattr(self, f"_{atom.kind}")(atom)
        for atom in atoms:
            if atom.kind == "total":
                self.encoder.depth = atom.depth + 1
                self._alone(atom)
        self._flush()
        return len(self.done) > before

    def _add(self, formula: Z3) -> None:
        self.solver.add(formula)

    def _flush(self) -> None:
        for axiom in self.encoder.axioms:
            self._add(axiom)
        self.encoder.axioms.clear()

    def _new(self, *key: Any) -> bool:
        if key in self.done:
            return False
        self.done.add(key)
        return True

    def _count(self) -> None:
        self.instances += 1
        if self.instances > INSTANCES:
            raise BeyondError("too many instances")

    # Rows.

    def _row(self, row: Row, there: Z3, depth: int) -> None:
        if len(self.rows) > ROWS:
            raise BeyondError("too many rows")
        z3, encoder = self.z3, self.encoder
        if row.gen.kind == "set":
            cells = columns(row.name, row.gen[1])
            self._add(z3.Implies(there, encoder.formula(membership(row.gen, cells), 1)))
        if row.gen.kind == "table":
            self._constraints(row, there)
        for other, exists, _ in self.rows:
            if row.gen.kind != "set" and alike(row.gen, other.gen):
                self._pair(row, other, z3.And(there, exists))
        self.rows.append((row, there, depth))

    def _constraints(self, row: Row, there: Z3) -> None:
        z3, encoder, table = self.z3, self.encoder, self.tables[row.gen[0]]
        cells = columns(row.name, table.types)
        for cell, nullable in zip(cells, table.nullable, strict=True):
            if not nullable:
                self._add(z3.Implies(there, z3.Not(encoder.expr(cell)[1])))
        for condition in table.checks:
            check = Denotation(self.tables).scalar(condition, (cells,))
            self._add(z3.Implies(there, z3.Not(encoder.false(check))))

    def _pair(self, row: Row, other: Row, both: Z3) -> None:
        z3, encoder = self.z3, self.encoder
        types = self.reader.types(row.gen)
        first, second = columns(row.name, types), columns(other.name, types)
        one = encoder.identity(row.name) == encoder.identity(other.name)
        equal = [encoder.same(a, b) for a, b in zip(first, second, strict=True)]
        self._add(z3.Implies(z3.And(both, one), z3.And(*equal)))
        if row.gen.kind == "table":
            for key in self.tables[row.gen[0]].keys:
                filled = [z3.Not(encoder.expr(first[i])[1]) for i in key]
                self._add(z3.Implies(z3.And(both, *filled, *(equal[i] for i in key)), one))

    def _parents(self, child: Row, there: Z3, depth: int) -> None:
        if child.gen.kind != "table" or depth >= 2:
            return
        table = self.tables[child.gen[0]]
        for number, (own, name, keys) in enumerate(table.foreign):
            if not self._new("parent", child.name, number):
                continue
            parent = Row(fresh(), mk("table", name))
            cells = columns(child.name, table.types)
            above = columns(parent.name, self.tables[name].types)
            filled = [self.z3.Not(self.encoder.expr(cells[i])[1]) for i in own]
            exists = self.z3.And(there, *filled)
            self._row(parent, exists, depth + 1)
            equal = [self.encoder.same(cells[i], above[k]) for i, k in zip(own, keys, strict=True)]
            self._add(self.z3.Implies(exists, self.z3.And(*equal)))

    def _skolem(self, one: Node, there: Z3, depth: int) -> tuple[list[Row], tuple[Node, ...]]:
        """Rows of a term that exist if `there`."""
        rows, where, out = opened(one)
        found = [Row(name, gen) for name, gen in rows]
        for row in found:
            self._row(row, there, depth)
        for formula in where:
            self._add(self.z3.Implies(there, self.encoder.formula(formula, 1)))
        return found, out

    def _matches(self, one: Node) -> Iterator[Match]:
        """The choices of a term among the rows at hand: condition, formulas, outputs."""
        gens = one[0]

        def extend(
            place: int, cells: Any, names: Any, there: list[Z3], used: tuple[Row, ...]
        ) -> Iterator[Match]:
            if place == len(gens):
                where, out = substitute((one[1], one[2]), cells, names)
                yield self.z3.And(*there), where, out, used, ()
                return
            name, gen = gens[place]
            gen = substitute(gen, cells, names)
            for row, exists, _ in self.rows[: self.stable]:
                if row.gen.kind != gen.kind:
                    continue
                if gen.kind != "set":
                    if row.gen is gen or (gen.kind == "opaque" and alike(row.gen, gen)):
                        more = {**names, name: row.name}
                        yield from extend(place + 1, cells, more, [*there, exists], (*used, row))
                    continue
                fit = self._fit(row, gen)
                if fit is not None:
                    inside = (
                        []
                        if alike(row.gen, gen)
                        else [self.encoder.formula(membership(gen, fit), BOTH)]
                    )
                    now = [*there, exists, *inside]
                    yield from extend(place + 1, {**cells, name: fit}, names, now, (*used, row))

        yield from extend(0, {}, {}, [], ())

    def _fit(self, row: Row, gen: Node) -> tuple[Node, ...] | None:
        given = row.gen[1]
        if len(given) != len(gen[1]) or not all(map(fits, given, gen[1])):
            return None
        return tuple(fitted(c, t) for c, t in zip(columns(row.name, given), gen[1], strict=True))

    def _instances(self, atom: Atom, label: str, one: Node) -> Iterator[tuple[Z3, Any, Any]]:
        """New matches: the condition that it is a choice, its outputs, its rows."""
        for there, where, out, used, _ in self._matches(one):
            if self._new(label, id(atom), id(one), tuple(row.name for row in used)):
                self._count()
                parts = [self.encoder.formula(f, -1 if label == "some" else BOTH) for f in where]
                yield self.z3.And(there, *parts), out, used

    # Atoms.

    def _some(self, atom: Atom) -> None:
        if 1 in atom.polarities and atom.depth < DEEPEST and self._new("exists", id(atom)):
            self._skolem(atom.node, atom.value, atom.depth + 1)
        if -1 in atom.polarities:
            for there, _, _ in self._instances(atom, "some", atom.node):
                self._add(self.z3.Implies(there, atom.value))

    def _worth(self, expr: Node, kind: str, given: str) -> Z3:
        value, null = self.encoder.expr(expr)
        return self.encoder.converted(value, null, given, kind)[0]

    def _reached(self, atom: Atom, source: Node, type_: str) -> None:
        """The value is the output of a choice, if there is one."""
        z3, kind = self.z3, kind_of(type_)
        if atom.depth >= DEEPEST or not self._new("reached", id(atom)):
            return
        flags = []
        for one in source[0]:
            flag = self.encoder.symbol(("flag", fresh()), z3.BoolSort())
            _, out = self._skolem(one, flag, atom.depth + 1)
            value, null = self.encoder.as_kind(out[0], kind)
            equal = [z3.Or(null, atom.value == value), atom.null == null]
            self._add(z3.Implies(flag, z3.And(*equal)))
            flags.append(flag)
        there = self.encoder.formula(mk("some", source), BOTH)
        self._add(z3.Implies(there, z3.Or(*flags)))

    def _least(self, atom: Atom) -> None:
        self._extreme(atom, True)

    def _most(self, atom: Atom) -> None:
        self._extreme(atom, False)

    def _extreme(self, atom: Atom, least: bool) -> None:
        terms = atom.node[0]
        kinds = {kind_of(type_of(t[2][0])) for t in terms}
        if len(kinds) != 1:
            return
        (kind,) = kinds
        if self.encoder.sort(kind) != atom.value.sort():
            return
        from second_sql_checker.encoding import ORDERED

        z3 = self.z3
        if self._new("extreme", id(atom)):
            self._add(z3.Not(atom.null))
        self._reached(atom, atom.node, kind)
        if kind not in ORDERED:
            return
        for one in terms:
            for there, out, _ in self._instances(atom, "bound", one):
                value = self.encoder.expr(out[0])[0]
                pair = (value, atom.value) if least else (atom.value, value)
                self._add(z3.Implies(there, z3.Not(self.encoder.less(*pair, kind))))

    def _pick(self, atom: Atom) -> None:
        type_, source = atom.node.parts
        if self._new("pick", id(atom)):
            there = self.encoder.formula(mk("some", source), BOTH)
            self._add(self.z3.Implies(self.z3.Not(there), atom.null))
        self._reached(atom, source, type_)

    def _unknown(self, atom: Atom) -> None:
        """Nothing is known."""

    def _total(self, atom: Atom) -> None:
        z3, out = self.z3, atom.node[2]
        number = out[0] is ONE
        if self._new("empty", id(atom)):
            there = self.encoder.formula(mk("some", bag([with_out(atom.node, ())])), BOTH)
            if number:
                self._add(atom.value >= 0)
                self._add(z3.Implies(there, atom.value >= 1))
            self._add(z3.Implies(z3.Not(there), atom.value == 0))
        if atom.depth >= DEEPEST:
            return
        for other in list(self.encoder.atoms.values()):
            if (other.kind == "total" and id(other) < id(atom)) or other is atom:
                continue
            if other.kind == "total" and other.depth < DEEPEST:
                self._extensional(atom, other)

    def _alone(self, atom: Atom) -> None:
        if atom.depth < DEEPEST:
            for there, value, used in self._instances(atom, "single", atom.node):
                self._single(atom, there, value[0], used)

    def _single(self, atom: Atom, there: Z3, value: Node, used: tuple[Row, ...]) -> None:
        """Either another choice exists, or the sum is the output of this one."""
        z3 = self.z3
        flag = self.encoder.symbol(("flag", fresh()), z3.BoolSort())
        others, _ = self._skolem(atom.node, flag, atom.depth + 1)
        same = []
        for row, other in zip(used, others, strict=True):
            if row.gen.kind == "set":
                cells = zip(
                    columns(row.name, row.gen[1]), columns(other.name, other.gen[1]), strict=True
                )
                same += [self.encoder.same(a, b) for a, b in cells]
            else:
                same.append(self.encoder.identity(row.name) == self.encoder.identity(other.name))
        self._add(z3.Implies(flag, z3.Not(z3.And(*same))))
        worth = self.encoder.expr(value)[0]
        self._add(z3.Implies(z3.And(there, z3.Not(flag)), atom.value == worth))

    def _extensional(self, first: Atom, second: Atom) -> None:
        """Two sums over the same generators are equal, or differ at some choice."""
        if not self._new("pair", id(first), id(second)):
            return
        z3, a, b = self.z3, first.node, second.node
        if len(a[0]) != len(b[0]):
            return
        tried = 0
        for order in permutations(range(len(b[0]))):
            found = self._renamed(a, b, order)
            if found is None:
                continue
            rows, left, right = found
            flag = self.encoder.symbol(("flag", fresh()), z3.BoolSort())
            for row in rows:
                if row.gen.kind != "set":
                    self._row(row, flag, first.depth + 1)
            here = z3.And(*(self.encoder.formula(f, BOTH) for f in left[0]))
            there = z3.And(*(self.encoder.formula(f, BOTH) for f in right[0]))
            equal = self.encoder.same(left[1], right[1])
            gap = z3.Or(z3.Xor(here, there), z3.And(here, z3.Not(equal)))
            one, two = first.value, second.value
            if one.sort() != two.sort():
                one = z3.ToReal(one) if one.sort() == z3.IntSort() else one
                two = z3.ToReal(two) if two.sort() == z3.IntSort() else two
            self._add(z3.Or(one == two, z3.And(flag, gap)))
            tried += 1
            if tried == 2:
                return

    def _renamed(self, a: Node, b: Node, order: tuple[int, ...]) -> Any:
        """Common rows for two terms: the formulas and outputs of both over them."""
        rows: list[Row] = []
        names_a: dict[int, int] = {}
        cells_b: dict[int, tuple[Node, ...]] = {}
        names_b: dict[int, int] = {}
        member_a: list[Node] = []
        member_b: list[Node] = []
        for (name, gen), place in zip(a[0], order, strict=True):
            other_name, other = b[0][place]
            gen = substitute(gen, {}, names_a)
            if any(
                b[0][k][0] in other.free and b[0][k][0] not in {*names_b, *cells_b}
                for k in range(len(b[0]))
            ):
                return None
            other = substitute(other, cells_b, names_b)
            if gen.kind != other.kind:
                return None
            row = Row(fresh(), gen)
            names_a[name] = row.name
            if gen.kind == "set":
                if len(gen[1]) != len(other[1]) or [*map(kind_of, gen[1])] != [
                    *map(kind_of, other[1])
                ]:
                    return None
                cells_b[other_name] = cells = columns(row.name, gen[1])
                if not alike(gen, other):
                    member_b.append(membership(other, cells))
                member_a.append(membership(gen, cells))
                if alike(gen, other):
                    member_b.append(member_a[-1])
            elif not alike(gen, other):
                return None
            else:
                names_b[other_name] = row.name
            rows.append(row)
        left = substitute((a[1], a[2][0]), {}, names_a)
        right = substitute((b[1], b[2][0]), cells_b, names_b)
        return rows, ((*member_a, *left[0]), left[1]), ((*member_b, *right[0]), right[1])
