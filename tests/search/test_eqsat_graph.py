"""The searching graph against the congruence closure of the prover, and its own invariants."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from benchmarks.egraph_goals import parse
from lemmata.proof.nodes import Citation, unit
from lemmata.search.egraph import EGraph, Reason
from lemmata.search.eqsat.closure import Closure
from lemmata.search.eqsat.explaining import Table
from lemmata.search.eqsat.graph import Full, Graph
from lemmata.terms.term import Term

terms = st.recursive(
    st.sampled_from(["a", "b", "c"]),
    lambda inner: st.one_of(
        st.tuples(st.sampled_from("+*"), inner, inner).map(" ".join).map("({})".format),
        inner.map("(sin {})".format),
    ),
    max_leaves=5,
).map(parse)
unions = st.lists(st.tuples(terms, terms, st.booleans()), min_size=1, max_size=8)


def consistent(graph: Graph) -> None:
    """What `rebuild` promises."""
    find = graph.find
    for op, table in enumerate(graph.table):
        for kids, n in table.items():
            assert graph.op[n] == op
            assert graph.position[n] >= 0
            assert graph.kids[n] == kids == tuple(map(find, kids))
            assert graph.home[n] == find(n)
            assert graph.written[op][graph.position[n]] == n
            assert (graph.rows[find(n)] or {})[op][n] == kids
            for k in kids:
                assert (graph.parents[k] or []).count(n) == 1
    filed = [n for rows in graph.rows for m in (rows or {}).values() for n in m]
    assert sorted(filed) == sorted(n for table in graph.table for n in table.values())


@given(unions, st.lists(terms, max_size=3))
def test_agrees_with_the_closure_of_the_prover(
    equations: list[tuple[Term, Term, bool]], more: list[Term]
) -> None:
    graph, other = Graph(10_000), EGraph()
    for left, right, rebuild in equations:
        graph.union(graph.add(left), graph.add(right))
        reason = Reason(Citation(unit(left, right)))
        other.merge(other.add(left), other.add(right), reason)
        if rebuild:
            graph.rebuild()
            consistent(graph)
    graph.rebuild()
    every = {t for left, right, _ in equations for s in (left, right) for t in s.subterms()}
    for term in more:
        graph.add(term)
        other.add(term)
    consistent(graph)
    for a, b in combinations([*every, *more], 2):
        assert (graph.known(a) == graph.known(b)) == other.same(a, b)


@given(unions)
def test_the_integer_closure_agrees_too(equations: list[tuple[Term, Term, bool]]) -> None:
    graph, other, closure = Graph(10_000), EGraph(), Closure()
    table = Table(graph.operators, [])
    nodes: dict[Term, int] = {}

    def node(term: Term) -> int:
        for t in reversed(list(term.subterms())):
            table.add(t)
        for n in range(len(nodes), len(table.op)):
            nodes[table.term(n)] = closure.add(table.op[n], table.kids[n])
        return nodes[term]

    for k, (left, right, _) in enumerate(equations):
        closure.merge(node(left), node(right), k)
        reason = Reason(Citation(unit(left, right)))
        other.merge(other.add(left), other.add(right), reason)
    for a, b in combinations(nodes, 2):
        same = closure.find(nodes[a]) == closure.find(nodes[b])
        assert same == other.same(a, b)


def test_the_node_limit_is_exact_and_leaves_the_graph_whole() -> None:
    graph = Graph(3)
    try:
        graph.add(parse("(+ (+ a b) c)"))
    except Full:
        pass
    else:
        raise AssertionError("the graph took more nodes than it may")
    assert len(graph.op) == 3
    consistent(graph)
