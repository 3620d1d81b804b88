"""Every theorem of every theory, with what is already certified and from definitions alone.

    python tests/benchmarks/laws.py --proofs proofs --timeout 30

Prints a row for each theory and way, then what is not proved, with the reason. Exit code 0 if
everything is proved with the library (from definitions is for information).
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.measuring import ROOT, Row, cpu_seconds, parser, table, write
from lemmata.proof.decode import decode
from lemmata.proof.outline import kernel_steps, reader_lines
from lemmata.proving import prove_file

WAYS = {"with the library": False, "from definitions": True}


def measure(path: Path, timeout: float, from_definitions: bool) -> list[Row]:
    """A row for each theorem of a file."""
    rows = []
    start = cpu_seconds()
    for verdict in prove_file(path, (), timeout, from_definitions):
        now = cpu_seconds()
        row: Row = {"name": verdict.name, "goal": verdict.goal, "verdict": verdict.verdict}
        row |= {"cpu": round(now - start, 3), "steps": None, "lines": None}
        if verdict.certificate is None:
            row |= {"reason": verdict.reason, "stuck": verdict.stuck}
        else:
            document = decode(verdict.certificate)
            row |= {"steps": kernel_steps(document), "lines": reader_lines(document)}
        rows.append(row)
        start = cpu_seconds()
    return rows


def main() -> int:
    """Measure every file, print the counts and the gaps."""
    options = parser(__doc__)
    options.add_argument(
        "--proofs", type=Path, default=ROOT / "proofs", help="folder of .lem files"
    )
    options.add_argument("--timeout", type=float, default=10, help="seconds for each theorem")
    options.add_argument("--theory", action="append", default=[], help="only this one")
    args = options.parse_args()
    found: Row = {way: {} for way in WAYS}
    shown: list[list[object]] = [
        ["theory", "way", "theorems", "proved", "CPU s", "slowest s", "steps", "lines"]
    ]
    for path in sorted(args.proofs.glob("*.lem")):
        if args.theory and path.stem not in args.theory:
            continue
        for way, from_definitions in WAYS.items():
            rows = found[way][path.stem] = measure(path, args.timeout, from_definitions)
            proved = [row for row in rows if row["verdict"] == "proved"]
            times = [row["cpu"] for row in rows] or [0.0]
            sums = [sum(row[key] for row in proved) for key in ("steps", "lines")]
            shown.append([path.stem, way, len(rows), len(proved), sum(times), max(times), *sums])
    table(shown)
    missing = 0
    for way, theories in found.items():
        for theory, rows in theories.items():
            for row in rows:
                if row["verdict"] != "proved":
                    missing += way == "with the library"
                    print(f"\n{way}: {theory}.{row['name']} is {row['verdict']}: {row['goal']}")
                    print(f"  {row.get('reason', '')}\n  stuck at: {row.get('stuck', '')}")
    write(args.json, found)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
