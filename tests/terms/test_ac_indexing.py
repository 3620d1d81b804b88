"""AC and the index against brute force on random small terms."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lemmata.terms.ac import ac_equal, ac_normal, flatten, match_ac
from lemmata.terms.canonical import compare_structure
from lemmata.terms.indexing import DiscriminationTree
from lemmata.terms.matching import match, match_rigid, variables_in_order
from lemmata.terms.sorts import Sort
from lemmata.terms.symbols import Kind, Symbol
from lemmata.terms.term import Term

S, P = Sort.of("S"), Sort.of("P")
F = Symbol("t.f", Kind.ABSTRACT, (), (S, S), S)
G = Symbol("t.g", Kind.ABSTRACT, (), (S,), S)
H = Symbol("t.h", Kind.ABSTRACT, (), (P, S), S)
CONSTANTS = [Symbol(f"t.{name}", Kind.ABSTRACT, (), (), S) for name in "cd"]
LEAVES = [Term.apply(c) for c in CONSTANTS]
VARIABLES = [Term.variable(name, S) for name in "xyz"]
OTHERS = [Term.variable("x", P), Term.variable("u", P)]
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
PATTERNS = pure(VARIABLES + LEAVES[:1], 4)


def tower(leaf: Term, height: int = DEEP) -> Term:
    for _ in range(height):
        leaf = Term.apply(G, leaf)
    return leaf


def comb(leaves: list[Term], length: int = DEEP) -> Term:
    term = leaves[0]
    for i in range(length):
        term = Term.apply(F, term, leaves[i % len(leaves)])
    return term


# Associativity and commutativity -------------------------------------------------------------


def naive_normal(term: Term) -> Term:
    args = [naive_normal(arg) for arg in term.args]
    if term.head is not F:
        return term.with_args(tuple(args))
    parts = sorted(
        itertools.chain.from_iterable(flatten(arg, F) for arg in args),
        key=lambda t: (not t.is_variable, t.size, str(t.head), str(t)),
    )
    result = parts.pop()
    while parts:
        result = Term.apply(F, parts.pop(), result)
    return result


@given(OPEN, OPEN)
def test_ac_equality_is_equality_of_sorted_multisets(left: Term, right: Term) -> None:
    assert ac_equal(left, right, [F]) == (naive_normal(left) is naive_normal(right))
    assert ac_normal(ac_normal(left, [F]), [F]) is ac_normal(left, [F])


@given(OPEN, st.randoms(use_true_random=False))
def test_ac_normal_forgets_order_and_nesting(term: Term, random: object) -> None:
    def shuffle(top: Term) -> Term:
        args = [shuffle(arg) for arg in top.args]
        if top.head is not F:
            return top.with_args(tuple(args))
        parts = [part for arg in args for part in flatten(arg, F)]
        random.shuffle(parts)  # type: ignore[attr-defined]
        while len(parts) > 1:
            i = random.randrange(len(parts) - 1)  # type: ignore[attr-defined]
            parts[i : i + 2] = [Term.apply(F, parts[i], parts[i + 1])]
        return parts[0]

    assert ac_normal(shuffle(term), [F]) is ac_normal(term, [F])


def brute_ac(pattern: Term, target: Term) -> set[tuple[Term, ...]]:
    """Solutions whose values are sub-multisets of arguments somewhere in the target."""
    values: dict[Term, None] = {}
    for sub in ac_normal(target, [F]).subterms():
        parts = flatten(sub, F)
        for count in range(1, len(parts) + 1):
            for chosen in itertools.combinations(parts, count):
                value = chosen[-1]
                for part in reversed(chosen[:-1]):
                    value = Term.apply(F, part, value)
                values[ac_normal(value, [F])] = None
    variables = variables_in_order(pattern)
    return {
        chosen
        for chosen in itertools.product(values, repeat=len(variables))
        if ac_equal(pattern.substitute(dict(zip(variables, chosen, strict=True))), target, [F])
    }


@given(PATTERNS, pure(LEAVES + VARIABLES[:1], 5))
@settings(max_examples=60, deadline=None)
def test_ac_matching_is_complete(pattern: Term, target: Term) -> None:
    variables = variables_in_order(pattern)
    found = list(match_ac(pattern, target, [F]))
    assert {tuple(b[v] for v in variables) for b in found} == brute_ac(pattern, target)
    assert len(found) == len({tuple(b[v] for v in variables) for b in found})


def test_ac_matching_is_bounded() -> None:
    pattern = Term.apply(F, VARIABLES[0], VARIABLES[1])
    target = comb([Term.variable(f"v{i}", S) for i in range(40)], 40)
    assert len(list(match_ac(pattern, target, [F], limit=7))) == 7
    assert len(list(match_ac(pattern, target, [F], max_states=50))) < 50


# The index -----------------------------------------------------------------------------------


@given(st.lists(OPEN, max_size=12), st.lists(OPEN, min_size=1, max_size=4), st.data())
def test_the_index_agrees_with_a_scan(
    lefts: list[Term], queries: list[Term], data: st.DataObject
) -> None:
    tree: DiscriminationTree[int] = DiscriminationTree()
    entries = list(enumerate(lefts))
    for number, left in entries:
        tree.insert(left, number)
    for _ in range(data.draw(st.integers(0, len(lefts)))):
        number, left = entries.pop(data.draw(st.integers(0, len(entries) - 1)))
        assert tree.remove(left, number)
        assert not tree.remove(left, number)
    assert len(tree) == len(entries)
    for query in queries:
        expected = [n for n, left in entries if match(left, query) is not None]
        assert [n for n, _ in tree.matches(query)] == expected
        candidates = [n for _, n in tree.generalisations(query)]
        assert candidates == sorted(candidates)


# Depth ---------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_depth_of_a_hundred_thousand() -> None:
    x, y, _ = VARIABLES
    c, d = LEAVES
    deep, ground = tower(x), tower(c)
    assert compare_structure(ground, tower(d)) < 0
    tree: DiscriminationTree[str] = DiscriminationTree()
    tree.insert(deep, "deep")
    assert [value for value, _ in tree.matches(ground)] == ["deep"]
    assert tree.remove(deep, "deep")
    assert ac_equal(comb([c, d]), comb([c, d, d, c]), [F])
    normal = ac_normal(comb([c, d]), [F])
    assert match_rigid(Term.apply(F, c, y), normal) is not None
    assert list(match_ac(deep, ground, [F])) == [{x: c}]
    assert len(list(match_ac(Term.apply(F, x, tower(d)), Term.apply(F, tower(d), c), [F]))) == 1


@pytest.mark.parametrize("pattern", [VARIABLES[0], Term.apply(F, VARIABLES[0], LEAVES[1])])
def test_ac_matching_in_long_nests(pattern: Term) -> None:
    target = comb(LEAVES, 20_000)
    (found,) = match_ac(pattern, target, [F])
    assert ac_equal(pattern.substitute(found), target, [F])
