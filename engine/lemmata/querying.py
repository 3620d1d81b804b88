"""`equivalent(.., kind="sql")`: do two queries give the same rows on every database?"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import Any

from lemmata.errors import Diagnostic, InputError, Source, read_source
from lemmata.results import Verdict

ASSUMPTIONS = (
    "bags of rows: order counts only below a LIMIT",
    "texts are compared byte by byte",
    "no overflow",
)


@dataclass(frozen=True)
class QueryAnswer:
    """A verdict, the script that shows it if it is refuted, and notices about the schema."""

    verdict: Verdict
    script: str = ""
    notices: tuple[str, ...] = ()


def compare_queries(
    first: str,
    second: str,
    schema: str,
    dialect: str | None = None,
    timeout: float = 10,
    seed: int = 0,
    strict: bool = False,
) -> QueryAnswer:
    """The answer for two queries, texts or files; `schema` is a DDL text or a file.

    With `strict` an error at run time is a result, otherwise such a database tells nothing.

    Raises InputError for what cannot be read or what a database would reject.
    """
    from lemmata.service.sql_proofs import accepted, judged_conditions
    from lemmata.sql.answers import as_json
    from lemmata.sql.comparing import Limits, compare
    from lemmata.sql.dialects import dialect_named
    from lemmata.sql.schema_files import load_schema
    from lemmata.sql.witness_script import witness_script

    start = time.monotonic()
    sources = (_source("sql1", first), _source("sql2", second))
    known = load_schema(schema)
    limits = Limits(seconds=timeout, seed=seed, strict=strict)
    outcome = compare(sources, known, dialect_named(dialect), limits)
    found: dict[str, Any] = {
        "verdict": outcome.verdict,
        "reason": outcome.reason,
        "hint": outcome.hint,
    }
    script = ""
    texts = (sources[0].text, sources[1].text)
    if outcome.verdict == "proved":
        assert outcome.certificate is not None, "a proof has a certificate"
        found |= accepted(outcome.certificate, texts, strict)
    if outcome.database is not None:
        found = judged_conditions({**found, **as_json(outcome)})
        script = witness_script(outcome)
    verdict = query_verdict(found, texts, time.monotonic() - start)
    return QueryAnswer(verdict, script, known.notices)


def query_verdict(found: dict[str, Any], texts: tuple[str, str], seconds: float) -> Verdict:
    """The verdict for an answer as plain data."""
    refuted = found["verdict"] == "refuted"
    engines = found["witness"]["engines"] if refuted else {}
    return Verdict(
        goal="  =  ".join(" ".join(text.split()) for text in texts),
        verdict=found["verdict"],
        reason=found["reason"],
        hint=found.get("hint", ""),
        assumptions=(*ASSUMPTIONS, *found.get("assumptions", ())),
        certificate=found.get("certificate"),
        witness=found.get("witness"),
        trusted=("reference evaluator", *engines) if refuted else tuple(found.get("trusted", ())),
        steps=found.get("steps", 0),
        seconds=seconds,
    )


def without_solvers(verdict: Verdict) -> Verdict:
    """The verdict if no solver is trusted: what needed one is unknown."""
    needed = [line for line in verdict.trusted if line.startswith("z3: ")]
    if verdict.verdict != "proved" or not needed:
        return verdict
    reason = f"only the kernel is trusted, and the proof needs {needed[0]}"
    return replace(verdict, verdict="unknown", reason=reason, certificate=None, trusted=(), steps=0)


def _source(name: str, given: str) -> Source:
    """A query: a text, or a file if it has no blank or its name ends in .sql."""
    from lemmata.sql.schema_files import looks_like_sql

    if given == "-" or (given.lower().endswith(".sql") and not looks_like_sql(given)):
        return read_source(given)
    if not given.strip():
        raise InputError(Diagnostic(f"{name} is empty", expected=("a query, or a file with one",)))
    return Source(name, given)
