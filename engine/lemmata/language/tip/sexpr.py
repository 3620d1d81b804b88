"""S-expressions with positions, read without recursion."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lemmata.errors import InputError, Source

MAX_DEPTH = 150
_TOKEN = re.compile(
    r"""(?P<space>[ \t\r\n\f]+|;[^\n]*)|(?P<open>\()|(?P<close>\))|\|(?P<quoted>[^|\\]*)\|
    |(?P<string>"(?:[^"]|"")*")|(?P<symbol>[^ \t\r\n\f()|";\x00-\x1f\x7f]+)""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """An atom (`text` is set, without the bars of a quoted symbol) or a list of nodes.

    `kind` of an atom is "symbol", "quoted" or "string".
    """

    text: str | None
    items: tuple[Node, ...]
    start: int
    end: int
    kind: str = "symbol"

    @property
    def head(self) -> str | None:
        """The text of the first item of a list, if that is a plain atom."""
        return self.items[0].text if self.items and self.items[0].kind == "symbol" else None

    def atoms(self) -> Iterator[str]:
        """The text of every atom below."""
        stack = [self]
        while stack:
            node = stack.pop()
            if node.text is not None:
                yield node.text
            stack.extend(node.items)

    def __str__(self) -> str:
        shown = self.text if self.text is not None else f"({' '.join(map(str, self.items))})"
        return shown if len(shown) <= 40 else f"{shown[:37]}..."


def read(source: Source) -> list[Node]:
    """The expressions of a text. Raises InputError."""
    text, at = source.text, 0
    found: list[Node] = []
    open_: list[tuple[int, list[Node]]] = []
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None:
            raise _unreadable(source, at)
        start, at = at, token.end()
        kind = token.lastgroup
        if kind == "space":
            continue
        if kind == "open":
            if len(open_) >= MAX_DEPTH:
                raise source.error(f"more than {MAX_DEPTH} brackets are open here", start, at)
            open_.append((start, []))
            continue
        if kind == "close":
            if not open_:
                raise source.error("this bracket closes nothing", start, at)
            begin, items = open_.pop()
            node = Node(None, tuple(items), begin, at, "list")
        else:
            assert kind is not None
            node = Node(token[kind], (), start, at, kind)
        (open_[-1][1] if open_ else found).append(node)
    if open_:
        begin = open_[-1][0]
        raise source.error("this bracket is never closed", begin, begin + 1, expected=(")",))
    return found


def _unreadable(source: Source, at: int) -> InputError:
    char = source.text[at]
    if char in '|"':
        what = "symbol" if char == "|" else "string"
        return source.error(f"this {what} has no end", at, at + 1, expected=(char,))
    return source.error(f"the character {char!r} has no place here", at, at + 1)
