"""From text to sqlglot's tree, guarded: errors with their place, no deep recursion, no surprises.

Only the parser of sqlglot is used, never its optimizer. `Reader` knows the text, so that every
complaint about a node names line and column; `Reader.only` is the whitelist of a node's parts.
"""

from __future__ import annotations

import logging
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
            return list(grammar.parser().parse(tokens, self.source.text))
        except ParseError as error:
            raise self._parse_error(error) from None
        except TokenError as error:
            raise self.source.error(_first_line(str(error)), len(self.source.text)) from None
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

    def _parse_error(self, error: Any) -> InputError:
        detail = error.errors[0] if error.errors else {}
        text, before = self.source.text, detail.get("start_context") or ""
        found = detail.get("highlight") or ""
        at = text.find(before + found) + len(before) if found else len(text.rstrip())
        message = _first_line(str(detail.get("description") or error)).partition(" but got <")[0]
        return self.source.error(message.rstrip("."), max(at, 0), max(at, 0) + len(found))

    def span(self, node: Any) -> tuple[int, int]:
        """Where a node stands: the first of its parts that has a place."""
        for part in node.walk(bfs=False):
            meta = part._meta
            if meta and "start" in meta:
                return int(meta["start"]), int(meta["end"]) + 1
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


_OPENING = frozenset({"(", "CASE", "["})
_CLOSING = frozenset({")", "END", "]"})
_PREFIXES = frozenset({"NOT", "-", "+", "~", "!"})


def _named(node: Any) -> str:
    return str(node.key).upper()


def _first_line(text: str) -> str:
    return text.partition("\n")[0].strip() or "this is not SQL"


def grammar_of(dialect: Dialect) -> Any:
    """sqlglot's dialect with the default order of NULLs that ours has."""
    from sqlglot import Dialect as Grammar

    base = Grammar.get_or_raise(dialect.parser)
    base.NULL_ORDERING = dialect.nulls
    return base
