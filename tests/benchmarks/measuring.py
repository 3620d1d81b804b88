"""What the measuring scripts share: a command run with its cost, the checkout, tables, JSON.

Nothing here asserts a time; the scripts print what they measure beside the bars, and a person, or
the exit code of the script, judges.
"""

from __future__ import annotations

import argparse
import atexit
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
LEMMATA = (sys.executable, "-m", "lemmata")
Row = dict[str, Any]


@dataclass(frozen=True)
class Run:
    """A finished command: seconds of CPU and of wall clock, the peak of its memory in MB."""

    code: int
    out: str
    err: str
    cpu: float
    wall: float
    peak: float


def run(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Run:
    """Run a command to its end; the cost is that of this process alone.

    Python's byte code is cached, as it is for users, in a folder that goes away in the end.
    """
    environment = {**os.environ, **(environment or {}), "PYTHONPYCACHEPREFIX": _byte_code()}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        start = time.perf_counter()
        child = subprocess.Popen(
            command, stdout=out, stderr=err, stdin=subprocess.DEVNULL, env=environment
        )
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        return Run(
            child.returncode,
            out.read().decode(),
            err.read().decode(),
            usage.ru_utime + usage.ru_stime,
            wall,
            usage.ru_maxrss / 1024,
        )


@cache
def _byte_code() -> str:
    """A folder for byte code, filled by commands that import all there is."""
    folder = tempfile.mkdtemp(prefix="lemmata-bytecode-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": folder}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    for words in (["theories"], ["prove", "--theory", "group", "x * e = x"], ["--help"]):
        subprocess.run([*LEMMATA, *words], env=environment, check=True, capture_output=True)
    return folder


def lemmata(*words: str) -> Run:
    """Run a command of this checkout."""
    return run([*LEMMATA, *words])


def cpu_seconds() -> float:
    """The CPU time so far of this process and of its finished children."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def parser(text: str | None) -> argparse.ArgumentParser:
    """The options of every script; the first paragraph of the module is its description."""
    found = argparse.ArgumentParser(description=(text or "").split("\n\n")[0])
    found.add_argument("--json", type=Path, metavar="FILE", help="write the figures here too")
    return found


def table(rows: Iterable[Sequence[object]]) -> None:
    """Print rows in columns: numbers to the right, words to the left."""
    shown = [[_cell(cell) for cell in row] for row in rows]
    widths = [max(len(row[i]) for row in shown) for i in range(len(shown[0]))]
    numbers = [all(_numeric(row[i]) for row in shown[1:]) for i in range(len(widths))]
    for row in shown:
        cells = zip(row, widths, numbers, strict=True)
        print("  ".join(c.rjust(w) if n else c.ljust(w) for c, w, n in cells).rstrip())


def _cell(value: object) -> str:
    if value is None:
        return "-"
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def _numeric(text: str) -> bool:
    return text.replace(".", "").replace("-", "").isdigit() or text in ("", "-")


def write(path: Path | None, found: Row) -> None:
    """Write the figures, if a place was given."""
    if path is not None:
        path.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
