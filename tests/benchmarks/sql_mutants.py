"""Unseen one-step mutants of equal pairs of queries: how many are refuted, and by what.

    python tests/benchmarks/sql_mutants.py pairs.jsonl … --each 4 --seed 0 --json figures.json

Each mutant of the second query is compared with the first one. A mutant that is still equal cannot
be refuted. `no model` counts those for which Z3 finds no database of up to three rows a table;
`sql_mutants_equal.txt` lists what a person says of them, and of others, after looking. `open` is
the rest: not refuted, and the search was not complete. The share is of what is refuted or open,
the lower one also takes those without a model that nobody has looked at for different. A mutant
that is proved equal is given to Z3 all the same: exit code 1 if that finds a difference, if a proof
is not accepted, if a refutation does not replay, or if a listed mutant is refuted.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.measuring import Row, parser, table, write
from benchmarks.sql import replays
from benchmarks.sql_mutations import mutants
from lemmata.errors import InputError, Source
from lemmata.service.sql_obligations import WORKER as JUDGE
from lemmata.service.sql_proofs import accepted
from lemmata.service.supervising import Child
from lemmata.sql.comparing import Limits, Outcome, compare
from lemmata.sql.confirm import confirm
from lemmata.sql.database import Constraints
from lemmata.sql.dialects import Dialect, dialect_named
from lemmata.sql.schema_files import load_schema
from lemmata.sql.symbolic.worker import search

EQUAL = Path(__file__).with_name("sql_mutants_equal.txt")


def main() -> int:
    """Compare the mutants of all rows and print the figures."""
    options = parser(__doc__)
    options.add_argument("files", nargs="+", type=Path, metavar="FILE.jsonl")
    options.add_argument("--each", type=int, default=4, help="mutants of a row, drawn at random")
    options.add_argument("--limit", type=int, default=10**9, help="rows of each file")
    options.add_argument("--seed", type=int, default=0, help="of the draw")
    options.add_argument("--timeout", type=float, default=20.0, help="seconds for a pair")
    options.add_argument("--rlimit", type=int, default=Limits.rlimit, help="of Z3; 0 is off")
    options.add_argument("--databases", type=int, default=Limits.databases, help="random ones")
    options.add_argument("--dialect", default=None)
    options.add_argument("--show", action="store_true", help="print all that is not refuted")
    args = options.parse_args()
    limits = Limits(databases=args.databases, seconds=args.timeout, rlimit=args.rlimit, inside=True)
    draw = Draw(args.limit, args.each, args.seed, dialect_named(args.dialect))
    equal, judge = examined(), Child(JUDGE)
    try:
        found = {path.name: measure(path, draw, limits, equal, judge) for path in args.files}
    finally:
        judge.close()
    heads = ("file", *COUNTS, "share %", "at least %", "median ms")
    table([heads, *([name, *(f[h] for h in heads[1:])] for name, f in found.items())])
    for name, figures in found.items():
        for row in figures["survivors"]:
            if args.show or COMPLETE not in row["reason"]:
                print(f"{row['id']}: {row['reason']}\n    {row['sql1']}\n    {row['sql2']}")
        for problem in figures["problems"]:
            print(f"{name}: WRONG {problem}")
    for figures in found.values():
        kept = [{"id": row["id"], "reason": row["reason"]} for row in figures["survivors"]]
        figures["survivors"] = kept
    write(args.json, {"seed": args.seed, "each": args.each, "files": found})
    return 1 if any(figures["problems"] for figures in found.values()) else 0


COUNTS = ("mutants", "refuted", "proved", "equal", "no model", "open", "not modelled", "bad input")
COMPLETE = "Z3: no difference with up to 3 rows a table"


def examined() -> dict[str, str]:
    """Mutants that are equal, as far as a person could see, and why."""
    if not EQUAL.exists():
        return {}
    lines = EQUAL.read_text(encoding="utf-8").splitlines()
    pairs = (line.partition(": ") for line in lines if line.strip() and not line.startswith("#"))
    return {name: reason for name, _, reason in pairs}


@dataclass(frozen=True)
class Draw:
    """Which mutants are taken."""

    limit: int
    each: int
    seed: int
    dialect: Dialect

    def of(self, row: Row) -> list[tuple[str, str]]:
        """Some mutants of a row's second query; the draw depends on the row alone."""
        from sqlglot.errors import SqlglotError

        try:
            every = list(mutants(row["sql2"], self.dialect.parser))
        except SqlglotError:
            return []
        return Random(f"{self.seed} {row['id']}").sample(every, min(self.each, len(every)))


def measure(path: Path, draw: Draw, limits: Limits, equal: dict[str, str], judge: Child) -> Row:
    """The figures of one file."""
    counts: Counter[str] = Counter()
    kinds: dict[str, Counter[str]] = {}
    times: list[float] = []
    survivors: list[Row] = []
    problems: list[str] = []
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    for row in rows[: draw.limit]:
        for kind, text in draw.of(row):
            name = f"{row['id']}~{kind}"
            start = time.process_time()
            word, reason = judged(row, path.parent, text, limits, draw.dialect, judge)
            times.append(time.process_time() - start)
            if word == "refuted" and name in equal:
                problems.append(f"{name} is listed as equal, and refuted")
            if word in ("refuted", "proved") and reason:
                problems.append(f"{name}: {reason}")
            if word in ("open", "no model") and name in equal:
                word = "equal"
            counts[word] += 1
            kinds.setdefault(kind.rstrip("0123456789"), Counter())[word] += 1
            if word in ("open", "no model"):
                survivors.append({"id": name, "reason": reason, "sql1": row["sql1"], "sql2": text})
    shares = [(counts["refuted"], counts["refuted"] + counts["open"])]
    shares.append((counts["refuted"], shares[0][1] + counts["no model"]))
    share, least = (100 * refuted / max(total, 1) for refuted, total in shares)
    return {
        "mutants": sum(counts.values()),
        **{word: counts[word] for word in COUNTS[1:]},
        "share %": share,
        "at least %": least,
        "median ms": 1000 * median(times or [0.0]),
        "kinds": {kind: dict(found) for kind, found in sorted(kinds.items())},
        "survivors": survivors,
        "problems": problems,
    }


def judged(
    row: Row, folder: Path, text: str, limits: Limits, dialect: Dialect, judge: Child
) -> tuple[str, str]:
    """What becomes of a mutant, and the reason or the problem."""
    sources = (Source("sql1", row["sql1"]), Source("sql2", text))
    try:
        schema = load_schema(row.get("schema") or str(folder / row["schema_file"]))
        found = compare(sources, schema, dialect, limits)
    except InputError as error:
        return "bad input", str(error)
    except Exception as crash:
        return "open", f"crash: {str(crash).partition(chr(10))[0]}"
    if found.verdict == "proved":
        return "proved", _doubtful(found, (row["sql1"], text), limits, judge)
    if found.verdict == "refuted":
        good = found.certificate is not None and replays(found.certificate)
        return "refuted", "" if good else "the certificate does not replay"
    if found.reason.startswith("not modelled"):
        return "not modelled", found.reason
    return "no model" if COMPLETE in found.reason else "open", found.reason


def _doubtful(found: Outcome, texts: tuple[str, str], limits: Limits, judge: Child) -> str:
    """What speaks against a proof."""
    assert found.certificate is not None
    checked = accepted(found.certificate, texts, False, judge)
    if checked["verdict"] != "proved":
        return str(checked["reason"])
    assert found.question is not None
    constraints = Constraints(found.question.schema, found.question.tables)
    database, _ = search(found.question.plans, tuple(constraints.tables), [1, 2], limits.rlimit)
    if database is None or not confirm(found.question, database).holds:
        return ""
    return "proved, and different on a database"


if __name__ == "__main__":
    raise SystemExit(main())
