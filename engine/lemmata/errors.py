r"""What is wrong with an input, where, and what would be accepted instead.

A `Source` is a named text. It turns offsets into `Span`s, a `Diagnostic` is a message about a
span, and an `InputError` carries diagnostics to whoever shows them:

>>> source = Source("nat.lem", "theory nat\n  0 + y == y\n")
>>> print(source.error("unexpected '=='", 19, 21, expected=("=", "!="), hint="equality is '='"))
nat.lem:2:9: error: unexpected '=='
    0 + y == y
          ^^
expected: =, !=
hint: equality is '='

Lines and columns count from 1; columns count characters, as editors do, whatever their width.
"""

from __future__ import annotations

import sys
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

INDENT = "  "
TAB_WIDTH = 4
MAX_WIDTH = 100
LEFT_CONTEXT = 60
ELLIPSIS = "..."


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a named text; the end column is the first one behind the stretch."""

    source: str
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        return f"{escape(self.source)}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One thing wrong with an input; `line_text` is the whole line on which the span begins."""

    message: str
    span: Span | None = None
    expected: tuple[str, ...] = ()
    hint: str | None = None
    line_text: str = ""

    def render(self) -> str:
        """Return the message for a terminal: place, source line, carets, expected, hint.

        >>> print(Diagnostic("the goal is empty", hint="write an equation").render())
        error: the goal is empty
        hint: write an equation
        """
        place = f"{self.span}: " if self.span else ""
        lines = [f"{place}error: {escape(self.message, keep=_LAYOUT)}"]
        if self.span and self.line_text:
            lines += [(INDENT + row).rstrip() for row in _excerpt(self.line_text, self.span)]
        if self.expected:
            lines.append("expected: " + ", ".join(map(escape, self.expected)))
        if self.hint:
            lines.append(f"hint: {escape(self.hint, keep=_LAYOUT)}")
        return "\n".join(lines)

    def to_dict(self) -> dict[str, object]:
        """Return the fields of `error` in a `lemmata.error/1` object.

        >>> Diagnostic("no goal").to_dict()
        {'file': None, 'line': None, 'column': None, 'message': 'no goal', 'expected': []}
        """
        return {
            "file": self.span.source if self.span else None,
            "line": self.span.line if self.span else None,
            "column": self.span.column if self.span else None,
            "message": self.message,
            "expected": list(self.expected),
        }


class InputError(Exception):
    """An input that cannot be accepted, with at least one diagnostic; exit code 2."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        if not diagnostics:
            raise ValueError("an InputError needs at least one diagnostic")
        super().__init__(*diagnostics)
        self.diagnostics: tuple[Diagnostic, ...] = diagnostics

    def __str__(self) -> str:
        return "\n".join(diagnostic.render() for diagnostic in self.diagnostics)


class Source:
    """A named text that finds lines and columns by bisection.

    Lines end at a line feed, and a carriage return before it is not part of the line.
    """

    __slots__ = ("_starts", "name", "text")

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self._starts: list[int] | None = None

    def __repr__(self) -> str:
        return f"Source({self.name!r}, {len(self.text)} characters)"

    def position(self, offset: int) -> tuple[int, int]:
        r"""Return the line and column, both from 1, of an offset clamped to the text.

        >>> Source("a", "x\ny = z").position(4)
        (2, 3)
        """
        offset = min(max(offset, 0), len(self.text))
        starts = self._line_starts()
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1

    def line(self, number: int) -> str:
        r"""Return a line, counted from 1, without its end; the empty string if there is none.

        >>> Source("a", "x\r\ny = z").line(1)
        'x'
        """
        starts = self._line_starts()
        if not 1 <= number <= len(starts):
            return ""
        end = starts[number] - 1 if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end].removesuffix("\r")

    def span(self, start: int, end: int | None = None) -> Span:
        """Return the span between two offsets; without an end it covers no character.

        >>> Source("a", "x + y").span(4, 5)
        Span(source='a', line=1, column=5, end_line=1, end_column=6)
        """
        return Span(self.name, *self.position(start), *self.position(start if end is None else end))

    def diagnostic(
        self,
        message: str,
        start: int,
        end: int | None = None,
        *,
        expected: tuple[str, ...] = (),
        hint: str | None = None,
    ) -> Diagnostic:
        """Return a diagnostic about the text between two offsets.

        >>> Source("a", "x + ").diagnostic("an operand is missing", 4).span.column
        5
        """
        span = self.span(start, end)
        return Diagnostic(message, span, expected, hint, self.line(span.line))

    def error(
        self,
        message: str,
        start: int,
        end: int | None = None,
        *,
        expected: tuple[str, ...] = (),
        hint: str | None = None,
    ) -> InputError:
        """Return, not raise, an InputError that holds this one diagnostic.

        >>> raise Source("a", "x +").error("an operand is missing", 3)
        Traceback (most recent call last):
        lemmata.errors.InputError: a:1:4: error: an operand is missing
        ...
        """
        return InputError(self.diagnostic(message, start, end, expected=expected, hint=hint))

    def _line_starts(self) -> list[int]:
        if self._starts is None:
            starts, at = [0], self.text.find("\n")
            while at >= 0:
                starts.append(at + 1)
                at = self.text.find("\n", at + 1)
            self._starts = starts
        return self._starts


def read_source(path: str, name: str | None = None) -> Source:
    """Return the text of a UTF-8 file, or of standard input for `-`.

    Raises InputError if the file cannot be opened or is not UTF-8.

    >>> read_source("no such file.lem")
    Traceback (most recent call last):
    lemmata.errors.InputError: error: cannot read no such file.lem: No such file or directory
    """
    shown = name or ("<stdin>" if path == "-" else path)
    try:
        raw = _standard_input() if path == "-" else Path(path).read_bytes()
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or str(problem)
        raise InputError(Diagnostic(f"cannot read {shown}: {reason}")) from None
    try:
        return Source(shown, raw.decode("utf-8-sig"))
    except UnicodeDecodeError as problem:
        source = Source(shown, raw.decode("utf-8-sig", errors="backslashreplace"))
        before = problem.object[: problem.start].decode("utf-8")
        bad = f"byte 0x{problem.object[problem.start]:02x} is not UTF-8"
        at = len(before)
        raise source.error(bad, at, at + 4, hint="save the file as UTF-8") from None


def _standard_input() -> bytes:
    buffer = getattr(sys.stdin, "buffer", None)
    return buffer.read() if buffer else sys.stdin.read().encode("utf-8", "surrogatepass")


@contextmanager
def reading(name: str) -> Iterator[None]:
    """Turn a RecursionError within the block into an InputError about the named text.

    >>> with reading("deep.lem"):
    ...     raise RecursionError
    Traceback (most recent call last):
    lemmata.errors.InputError: error: deep.lem is nested too deeply to be read
    """
    try:
        yield
    except RecursionError:
        raise InputError(Diagnostic(f"{name} is nested too deeply to be read")) from None


_LAYOUT = "\n"
_REORDERING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_ESCAPED_CATEGORIES = frozenset({"Cc", "Cs", "Zl", "Zp"})
_ZERO_WIDTH_CATEGORIES = frozenset({"Mn", "Me", "Cf"})


def escape(text: str, keep: str = "") -> str:
    r"""Return the text with control and reordering characters spelled out, but for those kept.

    >>> print(escape("a\0b\x1b[31m"))
    a\x00b\x1b[31m
    """
    if text.isprintable():
        return text
    return "".join(char if char in keep else _shown(char) for char in text)


def _shown(char: str) -> str:
    if char in _REORDERING or unicodedata.category(char) in _ESCAPED_CATEGORIES:
        return ascii(char)[1:-1]
    return char


def _cell(char: str) -> tuple[str, int]:
    """Return how a character of a source line is shown, and how many columns that takes."""
    if " " <= char <= "~":
        return char, 1
    if char == "\t":
        return " " * TAB_WIDTH, TAB_WIDTH
    shown = _shown(char)
    if shown != char:
        return shown, len(shown)
    if unicodedata.category(char) in _ZERO_WIDTH_CATEGORIES:
        return char, 0
    return char, 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _excerpt(line: str, span: Span) -> tuple[str, str]:
    """Return the source line, clipped around the span if it is very long, and its carets."""
    start = min(max(span.column - 1, 0), len(line))
    end = span.end_column - 1 if span.end_line == span.line else len(line)
    end = min(max(end, start), len(line))
    fits = _reach(iter(line[: MAX_WIDTH + 1]), MAX_WIDTH)[0] == len(line)
    context = MAX_WIDTH if fits else LEFT_CONTEXT
    left, before = _reach(reversed(line[max(0, start - MAX_WIDTH) : start]), context)
    head = ELLIPSIS if left < start else ""
    right, _ = _reach(iter(line[start : start + MAX_WIDTH * 2]), MAX_WIDTH - before - len(head))
    tail = ELLIPSIS if start + right < len(line) else ""
    shown = "".join(_cell(char)[0] for char in line[start - left : start + right])
    carets = sum(_cell(char)[1] for char in line[start : min(end, start + right)])
    return head + shown + tail, " " * (len(head) + before) + "^" * max(carets, 1)


def _reach(chars: Iterator[str], room: int) -> tuple[int, int]:
    """Return how many of the characters fit into the room, and the columns they take."""
    count = used = 0
    for char in chars:
        width = _cell(char)[1]
        if used + width > room:
            break
        count, used = count + 1, used + width
    return count, used
