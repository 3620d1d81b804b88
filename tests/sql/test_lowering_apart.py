"""Texts that an engine of the dialect tells apart must not become the same plan."""

from __future__ import annotations

import pytest

from lemmata.errors import Source
from lemmata.sql.algebra import Plan
from lemmata.sql.ddl import read_schema
from lemmata.sql.dialects import dialect_named
from lemmata.sql.failures import Unsupported
from lemmata.sql.lowering import lower

DDL = """
CREATE TABLE t (
    k INTEGER PRIMARY KEY, a INTEGER, b INTEGER, s VARCHAR(5), d DECIMAL(6, 2),
    x DOUBLE PRECISION, ts TIMESTAMP, dt DATE, c CHAR(3)
)
"""
FRAME = "SELECT SUM(a) OVER (ORDER BY k ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING{}) FROM t"
APART = [
    ("duckdb", FRAME.format(" EXCLUDE CURRENT ROW"), FRAME.format("")),
    ("postgres", FRAME.format(" EXCLUDE TIES"), FRAME.format("")),
    ("spark", "SELECT COUNT(DISTINCT *) FROM t", "SELECT COUNT(*) FROM t"),
    ("postgres", "SELECT CAST(ts AS TIMESTAMP(0)) FROM t", "SELECT ts FROM t"),
    ("duckdb", "SELECT CAST(x AS REAL) FROM t", "SELECT x FROM t"),
    ("postgres", "SELECT CAST(x AS FLOAT(20)) FROM t", "SELECT x FROM t"),
    ("mysql", "SELECT CAST(d * d AS DECIMAL) FROM t", "SELECT d * d FROM t"),
    ("mysql", "SELECT CAST(a AS UNSIGNED) FROM t", "SELECT a FROM t"),
    ("mysql", "SELECT CAST(a AS YEAR) FROM t", "SELECT a FROM t"),
    ("postgres", "SELECT CAST(a AS BIT) FROM t", "SELECT a FROM t"),
    ("postgres", "SELECT CAST(s || s AS NAME) FROM t", "SELECT s || s FROM t"),
    ("mysql", "SELECT k FROM t WHERE s = 1", "SELECT k FROM t WHERE CAST(s AS SIGNED) = 1"),
    (
        "mysql",
        "SELECT -a AS a FROM t ORDER BY a + 1 LIMIT 1",
        "SELECT -t.a FROM t ORDER BY t.a + 1 LIMIT 1",
    ),
    (
        "postgres",
        "SELECT CAST(dt + INTERVAL '1' DAY AS VARCHAR(20)) FROM t",
        "SELECT CAST(dt + 1 AS VARCHAR(20)) FROM t",
    ),
    ("postgres", "SELECT NULLIF(a, 0.5) / 2 FROM t", "SELECT NULLIF(a, 1) / 2 FROM t"),
    ("postgres", "SELECT FLOOR(a) / 2 FROM t", "SELECT CAST(FLOOR(a) AS INTEGER) / 2 FROM t"),
    ("postgres", "SELECT ROUND(a) / 2 FROM t", "SELECT CAST(ROUND(a) AS INTEGER) / 2 FROM t"),
    (
        "postgres",
        "SELECT EXTRACT(YEAR FROM dt) / 3 FROM t",
        "SELECT CAST(EXTRACT(YEAR FROM dt) AS INTEGER) / 3 FROM t",
    ),
    ("postgres", "SELECT k FROM t WHERE c LIKE 'a'", "SELECT k FROM t WHERE s LIKE 'a'"),
    (
        "postgres",
        "SELECT CAST(d * 1.00 AS VARCHAR(20)) FROM t",
        "SELECT CAST(d + 0.0 AS VARCHAR(20)) FROM t",
    ),
    (
        "postgres",
        "SELECT k / 2 FROM t JOIN (SELECT 1.0 AS k) z USING (k)",
        "SELECT t.k / 2 FROM t JOIN (SELECT 1.0 AS k) z ON t.k = z.k",
    ),
    ("mysql", "SELECT dt + 1 FROM t", "SELECT DATE_ADD(dt, INTERVAL 1 DAY) FROM t"),
    ("mysql", "SELECT 1 FROM t HAVING TRUE", "SELECT 1 FROM t HAVING COUNT(*) >= 0"),
    ("sqlite", "SELECT k FROM t WHERE ts = '2020-01-01'", "SELECT k FROM t WHERE ts = dt"),
]


def plan_of(text: str, dialect: str) -> Plan | None:
    """The plan, None where it is not modelled."""
    try:
        schema = read_schema(Source("schema", DDL))
        return lower(Source("query", text), schema, dialect_named(dialect))
    except Unsupported:
        return None


@pytest.mark.parametrize(("dialect", "first", "second"), APART)
def test_texts_that_differ_have_different_plans(dialect: str, first: str, second: str) -> None:
    one, other = plan_of(first, dialect), plan_of(second, dialect)
    assert one is None or one != other


@pytest.mark.parametrize("dialect", ["sqlite", "mysql", "spark"])
@pytest.mark.parametrize("op", ["/", "%"])
def test_a_quotient_by_zero_is_null_where_it_is_no_error(dialect: str, op: str) -> None:
    from lemmata.sql.evaluate import evaluate

    plan = plan_of(f"SELECT k FROM t WHERE a {op} b IS NULL", dialect)
    assert plan is not None
    row = (1, 1, 0, None, None, None, None, None, None)
    assert evaluate(plan, {"t": [row]}) == [(1,)]


def test_a_date_and_its_text_are_compared_where_dates_are_texts() -> None:
    assert plan_of("SELECT k FROM t WHERE dt = '2020-01-01'", "sqlite") is not None
    assert plan_of("SELECT k FROM t WHERE dt = '2020-1-1'", "sqlite") is None


@pytest.mark.parametrize(
    "text",
    [
        "SELECT FLOOR(a) / 2, ROUND(d) / 2, SIGN(a) / 2 FROM t",
        "SELECT EXTRACT(YEAR FROM dt) / 3, NULLIF(a, 0.5) / 2 FROM t",
        "SELECT CAST(dt + INTERVAL '1' DAY AS DATE) - dt FROM t",
    ],
)
def test_what_is_told_apart_is_modelled(text: str) -> None:
    assert plan_of(text, "postgres") is not None
