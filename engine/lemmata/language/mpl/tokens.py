"""From text to the tokens of grammars/mpl.lark."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from lemmata import data
from lemmata.errors import Diagnostic, InputError, Source
from lemmata.language.expr.tokens import Token
from lemmata.language.mpl.syntax import Actions

if TYPE_CHECKING:
    from lark import Lark

MAX_TEXT = 20_000_000
MAX_NAME = 150
SUFFIX = "_integration_goal"
KINDS = ("direct", "induction", "mirrored", "reformulated")
"""What Generative Logic writes behind the theorems of a list, before the rest of the line."""


@cache
def grammar() -> Lark:
    """The parser of grammars/mpl.lark, made once."""
    from lark import Lark

    return Lark(
        data.text("grammars", "mpl.lark"),
        parser="lalr",
        lexer="basic",
        start=["definition", "statements", "tokens"],
        transformer=Actions,
        maybe_placeholders=False,
    )


@cache
def _pattern() -> re.Pattern[str]:
    known = {t.name: t.pattern.to_regexp() for t in grammar().terminals if t.pattern}
    blank, marks = known.pop("BLANK"), ("LPAR", "RPAR", "LSQB", "RSQB", "COMMA", "BANG", "NAME")
    groups = "|".join(f"(?P<{name}>{known[name]})" for name in marks)
    return re.compile(rf"(?:{blank})?(?:{groups}|(?P<END>\Z)|(?P<BAD>(?s:.)))")


def lex(source: Source) -> list[Token]:
    """The tokens of a text, marked as the grammar wants them. Raises InputError."""
    text = source.text
    if len(text) > MAX_TEXT:
        problem = f"{source.name} has {len(text):,} characters; the limit is {MAX_TEXT:,}"
        raise InputError(Diagnostic(problem))
    found: list[Token] = []
    depth = at = 0
    while at < len(text):
        match = _pattern().match(text, at)
        assert match is not None
        kind = match.lastgroup or "END"
        if kind == "END":
            break
        token, at = Token(kind, match[kind], match.start(kind)), match.end()
        depth += (kind == "LPAR") - (kind == "RPAR")
        if kind in ("NAME", "BAD"):
            _check(token, source)
            token = _marked(token, depth)
        found.append(token)
        if token.type == "KIND":
            end = text.find("\n", at)
            end = end if end >= 0 else len(text)
            if rest := text[at:end].strip():
                found.append(Token("REST", rest, at))
            at = end
    return found


def _marked(token: Token, depth: int) -> Token:
    if token.text in "&>":
        return Token("AND" if token.text == "&" else "IMPLIES", token.text, token.start)
    if not depth and token.text == SUFFIX:
        return Token("SUFFIX", token.text, token.start)
    if not depth and token.text in KINDS:
        return Token("KIND", token.text, token.start)
    return token


def _check(token: Token, source: Source) -> None:
    """Refuse control characters and names without end."""
    for i, char in enumerate(token.text[: MAX_NAME + 1]):
        if unicodedata.category(char)[0] in "CZ":
            at = token.start + i
            problem = f"the character U+{ord(char):04X} cannot be part of a name"
            raise source.error(problem, at, at + 1)
    if len(token.text) > MAX_NAME:
        problem = f"a name of {len(token.text):,} characters; the limit is {MAX_NAME}"
        raise source.error(problem, token.start, token.end)
