"""Proofs as certificates: the pieces of the injections both ways, with rows as levels."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from lemmata.sql.confirm import Question
from lemmata.sql.plain import encode
from lemmata.sql.proving import building as b
from lemmata.sql.proving.asking import Asker
from lemmata.sql.proving.bags import Bag, Col, Formula, Gen, Lit, NonEmpty, Row, Term, Value
from lemmata.sql.proving.canonical import canonical
from lemmata.sql.proving.injecting import Inclusion, Lemma, Piece
from lemmata.sql.proving.mapping import rows_of
from lemmata.sql.proving.rewriting import Path, columns, flattened, new_row
from lemmata.sql.proving.writing import Unwritable, Writer
from lemmata.sql.schema import ForeignKey

FORMAT = "lemmata.sql-proof/1"
Json = Any


def claim(question: Question) -> Json:
    """A certificate but for its proof."""
    names = question.tables
    tables = sorted(question.schema.in_order(names), key=lambda table: table.name)
    found = {
        "format": FORMAT,
        "dialect": question.dialect.name,
        "schema": question.schema.ddl(names),
        "queries": [source.text for source in question.sources],
        "tables": [encode(table) for table in tables],
        "plans": [encode(plan) for plan in question.plans],
    }
    return json.loads(json.dumps(found))


def script(
    proof: tuple[Inclusion, Inclusion], asker: Asker, around: dict[Row, int] | None = None
) -> Json:
    """Injections both ways, with the levels of the rows around."""
    forward, backward = (
        [[_Written(piece, asker, around).json() for piece in pieces] for pieces in side.pieces]
        for side in proof
    )
    return {"forward": forward, "backward": backward}


class _Written:
    """One piece: the rows in scope get levels, rows that are needed besides are added."""

    def __init__(self, piece: Piece, asker: Asker, around: dict[Row, int] | None = None) -> None:
        self.piece, self.asker = piece, asker
        self.levels: dict[Row, int] = dict(around or {})
        self.extras: list[Json] = []
        self.gens: list[Gen] = []
        for gen in piece.term.gens:
            self._enter(gen)

    def _enter(self, gen: Gen) -> None:
        self.levels[gen.row] = len(self.levels)
        self.gens.append(gen)

    def json(self) -> Json:
        """The piece."""
        piece = self.piece
        for row in _own(piece):
            self._need(row)
        for lemma in piece.lemmas:
            for row in _inside(lemma):
                with suppress(Unwritable):
                    self._need(row)
        return {
            "to": piece.to,
            "rows": self.extras,
            "map": [self._target(target) for target in piece.targets],
            "lemmas": [self._lemma(lemma) for lemma in piece.lemmas],
        }

    def _lemma(self, lemma: Lemma) -> Json:
        sides = (lemma.left, lemma.right)
        counts = all(_is_count(term) for side in sides for term in side.bag.terms)
        writer = Writer(self.levels)
        left, right = (writer.value(side) for side in sides)
        if lemma.left.kind == "sum" and counts:
            left[1:4] = right[1:4] = ["count", False, "int"]
        proof = script(lemma.proof, self.asker, self.levels)
        return {"under": [], "left": left, "right": right, "proof": proof}

    def _target(self, target: Row | tuple[Value, ...]) -> Json:
        if isinstance(target, Row):
            return self.levels[target]
        for row, level in self.levels.items():
            if columns(row) == target:
                return level
        writer = Writer(self.levels)
        return ["row", [writer.value(value) for value in target]]

    def _need(self, row: Row) -> None:
        """Bring a row into scope."""
        if row in self.levels:
            return
        found = self._parent(row)
        if found is not None:
            child, key = found
            self._need(child)
            table = self.asker.schema.tables[child.source]
            self.extras.append(["fk", self.levels[child], table.foreign_keys.index(key)])
            self._enter(Gen(row))
            return
        for gen in list(self.gens):
            if isinstance(gen.over, Bag) and self._from_set(gen, row):
                return
        if not self._from_condition(row):
            self._from_bag(row)

    def _parent(self, row: Row) -> tuple[Row, ForeignKey] | None:
        for (child, key), parent in self.asker.parents.items():
            if parent == row:
                return child, key
        return None

    def _from_set(self, gen: Gen, row: Row) -> bool:
        """Bring in the rows of the term of a set that a tuple comes from."""
        assert isinstance(gen.over, Bag)
        for path, flat in flattened(gen.over):
            equal = b.same_rows(flat.outs, columns(gen.row))
            inside = Bag((Term(flat.gens, b.both((flat.cond, equal)), ()),))
            rows = self._witness(b.non_empty(inside))
            if row in rows:
                self._add("wit", gen.row, gen.over, path, iter(rows))
                return True
        return False

    def _witness(self, atom: Formula) -> list[Row]:
        if not isinstance(atom, NonEmpty):
            return []
        term = self.asker.witnesses.get(self.asker.one(atom))
        return [gen.row for gen in term.gens] if term is not None else []

    def _from_condition(self, row: Row) -> bool:
        """Bring in the rows that a condition of the term says to exist."""
        found = [f for f in b.conjuncts(self.piece.term.cond) if isinstance(f, NonEmpty)]
        for number, atom in enumerate(found):
            rows = self._witness(atom)
            if row in rows:
                self.extras.append(["some", number, 0])
                for one in rows:
                    self._enter(Gen(one))
                return True
        return False

    def _from_bag(self, row: Row) -> None:
        """Bring in the rows of a bag that may have one; raises Unwritable."""
        for atom, term in self.asker.witnesses.items():
            rows = [gen.row for gen in term.gens]
            if row in rows:
                free = {v.row for v in canonical(atom.bag)[1] if isinstance(v, Col)}
                for one in sorted(free, key=lambda r: r.number):
                    self._need(one)
                self.extras.append(["bag", Writer(self.levels).bag(atom.bag), 0])
                for one in rows:
                    self._enter(Gen(one))
                return
        raise Unwritable("a witness row")

    def _add(self, kind: str, row: Row, over: Bag, path: Path, rows: Iterator[Row]) -> None:
        """Rows of one term; the sets among them have paths of their own."""
        which, steps = path
        self.extras.append([kind, self.levels[row], which])
        inner: list[tuple[Row, Bag, Path, list[Row]]] = []
        for gen, step in zip(over.terms[which].gens, steps, strict=True):
            if step is None:
                self._enter(Gen(next(rows)))
                continue
            assert isinstance(gen.over, Bag)
            there = [next(rows) for _ in range(_width(step))]
            stand_in = new_row("", gen.row.types, gen.row.nullable)
            self._enter(Gen(stand_in))
            inner.append((stand_in, gen.over, step, there))
        for stand_in, deeper, step, there in inner:
            self._add("wit", stand_in, deeper, step, iter(there))


def _width(path: Path) -> int:
    """How many rows of tables a path leads to."""
    return sum(1 if step is None else _width(step) for step in path[1])


def _own(piece: Piece) -> list[Row]:
    """The rows that a piece's targets need."""
    found = (row for target in piece.targets for row in rows_of(target))
    return sorted(set(found), key=lambda row: row.number)


def _inside(lemma: Lemma) -> list[Row]:
    """The rows that a lemma's proof may need from around it."""
    found: list[Row] = []
    stack = [lemma]
    while stack:
        for side in stack.pop().proof:
            for piece in (piece for pieces in side.pieces for piece in pieces):
                found += _own(piece)
                stack += piece.lemmas
    return sorted(set(found), key=lambda row: row.number)


def _is_count(term: Term) -> bool:
    out = term.outs[0]
    return isinstance(out, Lit) and out.value == 1 and out.type.kind == "int"
