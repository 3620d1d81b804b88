"""Rules: laws and hypotheses read in one direction, ready to be matched.

A conditional law may bind variables in its premises only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lemmata.proof.nodes import Hypothesis, Law
from lemmata.terms.declarations import Equation
from lemmata.terms.symbols import Kind
from lemmata.terms.term import Term

MAX_PATTERN = 200


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """A law or hypothesis read in one direction: `left` is matched, `right` is added."""

    source: Law | Hypothesis
    variables: tuple[Term, ...]
    premises: tuple[Equation, ...]
    left: Term
    right: Term
    reverse: bool = False


def directed(source: Law | Hypothesis, reverse: bool = False) -> Rule | None:
    """The rule of a law in one direction; None if it cannot be matched that way."""
    if isinstance(source, Law):
        variables, premises = source.clause.variables, source.clause.premises
        left, right = source.clause.conclusion
    else:
        variables, premises = source.bound, source.premises
        left, right = source.conclusion
    if reverse:
        left, right = right, left
    if not _matchable(variables, premises, left, right) or left.size > MAX_PATTERN:
        return None
    return Rule(source, variables, premises, left, right, reverse)


def _matchable(
    variables: Sequence[Term], premises: Sequence[Equation], left: Term, right: Term
) -> bool:
    """Whether matching the left side, then the premises, binds every variable.

    A side that is a bare variable is matched by its premises alone, and only against another one.
    """
    inside = {v for p, q in premises for v in p.free | q.free}
    if left.is_variable:
        return bool(premises) and right.is_variable and set(variables) <= inside
    return set(variables) <= left.free | inside


def constructor_parts(term: Term) -> list[Term]:
    """The proper constructor subterms of a term that have its sort or another datatype's."""
    found: dict[Term, None] = {}
    stack = [term]
    while stack:
        t = stack.pop()
        if t.symbol is not None and t.symbol.kind is Kind.CONSTRUCTOR:
            for a in t.args:
                if a.sort is term.sort:
                    found.setdefault(a)
                stack.append(a)
    return list(found)
