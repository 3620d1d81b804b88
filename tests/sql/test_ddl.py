"""DDL texts as schemas: keys, foreign keys, checks, dumps, and what is refused."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from lemmata.errors import InputError, Source
from lemmata.sql.database import Constraints
from lemmata.sql.ddl import read_schema, statements
from lemmata.sql.schema import ForeignKey, Schema
from lemmata.sql.schema_files import load_schema

DUMP = """
--
-- PostgreSQL database dump
--
SET statement_timeout = 0;
SELECT pg_catalog.set_config('search_path', '', false);
CREATE FUNCTION public.f() RETURNS integer LANGUAGE sql AS $$ SELECT 1; SELECT 2; $$;
CREATE TABLE public.author (
    id integer NOT NULL,
    name character varying(40) DEFAULT 'x;y'::character varying,
    CONSTRAINT long_name CHECK ((length((name)::text) > 1))
);
COMMENT ON TABLE public.author IS 'people; who write';
CREATE TABLE public.book (id bigint NOT NULL, author integer, year smallint, title text);
ALTER TABLE public.book OWNER TO someone;
ALTER TABLE ONLY public.author ADD CONSTRAINT author_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.book ADD CONSTRAINT book_author_fkey FOREIGN KEY (author)
    REFERENCES public.author(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.book ALTER COLUMN title SET NOT NULL;
CREATE UNIQUE INDEX book_title ON public.book USING btree (author, title);
CREATE INDEX book_year ON public.book USING btree (year);
"""


def schema(text: str) -> Schema:
    return read_schema(Source("ddl", text))


def test_a_dump_of_postgresql() -> None:
    found = schema(DUMP)
    author, book = found.tables["author"], found.tables["book"]
    assert author.primary == (0,)
    assert [c.nullable for c in author.columns] == [False, True]
    assert book.foreign_keys == (ForeignKey((1,), "author", (0,)),)
    assert book.keys == ((1, 3),)
    assert [c.name for c in book.columns if not c.nullable] == ["id", "title"]
    assert len(author.checks) == 1
    assert not author.unread
    assert any("skipped SET" in notice for notice in found.notices)


def test_mysql_with_composite_keys() -> None:
    found = schema(
        "CREATE TABLE `a` (`x` int NOT NULL, `y` tinyint unsigned, `z` enum('p','q'),"
        " PRIMARY KEY (`x`, `y`), UNIQUE KEY `k` (`z`), KEY `i` (`y`)) ENGINE=InnoDB;"
        "CREATE TABLE `b` (`u` int, `v` int, CONSTRAINT `f` FOREIGN KEY (`v`, `u`)"
        " REFERENCES `a` (`y`, `x`));"
    )
    assert found.tables["a"].keys == ((0, 1), (2,))
    constraints = Constraints(found, ["a"])
    assert constraints.violation({"a": [(1, 1, "p"), (1, 2, None)]}) == ""
    assert "CHECK" in constraints.violation({"a": [(1, 1, "r")]})
    assert found.tables["b"].foreign_keys == (ForeignKey((1, 0), "a", (1, 0)),)


def test_a_column_can_refer_without_naming_the_key() -> None:
    found = schema("create table a (x int primary key); create table b (y int references a)")
    assert found.tables["b"].foreign_keys == (ForeignKey((0,), "a", (0,)),)
    assert [t.name for t in found.in_order(["b"])] == ["a", "b"]


def test_a_duckdb_file(tmp_path: Path) -> None:
    path = tmp_path / "some.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE a (x INTEGER PRIMARY KEY, y VARCHAR NOT NULL)")
        connection.execute("CREATE TABLE b (z INTEGER REFERENCES a (x), CHECK (z > 0))")
    found = load_schema(str(path))
    assert found.tables["a"].primary == (0,)
    assert found.tables["b"].foreign_keys == (ForeignKey((0,), "a", (0,)),)
    assert len(found.tables["b"].checks) == 1


def test_what_a_check_says_is_kept_or_said_to_be_unread() -> None:
    found = schema(
        "create table a (x int check (x in (1, 2)), y int, check (y < x or y is null));"
        "create table b (x int, check (strange(x)))"
    )
    constraints = Constraints(found, ["a"])
    assert constraints.violation({"a": [(1, 0), (2, None), (None, 5)]}) == ""
    assert constraints.violation({"a": [(3, 0)]}) == "a: a CHECK that is false"
    assert constraints.violation({"a": [(1, 1)]}) == "a: a CHECK that is false"
    assert Constraints(found, ["b"]).unread() == ("b: CHECK (STRANGE(x))",)


@pytest.mark.parametrize(
    ("database", "told"),
    [
        ({"p": [(1, 2), (1, 3)]}, "repeated key"),
        ({"p": [(None, 2)]}, "NULL in x"),
        ({"p": [(1, 5), (2, 5)]}, "repeated key (y)"),
        ({"p": [(1, None), (2, None)], "q": [(1,)]}, ""),
        ({"p": [], "q": [(1,)]}, "without its row of p"),
        ({"p": [], "q": [(None,)]}, ""),
    ],
)
def test_violations_are_named(database: dict[str, list[tuple[int, ...]]], told: str) -> None:
    found = schema(
        "create table p (x int primary key, y int unique); create table q (x int references p)"
    )
    violation = Constraints(found, ["q"]).violation(database)  # type: ignore[arg-type]
    assert told in violation
    assert bool(violation) == bool(told)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "no CREATE TABLE"),
        ("INSERT INTO t VALUES (1);", "no CREATE TABLE"),
        ("create table a (x int", "ddl:1:"),
        ("create table a (x int);\ncreate table b (y int,, z int)", "ddl:2:"),
        ("create table a (x int, x int)", "declared twice"),
        ("create table a (x int); create table A (y int)", "declared twice"),
        ("create table a (x int, primary key (y))", "no column y"),
        ("create table a (x int references b (y))", "b, which is not a table"),
        ("create table b (z int); create table a (x int references b (y))", "no column y"),
        ("create table b (z int); create table a (x int references b)", "as many columns"),
        ("create table a as select 1", "list of columns"),
    ],
)
def test_bad_schemas_are_refused_with_their_place(text: str, told: str) -> None:
    with pytest.raises(InputError) as caught:
        schema(text)
    assert told in str(caught.value)
    assert "ddl:" in str(caught.value)


def test_statements_end_outside_quotes_and_comments() -> None:
    text = "a 'x;y'; b /* ; */ c -- ;\n; $f$ d; $f$ e; \"g;h\""
    assert [part for _, part in statements(text)] == [
        "a 'x;y'",
        "b /* ; */ c -- ;",
        "$f$ d; $f$ e",
        '"g;h"',
    ]


def test_an_altered_column_is_what_it_becomes() -> None:
    ddl = (
        "CREATE TABLE t (a INTEGER NOT NULL, b INTEGER NOT NULL);"
        "ALTER TABLE t ALTER COLUMN a DROP NOT NULL;"
        "ALTER TABLE t ALTER COLUMN b TYPE DECIMAL(5, 2);"
    )
    first, second = read_schema(Source("schema", ddl)).tables["t"].columns
    assert (first.nullable, second.nullable) == (True, False)
    assert str(second.type) == "decimal(5, 2)"


def test_an_index_that_is_dropped_is_refused() -> None:
    ddl = "CREATE TABLE t (a INTEGER); CREATE UNIQUE INDEX i ON t (a); DROP INDEX i;"
    with pytest.raises(InputError, match="index away"):
        read_schema(Source("schema", ddl))


def test_a_table_that_inherits_is_not_understood() -> None:
    ddl = "CREATE TABLE p (a INTEGER PRIMARY KEY); CREATE TABLE t (b INTEGER) INHERITS (p);"
    tables = read_schema(Source("schema", ddl)).tables
    assert tables["t"].unread
    assert tables["p"].unread


@pytest.mark.parametrize(
    "constraint",
    [
        "CREATE TABLE t (a INTEGER PRIMARY KEY NOT ENFORCED, b INTEGER)",
        "CREATE TABLE t (a INTEGER, b INTEGER, UNIQUE (a) NOT ENFORCED)",
        "CREATE TABLE t (a INTEGER, b INTEGER);"
        "ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES p (a) NOT VALID",
    ],
)
def test_what_is_not_enforced_is_not_assumed(constraint: str) -> None:
    found = schema(f"CREATE TABLE p (a INTEGER PRIMARY KEY); {constraint}")
    table = found.tables["t"]
    assert (table.keys, table.foreign_keys, table.unread) == ((), (), ())
    assert any("not enforced" in notice for notice in found.notices)


def test_what_is_relied_on_is_assumed() -> None:
    assert schema("CREATE TABLE t (a INTEGER PRIMARY KEY NOT ENFORCED RELY)").tables["t"].keys


def test_a_check_that_engines_read_in_different_ways_is_not_understood() -> None:
    assert schema("CREATE TABLE t (a INTEGER CHECK (a / 2 <> 1))").tables["t"].unread
    assert not schema("CREATE TABLE t (a INTEGER CHECK (a + 2 <> 1))").tables["t"].unread
