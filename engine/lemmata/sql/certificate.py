"""The evidence of a refutation as JSON: `lemmata.database/1`.

It holds the DDL, both texts, the dialect and the database; the results and the engines that gave
them are there for people, `replay` computes them again.
"""

from __future__ import annotations

from typing import Any

from lemmata.sql.confirm import Confirmation, Question
from lemmata.sql.database import Tables, from_json, to_json
from lemmata.sql.evaluate import ERROR, Result, Rows

FORMAT = "lemmata.database/1"
Json = dict[str, Any]
MAX_ROWS = 1_000


def encode(question: Question, database: Tables, found: Confirmation) -> Json:
    """The certificate."""
    return {
        "format": FORMAT,
        "dialect": question.dialect.name,
        "schema": question.schema.ddl(question.tables),
        "sql1": question.sources[0].text,
        "sql2": question.sources[1].text,
        "database": {name: _rows(database[name]) for name in sorted(database)},
        "strict": question.strict,
        "results": [rows if rows == ERROR else _rows(rows) for rows in found.rows],
        "engines": dict(sorted(found.engines.items())),
    }


def _rows(rows: Rows) -> list[list[Any]]:
    found = [[to_json(value) for value in row] for row in rows]
    return sorted(found, key=repr)


def decode_rows(rows: Any) -> Rows:
    """Rows from JSON; raises ValueError for anything that is not a list of rows of values."""
    if not isinstance(rows, list) or len(rows) > MAX_ROWS:
        raise ValueError("rows are not a list, or there are too many")
    if not all(isinstance(row, list) for row in rows):
        raise ValueError("a row is not a list")
    return [tuple(from_json(value) for value in row) for row in rows]


def decode_result(result: Any) -> Result:
    """Rows or an error from JSON; raises ValueError."""
    return ERROR if result == ERROR else decode_rows(result)
