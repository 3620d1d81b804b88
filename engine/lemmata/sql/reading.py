"""From text to sqlglot's tree, guarded: errors with their place, no deep recursion, no surprises.

Only the parser of sqlglot is used, never its optimizer. `Reader` knows the text, so that every
complaint about a node names line and column; `Reader.only` is the whitelist of a node's parts.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from lemmata.errors import InputError, Source
from lemmata.sql.dialects import Dialect
from lemmata.sql.failures import Unsupported

MAX_NESTING = 150
MAX_TOKENS = 200_000
RECURSION = 30_000
IGNORED_PARTS = frozenset({"comments", "big_int", "nested", "is_numeric"})


@contextmanager
def deep() -> Iterator[None]:
    """Room for the recursion that `MAX_NESTING` allows."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, RECURSION))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


class Reader:
    """A text with its dialect; parses, and says where a node stands."""

    def __init__(self, source: Source, dialect: Dialect) -> None:
        self.source, self.dialect = source, dialect

    def statements(self) -> list[Any]:
        """The trees of all statements, None for empty ones.

        Raises InputError for what is not SQL, Unsupported for what is nested too deeply.
        """
        from sqlglot.errors import ParseError, TokenError

        grammar = grammar_of(self.dialect)
        logger = logging.getLogger("sqlglot")
        level = logger.level
        logger.setLevel(logging.CRITICAL)
        try:
            tokens = grammar.tokenize(self.source.text)
            self._measure(tokens)
            trees = grammar.parser().parse(tokens, self.source.text)
            return [None if tree is None or tree.key == "semicolon" else tree for tree in trees]
        except ParseError as error:
            raise self._parse_error(error) from None
        except TokenError:
            at = unclosed(self.source.text)
            message = "this text cannot be split into words"
            if at is not None:
                message = "a quote or a comment is not closed"
            raise self.source.error(message, at or 0, (at or 0) + 1) from None
        finally:
            logger.setLevel(level)

    def _measure(self, tokens: list[Any]) -> None:
        if len(tokens) > MAX_TOKENS:
            raise Unsupported(f"a text of more than {MAX_TOKENS:,} words")
        depth = prefixes = 0
        for token in tokens:
            text = token.text.upper()
            prefixes = prefixes + 1 if text in _PREFIXES else 0
            depth += (text in _OPENING) - (text in _CLOSING)
            if max(depth, prefixes) > MAX_NESTING:
                limit = f"limit: {MAX_NESTING} levels of nesting"
                raise Unsupported(limit, self.at(token.start))
        self._no_loose_commas(tokens)

    def _no_loose_commas(self, tokens: list[Any]) -> None:
        """Refuse a comma with nothing behind it, which sqlglot lets pass, and DuckDB at an end."""
        ends = {","} if self.dialect.parser == "duckdb" else _ENDS
        following = [token.text.upper() for token in tokens[1:]]
        for token, after in zip(tokens, [*following, ")"], strict=False):
            if token.text == "," and token.start == token.end and after in ends:
                raise self.source.error("nothing stands behind this comma", token.start)

    def _parse_error(self, error: Any) -> InputError:
        detail = error.errors[0] if error.errors else {}
        text, before = self.source.text, detail.get("start_context") or ""
        found = detail.get("highlight") or ""
        at = text.find(before + found) + len(before) if found else len(text.rstrip())
        message = _plain(_first_line(str(detail.get("description") or error)))
        return self.source.error(message, max(at, 0), max(at, 0) + len(found))

    def span(self, node: Any) -> tuple[int, int]:
        """Where a node stands: the first of its parts, or of what is around it, with a place."""
        while node is not None:
            for part in node.walk(bfs=False):
                meta = part._meta
                if meta and "start" in meta:
                    return int(meta["start"]), int(meta["end"]) + 1
            node = node.parent
        return 0, 0

    def at(self, offset: int) -> str:
        """A place in the text, for people."""
        span = self.source.diagnostic("", offset, offset).span
        return str(span)

    def error(self, node: Any, message: str, expected: tuple[str, ...] = ()) -> InputError:
        """An error at a node, to be raised."""
        start, end = self.span(node)
        return self.source.error(message, start, end, expected=expected)

    def unsupported(self, node: Any, construct: str = "") -> Unsupported:
        """That a node is not modelled, to be raised."""
        return Unsupported(construct or _named(node), self.at(self.span(node)[0]))

    def only(self, node: Any, *known: str) -> None:
        """Refuse a node with other parts than the known ones; raises Unsupported."""
        for name, value in node.args.items():
            if name in known or name in IGNORED_PARTS or not value:
                continue
            part = next((v for v in (value if isinstance(value, list) else [value])), None)
            place = part if hasattr(part, "walk") else node
            where = self.at(self.span(place)[0])
            raise Unsupported(f"{name.strip('_')} of {_named(node)}", where)


_ENDS = frozenset(
    {",", ")", ";", "FROM", "WHERE", "GROUP BY", "HAVING", "ORDER BY", "LIMIT", "UNION"}
)
_INCOMPLETE = re.compile(r"Required keyword: '\w+' missing for <class '[\w.]*?(\w+)'>")
_OPENING = frozenset({"(", "CASE", "["})
_CLOSING = frozenset({")", "END", "]"})
_PREFIXES = frozenset({"NOT", "-", "+", "~", "!"})


def _named(node: Any) -> str:
    return str(node.key).upper()


def _plain(message: str) -> str:
    """sqlglot's complaint in words.

    >>> _plain("Required keyword: 'this' missing for <class 'sqlglot.expressions.query.Where'>")
    'this WHERE is incomplete'
    """
    incomplete = _INCOMPLETE.match(message)
    if incomplete:
        return f"this {incomplete[1].upper()} is incomplete"
    message = message.partition(" but got <")[0].rstrip(".")
    return message.replace("Invalid expression / Unexpected token", "this is not expected here")


def unclosed(text: str) -> int | None:
    """Where a quote or comment begins that has no end.

    >>> unclosed("select 'it''s', 'x"), unclosed("select 1")
    (16, None)
    """
    at = 0
    while at < len(text):
        if text.startswith("--", at):
            end = text.find("\n", at)
            at = len(text) if end < 0 else end
        elif text[at] in "'\"`" or text.startswith("/*", at):
            mark = text[at] if text[at] != "/" else "*/"
            end = text.find(mark, at + (1 if mark != "*/" else 2))
            if end < 0:
                return at
            at = end + len(mark)
        else:
            at += 1
    return None


def _first_line(text: str) -> str:
    return text.partition("\n")[0].strip() or "this is not SQL"


def grammar_of(dialect: Dialect) -> Any:
    """sqlglot's dialect with the default order of NULLs that ours has."""
    from sqlglot import Dialect as Grammar

    base = Grammar.get_or_raise(dialect.parser)
    base.NULL_ORDERING = dialect.nulls
    return base
