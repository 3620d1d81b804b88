"""Congruence closure against a naive closure, and its explanations before the kernel."""

from __future__ import annotations

import json
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lemmata.kernel import check
from lemmata.proof import build
from lemmata.proof.encode import encode
from lemmata.proof.nodes import Citation, Node, Theorem, unit
from lemmata.search.egraph import EGraph, Reason
from lemmata.terms.declarations import Clause
from lemmata.terms.sorts import Sort
from lemmata.terms.symbols import Kind
from lemmata.terms.term import Term
from lemmata.theories import theory

NAT = theory("nat")
N = Sort.of("nat.Nat")
X, Y, Z = (Term.variable(name, N) for name in "xyz")
ZERO = Term.apply(NAT.symbols["nat.0"])
Equation = tuple[Term, Term]


def s(term: Term) -> Term:
    return Term.apply(NAT.symbols["nat.S"], term)


def plus(left: Term, right: Term) -> Term:
    return Term.apply(NAT.symbols["nat.+"], left, right)


def graph_of(equations: list[Equation]) -> EGraph:
    graph = EGraph()
    for left, right in equations:
        reason = Reason(Citation(unit(left, right)))
        graph.merge(graph.add(left), graph.add(right), reason)
    return graph


def accepted(equations: list[Equation], node: Node) -> None:
    """The kernel accepts `equations ==> left = right` with this proof."""
    clause = Clause.close(tuple(equations), (node.left, node.right))
    theorem = Theorem("goal", clause, clause.variables, node)
    report = check(json.dumps(encode(theorem, NAT.declarations)))
    assert report.kind == "proof"


class Naive:
    """Equality of all subterms, closed by looking at all pairs until nothing changes."""

    def __init__(self, equations: list[Equation], more: list[Term]) -> None:
        roots = [side for pair in equations for side in pair] + more
        self.terms = list(dict.fromkeys(t for root in roots for t in root.subterms()))
        self.name = {t: i for i, t in enumerate(self.terms)}
        self.contradiction = False
        for left, right in equations:
            self._join(left, right)
        while self._round():
            pass

    def _join(self, left: Term, right: Term) -> bool:
        a, b = self.name[left], self.name[right]
        self.name = {t: a if n == b else n for t, n in self.name.items()}
        return a != b

    def _round(self) -> bool:
        changed = False
        for a, b in combinations(self.terms, 2):
            values = [t.symbol and t.symbol.kind is Kind.CONSTRUCTOR for t in (a, b)]
            if self.same(a, b):
                if all(values) and a.head is b.head:
                    for p, q in zip(a.args, b.args, strict=True):
                        changed |= self._join(p, q)
                self.contradiction |= all(values) and a.head is not b.head
            elif a.head == b.head and a.args and all(map(self.same, a.args, b.args)):
                changed |= self._join(a, b)
        return changed

    def same(self, a: Term, b: Term) -> bool:
        return self.name[a] == self.name[b]


terms = st.recursive(
    st.sampled_from([X, Y, Z, ZERO]),
    lambda inner: st.one_of(inner.map(s), st.tuples(inner, inner).map(lambda p: plus(*p))),
    max_leaves=5,
)
problems = st.lists(st.tuples(terms, terms), min_size=1, max_size=6)


@given(problems, st.lists(terms, max_size=4))
def test_agrees_with_the_naive_closure(equations: list[Equation], more: list[Term]) -> None:
    graph, naive = graph_of(equations), Naive(equations, more)
    for term in more:
        graph.add(term)
    assert (graph.contradiction is not None) == naive.contradiction
    if not naive.contradiction:
        for a, b in combinations(naive.terms, 2):
            assert graph.same(a, b) == naive.same(a, b), f"{a} and {b}"


@given(problems, st.lists(terms, max_size=4))
def test_the_order_of_insertion_does_not_matter(
    equations: list[Equation], more: list[Term]
) -> None:
    late, early = graph_of(equations), EGraph()
    for term in more:
        early.add(term)
    for left, right in equations:
        reason = Reason(Citation(unit(left, right)))
        early.merge(early.add(left), early.add(right), reason)
    assert (late.contradiction is None) == (early.contradiction is None)
    if late.contradiction is None:
        for a, b in combinations(more, 2):
            assert late.same(a, b) == early.same(a, b)


@given(problems)
def test_the_kernel_accepts_every_explanation(equations: list[Equation]) -> None:
    graph = graph_of(equations)
    if graph.contradiction is not None:
        accepted(equations, build.distinct(graph.explain(*graph.contradiction), X, Y))
        return
    classes: dict[int, list[int]] = {}
    for i in range(len(graph.terms)):
        classes.setdefault(graph.find(i), []).append(i)
    pairs = [pair for members in classes.values() for pair in combinations(members, 2)]
    for a, b in pairs[:8]:
        node = graph.explain(a, b)
        assert (node.left, node.right) == (graph.terms[a], graph.terms[b])
        assert node.context <= {unit(*pair) for pair in equations}
        accepted(equations, node)


def test_an_explanation_uses_only_what_it_needs() -> None:
    equations = [(X, Y), (Y, Z), (plus(X, X), ZERO)]
    graph = graph_of(equations)
    node = graph.explain(graph.add(s(X)), graph.add(s(Z)))
    assert node.context == {unit(X, Y), unit(Y, Z)}
    accepted(equations, node)


def test_congruence_at_depth() -> None:
    left, right = X, Y
    for _ in range(2_000):
        left, right = plus(left, ZERO), plus(right, ZERO)
    graph = graph_of([(X, Y)])
    assert graph.same(left, right)
    accepted([(X, Y)], graph.explain(graph.add(left), graph.add(right)))


def test_constructors_are_injective() -> None:
    equations = [(s(s(plus(X, Y))), s(s(Z)))]
    graph = graph_of(equations)
    assert graph.same(plus(X, Y), Z)
    node = graph.explain(graph.add(plus(X, Y)), graph.add(Z))
    assert node.context == {unit(*equations[0])}
    accepted(equations, node)


def test_constructors_are_distinct() -> None:
    equations = [(plus(X, Y), s(Z)), (plus(X, Y), ZERO)]
    graph = graph_of(equations)
    assert graph.contradiction is not None
    accepted(equations, build.distinct(graph.explain(*graph.contradiction), X, s(X)))


def test_looking_a_term_up_adds_nothing() -> None:
    graph = graph_of([(X, Y)])
    count = len(graph.terms)
    assert graph.lookup(plus(X, Y)) is None
    assert graph.lookup(X) == graph.number[X]
    assert len(graph.terms) == count
    both = graph.add(plus(X, X))
    assert graph.lookup(plus(Y, X)) == both


def test_unequal_terms_have_no_explanation() -> None:
    graph = graph_of([(X, Y)])
    with pytest.raises(AssertionError, match="not equal"):
        graph.explain(graph.add(X), graph.add(Z))


def test_the_representative_is_the_smallest_term() -> None:
    graph = graph_of([(plus(X, Y), s(Z)), (s(Z), Z)])
    assert graph.representative(graph.add(plus(X, Y))) is Z
