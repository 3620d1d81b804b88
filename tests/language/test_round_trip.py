"""Printing and reading again gives the same theory, clause and term."""

from __future__ import annotations

from pathlib import Path
from random import Random

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
from lemmata.terms.symbols import BUILT_IN
from lemmata.terms.term import FALSE_TERM, TRUE_TERM, Term

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


SHAPES: dict[Sort, list[tuple[str, tuple[Sort, ...]]]] = {
    NAT: [
        ("nat.S", (NAT,)),
        *((name, (NAT, NAT)) for name in ("nat.+", "nat.*", "nat.-", "nat.^", "nat.max")),
        ("list.length", (LIST,)),
        ("ite", (BOOL, NAT, NAT)),
    ],
    INT: [("Int.neg", (INT,)), *((f"Int.{op}", (INT, INT)) for op in "+-*")],
    BOOL: [
        ("not", (BOOL,)),
        ("and", (BOOL, BOOL)),
        ("or", (BOOL, BOOL)),
        ("nat.<=", (NAT, NAT)),
        ("Int.<", (INT, INT)),
        *(("eq", (sort, sort)) for sort in (NAT, INT, BOOL, LIST)),
        ("list.member", (NAT, LIST)),
    ],
    LIST: [("list.cons", (NAT, LIST)), ("list.append", (LIST, LIST)), ("list.rev", (LIST,))],
}
NAMES = {NAT: "xyn", INT: "ij", BOOL: "pq", LIST: ["xs", "ys"]}


def random_term(sort: Sort, size: int, random: Random) -> Term:
    """A random term of a sort over the theory of lists, with integers."""
    symbols = load_theory("list").symbols
    if size <= 1:
        constants = {
            NAT: Term.apply(symbols["nat.0"]),
            INT: Term.integer(random.randint(-20, 20)),
            BOOL: random.choice((TRUE_TERM, FALSE_TERM)),
            LIST: Term.apply(symbols["list.nil"], types=(NAT,)),
        }
        if random.random() < 0.4:
            return constants[sort]
        return Term.variable(random.choice(NAMES[sort]), sort)
    name, sorts = random.choice(SHAPES[sort])
    symbol = BUILT_IN.get(name) or symbols[name]
    share = (size - 1) // len(sorts)
    return Term.apply(symbol, *(random_term(s, share, random) for s in sorts))


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10**9), st.integers(1, 60), st.integers(1, 3))
def test_random_clauses_round_trip(seed: int, size: int, count: int) -> None:
    theory, random = load_theory("list"), Random(seed)
    equations = []
    for _ in range(count):
        sort = random.choice([NAT, BOOL, LIST, INT])
        equations.append((random_term(sort, size, random), random_term(sort, size, random)))
    clause = Clause.close(tuple(equations[:-1]), equations[-1])
    shown = show_clause(clause, theory.notation, annotate=True)
    assert parse_statement(shown, theory) == clause, shown


def test_sorts_are_shown_short() -> None:
    nat = Sort.of("nat.Nat")
    assert show_sort(Sort.of("->", Sort.of("->", nat, BOOL), LIST)) == "(Nat -> Bool) -> List(Nat)"


def test_terms_are_shown_without_a_theory() -> None:
    clause = parse_statement("x + y * z = x", load_theory("nat"))
    assert show_term(clause.left) == "x + y * z"
