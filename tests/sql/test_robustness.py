"""Queries that are wrong, huge, deep or odd: a clear message with its place, and never a crash."""

from __future__ import annotations

import pytest

from lemmata.errors import InputError, Source
from lemmata.sql.comparing import Limits, Outcome, compare
from lemmata.sql.ddl import read_schema
from lemmata.sql.dialects import dialect_named
from lemmata.sql.symbolic import asking

DDL = """
CREATE TABLE t (x INTEGER PRIMARY KEY, y INTEGER, s VARCHAR(10));
CREATE TABLE u (z INTEGER, y INTEGER);
"""
NUMBERS = ", ".join(map(str, range(10_000)))


def compared(
    first: str, second: str = "SELECT x FROM t", databases: int = 20, prove: bool = False
) -> Outcome:
    sources = (Source("sql1", first), Source("sql2", second))
    limits = Limits(databases=databases, seconds=60, rlimit=0, prove=prove)
    return compare(sources, read_schema(Source("ddl", DDL)), dialect_named(None), limits)


WRONG = [
    ("SELECT * FROM nope", "1:15: error: there is no table nope"),
    ("SELECT nope FROM t", "1:8: error: there is no column nope here"),
    ("SELECT y FROM t, u", "expected: t.y, u.y"),
    ("SELECT t.y FROM t, t", "two tables are called t"),
    ("SELEC x FRM t", "1:9: error"),
    ("SELECT 'x FROM t", "1:8: error: a quote or a comment is not closed"),
    ("SELECT x\0 FROM t", "1:8: error: there is no column"),
    ("SELECT 1; SELECT 2", "a second statement"),
    ("DROP TABLE t", "DROP is not a query"),
    ("SELECT x FROM t ORDER BY 3", "1:26: error: there is no such output column"),
    ("SELECT x FROM t UNION SELECT z, y FROM u", "UNION of 1 and 2 columns"),
    ("SELECT SUM(SUM(x)) FROM t", "an aggregate cannot stand"),
    ("SELECT z FROM u GROUP BY z HAVING y = 1", "1:35: error"),
]


@pytest.mark.parametrize(("text", "told"), WRONG)
def test_what_a_database_would_reject(text: str, told: str) -> None:
    with pytest.raises(InputError) as caught:
        compared(text)
    assert told in str(caught.value)


GAPS = [
    ("WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r) SELECT n FROM r",
     "not modelled: WITH RECURSIVE at sql1:1:"),
    ("SELECT " + "(" * 500 + "x" + ")" * 500 + " FROM t", "150 levels of nesting at sql1:1:"),
    ("SELECT x FROM (" * 500 + "SELECT x FROM t" + ") AS q" * 500, "limit: 150 levels of nesting"),
    ("SELECT x FROM t WHERE " + "NOT " * 500 + "x = 1", "limit: 150 levels of nesting"),
    ("SELECT x FROM t WHERE x > " + "9" * 5_000, "limit: 400 digits of a number at sql1:1:27"),
    ("SELECT COUNT(*) FROM t GROUP BY CUBE(" + ", ".join(f"x + {i}" for i in range(14)) + ")",
     "limit: 256 grouping sets"),
    ("WITH a0 AS (SELECT x FROM t), "
     + ", ".join(f"a{i} AS (SELECT p.x FROM a{i - 1} p, a{i - 1} q)" for i in range(1, 20))
     + " SELECT x FROM a19", "limit: 100,000 parts of a plan"),
    ("SELECT RANDOM() FROM t", "not modelled: RAND at sql1:1:8"),
    ("SELECT x FROM t TABLESAMPLE (10 PERCENT)", "sample of TABLE at sql1:1:"),
    ("SELECT x FROM t FOR UPDATE", "locks of SELECT"),
    ("SELECT x FROM t WHERE y = ?", "PLACEHOLDER at sql1:1:"),
    ("SELECT * FROM t PIVOT (SUM(y) FOR x IN (1, 2))", "pivots of TABLE at sql1:1:"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "told"), GAPS)
def test_what_is_not_modelled(text: str, told: str) -> None:
    found = compared(text)
    assert found.verdict == "unknown"
    assert told in found.reason


UNIONS = " UNION ALL ".join(["SELECT y FROM t"] * 1_000)
ANSWERED = [
    (UNIONS, UNIONS.replace("SELECT y", "SELECT y AS v", 1), "unknown"),
    pytest.param(UNIONS, UNIONS + " UNION ALL SELECT y FROM t", "refuted", marks=pytest.mark.slow),
    (UNIONS.replace(" ALL", ""), "SELECT DISTINCT y FROM t", "unknown"),
    pytest.param(
        f"SELECT x FROM t WHERE x IN ({NUMBERS})", "SELECT x FROM t WHERE x BETWEEN 0 AND 9998",
        "refuted", marks=pytest.mark.slow),
    ("SELECT x FROM t WHERE " + " OR ".join(f"x = {i}" for i in range(3_000)),
     "SELECT x FROM t WHERE x BETWEEN 0 AND 2999", "unknown"),
    ("SELECT x FROM (" * 140 + "SELECT x FROM t" + ") AS q" * 140, "SELECT x FROM t", "proved"),
    ("SELECT " + "CASE WHEN x = 1 THEN " * 120 + "1" + " END" * 120 + " FROM t",
     "SELECT 1 FROM t", "refuted"),
    ("SELECT 'a\0b' FROM t", "SELECT 'ab' FROM t", "refuted"),
    (f"SELECT x AS {'a' * 50_000} FROM t", "SELECT x FROM t", "proved"),
    ("SELECT 1 FROM " + ", ".join(f"t t{i}" for i in range(40)), "SELECT 1 FROM t, t v",
     "unknown"),
    ("SELECT '\udc80' FROM t", "SELECT s FROM t WHERE s = '\udc80'", "unknown"),
]  # fmt: skip


@pytest.mark.parametrize(("first", "second", "verdict"), ANSWERED)
def test_large_queries_are_answered(first: str, second: str, verdict: str) -> None:
    databases = 150 if verdict == "refuted" else 3
    found = compared(first, second, databases, prove=verdict == "proved")
    assert found.verdict == verdict, found.reason


def test_a_symbolic_search_that_dies_leaves_the_answer_unknown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sources = (Source("sql1", "SELECT x FROM t"), Source("sql2", "SELECT x FROM t WHERE x = x"))
    schema, limits = read_schema(Source("ddl", DDL)), Limits(databases=5, seconds=60, prove=False)
    monkeypatch.setattr(asking, "WORKER", "no.such.module")
    found = compare(sources, schema, dialect_named(None), limits)
    assert found.verdict == "unknown"
    assert "crash: the process ended without an answer" in found.reason
