"""Conditional conjectures: what holds on all samples on which small Bool terms have given values.

p = b                ==>  s = t       s, t equal on the samples with p = b, not on all
p = true, q = true   ==>  r = true, or x = y    for predicates of one call
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from lemmata.search.evaluation import Value
from lemmata.search.inductive.exploration import Entry, Explorer
from lemmata.search.speculation import clause_of
from lemmata.terms.declarations import Clause
from lemmata.terms.sorts import BOOL
from lemmata.terms.symbols import Kind
from lemmata.terms.term import FALSE_TERM, TRUE_TERM, Term

SUPPORT = 4
MANY = 400


def implications(explorer: Explorer, size: int) -> list[Clause]:
    """Conjectures with at most `size` symbols in premise and conclusion, small ones first."""
    found: dict[Clause, int] = {}
    open_ = explorer.simplifier.open
    for premises, conclusion in (*_single(explorer, size), *_double(explorer, size)):
        put = [(open_(a), open_(b)) for a, b in (*premises, conclusion)]
        clause = clause_of(*put[-1], premises=tuple(put[:-1]))
        total = sum(t.size for pair in put for t in pair)
        found.setdefault(clause, total)
    return sorted(found, key=lambda c: (found[c], -len(c.variables)))[:MANY]


Conjecture = tuple[list[tuple[Term, Term]], tuple[Term, Term]]


def _predicates(explorer: Explorer, size: int) -> list[Entry]:
    rows = [explorer.rows.get((BOOL, n), []) for n in range(2, size + 1)]
    return [e for row in rows for e in row if None not in e.vector and not _literal(e.term)]


def _literal(term: Term) -> bool:
    """Whether a constant constructor occurs: such a fact is better seen by a case split."""
    return any(
        t.symbol is not None and t.symbol.kind is Kind.CONSTRUCTOR and not t.args
        for t in term.subterms()
    )


def _single(explorer: Explorer, size: int) -> Iterator[Conjecture]:
    evaluator = explorer.evaluator
    predicates = _predicates(explorer, size - 2)
    for p in predicates:
        if explorer.expired():
            return
        for value, wanted in ((TRUE_TERM, evaluator.true), (FALSE_TERM, evaluator.false)):
            where = [i for i, v in enumerate(p.vector) if v is wanted]
            if len(where) < SUPPORT:
                continue
            for conclusion in _consequences(explorer, predicates, p, where, size):
                yield [(p.term, value)], conclusion


def _consequences(
    explorer: Explorer, predicates: Sequence[Entry], p: Entry, where: Sequence[int], size: int
) -> Iterator[tuple[Term, Term]]:
    evaluator = explorer.evaluator
    for q in predicates:
        if q is p or p.term.size + q.term.size > size or not _related(p.term, q.term):
            continue
        values = {q.vector[i] for i in where}
        if values == {evaluator.true}:
            yield q.term, TRUE_TERM
        elif values == {evaluator.false}:
            yield q.term, FALSE_TERM
    for sort in explorer.sorts:
        if sort is BOOL:
            continue
        groups: dict[tuple[Value | None, ...], Entry] = {}
        for n in range(1, size - p.term.size):
            for e in explorer.rows.get((sort, n), ()):
                key = tuple([e.vector[i] for i in where])
                if None in key:
                    continue
                first = groups.setdefault(key, e)
                total = p.term.size + e.term.size + first.term.size
                if first is not e and total <= size and _related(p.term, e.term):
                    yield e.term, first.term


def _double(explorer: Explorer, size: int) -> Iterator[Conjecture]:
    evaluator = explorer.evaluator
    simple = [
        e
        for e in _predicates(explorer, 3)
        if all(a.symbol is not None and a.symbol.kind is Kind.ABSTRACT for a in e.term.args)
    ]
    if size < 9 or len(simple) > 60:
        return
    masks = [{i for i, v in enumerate(e.vector) if v is evaluator.true} for e in simple]
    for (i, p), (j, q) in combinations(enumerate(simple), 2):
        if explorer.expired():
            return
        both = masks[i] & masks[j]
        if len(both) < SUPPORT or not _related(p.term, q.term):
            continue
        where = sorted(both)
        for a, b in _equal(explorer, where):
            if {a, b} <= _constants(p.term) | _constants(q.term):
                yield [(p.term, TRUE_TERM), (q.term, TRUE_TERM)], (a, b)
        for k, r in enumerate(simple):
            if k in (i, j) or not both <= masks[k] or masks[i] <= masks[k] or masks[j] <= masks[k]:
                continue
            if _constants(r.term) <= _constants(p.term) | _constants(q.term):
                yield [(p.term, TRUE_TERM), (q.term, TRUE_TERM)], (r.term, TRUE_TERM)


def _equal(explorer: Explorer, where: Sequence[int]) -> Iterator[tuple[Term, Term]]:
    """Pairs of constants that agree on some samples."""
    for sort in explorer.sorts:
        row = [e for e in explorer.rows.get((sort, 1), []) if e.term in _constants(e.term)]
        for e, f in combinations(row, 2):
            if all(e.vector[i] is f.vector[i] for i in where):
                yield e.term, f.term


def _constants(term: Term) -> set[Term]:
    return {t for t in term.subterms() if t.symbol is not None and t.symbol.kind is Kind.ABSTRACT}


def _related(first: Term, second: Term) -> bool:
    """Whether two terms share what stands for a variable."""
    return not _constants(first).isdisjoint(_constants(second))
