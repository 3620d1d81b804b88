"""Equality of values with the same constructor is equality of their fields.

eq(C(x1, …, xn), C(y1, …, yn)) = and(eq(x1, y1), …)

The proof goes by cases of both sides: constructors are injective, and functions of equal arguments
are equal. It needs no law, so that this is a lemma of every theory.
"""

from __future__ import annotations

from functools import lru_cache

from lemmata.proof import build
from lemmata.proof.nodes import Citation, Law, Node, Theorem, unit
from lemmata.terms.declarations import Clause
from lemmata.terms.domain import conjunction
from lemmata.terms.symbols import OR, Symbol
from lemmata.terms.term import FALSE_TERM, TRUE_TERM, Term, equation_term


@lru_cache(maxsize=1_000)
def by_fields(constructor: Symbol) -> Law:
    """The lemma about a constructor that has fields."""
    sorts = constructor.arguments
    rows = [[Term.variable(f"{n}{i}", s) for i, s in enumerate(sorts, start=1)] for n in "xy"]
    types = constructor.types
    left = equation_term(*(Term.apply(constructor, *row, types=types) for row in rows))
    parts = [equation_term(a, b) for a, b in zip(*rows, strict=True)]
    right = conjunction(parts)
    clause = Clause.close((), (left, right))
    name = f"eq_{constructor.display}"
    proof = Theorem(name, clause, clause.variables, _proof(left, right, parts))
    return Law("theorem", name, 0, clause, "", proof)


def _proof(left: Term, right: Term, parts: list[Term]) -> Node:
    """left = right by cases of left, then of right."""
    holds = build.rewrite(left, Citation(unit(left, TRUE_TERM)), ())
    same = build.eq_elim(holds)
    whole: Node | Term = right
    for k, part in enumerate(parts):
        each = build.eq_intro(build.injective(same, k), part)
        whole = build.rewrite(whole, Citation(each), _path(k, len(parts)))
    assert isinstance(whole, Node)
    if whole.right is not TRUE_TERM:
        whole = build.trans([whole, build.tautology(whole.right, TRUE_TERM)])
    both = build.trans([holds, build.sym(whole)])
    fails = build.rewrite(left, Citation(unit(left, FALSE_TERM)), ())
    clash = build.trans([build.sym(_joined(left, right, parts)), fails])
    neither = build.rewrite(right, Citation(unit(right, FALSE_TERM)), ())
    negative = build.trans([fails, build.sym(neither)])
    inner = build.bool_cases(right, build.distinct(clash, left, right), negative)
    return build.bool_cases(left, both, inner)


def _joined(left: Term, right: Term, parts: list[Term]) -> Node:
    """right = true |- left = true."""
    given = build.rewrite(right, Citation(unit(right, TRUE_TERM)), ())
    chain: Node | Term = left.args[0]
    for k, part in enumerate(parts):
        each = given if part is right else _part(part, right, given)
        chain = build.rewrite(chain, Citation(build.eq_elim(each)), (k,))
    assert isinstance(chain, Node)
    return build.eq_intro(chain, left)


def _part(part: Term, whole: Term, given: Node) -> Node:
    """part = true, as the conjunction that it belongs to is."""
    start = build.tautology(part, Term.apply(OR, part, whole))
    step = build.rewrite(start.right, Citation(given), (1,))
    return build.trans([start, step, build.tautology(step.right, TRUE_TERM)])


def _path(number: int, count: int) -> tuple[int, ...]:
    """Where a part of a conjunction stands."""
    return (1,) * number + ((0,) if number < count - 1 else ())
