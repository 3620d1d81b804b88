"""Which laws follow from others without induction: an irredundant basis.

Each law is dropped tentatively, the least interesting first. It stays out if the definitions and
the laws that are still in prove it: by rewriting (equality saturation, its premises as facts), by
rewriting in a few cases, or by completion.

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

from lemmata.proof.laws import axioms, definitions
from lemmata.proof.nodes import Law, Node, Theorem
from lemmata.search.axiomatic import prove_axiomatic
from lemmata.search.eqsat.certifying import certified
from lemmata.search.eqsat.engine import saturate
from lemmata.search.eqsat.laws import MAX_INSTANCES, sorts_in
from lemmata.search.eqsat.problem import Backoff, EqRule, Limits, Problem, Rule
from lemmata.search.eqsat.replaying import TooLong
from lemmata.search.equational import assumptions, rules_for
from lemmata.search.inductive.attempt import Effort, Exhausted, Prover
from lemmata.search.inductive.closure import Limits as ClosureLimits
from lemmata.search.inductive.goal import Budget, GaveUp, Goal
from lemmata.search.inductive.lawbook import Lawbook
from lemmata.search.instances import by_law
from lemmata.search.minimise import minimise
from lemmata.terms.declarations import Clause, FunctionGroup, Theory
from lemmata.terms.symbols import Symbol
from lemmata.terms.term import Term

LIMITS = Limits(nodes=6_000, matches=40_000, iterations=10)
SCHEDULER = Backoff(match_limit=400, ban_length=3)
EFFORT = Effort(ClosureLimits(nodes=400, rounds=6, eager=False), splits=3, work=3_000)
GIVEN = 40
"""Equations that completion may process."""
Expired = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A law that may be dropped; those with a smaller `interest` are tried first."""

    law: Law
    interest: tuple[int, ...]


def consequences(
    theory: Theory, candidates: Sequence[Candidate], given: Sequence[Law], expired: Expired
) -> Iterator[tuple[Law, Theorem | None]]:
    """Each law in the order in which it is tried, with a proof from the laws still in, if any.

    `given` is never dropped. Ends early when `expired`; the laws that were not tried stay in.
    """
    kept = {id(c.law): c.law for c in candidates}
    for candidate in sorted(candidates, key=lambda c: c.interest):
        law = candidate.law
        others = [*given, *(other for key, other in kept.items() if key != id(law))]
        try:
            found = follows(theory, law.name, law.clause, others, expired)
        except GaveUp:
            return
        if expired():
            return
        if found is not None:
            del kept[id(law)]
        yield law, found


def follows(
    theory: Theory, name: str, clause: Clause, laws: Sequence[Law], expired: Expired
) -> Theorem | None:
    """A proof of a clause by laws and definitions; None if the limits were hit."""
    known = by_law(name, clause, laws)
    if known is not None:
        return known
    defined = definitions(theory.declarations)
    everything = [*defined, *axioms(theory.declarations), *laws]
    node = _by_rewriting(clause, everything, expired) or _by_cases(theory, clause, laws, expired)
    if node is not None:
        return minimise(Theorem(name, clause, clause.variables, node))
    if clause.types:
        return None
    theorem, _ = prove_axiomatic(name, clause, everything, expired, GIVEN)
    return None if theorem is None else minimise(theorem)


def _by_cases(theory: Theory, clause: Clause, laws: Sequence[Law], expired: Expired) -> Node | None:
    """A proof that may split on conditions and on constructors, a few times."""
    book = Lawbook()
    book.define(definitions(theory.declarations))
    for law in (*axioms(theory.declarations), *laws):
        book.learn(law)
    groups = [d for d in theory.declarations if isinstance(d, FunctionGroup)]
    cases = {f.symbol: f.cases for d in groups for f in d.members}
    prover = Prover(book, theory.datatypes, cases, Budget(expired=expired))
    goal = Goal.of(clause)
    closure = prover.saturated(goal, EFFORT)
    try:
        return prover.branch(goal, closure, EFFORT.splits, 0) if closure else None
    except Exhausted:
        return None


def _by_rewriting(clause: Clause, laws: Sequence[Law], expired: Expired) -> Node | None:
    """A chain of instances of laws."""
    terms = list(clause.terms())
    rules: list[Rule] = [*assumptions(clause), *rules_for(laws, terms)]
    rules += [rule for law in laws for rule in _implications(law, terms)]
    more = _present(clause, laws)
    problem = Problem(rules, clause.left, clause.right, LIMITS, SCHEDULER, more)
    search = saturate(problem, expired)
    if search.outcome.found and problem.goal is not None:
        try:
            return certified(search.explain(problem.start, problem.goal))
        except TooLong:
            pass
    return None


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
