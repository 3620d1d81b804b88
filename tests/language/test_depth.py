"""Terms of great depth are read and printed, or refused, without recursion."""

from __future__ import annotations

import pytest

from lemmata.errors import InputError
from lemmata.language import load_theory, parse_statement, parse_theory, show_clause

N = 100_000


@pytest.mark.slow
@pytest.mark.parametrize(
    ("theory", "text"),
    [
        ("nat", "S(" * N + "x" + ")" * N + " = x"),
        ("nat", "(" * N + "x" + ")" * N + " = x + 0"),
        ("nat", "x + (" * N + "x" + ")" * N + " = x"),
        ("list", "x" + " + x" * N + " = x"),
        ("int", "- " * N + "x = x"),
        ("int", "-" * N + "x = x"),
        ("bool", "not " * N + "x = x"),
        ("list", "cons(x," * N + "nil" + ")" * N + " = cons(0, xs)"),
        ("nat", "x = x ==> " * (N // 5) + "x = x + 0"),
    ],
    ids=["calls", "brackets", "right", "left", "minus", "run", "not", "list", "premises"],
)
def test_deep_statement(theory: str, text: str) -> None:
    found = load_theory(theory)
    clause = parse_statement(text, found)
    assert parse_statement(show_clause(clause, found.notation), found) == clause


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("cons(x, " * N + "nil" + ")" * N, "not Bool"),
        ("f = " + "\\x. " * 20_000 + "x", "nested too deeply"),
        ("f @ x" + " @ x" * 20_000 + " = y", "nested too deeply"),
        ("(" * N, "an operand is missing"),
        ("(x : " + "List(" * 1000 + "a" + ")" * 1000 + ") = x", "nested too deeply"),
        ("(x : " + "a -> " * 1000 + "a) = x", "too many arrows"),
        (" + ".join(f"x{k}" for k in range(3000)) + " = 0", "at most 1,000 variables"),
    ],
    ids=["statement", "lambdas", "applications", "brackets", "sorts", "arrows", "variables"],
)
def test_refused_with_a_message(text: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_statement(text, load_theory("list"))
    assert message in caught.value.diagnostics[0].message


def test_deep_equation() -> None:
    text = "theory t\nimport nat\nfun f : Nat -> Nat\n  f(x) = " + "S(" * 5000 + "x" + ")" * 5000
    assert parse_theory(text).symbols["t.f"].arity == 1
