"""The child process of a batch: one JSON row a line in, one answer a line out.

    python -P -m lemmata.sql.worker

Limits its memory and ends with its parent.
"""

from __future__ import annotations

import json
import sys

from lemmata.search.models_worker import confine

MEMORY = 3 << 30
CPU_SECONDS = 24 * 3600


def main() -> None:
    """Answer rows until the input ends."""
    confine(MEMORY, CPU_SECONDS)
    from lemmata.sql.answers import answer

    for line in sys.stdin:
        try:
            found = answer(json.loads(line))
        except (MemoryError, RecursionError) as limit:
            found = {"verdict": "unknown", "reason": f"limit: {type(limit).__name__}"}
        sys.stdout.write(json.dumps(found) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
