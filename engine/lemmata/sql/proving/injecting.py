"""Bags that inject into each other are equal.

A map sends each choice of rows of one term to a choice of rows of a term of the other bag, with
the same output. If every choice is sent somewhere and different choices of rows are sent to
different ones, no row occurs more often in the first bag than in the second. For sets the second
demand is dropped. Aggregates in the outputs are compared by proofs that their bags are equal.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lemmata.sql.proving import building as b
from lemmata.sql.proving.asking import Asker, Counter, Facts, Present
from lemmata.sql.proving.bags import (
    TRUE,
    Agg,
    Bag,
    Formula,
    Lit,
    NonEmpty,
    Row,
    SameRow,
    Target,
    Term,
)
from lemmata.sql.proving.mapping import Mapper, rows_of
from lemmata.sql.proving.rewriting import Substitution, columns, fresh, new_row
from lemmata.sql.proving.summing import number

DEPTH = 5
PIECES = 8
TRIES = 60
OPEN = 3
AS_SETS = ("min", "max", "every", "some")


@dataclass(frozen=True)
class Lemma:
    """Two aggregates are equal where the facts hold; the second may be that of one known row."""

    equation: Formula
    left: Agg
    right: Agg
    proof: tuple[Inclusion, Inclusion]


@dataclass(frozen=True)
class Piece:
    """Where a term is sent if `opt` holds: to a term of the other bag, by targets."""

    term: Term
    facts: Facts
    to: int
    targets: tuple[Target, ...]
    opt: Formula
    lemmas: tuple[Lemma, ...] = ()


@dataclass(frozen=True)
class Inclusion:
    """The pieces of each term, and the terms as they were opened."""

    pieces: tuple[tuple[Piece, ...], ...]


@dataclass
class Prover:
    """Proves bags equal; `stuck` is the number of a term that found no partner."""

    asker: Asker
    stuck: int = 0
    _lemmas: dict[tuple[Facts, Agg, Agg | None], Lemma | None] = field(default_factory=dict)

    def equal(
        self, facts: Facts, left: Bag, right: Bag, depth: int = 0, *, sets: bool = False
    ) -> tuple[Inclusion, Inclusion] | None:
        """Proofs that each bag injects into the other (for sets: is included in it)."""
        if depth > DEPTH:
            return None
        first = self.included(facts, left, right, depth, sets=sets)
        if first is None:
            return None
        second = self.included(facts, right, left, depth, sets=sets)
        return None if second is None else (first, second)

    def included(
        self, facts: Facts, left: Bag, right: Bag, depth: int, *, sets: bool
    ) -> Inclusion | None:
        """A proof that the left bag injects into the right one."""
        placed: list[Piece] = []
        found: list[tuple[Piece, ...]] = []
        for i, term in enumerate(left.terms):
            opened = fresh(term)
            pieces = self._cover(facts, opened, i, right, placed, depth, sets)
            if pieces is None:
                if depth == 0:
                    self.stuck = self.stuck or i + 1
                return None
            placed += pieces
            found.append(tuple(pieces))
        return Inclusion(tuple(found))

    def _cover(
        self,
        base: Facts,
        term: Term,
        number: int,
        right: Bag,
        placed: list[Piece],
        depth: int,
        sets: bool,
    ) -> list[Piece] | None:
        facts = base.open(term)
        model = self.asker.model(facts)
        if model is None:
            return []
        closed = self.asker.close(facts)
        mappers = [Mapper(self.asker, closed, term, target) for target in right.terms]
        taken = {piece.to for piece in placed}
        order = sorted(range(len(mappers)), key=lambda j: (j in taken and not sets, j != number))
        for tries, piece in enumerate(self._pieces(facts, term, mappers, order, model, depth)):
            if tries > TRIES:
                break
            if self.asker.follows(facts, piece.opt) and (
                sets or self._fits(base, piece, [*placed, piece])
            ):
                return [piece]
        return self._split(base, facts, term, mappers, order, placed, depth, sets)

    def _split(
        self,
        base: Facts,
        facts: Facts,
        term: Term,
        mappers: list[Mapper],
        order: list[int],
        placed: list[Piece],
        depth: int,
        sets: bool,
    ) -> list[Piece] | None:
        """Pieces for different cases."""
        chosen: list[Piece] = []
        rest = facts
        while len(chosen) < PIECES:
            model = self.asker.model(rest)
            if model is None:
                return chosen
            for tries, piece in enumerate(self._pieces(rest, term, mappers, order, model, depth)):
                if tries > TRIES // 2:
                    return None
                if self.asker.model(rest.add(piece.opt)) is None:
                    continue
                if sets or self._fits(base, piece, [*placed, *chosen, piece]):
                    chosen.append(piece)
                    rest = rest.add(b.negate(piece.opt))
                    break
            else:
                return None
        return None

    def _pieces(
        self,
        facts: Facts,
        term: Term,
        mappers: list[Mapper],
        order: list[int],
        model: Counter,
        depth: int,
    ) -> Iterator[Piece]:
        """Pieces whose aggregates agree where the rest of their conditions holds."""
        for j in order:
            for candidate in mappers[j].candidates(model):
                plain = [part for part in candidate.parts if not self._aggregates(part)]
                others = [part for part in candidate.parts if self._aggregates(part)]
                opt = b.both(plain)
                lemmas: list[Lemma] = []
                if others:
                    inside = facts.add(*b.conjuncts(opt))
                    if self.asker.model(inside) is None:
                        continue
                    found = self._agree(inside, term, others, depth)
                    if found is None:
                        continue
                    lemmas = found
                yield Piece(term, facts, j, candidate.targets, opt, tuple(lemmas))

    def _aggregates(self, node: object) -> list[Agg]:
        return [atom for atom in self.asker.atoms(node) if isinstance(atom, Agg)]

    def _agree(
        self, facts: Facts, term: Term, goals: list[Formula], depth: int
    ) -> list[Lemma] | None:
        """Lemmas by which goals about aggregates follow from the facts."""
        goal = b.both(goals)
        if self.asker.follows(facts, goal):
            return []
        given: dict[Agg, None] = {}
        for part in facts.formulas:
            given.update(dict.fromkeys(self._aggregates(part)))
        for out in term.outs:
            given.update(dict.fromkeys(self._aggregates(out)))
        wanted: dict[Agg, None] = {}
        for part in goals:
            wanted.update(dict.fromkeys(self._aggregates(part)))
        lemmas: list[Lemma] = []
        for theirs in [a for a in wanted if a not in given]:
            for mine in given:
                if mine.kind == theirs.kind and (lemma := self._lemma(facts, mine, theirs, depth)):
                    lemmas.append(lemma)
                    break
        known = facts.add(*(lemma.equation for lemma in lemmas))
        if self.asker.follows(known, goal):
            return self._needed(facts, lemmas, goal)
        for item in dict.fromkeys((*given, *wanted)):
            lemma = self._lemma(facts, item, None, depth)
            if lemma is not None:
                lemmas.append(lemma)
        known = facts.add(*(lemma.equation for lemma in lemmas))
        return self._needed(facts, lemmas, goal) if self.asker.follows(known, goal) else None

    def _needed(self, facts: Facts, lemmas: list[Lemma], goal: Formula) -> list[Lemma]:
        """The lemmas without those that the goal does not need."""
        kept = list(lemmas)
        for lemma in reversed(lemmas):
            rest = [other for other in kept if other is not lemma]
            if self.asker.follows(facts.add(*(other.equation for other in rest)), goal):
                kept = rest
        return kept

    def _lemma(self, facts: Facts, first: Agg, second: Agg | None, depth: int) -> Lemma | None:
        key = (facts, first, second)
        if key not in self._lemmas:
            self._lemmas[key] = None
            if second is None:
                self._lemmas[key] = self._single(facts, first, depth + 1)
            else:
                sets = first.kind in AS_SETS
                proof = self.equal(facts, first.bag, second.bag, depth + 1, sets=sets)
                if proof is not None:
                    self._lemmas[key] = Lemma(b.same(first, second), first, second, proof)
        return self._lemmas[key]

    def _single(self, facts: Facts, item: Agg, depth: int) -> Lemma | None:
        """The aggregate of a bag that has at most one row, at rows in scope."""
        if depth > DEPTH or len(item.bag.terms) != 1:
            return None
        term = item.bag.terms[0]
        model = self.asker.model(facts.add(b.non_empty(item.bag)))
        if model is None:
            return None
        closed = self.asker.close(facts)
        mapper = Mapper(self.asker, closed, Term((), TRUE, ()), term)
        for tries, candidate in enumerate(mapper.candidates(model)):
            if tries > 8:
                break
            open_parts = [p for p in candidate.parts if not self.asker.follows(facts, p)]
            if len(open_parts) > OPEN:
                continue
            rest = b.both(open_parts)
            targets = {g.row: t for g, t in zip(term.gens, candidate.targets, strict=True)}
            value = Substitution(targets).value(term.outs[0])
            unit = Bag((Term((), rest, (value,)),))
            sets = item.kind in AS_SETS
            proof = self.included(facts, item.bag, unit, depth, sets=sets)
            if proof is not None:
                opt = b.both(candidate.parts)
                back = Piece(unit.terms[0], facts, 0, candidate.targets, opt)
                known = Agg(item.kind, unit, item.type)
                both = (proof, Inclusion(((back,),)))
                empty = number(0, item.type) if item.kind == "sum" else Lit(None, item.type)
                chosen = b.pick(rest, value, empty, item.type)
                return Lemma(b.same(item, chosen), item, known, both)
        return None

    def _fits(self, base: Facts, piece: Piece, others: list[Piece]) -> bool:
        """Whether no two choices of rows are sent to one choice."""
        return all(self._apart(base, piece, other) for other in others if other.to == piece.to)

    def _apart(self, base: Facts, first: Piece, second: Piece) -> bool:
        if first is second and _keeps_all(first):
            return True
        closed = self.asker.close(second.facts)
        extra = self._explicit(closed)
        old = {item.row for item in base.rows} | {r for f in base.formulas for r in rows_of(f)}
        new: dict[Row, Target] = {}
        for row in [gen.row for gen in second.term.gens] + [item.row for item in closed.rows]:
            if row not in old and row not in new:
                new[row] = new_row(row.source, row.types, row.nullable)
        copy = Substitution(new)
        rows = tuple(
            Present(new.get(item.row, item.row), copy.formula(item.flag))  # type: ignore[arg-type]
            for item in closed.rows
        )
        images = b.both(
            _equal_targets(x, _moved(copy, y))
            for x, y in zip(first.targets, second.targets, strict=True)
        )
        facts = Facts(
            tuple(dict.fromkeys((*first.facts.rows, *rows))),
            (
                *first.facts.formulas,
                *self._explicit(self.asker.close(first.facts)),
                first.opt,
                *map(copy.formula, (*second.facts.formulas, *extra, second.opt)),
                images,
            ),
        )
        if first.term is second.term:
            same = b.both(_equal_rows(g.row, new[g.row]) for g in first.term.gens)  # type: ignore[arg-type]
            facts = facts.add(b.negate(same))
        return self.asker.model(facts) is None

    def _explicit(self, closed: Facts) -> list[Formula]:
        """What holds of the witness and parent rows of closed facts."""
        found: list[Formula] = []
        for item in closed.rows:
            if isinstance(item.flag, NonEmpty) and item.flag in self.asker.witnesses:
                term = self.asker.witnesses[item.flag]
                found.append(b.either((b.negate(item.flag), term.cond)))
            for equal, parent in self.asker.parents_of(item):
                if any(parent.row == other.row for other in closed.rows):
                    found.append(b.either((b.negate(parent.flag), equal)))
        return list(dict.fromkeys(found))


def _moved(copy: Substitution, target: Target) -> Target:
    if isinstance(target, Row):
        found = copy.targets.get(target, target)
        assert isinstance(found, Row)
        return found
    return tuple(map(copy.value, target))


def _equal_targets(left: Target, right: Target) -> Formula:
    if isinstance(left, Row) and isinstance(right, Row):
        return _equal_rows(left, right)
    assert isinstance(left, tuple)
    assert isinstance(right, tuple)
    return b.same_rows(left, right)


def _equal_rows(left: Row, right: Row) -> Formula:
    if left == right:
        return TRUE
    return SameRow(left, right) if left.source else b.same_rows(columns(left), columns(right))


def _keeps_all(piece: Piece) -> bool:
    """Whether each variable of the term can be read off the targets."""
    values = {v for target in piece.targets if isinstance(target, tuple) for v in target}
    for gen in piece.term.gens:
        if gen.row not in piece.targets and not set(columns(gen.row)) <= values:
            return False
    return True
