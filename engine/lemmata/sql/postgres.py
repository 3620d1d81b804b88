"""PostgreSQL as a further engine: a server of the user's, named by `LEMMATA_POSTGRES`.

The variable holds a connection string, like `host=/run/postgresql dbname=test`. Tables are
temporary and lie in one transaction that is rolled back: the server keeps no trace. Needs the
optional extra `postgres`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any

from lemmata.sql.failures import EngineError

VARIABLE = "LEMMATA_POSTGRES"
SECONDS = 10
MISSING = "psycopg is not installed; pip install 'lemmata[postgres]'"


def configured() -> bool:
    """Whether there is a server to ask."""
    return bool(os.environ.get(VARIABLE))


class PostgreSQL:
    """A connection in a transaction that is never committed."""

    name = "postgres"

    def __init__(self, statements: Iterable[str]) -> None:
        try:
            import psycopg
        except ImportError:
            raise EngineError(MISSING) from None
        self._error = psycopg.Error
        try:
            self._connection = psycopg.connect(
                os.environ.get(VARIABLE, ""), connect_timeout=SECONDS, autocommit=False
            )
        except psycopg.Error as problem:
            raise EngineError(_first_line(problem)) from None
        try:
            for statement in (*_PREPARE, *statements):
                self._connection.execute(_plain(statement))
        except (psycopg.Error, ValueError) as problem:
            self.close()
            raise EngineError(_first_line(problem)) from None

    def run(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query; raises EngineError, and the connection stays of use."""
        try:
            with self._connection.transaction():
                return list(self._connection.execute(_plain(query)).fetchall())
        except (self._error, ValueError) as problem:
            raise EngineError(_first_line(problem)) from None

    def close(self) -> None:
        """Forget the database."""
        self._connection.rollback()
        self._connection.close()


_PREPARE = (
    "SET LOCAL search_path = pg_temp",
    f"SET LOCAL statement_timeout = {1000 * SECONDS}",
    "SET LOCAL standard_conforming_strings = on",
)


def _plain(statement: str) -> Any:
    """A statement without parameters, whatever percent signs it has."""
    return statement.encode()


def _first_line(problem: Exception) -> str:
    return str(problem).strip().partition("\n")[0]


def problem() -> str:
    """Why the server cannot be asked; empty if it can, or if none is named."""
    if not configured():
        return ""
    try:
        PostgreSQL(()).close()
    except EngineError as error:
        return str(error)
    return ""
