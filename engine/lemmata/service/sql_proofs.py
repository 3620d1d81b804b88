"""A proof that two queries are equal counts once the kernel and the solvers accept it."""

from __future__ import annotations

import json
from typing import Any

from lemmata.kernel import Rejected
from lemmata.kernel.sql import check
from lemmata.service.sql_obligations import discharge
from lemmata.service.supervising import Child

Json = dict[str, Any]
NO_ERROR = "neither query raises an error at run time"
COMMON = ("arithmetic is exact", "texts are compared", "the dialect is")


def accepted(certificate: Any, strict: bool, judge: Child | None = None) -> Json:
    """`proved` with what it rests on, or `unknown` with the reason."""
    try:
        report = check(json.dumps(certificate))
    except Rejected as problem:
        return _refused(f"a proof that the kernel does not accept: {problem}")
    if strict and NO_ERROR in report.assumptions:
        return _refused(f"proved only if {NO_ERROR}")
    found = discharge(report.obligations, second=judge is None, judge=judge)
    if found.failed is not None:
        rule = found.failed.rule
        return _refused(f"a proof with an open obligation of rule {rule}: {found.reason}")
    trusted = ["sql checker"]
    if found.count:
        trusted.append(found.trusted)
    return {
        "verdict": "proved",
        "reason": "",
        "certificate": certificate,
        "assumptions": [a for a in report.assumptions if not a.startswith(COMMON)],
        "trusted": trusted,
    }


def _refused(reason: str) -> Json:
    return {"verdict": "unknown", "reason": reason, "certificate": None}
