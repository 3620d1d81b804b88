"""An attempt to prove a claim, as plain data: what the child process of a proof does."""

from __future__ import annotations

import json
import time
from math import inf
from typing import Any

from lemmata.sql.plain import decode
from lemmata.sql.proving.certifying import script
from lemmata.sql.proving.proving import prove
from lemmata.sql.proving.writing import Unwritable
from lemmata.sql.reading import deep
from lemmata.sql.schema import Schema

Json = Any
RLIMIT = 20_000_000


def attempt(claim: Json, seconds: float) -> tuple[Json | None, str]:
    """The rest of a certificate that the kernel accepts and Z3 discharges, and else why not."""
    end = time.monotonic() + seconds
    with deep():
        schema = Schema({table.name: table for table in map(decode, claim["tables"])})
        found = prove(
            [decode(plan) for plan in claim["plans"]], schema, lambda: time.monotonic() > end
        )
        if found.proof is None:
            return None, found.reason
        try:
            rest = {"proof": script(found.proof, found.asker)}
            if found.sources:
                rest["sources"] = [
                    {"left": i, "right": j, "proofs": [script(p, found.asker) for p in proofs]}
                    for i, j, proofs in found.sources
                ]
        except Unwritable as gap:
            return None, f"a proof that the format has no place for: {gap}"
    refused = refusal({**claim, **rest}, end)
    return (None, f"a proof that is not accepted: {refused}") if refused else (rest, "")


def refusal(certificate: Json, end: float = inf) -> str:
    """Why the kernel or Z3 does not accept a certificate until a time; empty if they do."""
    from lemmata.kernel import Rejected
    from lemmata.kernel.sql import check
    from lemmata.sql.obligation_worker import judge

    try:
        report = check(json.dumps(certificate))
    except Rejected as problem:
        return str(problem)
    for obligation in report.obligations:
        left = end - time.monotonic()
        if left <= 0:
            return "limit: time"
        answer = judge(obligation.text, RLIMIT, None if end == inf else left)
        if answer != "unsat":
            return f"an obligation of rule {obligation.rule} is {answer}"
    return ""
