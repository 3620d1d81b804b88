"""A refutation for people: the small database, and what each query gives on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lemmata.sql.certificate import decode_rows
from lemmata.sql.database import shown
from lemmata.sql.evaluate import ERROR, Rows
from lemmata.sql.schema import Schema

Json = Mapping[str, Any]
MAX_SHOWN = 40


def witness(certificate: Json, schema: Schema, names: Sequence[Sequence[str]]) -> dict[str, Any]:
    """The database and both results as JSON; `names` are those of the output columns."""
    tables = {
        name: {"columns": [c.name for c in schema.tables[name].columns], "rows": rows}
        for name, rows in certificate["database"].items()
    }
    sides = [
        {"columns": list(columns), "rows": [] if rows == ERROR else rows, "error": rows == ERROR}
        for columns, rows in zip(names, certificate["results"], strict=True)
    ]
    left, right = sides
    return {
        "database": tables,
        "left": left,
        "right": right,
        "engines": dict(certificate["engines"]),
    }


def witness_text(found: Json, hint: str = "") -> str:
    """The witness as tables for a terminal, with what would make the queries equal."""
    parts = [
        table_text(f"{name}:", table["columns"], decode_rows(table["rows"]))
        for name, table in found["database"].items()
    ]
    if not parts:
        parts = ["on every database, the empty one too"]
    for side, title in (("left", "first query gives:"), ("right", "second query gives:")):
        table = found[side]
        if table["error"]:
            parts.append(f"{title} an error")
            continue
        parts.append(table_text(title, table["columns"], decode_rows(table["rows"])))
    engines = ", ".join(found["engines"])
    parts.append(f"confirmed by the reference evaluator and {engines}")
    parts += [hint] if hint else []
    return "\n\n".join(parts) + "\n"


def table_text(title: str, columns: Sequence[str], rows: Rows) -> str:
    """Rows under their columns.

    >>> print(table_text("t:", ["a", "b"], [(1, None)]))
    t:
      a  b
      -  ----
      1  NULL
    """
    if not rows:
        return f"{title} no rows" + (f"  ({', '.join(columns)})" if any(columns) else "")
    heads = [column or f"column {i + 1}" for i, column in enumerate(columns)]
    cells = [[shown(value) for value in row] for row in rows[:MAX_SHOWN]]
    widths = [max(len(row[i]) for row in [heads, *cells]) for i in range(len(heads))]
    ruled = [heads, ["-" * width for width in widths], *cells]
    lines = ["  " + "  ".join(_padded(row, widths)).rstrip() for row in ruled]
    more = [f"  and {len(rows) - MAX_SHOWN} more"] if len(rows) > MAX_SHOWN else []
    return "\n".join([title, *lines, *more])


def _padded(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    return [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
