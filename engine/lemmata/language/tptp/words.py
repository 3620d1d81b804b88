"""A place in the words of a text, and what the readers of terms and formulas do there."""

from __future__ import annotations

from lemmata.errors import InputError, Source
from lemmata.language.tptp.tokens import Token, tokenize

BRACKETS = {"(": ")", "[": "]"}


class Words:
    """The words of a text and the number of the next one."""

    def __init__(self, source: Source) -> None:
        self.source, self.tokens, self.next = source, tokenize(source.text), 0

    @property
    def token(self) -> Token:
        """The next word."""
        return self.tokens[self.next]

    def advance(self) -> Token:
        """Take the next word."""
        token = self.tokens[self.next]
        if token.kind != "end":
            self.next += 1
        return token

    def accept(self, mark: str) -> bool:
        """Take a mark if it is next."""
        token = self.tokens[self.next]
        if token.kind == "mark" and token.text == mark:
            self.next += 1
            return True
        return False

    def expect(self, mark: str) -> Token:
        """Take a mark; raises InputError if something else is next."""
        if not self.accept(mark):
            raise self.unexpected(mark)
        return self.tokens[self.next - 1]

    def unexpected(self, *expected: str, hint: str | None = None) -> InputError:
        """Return, not raise, the error that the next word is none of those expected."""
        kind, text, start = token = self.token
        if kind == "end":
            message, end = "the text ends here", start
        elif text == "'":
            message, end = "this quoted name does not end or holds a control character", start + 1
        elif text == '"':
            message, end = "this string does not end or holds a control character", start + 1
        elif self.source.text.startswith("/*", start):
            message, end = "this comment does not end", start + 2
        else:
            shown = text if len(text) <= 40 else f"{text[:40]}…"
            message, end = f"unexpected {shown!r}", token.end
        return self.source.error(message, start, end, expected=expected, hint=hint)

    def skip_general_terms(self) -> None:
        """Skip a source and useful information: anything with its brackets in order."""
        closing = [")"]
        while True:
            token = self.token
            bracket = token.text if token.kind == "mark" else ""
            if bracket in BRACKETS:
                closing.append(BRACKETS[bracket])
            elif bracket in (")", "]") or token.kind in ("bad", "end"):
                if bracket != closing[-1]:
                    raise self.unexpected(closing[-1])
                if len(closing) == 1:
                    return
                closing.pop()
            self.next += 1
