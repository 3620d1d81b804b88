"""MPL projects for tests: a configuration, the bodies of its definitions, theorems."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

E, S, U, B = "(1)", "P(1)", "P(x(1)(1))", "P(x(1)(x(1)(1)))"
Row = tuple[str, list[str], str | None]

PRIMITIVES: dict[str, Row] = {
    "in": ("in[x,X]", [E, S], None),
    "=": ("=[x,y]", [E, E], None),
    "in2": ("in2[x,y,f]", [E, E, U], None),
    "in3": ("in3[x,y,z,f]", [E, E, E, B], None),
}
DATA = Path(__file__).resolve().parents[1] / "data" / "mpl"
FUNCTION: Row = ("function[f,X,Y]", [U, S, S], (DATA / "definitions/function.mpl").read_text())
OPERATION: Row = (
    "operation[f,X,Y,Z]",
    [B, S, S, S],
    (DATA / "definitions/operation.mpl").read_text(),
)
BASIS = {**PRIMITIVES, "function": FUNCTION, "operation": OPERATION}
NUMBERS = """(&(in[z,N])(&(function[s,N,N])(&(>[n](in[n,N])!(in2[n,z,s]))
  (>[n,m,k](in2[n,k,s])(>[](in2[m,k,s])(=[n,m]))))))"""
COUNT: Row = ("Count[N,z,s]", [S, E, U], NUMBERS)


def entry(row: Row, file: str = "") -> dict[str, Any]:
    """The configuration of a relation."""
    atom, sorts, body = row
    return {
        "short_mpl": f"({atom})",
        "full_mpl": f"({atom})" if body is None else file,
        "definition_sets": {str(i): [sort, True] for i, sort in enumerate(sorts, start=1)},
    }


def project(folder: Path, theorems: str, **rows: Row) -> Path:
    """Write a project with some definitions beside the usual ones; the file of its theorems."""
    return written(folder, theorems, {**BASIS, **rows})


def written(folder: Path, theorems: str, rows: Mapping[str, Row]) -> Path:
    """Write a project with exactly these relations."""
    entries = {}
    for number, (name, row) in enumerate(rows.items()):
        file = f"d{number}.mpl"
        entries[name] = entry(row, file)
        if row[2] is not None:
            (folder / file).write_text(row[2], encoding="utf-8")
    (folder / "definitions.json").write_text(json.dumps(entries, indent=1), encoding="utf-8")
    path = folder / "t.mpl"
    path.write_text(theorems, encoding="utf-8")
    return path
