"""The reference evaluator on cases that are easily got wrong, with results worked out by hand."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from fractions import Fraction
from typing import Any

import pytest

from lemmata.sql.evaluate import evaluate
from lemmata.sql.failures import RunTimeError, Undetermined
from sql.corpus import plan_of

LOOSE: list[tuple[Any, ...]] = [(1, 1, "a", True), (1, None, "b", None), (None, 2, None, False)]
TABLES: dict[str, list[tuple[Any, ...]]] = {
    "loose": LOOSE,
    "city": [(1, "x", None), (2, "y", "a")],
    "person": [(1, "p", 1, 3, date(2000, 1, 31)), (2, "q", None, None, None)],
}

CASES: list[tuple[str, list[tuple[Any, ...]]]] = [
    ("SELECT a FROM loose WHERE a <> 1", []),
    ("SELECT 1 FROM loose WHERE NOT (b = 1)", [(1,)]),
    ("SELECT NULL AND FALSE, NULL AND TRUE, NULL OR TRUE, NOT NULL", [(False, None, True, None)]),
    ("SELECT 1 IN (2, NULL), 2 IN (2, NULL), 1 NOT IN (2, NULL)", [(None, True, None)]),
    ("SELECT NULL IN (SELECT a FROM loose WHERE FALSE)", [(False,)]),
    ("SELECT 5 NOT IN (SELECT a FROM loose)", [(None,)]),
    ("SELECT (1, NULL) IN (SELECT 2, 3), (1, NULL) IN (SELECT 1, 3)", [(False, None)]),
    ("SELECT (1, NULL) = (1, 2), (1, NULL) = (2, 2), (1, 2) <> (1, 2)", [(None, False, False)]),
    ("SELECT 1 > ALL (SELECT 1 WHERE FALSE), 1 = ANY (SELECT NULL)", [(True, None)]),
    ("SELECT COUNT(*), COUNT(a), SUM(a), AVG(a) FROM loose WHERE FALSE", [(0, 0, None, None)]),
    ("SELECT a, COUNT(*) FROM loose WHERE FALSE GROUP BY a", []),
    ("SELECT 'k' FROM loose WHERE FALSE GROUP BY 'k'", []),
    ("SELECT COUNT(*) FROM loose WHERE FALSE GROUP BY ()", [(0,)]),
    ("SELECT a, COUNT(*) FROM loose WHERE FALSE GROUP BY GROUPING SETS ((a), ())", [(None, 0)]),
    ("SELECT a, COUNT(*) FROM loose GROUP BY a", [(1, 2), (None, 1)]),
    ("SELECT GROUPING(a, b), COUNT(*) FROM loose GROUP BY GROUPING SETS ((b), (), (a, b))",
     [(2, 1), (2, 1), (2, 1), (3, 3), (0, 1), (0, 1), (0, 1)]),
    ("SELECT 1 FROM loose HAVING COUNT(*) > 5", []),
    ("SELECT a FROM loose UNION SELECT NULL", [(1,), (None,)]),
    ("SELECT a FROM loose EXCEPT SELECT NULL", [(1,)]),
    ("SELECT a FROM loose EXCEPT ALL SELECT 1", [(1,), (None,)]),
    ("SELECT a FROM loose INTERSECT ALL (SELECT 1 UNION ALL SELECT 1 UNION ALL SELECT 1)",
     [(1,), (1,)]),
    ("SELECT c.id, p.id FROM city c LEFT JOIN person p ON p.city = c.id AND p.age > 5",
     [(1, None), (2, None)]),
    ("SELECT c.id, p.id FROM city c LEFT JOIN person p ON p.city = c.id WHERE p.age > 5", []),
    ("SELECT c.id, p.id FROM person p RIGHT JOIN city c ON p.city = c.id", [(1, 1), (2, None)]),
    ("SELECT c.id, p.id FROM person p FULL JOIN city c ON p.city = c.id",
     [(1, 1), (2, None), (None, 2)]),
    ("SELECT (SELECT COUNT(*) FROM person p WHERE p.city = c.id) FROM city c", [(1,), (0,)]),
    ("SELECT (SELECT age FROM person WHERE city = c.id) FROM city c", [(3,), (None,)]),
    ("SELECT CASE NULL WHEN NULL THEN 1 ELSE 2 END", [(2,)]),
    ("SELECT 5 BETWEEN NULL AND 3, 2 BETWEEN NULL AND 3", [(False, None)]),
    ("SELECT born + INTERVAL '1' MONTH, born + 1, EXTRACT(MONTH FROM born) FROM person WHERE id=1",
     [(datetime(2000, 2, 29), date(2000, 2, 1), 1)]),
    ("SELECT 7 / 2, -7 / 2, -7 % 2, 7 / 2.0", [(3, -3, -1, Fraction(7, 2))]),
    ("SELECT 0.1 + 0.2 = 0.3, 1.0 / 3 * 3 = 1", [(True, True)]),
    ("SELECT a FROM loose ORDER BY a DESC NULLS LAST LIMIT 2", [(1,), (1,)]),
    ("SELECT id FROM city ORDER BY region, id LIMIT 1", [(2,)]),
    ("SELECT a, RANK() OVER (ORDER BY a) FROM loose", [(1, 1), (1, 1), (None, 3)]),
    ("SELECT id, SUM(id) OVER (ORDER BY id ROWS UNBOUNDED PRECEDING) FROM city", [(1, 1), (2, 3)]),
    ("SELECT id, s.n FROM city c LEFT JOIN LATERAL"
     " (SELECT age AS n FROM person p WHERE p.city = c.id) s ON s.n < 3", [(1, None), (2, None)]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "rows"), CASES)
def test_results(text: str, rows: list[tuple[Any, ...]]) -> None:
    assert Counter(evaluate(plan_of(text), TABLES)) == Counter(rows)


@pytest.mark.parametrize(
    ("text", "dialect", "value"),
    [
        ("SELECT 7 / 2", "calcite", 3),
        ("SELECT 7 / 2", "duckdb", Fraction(7, 2)),
        ("SELECT AVG(id) FROM city", "calcite", 1),
        ("SELECT AVG(id) FROM city", "postgres", Fraction(3, 2)),
        ("SELECT CONCAT('a', NULL)", "postgres", "a"),
        ("SELECT CONCAT('a', NULL)", "mysql", None),
        ("SELECT 'a' || NULL", "postgres", None),
        ("SELECT 'abc' LIKE 'A%'", "sqlite", True),
        ("SELECT 'abc' LIKE 'A%'", "postgres", False),
        ("SELECT (1, NULL) = (1, NULL)", "duckdb", True),
    ],
)
def test_dialects_differ(text: str, dialect: str, value: object) -> None:
    assert evaluate(plan_of(text, dialect), TABLES) == [(value,)]


@pytest.mark.parametrize(
    "text",
    [
        "SELECT (SELECT a FROM loose)",
        "SELECT 1 / (a - 1) FROM loose",
        "SELECT CAST(name AS INTEGER) FROM city",
        "SELECT CAST('2001-02-30' AS DATE)",
    ],
)
def test_errors_at_run_time(text: str) -> None:
    with pytest.raises(RunTimeError):
        evaluate(plan_of(text), TABLES)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT b FROM loose LIMIT 1",
        "SELECT b FROM loose ORDER BY a LIMIT 1",
        "SELECT b FROM loose ORDER BY a DESC OFFSET 2",
        "SELECT ANY_VALUE(id) FROM city",
        "SELECT EXP(id) FROM city",
        "SELECT GREATEST(id, NULL) FROM city",
        "SELECT CAST(2.5 AS INTEGER)",
        "SELECT CAST('abc' AS VARCHAR(2))",
        "SELECT a, ROW_NUMBER() OVER (ORDER BY a) FROM loose",
        "SELECT SUM(b) OVER (ORDER BY a ROWS UNBOUNDED PRECEDING) FROM loose",
        "SELECT UPPER('ß')",
    ],
)
def test_what_is_left_open_has_no_value(text: str) -> None:
    with pytest.raises(Undetermined):
        evaluate(plan_of(text), TABLES)


def test_a_case_guards_its_branches() -> None:
    guarded = "SELECT CASE WHEN a = 1 THEN 0 ELSE 1 / (a - 1) END FROM loose WHERE a IS NOT NULL"
    assert evaluate(plan_of(guarded), TABLES) == [(0,), (0,)]
