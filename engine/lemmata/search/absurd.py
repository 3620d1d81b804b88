"""Proofs from what cannot be: two different constructors or literals that are equal."""

from __future__ import annotations

from lemmata.proof import build
from lemmata.proof.nodes import Citation, Node, unit
from lemmata.search.egraph import EGraph
from lemmata.terms.term import FALSE_TERM, TRUE_TERM, Term, equation_term


def unequal(graph: EGraph, i: int, first: int, second: int) -> Node:
    """eq(a, b) = false, because a and b have different constructors on top."""
    term = graph.terms[i]
    a, b = graph.args[i]
    assumed = unit(term, TRUE_TERM)
    start = build.eq_elim(build.rewrite(term, Citation(assumed), ()))
    clash = [build.sym(graph.explain(a, first)), start, graph.explain(b, second)]
    absurd = contradiction(build.trans(clash), term, FALSE_TERM)
    return build.bool_cases(term, absurd, build.rewrite(term, Citation(unit(term, FALSE_TERM)), ()))


def refute(graph: EGraph, first: int, second: int, left: Term, right: Term) -> Node:
    """Anything follows from two values with different tops in one class."""
    return contradiction(graph.explain(first, second), left, right)


def contradiction(node: Node, left: Term, right: Term) -> Node:
    """Anything follows from C(…) = D(…), or from two literals."""
    if node.left.symbol is not None:
        return build.distinct(node, left, right)
    claim = equation_term(node.left, node.right)
    truth = build.eq_intro(node, claim)
    falsehood = build.evaluated(claim, FALSE_TERM)
    return build.distinct(build.trans([build.sym(truth), falsehood]), left, right)
