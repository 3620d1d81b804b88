"""2,000 changed certificates: both checkers agree on each, and what they accept is a proof.

A changed certificate may well be valid: an unused entry, another variable, a statement that is as
true. Accepted ones are therefore looked at from the side: the two checkers report the same
statement, the same axioms and the same number of steps, and true = false is never what is proved.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from kernel.mutations import library, mutants, originals
from lemmata.kernel import Rejected, check
from second_checker import Invalid
from second_checker import check as second
from second_checker.build import Json

PARTS = 8
EACH = 2_000 // PARTS


def kernel(data: Json) -> tuple[Any, ...] | str:
    try:
        report = check(json.dumps(data), library().get)
    except Rejected as error:
        return str(error)
    axioms = sorted(f"{structure}:{axiom}" for structure, axiom in report.axioms)
    return report.kind, report.statement, report.all_steps, axioms


def other(data: Json) -> tuple[Any, ...] | str:
    try:
        found = second(data, library().get)
    except Invalid as error:
        return str(error)
    return found["kind"], found["statement"], found["steps"], found["axioms"]


def proves(data: Json) -> tuple[Any, Any]:
    """The two sides of the last statement, if it has neither variables nor premises."""
    clause = data["clauses"][data["theorems"][-1]["clause"]]
    if clause["bound"] or clause["premises"]:
        return None, None
    left, right = clause["conclusion"]
    return data["terms"][left], data["terms"][right]


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_both_checkers_agree(part: int) -> None:
    accepted = 0
    for name, change, data in mutants(part, EACH):
        one, two = kernel(data), other(data)
        assert isinstance(one, str) == isinstance(two, str), (name, change, one, two)
        assert "internal error" not in two, (name, change, two)
        if isinstance(one, str):
            continue
        assert one == two, (name, change)
        accepted += 1
        if data["kind"] == "proof":
            assert proves(data) != (["app", "true", [], []], ["app", "false", [], []])
    assert accepted < EACH // 3  # the changes are changes


def test_there_is_something_to_change() -> None:
    assert len(originals()) >= 18
