"""The child process of a proof: a claim on its input, a proof or a reason on its output.

    python -P -m lemmata.sql.proving.worker

Its parent limits its memory and time.
"""

from __future__ import annotations

import json
import sys


def main() -> None:
    """Answer one question."""
    from lemmata.sql.proving.attempt import attempt

    question = json.loads(sys.stdin.read())
    try:
        rest, reason = attempt(question["claim"], question["seconds"])
    except (MemoryError, RecursionError) as limit:
        rest, reason = None, f"limit: {type(limit).__name__}"
    sys.stdout.write(json.dumps({"rest": rest, "reason": reason}))


if __name__ == "__main__":
    main()
