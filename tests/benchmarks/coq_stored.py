"""Compile every stored certificate with coqc: how many are accepted, and at what cost.

    python tests/benchmarks/coq_stored.py [FOLDER] [--json FILE]

The cost of proofs alone is what the whole file takes less what its definitions alone take (which
holds the start of coqc); it is given for 100 kernel steps, cited lemmas included.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from lemmata.checking import load_cited, resolver
from lemmata.errors import InputError
from lemmata.export.coq import to_coq
from lemmata.kernel import check

ROOT = Path(__file__).resolve().parents[2]
THEOREM = re.compile(r"^\(\* [^\n]*?: .* \*\)\nDefinition ", re.MULTILINE)
CLOSED = "Closed under the global context"


def compile_coq(text: str, folder: Path) -> tuple[float, str, int]:
    """CPU seconds, output and exit code of coqc on a text."""
    path = folder / "probe.v"
    path.write_text(text, encoding="utf-8")
    before = os.times()
    done = subprocess.run(
        ["coqc", "-q", path.name],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    after = os.times()
    spent = after.children_user + after.children_system
    spent -= before.children_user + before.children_system
    return spent, done.stdout + done.stderr, done.returncode


def measure(path: Path, folder: Path) -> dict[str, Any] | None:
    """One certificate; None for a refutation or a kind that Coq does not get."""
    certificate = json.loads(path.read_text(encoding="utf-8"))
    steps = check(path.read_bytes(), resolver(path.parent)).all_steps
    try:
        text = to_coq(certificate, load_cited)
    except InputError as problem:
        return {"file": str(path), "unsupported": str(problem)}
    first = THEOREM.search(text)
    whole, output, code = compile_coq(text, folder)
    definitions = compile_coq(text[: first.start()] if first else "", folder)[0]
    return {
        "file": str(path),
        "accepted": code == 0,
        "closed": CLOSED in output,
        "steps": steps,
        "proofs": whole - definitions,
        "definitions": definitions,
        "output": output if code else "",
    }


def main() -> int:
    """Measure a folder and print a line a theory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "proofs")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as temporary:
        for path in sorted(args.folder.rglob("*.json")):
            row = measure(path, Path(temporary))
            if row:
                rows.append(row)
    done = [r for r in rows if "accepted" in r]
    print("theory     files accepted  closed   steps  CPU s  CPU s per 100 steps  definitions")
    for theory in dict.fromkeys(Path(r["file"]).parent.name for r in done):
        part = [r for r in done if Path(r["file"]).parent.name == theory]
        _print(theory, part)
    _print("all", done)
    for row in rows:
        if not row.get("accepted", False):
            print(row["file"], row.get("unsupported", row.get("output")))
    if args.json:
        args.json.write_text(json.dumps(rows, indent=1), encoding="utf-8")
    return 0 if all(r["accepted"] for r in done) else 1


def _print(name: str, part: list[dict[str, Any]]) -> None:
    steps, spent = sum(r["steps"] for r in part), sum(r["proofs"] for r in part)
    accepted, closed = sum(r["accepted"] for r in part), sum(r["closed"] for r in part)
    each = 100 * spent / steps if steps else 0.0
    start = sum(r["definitions"] for r in part)
    print(
        f"{name:<10} {len(part):>5} {accepted:>8} {closed:>7} {steps:>7} {spent:>6.2f}"
        f" {each:>20.3f} {start:>12.2f}"
    )


if __name__ == "__main__":
    raise SystemExit(main())
