"""PostgreSQL as an engine: it agrees with the reference evaluator, confirms, and keeps no trace."""

from __future__ import annotations

import os
from collections.abc import Iterator
from random import Random

import pytest

from lemmata.cli.main import main
from lemmata.errors import Source
from lemmata.sql import postgres
from lemmata.sql.algebra import Plan
from lemmata.sql.comparing import Limits, compare
from lemmata.sql.database import Constraints
from lemmata.sql.dialects import dialect_named
from lemmata.sql.engines import bag, engines, open_engine
from lemmata.sql.evaluate import Evaluator
from lemmata.sql.failures import EngineError, NoValue
from lemmata.sql.generate import generate
from lemmata.sql.plan_text import plan_text
from lemmata.sql.pools import pools_of
from lemmata.sql.texts import text_for
from lemmata.sql.walking import tables
from sql.corpus import QUERIES, plan_of, shop
from sql.postgres_server import programs, server

NOWHERE = "host=/nonexistent connect_timeout=2"


@pytest.fixture(scope="module")
def connection() -> Iterator[str]:
    """A server's connection string, or skip."""
    folder = programs()
    try:
        import psycopg  # noqa: F401
    except ImportError:
        folder = None
    if folder is None:
        if os.environ.get("LEMMATA_REQUIRE_DEBIAN"):
            pytest.fail("PostgreSQL or psycopg is not installed")
        pytest.skip("PostgreSQL or psycopg is not installed")
    with server(folder) as found:
        yield found


@pytest.fixture
def at_hand(connection: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The server is the configured one."""
    monkeypatch.setenv(postgres.VARIABLE, connection)
    return connection


def printed(text: str, plan: Plan, form: str) -> str:
    if form == "plan":
        return plan_text(plan, "postgres")
    return text_for(Source("query", text), dialect_named("postgres"), "postgres")


def agreement(text: str) -> int:
    """How many results of a text and of its printed plan agreed; fails on one that does not."""
    plan, agreed = plan_of(text), 0
    constraints, random, pools = Constraints(shop(), tables(plan)), Random(text), pools_of((plan,))
    evaluator = Evaluator(plan)
    for _ in range(3):
        database = generate(random, constraints, pools)
        try:
            ours = bag(evaluator.run(database))
        except NoValue:
            continue
        opened = open_engine("postgres", shop(), sorted(tables(plan)), database)
        for form in ("text", "plan"):
            try:
                written = printed(text, plan, form)
                theirs = bag(opened.run(written))
            except EngineError:
                continue
            assert theirs == ours, (written, database)
            agreed += 1
        opened.close()
    return agreed


@pytest.mark.needs_debian
@pytest.mark.slow
def test_it_agrees_with_the_evaluator(at_hand: str) -> None:
    counts = {text: agreement(text) for text in QUERIES}
    assert sum(count > 1 for count in counts.values()) >= len(QUERIES) - 8, counts


@pytest.mark.needs_debian
@pytest.mark.slow
def test_it_confirms_and_keeps_no_trace(at_hand: str) -> None:
    import psycopg

    assert engines() == ("duckdb", "sqlite", "postgres")
    sources = (
        Source("first", "SELECT name FROM person WHERE name LIKE 'a%' AND age % 2 = 1"),
        Source("second", "SELECT DISTINCT name FROM person WHERE name LIKE 'a%' AND age % 2 = 1"),
    )
    found = compare(sources, shop(), dialect_named("postgres"), Limits(seconds=60))
    assert found.confirmation is not None
    assert found.confirmation.engines["postgres"] == "text"
    with psycopg.connect(at_hand) as plain:
        left = plain.execute("SELECT COUNT(*) FROM pg_class WHERE relname = 'person'").fetchone()
    assert left == (0,)


@pytest.mark.needs_debian
@pytest.mark.slow
def test_a_refused_query_leaves_the_connection_of_use(at_hand: str) -> None:
    opened = open_engine("postgres", shop(), ["city"], {"city": [(1, "é%s", None)]})
    with pytest.raises(EngineError, match="division by zero"):
        opened.run("SELECT 1 / 0")
    with pytest.raises(EngineError):
        opened.run("SELECT nope FROM city")
    assert opened.run("SELECT name FROM city WHERE name LIKE '%s'") == [("é%s",)]
    opened.close()
    with pytest.raises(EngineError, match="duplicate key"):
        open_engine("postgres", shop(), ["city"], {"city": [(1, "a", None), (1, "b", None)]})


def test_without_a_server_there_are_two_engines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(postgres.VARIABLE, raising=False)
    assert engines() == ("duckdb", "sqlite")
    assert postgres.problem() == ""


def test_a_server_that_cannot_be_asked_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(postgres.VARIABLE, NOWHERE)
    assert postgres.problem() != ""
    words = ["--schema", "CREATE TABLE t (x INT)", "SELECT x FROM t", "SELECT DISTINCT x FROM t"]
    assert main(["equiv", "sql", *words]) == 2
    assert f"{postgres.VARIABLE}: " in capsys.readouterr().err


def test_a_missing_driver_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setenv(postgres.VARIABLE, NOWHERE)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    assert postgres.problem() == postgres.MISSING
