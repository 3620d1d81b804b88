"""Conjectures with an equation as premise: what else holds on the samples where two terms agree.

    s = t  ==>  u = v                u and v variables or constants, or terms smaller than s and t
    s = t  ==>  u = v or u' = v'     where neither holds alone
    s != t                           where they agree on no sample

s and t have different values on all samples together, as have u and v.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product

from lemmata.search.exploring.typing import generalised
from lemmata.search.inductive.exploration import Entry, Explorer
from lemmata.search.speculation import clause_of
from lemmata.terms.declarations import Clause, Equation
from lemmata.terms.sorts import BOOL
from lemmata.terms.symbols import EQ, OR, Kind
from lemmata.terms.term import FALSE_TERM, TRUE_TERM, Term

ROWS = 2
ATOMS = 24
SHORT = 2
SMALL = 4
GENERAL = 2


@dataclass(frozen=True, slots=True)
class Premise:
    """An equation with the samples on which it holds, as numbers and as the bits of one number."""

    pair: tuple[Entry, Entry]
    where: tuple[int, ...]
    mask: int

    @property
    def size(self) -> int:
        """The number of symbols."""
        return sum(e.term.size for e in self.pair)


class Conditions:
    """The conjectures about the terms that an explorer has found."""

    def __init__(self, explorer: Explorer) -> None:
        self.explorer = explorer
        self.places: dict[Term, tuple[str, int]] = {}
        for sort in explorer.sorts:
            row = [e.term for e in explorer.rows.get((sort, 1), ()) if _is_constant(e.term)]
            self.places.update((t, (str(sort), k)) for k, t in enumerate(row))
        self.masks: dict[tuple[Term, Term], int] = {}

    def conjectures(self, size: int, limit: int) -> Iterator[Clause]:
        """Those about terms of a size and smaller ones, `limit` bounds the symbols of a premise."""
        premises = sorted(self._premises(size, limit), key=self._promise)
        for premise in premises:
            if not premise.where and premise.size < limit and _distinct(premise):
                yield self._clause((Term.apply(EQ, *self._opened(premise)), FALSE_TERM))
        premises = [
            p
            for p in premises
            if len(p.where) >= ROWS
            and not _constructed(p)
            and (p.size <= SMALL or p.pair[1].term.args)
        ]
        met: set[Premise] = set()
        for conclusions in (self._short, self._choices, self._longer):
            for premise in premises:
                if conclusions != self._short and (premise in met or premise.size > SMALL):
                    continue
                for pair in conclusions(premise):
                    met.add(premise)
                    if {*pair} == {e.term for e in premise.pair}:
                        continue
                    opened = self._open(pair[0]), self._open(pair[1])
                    yield self._clause(self._opened(premise), opened)

    def _promise(self, premise: Premise) -> tuple[int, int]:
        """Small premises first, those with many variables before others."""
        first, second = premise.pair
        variables = self.places.keys() & {*first.term.subterms(), *second.term.subterms()}
        return premise.size, -len(variables)

    def _opened(self, premise: Premise) -> Equation:
        first, second = premise.pair
        return self._open(first.term), self._open(second.term)

    @staticmethod
    def _clause(*pairs: Equation) -> Clause:
        *premises, conclusion = generalised(pairs)
        return clause_of(*conclusion, premises=tuple(premises))

    def _open(self, term: Term) -> Term:
        return self.explorer.simplifier.open(term)

    # Premises

    def _premises(self, size: int, limit: int) -> Iterator[Premise]:
        """Equations of one sort whose larger side has a size, one of those that differ by names."""
        for sort in self.explorer.sorts:
            if sort is BOOL:
                continue
            larger = self.explorer.rows.get((sort, size), [])
            for small in range(1, min(size, limit - size) + 1):
                for s, t in product(larger, self.explorer.rows.get((sort, small), [])):
                    if self.explorer.expired():
                        return
                    premise = self._premise(s, t) if s is not t else None
                    if premise is not None:
                        yield premise

    def _premise(self, s: Entry, t: Entry) -> Premise | None:
        if t.term in self.places and t.term not in set(s.term.subterms()):
            return None
        if _same_constructor(s.term, t.term) or not self._ordered(s.term, t.term):
            return None
        if None in s.vector or None in t.vector:
            return None
        pairs = zip(s.vector, t.vector, strict=True)
        where = tuple(i for i, (a, b) in enumerate(pairs) if a is b)
        return Premise((s, t), where, sum(1 << i for i in where))

    def _ordered(self, s: Term, t: Term) -> bool:
        """Whether the variables of each sort occur for the first time in their order."""
        counts: dict[str, int] = {}
        stack = [t, s]
        seen = set()
        while stack:
            term = stack.pop()
            place = self.places.get(term)
            if place is None:
                stack.extend(reversed(term.args))
            elif place not in seen:
                seen.add(place)
                if counts.get(place[0], 0) != place[1]:
                    return False
                counts[place[0]] = place[1] + 1
        return len(seen) >= GENERAL

    # Conclusions

    def _atoms(self, premise: Premise) -> list[tuple[Entry, Entry]]:
        """Equations between variables of a premise, and between them and constants."""
        first, second = premise.pair
        inside = {*first.term.subterms(), *second.term.subterms()} & self.places.keys()
        found = []
        for sort in self.explorer.sorts:
            if sort is BOOL:
                continue
            rows = [self.explorer.rows.get((sort, n), []) for n in range(1, SHORT + 1)]
            entries = [e for row in rows for e in row if _is_flat(e.term)]
            mine = [e for e in entries if e.term in inside]
            ground = [e for e in entries if self.places.keys().isdisjoint(e.term.subterms())]
            found += [(e, c) for e in mine for c in ground]
            found += combinations(mine, 2)
        return found[:ATOMS]

    def _mask(self, pair: tuple[Entry, Entry]) -> int:
        key = (pair[0].term, pair[1].term)
        if key not in self.masks:
            rows = zip(pair[0].vector, pair[1].vector, strict=True)
            self.masks[key] = sum(1 << i for i, (a, b) in enumerate(rows) if a is b)
        return self.masks[key]

    def _short(self, premise: Premise) -> Iterator[Equation]:
        for pair in self._atoms(premise):
            if not premise.mask & ~self._mask(pair):
                yield pair[0].term, pair[1].term

    def _choices(self, premise: Premise) -> Iterator[Equation]:
        """Disjunctions of which each part is needed."""
        parts = [(pair, self._mask(pair) & premise.mask) for pair in self._atoms(premise)]
        parts = [(pair, mask) for pair, mask in parts if mask not in (0, premise.mask)]
        for (p, first), (q, second) in combinations(parts, 2):
            if first | second == premise.mask:
                sides = [Term.apply(EQ, a.term, b.term) for a, b in (p, q)]
                yield Term.apply(OR, *sides), TRUE_TERM

    def _longer(self, premise: Premise) -> Iterator[Equation]:
        """Equations between terms with variables of the premise, smaller than the premise."""
        first, second = premise.pair
        inside = {*first.term.subterms(), *second.term.subterms()} & self.places.keys()
        for sort in self.explorer.sorts:
            groups: dict[tuple[object, ...], Entry] = {}
            for n in range(1, SMALL):
                for e in self.explorer.rows.get((sort, n), ()):
                    if not self.places.keys() & e.term.subterms() <= inside:
                        continue
                    values = tuple([e.vector[i] for i in premise.where])
                    if None in values:
                        continue
                    other = groups.setdefault(values, e)
                    total = e.term.size + other.term.size
                    if other is not e and SHORT < total <= SMALL:
                        yield e.term, other.term


def _is_constant(term: Term) -> bool:
    return term.symbol is not None and term.symbol.kind is Kind.ABSTRACT


def _constructed(premise: Premise) -> int:
    """How many constructors with arguments a premise has: with them it is about special cases."""
    return sum(
        bool(t.args) and t.symbol is not None and t.symbol.kind is Kind.CONSTRUCTOR
        for e in premise.pair
        for _, t in e.term.positions()
    )


def _distinct(premise: Premise) -> bool:
    """Whether it is worth saying that two terms are never equal: they are not only constructors."""
    return _constructed(premise) <= 1 and not all(_is_flat(e.term) for e in premise.pair)


def _is_flat(term: Term) -> bool:
    """Whether no function occurs."""
    return all(t.symbol is not None and t.symbol.kind is not Kind.FUNCTION for t in term.subterms())


def _same_constructor(s: Term, t: Term) -> bool:
    """Whether an equation falls into smaller ones, or is false, by its constructors."""
    if s.symbol is None or t.symbol is None:
        return False
    return s.symbol.kind is Kind.CONSTRUCTOR and t.symbol.kind is Kind.CONSTRUCTOR
