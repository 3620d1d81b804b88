"""Unit-equality problems in TPTP form: how many are proved, beside E on the same files.

    python tests/benchmarks/ueq.py FOLDER --set a60 --cpu 10 --peer /usr/bin/eprover -o result.json

FOLDER holds the problems and an index.json: a list of objects with `name`, `file`, `set`, `status`
(Unsatisfiable, Satisfiable, Unknown, Open). Each problem is `lemmata prove FILE.p`, a process of
its own with a limit of CPU seconds and of memory; `lemmata check` reads its certificate again.
A proof of a problem that has none ends the script with exit code 1.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.measuring import LEMMATA, ROOT

MEMORY = 2 << 30
Row = dict[str, Any]


def limited(command: list[str], cpu: int) -> tuple[str, float, int]:
    """The output of a command under limits, its CPU seconds, and its peak memory in MB."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 1))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))

    environment = {**os.environ, "PYTHONPATH": str(ROOT / "engine")}
    with tempfile.TemporaryFile() as out:
        child = subprocess.Popen(
            command, stdout=out, stderr=subprocess.DEVNULL, env=environment, preexec_fn=limit
        )
        _, _, usage = os.wait4(child.pid, 0)
        child.returncode = 0
        out.seek(0)
        text = out.read().decode(errors="replace")
    return text, usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024


def ours(file: Path, cpu: int) -> Row:
    """Prove a problem by the command line, and check the certificate in another process."""
    with tempfile.TemporaryDirectory() as folder:
        certificate = Path(folder) / "certificate.json"
        wall = str(10 * cpu)
        options = ["--json", "--timeout", wall, "--certificate", str(certificate)]
        out, seconds, peak = limited([*LEMMATA, "prove", str(file), *options], cpu)
        row: Row = {"cpu": round(seconds, 2), "mb": peak, "verdict": "none", "steps": None}
        try:
            found = json.loads(out)
        except ValueError:
            return row
        verdict = found["results"][0] if "results" in found else found
        row["verdict"] = verdict["verdict"]
        row["reason"] = verdict.get("reason", "")
        if row["verdict"] == "proved":
            row |= lengths(json.loads(certificate.read_text()))
            checked = subprocess.run(
                [*LEMMATA, "check", str(certificate)], capture_output=True, check=False
            )
            if checked.returncode:
                row["verdict"] = "rejected"
    return row


def lengths(certificate: Row) -> Row:
    """Equations of a proof (axioms used, lemmas, the goal), and its nodes."""
    theorems = certificate["theorems"]
    axioms: set[str] = set()
    nodes = 0
    for theorem in theorems:
        for node in theorem.get("nodes", []):
            nodes += 1
            axioms |= {json.dumps(by[:3]) for by in citations(node) if by[0] == "axiom"}
    return {"steps": len(theorems) + len(axioms), "nodes": nodes}


def citations(value: object) -> list[list[Any]]:
    """All citations in a node."""
    if isinstance(value, dict):
        return [by for part in value.values() for by in citations(part)]
    if isinstance(value, list):
        if value and value[0] in ("axiom", "theorem", "case", "builtin"):
            return [value]
        return [by for part in value for by in citations(part)]
    return []


def peer(prover: str, file: Path, cpu: int) -> Row:
    """E on the same file under the same limits."""
    options = ["--auto", "-s", "--proof-object", f"--cpu-limit={cpu}"]
    out, seconds, peak = limited([prover, *options, str(file)], cpu)
    steps = len(re.findall(r"^(?:cnf|fof)\(", out, re.M))
    proved = "SZS status Unsatisfiable" in out or "SZS status Theorem" in out
    verdict = "proved" if proved else "none"
    return {
        "cpu": round(seconds, 2),
        "mb": peak,
        "verdict": verdict,
        "steps": steps if proved else None,
    }


def summary(rows: list[Row]) -> Row:
    """Counts, and medians of the ratios on the problems that both prove."""
    provable = [row for row in rows if row["status"] == "Unsatisfiable"]
    both = [r for r in rows if r["ours"]["verdict"] == r.get("peer", {}).get("verdict") == "proved"]
    ratios = [row["ours"]["steps"] / row["peer"]["steps"] for row in both]
    times = [row["ours"]["cpu"] / max(row["peer"]["cpu"], 0.01) for row in both]
    return {
        "provable": len(provable),
        "ours": sum(row["ours"]["verdict"] == "proved" for row in provable),
        "peer": sum(row.get("peer", {}).get("verdict") == "proved" for row in provable),
        "others_proved": [
            row["name"]
            for row in rows
            if row["status"] != "Unsatisfiable" and row["ours"]["verdict"] == "proved"
        ],
        "rejected": [row["name"] for row in rows if row["ours"]["verdict"] == "rejected"],
        "median_steps": statistics.median([r["ours"]["steps"] for r in both]) if both else None,
        "median_peer_steps": statistics.median([r["peer"]["steps"] for r in both])
        if both
        else None,
        "median_ratio_of_steps": round(statistics.median(ratios), 2) if ratios else None,
        "median_ratio_of_times": round(statistics.median(times), 1) if times else None,
    }


def main() -> int:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--set", default="a60")
    parser.add_argument("--cpu", type=int, default=10)
    parser.add_argument("--peer", help="the path of eprover")
    parser.add_argument("--only", help="names of problems, by commas")
    parser.add_argument("-o", "--output", type=Path)
    options = parser.parse_args()
    index = json.loads((options.folder / "index.json").read_text())
    wanted = options.only.split(",") if options.only else None
    rows: list[Row] = []
    started = time.time()
    for problem in index:
        if problem["name"] not in wanted if wanted else problem["set"] != options.set:
            continue
        file = options.folder / problem["file"]
        row: Row = {"name": problem["name"], "status": problem["status"]}
        row["ours"] = ours(file, options.cpu)
        if options.peer:
            row["peer"] = peer(options.peer, file, options.cpu)
        rows.append(row)
        other = row.get("peer", {})
        print(
            f"{row['name']:12} {row['status']:14} {row['ours']['verdict']:8}"
            f" {row['ours']['cpu']:6.2f} s {row['ours']['steps'] or '-':>4} steps |"
            f" {other.get('verdict', '-'):8} {other.get('cpu', 0):6.2f} s"
            f" {other.get('steps') or '-':>4} steps",
            flush=True,
        )
    found = summary(rows)
    print(json.dumps(found, indent=1))
    print(f"{time.time() - started:.0f} s in all")
    if options.output:
        options.output.write_text(json.dumps({"summary": found, "rows": rows}, indent=1) + "\n")
    statuses = {row["name"]: row["status"] for row in rows}
    wrong = [name for name in found["others_proved"] if statuses[name] == "Satisfiable"]
    return 1 if wrong or found["rejected"] else 0


if __name__ == "__main__":
    sys.exit(main())
