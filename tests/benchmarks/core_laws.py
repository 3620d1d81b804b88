"""The eleven core laws of nat, from definitions alone: verdicts, cost, and how long the proofs are.

    python tests/benchmarks/core_laws.py --proofs proofs --json core_laws.json

Each law is asked twice, as a statement (a process each) and as a `--goal` of nat.lem (one process
for all). Kernel steps count everything, lemmas included; reader lines are the numbered rows that
a person sees. The bars stand beside the figures. The last column has the proof lines that
Generative Logic needs for the four laws that it reports. Exit code 0 if all bars are met.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.measuring import ROOT, Row, lemmata, parser, table, write
from lemmata.proof.decode import decode
from lemmata.proof.outline import kernel_steps, reader_lines

LAWS = {
    "add_zero": "x + 0 = x",
    "add_succ": "x + S(y) = S(x + y)",
    "add_comm": "x + y = y + x",
    "add_assoc": "(x + y) + z = x + (y + z)",
    "mul_zero": "x * 0 = 0",
    "mul_one": "x * S(0) = x",
    "mul_succ": "x * S(y) = x + x * y",
    "mul_comm": "x * y = y * x",
    "mul_add": "x * (y + z) = x * y + x * z",
    "mul_assoc": "(x * y) * z = x * (y * z)",
    "add_cancel": "x + y = x + z ==> y = z",
}
BARS = {"add_comm": (25, 15), "add_assoc": (12, 8), "mul_comm": (80, 40), "mul_add": (50, 20)}
"""Most kernel steps, most reader lines."""
PEER = {"add_comm": 178, "add_assoc": 93, "mul_comm": 492, "mul_add": 207}
CPU_BAR, MEMORY_BAR = 5.0, 300.0


def as_statements(folder: Path, timeout: str) -> Row:
    """Each law in a process of its own; the cost includes the start of each."""
    laws, cpu, peak = {}, 0.0, 0.0
    for name, statement in LAWS.items():
        path = folder / f"{name}.json"
        words = ("--theory", "nat", statement, "--certificate", str(path))
        done = lemmata("prove", *words, "--from-definitions", "--timeout", timeout, "--json")
        laws[name] = {**measured(json.loads(done.out), path), "cpu": round(done.cpu, 3)}
        cpu, peak = cpu + done.cpu, max(peak, done.peak)
    return {"laws": laws, "cpu": round(cpu, 3), "peak_mb": round(peak, 1)}


def as_goals(folder: Path, file: Path, timeout: str) -> Row:
    """All laws as goals of the theory's file, in one process."""
    goals = [word for name in LAWS for word in ("--goal", name)]
    words = (str(file), *goals, "--certificates", str(folder))
    done = lemmata("prove", *words, "--from-definitions", "--timeout", timeout, "--json")
    rows = json.loads(done.out)["results"]
    laws = {row["name"]: measured(row, folder / f"{row['name']}.json") for row in rows}
    return {"laws": laws, "cpu": round(done.cpu, 3), "peak_mb": round(done.peak, 1)}


def measured(row: Row, path: Path) -> Row:
    """The verdict and the length of a proof."""
    found: Row = {"verdict": row["verdict"], "steps": None, "lines": None}
    if row["verdict"] == "proved":
        document = decode(json.loads(path.read_bytes()))
        found |= {"steps": kernel_steps(document), "lines": reader_lines(document)}
    return found


def missed(found: Row) -> list[str]:
    """The bars that one way of asking does not meet."""
    problems = []
    for name, law in found["laws"].items():
        if law["verdict"] != "proved":
            problems.append(f"{name} is {law['verdict']}")
        elif name in BARS:
            pairs = zip(("steps", "lines"), BARS[name], strict=True)
            problems += [f"{name}: {law[k]} {k} > {most}" for k, most in pairs if law[k] > most]
    if found["cpu"] > CPU_BAR:
        problems.append(f"CPU {found['cpu']} s > {CPU_BAR} s")
    if found["peak_mb"] > MEMORY_BAR:
        problems.append(f"memory {found['peak_mb']} MB > {MEMORY_BAR} MB")
    return problems


def main() -> int:
    """Measure, print, judge."""
    options = parser(__doc__)
    options.add_argument("--proofs", type=Path, default=ROOT / "proofs", help="has nat.lem")
    options.add_argument("--timeout", default="60", help="seconds for each law")
    args = options.parse_args()
    found: Row = {}
    problems = []
    with tempfile.TemporaryDirectory() as scratch:
        folders = {way: Path(scratch) / way for way in ("statements", "goals")}
        for folder in folders.values():
            folder.mkdir()
        found["statements"] = as_statements(folders["statements"], args.timeout)
        found["goals"] = as_goals(folders["goals"], args.proofs / "nat.lem", args.timeout)
    for way in folders:
        laws = found[way]["laws"]
        head = ["law", "verdict", "CPU s", "steps", "bar", "lines", "bar", "peer lines"]
        rows: list[list[object]] = [[*head]]
        for name in LAWS:
            law, bars = laws[name], BARS.get(name, (None, None))
            cost = [law["verdict"], law.get("cpu"), law["steps"], bars[0], law["lines"], bars[1]]
            rows.append([name, *cost, PEER.get(name)])
        print(f"as {way}")
        table(rows)
        cost = found[way]
        print(f"CPU {cost['cpu']:.2f} s (bar {CPU_BAR:.0f}), peak {cost['peak_mb']:.0f} MB", end="")
        print(f" (bar {MEMORY_BAR:.0f})\n")
        problems += [f"{way}: {problem}" for problem in missed(found[way])]
    print("\n".join(problems) or "all bars are met")
    write(args.json, {**found, "missed": problems})
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
