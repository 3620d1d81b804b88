"""Pairs that look equal and are not: a database tells them apart, and no proof is found."""

from __future__ import annotations

import pytest

from lemmata.errors import Source
from lemmata.sql.confirm import Question
from lemmata.sql.database import Constraints
from lemmata.sql.ddl import read_schema
from lemmata.sql.dialects import dialect_named
from lemmata.sql.lowering import lower
from lemmata.sql.proving.attempt import attempt
from lemmata.sql.proving.certifying import claim
from lemmata.sql.search import Search

DDL = """
CREATE TABLE p (k INTEGER PRIMARY KEY, a INTEGER, b INTEGER NOT NULL, s VARCHAR(5));
CREATE TABLE c (
    k INTEGER PRIMARY KEY, r INTEGER REFERENCES p (k), q INTEGER NOT NULL REFERENCES p (k),
    a INTEGER, b INTEGER, d DECIMAL(6, 2), f BOOLEAN, UNIQUE (a), CHECK (b > 0)
);
CREATE TABLE n (a INTEGER, b INTEGER, s CHAR(3), d DECIMAL(6, 2), f BOOLEAN);
"""
NEARLY = [
    ("SELECT c.k FROM c JOIN p ON c.r = p.k", "SELECT k FROM c"),
    ("SELECT p.k FROM p LEFT JOIN c ON c.q = p.k", "SELECT k FROM p"),
    ("SELECT x.a, y.b FROM c x JOIN c y ON x.a = y.a", "SELECT a, b FROM c"),
    ("SELECT x.a FROM n x JOIN n y ON x.a = y.a AND x.b = y.b", "SELECT a FROM n WHERE b = b"),
    ("SELECT a, COUNT(*) FROM c GROUP BY a", "SELECT a, 1 FROM c"),
    ("SELECT b FROM c WHERE b > 0", "SELECT b FROM c"),
    ("SELECT a FROM p WHERE a NOT IN (SELECT b FROM c)", "SELECT a FROM p EXCEPT SELECT b FROM c"),
    (
        "SELECT k FROM p WHERE a NOT IN (SELECT a FROM n)",
        "SELECT k FROM p WHERE NOT EXISTS (SELECT 1 FROM n WHERE n.a = p.a)",
    ),
    (
        "SELECT k FROM p WHERE a > ALL (SELECT b FROM n)",
        "SELECT k FROM p WHERE a > (SELECT MAX(b) FROM n)",
    ),
    (
        "SELECT k FROM p WHERE b <> ANY (SELECT b FROM n)",
        "SELECT k FROM p WHERE b NOT IN (SELECT b FROM n)",
    ),
    ("SELECT SUM(b) FROM c", "SELECT COALESCE(SUM(b), 0) FROM c"),
    ("SELECT COUNT(a) FROM n", "SELECT COUNT(*) FROM n"),
    ("SELECT SUM(a + b) FROM n", "SELECT SUM(a) + SUM(b) FROM n"),
    ("SELECT SUM(a + 1) FROM n", "SELECT SUM(a) + COUNT(*) FROM n"),
    ("SELECT AVG(a) FROM n", "SELECT AVG(v) FROM (SELECT AVG(a) AS v FROM n GROUP BY b) z"),
    (
        "SELECT COUNT(DISTINCT a) FROM n",
        "SELECT SUM(v) FROM (SELECT COUNT(DISTINCT a) AS v FROM n GROUP BY b) z",
    ),
    ("SELECT COUNT(*) FROM n", "SELECT SUM(v) FROM (SELECT COUNT(*) AS v FROM n GROUP BY a) z"),
    (
        "SELECT p.k, SUM(p.b) FROM p JOIN c ON c.q = p.k GROUP BY p.k",
        "SELECT k, SUM(b) FROM p WHERE EXISTS (SELECT 1 FROM c WHERE c.q = p.k) GROUP BY k",
    ),
    (
        "SELECT k, (SELECT COUNT(*) FROM c WHERE q = p.k) FROM p",
        "SELECT p.k, v FROM p LEFT JOIN (SELECT q, COUNT(*) AS v FROM c GROUP BY q) z ON q = p.k",
    ),
    (
        "SELECT k, (SELECT SUM(b) FROM c WHERE c.q = p.k) FROM p",
        "SELECT p.k, SUM(c.b) FROM p JOIN c ON c.q = p.k GROUP BY p.k",
    ),
    ("SELECT a FROM n WHERE f OR NOT f", "SELECT a FROM n"),
    ("SELECT a FROM n WHERE NOT f", "SELECT a FROM n WHERE f IS NOT TRUE"),
    ("SELECT a FROM n WHERE NULLIF(a, 0) IS NULL", "SELECT a FROM n WHERE a = 0"),
    ("SELECT d FROM n WHERE d > 0 AND d < 1.5 AND d <> 1", "SELECT d FROM n WHERE FALSE"),
    ("SELECT a FROM n EXCEPT ALL SELECT b FROM n", "SELECT a FROM n EXCEPT SELECT b FROM n"),
    ("SELECT a FROM n INTERSECT ALL SELECT b FROM n", "SELECT a FROM n INTERSECT SELECT b FROM n"),
    ("SELECT a FROM n UNION SELECT a FROM n", "SELECT a FROM n"),
    (
        "SELECT a FROM n WHERE a = 1 OR b = 1",
        "SELECT a FROM n WHERE a = 1 UNION ALL SELECT a FROM n WHERE b = 1",
    ),
    (
        "SELECT a, b, COUNT(*) FROM n GROUP BY ROLLUP (a, b)",
        "SELECT a, b, COUNT(*) FROM n GROUP BY CUBE (a, b)",
    ),
    ("SELECT COUNT(*) FROM n GROUP BY ()", "SELECT COUNT(*) FROM n GROUP BY a"),
    ("SELECT MAX(a) FROM n", "SELECT a FROM n ORDER BY a DESC NULLS LAST LIMIT 1"),
    ("SELECT b FROM p ORDER BY b LIMIT 1", "SELECT b FROM p ORDER BY b DESC LIMIT 1"),
    ("SELECT b FROM p ORDER BY b LIMIT 1 OFFSET 1", "SELECT b FROM p ORDER BY b LIMIT 1"),
    (
        "SELECT p.k, c.b FROM p LEFT JOIN c ON c.q = p.k AND p.b > 0",
        "SELECT p.k, c.b FROM p LEFT JOIN c ON c.q = p.k WHERE p.b > 0",
    ),
    (
        "SELECT p.k, c.b FROM p LEFT JOIN c ON c.q = p.k WHERE c.b > 1",
        "SELECT p.k, c.b FROM p LEFT JOIN (SELECT * FROM c WHERE b > 1) c ON c.q = p.k",
    ),
    (
        "SELECT p.k FROM p LEFT JOIN c ON c.q = p.k WHERE c.a IS NULL",
        "SELECT k FROM p WHERE NOT EXISTS (SELECT 1 FROM c WHERE c.q = p.k)",
    ),
    ("SELECT MIN(a) FROM n HAVING COUNT(*) > 0", "SELECT MIN(a) FROM n"),
    ("SELECT BOOL_AND(f) FROM n", "SELECT COUNT(*) = COUNT(CASE WHEN f THEN 1 END) FROM n"),
    ("SELECT SUM(DISTINCT a) FROM c", "SELECT SUM(DISTINCT b) FROM c"),
    ("SELECT CAST(d AS INTEGER) FROM n", "SELECT d FROM n"),
]


def question(first: str, second: str) -> Question:
    """Both queries over the schema."""
    schema, dialect = read_schema(Source("schema", DDL)), dialect_named("postgres")
    sources = (Source("first", first), Source("second", second))
    one, other = (lower(source, schema, dialect) for source in sources)
    return Question(schema, dialect, sources, (one, other))


@pytest.mark.parametrize(("first", "second"), NEARLY)
def test_nearly_equal_queries_are_not_proved(first: str, second: str) -> None:
    asked = question(first, second)
    proof, reason = attempt(claim(asked), 20)
    assert proof is None
    assert reason


@pytest.mark.parametrize(("first", "second"), [pair for pair in NEARLY if "CAST" not in pair[0]])
def test_a_database_tells_them_apart(first: str, second: str) -> None:
    asked = question(first, second)
    constraints = Constraints(asked.schema, asked.tables)
    search = Search(asked.plans, constraints, seed=1, strict=False)
    assert next(iter(search.databases(1_500, lambda: False)), None) is not None
