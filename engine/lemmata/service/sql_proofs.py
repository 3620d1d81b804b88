"""A proof that two queries are equal counts once the kernel and the solvers accept it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from lemmata.kernel import Rejected
from lemmata.service.sql_checking import check_equality
from lemmata.service.supervising import Child

if TYPE_CHECKING:
    from lemmata.sql.schema import Table

Json = dict[str, Any]
NO_ERROR = "neither query raises an error at run time"
COMMON = ("arithmetic is exact", "texts are compared", "the dialect is")
"""How assumptions begin that hold of every answer."""


def accepted(
    certificate: Json, texts: Sequence[str], strict: bool, judge: Child | None = None
) -> Json:
    """`proved` with what it rests on, or `unknown` with the reason."""
    if certificate["queries"] != list(texts):
        return _refused("a proof of another question")
    try:
        report = check_equality(json.dumps(certificate), judge)
    except Rejected as problem:
        return _refused(f"a proof that is not accepted: {problem}")
    if strict and NO_ERROR in report.assumptions:
        return _refused(f"proved only if {NO_ERROR}")
    return {
        "verdict": "proved",
        "reason": "",
        "certificate": certificate,
        "assumptions": [a for a in report.assumptions if not a.startswith(COMMON)],
        "trusted": list(report.trusted),
        "steps": report.all_steps,
    }


def _refused(reason: str) -> Json:
    return {"verdict": "unknown", "reason": reason, "certificate": None}


def judged_conditions(found: Json, judge: Child | None = None) -> Json:
    """An answer with a witness, its claims checked: conditions say whether they are proved."""
    from lemmata.sql.sufficient import told

    answer = {key: value for key, value in found.items() if key != "claims"}
    conditions = []
    for condition, claim in zip(found["witness"]["conditions"], found["claims"], strict=True):
        proved = claim is not None and _holds(found["certificate"], condition, claim, judge)
        conditions.append({**condition, "proved": proved})
    witness = {**found["witness"], "conditions": conditions}
    return {**answer, "witness": witness, "hint": told(conditions)}


def _holds(refutation: Json, condition: Json, claim: Json, judge: Child | None) -> bool:
    """Whether a claim proves the queries equal under the schema and exactly that condition."""
    from lemmata.errors import InputError

    try:
        wanted = "\n".join([refutation["schema"], *(f"{s};" for s in condition["statements"])])
        same = _tables(wanted) == _tables(claim["schema"])
    except InputError:
        return False
    texts = (refutation["sql1"], refutation["sql2"])
    return same and accepted(claim, texts, False, judge)["verdict"] == "proved"


def _tables(ddl: str) -> dict[str, Table]:
    from lemmata.errors import Source
    from lemmata.sql.ddl import read_schema

    return read_schema(Source("schema", ddl)).tables
