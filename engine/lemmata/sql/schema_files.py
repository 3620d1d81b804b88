"""Where a schema can come from: a DDL text, a file with one, or a DuckDB database file."""

from __future__ import annotations

from pathlib import Path

from lemmata.errors import Diagnostic, InputError, Source, read_source
from lemmata.sql.ddl import read_schema
from lemmata.sql.schema import Schema

MAGIC = b"DUCK"


def load_schema(given: str) -> Schema:
    """The schema of a DDL text, of a file, or of standard input for `-`; raises InputError."""
    if given != "-" and looks_like_sql(given):
        return read_schema(Source("schema", given))
    if given != "-" and is_duckdb(Path(given)):
        return read_schema(Source(given, duckdb_ddl(Path(given))))
    return read_schema(read_source(given))


def looks_like_sql(given: str) -> bool:
    """Whether a word of the command line is a text and not the name of a file.

    >>> looks_like_sql("CREATE TABLE t (x int)"), looks_like_sql("schema.sql")
    (True, False)
    """
    if not any(char in given for char in " \n\t(;"):
        return False
    try:
        return not Path(given).is_file()
    except (OSError, ValueError):
        return True


def is_duckdb(path: Path) -> bool:
    """Whether a file is a DuckDB database."""
    try:
        with path.open("rb") as file:
            return file.read(12)[8:12] == MAGIC
    except OSError:
        return False


def duckdb_ddl(path: Path) -> str:
    """The DDL of a database's tables and unique indexes; raises InputError."""
    import duckdb

    try:
        with duckdb.connect(str(path), read_only=True) as connection:
            tables = "SELECT sql FROM duckdb_tables() WHERE NOT internal ORDER BY table_oid"
            indexes = "SELECT sql FROM duckdb_indexes() WHERE is_unique AND sql IS NOT NULL"
            found = [connection.execute(query).fetchall() for query in (tables, indexes)]
    except duckdb.Error as problem:
        message = str(problem).partition("\n")[0]
        raise InputError(Diagnostic(f"cannot read {path}: {message}")) from None
    return "\n".join(str(sql).rstrip().rstrip(";") + ";" for rows in found for (sql,) in rows)
