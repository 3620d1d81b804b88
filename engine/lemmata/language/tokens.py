r"""From text to logical lines of tokens.

A logical line ends at a newline, unless a bracket is open, the line ends in an infix operator or a
comma, or the next one starts with one. Words are never reserved here: `items` decides by place.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from lemmata import data
from lemmata.errors import Diagnostic, InputError, Source

if TYPE_CHECKING:
    from lark import Lark

MAX_LINE = 1_000_000
MAX_TEXT = 20_000_000
MAX_DIGITS = 4_000
MAX_NAME = 150

KEYWORDS = {
    "theory": "THEORY",
    "import": "IMPORT",
    "datatype": "DATATYPE",
    "fun": "FUN",
    "pred": "PRED",
    "def": "DEF",
    "structure": "STRUCTURE",
    "sort": "SORT",
    "op": "OPERATION",
    "axiom": "AXIOM",
    "theorem": "THEOREM",
    "instance": "INSTANCE",
    "rules": "RULES",
}
_HEADERS = {"theory", "import", "fun", "pred", "structure", "sort", "op", "instance", "rules"}
_OPEN_WORDS = {"and", "or", "not", "then", "else", "if", "when", "by"}
_JOIN_WORDS = {"and", "or", "then", "else", "when", "by"}
_MAYBE_PREFIX = {"-", "~", "!", "\\"}


class Token(NamedTuple):
    """A token: its kind (a terminal of grammars/lem.lark), its text, where it starts."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """The offset behind the token."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Line:
    """A logical line, never empty, and whether it starts with the word of an item."""

    tokens: list[Token]
    keyword: str

    @property
    def start(self) -> int:
        """The offset of the first token."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """The offset behind the last token."""
        return self.tokens[-1].end


@cache
def grammar() -> Lark:
    """The parser of grammars/lem.lark, made once."""
    from lark import Lark

    return Lark(
        data.text("grammars", "lem.lark"),
        parser="lalr",
        lexer="basic",
        start=["item", "tokens"],
        maybe_placeholders=False,
    )


def check_text(source: Source) -> None:
    """Refuse text that no theory needs: control characters, lines without end."""
    text = source.text
    if len(text) > MAX_TEXT:
        problem = f"the text has {len(text):,} characters; the limit is {MAX_TEXT:,}"
        raise InputError(Diagnostic(f"{source.name}: {problem}"))
    if not text.isascii() or not text.replace("\n", "").isprintable():
        for at, char in enumerate(text):
            if (char < " " and char not in "\t\n\r\f") or char in "\x7f\ufeff\ufffd":
                raise source.error(
                    f"a control character, U+{ord(char):04X}, cannot be part of a theory",
                    at,
                    at + 1,
                    hint="theories are plain text in UTF-8",
                )
    start = 0
    for line in text.splitlines(keepends=True) if len(text) > MAX_LINE else ():
        if len(line) > MAX_LINE:
            raise source.error(
                f"this line has {len(line):,} characters; the limit is {MAX_LINE:,}", start, start
            )
        start += len(line)


def tokenize(source: Source) -> list[Token]:
    """All tokens of a text, with NEWLINE and BAD among them. Raises InputError."""
    check_text(source)
    tokens = []
    for item in grammar().lex(source.text):
        start = item.start_pos or 0
        token = Token(str(item.type), str(item), start)
        if token.kind == "NUMBER" and len(token.text) > MAX_DIGITS:
            raise source.error(
                f"a number of {len(token.text):,} digits; the limit is {MAX_DIGITS:,}",
                start,
                token.end,
            )
        if token.kind == "NAME" and len(token.text) > MAX_NAME:
            raise source.error(
                f"a name of {len(token.text):,} characters; the limit is {MAX_NAME}",
                start,
                token.end,
            )
        tokens.append(token)
    return tokens


def keyword(tokens: list[Token], at: int) -> str:
    """The word of an item that starts at a token, or the empty string.

    `sort(nil) = nil` starts with no such word: it is followed by a bracket.
    """
    word = tokens[at].text
    if at + 1 >= len(tokens):
        return word if word in KEYWORDS else ""
    after = tokens[at + 1]
    if word == "and" and after.kind == "NAME" and after.text in ("fun", "pred"):
        return "and"
    if word not in KEYWORDS:
        return ""
    if after.kind in ("NAME", "NUMBER", "NEWLINE") or after.text == ":":
        return word
    operator = after.kind == "LPAR" and at + 2 < len(tokens) and tokens[at + 2].kind == "OP"
    return word if operator or word == "def" else ""


def lines(source: Source) -> list[Line]:
    """The logical lines of a text. Raises InputError where no token can be made."""
    tokens = tokenize(source)
    found: list[Line] = []
    current: list[Token] = []
    word = ""
    depth = indent = 0
    fresh = True
    for at, token in enumerate(tokens):
        if token.kind == "NEWLINE":
            fresh = True
            continue
        if fresh:
            fresh = False
            column = token.start - source.text.rfind("\n", 0, token.start)
            head = keyword(tokens, at)
            if current and (head or not _joins(current, word, token, depth, column - indent)):
                found.append(Line(current, word))
                current, depth = [], 0
            if not current:
                word, indent = head, column
        if token.kind == "LPAR":
            depth += 1
        elif token.kind == "RPAR":
            depth = max(depth - 1, 0)
        current.append(token)
    if current:
        found.append(Line(current, word))
    return found


def _joins(current: list[Token], word: str, token: Token, depth: int, deeper: int) -> bool:
    """Whether a physical line that starts with `token` continues the current logical line."""
    if depth:
        return True
    last = current[-1]
    if last.kind == "COMMA" or token.kind == "COMMA":
        return True
    header = word in _HEADERS or word == "and"
    if last.kind == "OP" and not (header and last.text not in ("->", ":")):
        return True
    if header:
        return token.text == "->"
    if last.kind == "NAME" and last.text in _OPEN_WORDS and len(current) > 1:
        return True
    if token.kind == "NAME" and token.text in _JOIN_WORDS:
        return True
    if token.kind == "OP":
        return token.text not in _MAYBE_PREFIX or (deeper > 0 and token.text != "\\")
    return False
