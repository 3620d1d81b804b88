"""A child process that answers lines, watched: it may crash or hang without harm to its parent."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from pathlib import Path


class Crashed(Exception):
    """The child ended without an answer; `how` says by which signal or exit code."""

    def __init__(self, how: str) -> None:
        super().__init__(how)
        self.how = how


class TimedOut(Exception):
    """The child had no answer in time and was ended."""


class Child:
    """Runs `python -m module`; a new process takes the place of one that ended."""

    def __init__(self, module: str) -> None:
        self.module = module
        self._process: subprocess.Popen[bytes] | None = None
        self._pending = b""

    def ask(self, line: str, seconds: float) -> str:
        """The answer to a line; raises Crashed or TimedOut, and the next call starts afresh."""
        process = self._running()
        assert process.stdin is not None
        try:
            process.stdin.write(line.encode() + b"\n")
            process.stdin.flush()
        except BrokenPipeError:
            raise self._crash() from None
        return self._answer(process, seconds)

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            root = str(Path(__file__).parents[2])
            path = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH", "")]))
            self._pending = b""
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", self.module],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": path},
            )
        return self._process

    def _answer(self, process: subprocess.Popen[bytes], seconds: float) -> str:

        assert process.stdout is not None
        end = time.monotonic() + seconds
        while b"\n" not in self._pending:
            left = end - time.monotonic()
            ready = select.select([process.stdout], [], [], max(left, 0))[0]
            if not ready:
                self.close()
                raise TimedOut
            part = os.read(process.stdout.fileno(), 1 << 16)
            if not part:
                raise self._crash()
            self._pending += part
        line, _, self._pending = self._pending.partition(b"\n")
        return line.decode()

    def _crash(self) -> Crashed:
        process = self._process
        assert process is not None
        code = process.wait()
        self.close()
        return Crashed(f"signal {-code}" if code < 0 else f"exit code {code}")

    def close(self) -> None:
        """End the child, if there is one."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()
