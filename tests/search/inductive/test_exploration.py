"""Conjectures are those of people, and hold on values."""

from __future__ import annotations

from lemmata.search.inductive.exploration import Explorer
from lemmata.search.inductive.implications import implications
from lemmata.search.inductive.signature import signature
from lemmata.search.inductive.templates import templates
from lemmata.search.speculation import canonical, clause_of
from search.inductive.helpers import clause, discovery


def explorer(text: str, sizes: int) -> tuple[Explorer, set[str]]:
    search = discovery()
    terms = list(clause(text).terms())
    operations = signature(terms, search.prover.cases, search.prover.datatypes)
    found = Explorer(operations, search.tester, search.simplifier)
    shown = set()
    for size in range(1, sizes + 1):
        for pair in found.conjectures(size):
            opened = (search.simplifier.open(pair[0]), search.simplifier.open(pair[1]))
            assert search.tester.holds(clause_of(*opened)) or size > 4
            shown.add("{} = {}".format(*canonical(*opened)))
    return found, shown


def test_equations_by_size() -> None:
    _, shown = explorer("x + y = y + x", 4)
    assert {"+(v0, 0) = v0", "+(v0, v1) = +(v1, v0)"} <= shown


def test_the_signature_holds_what_functions_call_and_no_connective() -> None:
    search = discovery()
    terms = list(clause("sorted(sort(xs))").terms())
    names = [o.symbol.display for o in signature(terms, search.prover.cases, {})]
    assert names[:2] == ["sorted", "sort"]
    assert {"insert", "<="} <= set(names)
    assert not {"ite", "true", "and"} & set(names)


def test_implications_between_predicates() -> None:
    found, _ = explorer("x <= y", 3)
    shown = {
        (tuple(f"{a} = {b}" for a, b in c.premises), f"{c.left} = {c.right}")
        for c in implications(found, 9)
    }
    assert (("<=(x, y) = false",), "<=(y, x) = true") in shown
    assert (("<=(x, y) = true", "<=(y, x) = true"), "x = y") in shown or (
        ("<=(x, y) = true", "<=(y, x) = true"),
        "y = x",
    ) in shown


def test_templates_hold_distributivity() -> None:
    search = discovery()
    terms = list(clause("x * y = y * x").terms())
    operations = signature(terms, search.prover.cases, search.prover.datatypes)
    shown = {"{} = {}".format(*canonical(*pair)) for pair in templates(operations)}
    assert "*(+(v0, v1), v2) = +(*(v0, v2), *(v1, v2))" in shown
