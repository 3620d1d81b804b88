"""From text to the tokens of grammars/expr.lark.

A product needs no sign where a number, a closing bracket or a constant is followed by a name or an
opening bracket: 2x, 2sin(x), 3(x + 1), (x + 1)(x - 1). A name before a bracket is a function, but
if it is a variable: in x(x + 1) the second x stands alone, so the first one is a factor.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from lemmata import data
from lemmata.errors import Diagnostic, InputError, Source
from lemmata.language.expr.syntax import Actions

if TYPE_CHECKING:
    from lark import Lark

MAX_TEXT = 1_000_000
MAX_TOKENS = 400_000
MAX_NAME = 150
WORDS = {"and": "AND", "or": "OR", "not": "NOT", "if": "IF", "then": "THEN", "else": "ELSE"}
_OPERATOR_WORDS = {"xor", "implies", "iff", "mod", "div", "in", "times"}
_ENDS = {"NUMBER", "NAME", "RPAR", "CLOSE", "BANG"}
_STARTS = {"NAME", "FUNCTION", "LPAR", "BAR"}
_HINTS = {
    "==": "equality is written =",
    "==>": "write an assumption as an assumption",
    "=>": "write >= for the order",
    "<>": "write !=",
    ":=": "equality is written =",
    "&": "write and",
    "&&": "write and",
    "∧": "write and",
    "∨": "write or",
    "~": "negation is written not",
    "¬": "negation is written not",
    "√": "write sqrt(x)",
    "²": "write ^2",
    "³": "write ^3",
    ";": "one expression at a time",
}


class Token(NamedTuple):
    """A token: a terminal of the grammar, its text, where it starts."""

    type: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """The offset behind the token."""
        return self.start + len(self.text)


@cache
def grammar() -> Lark:
    """The parser of grammars/expr.lark, made once."""
    from lark import Lark

    return Lark(
        data.text("grammars", "expr.lark"),
        parser="lalr",
        lexer="basic",
        start=["start", "tokens"],
        transformer=Actions,
        maybe_placeholders=False,
    )


@cache
def _pattern() -> re.Pattern[str]:
    names = ("NUMBER", "NAME", "WRONG", "COMPARE", "POWER", "TIMES", "DIVIDE", "PLUS", "MINUS")
    known = {t.name: t.pattern.to_regexp() for t in grammar().terminals if t.pattern}
    ordered = [*names, "BANG", "BAR", "LPAR", "RPAR", "COMMA"]
    groups = [f"(?P<{name}>{known[name]})" for name in ordered]
    return re.compile(rf"\s*(?:{'|'.join(groups)}|(?P<END>\Z)|(?P<BAD>(?s:.)))")


def lex(source: Source) -> list[Token]:
    """The tokens as written. Raises InputError."""
    if len(source.text) > MAX_TEXT:
        problem = f"the expression has {len(source.text):,} characters; the limit is {MAX_TEXT:,}"
        raise InputError(Diagnostic(problem))
    found = []
    for match in _pattern().finditer(source.text):
        kind = match.lastgroup or "END"
        if kind == "END":
            break
        text, start = match[kind], match.start(kind)
        if kind == "NAME":
            kind = WORDS.get(text, kind)
            if not text.isidentifier():
                at = start + next(i for i, char in enumerate(text) if not f"_{char}".isidentifier())
                raise _unexpected(source, source.text[at], at)
            if len(text) > MAX_NAME:
                problem = f"a name of {len(text):,} characters; the limit is {MAX_NAME}"
                raise source.error(problem, start, start + len(text))
        elif kind in ("BAD", "WRONG"):
            raise _unexpected(source, text, start)
        found.append(Token(kind, text, start))
    if len(found) > MAX_TOKENS:
        problem = f"the expression has {len(found):,} signs and names; the limit is {MAX_TOKENS:,}"
        raise InputError(Diagnostic(problem))
    return found


def _unexpected(source: Source, text: str, start: int) -> InputError:
    hint = _HINTS.get(text)
    if text in "[]{}":
        hint = "only ( ) are brackets"
    problem = f"unexpected {text}" if text.isprintable() else "a control character"
    if not text.isprintable():
        problem += f", U+{ord(text[0]):04X}, cannot be part of an expression"
    return source.error(problem, start, start + len(text), hint=hint)


def bare_names(tokens: Iterable[Token]) -> set[str]:
    """The names that stand somewhere without a bracket behind them."""
    found = set()
    before: Token | None = None
    for token in tokens:
        if before is not None and before.type == "NAME" and token.type != "LPAR":
            found.add(before.text)
        before = token
    if before is not None and before.type == "NAME":
        found.add(before.text)
    return found


class Arranger:
    """Adds what the grammar wants to see: products without a sign, functions, sides of bars."""

    def __init__(
        self, source: Source, is_function: Callable[[str], bool], factors: Collection[str]
    ) -> None:
        self.source = source
        self.is_function = is_function
        self.factors = factors
        self.found: list[Token] = []
        self.open: list[Token] = []

    def run(self, tokens: list[Token]) -> list[Token]:
        """The tokens for the parser. Raises InputError."""
        for i, token in enumerate(tokens):
            before = self.found[-1] if self.found else None
            called = i + 1 < len(tokens) and tokens[i + 1].type == "LPAR"
            if token.type == "NAME" and self.is_function(token.text):
                power = i + 1 < len(tokens) and tokens[i + 1].type == "POWER"
                if not called and not power:
                    raise self._bare_function(token)
                token = Token("FUNCTION", token.text, token.start)
            if token.type == "BAR":
                self._bar(token, before)
                continue
            if before is not None and before.type in _ENDS:
                self._between(before, token)
            if token.type in ("LPAR", "RPAR"):
                self._bracket(token)
            self.found.append(token)
        if self.open and self.open[-1].type == "BAR":
            raise self._open_bar(self.open[-1])
        return self.found

    def _bare_function(self, token: Token) -> InputError:
        hint = f"write {token.text}(x)"
        return self.source.error(f"{token.text} is a function", token.start, token.end, hint=hint)

    def _open_bar(self, bar: Token) -> InputError:
        hint = "the absolute value is written |x| or abs(x); write or for the disjunction"
        return self.source.error("this bar is never closed", bar.start, bar.end, hint=hint)

    def _bracket(self, token: Token) -> None:
        if token.type == "LPAR":
            self.open.append(token)
        elif self.open:
            if self.open[-1].type == "BAR":
                raise self._open_bar(self.open[-1])
            self.open.pop()

    def _bar(self, token: Token, before: Token | None) -> None:
        """A bar closes one that is open if an operand stands before it."""
        operand = before is not None and before.type in _ENDS
        if operand and self.open and self.open[-1].type == "BAR":
            self.open.pop()
            self.found.append(Token("CLOSE", "|", token.start))
            return
        if operand:
            self.found.append(Token("TIMES", "", token.start))
        self.open.append(token)
        self.found.append(Token("OPEN", "|", token.start))

    def _between(self, before: Token, token: Token) -> None:
        """Add the sign of a product between two operands, or refuse them."""
        kind = token.type
        if kind == "BANG" and before.type == "BANG":
            hint = "write (n!)! for the factorial of the factorial"
            raise self.source.error("n!! is not supported", before.start, token.end, hint=hint)
        if kind == "NUMBER" or (before.type == "NAME" and kind in ("NAME", "FUNCTION")):
            raise self._juxtaposed(before, token)
        if kind not in _STARTS:
            return
        if kind == "LPAR":
            if before.type == "NAME" and before.text not in self.factors:
                return
            if before.type == "NUMBER" and self._names_power():
                return
        elif kind != "FUNCTION" and token.text.lower() in _OPERATOR_WORDS:
            raise self._juxtaposed(before, token)
        self.found.append(Token("TIMES", "", token.start))

    def _names_power(self) -> bool:
        """Whether the last tokens are those of sin^2."""
        return [t.type for t in self.found[-3:-1]] == ["FUNCTION", "POWER"]

    def _juxtaposed(self, before: Token, token: Token) -> InputError:
        hint = f"a product is written {before.text} * {token.text}"
        for word in (before.text.lower(), token.text.lower()):
            if word in WORDS:
                hint = f"write {word}"
            elif word in _OPERATOR_WORDS:
                hint = f"there is no operator {word}"
        if before.type not in ("NUMBER", "NAME"):
            hint = "a product is written with *"
        problem = f"an operator is missing before {token.text}"
        return self.source.error(problem, token.start, token.end, hint=hint)
