"""Schemas from DDL texts: CREATE TABLE with its constraints, as people and dump tools write them.

A text is read statement by statement, so that what does not matter (SET, COMMENT, INSERT, triggers)
is skipped with a notice and cannot hide what does.
"""

from __future__ import annotations

from lemmata.errors import InputError, Source
from lemmata.sql.ddl_tables import Builder
from lemmata.sql.dialects import Dialect
from lemmata.sql.failures import Unsupported
from lemmata.sql.reading import Reader, deep
from lemmata.sql.schema import Schema

PARSERS = ("mysql", "postgres", "duckdb", "sqlite", "")


def read_schema(source: Source) -> Schema:
    """The schema that a DDL text declares.

    Raises InputError if it holds no table, contradicts itself, or a CREATE TABLE cannot be read.
    """
    builder = Builder()
    with deep():
        for start, text in statements(source.text):
            _read(source, start, text, builder)
    if not builder.tables:
        raise source.error("there is no CREATE TABLE", 0, expected=("CREATE TABLE",))
    return builder.finish()


def _read(source: Source, start: int, text: str, builder: Builder) -> None:
    words = text.upper().split(None, 3)
    matters = words[:1] == ["CREATE"] or words[:2] == ["ALTER", "TABLE"]
    line = source.text.count("\n", 0, start) + 1
    if words[:2] == ["DROP", "INDEX"]:
        raise source.error("a schema that takes an index away", start, start + len(text))
    if not matters:
        builder.notices.append(f"line {line}: skipped {' '.join(words[:2])}")
        return
    padded = _padded(source.text, start, text)
    trouble: InputError | None = None
    for parser in _parsers(text):
        reader = Reader(Source(source.name, padded), Dialect(parser or "calcite", parser))
        try:
            (tree,) = reader.statements()
        except (InputError, ValueError) as error:
            trouble = error if isinstance(error, InputError) and trouble is None else trouble
            continue
        except Unsupported as error:
            raise source.error(str(error), start) from None
        if tree.key != "command":
            builder.statement(tree, reader, text)
            return
    if "TABLE" in words[:3] and words[0] == "CREATE":
        raise trouble or source.error("this CREATE TABLE cannot be read", start)
    if "TABLE" in words[:2] and _constrains(text):
        raise trouble or source.error("this ALTER TABLE cannot be read", start)
    builder.notices.append(f"line {line}: skipped {' '.join(words[:3])}")


def _constrains(text: str) -> bool:
    upper = text.upper()
    return any(word in upper for word in ("CONSTRAINT", " KEY", "UNIQUE", "CHECK", "NOT NULL"))


def _parsers(text: str) -> tuple[str, ...]:
    """sqlglot's dialects to try, the likeliest first."""
    if "`" in text:
        return ("mysql", "sqlite", "")
    return ("postgres", "duckdb", "mysql", "sqlite", "")


def _padded(whole: str, start: int, text: str) -> str:
    """The statement at its place in a text that is blank before it, so that places agree."""
    before = "".join(c if c in "\r\n" else " " for c in whole[:start])
    return before + text


def statements(text: str) -> list[tuple[int, str]]:
    """The statements with their places, split at semicolons outside quotes and comments.

    >>> statements("a; b ';' -- c; d")
    [(0, 'a'), (3, "b ';' -- c; d")]
    """
    found: list[tuple[int, str]] = []
    start = at = 0
    while at < len(text):
        at, ended = _next(text, at)
        if ended:
            _add(found, text, start, at - 1)
            start = at
    _add(found, text, start, len(text))
    return found


def _next(text: str, at: int) -> tuple[int, bool]:
    """Behind the next lexical unit, and whether it was a semicolon."""
    char, two = text[at], text[at : at + 2]
    if two == "--" or (char == "#" and (at == 0 or text[at - 1] == "\n")):
        return _behind(text, "\n", at + 1), False
    if two == "/*":
        return _behind(text, "*/", at + 2), False
    if char in "'\"`":
        return _behind(text, char, at + 1), False
    if char == "$":
        tag_end = text.find("$", at + 1)
        tag = text[at : tag_end + 1] if tag_end > 0 else ""
        if tag and tag[1:-1].replace("_", "a").isalnum() | (tag == "$$"):
            return _behind(text, tag, at + len(tag)), False
    return at + 1, char == ";"


def _behind(text: str, mark: str, start: int) -> int:
    found = text.find(mark, start)
    return len(text) if found < 0 else found + len(mark)


def _add(found: list[tuple[int, str]], text: str, start: int, end: int) -> None:
    part = text[start:end]
    while True:
        stripped = part.lstrip()
        if stripped.startswith("--"):
            stripped = stripped.partition("\n")[2]
        elif stripped.startswith("/*") and not stripped.startswith("/*!"):
            stripped = stripped.partition("*/")[2]
        elif stripped == part:
            break
        part = stripped
    if part.strip():
        found.append((end - len(part), part.rstrip()))
