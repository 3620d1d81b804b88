"""Equality of values with the same constructor, by their fields."""

from __future__ import annotations

import json

import pytest

from lemmata.kernel import check
from lemmata.language import parse_theory, show_clause
from lemmata.proof.encode import encode
from lemmata.proof.nodes import Theorem
from lemmata.proving import prove
from lemmata.search.decomposing import by_fields
from lemmata.theories import theory

SHAPES = """theory shapes
import nat, list

datatype Shape(a, b) = dot | line(Nat, a) | box(Shape(a, b), List(a), Nat -> a)
  and Other(a, b) = other(Shape(a, b))
"""


@pytest.mark.parametrize(
    ("symbol", "shown"),
    [
        ("nat.S", "(S(x1) = S(y1)) = (x1 = y1)"),
        ("list.cons", "(cons(x1, x2) = cons(y1, y2)) = (x1 = y1 and x2 = y2)"),
        ("shapes.line", "(line(x1, x2) = line(y1, y2)) = (x1 = y1 and x2 = y2)"),
        (
            "shapes.box",
            "(box(x1, x2, x3) = box(y1, y2, y3)) = (x1 = y1 and x2 = y2 and x3 = y3)",
        ),
        ("shapes.other", "(other(x1) = other(y1)) = (x1 = y1)"),
    ],
)
def test_the_lemma_of_each_constructor_is_proved(symbol: str, shown: str) -> None:
    found = parse_theory(SHAPES)
    law = by_fields(found.symbols[symbol])
    assert show_clause(law.clause, found.notation) == shown
    assert isinstance(law.proof, Theorem)
    report = check(json.dumps(encode(law.proof, found.declarations)))
    assert not report.axioms


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("S(x) != S(y) ==> x != y", "nat"),
        ("x != y ==> S(S(x)) != S(S(y))", "nat"),
        ("x <= S(n) ==> x != S(n) ==> 0 <= x and x <= n", "nat"),
        ("(cons(x, cons(y, xs)) = cons(z, cons(y, ys))) = (x = z and xs = ys)", "list"),
        ("cons(x, xs) != cons(x, ys) ==> xs != ys", "list"),
    ],
)
def test_what_follows_by_fields_needs_no_discovery(statement: str, name: str) -> None:
    verdict = prove(statement, theory=name, from_definitions=True, timeout=60)
    assert verdict.verdict == "proved"
    lemmas = {row["name"] for row in (verdict.certificate or {})["theorems"]} - {"goal"}
    assert all(lemma.startswith("eq_") for lemma in lemmas)


def test_sorts_that_no_field_mentions() -> None:
    found = parse_theory(SHAPES)
    statement = "(line(x, y) = (line(x, z) : Shape(Nat, Nat))) = (y = z)"
    assert prove(statement, theory=found, from_definitions=True, timeout=60).verdict == "proved"


def test_different_fields_are_not_made_equal() -> None:
    verdict = prove("cons(x, xs) != cons(y, ys) ==> x != y", theory=theory("list"), timeout=60)
    assert verdict.verdict == "refuted"
