"""A proof for two queries, searched in a child process, or here if this process is one."""

from __future__ import annotations

import json
import sys
from typing import Any

from lemmata.search.oracles.asking import run_child
from lemmata.sql.confirm import Question
from lemmata.sql.proving.certifying import claim

GRACE = 2.0


def proof_of(
    question: Question, seconds: float, *, inside: bool
) -> tuple[dict[str, Any] | None, str]:
    """A certificate, and else why there is none."""
    stated = claim(question)
    if inside:
        from lemmata.sql.proving.attempt import attempt

        rest, reason = attempt(stated, seconds)
        return ({**stated, **rest} if rest else None), reason
    command = [sys.executable, "-P", "-m", "lemmata.sql.proving.worker"]
    asked = json.dumps({"claim": stated, "seconds": seconds})
    out = run_child(command, asked, seconds + GRACE)
    if out is None:
        return None, "limit: time"
    if not out:
        return None, "crash: the process ended without an answer"
    found = json.loads(out)
    rest = found["rest"]
    return ({**stated, **rest} if rest else None), str(found["reason"])
