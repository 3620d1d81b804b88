"""Rules: laws and hypotheses read in one direction, ready to be matched.

A conditional law may bind variables in its premises only; an induction hypothesis is a rule at each
smaller value that its limit shows; an involution or a disjunction is worth adding where a part is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lemmata.proof.nodes import Hypothesis, Law
from lemmata.terms.declarations import Equation
from lemmata.terms.symbols import OR, Kind
from lemmata.terms.term import TRUE_TERM, Term

MAX_PATTERN = 200
MAX_UNFOLDED = 6


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """A law or hypothesis read in one direction: `left` is matched, `right` is added.

    `fixed` binds variables in advance (the values at which an induction hypothesis may be used).
    """

    source: Law | Hypothesis
    variables: tuple[Term, ...]
    premises: tuple[Equation, ...]
    left: Term
    right: Term
    reverse: bool = False
    fixed: tuple[tuple[Term, Term], ...] = ()


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


def unfolding(law: Law) -> list[Rule]:
    """For f(.. g(x) ..) = x or (p(x) or q(x)) = true: rules that add the law where a part is.

    An involution says something about g(x) alone, a disjunction about each of its parts.
    """
    clause = law.clause
    left, right = clause.conclusion
    parts: Sequence[Term] = ()
    if right.is_variable and left.size <= MAX_UNFOLDED and not clause.premises:
        parts = [t for t in left.subterms() if t is not left and t.args][:1]
    elif left.symbol is OR and right is TRUE_TERM:
        parts = left.args
    wanted = set(clause.variables)
    return [
        Rule(law, clause.variables, clause.premises, part, right)
        for part in parts
        if part.args and wanted <= part.free
    ]


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


def guarded(hypothesis: Hypothesis) -> list[Rule]:
    """The rules of an induction hypothesis at every smaller value its limit shows.

    Lexicographic: the measures before the j-th equal their limits, the j-th is a proper part.
    """
    found = []
    left, right = hypothesis.conclusion
    for j, limit in enumerate(hypothesis.limit):
        for part in constructor_parts(limit):
            earlier = zip(hypothesis.measure[:j], hypothesis.limit[:j], strict=True)
            fixed = (*earlier, (hypothesis.measure[j], part))
            for a, b, reverse in ((left, right, False), (right, left, True)):
                free = [v for v in hypothesis.bound if v not in {u for u, _ in fixed}]
                if _matchable(free, hypothesis.premises, a, b):
                    rule = Rule(
                        hypothesis, hypothesis.bound, hypothesis.premises, a, b, reverse, fixed
                    )
                    found.append(rule)
    return found


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
