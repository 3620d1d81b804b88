"""KBO and LPO have the properties that completion and termination rest on."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lemmata.terms.declarations import (
    Clause,
    Datatype,
    DatatypeGroup,
    Declaration,
    Function,
    FunctionGroup,
)
from lemmata.terms.orders import KBO, LPO, Order, Ordering, precedence
from lemmata.terms.sorts import INT, Sort
from lemmata.terms.symbols import BUILT_IN, TRUE, Kind, Symbol
from lemmata.terms.term import Term

S = Sort.of("S")
F = Symbol("t.f", Kind.ABSTRACT, (), (S, S), S)
G = Symbol("t.g", Kind.ABSTRACT, (), (S,), S)
K = Symbol("t.k", Kind.ABSTRACT, (), (S,), S)
C, D = (Symbol(f"t.{name}", Kind.ABSTRACT, (), (), S) for name in "cd")
RANKS = {C: 1, D: 2, F: 3, K: 4, G: 5}
ORDERS: dict[str, Order] = {
    "kbo": KBO(RANKS),
    "kbo weighted": KBO(RANKS, {F: 0, G: 0, D: 3}),
    "kbo reversed": KBO({C: 5, D: 4, F: 3, K: 2, G: 1}),
    "lpo": LPO(RANKS),
    "lpo reversed": LPO({C: 5, D: 4, F: 3, K: 2, G: 1}),
}
VARIABLES = [Term.variable(name, S) for name in "xyz"]
LEAVES = [Term.apply(C), Term.apply(D)]
DEEP = 100_000


def terms(leaves: list[Term]) -> st.SearchStrategy[Term]:
    return st.recursive(
        st.sampled_from(leaves),
        lambda inner: st.one_of(
            st.builds(lambda s, a: Term.apply(s, a), st.sampled_from([G, K]), inner),
            st.builds(lambda a, b: Term.apply(F, a, b), inner, inner),
        ),
        max_leaves=6,
    )


OPEN, GROUND = terms(VARIABLES + LEAVES), terms(LEAVES)
ANY = st.sampled_from(sorted(ORDERS))


@given(ANY, OPEN, OPEN, OPEN)
@settings(max_examples=300)
def test_strict(name: str, r: Term, s: Term, t: Term) -> None:
    order = ORDERS[name]
    assert not order.greater(s, s)
    if order.greater(s, t):
        assert not order.greater(t, s)
        assert order.compare(s, t) is Ordering.GREATER
        assert order.compare(t, s) is Ordering.LESS
        assert t.free <= s.free
    if order.greater(r, s) and order.greater(s, t):
        assert order.greater(r, t)


@given(ANY, GROUND, GROUND)
def test_total_on_ground_terms(name: str, s: Term, t: Term) -> None:
    answer = ORDERS[name].compare(s, t)
    assert answer is not None
    assert (answer is Ordering.EQUAL) == (s is t)


@given(ANY, OPEN, OPEN, st.lists(OPEN, min_size=3, max_size=3))
@settings(max_examples=300)
def test_stable_under_substitution(name: str, s: Term, t: Term, values: list[Term]) -> None:
    order = ORDERS[name]
    if order.greater(s, t):
        binding = dict(zip(VARIABLES, values, strict=True))
        assert order.greater(s.substitute(binding), t.substitute(binding))


@given(ANY, OPEN, OPEN, OPEN)
@settings(max_examples=300)
def test_monotone_and_above_subterms(name: str, s: Term, t: Term, other: Term) -> None:
    order = ORDERS[name]
    assert order.greater(Term.apply(G, s), s)
    assert order.greater(Term.apply(F, other, s), s)
    if order.greater(s, t):
        assert order.greater(Term.apply(F, s, other), Term.apply(F, t, other))
        assert order.greater(Term.apply(F, other, s), Term.apply(F, other, t))
        assert order.greater(Term.apply(G, s), Term.apply(G, t))


def naive_lpo(s: Term, t: Term) -> bool:
    if s is t or s.is_variable:
        return False
    if t.is_variable:
        return t in s.free
    if any(a is t or naive_lpo(a, t) for a in s.args):
        return True
    first, second = RANKS[s.head], RANKS[t.head]  # type: ignore[index]
    if first < second or not all(naive_lpo(s, b) for b in t.args):
        return False
    if first > second:
        return True
    a, b = next((a, b) for a, b in zip(s.args, t.args, strict=True) if a is not b)
    return naive_lpo(a, b)


@given(OPEN, OPEN)
@settings(max_examples=300)
def test_lpo_is_its_definition(s: Term, t: Term) -> None:
    assert LPO(RANKS).greater(s, t) == naive_lpo(s, t)


def test_the_variable_condition_and_the_special_symbol() -> None:
    x, y, _ = VARIABLES
    kbo, special = KBO(RANKS), KBO(RANKS, {G: 0})
    assert kbo.compare(Term.apply(F, x, y), Term.apply(F, y, x)) is None
    assert kbo.compare(Term.apply(F, x, x), Term.apply(G, y)) is None
    assert special.greater(Term.apply(G, Term.apply(G, x)), x)
    assert special.compare(Term.apply(G, x), y) is None
    inverses = Term.apply(F, Term.apply(G, y), Term.apply(G, x))
    assert special.greater(Term.apply(G, Term.apply(F, x, y)), inverses)


@pytest.mark.parametrize("weights", [{C: 0}, {F: -1}, {K: 0}])
def test_weights_that_give_no_order_are_refused(weights: dict[Symbol, int]) -> None:
    with pytest.raises(ValueError, match=r"t\."):
        KBO(RANKS, weights)


def test_literals_and_sort_arguments_are_ordered() -> None:
    nil = Symbol("t.nil", Kind.CONSTRUCTOR, (Sort.variable("a"),), (), INT)
    ground = [Term.integer(n) for n in (0, 1, -1, 5)]
    ground += [Term.apply(nil, types=(sort,)) for sort in (INT, S)]
    for order in (KBO({}), LPO({})):
        for s in ground:
            for t in ground:
                assert (order.compare(s, t) is Ordering.EQUAL) == (s is t)
                assert order.compare(s, t) is not None


def test_precedence_follows_the_declarations() -> None:
    zero = Symbol("n.0", Kind.CONSTRUCTOR, (), (), S)
    one, two = (Symbol(f"n.{n}", Kind.FUNCTION, (), (S,), S) for n in ("one", "two"))
    case = Clause.close((), (Term.apply(zero), Term.apply(zero)))
    declarations: list[Declaration] = [
        DatatypeGroup((Datatype("S", (), (zero,)),)),
        FunctionGroup((Function(one, (case,)),)),
        FunctionGroup((Function(two, (case,)),)),
    ]
    ranks = precedence(declarations)
    assert ranks[TRUE] < ranks[zero] < ranks[BUILT_IN["Int.+"]] < ranks[one] < ranks[two]


@pytest.fixture(scope="module")
def deep() -> tuple[list[Term], list[Term]]:
    """Towers over each constant and a variable; two combs that differ at the bottom only."""
    towers = []
    for leaf in (*LEAVES, VARIABLES[0]):
        for _ in range(DEEP):
            leaf = Term.apply(K, leaf)
        towers.append(leaf)
    left = right = VARIABLES[0]
    for i in range(DEEP):
        left, right = Term.apply(F, left, LEAVES[0]), Term.apply(F, right, LEAVES[i == 0])
    return towers, [left, right]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["kbo", "kbo weighted", "lpo"])
def test_depth(name: str, deep: tuple[list[Term], list[Term]]) -> None:
    order = type(ORDERS[name])(RANKS) if name != "kbo weighted" else KBO(RANKS, {F: 0, D: 3})
    towers, combs = deep
    assert order.compare(towers[0], towers[1]) is order.compare(*LEAVES)
    assert order.compare(towers[0], towers[2]) is None
    assert order.greater(Term.apply(K, towers[2]), towers[2])
    assert order.compare(*combs) is order.compare(*LEAVES)
