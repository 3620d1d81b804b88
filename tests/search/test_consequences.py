"""Which laws follow from others without induction."""

from __future__ import annotations

import json

import pytest

from lemmata.checking import check
from lemmata.language import parse_statement
from lemmata.proof.encode import encode
from lemmata.proof.nodes import Law
from lemmata.proving import stored_laws
from lemmata.search.consequences import Candidate, consequences, follows
from lemmata.theories import theory


def never() -> bool:
    return False


def laws(name: str, *names: str) -> list[Law]:
    return [law for law in stored_laws(theory(name)) if law.name in names]


@pytest.mark.parametrize(
    ("name", "statement", "known"),
    [
        ("nat", "x + 0 = x", ["add_comm"]),
        ("nat", "x + z = y + z ==> x = y", ["add_comm", "add_cancel"]),
        ("nat", "x * y * z = x * z * y", ["mul_comm", "mul_assoc"]),
        ("list", "rev(xs) = rev(ys) ==> xs = ys", ["rev_rev"]),
        ("group", "x * inv(x) = e", []),
        ("nat", "max(x, 0) = x", []),
    ],
)
def test_what_follows_is_proved(name: str, statement: str, known: list[str]) -> None:
    loaded = theory(name)
    clause = parse_statement(statement, loaded)
    found = follows(loaded, "law", clause, laws(name, *known), never)
    assert found is not None
    report = check(json.dumps(encode(found, loaded.declarations)))
    assert "induction" not in getattr(report, "rules", {})


@pytest.mark.parametrize(
    ("statement", "known"),
    [("x + 0 = x", []), ("x + y = y + x", ["add_zero", "add_succ"]), ("x * y = y * x", [])],
)
def test_what_needs_induction_does_not_follow(statement: str, known: list[str]) -> None:
    loaded = theory("nat")
    clause = parse_statement(statement, loaded)
    assert follows(loaded, "law", clause, laws("nat", *known), never) is None


def test_dropped_laws_rest_on_laws_that_are_dropped_later() -> None:
    rows = laws("nat", "add_zero", "add_succ", "add_comm", "mul_zero", "mul_succ", "mul_comm")
    interest = {"add_comm": 1, "mul_comm": 1}
    candidates = [Candidate(law, (interest.get(law.name, 0),)) for law in rows]
    found = {
        law.name: theorem for law, theorem in consequences(theory("nat"), candidates, [], never)
    }
    assert {name for name, theorem in found.items() if theorem is None} == {"add_comm", "mul_comm"}
    assert list(found)[-2:] == ["add_comm", "mul_comm"]


def test_it_ends_when_the_time_is_over() -> None:
    candidates = [Candidate(law, (0,)) for law in laws("nat", "add_zero", "add_comm")]
    assert list(consequences(theory("nat"), candidates, [], lambda: True)) == []
