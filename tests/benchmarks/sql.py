"""Pairs of queries from JSON Lines files: what is answered, what is wrong, what it costs.

    python tests/benchmarks/sql.py pairs.jsonl … --limit 100 --json figures.json

A row is one of `equiv sql --batch`; its `expected`, eq or neq, says what would be wrong. Each
refutation is replayed from its certificate, and each proof is checked again by the kernel and Z3.
Exit code 1 if an answer is wrong or its certificate is refused.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.measuring import Row, parser, table, write
from lemmata.errors import InputError, Source
from lemmata.kernel import Rejected
from lemmata.service.sql_checking import check_equality
from lemmata.service.sql_obligations import WORKER
from lemmata.service.supervising import Child
from lemmata.sql.comparing import Limits, Outcome, compare
from lemmata.sql.dialects import dialect_named
from lemmata.sql.replay import replay
from lemmata.sql.schema import Schema
from lemmata.sql.schema_files import load_schema

WRONG = {("eq", "refuted"), ("neq", "proved")}


def main() -> int:
    """Answer all rows and print the figures."""
    options = parser(__doc__)
    options.add_argument("files", nargs="+", type=Path, metavar="FILE.jsonl")
    options.add_argument("--limit", type=int, default=10**9, help="rows of each file")
    options.add_argument("--timeout", type=float, default=20.0, help="seconds for a pair")
    options.add_argument("--databases", type=int, default=Limits.databases, help="for each pair")
    options.add_argument("--dialect", default=None)
    options.add_argument("--show", type=int, default=5, help="reasons of unknowns to print")
    args = options.parse_args()
    limits = Limits(databases=args.databases, seconds=args.timeout, inside=True)
    found = {path.name: measure(path, args.limit, limits, args.dialect) for path in args.files}
    heads = ("file", "rows", "wrong", "no replay", "proved", "refuted", "unknown", "bad input")
    rows = [[name, *(figures[head] for head in heads[1:])] for name, figures in found.items()]
    times = [[f["median ms"], f["p95 ms"], f["largest rows"]] for f in found.values()]
    ends = ("median ms", "p95 ms", "largest rows")
    table([[*heads, *ends], *([*a, *b] for a, b in zip(rows, times, strict=True))])
    for name, figures in found.items():
        ranked = sorted(figures["reasons"].items(), key=lambda item: -item[1])
        for reason, count in ranked[: args.show]:
            print(f"{name}: {count} x {reason}")
        for problem in figures["problems"]:
            print(f"{name}: WRONG {problem}")
    write(args.json, {"files": found})
    return 1 if any(f["wrong"] or f["no replay"] for f in found.values()) else 0


def measure(path: Path, limit: int, limits: Limits, dialect: str | None) -> Row:
    """The figures of one file."""
    counts: Counter[str] = Counter()
    reasons: list[str] = []
    problems: list[str] = []
    times: list[float] = []
    judge = Child(WORKER)
    sizes: list[int] = [0]
    schemas: dict[str, Schema] = {}
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    for line in lines[:limit]:
        row = json.loads(line)
        start = time.process_time()
        outcome = answer(row, path.parent, schemas, limits, dialect)
        times.append(time.process_time() - start)
        word = outcome.verdict if outcome is not None else "bad input"
        counts[word] += 1
        if (row.get("expected"), word) in WRONG:
            counts["wrong"] += 1
            problems.append(f"{row.get('id')}: {word}")
        if outcome is not None and outcome.certificate is not None:
            sizes.append(_rows(outcome.certificate))
            if not replays(outcome.certificate, judge):
                counts["no replay"] += 1
                problems.append(f"{row.get('id')}: the certificate of {word} is refused")
        elif outcome is not None:
            reasons.append(outcome.reason.partition(" at ")[0])
    judge.close()
    words = ("wrong", "no replay", "proved", "refuted", "unknown", "bad input")
    ordered = sorted(times) or [0.0]
    return {
        "rows": sum(counts[w] for w in words[2:]),
        **{word: counts[word] for word in words},
        "median ms": 1000 * median(ordered),
        "p95 ms": 1000 * ordered[int(len(ordered) * 0.95)],
        "largest rows": max(sizes),
        "reasons": dict(Counter(reasons)),
        "problems": problems,
    }


def answer(
    row: Any,  # noqa: ANN401
    folder: Path,
    schemas: dict[str, Schema],
    limits: Limits,
    dialect: str | None,
) -> Outcome | None:
    """The answer to a row; None for bad input."""
    try:
        given = row.get("schema") or str(folder / row["schema_file"])
        if given not in schemas:
            schemas[given] = load_schema(given)
        sources = (Source("sql1", row["sql1"]), Source("sql2", row["sql2"]))
        chosen = dialect_named(row.get("dialect") or dialect)
        return compare(sources, schemas[given], chosen, limits)
    except InputError:
        return None


def _rows(certificate: dict[str, Any]) -> int:
    """How many rows the database of a refutation has."""
    return sum(map(len, certificate.get("database", {}).values()))


def replays(certificate: dict[str, Any], judge: Child | None = None) -> bool:
    """Whether the check accepts a certificate as it would be read from a file."""
    text = json.dumps(certificate)
    try:
        if "proof" in certificate:
            check_equality(text, judge)
        else:
            replay(json.loads(text))
    except Rejected:
        return False
    return True


if __name__ == "__main__":
    raise SystemExit(main())
