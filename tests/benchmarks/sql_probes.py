"""Small probes of SQL whose answers by real engines are known: does our reading agree?

    python tests/benchmarks/sql_probes.py engine_probes.jsonl --json figures.json

A row has `sql` and answers as printed forms under `duckdb…`, `sqlite…`, `postgres…`. Each is read
in that dialect and evaluated by the reference evaluator. What an engine refuses and we do not is
`lenient`: our numbers have no end, and some words of other engines are understood. Exit code 1 if a
value differs.
"""

from __future__ import annotations

import ast
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.measuring import Row, parser, table, write
from lemmata.errors import InputError, Source
from lemmata.sql.dialects import dialect_named
from lemmata.sql.engines import normal
from lemmata.sql.evaluate import evaluate
from lemmata.sql.failures import NoValue, RunTimeError, Unsupported
from lemmata.sql.lowering import lower
from lemmata.sql.schema import Schema

Value = Any  # what an engine printed
DIALECTS = ("duckdb", "sqlite", "postgres")
WORDS = ("agrees", "differs", "lenient", "not modelled", "no value", "refused", "error")
EXACT = {("sqlite", "select 0.1+0.2=0.3")}
"""Where engines round: that arithmetic is exact is an assumption of every verdict."""


def main() -> int:
    """Compare all answers and print the figures."""
    options = parser(__doc__)
    options.add_argument("file", type=Path)
    args = options.parse_args()
    rows = [json.loads(line) for line in args.file.read_text("utf-8").splitlines() if line.strip()]
    found = {dialect: measure(rows, dialect) for dialect in DIALECTS}
    table([["dialect", *WORDS], *([name, *(f[w] for w in WORDS)] for name, f in found.items())])
    for name, figures in found.items():
        for line in figures["notes"]:
            print(f"{name}: {line}")
    write(args.json, {"dialects": found})
    return 1 if any(f["differs"] for f in found.values()) else 0


def measure(rows: list[Row], dialect: str) -> Row:
    """The figures of one dialect."""
    counts: Counter[str] = Counter(dict.fromkeys(WORDS, 0))
    notes = []
    for row in rows:
        given = next((str(v) for k, v in row.items() if k.startswith(dialect)), "")
        word, ours = judged(row["sql"], dialect, given)
        counts[word] += 1
        if word not in ("agrees", "error"):
            notes.append(f"{word}: {row['sql']} -- {given} -- {ours}")
    return {**counts, "notes": notes}


def judged(text: str, dialect: str, given: str) -> tuple[str, str]:
    """How our answer compares with an engine's."""
    try:
        plan = lower(Source("probe", text), Schema(), dialect_named(dialect))
        ours = [tuple(normal(v) for v in row) for row in evaluate(plan, {})]
    except InputError as error:
        told = error.diagnostics[0].message
        return ("agrees" if given.startswith("ERR") else "refused"), told
    except Unsupported as gap:
        return "not modelled", str(gap)
    except RunTimeError as problem:
        return "error", str(problem)
    except NoValue as problem:
        return "no value", str(problem)
    if given.startswith("ERR") or (dialect, text) in EXACT:
        return "lenient", repr(ours)
    theirs = _read(given)
    return ("agrees" if _same(ours, theirs) else "differs"), repr(ours)


def _read(given: str) -> list[tuple[Value, ...]]:
    """Rows from their printed form; PostgreSQL's are texts with bars between the fields."""
    try:
        value = ast.literal_eval(given)
    except (ValueError, SyntaxError):
        return [(given,)]
    if value == [""]:
        return []
    rows = value if isinstance(value, list) else [value]
    return [r if isinstance(r, tuple) else tuple(str(r).split("|")) for r in rows]


def _same(ours: list[tuple[Value, ...]], theirs: list[tuple[Value, ...]]) -> bool:
    def key(rows: list[tuple[Value, ...]]) -> list[tuple[str, ...]]:
        return sorted(tuple(_plain(v) for v in row) for row in rows)

    return key(ours) == key(theirs)


def _plain(value: Value) -> str:
    """A value as a text on which engines agree."""
    words = {None: "NULL", True: "1", False: "0", "t": "1", "f": "0", "": "NULL"}
    if value is None or isinstance(value, bool) or (isinstance(value, str) and value in words):
        return words[value]
    try:
        return f"{float(value):.9g}"
    except (TypeError, ValueError):
        return str(value)


if __name__ == "__main__":
    raise SystemExit(main())
