"""A row of a batch answered as plain data: what crosses the border between processes."""

from __future__ import annotations

import time
from functools import lru_cache
from typing import Any

from lemmata.errors import InputError, Source
from lemmata.sql.comparing import Limits, Outcome, compare
from lemmata.sql.ddl import read_schema
from lemmata.sql.dialects import dialect_named
from lemmata.sql.schema import Schema
from lemmata.sql.schema_files import load_schema
from lemmata.sql.showing import witness

Json = dict[str, Any]


def answer(row: Json) -> Json:
    """The answer to a row; an input error makes it unknown.

    A row has `schema` or `schema_path`, `sql1`, `sql2`, `dialect`, `seconds`, `seed`, `strict`.
    """
    start = time.monotonic()
    try:
        schema = _text(row["schema"]) if "schema" in row else _file(row["schema_path"])
        sources = (Source("sql1", row["sql1"]), Source("sql2", row["sql2"]))
        limits = Limits(seconds=row["seconds"], seed=row["seed"], strict=row["strict"], inside=True)
        found = as_json(compare(sources, schema, dialect_named(row["dialect"]), limits))
    except InputError as error:
        first = error.diagnostics[0]
        place = f"{first.span}: " if first.span else ""
        found = {"verdict": "unknown", "reason": f"bad input: {place}{first.message}"}
    return {**found, "seconds": round(time.monotonic() - start, 3)}


def as_json(outcome: Outcome) -> Json:
    """An outcome without the objects it rests on."""
    found: Json = {"verdict": outcome.verdict, "reason": outcome.reason, "hint": outcome.hint}
    if outcome.certificate is not None:
        found["certificate"] = outcome.certificate
    if outcome.database is not None:
        found["witness"] = witness_of(outcome)
        found["claims"] = [condition.claim for condition in outcome.conditions]
    return found


def witness_of(outcome: Outcome) -> Json:
    """The witness of a refutation as JSON."""
    question, certificate = outcome.question, outcome.certificate
    assert question is not None
    assert certificate is not None
    names = [[field.name for field in plan.columns] for plan in question.plans]
    found = witness(certificate, question.schema, names)
    return {**found, "conditions": [c.to_json() for c in outcome.conditions]}


@lru_cache(maxsize=8)
def _text(ddl: str) -> Schema:
    return read_schema(Source("schema", ddl))


@lru_cache(maxsize=8)
def _file(path: str) -> Schema:
    return load_schema(path)
