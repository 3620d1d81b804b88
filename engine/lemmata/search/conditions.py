"""Conditional lemmas from a stuck goal: what is assumed there implies what is wanted.

assumed facts  p1 = b1, …        (case conditions, premises, facts that a hypothesis gave)
stuck goal     l = r
candidate      p1 = b1 ==> l = r, with repeated subterms made variables
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lemmata.search.saturation import Saturation
from lemmata.search.speculation import MAX_SIZE, clause_of
from lemmata.terms.declarations import Clause, Equation
from lemmata.terms.symbols import EQ, Kind
from lemmata.terms.term import TRUE_TERM, Term

FACTS = 4


def implications(sat: Saturation, goal: Equation, assumed: Sequence[Equation]) -> list[Clause]:
    """Candidates `facts ==> goal`: each fact alone, then all that are assumed together."""
    graph = sat.graph
    normal = sat.normal_forms()
    left, right = (normal[graph.find(graph.add(side))] for side in goal)
    if left is right or left.size + right.size > MAX_SIZE:
        return []
    facts = [(_inside(sat, a, normal), _inside(sat, b, normal)) for a, b in assumed]
    facts += [(t, TRUE_TERM) for t in _true_facts(sat, normal)]
    facts = [f for f in dict.fromkeys(facts) if _useful(f, (left, right))]
    sets = [[f] for f in facts]
    together = [f for f in facts if f[1] is not TRUE_TERM or len(assumed) > 1][: len(assumed)]
    if len(together) > 1:
        sets.append(together)
    found: dict[Clause, None] = {}
    for chosen in sets:
        found.setdefault(_generalised(chosen, (left, right)))
    return list(found)


def _inside(sat: Saturation, term: Term, normal: Mapping[int, Term]) -> Term:
    """A fact with its arguments in normal form; the fact itself is kept."""
    graph = sat.graph
    return term.with_args(tuple(normal[graph.find(graph.add(a))] for a in term.args))


def _true_facts(sat: Saturation, normal: Mapping[int, Term]) -> list[Term]:
    """The smallest predicates that are known to hold."""
    graph = sat.graph
    found = [
        _inside(sat, t, normal)
        for t in graph.class_terms(graph.add(TRUE_TERM))
        if t.symbol is not None and (t.symbol.kind is Kind.FUNCTION or t.symbol is EQ) and t.free
    ]
    return sorted(dict.fromkeys(found), key=lambda t: t.size)[:FACTS]


def _useful(fact: Equation, goal: Equation) -> bool:
    """A fact that says something about the goal's variables and is not the goal."""
    size = fact[0].size + fact[1].size
    inside = fact[0].free | fact[1].free
    wanted = goal[0].free | goal[1].free
    return fact[0] is not fact[1] and fact != goal and size <= MAX_SIZE and bool(inside & wanted)


def _generalised(facts: Sequence[Equation], goal: Equation) -> Clause:
    """The implication with every repeated computed subterm replaced by a variable."""
    sides = [side for pair in (*facts, goal) for side in pair]
    counts: dict[Term, int] = {}
    for side in sides:
        for sub in side.subterms():
            if sub is not side and sub.symbol is not None and sub.symbol.kind is Kind.FUNCTION:
                counts[sub] = counts.get(sub, 0) + 1
    repeated = sorted((t for t, n in counts.items() if n > 1), key=lambda t: -t.size)
    binding: dict[Term, Term] = {}
    for i, term in enumerate(repeated):
        binding[term] = Term.variable(f"u{i}_", term.sort)

    def put(pair: Equation) -> Equation:
        return pair[0].rebuild(binding.get), pair[1].rebuild(binding.get)

    return clause_of(*put(goal), premises=tuple(map(put, facts)))
