"""Proofs of problem files under three judges: the kernel, the second checker, and Coq.

    python tests/benchmarks/cross_check.py FILE-or-FOLDER… [--timeout 10] [--limit 50] [--json FILE]

Each problem (.p, .smt2, .lem) is proved by a command of its own, which writes certificates. Every
certificate of a proof is then given to all three. What Coq must assume is compared with the axioms
that the kernel reports; the CPU time of Coq is given for 100 kernel steps, definitions taken off.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.coq_stored import measure
from benchmarks.measuring import lemmata, parser, table, write
from lemmata.checking import resolver
from lemmata.kernel import check
from second_checker import Invalid
from second_checker import check as check_again

SUFFIXES = (".p", ".smt2", ".lem")


def problems(paths: list[Path]) -> Iterator[Path]:
    """The problem files among some paths."""
    for path in paths:
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        yield from (f for f in files if f.suffix in SUFFIXES)


def judge(path: Path, folder: Path) -> dict[str, Any]:
    """What the three say of one certificate."""
    data = path.read_bytes()
    report = check(data, resolver(path.parent))
    row: dict[str, Any] = {"certificate": path.stem, "kernel": True, "axioms": len(report.axioms)}
    try:
        row["second"] = check_again(data)["kind"] == "proof"
    except Invalid as problem:
        row["second"], row["problem"] = False, str(problem)
    return {**row, **(measure(path, folder) or {})}


def main() -> int:
    """Prove, judge, print; exit code 1 if a judge refuses a proof."""
    options = parser(__doc__)
    options.add_argument("paths", nargs="+", type=Path)
    options.add_argument("--timeout", type=float, default=10)
    options.add_argument("--limit", type=int, default=10**9, help="at most so many problems")
    args = options.parse_args()
    rows = []
    for count, file in enumerate(problems(args.paths)):
        if count >= args.limit:
            break
        with tempfile.TemporaryDirectory() as temporary:
            out = Path(temporary)
            words = ["prove", str(file), "-q", "--from-definitions"]
            lemmata(*words, "--timeout", str(args.timeout), "--certificates", temporary)
            for path in sorted(out.glob("*.json")):
                if json.loads(path.read_text(encoding="utf-8"))["kind"] == "proof":
                    rows.append({"problem": file.stem, **judge(path, out)})
    names = ["problem", "second", "accepted", "closed", "axioms", "steps", "proofs"]
    table([names, *([row.get(name) for name in names] for row in rows)])
    coq = [row for row in rows if "accepted" in row]
    steps, spent = sum(r["steps"] for r in coq), sum(r["proofs"] for r in coq)
    print(
        f"\n{len(rows)} proofs: second checker {sum(r['second'] for r in rows)},"
        f" Coq {sum(r['accepted'] for r in coq)} of {len(coq)} exported,"
        f" closed {sum(r['closed'] for r in coq)}, resting on axioms"
        f" {sum(r['axioms'] > 0 for r in coq)};"
        f" {100 * spent / max(1, steps):.4f} CPU s for 100 of {steps} steps"
    )
    for row in rows:
        if not row["second"] or not row.get("accepted"):
            print(row["problem"], row.get("problem"), row.get("unsupported", row.get("output")))
    write(args.json, {"rows": rows})
    return 0 if all(r["second"] and r.get("accepted") for r in rows) else 1


if __name__ == "__main__":
    raise SystemExit(main())
