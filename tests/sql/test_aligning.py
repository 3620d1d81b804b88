"""Two queries side by side: lines at clauses, pairs of lines, marks on what differs."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from lemmata.errors import Source
from lemmata.sql.aligning import MAX_WORDS, aligned
from lemmata.sql.dialects import dialect_named
from sql.corpus import QUERIES


def pairs(first: str, second: str) -> list[tuple[str, str]]:
    sources = (Source("first", first), Source("second", second))
    found = aligned(sources, dialect_named("postgres"))
    return [(drawn(left), drawn(right)) for left, right in found]


def drawn(line: dict[str, Any] | None) -> str:
    if line is None:
        return "-"
    parts = (f"[{text}]" if changed else text for text, changed in line["parts"])
    return str("  " * line["indent"]) + "".join(parts)


def test_lines_begin_at_clauses_joins_and_conjuncts() -> None:
    text = (
        "select a, left(b, 1) from t left join (select c from s where d between 1 and 2 or e) q"
        " on a = c and b > 0 where a in (1, 2) group by a order by a limit 1"
    )
    assert pairs(text, text) == [
        (line, line)
        for line in (
            "select a, left(b, 1)",
            "from t",
            "left join (",
            "  select c",
            "  from s",
            "  where d between 1 and 2",
            "    or e",
            ") q on a = c",
            "  and b > 0",
            "where a in (1, 2)",
            "group by a",
            "order by a",
            "limit 1",
        )
    ]


def test_differences_are_marked_word_by_word() -> None:
    assert pairs("SELECT a, b FROM t WHERE a > 1", "select a, c from t") == [
        ("SELECT a, [b]", "select a, [c]"),
        ("FROM t", "from t"),
        ("[WHERE a > 1]", "-"),
    ]


def test_lines_that_are_alike_stand_beside_one_another() -> None:
    assert pairs(
        "SELECT a FROM t JOIN s ON x = y WHERE t.a > 1", "SELECT a FROM t WHERE a > 1"
    ) == [
        ("SELECT a", "SELECT a"),
        ("FROM t", "FROM t"),
        ("[JOIN s ON x = y]", "-"),
        ("WHERE [t.]a > 1", "WHERE a > 1"),
    ]


def test_quoted_words_are_compared_as_they_are() -> None:
    assert pairs("SELECT 'a', \"B\"", "SELECT 'A', \"b\"") == [
        ("SELECT ['a'], [\"B\"]", "SELECT ['A'], [\"b\"]")
    ]


def test_no_word_is_lost() -> None:
    for first, second in pairwise(QUERIES):
        found = pairs(first, second)
        for side, text in enumerate((first, second)):
            words = "".join(pair[side] for pair in found if pair[side] != "-")
            bare = words.replace("[", "").replace("]", "")
            assert "".join(bare.split()) == "".join(text.split())


def test_what_is_no_sql_and_what_is_long_is_shown_too() -> None:
    assert pairs("SELECT 'a", "SELECT 1")[0][0] != ""
    long = "SELECT " + ", ".join(["a"] * MAX_WORDS) + " FROM t"
    found = pairs(long, "SELECT a FROM t")
    assert "[" not in found[0][0]
    assert len(found) == 2
