"""The certificate of a refutation: replayed, and rejected once anything in it is changed."""

from __future__ import annotations

import copy
import json
import sqlite3
import sys
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from lemmata.errors import Source
from lemmata.kernel import Rejected
from lemmata.sql.comparing import Limits, Outcome, compare
from lemmata.sql.dialects import dialect_named
from lemmata.sql.replay import replay
from lemmata.sql.witness_script import witness_script
from sql.corpus import shop

FIRST = "SELECT p.name, i.price FROM person p, item i WHERE p.age > 3"
SECOND = "SELECT p.name, i.price FROM person p, item i WHERE p.age > 2"


@cache
def outcome() -> Outcome:
    sources = (Source("first", FIRST), Source("second", SECOND))
    return compare(sources, shop(), dialect_named("postgres"), Limits(seconds=60))


def certificate() -> dict[str, Any]:
    found = json.loads(json.dumps(outcome().certificate))
    assert isinstance(found, dict)
    return found


def test_a_certificate_is_accepted_again() -> None:
    report = replay(certificate())
    assert report.kind == "refutation"
    assert report.rows == 2
    assert set(report.engines) == {"duckdb", "sqlite"}
    assert report.statement == f"{FIRST}  =  {SECOND}"


def test_queries_without_tables_have_a_certificate_too() -> None:
    sources = (Source("first", "SELECT 1"), Source("second", "SELECT 2"))
    found = compare(sources, shop(), dialect_named("postgres"))
    assert found.certificate is not None
    assert found.certificate["schema"] == ""
    assert replay(found.certificate).rows == 0


def test_only_the_tables_that_matter_are_kept() -> None:
    found = certificate()
    assert "CREATE TABLE loose" not in found["schema"]
    assert sorted(found["database"]) == ["city", "item", "person"]


Change = Callable[[dict[str, Any]], Any]

CHANGES: dict[str, Change] = {
    "format": lambda c: c.update(format="lemmata.database/2"),
    "extra member": lambda c: c.update(more=1),
    "missing member": lambda c: c.pop("engines"),
    "dialect": lambda c: c.update(dialect="klingon"),
    "equal queries": lambda c: c.update(sql2=c["sql1"]),
    "first query": lambda c: c.update(sql1="SELECT name, 1 FROM person"),
    "not a query": lambda c: c.update(sql1="DROP TABLE person"),
    "not modelled": lambda c: c.update(sql1="SELECT name, RANDOM() FROM person"),
    "schema": lambda c: c.update(schema="CREATE TABLE person (id INTEGER)"),
    "empty database": lambda c: c.update(database={}),
    "unknown table": lambda c: c["database"].update(nobody=[]),
    "row too short": lambda c: c["database"]["person"][0].pop(),
    "row not a list": lambda c: c["database"].update(person=[1]),
    "value of no kind": lambda c: c["database"]["person"][0].__setitem__(0, [1]),
    "repeated row": lambda c: c["database"].update(person=c["database"]["person"] * 2),
    "null key": lambda c: c["database"]["person"][0].__setitem__(0, None),
    "dangling reference": lambda c: c["database"]["person"][0].__setitem__(2, 99),
    "false check": lambda c: c["database"]["person"][0].__setitem__(3, -1),
    "harmless value": lambda c: c["database"]["person"][0].__setitem__(3, 9),
    "results": lambda c: c.update(results=[[], []]),
    "one result": lambda c: c.update(results=c["results"][:1]),
    "no rows": lambda c: c.update(results=5),
    "strict": lambda c: c.update(strict="yes"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_changed_certificate_is_rejected(name: str) -> None:
    changed = copy.deepcopy(certificate())
    CHANGES[name](changed)
    assert changed != certificate()
    with pytest.raises(Rejected):
        replay(changed)


def test_the_check_does_not_know_the_search() -> None:
    import subprocess

    code = (
        "import sys, lemmata.sql.replay\n"
        "print([m for m in sys.modules if m in ('lemmata.sql.search', 'lemmata.sql.generate',"
        " 'lemmata.sql.minimise', 'lemmata.sql.comparing')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_the_script_runs_and_says_what_comes_out() -> None:
    import duckdb

    script = witness_script(outcome())
    assert "-- gives no rows" in script
    with duckdb.connect(":memory:") as connection:
        connection.execute(script)
        (count,) = connection.execute("SELECT COUNT(*) FROM person").fetchone() or (0,)
    assert count == 1


def test_a_script_for_sqlite() -> None:
    found = outcome()
    assert found.confirmation is not None
    engines = dict(found.confirmation.engines)
    found.confirmation.engines.pop("duckdb")
    try:
        script = witness_script(found)
    finally:
        found.confirmation.engines.clear()
        found.confirmation.engines.update(engines)
    with sqlite3.connect(":memory:") as connection:
        connection.executescript(script)
        assert connection.execute("SELECT COUNT(*) FROM person").fetchone() == (1,)


def test_no_script_without_a_refutation() -> None:
    with pytest.raises(ValueError, match="no database"):
        witness_script(Outcome("unknown", "for no reason"))
