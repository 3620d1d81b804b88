"""Extraction against enumeration of all small terms of a class."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.egraph_goals import EXP, GOALS, parse, rule_set
from lemmata.search.eqsat.engine import saturate
from lemmata.search.eqsat.extracting import Extractor
from lemmata.search.eqsat.graph import Graph, Operator
from lemmata.search.eqsat.problem import Limits, Problem
from lemmata.terms.term import Term


def test_the_smallest_term() -> None:
    start = parse("(- (* 1 (+ a (* b 0))) (+ 0 (* 0 a)))")
    search = saturate(Problem(rule_set(EXP), start, None, Limits(2_000, 20_000, 6)))
    extractor = Extractor(search.graph)
    assert extractor.term(start) is parse("a")
    assert extractor.cost(start) == 1
    assert extractor.candidates(start, 1) == [parse("a")]


def test_weights_decide() -> None:
    start = parse("(* a (+ b c))")
    search = saturate(Problem(rule_set(EXP), start, None, Limits(2_000, 20_000, 4)))

    def dear_products(operator: Operator) -> int:
        return 10 if isinstance(operator, tuple) and operator[0].name == "Real.*" else 1

    def dear_sums(operator: Operator) -> int:
        return 10 if isinstance(operator, tuple) and operator[0].name == "Real.+" else 1

    assert Extractor(search.graph, dear_products).cost(start) == 14
    assert Extractor(search.graph, dear_sums).cost(start) == 14
    assert Extractor(search.graph).term(start) is start


def test_sharing_counts_once() -> None:
    graph = Graph(100)
    tree, shared = parse("(+ (+ a b) (+ c (sin a)))"), parse("(+ (cos (+ a b)) (cos (+ a b)))")
    graph.union(graph.add(tree), graph.add(shared))
    graph.rebuild()
    extractor = Extractor(graph)
    assert extractor.term(tree) is tree
    assert extractor.shared(tree) == (5, shared)


def test_a_cycle_is_no_term() -> None:
    graph = Graph(100)
    a, loop = parse("a"), parse("(+ a 0)")
    graph.union(graph.add(a), graph.add(loop))
    graph.rebuild()
    extractor = Extractor(graph)
    assert extractor.term(loop) is a
    assert extractor.shared(loop) == (1, a)
    many = extractor.candidates(a, 4)
    assert [t.size for t in many] == [1, 3, 5, 7]
    with pytest.raises(ValueError, match="does not hold"):
        extractor.term(parse("b"))


leaves = st.sampled_from(["0", "1", "a", "b"])
small = st.recursive(
    leaves,
    lambda inner: st.tuples(st.sampled_from("+*"), inner, inner).map(" ".join).map("({})".format),
    max_leaves=4,
).map(parse)


def enumerated(graph: Graph, size: int) -> dict[int, set[Term]]:
    """For every class its terms of at most a size, by brute force."""
    found: dict[int, set[Term]] = {}
    changed = True
    while changed:
        changed = False
        for table in graph.table:
            for kids, n in table.items():
                row = found.setdefault(graph.home[n], set())
                choices: list[tuple[Term, ...]] = [()]
                for k in kids:
                    choices = [(*c, t) for c in choices for t in found.get(k, ())]
                for args in choices:
                    if 1 + sum(a.size for a in args) <= size:
                        term = graph.operators.apply(graph.op[n], args)
                        changed |= term not in row
                        row.add(term)
    return found


@given(small)
def test_candidates_are_the_cheapest_terms(start: Term) -> None:
    search = saturate(Problem(rule_set(EXP), start, None, Limits(60, 300, 3)))
    graph = search.graph
    extractor = Extractor(graph)
    every = enumerated(graph, 5)[graph.add(start)]
    found = extractor.candidates(start, 5)
    assert len(set(found)) == len(found)
    assert [t.size for t in found] == sorted(t.size for t in found)
    wanted = sorted(t.size for t in every)[:5]
    assert [t.size for t in found if t.size <= 5] == wanted
    assert extractor.term(start).size == extractor.cost(start) == found[0].size
    cost, term = extractor.shared(start)
    assert cost <= len(set(found[0].subterms()))
    assert cost == len(set(term.subterms()))


def test_extraction_from_a_large_graph_ends() -> None:
    start = parse(GOALS[2].start)
    search = saturate(Problem(rule_set(GOALS[2].rules), start, None, Limits(8_000, 100_000, 12)))
    extractor = Extractor(search.graph)
    best = extractor.term(start)
    assert best.size == extractor.cost(start) <= start.size
    assert extractor.shared(start)[0] <= best.size
