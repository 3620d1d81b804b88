"""The redundancy tests of completion: orders of variables, laws of AC, subsumption."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lemmata.search.equations import Active, Equations
from lemmata.search.joinability import VariableOrder, arrangements, law, subsumed
from lemmata.search.rewriting import Rewriter
from lemmata.terms.orders import KBO
from lemmata.terms.sorts import Sort
from lemmata.terms.symbols import Kind, Symbol
from lemmata.terms.term import Term

S = Sort.of("S")
F = Symbol("t.f", Kind.ABSTRACT, (), (S, S), S)
G = Symbol("t.g", Kind.ABSTRACT, (), (S,), S)
C, D = (Term.apply(Symbol(f"t.{name}", Kind.ABSTRACT, (), (), S)) for name in "cd")
X, Y, Z, W = (Term.variable(name, S) for name in "xyzw")
ORDER = KBO({C.head: 1, D.head: 2, F: 3, G: 4})  # type: ignore[dict-item]


def f(left: Term, right: Term) -> Term:
    return Term.apply(F, left, right)


def terms(leaves: list[Term]) -> st.SearchStrategy[Term]:
    return st.recursive(
        st.sampled_from(leaves),
        lambda inner: st.one_of(
            st.builds(f, inner, inner), st.builds(lambda a: Term.apply(G, a), inner)
        ),
        max_leaves=5,
    )


@pytest.mark.parametrize(("count", "expected"), [(1, 1), (2, 3), (3, 13), (4, 75)])
def test_arrangements_are_all_weak_orders(count: int, expected: int) -> None:
    found = list(arrangements([X, Y, Z, W][:count]))
    assert len(found) == len({tuple(map(frozenset, blocks)) for blocks in found}) == expected


def test_variables_of_different_sorts_are_not_made_equal() -> None:
    assert len(list(arrangements([X, Term.variable("u", Sort.of("T"))]))) == 2


@given(terms([X, Y, C]), terms([X, Y, C]), terms([C, D]), terms([C, D]))
@settings(max_examples=400)
def test_a_variable_order_is_right_about_the_values_it_allows(
    s: Term, t: Term, first: Term, second: Term
) -> None:
    if ORDER.greater(second, first):
        first, second = second, first
    if first is not second and VariableOrder(ORDER, [X, Y]).greater(s, t):
        binding = {X: first, Y: second}
        assert ORDER.greater(s.substitute(binding), t.substitute(binding))


@given(terms([X, Y, C]), terms([X, Y, C]))
def test_a_variable_order_extends_the_order(s: Term, t: Term) -> None:
    if ORDER.greater(s, t):
        assert VariableOrder(ORDER, [X, Y]).greater(s, t)
        assert VariableOrder(ORDER, [Y, X]).greater(s, t)


def test_laws_are_recognised() -> None:
    assert law(f(X, Y), f(Y, X)) == ("commutative", F)
    assert law(f(f(X, Y), Z), f(X, f(Y, Z))) == ("associative", F)
    assert law(f(X, f(Y, Z)), f(Y, f(X, Z))) == ("exchange", F)
    assert law(f(X, X), f(X, X)) is None
    assert law(f(X, Y), f(X, Y)) is None
    assert law(f(f(X, X), Z), f(X, f(X, Z))) is None
    assert law(f(X, f(Y, C)), f(Y, f(X, C))) is None
    assert law(X, f(X, Y)) is None


def test_subsumption_looks_below_equal_contexts() -> None:
    equations = Equations({S: C})
    equations.add(Active(0, f(X, Y), f(Y, X), False, 0, 0))
    assert subsumed(f(C, D), f(D, C), equations)
    assert subsumed(Term.apply(G, f(X, C)), Term.apply(G, f(C, X)), equations)
    assert not subsumed(f(f(C, D), f(C, D)), f(f(D, C), f(D, C)), equations)
    assert not subsumed(f(C, D), f(C, C), equations)


def test_rewriting_uses_what_is_in_use() -> None:
    equations = Equations({S: C})
    rewriter = Rewriter(equations, ORDER)
    term = f(Term.apply(G, Term.apply(G, D)), C)
    assert rewriter.is_normal(term)
    unit = Active(0, Term.apply(G, X), X, True, 0, 0)
    equations.add(unit)
    assert rewriter.normal(term) is f(D, C)
    equations.add(Active(1, f(X, Y), f(Y, X), False, 1, 0))
    normal, steps = rewriter.trace(term)
    assert normal is rewriter.normal(term) is f(C, D)
    assert [(step.source, step.path) for step in steps] == [(0, (0, 0)), (0, (0,)), (1, ())]
    equations.remove(unit)
    assert Rewriter(equations, ORDER).normal(term) is f(C, term.args[0])


@given(terms([C, D]), terms([C, D]))
def test_normal_forms_agree_with_their_traces(left: Term, right: Term) -> None:
    equations = Equations({S: C})
    rewriter = Rewriter(equations, ORDER)
    rewriter.normal(left)
    equations.add(Active(0, f(f(X, Y), Z), f(X, f(Y, Z)), True, 0, 0))
    rewriter.normal(right)
    equations.add(Active(1, f(X, Y), f(Y, X), False, 1, 0))
    equations.add(Active(2, f(X, f(Y, Z)), f(Y, f(X, Z)), False, 2, 0))
    term = f(left, f(right, left))
    normal, steps = rewriter.trace(term)
    assert rewriter.is_normal(normal)
    assert rewriter.normal(term) is normal
    assert not steps or normal is not term
