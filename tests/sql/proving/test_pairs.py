"""Pairs of queries by class: those that are proved, and near misses that must not be."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from lemmata.errors import Source
from lemmata.service.sql_checking import check_equality
from lemmata.service.sql_obligations import WORKER
from lemmata.service.supervising import Child
from lemmata.sql.comparing import Limits, Outcome, compare
from lemmata.sql.ddl import read_schema
from lemmata.sql.dialects import dialect_named
from lemmata.sql.schema import Schema

DDL = """
CREATE TABLE city (id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL, size INTEGER);
CREATE TABLE person (id INTEGER PRIMARY KEY, city INTEGER REFERENCES city (id), age INTEGER);
CREATE TABLE item (id INTEGER PRIMARY KEY, code VARCHAR(5) UNIQUE);
CREATE TABLE sale (
    person INTEGER NOT NULL REFERENCES person (id), item INTEGER NOT NULL REFERENCES item (id)
);
CREATE TABLE loose (a INTEGER, b INTEGER);
"""
PAIRS = Path(__file__).with_name("pairs.sql")


@cache
def schema() -> Schema:
    return read_schema(Source("schema", DDL))


def pairs(wanted: str) -> list[tuple[str, str, str]]:
    """Class and both texts of the pairs with a verdict."""
    found = []
    for part in PAIRS.read_text(encoding="utf-8").split("-- ")[1:]:
        head, _, body = part.partition("\n")
        verdict, _, name = head.partition(": ")
        first, second = (text.strip() for text in body.split(";") if text.strip())
        if verdict == wanted:
            found.append((name, first, second))
    return found


@pytest.fixture(scope="module")
def judge() -> Iterator[Child]:
    """A solver that is started once."""
    child = Child(WORKER)
    yield child
    child.close()


def outcome(first: str, second: str, prove: bool) -> Outcome:
    sources = (Source("first", first), Source("second", second))
    limits = Limits(databases=0 if prove else 600, seconds=60, rlimit=0, prove=prove, inside=True)
    return compare(sources, schema(), dialect_named("postgres"), limits)


@pytest.mark.parametrize(("name", "first", "second"), pairs("proved"))
def test_proved_and_accepted(name: str, first: str, second: str, judge: Child) -> None:
    for texts in ((first, second), (second, first)):
        found = outcome(*texts, prove=True)
        assert found.verdict == "proved", f"{name}: {found.reason}"
        report = check_equality(json.dumps(found.certificate), judge)
        assert report.queries == texts


@pytest.mark.parametrize(("name", "first", "second"), pairs("not proved"))
def test_near_misses_are_not_proved(name: str, first: str, second: str) -> None:
    for texts in ((first, second), (second, first)):
        assert outcome(*texts, prove=True).verdict == "unknown", name


@pytest.mark.parametrize(("name", "first", "second"), pairs("not proved"))
def test_near_misses_differ(name: str, first: str, second: str) -> None:
    assert outcome(first, second, prove=False).verdict == "refuted", name
