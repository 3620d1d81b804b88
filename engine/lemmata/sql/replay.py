"""The check of a refutation's certificate: both queries are read, evaluated and run again.

Knows nothing of how the database was found.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lemmata.errors import InputError, Source
from lemmata.kernel import Rejected, digest
from lemmata.sql.certificate import FORMAT, decode_result, decode_rows
from lemmata.sql.confirm import Confirmation, Question, confirm
from lemmata.sql.database import Tables
from lemmata.sql.ddl import read_schema
from lemmata.sql.dialects import dialect_named
from lemmata.sql.evaluate import same_results
from lemmata.sql.failures import Unsupported
from lemmata.sql.lowering import lower
from lemmata.sql.reading import deep
from lemmata.sql.schema import Schema

QUESTION = {"dialect", "schema", "sql1", "sql2", "strict"}
MEMBERS = QUESTION | {"format", "database", "results", "engines"}


@dataclass(frozen=True)
class DatabaseReport:
    """What a valid certificate establishes: two queries differ; `engines` that say so too.

    `certificate` is its digest; there are no steps, for no kernel takes part.
    """

    statement: str
    rows: int
    engines: tuple[str, ...]
    certificate: str
    kind: str = "refutation"
    all_steps: int = 0


def replay(certificate: Mapping[str, Any]) -> DatabaseReport:
    """The report on a certificate; raises Rejected."""
    question, database, found = confirmed(certificate)
    count = sum(map(len, database.values()))
    engines = tuple(sorted(found.engines))
    return DatabaseReport(statement(question), count, engines, digest(dict(certificate)))


def confirmed(certificate: Mapping[str, Any]) -> tuple[Question, Tables, Confirmation]:
    """What a certificate holds, run again; raises Rejected."""
    if certificate.get("format") != FORMAT or set(certificate) != MEMBERS:
        raise Rejected(f"the format is not {FORMAT}")
    texts = ("dialect", "schema", "sql1", "sql2")
    if not all(isinstance(certificate[name], str) for name in texts):
        raise Rejected("schema, queries and dialect are texts")
    if not isinstance(certificate["strict"], bool):
        raise Rejected("strict is true or false")
    try:
        question = _question(certificate)
        database = _database(certificate["database"], question.schema)
        results = [decode_result(rows) for rows in certificate["results"]]
    except (InputError, Unsupported, ValueError, TypeError) as problem:
        raise Rejected(str(problem)) from None
    with deep():
        found = confirm(question, database)
    if not found.holds:
        raise Rejected("not confirmed: " + "; ".join(found.problems))
    agree = zip(found.rows, results, strict=False)
    if len(results) != 2 or not all(same_results(a, b) for a, b in agree):
        raise Rejected("the results are not what the queries give")
    return question, database, found


def statement(question: Question) -> str:
    """What is refuted, on one line."""
    first, second = (" ".join(source.text.split()) for source in question.sources)
    return f"{first}  =  {second}"


def _question(certificate: Mapping[str, Any]) -> Question:
    dialect = dialect_named(certificate["dialect"])
    ddl = certificate["schema"]
    schema = read_schema(Source("schema", ddl)) if ddl.strip() else Schema()
    sources = (Source("sql1", certificate["sql1"]), Source("sql2", certificate["sql2"]))
    plans = (lower(sources[0], schema, dialect), lower(sources[1], schema, dialect))
    return Question(schema, dialect, sources, plans, certificate["strict"])


def _database(given: Any, schema: Schema) -> Tables:
    if not isinstance(given, dict):
        raise ValueError("the database is not an object")
    found: Tables = {}
    for name, rows in given.items():
        table = schema.tables.get(name)
        if table is None:
            raise ValueError(f"there is no table {name}")
        found[name] = decode_rows(rows)
        if any(len(row) != len(table.columns) for row in found[name]):
            raise ValueError(f"a row of {name} does not have {len(table.columns)} values")
    return found
