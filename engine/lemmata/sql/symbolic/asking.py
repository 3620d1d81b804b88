"""Asks the symbolic search, in a child process, for a database that may tell two plans apart."""

from __future__ import annotations

import json
import sys

from lemmata.search.oracles.asking import run_child
from lemmata.sql.algebra import Plan
from lemmata.sql.certificate import decode_rows
from lemmata.sql.database import Constraints, Tables
from lemmata.sql.plain import encode

SIZES = (1, 2, 3)
RLIMIT = 6_000_000
WORKER = "lemmata.sql.symbolic.worker"


def candidate(
    plans: tuple[Plan, Plan], constraints: Constraints, rlimit: int, seconds: float
) -> tuple[Tables | None, str]:
    """A database, and else why there is none."""
    question = {
        "plans": [encode(plan) for plan in plans],
        "tables": [encode(table) for table in constraints.tables],
        "sizes": SIZES,
        "rlimit": rlimit,
    }
    command = [sys.executable, "-P", "-m", WORKER]
    out = run_child(command, json.dumps(question), seconds)
    if out is None:
        return None, "limit: time"
    if not out:
        return None, "crash: the process ended without an answer"
    found = json.loads(out)
    if found["database"] is None:
        return None, str(found["reason"])
    return {name: decode_rows(rows) for name, rows in found["database"].items()}, ""
