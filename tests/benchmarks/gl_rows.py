"""The theorems of Generative Logic as goals, from definitions alone: its own definitions and nat's.

    python tests/benchmarks/gl_rows.py --json gl_rows.json

The rows are those of its Peano batch that are not vacuous (17 general ones, 4 with one instance, 16
converses) and what can be said of its Gauss batch. They stand in tests/data/mpl in MPL, where + and
* recur on the second argument. The same statements are asked of proofs/nat.lem, where they recur on
the first one and <= on both. A theorem of several clauses is one row. Steps count everything that
the kernel checks, lemmas included; the last column has the proof rows that Generative Logic needs
with the theorems that it cites, where they are known. Exit code 0 if all rows are proved within the
bar for CPU seconds.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.measuring import ROOT, Row, parser, table, write
from lemmata.checking import resolver
from lemmata.kernel import check
from lemmata.language import parse_theory, show_clause
from lemmata.proof.decode import decode
from lemmata.proof.outline import reader_lines
from lemmata.proving import prove_file
from lemmata.terms.declarations import Theory
from lemmata.theories import theory

CPU_BAR = 10.0
PEER = {
    "peano": {
        "t3": 61,
        "t4": 52,
        "t10": 178,
        "t11": 93,
        "t12": 198,
        "t13": 394,
        "t15": 492,
        "t16": 303,
        "t17": 207,
    },
    "gauss": {"t1": 415},
}
SUM = """theory sums
import nat

fun sum : Nat -> Nat
  sum(0) = 0
  sum(S(n)) = sum(n) + S(n)
"""
LAWS = ("le_intro", "le_elim")
"""What justifies the order of the MPL file; in nat it is defined otherwise."""


def kind(file: str, number: int) -> str:
    """What the page says of a row."""
    if file != "peano":
        return "gauss"
    return "general" if number <= 17 else "single" if number <= 21 else "converse"


def as_mpl(folder: Path) -> Iterator[tuple[str, Theory]]:
    """The theories with MPL's own definitions."""
    for file in ("peano", "gauss"):
        yield file, theory(folder / f"{file}.mpl")


def as_nat(folder: Path) -> Iterator[tuple[str, Theory]]:
    """The same statements about proofs/nat.lem."""
    for file, found in as_mpl(folder):
        lines = [SUM]
        for theorem in found.theorems:
            if not theorem.name.startswith(LAWS):
                statement = show_clause(theorem.clause, found.notation)
                lines.append(f"theorem {theorem.name}: {statement}")
        yield file, parse_theory("\n".join(lines), f"{file}.lem", ROOT / "proofs")


def measured(found: Theory, timeout: float) -> dict[str, Row]:
    """The rows of a file by name; the clauses of one theorem are one row."""
    rows: dict[str, Row] = {}
    before = time.process_time()
    for verdict in prove_file(found, timeout=timeout, from_definitions=True):
        cpu, before = time.process_time() - before, time.process_time()
        name = verdict.name.rpartition("_")[0] if verdict.name[0] == "t" else ""
        empty: Row = {"goal": verdict.goal, "verdict": "proved", "steps": 0, "lines": 0, "cpu": 0.0}
        row = rows.setdefault(name or verdict.name, empty)
        row["cpu"] = round(row["cpu"] + cpu, 3)
        if verdict.verdict != "proved" or verdict.certificate is None:
            row["verdict"] = verdict.verdict
            continue
        row["steps"] += verdict.steps
        row["lines"] += reader_lines(decode(verdict.certificate))
        start = time.process_time()
        check(json.dumps(verdict.certificate), resolver())
        row["check"] = round(row.get("check", 0.0) + time.process_time() - start, 4)
        before = time.process_time()
    return rows


def main() -> int:
    """Measure, print, judge."""
    options = parser(__doc__)
    options.add_argument("--data", type=Path, default=ROOT / "tests/data/mpl", help="the MPL files")
    options.add_argument("--timeout", type=float, default=60, help="seconds for each goal")
    args = options.parse_args()
    found = {
        way: {
            f"{file}.{name}": row
            for file, each in read(args.data)
            for name, row in measured(each, args.timeout).items()
        }
        for way, read in (("mpl", as_mpl), ("nat", as_nat))
    }
    head = ["row", "kind", "statement"]
    rows: list[list[object]] = [
        [*head, "MPL", "steps", "lines", "CPU s", "nat", "steps", "lines", "CPU s", "peer rows"]
    ]
    problems = []
    for name, row in found["mpl"].items():
        file, _, short = name.partition(".")
        other = found["nat"].get(name)
        number = int(short[1:]) if short[1:].isdigit() else 0
        cells = [[r["verdict"], r["steps"], r["lines"], r["cpu"]] for r in (row, other) if r]
        cells += [[None] * 4] * (2 - len(cells))
        what = kind(file, number) if number else "law"
        rows.append([name, what, row["goal"][:44], *cells[0], *cells[1], PEER[file].get(short)])
        for way, each in (("MPL", row), ("nat", other)):
            if each and (each["verdict"] != "proved" or each["cpu"] > CPU_BAR):
                problems.append(f"{name} with {way}: {each['verdict']}, {each['cpu']} s")
    table(rows)
    totals = {}
    for way, each in found.items():
        totals[way] = {
            "proved": sum(r["verdict"] == "proved" for r in each.values()),
            "rows": len(each),
            "cpu": round(sum(r["cpu"] for r in each.values()), 2),
            "check_cpu": round(sum(r.get("check", 0.0) for r in each.values()), 2),
        }
        print(
            f"{way}: {totals[way]['proved']} of {totals[way]['rows']} proved, "
            f"CPU {totals[way]['cpu']:.2f} s; checked again in {totals[way]['check_cpu']:.2f} s"
        )
    print("\n".join(problems) or f"all rows are proved within {CPU_BAR:.0f} CPU seconds each")
    write(args.json, {"rows": found, "totals": totals, "missed": problems})
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
