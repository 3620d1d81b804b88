"""Strict equality: from an equation under Def(a) to the two theorems of FORMAT.md section 9."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lemmata.proof import build
from lemmata.proof.nodes import Citation, Node, StrictEquality, Theorem, unit
from lemmata.terms.declarations import Clause, Equation
from lemmata.terms.domain import Definition, strict_statements
from lemmata.terms.symbols import Symbol
from lemmata.terms.term import FALSE_TERM, TRUE_TERM, Term


def same_truth(a: Term, b: Term, forward: Node, backward: Node) -> Node:
    """a = b for truth values, from `a = true |- b = true` and `b = true |- a = true`."""
    if a is b:
        return build.refl(a)
    if a is TRUE_TERM:
        return build.sym(forward)
    if b is TRUE_TERM:
        return backward
    both = build.trans([_assumed(a, TRUE_TERM), build.sym(forward)])
    clash = build.trans([build.sym(backward), _assumed(a, FALSE_TERM)])
    neither = build.trans([_assumed(a, FALSE_TERM), build.sym(_assumed(b, FALSE_TERM))])
    only = build.bool_cases(b, build.distinct(clash, a, b), neither)
    return build.bool_cases(a, both, only)


def _assumed(term: Term, value: Term) -> Node:
    return build.rewrite(term, Citation(unit(term, value)), ())


def premises(conditions: Sequence[Term]) -> tuple[Equation, ...]:
    """Conditions as premises; what is `true` is left out."""
    return tuple((c, TRUE_TERM) for c in conditions if c is not TRUE_TERM)


def strict_equality(
    variables: tuple[Term, ...],
    assumptions: Sequence[Term],
    functions: Mapping[Symbol, Definition],
    equal: Node,
    domains: Node,
) -> StrictEquality:
    """The claim a = b under assumptions: `equal` proves a = b under Def(a), `domains` the domains.

    Raises ValueError if a side has no domain.
    """
    given = tuple((c, TRUE_TERM) for c in assumptions)
    clause = Clause((), variables, given, (equal.left, equal.right))
    statements = strict_statements(clause, functions)
    if statements is None:
        raise ValueError("a side has no domain that can be stated")
    return StrictEquality(
        clause,
        Theorem("equal", statements[0], variables, equal),
        Theorem("domain", statements[1], variables, domains),
    )
