"""E-matching programs against matching by hand."""

from __future__ import annotations

import pytest

from lemmata.proof.nodes import Citation
from lemmata.search.egraph import EGraph, Reason
from lemmata.search.inductive.lawbook import patterns
from search.inductive.helpers import clause, law


def matches(statement: str, present: str, merged: str = "") -> list[dict[str, str]]:
    """The bindings of a law's left side among the terms of an equation, some merged before."""
    graph = EGraph()
    for side in clause(present).conclusion:
        graph.add(side)
    if merged:
        source = law(merged)
        left, right = source.clause.conclusion
        reason = Reason(Citation(source, (), source.clause.variables))
        graph.merge(graph.add(left), graph.add(right), reason)
    rule = patterns(law(statement))[0]
    found = []
    for node, term in enumerate(graph.terms):
        if term.symbol is rule.program.symbol and not graph.congruent[node]:
            for binding, _ in rule.matches(graph, node):
                shown = {str(v.head): str(graph.representative(i)) for v, i in binding.items()}
                found.append(shown)
    return found


@pytest.mark.parametrize(
    ("statement", "present", "merged", "expected"),
    [
        ("x + y = y + x", "a + b = c", "", [{"x": "a", "y": "b"}]),
        ("x + x = double(x)", "a + b = c", "", []),
        ("x + x = double(x)", "a + b = c", "b = 0 + a", []),
        ("(x + y) + z = x + (y + z)", "a + b = c", "a = c + d", [{"x": "c", "y": "d", "z": "b"}]),
        ("x + 0 = x", "a + b = c", "b = 0", [{"x": "a"}]),
        ("x + x = double(x)", "double(c) + b = c", "b = double(c)", [{"x": "b"}]),
        ("append(xs, nil) = xs", "append(us, nil) = vs", "", [{"xs": "us"}]),
    ],
)
def test_matches_modulo_what_is_known(
    statement: str, present: str, merged: str, expected: list[dict[str, str]]
) -> None:
    assert matches(statement, present, merged) == expected


def test_variables_of_premises_are_found_where_the_premises_hold() -> None:
    graph = EGraph()
    source = law("x <= y")
    less, true = source.clause.conclusion
    for side in clause("(y <= z) = (x <= z)").conclusion:
        graph.add(side)
    graph.merge(graph.add(less), graph.add(true), Reason(Citation(source, (), less.args)))
    rule = patterns(law("x <= y ==> y <= z ==> x <= z"))[0]
    found = [
        {str(v.head): str(graph.representative(i)) for v, i in binding.items()}
        for node, term in enumerate(graph.terms)
        if term.symbol is rule.program.symbol
        for binding, _ in rule.matches(graph, node)
    ]
    assert {"x": "x", "y": "y", "z": "z"} in found
    assert all(row["y"] == "y" for row in found)
