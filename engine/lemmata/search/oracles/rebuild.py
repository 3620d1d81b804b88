"""From an oracle's hint to a theorem: lemmas in order by completion, or instances by congruence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from lemmata.proof.nodes import Citation, Law, Node, Theorem, unit
from lemmata.search.absurd import refute
from lemmata.search.axiomatic import prove_axiomatic
from lemmata.search.computing import compute, watched
from lemmata.search.egraph import EGraph, Reason
from lemmata.search.oracles.problem import Problem, Tree, type_arguments
from lemmata.search.oracles.text import Derivation
from lemmata.terms.declarations import Clause
from lemmata.terms.term import FALSE_TERM, TRUE_TERM, Term

STEP = 60
"""Given clauses of completion for a lemma from those that it cites."""
LAST = 300
"""The same for the goal, from all lemmas."""


def from_instances(
    name: str, problem: Problem, instances: Iterable[tuple[int, Sequence[Tree]]]
) -> Theorem | None:
    """The goal by congruence from instances of laws, if they are enough."""
    goal = problem.goal
    citations = [c for k, row in instances if (c := _citation(problem, k, row)) is not None]
    citations += [Citation(law) for law in problem.laws if not law.clause.variables]
    graph = EGraph()
    for term in (TRUE_TERM, FALSE_TERM, goal.left, goal.right):
        graph.add(term)
    pending = []
    for citation in [*(Citation(unit(*premise)) for premise in goal.premises), *citations]:
        premises, (left, right) = citation.equation()
        pairs = tuple((graph.add(p), graph.add(q)) for p, q in premises)
        pending.append((graph.add(left), graph.add(right), Reason(citation, pairs)))
    node = _joined(graph, pending, goal.left, goal.right)
    return None if node is None else Theorem(name, goal, goal.variables, node)


def _joined(
    graph: EGraph, pending: list[tuple[int, int, Reason]], left: Term, right: Term
) -> Node | None:
    """The sides of the goal joined by instances whose premises are joined before, or None."""
    find = graph.find
    goal = graph.add(left), graph.add(right)
    nodes = [i for i, term in enumerate(graph.terms) if term.symbol and watched(term.symbol)]
    while True:
        compute(graph, nodes)
        if graph.contradiction is not None:
            return refute(graph, *graph.contradiction, left, right)
        if find(goal[0]) == find(goal[1]):
            return graph.explain(*goal)
        ready = [row for row in pending if all(find(p) == find(q) for p, q in row[2].premises)]
        if not ready:
            return None
        for a, b, reason in ready:
            if find(a) != find(b):
                graph.merge(a, b, reason)
        pending = [row for row in pending if row not in ready]


def _citation(problem: Problem, number: int, row: Sequence[Tree]) -> Citation | None:
    if not 0 <= number < len(problem.laws):
        return None
    law = problem.laws[number]
    values = [problem.term(tree) for tree in row]
    known = [v for v in values if v is not None]
    if len(known) != len(values) or len(values) != len(law.clause.variables):
        return None
    types = type_arguments(law, known)
    return None if types is None else Citation(law, types, tuple(known))


def from_derivation(
    name: str, problem: Problem, derivation: Sequence[Derivation], expired: Callable[[], bool]
) -> Theorem | None:
    """The goal from the lemmas of a refutation, each proved from those that it rests on."""
    known: dict[str, list[Law]] = {f"c{i}": [law] for i, law in enumerate(problem.laws)}
    lemmas: list[Law] = []
    for item in derivation:
        parents = dict.fromkeys(
            law for p in item.parents if p != item.name for law in known.get(p, ())
        )
        if item.name in known or item.role == "negated_conjecture":
            known.setdefault(item.name, list(parents))
            continue
        known[item.name] = list(parents)
        clause = _statement(problem, item)
        if clause is None or any(law.clause == clause for law in parents):
            continue
        number = len(lemmas) + 1
        theorem, _ = prove_axiomatic(f"lemma_{number}", clause, list(parents), expired, STEP)
        if theorem is not None:
            law = Law("theorem", theorem.name, 0, clause, "", theorem)
            lemmas.append(law)
            known[item.name] = [law]
        if expired():
            return None
    used = known[derivation[-1].name] if derivation else []
    for laws in (used, [*used, *lemmas, *problem.laws]):
        unique = list(dict.fromkeys(laws))
        theorem, _ = prove_axiomatic(name, problem.goal, unique, expired, LAST)
        if theorem is not None:
            return theorem
    return None


def _statement(problem: Problem, item: Derivation) -> Clause | None:
    """The Horn clause that a step derives; None if it is none or its sorts cannot be told."""
    heads = [pair for positive, pair in item.literals if positive]
    premises = [pair for positive, pair in item.literals if not positive]
    if len(heads) != 1:
        return None
    pairs = [*premises, heads[0]]
    sorts = problem.variable_sorts([side for pair in pairs for side in pair], item.variables)
    if sorts is None:
        return None
    taken = {str(v.head) for v in problem.goal.variables}
    prefix = "x"
    while any(name.startswith(prefix) for name in taken):
        prefix += "_"
    variables = [Term.variable(f"{prefix}{i}", sort) for i, sort in enumerate(sorts)]
    sides = [(problem.term(a, variables), problem.term(b, variables)) for a, b in pairs]
    equations = []
    for left, right in sides:
        if left is None or right is None or left.sort is not right.sort:
            return None
        equations.append((left, right))
    free = frozenset(v for p in equations for side in p for v in side.free)
    if not free.isdisjoint(problem.goal.variables):
        return None
    return Clause.close(tuple(equations[:-1]), equations[-1])
