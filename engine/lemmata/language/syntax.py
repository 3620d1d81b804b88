"""Syntax trees, and the operators that a scope knows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lemmata.errors import InputError, Source
from lemmata.language.notation import BUILT_IN_INFIX, BUILT_IN_PREFIX
from lemmata.language.tokens import Token


@dataclass(slots=True, eq=False)
class Node:
    """A syntax tree. `kind`: name, number, call, apply, lambda (of the name `text`), annotation."""

    kind: str
    text: str
    args: list[Node]
    start: int
    end: int
    bracketed: bool = False
    sort: list[Token] = field(default_factory=list)


def walk(root: Node) -> Iterator[Node]:
    """Every node of a tree, parents first."""
    stack = [root]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(node.args))


@dataclass(slots=True)
class Operators:
    """The operators in scope: `infix` gives precedence and associativity, `prefix` precedence."""

    infix: dict[str, tuple[int, str]] = field(default_factory=lambda: dict(BUILT_IN_INFIX))
    prefix: dict[str, int] = field(default_factory=lambda: dict(BUILT_IN_PREFIX))

    def split(self, tokens: Sequence[Token], source: Source) -> list[Token]:
        """Cut runs of operator characters into known operators, the longest first."""
        found: list[Token] = []
        longest = max(map(len, {*self.infix, *self.prefix, *_PUNCTUATION, POWER}))
        for token in tokens:
            if token.kind == "BAD":
                raise bad_character(source, token)
            if token.kind != "OP" or self._known(token.text):
                found.append(token)
                continue
            found.extend(self._pieces(token, longest, source))
        if POWER in self.infix:
            return found
        return [Token("OP", "^", t.start) if t.text == POWER else t for t in found]

    def _pieces(self, token: Token, longest: int, source: Source) -> list[Token]:
        """An operator and the prefix operators that follow it without a blank."""
        pieces: list[Token] = []
        at = 0
        while at < len(token.text):
            size = min(len(token.text) - at, longest)
            while size and not self._known(token.text[at : at + size]):
                size -= 1
            piece = token.text[at : at + size]
            follows = piece in self.prefix or piece == "\\"
            if not size or token.text in SPELLINGS or (pieces and not follows):
                raise self._unknown(token, source)
            pieces.append(Token("OP", piece, token.start + at))
            at += size
        return pieces

    def _known(self, text: str) -> bool:
        return text in self.infix or text in self.prefix or text in _PUNCTUATION or text == POWER

    def _unknown(self, token: Token, source: Source) -> InputError:
        names = sorted(n for n in {*self.infix, *self.prefix} if not n[0].isalpha())
        return source.error(
            f"unknown operator {token.text}",
            token.start,
            token.end,
            expected=tuple(names),
            hint=SPELLINGS.get(token.text),
        )


POWER = "**"
_PUNCTUATION = {"\\", ".", ":", "=>", "->", "|"}
SPELLINGS = {
    "==": "equality is written =",
    "≠": "write !=",
    "≤": "write <=",
    "≥": "write >=",
    "→": "write -> or ==>",
    "&&": "write and",
    "||": "write or",
    "<>": "write !=",
    "!": "negation is written not",
    "~": "negation is written not",
    "∀": "free names are universal: no quantifier is written",
    "∃": "existential goals are not supported",
    "λ": "write \\x. body",
}


def bad_character(source: Source, token: Token) -> InputError:
    """The error for a character that no token starts with."""
    hint = "a name has letters, digits and _ only" if token.text in "'\"`" else None
    if token.text in "[]{}":
        hint = "only ( ) are brackets"
    return source.error(f"unexpected character {token.text}", token.start, token.end, hint=hint)
