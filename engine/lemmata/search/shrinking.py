"""Smaller counterexamples from larger ones, by replacing parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from lemmata.search.evaluation import NoValue
from lemmata.search.testing import Tester
from lemmata.terms.declarations import Clause
from lemmata.terms.sorts import INT, Sort
from lemmata.terms.term import Term

MAX_TRIES = 400
MAX_PARTS = 60


def shrunk(
    tester: Tester,
    simplest: Callable[[Sort], Term],
    clause: Clause,
    values: Sequence[Term],
) -> list[Term]:
    """Values at which the clause still fails, as small as a bounded search finds them."""
    found, tries = list(values), 0
    fails = tester.failing(clause)
    progress = fails is not None
    while progress and fails is not None:
        progress = False
        for i in range(len(found)):
            for smaller in _smaller(simplest, found[i]):
                tries += 1
                if tries > MAX_TRIES:
                    return found
                row = [*found[:i], smaller, *found[i + 1 :]]
                try:
                    good = fails([tester.evaluator.value(t) for t in row])
                except NoValue:
                    good = False
                if good:
                    found, progress = row, True
                    break
    return found


def _smaller(simplest: Callable[[Sort], Term], root: Term) -> Iterator[Term]:
    """The term with one part replaced by a part of it, or by the smallest value of its sort."""
    for count, (path, part) in enumerate(root.positions()):
        if count > MAX_PARTS:
            return
        if part.sort is INT:
            number = part.head
            assert isinstance(number, int)
            for n in dict.fromkeys((0, abs(number), number // 2)):
                if (abs(n), n < 0) < (abs(number), number < 0):
                    yield root.replace_at(path, Term.integer(n))
            continue
        inner = [t for t in part.subterms() if t is not part and t.sort is part.sort]
        smallest = simplest(part.sort)
        if smallest.size < part.size:
            yield root.replace_at(path, smallest)
        for term in sorted(inner, key=lambda t: t.size):
            if term is not smallest:
                yield root.replace_at(path, term)
