"""Laws as rules for equality saturation; polymorphic ones at the sorts that a problem has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from lemmata.proof.nodes import Law
from lemmata.search.eqsat.problem import EqRule
from lemmata.terms.sorts import Sort
from lemmata.terms.term import Term

MAX_INSTANCES = 16


def rules_of(law: Law, sorts: Sequence[Sort], reverse: bool = False) -> Iterator[EqRule]:
    """The law read in one direction, for every choice of sorts for its type variables.

    Nothing where matching could not bind its variables.
    """
    clause = law.clause
    choices = product(sorts, repeat=len(clause.types))
    for number, types in enumerate(choices):
        if number >= MAX_INSTANCES:
            return
        binding = dict(zip(clause.types, types, strict=True))

        def put(term: Term, binding: dict[Sort, Sort] = binding) -> Term:
            old = {v: v.instantiate(binding, {}) for v in clause.variables}
            return term.instantiate(binding, old) if binding else term

        left, right = (put(side) for side in clause.conclusion)
        if reverse:
            left, right = right, left
        premises = tuple((put(a), put(b)) for a, b in clause.premises)
        if left.is_variable:
            continue
        try:
            yield EqRule(law.name, left, right, premises, source=law, reverse=reverse, types=types)
        except ValueError:
            continue


def sorts_in(terms: Sequence[Term]) -> tuple[Sort, ...]:
    """The sorts of all subterms and the arguments of those sorts, in order of first occurrence."""
    found: dict[Sort, None] = {}
    stack = [s for t in terms for u in t.subterms() for s in (u.sort, *u.types)]
    while stack:
        sort = stack.pop(0)
        if sort not in found:
            found[sort] = None
            stack.extend(sort.args)
    return tuple(found)
