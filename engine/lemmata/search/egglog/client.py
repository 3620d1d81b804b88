"""The parent's side: the child is started when it is needed, used again, and killed when in doubt.

A child that takes too long, breaks the protocol, dies or has grown large is killed with its process
group, and the next request gets a new one. Children end with the parent in every case: at exit by
`close`, else because their input ends, and on Linux because the kernel kills them.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

MODULE = "lemmata.search.egglog.worker"
POLL = 0.02
LARGEST_IDLE = 400_000
"""Kilobytes of memory above which a child is not kept."""
Request = dict[str, Any]
Progress = tuple[int, int, int]
NOTHING: Progress = (0, 0, 0)
Answer = dict[str, Any]


class Died(Exception):
    """The child ended, or was ended, without an answer; `reason` is an outcome's `stopped`."""

    def __init__(self, reason: str, detail: str = "", progress: Progress = NOTHING) -> None:
        """`progress`: iterations, nodes and matches that it had told of."""
        super().__init__(detail or reason)
        self.reason, self.detail, self.progress = reason, detail, progress


class Child:
    """A process that answers one request at a time."""

    def __init__(self) -> None:
        """Start it; it loads egglog while the parent goes on."""
        root = str(Path(__file__).parents[3])
        path = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH", "")]))
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", MODULE, str(os.getpid())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env={**os.environ, "PYTHONPATH": path, "RUST_BACKTRACE": "0", "RAYON_NUM_THREADS": "1"},
            start_new_session=True,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._in, self._out = self._process.stdin.fileno(), self._process.stdout.fileno()
        os.set_blocking(self._in, False)
        os.set_blocking(self._out, False)
        self._read = bytearray()
        self.progress = NOTHING

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it has not ended."""
        return self._process.poll() is None

    def ask(self, request: Request, expired: Callable[[], bool], seconds: float) -> Answer:
        """Its answer; `Died` if there is none, and then it is dead."""
        self.progress = NOTHING
        deadline = time.monotonic() + seconds
        try:
            rest = memoryview(json.dumps(request).encode() + b"\n")
            while True:
                rest = self._exchange(rest)
                for line in self._lines():
                    answer: Answer = json.loads(line)
                    if "progress" in answer:
                        iterations, nodes, matches = answer["progress"]
                        self.progress = (iterations, nodes, matches)
                    elif "ready" not in answer:
                        return answer
                if expired() or time.monotonic() > deadline:
                    raise Died("expired", progress=self.progress)
        except (OSError, EOFError, ValueError) as error:
            raise self._dead(error) from error
        except BaseException:
            self.kill()
            raise

    def _exchange(self, rest: memoryview) -> memoryview:
        """Write what the child takes and read what there is; EOFError if it is gone."""
        writing = [self._in] if rest else []
        readable, writable, _ = select.select([self._out], writing, [], POLL)
        if writable:
            rest = rest[os.write(self._in, rest[: 1 << 16]) :]
        if readable:
            found = os.read(self._out, 1 << 20)
            if not found:
                raise EOFError
            self._read += found
        return rest

    def _lines(self) -> list[bytes]:
        """The lines that are complete."""
        at = self._read.rfind(b"\n")
        if at < 0:
            return []
        found = bytes(self._read[:at]).split(b"\n")
        del self._read[: at + 1]
        return found

    def _dead(self, error: Exception) -> Died:
        """Why it died, as far as that can be told."""
        try:
            code = self._process.wait(1)
        except subprocess.TimeoutExpired:
            code = 0
        self._errors.seek(0)
        said = self._errors.read(2000).decode(errors="replace").strip()
        self.kill()
        if "memory allocation" in said or "MemoryError" in said:
            reason = "memory"
        elif code == -signal.SIGXCPU:
            reason = "expired"
        else:
            reason = "died"
        return Died(reason, said or f"{type(error).__name__}, exit code {code}", self.progress)

    def kill(self) -> None:
        """End it with everything that it may have started, and wait for that."""
        if self.alive:
            try:
                os.killpg(self.pid, signal.SIGKILL)
            except ProcessLookupError:
                self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout, self._errors):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()


_idle: list[Child] = []
_inherited: list[Child] = []
_lock = threading.Lock()


def ask(request: Request, expired: Callable[[], bool], seconds: float) -> Answer:
    """The answer of an idle child or a new one, which is kept if it did well."""
    child = _take()
    try:
        answer = child.ask(request, expired, seconds)
    except Died as error:
        if error.reason != "died" or child.progress != NOTHING:
            raise
        # An idle child may have been killed from outside before it read the request.
        child = Child()
        answer = child.ask(request, expired, seconds)
    _give_back(child, answer)
    return answer


def prepare() -> None:
    """Start a child, if none is idle, that will be ready for the next request."""
    _give_back(_take(), {})


def _take() -> Child:
    with _lock:
        while _idle:
            child = _idle.pop()
            if child.alive:
                return child
            child.kill()
    return Child()


def _give_back(child: Child, answer: Answer) -> None:
    if answer.get("stopped") in ("memory", "error") or answer.get("peak", 0) > LARGEST_IDLE:
        child.kill()
        return
    with _lock:
        if not _idle:
            _idle.append(child)
            return
    child.kill()


def close() -> None:
    """End the idle child."""
    with _lock:
        while _idle:
            _idle.pop().kill()


def _forget() -> None:
    """After a fork: the child is the parent's."""
    global _lock
    _lock = threading.Lock()
    _inherited.extend(_idle)
    _idle.clear()


atexit.register(close)
os.register_at_fork(after_in_child=_forget)
