"""Printing and reading again gives the same theory, clause and term."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lemmata.language import (
    load_theory,
    parse_goal,
    parse_statement,
    parse_theory,
    shipped,
    show_clause,
    show_sort,
    show_statement,
    show_term,
    show_theory,
)
from lemmata.terms.declarations import Clause
from lemmata.terms.sorts import BOOL, INT, Sort
from lemmata.terms.term import Term

PACKS = sorted((Path(__file__).parents[2] / "rules").glob("*_simplify.lem"))
NAT = Sort.of("nat.Nat")
LIST = Sort.of("list.List", NAT)


@pytest.mark.parametrize("name", shipped())
def test_shipped_theory_round_trips(name: str) -> None:
    theory = load_theory(name)
    text = show_theory(theory)
    again = parse_theory(text, name)
    assert show_theory(again) == text
    assert [str(d) for d in again.declarations] == [str(d) for d in theory.declarations]
    assert [t.name for t in again.theorems] == [t.name for t in theory.theorems]


@pytest.mark.parametrize("path", PACKS, ids=lambda p: p.stem)
def test_pack_round_trips(path: Path) -> None:
    pack = load_theory(path)
    again = parse_theory(show_theory(pack), path.stem)
    assert show_theory(again) == show_theory(pack)
    assert [r.justification for r in again.packs[0].rules] == [
        r.justification for r in pack.packs[0].rules
    ]


@pytest.mark.parametrize("name", shipped())
def test_statements_round_trip(name: str) -> None:
    theory = load_theory(name)
    for theorem in theory.theorems:
        assert parse_statement(show_statement(theorem.clause, theory), theory) == theorem.clause


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("((x + y)) + z = x", "x + y + z = x"),
        ("x + (y + z) = x", "x + (y + z) = x"),
        ("(x * y) + z = x", "x * y + z = x"),
        ("x * (y + z) = x", "x * (y + z) = x"),
        ("x ^ (y ^ z) = x", "x ^ y ^ z = x"),
        ("(x ^ y) ^ z = x", "(x ^ y) ^ z = x"),
        ("S(S(0)) + S(S(x)) = 3", "2 + S(S(x)) = 3"),
        ("x <= y ==> (y <= z ==> x <= z)", "x <= y ==> y <= z ==> x <= z"),
        ("x >= y", "y <= x"),
        ("not x <= y", "not x <= y"),
        ("x + 1 != x", "x + 1 != x"),
        ("not (x = x + 1)", "x != x + 1"),
        ("even(x) and even(y) ==> even(x + y)", "even(x) ==> even(y) ==> even(x + y)"),
        ("even(x) or even(S(x))", "even(x) or even(S(x))"),
        (
            "even(x) and even(y) = even(y) and even(x)",
            "(even(x) and even(y)) = (even(y) and even(x))",
        ),
        ("even(x) and x = y", "even(x) and x = y"),
        ("not even(x) = even(S(x))", "(not even(x)) = even(S(x))"),
        ("even(x) = true", "even(x)"),
        ("even(x) = false", "not even(x)"),
        ("(if even(x) then x else S(x)) = x", "(if even(x) then x else S(x)) = x"),
        ("if even(x) then x else S(x) = x", "(if even(x) then x else S(x)) = x"),
        ("nat.max(x, y) = y", "max(x, y) = y"),
        ("(+)(x, y) = y", "x + y = y"),
        ("max(x, y) = (y : Nat)  # a comment", "max(x, y) = y"),
    ],
)
def test_statement_is_shown_with_few_brackets(text: str, shown: str) -> None:
    nat = load_theory("nat")
    clause = parse_statement(text, nat)
    assert show_clause(clause, nat.notation) == shown
    assert show_clause(clause) == shown
    assert parse_statement(show_statement(clause, nat), nat) == clause


@pytest.mark.parametrize(
    "text",
    [
        "-3 = x",
        "-(3) = x",
        "x - -3 = -x",
        "- -x = x",
        "-(x + y) = -x - y",
        "-x * y = x * -y",
        "2 * -1 = x",
    ],
)
def test_signs_round_trip(text: str) -> None:
    theory = load_theory("int")
    clause = parse_statement(text, theory)
    assert show_clause(clause, theory.notation) == text


@pytest.mark.parametrize(
    "text",
    ["(x : Rational) = 1/3", "(x : Rational) = -1/3", "x / (1/3) = (2) / 3", "1/3 * x = x / 2"],
)
def test_rational_literals_round_trip(text: str) -> None:
    theory = parse_theory("theory q\naxiom a: (x : Rational) + y = y + x")
    clause = parse_statement(text, theory)
    assert parse_statement(show_statement(clause, theory), theory) == clause


def test_functions_are_lifted_and_shown_again() -> None:
    theory = load_theory("list")
    text = r"map(\x. x + y, map(S, xs)) = map(\z. S(z) + y, xs)"
    extended, clause = parse_goal(text, theory)
    assert len(extended.declarations) == len(theory.declarations) + 3
    shown = show_clause(clause, extended.notation)
    assert shown == r"map(\x. x + y, map(S, xs)) = map(\x. S(x) + y, xs)"
    assert parse_statement(shown, extended) == clause


def test_the_same_function_has_the_same_constant_everywhere() -> None:
    text = "theory t\nimport list\ntheorem a: map(\\x. S(x), xs) = map(\\y. S(y), xs)"
    theory = parse_theory(text)
    left, right = theory.theorems[0].clause.conclusion
    assert left is right
    other = parse_theory("theory u\nimport list\ntheorem b: map(\\k. S(k), xs) = xs")
    assert other.theorems[0].clause.left.args[0].head is left.args[0].head


def terms(sort: Sort) -> st.SearchStrategy[Term]:
    """Random terms of a sort over the theory of lists, with integers."""
    symbols = load_theory("list").symbols
    number = st.deferred(lambda: nats)
    truth = st.deferred(lambda: bools)
    lists = st.deferred(lambda: sequences)

    def apply(name: str, *args: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
        from lemmata.terms.symbols import BUILT_IN

        symbol = BUILT_IN.get(name) or symbols[name]
        return st.builds(lambda *given: Term.apply(symbol, *given), *args)

    def variable(sort: Sort, *names: str) -> st.SearchStrategy[Term]:
        return st.sampled_from([Term.variable(n, sort) for n in names])

    nil = Term.apply(symbols["list.nil"], types=(NAT,))
    zero = Term.apply(symbols["nat.0"])
    binary = ["nat.+", "nat.*", "nat.-", "nat.^", "nat.max"]
    nats = st.one_of(
        st.just(zero),
        variable(NAT, "x", "y", "n"),
        apply("nat.S", number),
        *(apply(name, number, number) for name in binary),
        apply("list.length", lists),
        apply("ite", truth, number, number),
    )
    integer = st.deferred(lambda: ints)
    ints = st.one_of(
        st.integers(-20, 20).map(Term.integer),
        variable(INT, "i", "j"),
        apply("Int.neg", integer),
        *(apply(f"Int.{op}", integer, integer) for op in "+-*"),
    )
    bools = st.one_of(
        variable(BOOL, "p", "q"),
        apply("not", truth),
        apply("and", truth, truth),
        apply("or", truth, truth),
        apply("nat.<=", number, number),
        apply("Int.<", integer, integer),
        apply("eq", number, number),
        apply("eq", integer, integer),
        apply("eq", truth, truth),
        apply("list.member", number, lists),
    )
    sequences = st.one_of(
        st.just(nil),
        variable(LIST, "xs", "ys"),
        apply("list.cons", number, lists),
        apply("list.append", lists, lists),
    )
    return {NAT: nats, BOOL: bools, LIST: sequences, INT: ints}[sort]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_random_clauses_round_trip(data: st.DataObject) -> None:
    theory = load_theory("list")
    count = data.draw(st.integers(1, 3))
    equations = []
    for _ in range(count):
        sort = data.draw(st.sampled_from([NAT, BOOL, LIST, INT]))
        equations.append((data.draw(terms(sort)), data.draw(terms(sort))))
    clause = Clause.close(tuple(equations[:-1]), equations[-1])
    shown = show_clause(clause, theory.notation, annotate=True)
    assert parse_statement(shown, theory) == clause, shown


def test_sorts_are_shown_short() -> None:
    nat = Sort.of("nat.Nat")
    assert show_sort(Sort.of("->", Sort.of("->", nat, BOOL), LIST)) == "(Nat -> Bool) -> List(Nat)"


def test_terms_are_shown_without_a_theory() -> None:
    clause = parse_statement("x + y * z = x", load_theory("nat"))
    assert show_term(clause.left) == "x + y * z"
