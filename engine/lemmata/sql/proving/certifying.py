"""Proofs as certificates: the pieces of the injections both ways, with rows as levels."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from lemmata.sql.confirm import Question
from lemmata.sql.plain import encode
from lemmata.sql.proving.asking import Asker, member
from lemmata.sql.proving.bags import FALSE, Bag, Gen, Lit, NonEmpty, Or, Row, Term, Value
from lemmata.sql.proving.injecting import AS_SETS, Inclusion, Lemma, Piece
from lemmata.sql.proving.mapping import rows_of
from lemmata.sql.proving.rewriting import columns
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
    return {"steps": [], "forward": forward, "backward": backward}


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
        if lemma.left.kind in AS_SETS:
            del proof["steps"]
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
            if isinstance(gen.over, Bag):
                for path, gens in _witnesses(gen, self.asker):
                    if any(row == inner.row for inner in gens):
                        self._follow(gen, path, gens)
                        return
        raise Unwritable("a witness row")

    def _parent(self, row: Row) -> tuple[Row, ForeignKey] | None:
        for (child, key), parent in self.asker.parents.items():
            if parent == row:
                return child, key
        return None

    def _follow(self, gen: Gen, path: tuple[Any, ...], gens: list[Gen]) -> None:
        """Add the rows of the term of a set that a witness comes from."""
        _add(self, gen.row, path, iter(gens))


def _add(written: _Written, row: Row, path: tuple[Any, ...], gens: Iterator[Gen]) -> None:
    """Rows of term `path[0]`; a set among them has a path of its own in `path[1]`."""
    which, inner = path
    written.extras.append(["wit", written.levels[row], which])
    sets: list[tuple[Row, tuple[Any, ...]]] = []
    for step in inner:
        if step is None:
            written._enter(next(gens))
        else:
            tuple_row, deeper = step
            written._enter(Gen(tuple_row))
            sets.append((tuple_row, deeper))
    for tuple_row, deeper in sets:
        _add(written, tuple_row, deeper, gens)


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


def _witnesses(gen: Gen, asker: Asker) -> Iterator[tuple[tuple[Any, ...], list[Gen]]]:
    """For each way in which a row can come into a set: the path, and the witness rows."""
    assert isinstance(gen.over, Bag)
    for path, term in _paths(gen.over):
        atom = member(columns(gen.row), Bag((term,)))
        for part in atom.parts if isinstance(atom, Or) else (atom,):
            if isinstance(part, NonEmpty) and part in asker.witnesses:
                yield path, list(asker.witnesses[part].gens)


def _paths(bag: Bag) -> Iterator[tuple[tuple[Any, ...], Term]]:
    """The terms without sets inside, each with the choices of terms that lead to it."""
    for which, term in enumerate(bag.terms):
        if term.cond == FALSE:
            continue
        if not any(isinstance(gen.over, Bag) for gen in term.gens):
            yield (which, (None,) * len(term.gens)), term
