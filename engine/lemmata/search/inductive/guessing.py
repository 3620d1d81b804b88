"""Lemmas from stuck goals: what is left to prove, generalised, tested, and seen to help.

The idea is CCLemma's (Kurashige et al., ICFP 2024): the graph of a stuck goal holds many forms of
both sides; a pair of forms with common subterms made variables is a candidate. With hypotheses the
candidate is an implication. Testing on values comes before any attempt at a proof.
"""

from __future__ import annotations

from collections.abc import Iterator

from lemmata.search.extraction import smallest
from lemmata.search.inductive.closure import Closure
from lemmata.search.inductive.goal import Goal
from lemmata.search.inductive.simplifier import Simplifier
from lemmata.search.speculation import candidates, clause_of, implications, sides
from lemmata.terms.declarations import Clause, Equation
from lemmata.terms.symbols import Kind
from lemmata.terms.term import Term

PAIRS = 6
FORMS = 3
MAX_FACTS = 3
MAX_SIZE = 24


def guesses(goal: Goal, closure: Closure, simplifier: Simplifier) -> list[Clause]:
    """Candidates for a stuck goal, small ones first, unconditional ones before the others."""
    graph = closure.graph
    normal = [closure.normal_forms(), closure.normal_forms(reverse=True)]
    pairs = sides(graph, normal, (goal.left, goal.right))
    found = [clause_of(*pair) for pair in candidates(pairs)]
    facts = list(_facts(goal, closure, simplifier))[:MAX_FACTS]
    if facts:
        wanted = pairs[:PAIRS]
        for p, q in closure.missing()[:3]:
            wanted.append(
                (normal[0][graph.find(graph.add(p))], normal[0][graph.find(graph.add(q))])
            )
        implied: dict[Clause, None] = {}
        for group in ([facts] if len(facts) > 1 else []) + [[fact] for fact in facts]:
            for premises, conclusion in implications(wanted, group):
                implied.setdefault(clause_of(*conclusion, premises=premises))
        found += sorted(implied, key=lambda c: (sum(t.size for t in c.terms()), -len(c.variables)))
    return list(dict.fromkeys(found))


def _facts(goal: Goal, closure: Closure, simplifier: Simplifier) -> Iterator[list[Equation]]:
    """Each unit hypothesis in a few forms, without constructors on top of both sides."""
    graph = closure.graph
    forms = smallest(graph, FORMS + 2, MAX_SIZE)

    def variants(side: Term) -> list[Term]:
        number = graph.lookup(side)
        if not side.args or number is None:
            return [side]
        more = [t for t in forms.get(graph.find(number), ()) if t.args and t.free <= side.free]
        return list(dict.fromkeys([side, *more]))[:FORMS]

    for hypothesis in goal.hypotheses:
        if hypothesis.is_unit:
            left, right = (
                simplifier.open(simplifier.normal(simplifier.ground(t)))
                for t in hypothesis.conclusion
            )
            for a, b in _parts(left, right):
                yield [(p, q) for p in variants(a) for q in variants(b)]


def _parts(left: Term, right: Term) -> list[Equation]:
    """What equal constructors on top leave of an equation."""
    found = []
    stack = [(left, right)]
    while stack:
        a, b = stack.pop()
        symbol = a.symbol
        if a is b:
            continue
        if symbol is not None and symbol.kind is Kind.CONSTRUCTOR and b.symbol is symbol:
            stack.extend(zip(a.args, b.args, strict=True))
        else:
            found.append((a, b))
    return found
