"""The same certificate bytes in fresh processes, whatever the hash seed.

    python tests/benchmarks/determinism.py --seeds 0 1 2

Exit code 0 if all agree. Verdicts that a wall clock may end are not among the goals.
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.measuring import LEMMATA, Row, parser, run, table, write

GOALS = [
    ("nat", "x + y = y + x"),
    ("nat", "x * y = y * x"),
    ("nat", "(x * y) * z = x * (y * z)"),
    ("nat", "x <= y or y <= x"),
    ("nat", "x * y = x * z ==> y = z"),
    ("list", "rev(rev(xs)) = xs"),
    ("list", "map(f, rev(xs)) = map(f, xs)"),
    ("tree", "flatten(mirror(t)) = rev(flatten(t))"),
    ("bool", "not (x and y) = (not x or not y)"),
    ("int", "(x + y) * (x - y) = x * x - y * y"),
    ("group", "inv(x * y) = inv(y) * inv(x)"),
    ("group", "x * y = y * x"),
    ("lattice", "x /\\ x = x"),
    ("lattice", "x /\\ y = x"),
]


def certificate(theory: str, statement: str, seed: str, timeout: str) -> bytes:
    """The bytes of the certificate that a fresh process writes; empty if the answer is unknown."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "found.json"
        words = ["prove", "--theory", theory, statement, "--certificate", str(path)]
        run(
            [*LEMMATA, *words, "--from-definitions", "--timeout", timeout], {"PYTHONHASHSEED": seed}
        )
        return path.read_bytes() if path.exists() else b""


def main() -> int:
    """Prove each goal once a seed and compare."""
    options = parser(__doc__)
    options.add_argument("--seeds", nargs="+", default=["0", "1", "2"], help="of Python's hashes")
    options.add_argument("--timeout", default="60", help="seconds for each goal")
    args = options.parse_args()
    rows: list[Row] = []
    for theory, statement in GOALS:
        found = [certificate(theory, statement, seed, args.timeout) for seed in args.seeds]
        rows.append(
            {
                "theory": theory,
                "statement": statement,
                "bytes": len(found[0]),
                "sha256": hashlib.sha256(found[0]).hexdigest()[:12],
                "identical": all(found) and len(set(found)) == 1,
            }
        )
    shown = ["theory", "identical", "bytes", "sha256", "statement"]
    table([shown, *([row[key] for key in shown] for row in rows)])
    good = sum(row["identical"] for row in rows)
    print(f"\n{good} of {len(rows)} goals: identical bytes under seeds {', '.join(args.seeds)}")
    write(args.json, {"seeds": args.seeds, "rows": rows})
    return 0 if good == len(rows) else 1


if __name__ == "__main__":
    sys.exit(main())
