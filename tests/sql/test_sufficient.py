"""Constraints that would make different queries equal: found, weakest, declared, never trivial."""

from __future__ import annotations

from typing import Any

import pytest

from lemmata.errors import Source
from lemmata.sql.assumptions import (
    NotNull,
    Reference,
    Unique,
    declaration,
    extended,
    holds,
    implies,
    sentence,
)
from lemmata.sql.comparing import Limits, Outcome, compare
from lemmata.sql.confirm import Question
from lemmata.sql.database import Tables
from lemmata.sql.ddl import read_schema
from lemmata.sql.dialects import dialect_named
from lemmata.sql.lowering import lower
from lemmata.sql.mentions import mentions
from lemmata.sql.schema import Schema
from lemmata.sql.sufficient import sufficient, told
from sql.corpus import plan_of

DDL = """
CREATE TABLE dept (deptno INTEGER, name VARCHAR(9));
CREATE TABLE emp (id INTEGER, deptno INTEGER, mgr INTEGER, sal INTEGER);
CREATE TABLE part (a INTEGER, b INTEGER, PRIMARY KEY (a, b));
CREATE TABLE line (a INTEGER NOT NULL, b INTEGER NOT NULL, n INTEGER);
"""
JOINED = "SELECT e.sal FROM emp e JOIN dept d ON e.deptno = d.deptno"

CONDITIONS = [
    ("SELECT sal FROM emp WHERE sal = sal", "SELECT sal FROM emp", ["emp.sal is NOT NULL"]),
    ("SELECT COUNT(mgr) FROM emp", "SELECT COUNT(*) FROM emp", ["emp.mgr is NOT NULL"]),
    ("SELECT id FROM emp", "SELECT DISTINCT id FROM emp", ["emp.id is a key"]),
    ("SELECT id, sal FROM emp WHERE id > 0 AND sal > 0",
     "SELECT DISTINCT id, sal FROM emp WHERE id > 0 AND sal > 0", ["emp (id, sal) is unique"]),
    ("SELECT e.sal FROM emp e WHERE e.deptno IN (SELECT deptno FROM dept)", JOINED,
     ["dept.deptno is unique"]),
    (JOINED, "SELECT sal FROM emp",
     ["dept.deptno is unique and emp.deptno references dept.deptno and emp.deptno is NOT NULL"]),
    ("SELECT n FROM line l WHERE EXISTS (SELECT 1 FROM part p WHERE p.a = l.a AND p.b = l.b)",
     "SELECT n FROM line", ["line (a, b) references part (a, b)"]),
    ("SELECT mgr FROM emp WHERE id NOT IN (SELECT deptno FROM dept)",
     "SELECT mgr FROM emp WHERE NOT EXISTS (SELECT 1 FROM dept WHERE deptno = id)",
     ["dept.deptno is NOT NULL and emp.id is NOT NULL",
      "dept.deptno is unique and emp.id references dept.deptno and emp.id is NOT NULL"]),
]  # fmt: skip

HOPELESS = [
    ("SELECT id FROM emp WHERE id > 3", "SELECT id FROM emp WHERE id > 4"),
    ("SELECT COUNT(*) FROM emp", "SELECT COUNT(*) + 1 FROM emp"),
    ("SELECT 1", "SELECT 2"),
]


def schema() -> Schema:
    return read_schema(Source("ddl", DDL))


def compared(first: str, second: str, strict: bool = False) -> Outcome:
    sources = (Source("first", first), Source("second", second))
    limits = Limits(seconds=60, strict=strict, prove=False)
    return compare(sources, schema(), dialect_named(None), limits)


@pytest.mark.parametrize(("first", "second", "conditions"), CONDITIONS)
def test_the_weakest_conditions_are_named(first: str, second: str, conditions: list[str]) -> None:
    found = compared(first, second)
    assert found.verdict == "refuted"
    assert [c.text for c in found.conditions] == conditions
    assert found.hint == "no difference found if " + ", or if ".join(conditions)


@pytest.mark.parametrize(("first", "second", "conditions"), CONDITIONS)
def test_nothing_is_refuted_once_they_are_declared(
    first: str, second: str, conditions: list[str]
) -> None:
    statements = compared(first, second).conditions[0].statements
    declared = read_schema(Source("ddl", DDL + ";\n".join(statements)))
    sources = (Source("first", first), Source("second", second))
    again = compare(sources, declared, dialect_named(None), Limits(seconds=60, seed=7))
    assert again.verdict != "refuted"


@pytest.mark.parametrize(("first", "second"), HOPELESS)
def test_no_condition_where_none_helps(first: str, second: str) -> None:
    found = compared(first, second)
    assert (found.verdict, found.hint, found.conditions) == ("refuted", "", ())


def test_no_condition_if_errors_are_results() -> None:
    assert compared(*CONDITIONS[0][:2], strict=True).conditions == ()


def test_claims_are_made_under_the_stronger_schema() -> None:
    texts = ("SELECT id FROM emp e JOIN dept d ON d.deptno = e.id", "SELECT id FROM emp e")
    dialect = dialect_named(None)
    sources = (Source("first", texts[0]), Source("second", texts[1]))
    plans = (lower(sources[0], schema(), dialect), lower(sources[1], schema(), dialect))
    question = Question(schema(), dialect, sources, plans)
    asked: list[Schema] = []

    def claim(given: Schema) -> dict[str, Any]:
        asked.append(given)
        return {"proof": len(asked)}

    database: Tables = {"emp": [(1, None, None, None)], "dept": []}
    (found,) = sufficient(question, database, 200, lambda: False, claim)
    assert found.claim == {"proof": 1}
    assert asked[0].tables["emp"].foreign_keys
    assert sufficient(question, database, 200, lambda: True) == []


def test_what_is_proved_is_told_alone() -> None:
    first = {"text": "a is a key", "proved": False}
    second = {"text": "b is a key", "proved": False}
    assert told([]) == ""
    assert told([first, second]) == "no difference found if a is a key, or if b is a key"
    assert told([first, {**second, "proved": True}]) == "equal if b is a key"


def test_declarations_read_back_as_what_they_declare() -> None:
    assumed = (Unique("dept", (0,)), NotNull("emp", 1), Reference("emp", (1,), "dept", (0,)))
    grown = extended(schema(), assumed)
    again = read_schema(Source("ddl", grown.ddl(grown.tables)))
    assert again.tables["emp"] == grown.tables["emp"]
    assert again.tables["dept"] == grown.tables["dept"]
    assert declaration(assumed[1], schema()).endswith('ALTER COLUMN "deptno" SET NOT NULL')


def test_when_constraints_hold() -> None:
    rows: Tables = {"emp": [(1, 2, None, 0), (1, 3, None, 0)], "dept": [(2, "a")]}
    assert not holds(Unique("emp", (0,)), rows)
    assert holds(Unique("emp", (2,)), rows)
    assert holds(Unique("emp", (0, 1)), rows)
    assert not holds(NotNull("emp", 2), rows)
    assert not holds(Reference("emp", (1,), "dept", (0,)), rows)
    assert holds(Reference("dept", (0,), "emp", (1,)), rows)


def test_a_smaller_key_says_more() -> None:
    small, large = Unique("emp", (0,)), Unique("emp", (0, 1))
    assert implies((small,), (large,))
    assert not implies((large,), (small,))
    assert implies((small, NotNull("emp", 2)), (NotNull("emp", 2),))


def test_constraints_in_words() -> None:
    key = (Unique("emp", (0, 1)), NotNull("emp", 1), NotNull("emp", 0), NotNull("emp", 2))
    assert sentence(key, schema()) == "emp (id, deptno) is a key and emp.mgr is NOT NULL"
    assert sentence((Unique("line", (0,)),), schema()) == "line.a is a key"


def test_mentions_see_into_correlated_queries() -> None:
    text = (
        "SELECT id FROM city c WHERE EXISTS (SELECT 1 FROM person p WHERE p.city = c.id) "
        "AND c.id IN (SELECT a FROM loose)"
    )
    found = mentions((plan_of(text),))
    assert found.columns == {"city": {0: None}, "person": {2: None}, "loose": {0: None}}
    assert set(found.equal) == {(("person", 2), ("city", 0)), (("city", 0), ("loose", 0))}
