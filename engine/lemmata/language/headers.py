"""The heads of logical lines: key words marked by their place, parsed by grammars/lem.lark."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from lemmata.errors import Source
from lemmata.language.notation import RESERVED_WORDS
from lemmata.language.syntax import bad_character
from lemmata.language.tokens import KEYWORDS, Token, grammar

MAX_NESTING = 30
_FIXITIES = {"infixl", "infixr", "infix", "prefix"}
_MARKS = {":": "COLON", "=": "EQUAL", "->": "ARROW", "|": "BAR"}
_SHOWN = {
    "NAME": "a name",
    "NUMBER": "a number",
    "OP": "an operator",
    "LPAR": "(",
    "RPAR": ")",
    "COMMA": ",",
    "COLON": ":",
    "EQUAL": "=",
    "ARROW": "->",
    "BAR": "|",
    "AND": "and",
    "OVER": "over",
    "PARTIAL": "partial",
    "FIXITY": "infixl, infixr, infix or prefix",
    "EXPR": "an expression",
    "$END": "the end of the line",
}


@dataclass(slots=True)
class Branch:
    """A node of a parse tree: the rule of the grammar, its tokens, its branches."""

    rule: str
    tokens: list[Token] = field(default_factory=list)
    branches: list[Branch] = field(default_factory=list)

    def names(self) -> list[Token]:
        """The tokens that are names."""
        return [token for token in self.tokens if token.kind == "NAME"]

    def has(self, kind: str) -> bool:
        """Whether a token of some kind is there."""
        return any(token.kind == kind for token in self.tokens)


_OTHER_WORDS = {
    "lemma": "theorem",
    "proposition": "theorem",
    "function": "fun",
    "definition": "def",
    "data": "datatype",
    "type": "datatype",
    "const": "fun",
    "predicate": "pred",
    "operator": "op",
    "rule": "rules",
}


def misspelt(tokens: list[Token], source: Source) -> None:
    """Refuse a line that starts with two words, since no expression does."""
    if len(tokens) < 2 or any(t.kind != "NAME" for t in tokens[:2]):
        return
    word = tokens[0].text
    if word in RESERVED_WORDS or tokens[1].text in RESERVED_WORDS:
        return
    close = get_close_matches(word, KEYWORDS, n=1)
    meant = _OTHER_WORDS.get(word) or (close[0] if close else None)
    if meant:
        hint = f"did you mean {meant}?"
        raise source.error(f"unknown item {word}", tokens[0].start, tokens[0].end, hint=hint)


def head(tokens: list[Token], word: str, source: Source) -> tuple[list[Token], list[Token]]:
    """The tokens that the grammar reads, retagged, and the expression behind them."""
    marked: list[Token] = []
    if word:
        marked.append(Token(KEYWORDS[word], word, tokens[0].start))
    body = word in ("", "axiom", "theorem")
    depth = 0
    for token in qualified(tokens[1:] if word else tokens):
        if token.kind == "BAD":
            raise bad_character(source, token)
        depth += (token.kind == "LPAR") - (token.kind == "RPAR")
        if depth > MAX_NESTING:
            raise source.error("brackets are nested too deeply", token.start, token.end)
        if body and token.kind == "OP" and token.text.startswith(":") and depth == 0:
            marked.append(Token("COLON", ":", token.start))
            rest = [t for t in tokens if t.start > token.start]
            if token.text != ":":
                rest.insert(0, Token("OP", token.text[1:], token.start + 1))
            return marked, rest
        marked.append(retag(token, word, depth, marked))
    return marked, []


def qualified(tokens: Sequence[Token]) -> list[Token]:
    """Join `nat . Nat` without blanks into one name."""
    found: list[Token] = []
    for token in tokens:
        if len(found) > 1 and token.kind == "NAME":
            left, dot = found[-2:]
            if dot.text == "." and left.kind == "NAME" and left.end == dot.start:
                found[-2:] = [Token("NAME", f"{left.text}.{token.text}", left.start)]
                continue
        found.append(token)
    return found


def retag(token: Token, word: str, depth: int, before: list[Token]) -> Token:
    """The token as the grammar knows it at this place."""
    kind = token.kind
    if kind == "OP" and before[-1].kind != "LPAR":
        kind = _MARKS.get(token.text, kind)
    elif kind == "NAME" and not depth:
        if token.text in _FIXITIES and before[-1].kind in ("NAME", "RPAR"):
            kind = "FIXITY"
        elif word in ("fun", "pred") and token.text == "partial":
            kind = "PARTIAL"
        elif word == "rules" and token.text == "over":
            kind = "OVER"
        elif word == "datatype" and token.text == "and":
            kind = "AND"
        elif word == "datatype" and token.text == "datatype" and before[-1].kind == "AND":
            kind = "SKIP"
    return Token(kind, token.text, token.start)


def parse(tokens: list[Token], body: bool, source: Source, end: int) -> Branch:
    """Feed the tokens of one line to the grammar. Raises InputError."""
    from lark import Token as LarkToken
    from lark.exceptions import UnexpectedToken

    parser = grammar().parse_interactive(start="item")
    position = tokens[-1]
    try:
        for position in tokens:
            if position.kind != "SKIP":
                parser.feed_token(LarkToken(position.kind, position.text))
        if body:
            parser.feed_token(LarkToken("EXPR", ""))
        position = Token("$END", "", end)
        tree = parser.feed_eof()  # type: ignore[no-untyped-call]
    except UnexpectedToken:
        kinds = sorted(parser.accepts())  # type: ignore[no-untyped-call]
        expected = tuple(_SHOWN.get(kind, kind.lower()) for kind in kinds)
        shown = f"unexpected {position.text}" if position.text else "the line ends too early"
        stop = max(position.end, position.start + 1)
        raise source.error(shown, position.start, stop, expected=expected) from None
    return _branch(tree, (token for token in tokens if token.kind != "SKIP"))


def _branch(tree: object, tokens: Iterator[Token]) -> Branch:
    """A tree of the grammar with our tokens, which stand in the same order (it is shallow)."""
    found = Branch(str(getattr(tree, "data", "")))
    for child in getattr(tree, "children", ()):
        if hasattr(child, "children"):
            found.branches.append(_branch(child, tokens))
        else:
            found.tokens.append(next(tokens, Token("EXPR", "", 0)))
    return found
