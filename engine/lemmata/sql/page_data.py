"""What the page of an answer about two queries shows, as plain data: no class of ours, texts only.

`refutation_data` runs the certificate again first, so there is no page for one that does not hold.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from lemmata.errors import Source
from lemmata.sql.aligning import aligned
from lemmata.sql.confirm import Question
from lemmata.sql.database import Tables, shown
from lemmata.sql.dialects import dialect_named
from lemmata.sql.evaluate import ERROR, Result
from lemmata.sql.replay import confirmed
from lemmata.sql.types import Row
from lemmata.sql.witness_script import script_for

Json = dict[str, Any]


def refutation_data(certificate: Mapping[str, Any], conditions: Sequence[Json] = ()) -> Json:
    """The page of a database that tells two queries apart; raises Rejected."""
    question, database, found = confirmed(certificate)
    return {
        "verdict": "refuted",
        **queries_data(question.sources, question.dialect.name, certificate["schema"]),
        "tables": _tables(question, database),
        "results": _results(question, found.rows),
        "engines": dict(sorted(found.engines.items())),
        "script": script_for(question, database, found),
        "strict": question.strict,
        "conditions": list(conditions),
    }


def queries_data(sources: tuple[Source, Source], dialect: str, schema: str) -> Json:
    """The queries, aligned, and what they are about."""
    return {
        "dialect": dialect,
        "schema": schema,
        "texts": [source.text for source in sources],
        "lines": aligned(sources, dialect_named(dialect)),
    }


def _tables(question: Question, database: Tables) -> list[Json]:
    return [
        {
            "name": name,
            "columns": [column.name for column in question.schema.tables[name].columns],
            "rows": [[shown(value) for value in row] for row in _sorted(rows)],
        }
        for name, rows in sorted(database.items())
    ]


def _results(question: Question, results: tuple[Result, Result]) -> list[Json]:
    """Both results; each row with how often it occurs, here and on the other side."""
    bags: list[Counter[Row]] = [Counter(() if r == ERROR else r) for r in results]
    found = []
    for side, plan in enumerate(question.plans):
        mine, other = bags[side], bags[1 - side]
        names = [f.name or f"column {i + 1}" for i, f in enumerate(plan.columns)]
        rows = [
            {"cells": [shown(v) for v in row], "here": mine[row], "there": other[row]}
            for row in _sorted(mine)
        ]
        found.append({"columns": names, "rows": rows, "error": results[side] == ERROR})
    return found


def _sorted(rows: Any) -> list[Row]:
    return sorted(rows, key=lambda row: [(value is not None, shown(value)) for value in row])
