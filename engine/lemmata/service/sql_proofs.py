"""A proof that two queries are equal counts once the kernel and the solvers accept it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from lemmata.kernel import Rejected
from lemmata.service.sql_checking import check_equality
from lemmata.service.supervising import Child

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
