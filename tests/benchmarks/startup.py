"""What whole commands cost, beside a Python that does nothing: the smallest of some runs.

    python tests/benchmarks/startup.py --runs 15

Runs are interleaved, so that the machine's load falls on all rows alike.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.measuring import LEMMATA, ROOT, Run, parser, run, table, write

COMMANDS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "--version": [*LEMMATA, "--version"],
    "--help": [*LEMMATA, "--help"],
    "theories": [*LEMMATA, "theories"],
    "check add_comm": [*LEMMATA, "check", str(ROOT / "proofs/nat/add_comm.json")],
    "prove add_comm": [*LEMMATA, "prove", "--theory", "nat", "x + y = y + x"],
    "refute x + y = x": [*LEMMATA, "prove", "--theory", "nat", "x + y = x"],
    "refute x * y = y * x": [*LEMMATA, "prove", "--theory", "group", "x * y = y * x"],
}


def main() -> int:
    """Measure, print."""
    options = parser(__doc__)
    options.add_argument("--runs", type=int, default=7, help="of each command")
    args = options.parse_args()
    runs: dict[str, list[Run]] = {name: [] for name in COMMANDS}
    for _ in range(args.runs):
        for name, command in COMMANDS.items():
            runs[name].append(run(command))
    bare = min(r.cpu for r in runs["python -c pass"])
    rows = [
        {
            "command": name,
            "wall_ms": round(1000 * min(r.wall for r in done)),
            "cpu_ms": round(1000 * min(r.cpu for r in done)),
            "times_bare": round(min(r.cpu for r in done) / bare, 1),
            "peak_mb": round(max(r.peak for r in done), 1),
        }
        for name, done in runs.items()
    ]
    table([list(rows[0]), *(list(row.values()) for row in rows)])
    write(args.json, {"runs": args.runs, "rows": rows})
    return 0


if __name__ == "__main__":
    sys.exit(main())
