"""Candidates for maps: which values of a term's variables a row in scope may be sent to.

A map gives each generator of the target term a row in scope, or for a `set` generator a tuple of
values. Candidates are filtered by a model of the facts; that they fit is proved elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, product
from typing import Any

from lemmata.sql.proving import building as b
from lemmata.sql.proving.asking import Asker, Counter, Facts, member
from lemmata.sql.proving.bags import (
    FALSE,
    TRUE,
    Bag,
    Cmp,
    Col,
    Formula,
    Gen,
    NonEmpty,
    Row,
    Same,
    Target,
    Term,
    Value,
)
from lemmata.sql.proving.rewriting import Substitution, columns, unnested

NODES = 1_500
TUPLES = 24


@dataclass(frozen=True)
class Candidate:
    """A map to a term: targets in the order of its generators, and what has to hold for it."""

    targets: tuple[Target, ...]
    parts: tuple[Formula, ...]


class Mapper:
    """Maps from a term, whose rows are in scope, to another term."""

    def __init__(self, asker: Asker, closed: Facts, source: Term, target: Term) -> None:
        self.asker, self.closed, self.source, self.target = asker, closed, source, target
        self.flags = {item.row: item.flag for item in closed.rows}
        self.rows = list(self.flags)
        own = [gen.row for gen in source.gens if gen.row.source]
        self.rows.sort(key=lambda row: row not in own)
        self.sets = [gen.row for gen in source.gens if not gen.row.source]
        order = sorted(range(len(target.gens)), key=lambda i: not target.gens[i].row.source)
        self.order = order
        self.outs = tuple(b.same(x, y) for x, y in zip(source.outs, target.outs, strict=False))
        self.tests = [
            (rows_of(part), part)
            for part in (*b.conjuncts(target.cond), *self.outs)
            if not asker.atoms(part)
        ]
        self.nodes = 0
        self.invented: set[Row] = set()

    def candidates(self, model: Counter) -> Iterator[Candidate]:
        """Maps that a model admits."""
        self.nodes = 0
        if self.target.cond == FALSE:
            return
        yield from self._extend({}, 0, model)

    def _extend(self, chosen: dict[Row, Target], at: int, model: Counter) -> Iterator[Candidate]:
        if at == len(self.order):
            yield self._made(chosen)
            return
        gen = self.target.gens[self.order[at]]
        for option in self._options(gen, chosen, model):
            self.nodes += 1
            if self.nodes > NODES:
                return
            extended = {**chosen, gen.row: option}
            if self._admitted(gen.row, extended, model):
                yield from self._extend(extended, at + 1, model)

    def _admitted(self, new: Row, chosen: dict[Row, Target], model: Counter) -> bool:
        """Whether the model fulfils what can be tested now that a row is chosen."""
        own = {gen.row for gen in self.target.gens}
        inner = Substitution(chosen)
        for rows, part in self.tests:
            if new in rows and not (rows & own) - set(chosen):
                found = inner.formula(part)
                if rows_of(found) & self.invented:
                    continue
                if not self.asker.atoms(found) and not model.holds(found):
                    return False
        return True

    def _options(self, gen: Gen, chosen: dict[Row, Target], model: Counter) -> list[Target]:
        if gen.row.source:
            used = list(chosen.values())
            there = [r for r in self.rows if r.source == gen.row.source]
            there = [r for r in there if r not in self.invented and model.holds(self.flags[r])]
            known = [*(r for r in there if r not in used), *(r for r in there if r in used)]
            return [*known, *self._invented(gen, chosen)]
        assert isinstance(gen.over, Bag)
        hints = self._hints(gen.row, chosen)
        if all(hint is not None for hint in hints):
            return [tuple(h for h in hints if h is not None)]
        found: dict[tuple[Value, ...], None] = {}
        for row in self.sets:
            if len(row.types) == len(hints):
                found[_filled(hints, columns(row))] = None
        for filled in self._by_type(hints, gen.row):
            found[filled] = None
        over = unnested(Substitution(chosen).bag(gen.over))
        for term in over.terms:
            for rows in self._witnessed(term, model):
                outs = Substitution(rows).term(term).outs
                found[_filled(hints, outs)] = None
                if len(found) >= TUPLES:
                    break
        return list(found)

    def _invented(self, gen: Gen, chosen: dict[Row, Target]) -> list[Row]:
        """A row of the generator that fulfils the conditions on it, if there is one."""
        others = {other.row for other in self.target.gens} - set(chosen) - {gen.row}
        inner = Substitution(chosen)
        parts = [
            inner.formula(part)
            for part in b.conjuncts(self.target.cond)
            if gen.row in rows_of(part) and not rows_of(part) & others
        ]
        if not parts or gen.over is not None:
            return []
        atom = b.non_empty(Bag((Term((Gen(gen.row),), b.both(parts), ()),)))
        if not isinstance(atom, NonEmpty):
            return []
        row = self.asker.witness(atom).gens[0].row
        self.invented.add(row)
        self.flags.setdefault(row, self.asker.one(atom))
        return [row]

    def _by_type(self, hints: list[Value | None], row: Row) -> Iterator[tuple[Value, ...]]:
        """Missing columns from columns of the source's tuples of the same types."""
        there = [c for one in self.sets for c in columns(one)]
        sides = [
            [hint] if hint is not None else [c for c in there if c.type == row.types[i]]
            for i, hint in enumerate(hints)
        ]
        if there:
            yield from islice(product(*sides), TUPLES // 3)

    def _witnessed(self, term: Term, model: Counter) -> Iterator[dict[Row, Target]]:
        """Choices of rows for the generators of a term that a model admits."""
        inner = Mapper(self.asker, self.closed, Term((), TRUE, ()), Term(term.gens, term.cond, ()))
        for candidate in inner.candidates(model):
            yield {g.row: t for g, t in zip(term.gens, candidate.targets, strict=True)}

    def _hints(self, row: Row, chosen: dict[Row, Target]) -> list[Value | None]:
        """Values that equations demand of the columns of a tuple."""
        found: list[Value | None] = [None] * len(row.types)
        inner = Substitution(chosen)
        known = {gen.row for gen in self.target.gens} - set(chosen)
        for mine, theirs in zip(self.source.outs, self.target.outs, strict=False):
            if isinstance(theirs, Col) and theirs.row == row and found[theirs.index] is None:
                found[theirs.index] = mine
        for part in b.conjuncts(self.target.cond):
            if not isinstance(part, Same) and not (isinstance(part, Cmp) and part.op == "="):
                continue
            for end, other in ((part.left, part.right), (part.right, part.left)):
                is_ours = isinstance(end, Col) and end.row == row
                if is_ours and not rows_of(other) & known and found[end.index] is None:  # type: ignore[union-attr]
                    found[end.index] = inner.value(other)  # type: ignore[union-attr]
        return found

    def _made(self, chosen: dict[Row, Target]) -> Candidate:
        targets = tuple(chosen[gen.row] for gen in self.target.gens)
        inner = Substitution(chosen)
        parts: list[Formula] = []
        for gen, target in zip(self.target.gens, targets, strict=True):
            if isinstance(target, Row):
                parts.append(self.flags[target])
            else:
                assert isinstance(gen.over, Bag)
                parts.append(member(target, inner.bag(gen.over)))
        parts += [inner.formula(part) for part in b.conjuncts(self.target.cond)]
        parts += [inner.formula(part) for part in self.outs]
        flat = [item for part in parts for item in b.conjuncts(part)]
        return Candidate(targets, tuple(dict.fromkeys(flat)))


def _filled(hints: list[Value | None], values: tuple[Value, ...]) -> tuple[Value, ...]:
    return tuple(v if h is None else h for h, v in zip(hints, values, strict=True))


def rows_of(node: Any) -> frozenset[Row]:
    """The row variables that occur, also those bound inside."""
    if isinstance(node, Row):
        return frozenset((node,))
    if isinstance(node, tuple):
        return frozenset().union(*map(rows_of, node))
    parts = getattr(node, "__dataclass_fields__", None)
    if parts is None or not hasattr(node, "__dict__"):
        return frozenset()
    found = node.__dict__.get("_rows")
    if found is None:
        found = frozenset().union(*(rows_of(getattr(node, name)) for name in parts))
        object.__setattr__(node, "_rows", found)
    return found  # type: ignore[no-any-return]
