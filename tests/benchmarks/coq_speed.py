"""CPU time of the Coq export and of coqc, for chains of rewriting steps at small and large depth.

    python tests/benchmarks/coq_speed.py

The start of coqc (a file with two steps) is taken off. The aim of reference/provers.md is 0.024 s
for 100 steps.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from export.coq_samples import chain
from lemmata.export.coq import to_coq

AIM = 0.024
RUNS = 3


def coqc_seconds(program: str, text: str) -> float:
    """The smallest CPU time of some runs."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "chain.v").write_text(text)
        times = []
        for _ in range(RUNS):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run([program, "-q", "chain.v"], cwd=folder, check=True, capture_output=True)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(times)


def main() -> int:
    """Print a table."""
    program = shutil.which("coqc")
    if program is None:
        print("coqc is not installed", file=sys.stderr)
        return 3
    start = coqc_seconds(program, to_coq(chain(2)))
    print(f"coqc starts in {start:.3f} s; the aim is {AIM} s for 100 steps")
    print("depth  steps  export s  kB of text  coqc s  coqc s per 100 steps")
    for depth in (1, 3, 20):
        for steps in (1000, 4400):
            certificate = chain(steps, depth)
            begin = time.process_time()
            text = to_coq(certificate)
            export = time.process_time() - begin
            seconds = coqc_seconds(program, text) - start
            print(
                f"{depth:5}  {steps:5}  {export:8.3f}  {len(text) // 1000:10}"
                f"  {seconds:6.3f}  {seconds / steps * 100:20.4f}"
            )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
