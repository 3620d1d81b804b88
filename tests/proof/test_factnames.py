"""Identifiers that can be typed, and names that are unique."""

from __future__ import annotations

import pytest

from lemmata.language import parse_statement, parse_theory
from lemmata.proof.factnames import Namer
from lemmata.theories import theory


@pytest.mark.parametrize(
    ("name", "statement", "identifier"),
    [
        ("nat", "x + y = y + x", "add_comm"),
        ("nat", "y + x = x + y", "add_comm"),
        ("nat", "x * y = x * z ==> x = 0", "zero_if_mul_mul"),
        ("nat", "x + z = x + y ==> z = y", "add_cancel"),
        ("nat", "0 + x = x", "zero_add"),
        ("nat", "S(x) - y = x - y", "succ_sub"),
        ("nat", "max(x, x) = max(x, 0)", "max_zero"),
        ("nat", "double(x) = 3", "double_3"),
        ("nat", "3 = x", "law_3"),
        ("nat", "x = y", "law"),
        ("list", "length(map(f, xs)) = length(xs)", "length_map"),
        ("list", "append(rev(xs), nil) = rev(xs)", "append_rev_nil"),
        ("lattice", "x /\\ y = y /\\ x", "meet_comm"),
        ("nat", "x != 0 ==> x * y = x * z ==> y = z", "mul_cancel_nonzero"),
        ("nat", "S(x) != x", "succ_ne"),
        ("nat", "(x + y = 0) = (x = 0 and y = 0)", "add_eq_zero_iff"),
        ("nat", "(x * y = 0) = (x = 0 or y = 0)", "mul_eq_zero_iff"),
        ("nat", "x * y = 1 ==> y = 1", "mul_eq_one_right"),
        ("nat", "x ^ y = x ==> y = x * x", "mul_if_pow"),
        ("nat", "x + y = y ==> x = 0", "add_neutral_zero_left"),
        ("nat", "x < y ==> x <= y", "lt_implies_le"),
        ("nat", "not x < x", "lt_irrefl"),
        ("nat", "not S(x) < x", "not_succ_lt"),
        ("nat", "x <= y ==> y <= x ==> x = 0", "zero_if_le_and_le"),
    ],
)
def test_identifiers(name: str, statement: str, identifier: str) -> None:
    loaded = theory(name)
    assert Namer(loaded).identifier(parse_statement(statement, loaded)) == identifier


def test_operators_without_a_word_and_names_of_functions() -> None:
    text = """theory words
datatype T = empty | one(rest: T)
fun (<>) : T, T -> T infixl 50
  empty <> y = y
  one(x) <> y = one(x <> y)
fun (%%) : T, T -> T infixl 50
  x %% y = y <> x
fun turn : T -> T
  turn(x) = x
"""
    two = parse_theory(text)
    namer = Namer(two)
    statements = {
        "x <> y = y <> x": "op1_comm",
        "x %% y = x %% z ==> y = z": "op2_cancel",
        "x <> empty = x": "op1_empty",
        "turn(x <> y) = turn(y) <> turn(x)": "turn_op1",
        "turn(x) = x": "turn_law",
        "turn(turn(x)) = x": "turn_turn",
    }
    for statement, identifier in statements.items():
        assert namer.identifier(parse_statement(statement, two)) == identifier
    single = parse_theory(text.split("fun (%%)")[0])
    assert Namer(single).identifier(parse_statement("x <> y = y <> x", single)) == "op_comm"


def test_names_and_identifiers_are_unique() -> None:
    nat = theory("nat")
    namer = Namer(nat)
    clauses = [parse_statement(t, nat) for t in ("max(x, max(x, y)) = x", "max(x, max(y, x)) = x")]
    found = [namer.identifier(c) for c in clauses]
    assert len(set(found)) == 2
    clauses = [parse_statement(t, nat) for t in ("max(x, min(x, y)) = x", "max(x, min(y, x)) = x")]
    names = [namer.name(c) for c in clauses]
    assert names == ["absorption of min by max", "absorption of min by max (2)"]
    assert namer.name(parse_statement("x * x * x = x", nat)) == ""


def test_a_long_identifier_is_cut() -> None:
    nat = theory("nat")
    statement = "double(max(min(x, y), double(max(min(x, y), double(max(min(x, y), z)))))) = x"
    found = Namer(nat, "not_").identifier(parse_statement(statement, nat))
    assert found.startswith("not_double_max_min")
    assert len(found) <= 40
