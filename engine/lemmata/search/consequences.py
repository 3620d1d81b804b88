"""Which laws follow from others by equations alone, without induction: an irredundant basis.

Each law is dropped tentatively, the least interesting first. It stays out if the definitions and
the laws that are still in prove it by rewriting (equality saturation, its premises as facts):

    laws still in, without p |- p
    -----------------------------  p follows
    p is dropped

A law that was dropped rests on laws that are dropped later or never, so that all rest on the basis.
Limits are counts, so that the basis is the same in each run.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product

from lemmata.proof.nodes import Law, Theorem
from lemmata.search.axiomatic import prove_axiomatic
from lemmata.search.eqsat.certifying import certified
from lemmata.search.eqsat.engine import saturate
from lemmata.search.eqsat.laws import MAX_INSTANCES, sorts_in
from lemmata.search.eqsat.problem import Backoff, EqRule, Limits, Problem, Rule
from lemmata.search.eqsat.replaying import TooLong
from lemmata.search.equational import assumptions, rules_for
from lemmata.search.instances import by_law
from lemmata.search.minimise import minimise
from lemmata.terms.declarations import Clause
from lemmata.terms.symbols import Symbol
from lemmata.terms.term import Term

LIMITS = Limits(nodes=6_000, matches=40_000, iterations=10)
SCHEDULER = Backoff(match_limit=400, ban_length=3)
GIVEN = 40
"""Equations that completion may process."""
Expired = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A law that may be dropped; those with a smaller `interest` are tried first."""

    law: Law
    interest: tuple[int, ...]


def consequences(
    candidates: Sequence[Candidate], definitions: Sequence[Law], expired: Expired
) -> Iterator[tuple[Law, Theorem | None]]:
    """Each law in the order in which it is tried, with a proof from the laws still in, if any.

    Ends early when `expired`; the laws that were not tried stay in.
    """
    kept = {id(c.law): c.law for c in candidates}
    for candidate in sorted(candidates, key=lambda c: c.interest):
        law = candidate.law
        others = [other for key, other in kept.items() if key != id(law)]
        found = follows(law.name, law.clause, others, definitions, expired)
        if expired():
            return
        if found is not None:
            del kept[id(law)]
        yield law, found


def follows(
    name: str, clause: Clause, laws: Sequence[Law], definitions: Sequence[Law], expired: Expired
) -> Theorem | None:
    """A proof of a clause by instances of laws and definitions; None if the limits were hit."""
    known = by_law(name, clause, laws)
    if known is not None:
        return known
    everything = [*definitions, *laws]
    terms = list(clause.terms())
    rules: list[Rule] = [*assumptions(clause), *rules_for(everything, terms)]
    rules += [rule for law in laws for rule in _implications(law, terms)]
    more = _present(clause, everything)
    problem = Problem(rules, clause.left, clause.right, LIMITS, SCHEDULER, more)
    search = saturate(problem, expired)
    if search.outcome.found and problem.goal is not None:
        try:
            node = certified(search.explain(problem.start, problem.goal))
            return minimise(Theorem(name, clause, clause.variables, node))
        except TooLong:
            pass
    if clause.types:
        return None
    theorem, _ = prove_axiomatic(name, clause, everything, expired, GIVEN)
    return None if theorem is None else minimise(theorem)


def _implications(law: Law, terms: Sequence[Term]) -> Iterator[EqRule]:
    """A law that concludes x = t for a variable x: its premises trigger it."""
    clause = law.clause
    if not (clause.premises and clause.left.is_variable):
        return
    for types in islice(product(sorts_in(terms), repeat=len(clause.types)), MAX_INSTANCES):
        sorts = dict(zip(clause.types, types, strict=True))
        old = {v: v.instantiate(sorts, {}) for v in clause.variables}
        left, right, *sides = (
            t.instantiate(sorts, old)
            for pair in (clause.conclusion, *clause.premises)
            for t in pair
        )
        premises = tuple(zip(sides[::2], sides[1::2], strict=True))
        with contextlib.suppress(ValueError):
            yield EqRule(
                law.name, left, right, premises, law, types=types, triggers=(premises[0][0],)
            )


def _present(clause: Clause, laws: Sequence[Law]) -> list[Term]:
    """The sides of the premises, and what unary functions make of them: h(a) = h(b) from a = b."""
    sides = [side for pair in clause.premises for side in pair]
    unary: dict[Symbol, None] = {}
    for law in laws:
        for side in law.clause.conclusion:
            for term in side.subterms():
                if term.symbol is not None and len(term.args) == 1:
                    unary.setdefault(term.symbol)
    found = list(sides)
    for side in sides:
        for symbol in unary:
            with contextlib.suppress(ValueError):
                found.append(Term.apply(symbol, side))
    return found
