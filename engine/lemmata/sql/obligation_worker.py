"""The child process in which Z3 judges obligations: a JSON object a line in, one word a line out.

    python -P -m lemmata.sql.obligation_worker

The texts were printed by the kernel: names are its own, nothing of a user is in them.
"""

from __future__ import annotations

import json
import sys

from lemmata.search.models_worker import confine

MEMORY = 3 << 30
CPU_SECONDS = 24 * 3600


def judge(text: str, rlimit: int, seconds: float | None = None) -> str:
    """`unsat`, `sat`, `unknown`, or `error` and why: a text that Z3 does not take."""
    import z3

    solver = z3.Solver(ctx=z3.Context())
    solver.set("rlimit", rlimit)
    if seconds is not None:
        solver.set("timeout", max(1, int(seconds * 1000)))
    try:
        solver.from_string(text.replace("(check-sat)", ""))
        return str(solver.check())
    except z3.Z3Exception as problem:
        return f"error: {' '.join(str(problem).split())[:200]}"


def main() -> None:
    """Answer until the input ends."""
    confine(MEMORY, CPU_SECONDS)
    for line in sys.stdin:
        request = json.loads(line)
        sys.stdout.write(judge(request["text"], request["rlimit"]) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
