"""sqlglot's optimizer checked: its output against its input, over TPC queries or any others.

    python tests/benchmarks/sql_tpc.py queries.json --schema tpch.sql … --json figures.json

A file is a list of `{nr, sql}`, or JSON Lines whose `sql1` and `sql2` are statements and which name
their own `schema_file`. What is refuted is made smaller, query and database, and written up as a
report in the JSON. Exit code 1 if a refutation does not replay, or a proof is not accepted.
"""

from __future__ import annotations

import importlib.metadata
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.measuring import Row, parser, table, write
from benchmarks.sql import replays
from lemmata.errors import InputError, Source
from lemmata.service.sql_proofs import accepted
from lemmata.sql.comparing import Limits, Outcome, compare
from lemmata.sql.dialects import Dialect, dialect_named
from lemmata.sql.reading import deep
from lemmata.sql.schema import Schema
from lemmata.sql.schema_files import load_schema
from lemmata.sql.witness_script import witness_script

Node = Any  # a node of sqlglot
WORDS = ("same text", "proved", "refuted", "unknown", "not lowered", "bad input", "no output")
MOST_ATTEMPTS = 150
TYPES = {"int": "BIGINT", "decimal": "DECIMAL", "float": "DOUBLE", "text": "VARCHAR"}


@dataclass(frozen=True)
class Task:
    """A statement over a schema."""

    name: str
    text: str
    schema: Schema


def main() -> int:
    """Optimise and compare all statements, print the figures."""
    options = parser(__doc__)
    options.add_argument("files", nargs="+", type=Path, metavar="FILE")
    options.add_argument("--schema", type=Path, action="append", default=[], metavar="DDL")
    options.add_argument("--limit", type=int, default=10**9, help="statements of each file")
    options.add_argument("--timeout", type=float, default=20.0, help="seconds for a pair")
    options.add_argument("--dialect", default="duckdb")
    args = options.parse_args()
    limits, dialect = Limits(seconds=args.timeout), dialect_named(args.dialect)
    found: dict[str, Row] = {}
    for i, path in enumerate(args.files):
        schema = args.schema[min(i, len(args.schema) - 1)] if args.schema else None
        found[path.name] = measure(list(tasks(path, schema))[: args.limit], dialect, limits)
    rows = [[name, *(f[w] for w in WORDS), f["median ms"]] for name, f in found.items()]
    table([["file", *WORDS, "median ms"], *rows])
    for name, figures in found.items():
        for reason, count in figures["reasons"].items():
            print(f"{name}: {count} x {reason}")
        for report in figures["reports"]:
            print(f"\n{report['text']}")
    write(args.json, {"sqlglot": _version(), "files": found})
    return 1 if any(f["no replay"] for f in found.values()) else 0


def tasks(path: Path, ddl: Path | None) -> Iterator[Task]:
    """The statements of a file."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".jsonl":
        assert ddl is not None, f"{path} needs a --schema"
        schema = load_schema(str(ddl))
        for row in json.loads(text):
            yield Task(f"{path.stem} {row['nr']}", row["sql"], schema)
        return
    schemas: dict[str, Schema] = {}
    for line in filter(str.strip, text.splitlines()):
        row = json.loads(line)
        given = str(path.parent / row["schema_file"])
        if given not in schemas:
            schemas[given] = load_schema(given)
        for side in ("sql1", "sql2"):
            yield Task(f"{row['id']} {side}", row[side], schemas[given])


def measure(every: list[Task], dialect: Dialect, limits: Limits) -> Row:
    """The figures of one file."""
    counts: Counter[str] = Counter(dict.fromkeys(WORDS, 0))
    reasons: Counter[str] = Counter()
    reports: list[Row] = []
    times: list[float] = []
    for task in every:
        start = time.process_time()
        output = optimized(task.text, task.schema, dialect)
        word, outcome = judged(task, output, dialect, limits)
        times.append(time.process_time() - start)
        print(f"{task.name}: {word} in {times[-1]:.1f} s", file=sys.stderr, flush=True)
        counts[word] += 1
        if outcome is not None and word == "proved":
            assert outcome.certificate is not None
            judged_again = accepted(outcome.certificate, (task.text, output or ""), False)
            counts["no replay"] += judged_again["verdict"] != "proved"
        elif outcome is not None and word == "refuted":
            counts["no replay"] += not replays(outcome.certificate or {})
            reports.append(report(task, outcome, dialect, limits))
        elif outcome is not None and outcome.reason:
            reasons[re.sub(r"[\d,]*\d", "N", outcome.reason.partition(" at ")[0])] += 1
    return {
        "statements": len(every),
        **counts,
        "no replay": counts["no replay"],
        "median ms": 1000 * median(times or [0.0]),
        "reasons": dict(reasons.most_common()),
        "reports": reports,
    }


def optimized(text: str, schema: Schema, dialect: Dialect) -> str | None:
    """What the optimizer makes of a statement; None if it refuses it."""
    from sqlglot import parse_one
    from sqlglot.errors import SqlglotError
    from sqlglot.optimizer import optimize

    columns: dict[str, object] = {
        t.name: {c.name: TYPES.get(c.type.kind, c.type.kind.upper()) for c in t.columns}
        for t in schema.tables.values()
    }
    try:
        with deep():
            tree = optimize(parse_one(text, read=dialect.parser), columns, dialect=dialect.parser)
            return str(tree.sql(dialect=dialect.parser))
    except (SqlglotError, RecursionError, ValueError, KeyError, AttributeError):
        return None


def judged(
    task: Task, output: str | None, dialect: Dialect, limits: Limits
) -> tuple[str, Outcome | None]:
    """What can be said of input and output."""
    if output is None:
        return "no output", None
    if " ".join(output.split()) == " ".join(task.text.split()):
        return "same text", None
    sources = (Source("input", task.text), Source("output", output))
    try:
        found = compare(sources, task.schema, dialect, limits)
    except InputError as error:
        return "bad input", Outcome("unknown", f"bad input: {error.diagnostics[0].message}")
    word = "not lowered" if found.reason.startswith("not modelled") else found.verdict
    return word, found


def report(task: Task, outcome: Outcome, dialect: Dialect, limits: Limits) -> Row:
    """A refuted statement, made smaller, as a report."""
    text, smallest = task.text, outcome
    limits = replace(limits, databases=200, prove=False, rlimit=0, conditions=False)
    attempts = 0
    changed = True
    while changed:
        changed = False
        for shorter in reductions(text, dialect):
            attempts += 1
            if attempts > MOST_ATTEMPTS:
                break
            small = Task(task.name, shorter, task.schema)
            word, found = judged(small, optimized(shorter, task.schema, dialect), dialect, limits)
            if word == "refuted" and found is not None:
                text, smallest, changed = shorter, found, True
                break
    assert smallest.question is not None
    output = smallest.question.sources[1].text
    written = (
        f"sqlglot {_version()}: optimize() changes the result of a query ({task.name})\n\n"
        f"Input:\n{text}\n\nOutput of optimize(), dialect {dialect.parser}:\n{output}\n\n"
        f"They differ on this database:\n\n{witness_script(smallest)}"
    )
    return {"name": task.name, "input": text, "output": output, "text": written}


def reductions(text: str, dialect: Dialect) -> Iterator[str]:
    """Statements with a part less."""
    from sqlglot import parse_one

    number = 0
    while True:
        tree = parse_one(text, read=dialect.parser)
        changes = list(_removals(tree))
        if number >= len(changes):
            return
        changes[number]()
        number += 1
        shorter = str(tree.sql(dialect=dialect.parser))
        if len(shorter) < len(text):
            yield shorter


def _removals(tree: Node) -> Iterator[Any]:
    """Functions that each take a part out of a tree."""
    from sqlglot import exp

    for part in ("order", "limit", "having", "where", "with_", "distinct"):
        for node in tree.find_all(exp.Query):
            if node.args.get(part):
                yield lambda node=node, part=part: node.set(part, None)
    for node in tree.find_all(exp.SetOperation):
        for side in ("this", "expression"):
            yield lambda node=node, side=side: node.replace(node.args[side].copy())
    for node in tree.find_all(exp.And, exp.Or):
        for side in ("this", "expression"):
            yield lambda node=node, side=side: node.replace(node.args[side].copy())
    for node in tree.find_all(exp.Select, exp.Group):
        for item in node.expressions if len(node.expressions) > 1 else ():
            yield lambda item=item: item.pop()
    for node in tree.find_all(exp.Select):
        for join in node.args.get("joins") or ():
            yield lambda join=join: join.pop()
    for node in tree.find_all(exp.CTE, exp.Filter):
        yield lambda node=node: node.pop() if node.key == "cte" else node.replace(node.this)


def _version() -> str:
    return importlib.metadata.version("sqlglot")


if __name__ == "__main__":
    raise SystemExit(main())
