"""Mutation testing of the kernel: each change of its source must be noticed by some test.

    python tests/benchmarks/mutate_kernel.py --json mutants.json
    python tests/benchmarks/mutate_kernel.py --file rules.py --survivors

A mutant is one change of the syntax tree: a condition negated, a comparison or operator replaced, a
constant changed, a `require` dropped, a set operation left out, a pair or arguments swapped, no
value returned. Every mutant is loaded in a fork of a process that has the cases ready, with a time
limit; two run at once. Those that mean the same as the original are listed in kernel_survivors.md.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import select
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from benchmarks.kernel_mutants import Mutant, mutants  # noqa: E402

SURVIVORS = Path(__file__).with_name("kernel_survivors.md")
KERNEL = ROOT / "engine" / "lemmata" / "kernel"
SECONDS = 6
AT_ONCE = 2


class Outcome(NamedTuple):
    """What became of a mutant: the case that killed it, or nothing."""

    mutant: Mutant
    killer: str
    seconds: float


def verdict(mutant: Mutant, order: list[str]) -> str:
    """In a child: load the mutated kernel and run the cases, likely killers first."""
    from benchmarks.kernel_cases import CASES, Kernel

    try:
        kernel = Kernel(KERNEL, mutant.file, mutant.source(KERNEL))
    except BaseException as error:
        return f"import: {type(error).__name__}"
    for name in [*order, *(name for name in CASES if name not in order)]:
        if not CASES[name](kernel):
            return name
    return ""


def run(mutant: Mutant, order: list[str]) -> tuple[int, int]:
    """Start a child; returns its process number and the pipe that it answers on."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        signal.alarm(SECONDS)
        sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: SIM115
        answer = "crash"
        try:
            answer = verdict(mutant, order) or "survived"
        finally:
            os.write(writer, answer.encode())
            os._exit(0)
    os.close(writer)
    return child, reader


def outcomes(found: list[Mutant], killers: Counter[str]) -> Iterator[Outcome]:
    """Run all mutants, two at once; what killed often is tried first."""
    waiting = list(reversed(found))
    running: dict[int, tuple[Mutant, int, float]] = {}
    while waiting or running:
        while waiting and len(running) < AT_ONCE:
            mutant = waiting.pop()
            best = [name for name, _ in killers.most_common(25) if not name.startswith("import")]
            child, reader = run(mutant, best)
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
            if killer and not killer.startswith(("time", "import", "crash")):
                killers[killer] += 1
            yield Outcome(mutant, killer, time.monotonic() - started)


def main() -> int:
    """Print a table per file, and the survivors."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--file", action="append", help="only this file of the kernel")
    parser.add_argument("--limit", type=int, default=0, help="a sample of so many mutants")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--survivors", action="store_true", help="print each survivor")
    options = parser.parse_args()
    from benchmarks.kernel_cases import CASES, Kernel

    kernel = Kernel(KERNEL)
    broken = [name for name, case in CASES.items() if not case(kernel)]
    if broken:
        print(f"the kernel itself fails: {', '.join(broken[:10])}", file=sys.stderr)
        return 2
    names = options.file or sorted(p.name for p in KERNEL.glob("*.py") if p.name != "__init__.py")
    found = [m for name in names for m in mutants(KERNEL / name)]
    if options.limit and options.limit < len(found):
        found = random.Random(0).sample(found, options.limit)
    started = time.monotonic()
    results = []
    killers: Counter[str] = Counter()
    for outcome in outcomes(found, killers):
        results.append(outcome)
        if options.survivors and not outcome.killer:
            print(outcome.mutant, flush=True)
    report(results, time.monotonic() - started, names, options.json)
    return 0


def explained() -> set[str]:
    """The lines of kernel_survivors.md that name a mutant: "- `file`: `change`"."""
    found = set()
    for line in SURVIVORS.read_text(encoding="utf-8").splitlines():
        if line.startswith("- `"):
            _, file, _, change, *_ = line.split("`")
            found.add(f"{file}: {change}")
    return found


def report(results: list[Outcome], seconds: float, names: list[str], target: Path | None) -> None:
    """The table, and the same as JSON."""
    print(f"{'file':<20} {'mutants':>8} {'killed':>7} {'survived':>9} {'%':>6}")
    rows: list[dict[str, Any]] = []
    for name in [*names, "all"]:
        mine = [r for r in results if name in (r.mutant.file, "all")]
        if not mine:
            continue
        killed = sum(1 for r in mine if r.killer)
        share = 100 * killed / len(mine)
        rows.append({"file": name, "mutants": len(mine), "killed": killed, "percent": share})
        print(f"{name:<20} {len(mine):>8} {killed:>7} {len(mine) - killed:>9} {share:>6.1f}")
    known = explained()
    left = [r.mutant for r in results if not r.killer]
    new = [m for m in left if f"{m.file}: {m.change}" not in known]
    print(f"{len(left) - len(new)} survivors are explained in {SURVIVORS.name}; not explained:")
    for mutant in new:
        print(f"    {mutant}")
    late = sum(1 for r in results if r.killer.startswith("time"))
    print(f"{seconds:.0f} s; {late} killed by the time limit of {SECONDS} s")
    if target:
        survivors = [
            {"file": m.file, "line": m.line, "change": m.change, "explained": m not in new}
            for m in left
        ]
        data = {"seconds": round(seconds), "files": rows, "survivors": survivors}
        target.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
