"""Matching and unification against brute force on random small terms."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lemmata.terms.matching import is_variant, match, match_rigid, variables_in_order
from lemmata.terms.sorts import BOOL, INT, Sort
from lemmata.terms.symbols import Kind, Symbol
from lemmata.terms.term import Term
from lemmata.terms.unification import (
    rename_apart,
    unify,
    unify_all,
)

S, P = Sort.of("S"), Sort.of("P")
A = Sort.variable("a")
F = Symbol("t.f", Kind.ABSTRACT, (), (S, S), S)
G = Symbol("t.g", Kind.ABSTRACT, (), (S,), S)
H = Symbol("t.h", Kind.ABSTRACT, (), (P, S), S)
CONSTANTS = [Symbol(f"t.{name}", Kind.ABSTRACT, (), (), S) for name in "cd"]
LEAVES = [Term.apply(c) for c in CONSTANTS]
VARIABLES = [Term.variable(name, S) for name in "xyz"]
OTHERS = [Term.variable("x", P), Term.variable("u", P)]
LIST = Sort.of("List", A)
NIL = Symbol("t.nil", Kind.CONSTRUCTOR, (A,), (), LIST)
CONS = Symbol("t.cons", Kind.CONSTRUCTOR, (A,), (A, LIST), LIST)
DEEP = 100_000


def terms(leaves: list[Term], size: int = 8) -> st.SearchStrategy[Term]:
    return st.recursive(
        st.sampled_from(leaves),
        lambda inner: st.one_of(
            st.builds(lambda a: Term.apply(G, a), inner),
            st.builds(lambda a, b: Term.apply(F, a, b), inner, inner),
            st.builds(lambda a, b: Term.apply(H, a, b), st.sampled_from(OTHERS), inner),
        ),
        max_leaves=size,
    )


def pure(leaves: list[Term], size: int) -> st.SearchStrategy[Term]:
    """Terms over f and g alone."""
    return st.recursive(
        st.sampled_from(leaves),
        lambda inner: st.one_of(
            st.builds(lambda a, b: Term.apply(F, a, b), inner, inner),
            st.builds(lambda a: Term.apply(G, a), inner),
        ),
        max_leaves=size,
    )


OPEN = terms(VARIABLES + LEAVES)
GROUND = pure(LEAVES, 6)


def brute_matchers(pattern: Term, target: Term) -> Iterator[dict[Term, Term]]:
    variables = variables_in_order(pattern)
    for values in itertools.product(list(target.subterms()), repeat=len(variables)):
        binding = dict(zip(variables, values, strict=True))
        sorted_well = all(v.sort is t.sort for v, t in binding.items())
        if sorted_well and pattern.substitute(binding) is target:
            yield binding


def tower(leaf: Term, height: int = DEEP) -> Term:
    for _ in range(height):
        leaf = Term.apply(G, leaf)
    return leaf


# Matching ------------------------------------------------------------------------------------


@given(OPEN, OPEN)
def test_match_finds_what_brute_force_finds(pattern: Term, target: Term) -> None:
    assume(len(pattern.free) <= 3)
    found = match(pattern, target)
    expected = list(brute_matchers(pattern, target))
    assert (None if found is None else found[0]) == (expected[0] if expected else None)
    assert match_rigid(pattern, target) == (None if found is None else found[0])


@given(OPEN, st.lists(OPEN, min_size=3, max_size=3))
def test_an_instance_is_matched(pattern: Term, values: list[Term]) -> None:
    target = pattern.substitute(dict(zip(VARIABLES, values, strict=True)))
    found = match(pattern, target)
    assert found is not None
    assert pattern.instantiate(found[1], found[0]) is target


def test_match_respects_and_does_not_alter_the_bindings_given() -> None:
    x, y, _ = VARIABLES
    given_binding = {x: LEAVES[0]}
    pattern = Term.apply(F, x, y)
    assert match(pattern, Term.apply(F, LEAVES[1], LEAVES[1]), given_binding) is None
    found = match(pattern, Term.apply(F, LEAVES[0], LEAVES[1]), given_binding)
    assert found is not None
    assert found[0] == {x: LEAVES[0], y: LEAVES[1]}
    assert given_binding == {x: LEAVES[0]}


def test_match_binds_type_variables_of_the_pattern_only() -> None:
    x = Term.variable("x", A)
    pattern = Term.apply(CONS, x, Term.apply(NIL, types=(A,)))
    target = Term.apply(CONS, Term.integer(1), Term.apply(NIL, types=(INT,)))
    found = match(pattern, target)
    assert found == ({x: Term.integer(1)}, {A: INT})
    assert pattern.instantiate(found[1], found[0]) is target
    assert match(target, pattern) is None
    assert match(Term.apply(NIL, types=(A,)), Term.apply(NIL, types=(BOOL,))) == ({}, {A: BOOL})
    assert match_rigid(Term.apply(NIL, types=(A,)), Term.apply(NIL, types=(BOOL,))) is None
    assert match(x, Term.integer(1), sorts={A: BOOL}) is None


def test_match_is_linear_in_shared_patterns() -> None:
    pattern, target = VARIABLES[0], LEAVES[0]
    for _ in range(200):
        pattern, target = Term.apply(F, pattern, pattern), Term.apply(F, target, target)
    assert match(pattern, target) == ({VARIABLES[0]: LEAVES[0]}, {})
    assert match_rigid(pattern, target) == {VARIABLES[0]: LEAVES[0]}


@given(OPEN)
def test_a_renaming_is_a_variant(term: Term) -> None:
    (renamed,), renaming = rename_apart([term], "_1")
    assert is_variant(term, renamed)
    assert not term.free or not term.free & renamed.free
    assert term.substitute(renaming) is renamed


# Unification ---------------------------------------------------------------------------------


@given(OPEN, OPEN, st.lists(GROUND, min_size=3, max_size=3))
def test_unify_gives_a_unifier_that_is_most_general(
    left: Term, right: Term, values: list[Term]
) -> None:
    unifier = unify(left, right)
    ground = dict(zip(VARIABLES, values, strict=True))
    if unifier is not None:
        assert left.substitute(unifier) is right.substitute(unifier)
        assert all(value.free.isdisjoint(unifier) for value in unifier.values())
    if left.substitute(ground) is right.substitute(ground):
        assert unifier is not None
        for variable, value in unifier.items():  # ground = ground after unifier
            assert value.substitute(ground) is variable.substitute(ground)


@given(pure(VARIABLES[:2] + LEAVES[:1], 3), pure(VARIABLES[:2] + LEAVES[:1], 3))
@settings(max_examples=60)
def test_unify_fails_only_where_no_small_instance_agrees(left: Term, right: Term) -> None:
    c = LEAVES[0]
    domain = [c, Term.apply(G, c), Term.apply(F, c, c)]
    agrees = any(
        left.substitute(dict(zip(VARIABLES, v, strict=False)))
        is right.substitute(dict(zip(VARIABLES, v, strict=False)))
        for v in itertools.product(domain, repeat=2)
    )
    assert not agrees or unify(left, right) is not None


def test_unify_checks_occurrences_and_sorts() -> None:
    x, y, z = VARIABLES
    assert unify(x, Term.apply(G, x)) is None
    assert unify_all([(x, Term.apply(G, y)), (y, Term.apply(G, z)), (z, Term.apply(G, x))]) is None
    assert unify(x, OTHERS[0]) is None
    assert unify(Term.integer(1), Term.integer(2)) is None
    assert unify(x, x) == {}


def test_unify_is_near_linear_in_shared_terms() -> None:
    pairs = []
    xs = [Term.variable(f"x{i}", S) for i in range(200)]
    ys = [Term.variable(f"y{i}", S) for i in range(200)]
    for i in range(199):
        pairs.append((xs[i], Term.apply(F, xs[i + 1], xs[i + 1])))
        pairs.append((ys[i], Term.apply(F, ys[i + 1], ys[i + 1])))
    unifier = unify_all([(xs[0], ys[0]), *pairs])
    assert unifier is not None
    assert unifier[xs[0]] is unifier[ys[0]]


def test_renaming_keeps_distinct_variables_distinct() -> None:
    variables = [Term.variable("x", A), Term.variable("x", INT)]
    renamed, _ = rename_apart(variables, "'", {A: INT})
    assert renamed[0] is not renamed[1]


# Depth ---------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_depth_of_a_hundred_thousand() -> None:
    x, y, _ = VARIABLES
    deep, ground = tower(x), tower(LEAVES[0])
    assert match(deep, ground) == ({x: LEAVES[0]}, {})
    assert match_rigid(deep, ground) == {x: LEAVES[0]}
    assert unify(deep, tower(y)) == {x: y}
    assert unify(deep, tower(x, 10)) is None
