"""A child process for tests: echoes lines, and dies or hangs when told to."""

from __future__ import annotations

import os
import signal
import sys
import time


def main() -> None:
    """Answer lines until the input ends."""
    for line in sys.stdin:
        word = line.strip()
        if word == "crash":
            os.kill(os.getpid(), signal.SIGSEGV)
        if word == "exit":
            sys.exit(4)
        if word == "hang":
            time.sleep(60)
        print(word.upper(), flush=True)


if __name__ == "__main__":
    main()
