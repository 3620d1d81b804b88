"""Refutations: found, small, within the constraints, confirmed, and never of equal queries."""

from __future__ import annotations

from random import Random

import pytest

from lemmata.errors import Source
from lemmata.sql.comparing import Limits, Outcome, compare
from lemmata.sql.confirm import Question, confirm
from lemmata.sql.database import Constraints, Tables
from lemmata.sql.ddl import read_schema
from lemmata.sql.dialects import dialect_named
from lemmata.sql.generate import generate
from lemmata.sql.hints import origin
from lemmata.sql.pools import pools_of
from lemmata.sql.schema import Schema
from lemmata.sql.search import Search
from sql.corpus import plan_of, shop

DIFFERENT = [
    ("SELECT a FROM loose", "SELECT DISTINCT a FROM loose", 2),
    ("SELECT a FROM loose UNION ALL SELECT b FROM loose",
     "SELECT a FROM loose UNION SELECT b FROM loose", 1),
    ("SELECT a FROM loose WHERE NOT (a = 1)", "SELECT a FROM loose WHERE (a = 1) IS NOT TRUE", 1),
    ("SELECT id FROM person WHERE city NOT IN (SELECT a FROM loose)",
     "SELECT id FROM person p WHERE NOT EXISTS (SELECT 1 FROM loose WHERE a = p.city)", 3),
    ("SELECT COUNT(*) FROM loose", "SELECT COUNT(a) FROM loose", 1),
    ("SELECT COUNT(*) FROM loose WHERE a > 5 GROUP BY b", "SELECT COUNT(*) FROM loose WHERE a > 5",
     0),
    ("SELECT c.id FROM city c LEFT JOIN person p ON p.city = c.id AND p.age > 30",
     "SELECT c.id FROM city c LEFT JOIN person p ON p.city = c.id WHERE p.age > 30", 1),
    ("SELECT a FROM loose WHERE a < 1000", "SELECT a FROM loose WHERE a <= 1000", 1),
    ("SELECT a FROM loose WHERE a = 7 AND b = 19 AND c = 'xyz'", "SELECT 7 FROM loose WHERE FALSE",
     1),
    ("SELECT SUM(a) FROM loose", "SELECT COALESCE(SUM(a), 0) FROM loose", 0),
    ("SELECT a FROM loose ORDER BY a LIMIT 1", "SELECT a FROM loose ORDER BY a DESC LIMIT 1", 2),
    ("SELECT s.person FROM sale s JOIN item i ON i.code = s.code",
     "SELECT s.person FROM sale s WHERE s.amount IS NOT NULL", 3),
    ("SELECT name FROM city WHERE name LIKE 'a%'", "SELECT name FROM city WHERE name = 'a'", 1),
    ("SELECT price FROM item WHERE price > 2.25", "SELECT price FROM item WHERE price >= 2.25", 1),
    ("SELECT id FROM person ORDER BY id LIMIT 17",
     "SELECT id FROM person ORDER BY id LIMIT 18", 18),
    ("SELECT code FROM item ORDER BY code LIMIT 9",
     "SELECT code FROM item ORDER BY code LIMIT 8", 9),
    ("SELECT a, b FROM loose WHERE a IS NOT NULL ORDER BY a LIMIT 6",
     "SELECT a, b FROM loose WHERE a IS NOT NULL ORDER BY a DESC LIMIT 6", 7),
    ("SELECT b FROM loose GROUP BY b HAVING COUNT(*) > 7",
     "SELECT b FROM loose GROUP BY b HAVING COUNT(*) > 8", 8),
    ("SELECT id FROM person WHERE born < DATE '1999-12-31'",
     "SELECT id FROM person WHERE born <= DATE '1999-12-31'", 1),
]  # fmt: skip

EQUAL = [
    ("SELECT p.id FROM person p JOIN city c ON p.city = c.id",
     "SELECT id FROM person WHERE city IS NOT NULL"),
    ("SELECT DISTINCT id FROM person", "SELECT id FROM person"),
    ("SELECT id FROM person WHERE age < 0", "SELECT id FROM person WHERE FALSE"),
    ("SELECT COUNT(name) FROM city", "SELECT COUNT(*) FROM city"),
    ("SELECT s.person FROM sale s", "SELECT s.person FROM sale s JOIN person p ON p.id = s.person"),
    ("SELECT code FROM item GROUP BY code HAVING COUNT(*) > 1 AND code IS NOT NULL",
     "SELECT code FROM item WHERE FALSE"),
    ("SELECT a FROM loose ORDER BY a", "SELECT a FROM loose"),
    ("SELECT MAX(a) FROM loose", "SELECT a FROM loose ORDER BY a DESC NULLS LAST LIMIT 1"),
]  # fmt: skip


def compared(
    first: str, second: str, schema: Schema | None = None, databases: int = 600, seed: int = 0
) -> Outcome:
    sources = (Source("first", first), Source("second", second))
    chosen = Limits(databases=databases, seconds=60, seed=seed, prove=False)
    return compare(sources, schema or shop(), dialect_named("postgres"), chosen)


@pytest.mark.parametrize(("first", "second", "rows"), DIFFERENT)
def test_a_small_database_tells_them_apart(first: str, second: str, rows: int) -> None:
    found = compared(first, second)
    assert found.verdict == "refuted", found.reason
    assert found.database is not None
    assert sum(map(len, found.database.values())) <= rows
    assert found.confirmation is not None
    assert "duckdb" in found.confirmation.engines


@pytest.mark.parametrize(("first", "second"), EQUAL[:-1])
def test_equal_queries_are_not_refuted(first: str, second: str) -> None:
    found = compared(first, second, databases=150)
    assert found.verdict == "unknown"
    assert "no difference on 150 databases" in found.reason


def test_the_empty_table_tells_max_from_the_first_row() -> None:
    found = compared(*EQUAL[-1])
    assert found.verdict == "refuted"
    assert found.database == {"loose": []}


def test_values_are_made_simple_even_where_rows_must_stay_alike() -> None:
    found = compared(
        "SELECT a FROM loose WHERE a > -9", "SELECT DISTINCT a FROM loose WHERE a > -9"
    )
    assert found.database is not None
    assert [row[0] for row in found.database["loose"]] == [0, 0]


def test_the_same_seed_finds_the_same_certificate() -> None:
    first, second, _ = DIFFERENT[3]
    found = [compared(first, second, seed=seed).certificate for seed in (5, 5, 6)]
    assert found[0] == found[1]


@pytest.mark.parametrize("seed", range(20))
def test_generated_databases_meet_the_constraints(seed: int) -> None:
    constraints = Constraints(shop(), shop().tables)
    pools = pools_of((plan_of("SELECT 1 FROM person WHERE age = -3 OR age = 40"),))
    database = generate(Random(seed), constraints, pools)
    assert constraints.violation(database) == ""


def test_rows_that_a_check_asks_for_are_found() -> None:
    ddl = "create table t (x int check (x between 400 and 410), s enum('open', 'shut') not null)"
    schema = read_schema(Source("s", ddl))
    found = compared("SELECT x FROM t WHERE s <> 'open'", "SELECT x FROM t WHERE FALSE", schema)
    assert found.verdict == "refuted"
    assert found.database is not None
    ((number, text),) = found.database["t"]
    assert text == "shut"
    assert number is None or 400 <= int(str(number)) <= 410


def test_tables_that_refer_to_themselves_get_rows() -> None:
    schema = read_schema(Source("s", "create table t (id int primary key, up int references t)"))
    constraints, pools = Constraints(schema, ["t"]), pools_of(())
    databases = [generate(Random(seed), constraints, pools) for seed in range(60)]
    good = [d["t"] for d in databases if not constraints.violation(d)]
    assert any(up is not None and up != key for rows in good for key, up in rows)
    assert any(up is None for rows in good for _, up in rows)


def test_constants_reach_the_columns_that_they_are_compared_with() -> None:
    plan = plan_of("SELECT 1 FROM (SELECT a AS x FROM loose WHERE b > 0) t JOIN city ON x = 77")
    assert pools_of((plan,)).hints[("loose", 0)] == ([77], [78])
    project = plan_of("SELECT b, a + 1 FROM loose")
    assert origin(project, 0) == ("loose", 1)
    assert origin(project, 1) is None


def test_a_constraint_that_is_not_understood_forbids_refuting() -> None:
    schema = read_schema(Source("s", "create table t (x int, check (odd(x)))"))
    found = compared("SELECT x FROM t", "SELECT DISTINCT x FROM t", schema)
    assert found.verdict == "unknown"
    assert "ODD(x)" in found.reason


def test_what_is_not_modelled_is_the_reason() -> None:
    found = compared("SELECT RANDOM()", "SELECT 1")
    assert (found.verdict, found.reason) == ("unknown", "not modelled: RAND at first:1:8")


def test_without_a_value_there_is_no_refutation_and_the_reason_says_why() -> None:
    found = compared("SELECT EXP(id) FROM city", "SELECT 1 FROM city WHERE FALSE")
    assert found.verdict == "unknown"
    assert "exp" in found.reason


def test_run_time_errors_count_only_if_strict() -> None:
    first = "SELECT (SELECT age FROM person) FROM city"
    second = "SELECT (SELECT MAX(age) FROM person) FROM city"
    assert compared(first, second).verdict == "unknown"
    sources = (Source("first", first), Source("second", second))
    found = compare(sources, shop(), dialect_named("postgres"), Limits(strict=True))
    assert found.verdict == "refuted"
    assert found.confirmation is not None
    assert found.confirmation.rows[0] == "error"


def test_the_search_is_not_believed() -> None:
    """A lying database is not confirmed: it violates a key, or tells nothing apart."""
    texts = ("SELECT id FROM city", "SELECT DISTINCT id FROM city")
    sources = (Source("first", texts[0]), Source("second", texts[1]))
    plans = (plan_of(texts[0]), plan_of(texts[1]))
    question = Question(shop(), dialect_named("postgres"), sources, plans)
    lies: list[Tables] = [
        {"city": [(1, "a", None), (1, "b", None)]},
        {"city": [(1, "a", None), (2, "b", None)]},
        {"city": [(1, None, None)]},
    ]
    problems = [confirm(question, lie).problems[0] for lie in lies]
    assert "repeated key" in problems[0]
    assert "same rows" in problems[1]
    assert "NOT NULL" in problems[2]


def test_an_evaluator_that_lies_is_contradicted_by_the_engines() -> None:
    """The plan says DISTINCT where the text does not: no engine confirms it."""
    texts = ("SELECT a FROM loose", "SELECT b FROM loose")
    sources = (Source("first", texts[0]), Source("second", texts[1]))
    plans = (plan_of("SELECT DISTINCT a FROM loose"), plan_of(texts[1]))
    question = Question(shop(), dialect_named("postgres"), sources, plans)
    found = confirm(question, {"loose": [(1, 2, None, None), (1, 3, None, None)]})
    assert not found.holds
    assert all("other rows than the reference evaluator" in p for p in found.problems)


def test_very_many_joins_are_not_given_to_an_engine() -> None:
    joins = " ".join(f"JOIN city c{i} ON c{i}.id = c0.id" for i in range(1, 130))
    found = compared(f"SELECT c0.id FROM city c0 {joins}", "SELECT 1 FROM city")
    assert found.verdict == "unknown"
    assert "120 joins" in found.reason


def test_the_tally_counts_what_was_tried() -> None:
    plans = (plan_of("SELECT a FROM loose"), plan_of("SELECT a FROM loose"))
    search = Search(plans, Constraints(shop(), ["loose"]), 0, False)
    assert list(search.databases(25, lambda: False)) == []
    assert (search.tally.tried, search.tally.stopped) == (25, False)
    assert list(search.databases(25, lambda: True)) == []
    assert (search.tally.tried, search.tally.stopped) == (25, True)
