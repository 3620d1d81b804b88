"""Generators over equal inputs: accepted with proofs, refused where something is another."""

from __future__ import annotations

import pytest

from kernel.sql_tools import Json, certificate, inject, piece, proved
from lemmata.kernel import Rejected

LIMITED = "SELECT id FROM (SELECT id FROM emp WHERE {0} ORDER BY id LIMIT {1}) t"
SAME = [[piece(0, [0])]]
INPUTS = inject(SAME, SAME)


def claimed(first: str, second: str, sources: list[Json]) -> Json:
    """Two queries with a LIMIT, and a proof that sends each row to itself."""
    return {**certificate(first, second, inject(SAME, SAME)), "sources": sources}


def source(left: int = 0, right: int = 0, *proofs: Json) -> Json:
    return {"left": left, "right": right, "proofs": list(proofs)}


def test_equal_inputs_are_one_generator() -> None:
    first, second = LIMITED.format("pay > 3", 2), LIMITED.format("3 < pay", 2)
    assert proved(claimed(first, second, [source(0, 0, INPUTS)]))


def test_without_the_proof_they_are_two() -> None:
    first, second = LIMITED.format("pay > 3", 2), LIMITED.format("3 < pay", 2)
    with pytest.raises(Rejected, match="another generator"):
        proved(claimed(first, second, []))


@pytest.mark.parametrize(
    ("second", "sources", "told"),
    [
        (LIMITED.format("3 < pay", 1), [source(0, 0, INPUTS)], "different operators"),
        (LIMITED.format("3 < pay", 2), [source(0, 1, INPUTS)], "no such generator"),
        (LIMITED.format("3 < pay", 2), [source(0, 0)], "a proof for each input"),
        (LIMITED.format("3 < pay", 2), [source(0, 0, inject([], []))], "pieces"),
        (
            "SELECT id FROM (SELECT id FROM emp WHERE 3 < pay ORDER BY id DESC LIMIT 2) t",
            [source(0, 0, INPUTS)],
            "different operators",
        ),
    ],
)
def test_another_operator_or_no_proof(second: str, sources: list[Json], told: str) -> None:
    with pytest.raises(Rejected, match=told):
        proved(claimed(LIMITED.format("pay > 3", 2), second, sources))


@pytest.mark.parametrize("condition", ["4 < pay", "3 <= pay", "pay > 3 OR pay IS NULL"])
def test_other_inputs_leave_an_obligation(condition: str) -> None:
    first, second = LIMITED.format("pay > 3", 2), LIMITED.format(condition, 2)
    assert not proved(claimed(first, second, [source(0, 0, INPUTS)]))


def test_other_keys_leave_an_obligation() -> None:
    first = LIMITED.format("pay > 3", 2)
    assert not proved(claimed(first, first.replace("BY id", "BY boss"), [source(0, 0, INPUTS)]))
