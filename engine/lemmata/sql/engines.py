"""Real engines run the original texts, or a plan as it is printed, on a given database.

Values come back in one form whatever the engine's types: truth values as 0 and 1, numbers rounded
to nine digits behind the point, dates as text. `run` raises EngineError for what an engine refuses.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from math import isfinite
from threading import Timer
from time import monotonic
from typing import Any, Protocol

from lemmata.sql import postgres
from lemmata.sql.database import Tables
from lemmata.sql.failures import EngineError
from lemmata.sql.printing import script
from lemmata.sql.schema import Schema

DIGITS = 9
SECONDS = 10.0
Bag = Counter[tuple[Any, ...]]


class Engine(Protocol):
    """A connection to a database that holds the tables."""

    name: str

    def run(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query; raises EngineError."""

    def close(self) -> None:
        """Forget the database."""


class DuckDB:
    """DuckDB in memory, one thread."""

    name = "duckdb"

    def __init__(self, statements: Iterable[str]) -> None:
        import duckdb

        self._connection = duckdb.connect(":memory:", config={"threads": 1})
        self._error = duckdb.Error
        for statement in (*_DUCKDB_LOCKED, *statements):
            self._execute(statement)

    def _execute(self, statement: str) -> list[tuple[Any, ...]]:
        timer = Timer(SECONDS, self._connection.interrupt)
        timer.start()
        try:
            return list(self._connection.execute(statement).fetchall())
        except (self._error, RuntimeError, ValueError) as problem:
            raise EngineError(str(problem).partition("\n")[0]) from None
        finally:
            timer.cancel()

    def run(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query; raises EngineError."""
        return self._execute(query)

    def close(self) -> None:
        """Forget the database."""
        self._connection.close()


_DUCKDB_LOCKED = ("SET enable_external_access = false", "SET memory_limit = '512MB'")


class SQLite:
    """SQLite in memory."""

    name = "sqlite"

    def __init__(self, statements: Iterable[str]) -> None:
        import sqlite3

        self._connection = sqlite3.connect(":memory:")
        self._error = sqlite3.Error
        self._connection.set_progress_handler(self._expired, 10_000)
        self._end = 0.0
        for statement in ("PRAGMA case_sensitive_like = ON", *statements):
            self.run(statement)

    def run(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query; raises EngineError."""
        self._end = monotonic() + SECONDS
        try:
            return list(self._connection.execute(query).fetchall())
        except (self._error, OverflowError, ValueError) as problem:
            raise EngineError(str(problem)) from None

    def _expired(self) -> bool:
        return monotonic() > self._end

    def close(self) -> None:
        """Forget the database."""
        self._connection.close()


def open_engine(name: str, schema: Schema, names: list[str], tables: Tables) -> Engine:
    """A database with the tables and their keys; raises EngineError if they do not hold."""
    return _ENGINES[name](script(schema, names, tables, name))


_ENGINES: dict[str, Callable[[list[str]], Engine]] = {
    "duckdb": DuckDB,
    "sqlite": SQLite,
    "postgres": postgres.PostgreSQL,
}


def engines() -> tuple[str, ...]:
    """The engines that there are: two in this process, PostgreSQL if a server is named."""
    return tuple(name for name in _ENGINES if name != "postgres" or postgres.configured())


def bag(rows: Iterable[Sequence[Any]]) -> Bag:
    """The rows with their multiplicities, values in one form."""
    return Counter(tuple(normal(value) for value in row) for row in rows)


def normal(value: Any) -> Any:
    """A value in the one form.

    >>> normal(True), normal(Decimal("2.50")), normal(Fraction(1, 3)), normal(None)
    (1, 2.5, 0.333333333, None)
    """
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, float | Decimal | Fraction):
        return _number(value)
    if isinstance(value, datetime):
        plain = value.time() == datetime.min.time()
        return value.date().isoformat() if plain else value.isoformat()
    return value.isoformat() if isinstance(value, date) else value


def _number(value: float | Decimal | Fraction) -> Any:
    if not isinstance(value, Fraction) and not isfinite(value):
        return str(value)
    found = round(Fraction(value), DIGITS)
    return int(found) if found.denominator == 1 else float(found)
