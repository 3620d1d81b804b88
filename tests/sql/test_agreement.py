"""The reference evaluator against DuckDB and SQLite, on random databases."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from lemmata.errors import Source
from lemmata.sql.algebra import Plan
from lemmata.sql.database import Constraints, Tables
from lemmata.sql.dialects import dialect_named
from lemmata.sql.engines import Bag, Engine, bag, open_engine
from lemmata.sql.evaluate import Evaluator
from lemmata.sql.failures import EngineError, NoValue
from lemmata.sql.generate import generate
from lemmata.sql.plan_text import plan_text
from lemmata.sql.pools import pools_of
from lemmata.sql.texts import text_for
from lemmata.sql.walking import tables
from sql.corpus import QUERIES, plan_of, shop

DATABASES = 4


def databases(text: str, plan: Plan) -> list[Tables]:
    constraints = Constraints(shop(), tables(plan))
    random, pools = Random(text), pools_of((plan,))
    return [generate(random, constraints, pools) for _ in range(DATABASES)]


def engine_texts(text: str, plan: Plan, engine: str) -> list[str]:
    """The text and the printed plan, as far as the engine's language goes."""
    found = []
    writers: list[Callable[[], str]] = [
        lambda: text_for(Source("query", text), dialect_named("postgres"), engine),
        lambda: plan_text(plan, engine),
    ]
    for write in writers:
        try:
            found.append(write())
        except EngineError:
            assert engine == "sqlite" or " OVER " in text
    return found


def check(text: str, engine: str) -> int:
    """How many results agreed; fails on one that does not."""
    plan = plan_of(text)
    evaluator, agreed = Evaluator(plan), 0
    for database in databases(text, plan):
        try:
            ours = bag(evaluator.run(database))
        except NoValue:
            continue
        opened = open_engine(engine, shop(), sorted(tables(plan)), database)
        for written in engine_texts(text, plan, engine):
            agreed += agrees(opened, written, ours, database)
        opened.close()
    return agreed


def agrees(opened: Engine, written: str, ours: Bag, database: Tables) -> bool:
    try:
        theirs = bag(opened.run(written))
    except EngineError as problem:
        if opened.name == "sqlite":
            return False
        pytest.fail(f"{problem}: {written}")
    assert theirs == ours, (written, database)
    return True


@pytest.mark.parametrize("text", QUERIES)
def test_duckdb_agrees(text: str) -> None:
    assert check(text, "duckdb") >= 2


def test_sqlite_agrees_where_it_has_the_words() -> None:
    agreed = [check(text, "sqlite") for text in QUERIES]
    assert sum(count > 0 for count in agreed) > 60
