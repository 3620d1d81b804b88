"""A child process for tests: answers questions, but is killed by those that speak of DISTINCT."""

from __future__ import annotations

import json
import os
import signal
import sys


def main() -> None:
    """Answer lines until the input ends."""
    for line in sys.stdin:
        question = json.loads(line)
        if "DISTINCT y" in question["sql2"] or question["sql1"] == "SELECT":
            os.kill(os.getpid(), signal.SIGKILL)
        answer = {"verdict": "unknown", "reason": "no difference: answered"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
