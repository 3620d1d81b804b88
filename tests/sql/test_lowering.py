"""What is lowered to what, what is refused as input, and what is honestly not modelled."""

from __future__ import annotations

from datetime import date

import pytest

from lemmata.errors import InputError
from lemmata.sql.algebra import Distinct, Group, Sort, UnionAll
from lemmata.sql.evaluate import evaluate
from lemmata.sql.failures import NoValue, Unsupported
from lemmata.sql.types import Row
from lemmata.sql.walking import is_closed, nodes, reach, shift, tables
from sql.corpus import QUERIES, plan_of

BAD = [
    ("", "1:1", "no query"),
    ("SELECT", "1:1", "without columns"),
    ("SELECT * FRM city", "1:14", "not expected"),
    ("SELECT 'a", "1:8", "not closed"),
    ("SELECT id FROM city WHERE", "1:21", "WHERE is incomplete"),
    ("SELECT id, FROM city", "1:10", "behind this comma"),
    ("SELECT id FROM city; SELECT 1", "1:29", "second statement"),
    ("DELETE FROM city", "1:", "not a query"),
    ("EXPLAIN SELECT 1", "1:", "not a query"),
    ("SELECT nope\nFROM city", "1:8", "no column nope"),
    ("SELECT id\nFROM city\nWHERE c.id = 1", "3:9", "no table c"),
    ("SELECT * FROM nowhere", "1:15", "no table nowhere"),
    ("SELECT id FROM city, person", "1:8", "ambiguous"),
    ("SELECT c.nope FROM city c", "1:10", "no column c.nope"),
    ("SELECT 1 FROM city c, person c", "1:23", "two tables are called c"),
    ("SELECT id FROM city WHERE COUNT(*) > 1", "1:27", "cannot stand here"),
    ("SELECT SUM(COUNT(*)) FROM city", "1:12", "cannot stand here"),
    ("SELECT name, COUNT(*) FROM city GROUP BY region", "1:8", "neither grouped"),
    ("SELECT * FROM city UNION SELECT id FROM city", "1:33", "UNION of 3 and 1 columns"),
    ("SELECT 1 WHERE 1 IN (SELECT id, name FROM city)", "1:16", "rows of 2"),
    ("SELECT (SELECT id, name FROM city)", "1:16", "2 columns"),
    ("SELECT id FROM city ORDER BY 2", "1:30", "no such output column"),
    ("SELECT * FROM city JOIN person USING (age)", "1:", "missing on one side"),
    ("SELECT born < 5 FROM person", "1:8", "no meaning"),
    ("SELECT (1, 2) = (1, 2, 3)", "1:9", "different lengths"),
    ("VALUES (1, 2), (3)", "1:17", "different lengths"),
    ("SELECT * FROM (SELECT 1) AS t(a, b)", "1:29", "2 names for 1 columns"),
    ("SELECT *", "1:8", "needs a FROM"),
    ("SELECT GROUPING(id) FROM city", "1:17", "a key of GROUP BY"),
]

NOT_MODELLED = [
    ("SELECT RANDOM()", "RAND"),
    ("SELECT NOW()", "CURRENTTIMESTAMP"),
    ("SELECT CURRENT_DATE", "CURRENTDATE"),
    ("SELECT id FROM city TABLESAMPLE (10)", "sample"),
    ("SELECT id FROM city FOR UPDATE", "locks"),
    ("SELECT DISTINCT ON (id) id FROM city", "on of DISTINCT"),
    ("WITH RECURSIVE r AS (SELECT 1 AS n UNION SELECT n FROM r) SELECT * FROM r", "RECURSIVE"),
    ("SELECT mystery(id) FROM city", "MYSTERY"),
    ("SELECT * FROM GENERATE_SERIES(1, 2)", "table function"),
    ("SELECT id FROM city LIMIT id", "LIMIT"),
    ("SELECT name + 1 FROM city", "arithmetic with text"),
    ("SELECT id FROM city WHERE name", "condition of type text"),
    ("SELECT name LIKE '\\%' FROM city", "backslash"),
    ("SELECT 1 UNION SELECT 'a'", "UNION of int and text"),
    ("SELECT CASE WHEN id = 1 THEN 1 ELSE 'a' END FROM city", "CASE of int and text"),
    ("SELECT SUM(id) OVER w FROM city WINDOW w AS (ORDER BY id)", "windows"),
    ("SELECT ?", "PLACEHOLDER"),
    ("SELECT " + "(" * 500 + "1" + ")" * 500, "levels of nesting"),
    ("SELECT " + "NOT " * 500 + "TRUE", "levels of nesting"),
    ("SELECT " + "9" * 5_000, "digits of a number"),
    (
        "WITH c0 AS (SELECT 1 AS x)"
        + "".join(f", c{i} AS (SELECT a.x FROM c{i - 1} a, c{i - 1} b)" for i in range(1, 30))
        + " SELECT * FROM c29",
        "parts of a plan",
    ),
    ("SELECT " + "+".join(["1"] * 5_000), "levels of an expression"),
]


@pytest.mark.parametrize(("text", "place", "told"), BAD)
def test_what_a_database_rejects_is_bad_input(text: str, place: str, told: str) -> None:
    with pytest.raises(InputError) as caught:
        plan_of(text, "calcite")
    assert f"query:{place}" in str(caught.value)
    assert told in str(caught.value)


@pytest.mark.parametrize(("text", "told"), NOT_MODELLED)
def test_what_is_not_modelled_is_named_with_its_place(text: str, told: str) -> None:
    with pytest.raises(Unsupported) as caught:
        plan_of(text, "postgres")
    assert told in str(caught.value)
    assert "query:1:" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (" UNION ALL ".join(["SELECT 1"] * 1_000), 1_000),
        (" UNION ".join(["SELECT 1"] * 1_000), 1),
        ("SELECT 1 WHERE 1 IN (" + ", ".join(map(str, range(5_000))) + ")", 1),
        ("SELECT 1 WHERE " + " AND ".join(["1 = 1"] * 3_000), 1),
        ("SELECT " + "(" * 140 + "1" + ")" * 140, 1),
        ("SELECT * FROM (" * 90 + "SELECT 1 AS x" + ") AS q" * 90, 1),
    ],
)
def test_long_queries_work(text: str, rows: int) -> None:
    assert len(evaluate(plan_of(text), {})) == rows


@pytest.mark.parametrize("text", QUERIES)
def test_a_query_depends_on_the_database_alone(text: str) -> None:
    plan = plan_of(text)
    assert is_closed(plan)
    assert reach(plan) == 0
    assert shift(plan, 3) == plan


def test_names_are_case_insensitive_and_numbers_in_group_by_constants_in_calcite() -> None:
    text = 'SELECT 4 AS "Four", MAX(ID) FROM CITY AS C WHERE "c".Id > 0 GROUP BY 4'
    plan = plan_of(text, "calcite")
    assert [f.name for f in plan.columns] == ["four", ""]
    (group,) = [item for item, _ in nodes(plan) if isinstance(item, Group)]
    assert len(group.keys) == 1
    with pytest.raises(InputError):
        plan_of(text, "postgres")


def test_a_number_in_group_by_is_a_column_elsewhere() -> None:
    by_name = plan_of("SELECT region, COUNT(*) FROM city GROUP BY region")
    assert plan_of("SELECT region, COUNT(*) FROM city GROUP BY 1") == by_name


def test_calcites_variance_of_integers_is_not_guessed() -> None:
    plan = plan_of("SELECT STDDEV_POP(id), AVG(id) FROM city", "calcite")
    with pytest.raises(NoValue):
        evaluate(plan, {"city": [(1, "a", None)]})


def test_a_comma_binds_weaker_than_a_join() -> None:
    commas = "SELECT 1 FROM city c, person p RIGHT JOIN item i ON p.name = i.code"
    nested = "SELECT 1 FROM city c CROSS JOIN (person p RIGHT JOIN item i ON p.name = i.code)"
    assert plan_of(commas) == plan_of(nested)
    with pytest.raises(InputError):
        plan_of("SELECT 1 FROM city c, person p JOIN item i ON c.name = i.code")


def test_expr_names_are_calcites() -> None:
    plan = plan_of("SELECT t.EXPR$1 FROM (VALUES (1, 'a')) AS t", "calcite")
    assert evaluate(plan, {}) == [("a",)]
    with pytest.raises(InputError):
        plan_of("SELECT t.EXPR$1 FROM (VALUES (1, 'a')) AS t", "postgres")


def test_using_puts_its_columns_first_where_the_standard_rules() -> None:
    text = "SELECT * FROM sale JOIN item USING (code)"
    assert next(f.name for f in plan_of(text, "calcite").columns) == "code"
    assert [f.name for f in plan_of(text, "duckdb").columns][:3] == ["person", "line", "code"]


def test_unions_are_flat_and_sorts_of_constants_vanish() -> None:
    plan = plan_of("SELECT a FROM loose UNION SELECT b FROM loose UNION SELECT 1")
    assert isinstance(plan, Distinct)
    assert isinstance(plan.input, UnionAll)
    assert len(plan.input.inputs) == 3
    sorts = [n for n, _ in nodes(plan_of("SELECT a FROM loose ORDER BY 'x'")) if type(n) is Sort]
    assert sorts == []


def test_tables_are_collected_from_subqueries() -> None:
    plan = plan_of("SELECT 1 FROM city WHERE EXISTS (SELECT 1 FROM person WHERE age IN (1, 2))")
    assert tables(plan) == {"city", "person"}


def test_columns_know_whether_they_can_be_null() -> None:
    plan = plan_of(
        "SELECT c.id, p.id, p.age, COUNT(*), MAX(c.id) FROM city c LEFT JOIN person p"
        " ON p.city = c.id GROUP BY c.id, p.id, p.age"
    )
    assert [f.nullable for f in plan.columns] == [False, True, True, False, True]


def test_a_primary_key_in_group_by_stands_for_its_table() -> None:
    short = "SELECT c.name, p.age, COUNT(*) FROM city c LEFT JOIN person p ON p.city = c.id"
    keyed = plan_of(f"{short} GROUP BY c.id, p.id HAVING c.region = 'a' ORDER BY p.name")
    whole = plan_of(
        f"{short} GROUP BY c.id, p.id, c.name, p.age, c.region, p.name"
        " HAVING c.region = 'a' ORDER BY p.name"
    )
    database: dict[str, list[Row]] = {
        "city": [(1, "x", "a"), (2, "y", "a"), (3, "z", None)],
        "person": [(1, "n", 1, 5, None), (2, None, 1, None, None)],
    }
    assert sorted(evaluate(keyed, database), key=repr) == sorted(
        evaluate(whole, database), key=repr
    )
    for text in (
        f"{short} GROUP BY c.id, p.city",
        f"{short} GROUP BY p.id",
        "SELECT name FROM city GROUP BY ROLLUP (id)",
        "SELECT MAX(s.line), s.code FROM sale s GROUP BY s.person",
        "SELECT c.name FROM (SELECT id, name FROM city) c GROUP BY c.id",
    ):
        with pytest.raises(Unsupported):
            plan_of(text)
    with pytest.raises(InputError):
        plan_of("SELECT name FROM city GROUP BY id", "calcite")


def test_integers_beside_texts_become_texts_where_the_dialect_mixes_them() -> None:
    text = "SELECT CASE WHEN id > 1 THEN id ELSE name END, COALESCE(region, id) FROM city"
    database: dict[str, list[Row]] = {"city": [(1, "x", "a"), (22, "y", None)]}
    assert evaluate(plan_of(text, "spark"), database) == [("x", "a"), ("22", "22")]
    with pytest.raises(Unsupported):
        plan_of(text, "postgres")


def test_a_cast_that_cannot_fail_is_a_cast() -> None:
    assert evaluate(plan_of("SELECT CAST(id AS DOUBLE) / 2 FROM city", "spark"), {"city": [(1,)]})
    assert plan_of("SELECT TRY_CAST(id AS VARCHAR) FROM city", "duckdb") == plan_of(
        "SELECT CAST(id AS VARCHAR) FROM city", "duckdb"
    )
    with pytest.raises(Unsupported):
        plan_of("SELECT TRY_CAST(name AS INT) FROM city", "duckdb")


def test_the_tail_of_a_date_is_left_out_where_the_dialect_says_so() -> None:
    text = "SELECT DATE('1995-03-21 +08') FROM city"
    assert evaluate(plan_of(text, "spark"), {"city": [(1, "a", None)]}) == [(date(1995, 3, 21),)]
    with pytest.raises(NoValue):
        evaluate(plan_of(text, "calcite"), {"city": [(1, "a", None)]})
