"""Smart constructors for proof nodes: each computes the context that its rule needs.

They assert what the kernel will check, so that a wrong step is found where it is made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from lemmata.proof.nodes import Citation, Hypothesis, Law, Node, bound_variable, unit
from lemmata.terms.term import FALSE_TERM, TRUE_TERM, Term

EMPTY: frozenset[Hypothesis] = frozenset()


def _join(*nodes: Node | None) -> frozenset[Hypothesis]:
    return EMPTY.union(*(n.context for n in nodes if n is not None))


def refl(term: Term) -> Node:
    """|- t = t."""
    return Node("refl", EMPTY, term, term)


def sym(node: Node) -> Node:
    """l = r |- r = l."""
    return Node("sym", node.context, node.right, node.left, (node,))


def trans(nodes: Sequence[Node]) -> Node:
    """A chain of equations that meet."""
    if len(nodes) == 1:
        return nodes[0]
    for first, second in pairwise(nodes):
        assert first.right is second.left
    return Node("trans", _join(*nodes), nodes[0].left, nodes[-1].right, tuple(nodes))


def rewrite(
    start: Node | Term,
    by: Citation,
    path: tuple[int, ...],
    reverse: bool = False,
    premises: tuple[Node, ...] = (),
) -> Node:
    """Extend a chain (or start one at a term) by one rewriting step at a position."""
    origin = start if isinstance(start, Node) else None
    left, middle = (start.left, start.right) if isinstance(start, Node) else (start, start)
    conditions, (old, new) = by.equation()
    assert [(p.left, p.right) for p in premises] == list(conditions), "premises do not fit"
    if reverse:
        old, new = new, old
    assert middle.at(path) is old, f"{old} is not at {path} of {middle}"
    context = _join(origin, *premises)
    if isinstance(by.source, Hypothesis):
        context |= {by.source}
    elif isinstance(by.source, Node):
        context |= by.source.context
    detail = {"by": by, "at": path, "reverse": reverse}
    right = middle.replace_at(path, new)
    return Node("rewrite", context, left, right, (origin, *premises), detail)


def injective(node: Node, field: int) -> Node:
    """C(a…) = C(b…) |- a = b."""
    left, right = node.left.args[field], node.right.args[field]
    return Node("injective", node.context, left, right, (node,), {"field": field})


def distinct(node: Node, left: Term, right: Term) -> Node:
    """C(…) = D(…) |- left = right."""
    return Node("distinct", node.context, left, right, (node,))


def eq_intro(node: Node, left: Term) -> Node:
    """a = b |- eq(a, b) = true, where `left` is eq(a, b)."""
    return Node("eq_intro", node.context, left, TRUE_TERM, (node,))


def eq_elim(node: Node) -> Node:
    """eq(a, b) = true |- a = b."""
    left, right = node.left.args
    return Node("eq_elim", node.context, left, right, (node,))


def evaluated(left: Term, right: Term) -> Node:
    """A built-in operation on literals."""
    return Node("eval", EMPTY, left, right)


def field(
    context: frozenset[Hypothesis],
    left: Term,
    right: Term,
    premises: Sequence[Node],
    laws: Mapping[str, Citation],
) -> Node:
    """left = right as rational functions; each premise says not(eq(d, 0)) = true.

    `context` is joined with the contexts of the premises.
    """
    for premise in premises:
        assert premise.right is TRUE_TERM
    detail = {"laws": laws}
    return Node("field", context | _join(*premises), left, right, tuple(premises), detail)


def tautology(left: Term, right: Term) -> Node:
    """left = right under every assignment of the Bool atoms."""
    return Node("bool", EMPTY, left, right)


def interval(left: Term, right: Term) -> Node:
    """A comparison of real constants, decided by enclosures."""
    return Node("interval", EMPTY, left, right)


def cases(
    term: Term, fields: Sequence[tuple[Term, ...]], values: Sequence[Term], nodes: Sequence[Node]
) -> Node:
    """One node per constructor, each may use `term = value`."""
    context = EMPTY
    for value, node in zip(values, nodes, strict=True):
        context |= node.context - {unit(term, value)}
    first = nodes[0]
    detail = {"term": term, "fields": tuple(fields)}
    return Node("cases", context, first.left, first.right, tuple(nodes), detail)


def bool_cases(term: Term, if_true: Node, if_false: Node) -> Node:
    """Case split on a Bool term."""
    return cases(term, [(), ()], [TRUE_TERM, FALSE_TERM], [if_true, if_false])


def split(
    variable: Term,
    left: Term,
    right: Term,
    available: Sequence[Hypothesis],
    fields: Sequence[tuple[Term, ...]],
    values: Sequence[Term],
    nodes: Sequence[Node],
) -> Node:
    """One node per constructor value of a variable; `available` are the hypotheses before."""
    used: dict[Hypothesis, None] = {}
    for value, node in zip(values, nodes, strict=True):
        binding = {variable: value}
        known = {h.substitute(binding): h for h in reversed(available)}
        for hypothesis in node.context:
            used.setdefault(known[hypothesis])
    detail = {"variable": variable, "fields": tuple(fields)}
    return Node("split", frozenset(used), left, right, tuple(nodes), detail)


def induction_hypothesis(
    variables: Sequence[Term],
    general: Sequence[Term],
    moved: Sequence[Hypothesis],
    left: Term,
    right: Term,
) -> Hypothesis:
    """What induction on `variables` lets one assume of left = right."""
    opened = (*variables, *general)
    binding = {x: bound_variable(i, x.sort) for i, x in enumerate(opened)}
    bound = tuple(binding[x] for x in opened)
    premises = tuple(
        (h.conclusion[0].substitute(binding), h.conclusion[1].substitute(binding)) for h in moved
    )
    conclusion = (left.substitute(binding), right.substitute(binding))
    return Hypothesis(bound, premises, conclusion, bound[: len(variables)], tuple(variables))


def induction(
    variables: Sequence[Term], general: Sequence[Term], moved: Sequence[Hypothesis], node: Node
) -> Node:
    """Discharge the induction hypothesis of `node`; without a use of it the node itself."""
    hypothesis = induction_hypothesis(variables, general, moved, node.left, node.right)
    if hypothesis not in node.context:
        return node
    detail = {"variables": tuple(variables), "general": tuple(general), "moved": tuple(moved)}
    context = (node.context - {hypothesis}) | frozenset(moved)
    return Node("induction", context, node.left, node.right, (node,), detail)


def law_instance(law: Law, values: Sequence[Term]) -> Citation:
    """A citation with sort arguments found by matching the values' sorts."""
    from lemmata.terms.sorts import Sort, match_sort

    sorts: dict[Sort, Sort] = {}
    for variable, value in zip(law.clause.variables, values, strict=True):
        assert match_sort(variable.sort, value.sort, sorts)
    return Citation(law, tuple(sorts[t] for t in law.clause.types), tuple(values))


def instantiate(node: Node, binding: dict[Term, Term]) -> Node:
    """The node with variables replaced, in its context too."""
    free = node.left.free | node.right.free
    used = {v: t for v, t in binding.items() if v in free and v is not t}
    if not used:
        return node
    detail = {"variables": tuple(used), "terms": tuple(used.values())}
    context = frozenset(h.substitute(used) for h in node.context)
    left, right = node.left.substitute(used), node.right.substitute(used)
    return Node("instantiate", context, left, right, (node,), detail)
