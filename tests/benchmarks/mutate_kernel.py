"""Mutation testing of the kernel: each change of its source must be noticed by some test.

    python tests/benchmarks/mutate_kernel.py --json mutants.json
    python tests/benchmarks/mutate_kernel.py --file rules.py --file laws.py --workers 2

A mutant is one change of the syntax tree: a condition negated, a comparison or operator replaced, a
constant changed, a `require` dropped, a set operation left out, a pair or arguments swapped, no
value returned. Every mutant is loaded in a fork of a process that has the cases ready, and is given
those that execute the changed statement, until one of them comes out otherwise or takes too long.
Survivors that mean the same as the original are listed with reasons in kernel_survivors.txt.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import random
import select
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from benchmarks.kernel_mutants import Mutant, mutants  # noqa: E402

SURVIVORS = Path(__file__).with_name("kernel_survivors.txt")
KERNEL = ROOT / "engine" / "lemmata" / "kernel"
LONGEST = 1.0
"""A case may take so many seconds of computing more than five times what it usually takes."""
Tracer = Callable[[FrameType, str, Any], Any]


class Outcome(NamedTuple):
    """What became of a mutant: the case that killed it, or nothing."""

    mutant: Mutant
    killer: str
    seconds: float


class Measured:
    """How long each case takes, and which lines of the kernel it executes."""

    def __init__(self, names: Sequence[str]) -> None:
        """Run every case twice, the second time with the files called `names` traced."""
        from benchmarks.kernel_cases import CASES, Kernel

        kernel = Kernel(KERNEL)
        self.seconds: dict[str, float] = {}
        self.lines: dict[str, set[tuple[str, int]]] = {}
        self.broken: list[str] = []
        for name, case in CASES.items():
            kernel.forget()
            started = time.process_time()
            if not case(kernel):
                self.broken.append(name)
            self.seconds[name] = time.process_time() - started
        files = {str(KERNEL / name): name for name in names}
        for name, case in CASES.items():
            kernel.forget()
            found = self.lines[name] = set[tuple[str, int]]()
            sys.settrace(tracer(files, found))
            case(kernel)
            sys.settrace(None)
        self.order = sorted(CASES, key=self.seconds.__getitem__)

    def relevant(self, mutant: Mutant, killers: Counter[str]) -> list[str]:
        """The cases that may notice a mutant: first what killed others, then the quick ones."""
        places = {(mutant.file, line) for line in mutant.lines}
        found = [n for n in self.order if not places or not places.isdisjoint(self.lines[n])]
        known = set(found)
        best = [name for name, _ in killers.most_common(40) if name in known][:10]
        return [*best, *(name for name in found if name not in best)]


def tracer(files: dict[str, str], found: set[tuple[str, int]]) -> Tracer:
    """A trace function that collects lines of some files."""

    def each(frame: FrameType, event: str, argument: object) -> Tracer:
        found.add((files[frame.f_code.co_filename], frame.f_lineno))
        return each

    return lambda frame, event, argument: each if frame.f_code.co_filename in files else None


def verdict(mutant: Mutant, cases: list[str], seconds: dict[str, float]) -> str:
    """In a child: load the mutated kernel and run the cases; an alarm ends what hangs."""
    from benchmarks.kernel_cases import CASES, Kernel

    signal.setitimer(signal.ITIMER_VIRTUAL, 2 * LONGEST)
    try:
        kernel = Kernel(KERNEL, mutant.file, mutant.source(KERNEL))
    except BaseException as error:
        return f"import: {type(error).__name__}"
    for name in cases:
        signal.setitimer(signal.ITIMER_VIRTUAL, LONGEST + 5 * seconds[name])
        if not CASES[name](kernel):
            return name
    return ""


def run(mutant: Mutant, cases: list[str], seconds: dict[str, float]) -> tuple[int, int]:
    """Start a child; returns its process number and the pipe that it answers on."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: SIM115
        answer = "crash"
        try:
            answer = verdict(mutant, cases, seconds) or "survived"
        finally:
            os.write(writer, answer.encode())
            os._exit(0)
    os.close(writer)
    return child, reader


def outcomes(found: list[Mutant], measured: Measured, workers: int) -> Iterator[Outcome]:
    """Run all mutants, some at once."""
    waiting = list(reversed(found))
    running: dict[int, tuple[Mutant, int, float]] = {}
    killers: dict[str, Counter[str]] = {}
    while waiting or running:
        while waiting and len(running) < workers:
            mutant = waiting.pop()
            cases = measured.relevant(mutant, killers.setdefault(mutant.file, Counter()))
            child, reader = run(mutant, cases, measured.seconds)
            running[reader] = mutant, child, time.monotonic()
        ready, _, _ = select.select(list(running), [], [], 1.0)
        for reader in ready:
            mutant, child, started = running.pop(reader)
            answer = os.read(reader, 10_000).decode()
            os.close(reader)
            _, status = os.waitpid(child, 0)
            if not answer:  # killed by its alarm
                answer = f"time: signal {status}"
            killer = "" if answer == "survived" else answer
            if killer in measured.seconds:
                killers[mutant.file][killer] += 1
            yield Outcome(mutant, killer, time.monotonic() - started)


def main() -> int:
    """Print a table per file, and the survivors."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--file", action="append", help="only this file of the kernel")
    parser.add_argument("--limit", type=int, default=0, help="a sample of so many mutants")
    parser.add_argument("--workers", type=int, default=1, help="how many run at once")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    names = options.file or sorted(p.name for p in KERNEL.glob("*.py") if p.name != "__init__.py")
    started = time.monotonic()
    measured = Measured(names)
    if measured.broken:
        print(f"the kernel itself fails: {', '.join(measured.broken[:10])}", file=sys.stderr)
        return 2
    print(f"{len(measured.order)} cases, measured in {time.monotonic() - started:.0f} s")
    gc.freeze()
    found = [m for name in names for m in mutants(KERNEL / name)]
    if options.limit and options.limit < len(found):
        found = random.Random(0).sample(found, options.limit)
    started = time.monotonic()
    results = list(outcomes(found, measured, options.workers))
    report(results, time.monotonic() - started, names, options.json)
    return 0


def explained() -> dict[str, str]:
    """The rows "file:function: change # reason" of kernel_survivors.txt."""
    rows = SURVIVORS.read_text(encoding="utf-8").splitlines() if SURVIVORS.exists() else []
    pairs = (row.rpartition(" # ") for row in rows if row and not row.startswith("#"))
    return {key: reason for key, _, reason in pairs}


def report(results: list[Outcome], seconds: float, names: list[str], target: Path | None) -> None:
    """The table, and the same as JSON."""
    known = explained()
    print(f"{'file':<20} {'mutants':>8} {'killed':>7} {'survived':>9} {'explained':>9}")
    rows: list[dict[str, Any]] = []
    for name in [*names, "all"]:
        mine = [r for r in results if name in (r.mutant.file, "all")]
        killed = sum(1 for r in mine if r.killer)
        same = sum(1 for r in mine if not r.killer and r.mutant.key in known)
        left = len(mine) - killed
        rows.append({"file": name, "mutants": len(mine), "killed": killed, "explained": same})
        print(f"{name:<20} {len(mine):>8} {killed:>7} {left:>9} {same:>9}")
    survivors = [r.mutant for r in results if not r.killer]
    print("not explained:")
    for mutant in survivors:
        if mutant.key not in known:
            print(f"    {mutant.line}: {mutant.key}")
    for outcome in results:
        if outcome.killer and outcome.mutant.key in known:
            print(f"explained, but killed by {outcome.killer}: {outcome.mutant.key}")
    late = sum(1 for r in results if r.killer.startswith("time"))
    print(f"{seconds:.0f} s; {late} killed because they took too long")
    if target:
        data = {
            "seconds": round(seconds),
            "files": rows,
            "survivors": [
                {"mutant": m.key, "line": m.line, "reason": known.get(m.key, "")} for m in survivors
            ],
        }
        target.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
