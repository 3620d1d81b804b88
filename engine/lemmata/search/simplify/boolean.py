"""Truth functions: the shortest sums of products over few atoms (Quine and McCluskey)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from lemmata.terms.sorts import BOOL
from lemmata.terms.symbols import AND, EQ, ITE, NOT, OR
from lemmata.terms.term import FALSE_TERM, TRUE_TERM, Term

MAX_ATOMS = 7
MAX_SHARED = 12
Implicant = tuple[int | None, ...]


def is_connective(term: Term) -> bool:
    """Whether the kernel's rule `bool` looks inside a term."""
    if term.symbol in (NOT, AND, OR):
        return True
    return term.symbol in (ITE, EQ) and term.args[-1].sort is BOOL


def atoms(root: Term) -> list[Term]:
    """The atoms of a Bool term, in order of first occurrence."""
    found: dict[Term, None] = {}
    seen = {root}
    stack = [root]
    while stack:
        term = stack.pop()
        if not is_connective(term):
            if term not in (TRUE_TERM, FALSE_TERM):
                found.setdefault(term)
            continue
        for a in reversed(term.args):
            if a not in seen:
                seen.add(a)
                stack.append(a)
    return list(found)


def value(root: Term, valuation: dict[Term, bool]) -> bool:
    """The truth value of a term under values of its atoms."""
    done = {**valuation, TRUE_TERM: True, FALSE_TERM: False}
    stack = [root]
    while stack:
        term = stack[-1]
        if term in done:
            stack.pop()
            continue
        todo = [a for a in term.args if a not in done]
        if todo:
            stack.extend(todo)
            continue
        stack.pop()
        args = [done[a] for a in term.args]
        if term.symbol is NOT:
            done[term] = not args[0]
        elif term.symbol is AND:
            done[term] = args[0] and args[1]
        elif term.symbol is OR:
            done[term] = args[0] or args[1]
        elif term.symbol is EQ:
            done[term] = args[0] is args[1]
        else:
            done[term] = args[1] if args[0] else args[2]
    return done[root]


def same(left: Term, right: Term) -> bool:
    """Whether two terms with few atoms have the same truth value under all valuations."""
    names = list(dict.fromkeys([*atoms(left), *atoms(right)]))
    if len(names) > MAX_SHARED:
        return False
    valuations = (
        dict(zip(names, row, strict=True)) for row in product((False, True), repeat=len(names))
    )
    return all(value(left, v) is value(right, v) for v in valuations)


def forms(root: Term) -> Iterator[Term]:
    """Short equal terms: a minimal disjunction and a minimal conjunction."""
    names = atoms(root)
    if len(names) > MAX_ATOMS:
        return
    rows = list(product((0, 1), repeat=len(names)))
    truth = [value(root, dict(zip(names, map(bool, row), strict=True))) for row in rows]
    true_rows = [r for r, t in zip(rows, truth, strict=True) if t]
    false_rows = [r for r, t in zip(rows, truth, strict=True) if not t]
    if not true_rows or not false_rows:
        yield TRUE_TERM if true_rows else FALSE_TERM
        return
    yield _sum(_cover(true_rows), names, positive=True)
    yield _sum(_cover(false_rows), names, positive=False)


def _cover(rows: Sequence[tuple[int, ...]]) -> list[Implicant]:
    """Few prime implicants that cover the rows: essential ones, then greedily."""
    level: set[Implicant] = set(rows)
    primes: set[Implicant] = set()
    while level:
        merged: set[Implicant] = set()
        above: set[Implicant] = set()
        for a in level:
            for i, v in enumerate(a):
                if v is None:
                    continue
                b = (*a[:i], 1 - v, *a[i + 1 :])
                if b in level:
                    above.add((*a[:i], None, *a[i + 1 :]))
                    merged |= {a, b}
        primes |= level - merged
        level = above
    order = sorted(primes, key=lambda p: (sum(v is not None for v in p), _key(p)))
    left = set(rows)
    chosen: list[Implicant] = []
    while left:
        best = max(order, key=lambda p: sum(_covers(p, r) for r in left))
        essential = [
            p for r in sorted(left) if len(c := [p for p in order if _covers(p, r)]) == 1 for p in c
        ]
        pick = essential[0] if essential else best
        chosen.append(pick)
        left = {r for r in left if not _covers(pick, r)}
    return sorted(chosen, key=_key)


def _key(p: Implicant) -> tuple[int, ...]:
    return tuple(2 if v is None else 1 - v for v in p)


def _covers(p: Implicant, row: tuple[int, ...]) -> bool:
    return all(v is None or v == r for v, r in zip(p, row, strict=True))


def _sum(implicants: Sequence[Implicant], names: Sequence[Term], positive: bool) -> Term:
    """The disjunction of products, or the dual conjunction of sums for the rows that are false."""
    inner, outer = (AND, OR) if positive else (OR, AND)
    parts = []
    for p in implicants:
        literals = [
            name if (v == 1) == positive else negated(name)
            for name, v in zip(names, p, strict=True)
            if v is not None
        ]
        parts.append(_joined(inner, literals))
    return _joined(outer, parts)


def negated(term: Term) -> Term:
    """not t, without a double negation."""
    return term.args[0] if term.symbol is NOT else Term.apply(NOT, term)


def _joined(symbol: object, parts: Sequence[Term]) -> Term:
    found = parts[0]
    for part in parts[1:]:
        found = Term.apply(symbol, found, part)  # type: ignore[arg-type]
    return found
