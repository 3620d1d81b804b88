"""Pairs of queries from a JSON Lines file, answered one by one in a watched child process."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lemmata.service.sql_obligations import WORKER as JUDGE
from lemmata.service.sql_proofs import accepted, judged_conditions
from lemmata.service.supervising import Child, Crashed, TimedOut

Json = dict[str, Any]
GRACE = 20.0
WORKER = "lemmata.sql.worker"


@dataclass(frozen=True)
class BatchOptions:
    """What holds for all rows; the schema, a text or a path, is for rows without their own."""

    folder: Path
    schema: str | None = None
    schema_path: str | None = None
    dialect: str | None = None
    seconds: float = 10.0
    seed: int = 0
    strict: bool = False


def answers(lines: Iterable[str], options: BatchOptions, before: int = 0) -> Iterator[Json]:
    """An answer for each line that is not blank, in order, with the row's `id`.

    Rows are counted from `before` + 1.

    A row that cannot be read, a crash and a lack of time are `unknown` for that row alone.
    """
    child, judge = Child(WORKER), Child(JUDGE)
    try:
        for number, line in enumerate(lines, before + 1):
            if line.strip():
                yield _answer(number, line, options, child, judge)
    finally:
        child.close()
        judge.close()


def _answer(number: int, line: str, options: BatchOptions, child: Child, judge: Child) -> Json:
    name: Any = None
    try:
        row = json.loads(line)
        if not isinstance(row, dict):
            raise ValueError("it is not an object")
        name = row.get("id")
        question = _question(row, options)
    except (ValueError, RecursionError) as problem:
        text = str(problem).partition("\n")[0]
        return {"id": name, "verdict": "unknown", "reason": f"bad input: row {number}: {text}"}
    known = {"id": name, "sql1": row["sql1"], "sql2": row["sql2"]}
    try:
        found = json.loads(child.ask(json.dumps(question), options.seconds + GRACE))
    except Crashed as crash:
        found = {"verdict": "unknown", "reason": f"crash: the process ended with {crash.how}"}
    except TimedOut:
        found = {"verdict": "unknown", "reason": f"limit: {options.seconds:g} s, process ended"}
    if found["verdict"] == "proved":
        found |= accepted(found["certificate"], (row["sql1"], row["sql2"]), options.strict, judge)
    elif "claims" in found:
        found = judged_conditions(found, judge)
    return {**known, **found}


def _question(row: Json, options: BatchOptions) -> Json:
    for name in ("sql1", "sql2"):
        if not isinstance(row.get(name), str):
            raise ValueError(f"{name} is missing or not a text")
    if not isinstance(row.get("dialect"), str | None):
        raise ValueError("dialect is not a text")
    return {
        **_schema(row, options),
        "sql1": row["sql1"],
        "sql2": row["sql2"],
        "dialect": row.get("dialect") or options.dialect,
        "seconds": options.seconds,
        "seed": options.seed,
        "strict": options.strict,
    }


def _schema(row: Json, options: BatchOptions) -> Json:
    """A row's own schema as a text or a path, else that of the options."""
    if isinstance(row.get("schema"), str):
        return {"schema": row["schema"]}
    if isinstance(row.get("schema_file"), str):
        return {"schema_path": str(options.folder / row["schema_file"])}
    if options.schema is not None:
        return {"schema": options.schema}
    if options.schema_path is not None:
        return {"schema_path": options.schema_path}
    raise ValueError("neither schema nor schema_file is given")


def finished(path: Path) -> list[Any]:
    """The ids of the rows that an output file already answers; a torn last line is cut off.

    Raises ValueError, and leaves the file as it is, if a line is not an answer.
    """
    if not path.is_file():
        return []
    data = path.read_bytes()
    whole = data[: data.rfind(b"\n") + 1]
    found = []
    for number, line in enumerate(whole.splitlines(), 1):
        row = json.loads(line) if line.strip().startswith(b"{") else None
        if not isinstance(row, dict) or "id" not in row:
            raise ValueError(f"line {number} is no answer")
        found.append(row["id"])
    if len(whole) < len(data):
        path.write_bytes(whole)
    return found
