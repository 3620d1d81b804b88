"""False variants of true laws: each must be refuted by a witness that the kernel runs; none proved.

    python tests/benchmarks/false_variants.py --cases tests/benchmarks/false_variants.txt

Every refutation is checked again from its JSON text. Exit code 0 if all are refuted.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.measuring import Row, cpu_seconds, parser, table, write
from lemmata.checking import check
from lemmata.proving import prove

CASES = Path(__file__).with_suffix(".txt")


def cases(path: Path) -> Iterator[tuple[str, str]]:
    """The theories and statements of a data file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        theory, _, statement = line.partition(" ")
        if theory and not line.startswith("#"):
            yield theory, statement.strip()


def judge(theory: str, statement: str, timeout: float) -> Row:
    """The verdict on a statement, checked again if it is a refutation."""
    start = cpu_seconds()
    verdict = prove(statement, theory, timeout)
    cpu = cpu_seconds() - start
    checked = verdict.verdict == "refuted" and check(verdict.to_json()).kind == "refutation"
    values = (verdict.witness or {}).get("values", {})
    return {
        "theory": theory,
        "statement": statement,
        "verdict": verdict.verdict,
        "checked": checked,
        "witness": ", ".join(f"{name} = {value}" for name, value in values.items()),
        "cpu": round(cpu, 3),
    }


def main() -> int:
    """Judge every case, print, count."""
    options = parser(__doc__)
    options.add_argument("--cases", type=Path, default=CASES, help="theory and statement a line")
    options.add_argument("--timeout", type=float, default=10, help="seconds for each statement")
    args = options.parse_args()
    rows = [judge(theory, statement, args.timeout) for theory, statement in cases(args.cases)]
    shown = ["theory", "verdict", "checked", "cpu", "statement", "witness"]
    table([shown, *([row[key] for key in shown] for row in rows)])
    words = Counter(row["verdict"] for row in rows)
    good = sum(row["checked"] for row in rows)
    print(f"\n{len(rows)} statements: {good} refuted and checked again, {words['proved']} proved,")
    print(f"{words['unknown']} unknown; CPU {sum(row['cpu'] for row in rows):.2f} s")
    write(args.json, {"rows": rows, "refuted": good, "proved": words["proved"]})
    return 0 if good == len(rows) else 1


if __name__ == "__main__":
    sys.exit(main())
