"""Plans and tables as JSON: nothing is lost, and what is not a plan is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest

from lemmata.sql.plain import decode, encode
from sql.corpus import QUERIES, plan_of, shop


@pytest.mark.parametrize("text", QUERIES)
def test_a_plan_survives(text: str) -> None:
    plan = plan_of(text)
    assert decode(json.loads(json.dumps(encode(plan)))) == plan


def test_tables_survive_with_their_constraints() -> None:
    for table in shop().tables.values():
        assert decode(json.loads(json.dumps(encode(table)))) == table


PLAN: dict[str, Any] = encode(plan_of("SELECT a FROM loose WHERE b = 1"))


@pytest.mark.parametrize(
    "wrong",
    [
        {**PLAN, "node": "Teleport"},
        {**PLAN, "more": 1},
        {key: value for key, value in PLAN.items() if key != "names"},
        {**PLAN, "names": []},
        {**PLAN, "input": 5},
        {"node": "Literal", "value": [1], "type": "int"},
        {"node": "Literal", "value": 1, "type": "quark"},
        {"node": "Literal", "value": 1, "type": 7},
    ],
)
def test_what_is_not_a_plan_is_refused(wrong: Any) -> None:  # noqa: ANN401
    with pytest.raises(ValueError, match=r"\w"):
        decode(wrong)
