"""A certificate of equal queries for people: both bags in words, and how they are matched.

Reads the certificate and the kernel's denotation of its plans; what it says is decoration, the
kernel's report is what counts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from lemmata.errors import Source
from lemmata.kernel.sql import SqlReport, check
from lemmata.kernel.sql.denotation import Denotation
from lemmata.kernel.sql.schema import read_tables
from lemmata.sql.bag_text import BagText
from lemmata.sql.page_data import queries_data

Json = dict[str, Any]
FORMAT = "lemmata.sql-proof/1"


def proof_data(certificate: Mapping[str, Any], trusted: tuple[str, ...] = ()) -> Json:
    """The page of a proof that two queries are equal; raises Rejected.

    `trusted` says what solvers established; without it the page tells what they would have to.
    """
    report = check(json.dumps(certificate))
    first, second = certificate["queries"]
    sources = (Source("sql1", first), Source("sql2", second))
    return {
        "verdict": "proved",
        **queries_data(sources, certificate["dialect"], certificate["schema"]),
        "bags": _bags(certificate),
        "steps": _script(certificate["proof"]),
        "report": _report(report),
        "trusted": list(trusted),
    }


def _report(report: SqlReport) -> Json:
    return {
        "rules": dict(report.rules),
        "closed": report.closed,
        "obligations": [str(o.text) for o in report.obligations],
        "constraints": list(report.constraints),
        "assumptions": list(report.assumptions),
    }


def _bags(certificate: Mapping[str, Any]) -> list[list[Json]]:
    stored = read_tables(certificate["tables"])
    columns = {t["name"]: [c["name"] for c in t["columns"]] for t in certificate["tables"]}
    return [
        BagText(columns).terms(Denotation(stored).typed(plan, ())[0])
        for plan in certificate["plans"]
    ]


def _script(script: Mapping[str, Any]) -> list[Json]:
    """A script in words: the pieces of each term, with the lemmas that they need."""
    found = []
    for way, source, target in (("forward", "first", "second"), ("backward", "second", "first")):
        for i, pieces in enumerate(script[way]):
            found.append(_pieces(pieces, i, source, target))
    return found


def _pieces(pieces: Any, number: int, source: str, target: str) -> Json:
    """One way of an injection for one term."""
    whole = f"part {number + 1} of the {source} query"
    if not pieces:
        return {"rule": "empty", "text": f"{whole} has no rows", "details": []}
    goals = ", ".join(f"part {piece['to'] + 1}" for piece in pieces)
    text = f"each row of {whole} is one of {goals} of the {target}, no two the same"
    details, inner = [], []
    for piece in pieces:
        more = "".join(f"; beside them {_extra(row)}" for row in piece["rows"])
        details.append(f"to part {piece['to'] + 1}: rows {_targets(piece['map'])}{more}")
        for lemma in piece.get("lemmas", ()):
            proof = _script(lemma["proof"])
            inner.append({"rule": "lemma", "text": "equal aggregates", "steps": proof})
    return {"rule": "inject", "text": text, "details": details, "steps": inner}


def _extra(row: list[Any]) -> str:
    """Rows that exist with others."""
    match row:
        case ["fk", int() as level, int() as number]:
            return f"the parent of row {level + 1} by foreign key {number + 1}"
        case ["wit", int() as level, int() as number]:
            return f"the rows of part {number + 1} that row {level + 1} comes from"
        case ["some", int() as number, int() as part]:
            return f"the rows of part {part + 1} that condition {number + 1} speaks of"
    return f"rows of another kind ({row[0]})"


def _targets(targets: list[Any]) -> str:
    words = [str(t + 1) if isinstance(t, int) else json.dumps(t) for t in targets]
    return ", ".join(f"{i + 1} from {word}" for i, word in enumerate(words)) or "none"
