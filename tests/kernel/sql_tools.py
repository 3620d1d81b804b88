"""Certificates of equal queries made by hand: texts and a proof, the rest is lowered."""

from __future__ import annotations

import json
from typing import Any

from lemmata.errors import Source
from lemmata.kernel.sql import SqlReport, check
from lemmata.service.sql_obligations import discharge
from lemmata.sql.ddl import read_schema
from lemmata.sql.dialects import dialect_named
from lemmata.sql.lowering import lower
from lemmata.sql.plain import encode
from lemmata.sql.schema import Schema
from lemmata.sql.walking import tables

Json = dict[str, Any]
Pieces = list[list[Json]]
DIALECT = "postgres"
DDL = """
CREATE TABLE dept (id INTEGER PRIMARY KEY, name VARCHAR(20), size INTEGER NOT NULL);
CREATE TABLE emp (
    id INTEGER PRIMARY KEY, dept INTEGER NOT NULL REFERENCES dept (id), boss INTEGER,
    pay INTEGER, code VARCHAR(5) UNIQUE, CHECK (pay >= 0), FOREIGN KEY (boss) REFERENCES emp (id)
);
CREATE TABLE single (id INTEGER PRIMARY KEY, CHECK (id = 1));
CREATE TABLE note (one INTEGER REFERENCES single (id), t INTEGER);
CREATE TABLE price (r DECIMAL(8, 2));
CREATE TABLE bag (a INTEGER, b INTEGER, c VARCHAR(3), d BOOLEAN);
"""


def piece(
    to: int,
    targets: list[Any],
    rows: list[Any] | None = None,
    lemmas: list[Json] | None = None,
) -> Json:
    """A piece of an injection."""
    return {"to": to, "rows": rows or [], "map": targets, "lemmas": lemmas or []}


def inject(forward: Pieces, backward: Pieces) -> Json:
    """A script."""
    return {"forward": forward, "backward": backward}


def match(*pairs: tuple[int, int, list[int]]) -> Json:
    """A script that pairs terms: `rows[n]` of the right one stands for row n of the left one."""
    forward = {i: [piece(j, [rows.index(k) for k in range(len(rows))])] for i, j, rows in pairs}
    backward = {j: [piece(i, rows)] for i, j, rows in pairs}
    return inject([forward[i] for i in sorted(forward)], [backward[j] for j in sorted(backward)])


def certificate(first: str, second: str, proof: Json, ddl: str = DDL) -> Json:
    """The certificate of two texts with a proof."""
    schema, dialect = read_schema(Source("schema", ddl)), dialect_named(DIALECT)
    plans = [lower(Source("query", text), schema, dialect) for text in (first, second)]
    return {
        "format": "lemmata.sql-proof/1",
        "dialect": DIALECT,
        "schema": ddl,
        "queries": [first, second],
        "tables": tables_json(schema, {name for plan in plans for name in tables(plan)}),
        "plans": json.loads(json.dumps([encode(plan) for plan in plans])),
        "proof": json.loads(json.dumps(proof)),
    }


def tables_json(schema: Schema, names: set[str]) -> list[Json]:
    """The tables of a certificate."""
    found = sorted(schema.in_order(names), key=lambda table: table.name)
    rows: list[Json] = json.loads(json.dumps([encode(table) for table in found]))
    return rows


def accepted(cert: Json) -> SqlReport:
    """The report on a certificate whose obligations hold; fails if one does not."""
    report = check(json.dumps(cert))
    found = discharge(report.obligations, second=False)
    assert found.failed is None, (found.reason, found.failed)
    return report


def proved(cert: Json) -> bool:
    """Whether the obligations hold; raises Rejected."""
    return discharge(check(json.dumps(cert)).obligations, second=False).failed is None
