"""From tokens to syntax trees: an operator-precedence parser with an explicit stack.

The trees are untyped; `inference` gives them sorts. Nesting is limited by memory alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from lemmata.errors import InputError, Source
from lemmata.language.notation import LAMBDA
from lemmata.language.syntax import SPELLINGS, Node, Operators
from lemmata.language.tokens import Token

MISSING = ("a name", "a number", "(")
_QUANTIFIERS = {"exists", "forall", "∃", "∀"}
_WORDS = {"then", "else", "and", "or"}


@dataclass(slots=True)
class _Entry:
    """Something on the stack that waits for its right end."""

    kind: str
    token: Token
    precedence: int = -1
    operands: int = 0
    sort: list[Token] = field(default_factory=list)


class ExpressionParser:
    """Parses one expression; `end` is the offset behind it, for errors."""

    def __init__(
        self, tokens: Sequence[Token], operators: Operators, source: Source, end: int
    ) -> None:
        self.tokens = tokens
        self.operators = operators
        self.source = source
        self.end = end
        self.at = 0
        self.stack: list[_Entry] = []
        self.out: list[Node] = []

    def parse(self) -> Node:
        """The tree of all tokens. Raises InputError."""
        operand = True
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            operand = self._operand(token) if operand else self._operator(token)
        if operand:
            raise self._error("an operand is missing", None, MISSING)
        self._reduce(-1)
        if self.stack:
            entry = self.stack[-1]
            if entry.kind in ("if", "then"):
                wanted = "then" if entry.kind == "if" else "else"
                raise self._error(f"this if has no {wanted}", entry.token, (wanted,))
            raise self._error("this bracket is never closed", entry.token, (")",))
        return self.out[0]

    def _error(
        self,
        message: str,
        token: Token | None,
        expected: tuple[str, ...] = (),
        hint: str | None = None,
    ) -> InputError:
        start, end = (token.start, token.end) if token else (self.end, self.end + 1)
        return self.source.error(message, start, end, expected=expected, hint=hint)

    def _peek(self, offset: int = 1) -> Token | None:
        at = self.at + offset
        return self.tokens[at] if at < len(self.tokens) else None

    def _operand(self, token: Token) -> bool:
        """Read where an operand must start; whether one is still wanted afterwards."""
        if token.kind == "NAME":
            return self._name(token)
        if token.kind == "NUMBER":
            return self._number(token)
        if token.kind == "LPAR":
            return self._bracket(token)
        if token.kind == "OP" and token.text == "\\":
            self._lambda(token)
            return True
        if token.kind == "OP" and token.text in self.operators.prefix:
            self._prefix(token)
            return True
        if token.text in ("∃", "∀"):
            raise self._quantifier(token)
        raise self._error(f"unexpected {token.text}, an operand is missing", token, MISSING)

    def _prefix(self, token: Token) -> None:
        """Open a prefix operator; behind a tighter infix operator it is as tight as that one."""
        precedence = self.operators.prefix[token.text]
        if self.stack and self.stack[-1].kind in ("infix", "prefix"):
            precedence = max(precedence, self.stack[-1].precedence)
        self.at += 1
        self.stack.append(_Entry("prefix", token, precedence))

    def _quantifier(self, token: Token) -> InputError:
        hint = "free names are universal: leave the quantifier out"
        if token.text in ("exists", "∃"):
            hint = "state the property of a term that you name, or of a function that gives it"
        return self._error(f"quantifiers are not supported: {token.text}", token, (), hint)

    def _name(self, token: Token) -> bool:
        after = self._peek()
        called = after is not None and after.kind == "LPAR"
        if token.text in _QUANTIFIERS and not called:
            raise self._quantifier(token)
        if token.text == "not":
            self._prefix(token)
            return True
        if token.text == "if":
            self.at += 1
            self.stack.append(_Entry("if", token, -1, len(self.out)))
            return True
        if token.text == "fun":
            self._lambda(token)
            return True
        if token.text in _WORDS and not called:
            raise self._error(f"unexpected {token.text}, an operand is missing", token, MISSING)
        text, end = token.text, token.end
        follow = self._peek(2)
        if (
            after
            and follow
            and (after.text, after.start) == (".", end)
            and (follow.kind, follow.start) == ("NAME", after.end)
        ):
            text, end = f"{text}.{follow.text}", follow.end
            self.at += 2
            while (
                (dot := self._peek())
                and (part := self._peek(2))
                and (dot.text, dot.start) == (".", end)
                and part.start == dot.end
                and part.kind in ("NAME", "NUMBER")
            ):
                text, end = f"{text}.{part.text}", part.end
                self.at += 2
            after = self._peek()
        self.at += 1
        if after is not None and after.kind == "LPAR":
            self.at += 1
            self.stack.append(_Entry("call", Token("NAME", text, token.start), -1, len(self.out)))
            return self._empty(after)
        self.out.append(Node("name", text, [], token.start, end))
        return False

    def _number(self, token: Token) -> bool:
        after = self._peek()
        if after and after.kind in ("NAME", "NUMBER") and after.start == token.end:
            hint = f"write {token.text} * {after.text}"
            raise self._error("a number ends here", after, (), hint)
        self.at += 1
        self.out.append(Node("number", token.text, [], token.start, token.end))
        return False

    def _empty(self, bracket: Token) -> bool:
        inner = self.tokens[self.at] if self.at < len(self.tokens) else None
        if inner and inner.kind == "RPAR":
            hint = "a constant is written without brackets"
            raise self._error("an argument is missing", inner, MISSING, hint)
        return True

    def _bracket(self, token: Token) -> bool:
        operator, close = self._peek(), self._peek(2)
        if operator and close and close.kind == "RPAR" and operator.kind == "OP":
            self.at += 3
            after = self._peek(0)
            if after and after.kind == "LPAR":
                self.at += 1
                entry = _Entry("call", Token("NAME", operator.text, token.start))
                entry.operands = len(self.out)
                self.stack.append(entry)
                return self._empty(after)
            self.out.append(Node("name", operator.text, [], token.start, close.end))
            return False
        self.at += 1
        self.stack.append(_Entry("bracket", token, -1, len(self.out)))
        return self._empty(token)

    def _lambda(self, token: Token) -> None:
        self.at += 1
        found = False
        while (binder := self._peek(0)) and binder.text != ".":
            annotation: list[Token] = []
            if binder.kind == "LPAR":
                name, colon = self._peek(), self._peek(2)
                if not (name and colon and name.kind == "NAME" and colon.text == ":"):
                    raise self._error("a bound name is missing", binder, ("\\x. body",))
                self.at += 3
                annotation = self._sort()
                binder = name
            if binder.kind != "NAME":
                raise self._error("a bound name is missing", binder, ("\\x. body",))
            self.stack.append(
                _Entry("lambda", Token("NAME", binder.text, token.start), LAMBDA, 0, annotation)
            )
            found = True
            self.at += 1
        if not found or not self._peek(0):
            raise self._error("a function needs a name, a dot and a body", token, ("\\x. body",))
        self.at += 1

    def _sort(self) -> list[Token]:
        """The tokens up to the closing bracket, which becomes the current token."""
        depth, first = 0, self.at
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            if not depth and token.kind in ("RPAR", "COMMA"):
                break
            depth -= token.kind == "RPAR"
            depth += token.kind == "LPAR"
            self.at += 1
        if self.at == len(self.tokens):
            raise self._error("the bracket around a sort is never closed", None, (")",))
        return list(self.tokens[first : self.at])

    def _operator(self, token: Token) -> bool:
        """Read behind an operand; whether another one is wanted."""
        if token.kind == "RPAR":
            self._close(token)
            return False
        if token.kind == "COMMA":
            self._reduce(-1)
            if not self.stack or self.stack[-1].kind not in ("call", "apply"):
                raise self._error("unexpected ,", token, ("an infix operator", "the end"))
            self.at += 1
            return True
        if token.kind == "LPAR":
            if self.out[-1].kind == "number":
                raise self._error("unexpected (", token, ("an infix operator",))
            self.at += 1
            self.stack.append(_Entry("apply", token, -1, len(self.out) - 1))
            return self._empty(token)
        if token.text in ("then", "else") and token.kind == "NAME":
            self._branch(token)
            return True
        if token.text == ":" and self.stack and self._innermost() in ("bracket", "call"):
            self._reduce(-1)
            self.at += 1
            sort = self._sort()
            node = self.out[-1]
            self.out[-1] = Node("annotation", "", [node], node.start, node.end, False, sort)
            return False
        if token.text == "==>":
            raise self._error(
                "an implication stands inside a term",
                token,
                (),
                "premises are equations or Bool terms, written P ==> Q ==> conclusion",
            )
        known = self.operators.infix.get(token.text)
        if known is None or token.kind not in ("OP", "NAME"):
            raise self._unexpected(token)
        precedence, fixity = known
        self._reduce(precedence if fixity != "infixr" else precedence + 1)
        if fixity == "infix" and self.out[-1].kind == "call" and not self.out[-1].bracketed:
            other = self.operators.infix.get(self.out[-1].text)
            if other and other == known and len(self.out[-1].args) == 2 and self._written_infix():
                raise self._error(
                    f"{self.out[-1].text} and {token.text} do not associate",
                    token,
                    (),
                    "add brackets",
                )
        self.at += 1
        self.stack.append(_Entry("infix", token, precedence))
        return True

    def _written_infix(self) -> bool:
        node = self.out[-1]
        return node.args[0].start == node.start

    def _unexpected(self, token: Token) -> InputError:
        expected = ("an infix operator", "the end")
        if token.kind in ("NAME", "NUMBER"):
            before = self.out[-1]
            hint = None
            if before.kind == "name":
                hint = f"application is written {before.text}({token.text})"
            return self._error(f"unexpected {token.text}", token, expected, hint)
        hint = SPELLINGS.get(token.text)
        return self._error(f"unexpected {token.text}", token, expected, hint)

    def _innermost(self) -> str:
        for entry in reversed(self.stack):
            if entry.kind in ("bracket", "call", "apply", "if", "then"):
                return entry.kind
        return ""

    def _branch(self, token: Token) -> None:
        self._reduce(-1)
        wanted = "if" if token.text == "then" else "then"
        if not self.stack or self.stack[-1].kind != wanted:
            raise self._error(f"{token.text} without {wanted}", token)
        entry = self.stack[-1]
        self.at += 1
        if wanted == "if":
            entry.kind = "then"
        else:
            entry.kind, entry.precedence = "else", LAMBDA

    def _close(self, token: Token) -> None:
        self._reduce(-1)
        if not self.stack or self.stack[-1].kind not in ("bracket", "call", "apply"):
            raise self._error("this bracket was never opened", token, ("an infix operator",))
        entry = self.stack.pop()
        self.at += 1
        if entry.kind == "bracket":
            node = self.out[-1]
            node.bracketed, node.start, node.end = True, entry.token.start, token.end
            return
        args = self.out[entry.operands :]
        del self.out[entry.operands :]
        if entry.kind == "call":
            start = entry.token.start
            self.out.append(Node("call", entry.token.text, args, start, token.end))
        else:
            self.out.append(Node("apply", "@", args, args[0].start, token.end))

    def _reduce(self, precedence: int) -> None:
        """Close every open operator that binds at least as tightly."""
        while self.stack and self.stack[-1].precedence >= max(precedence, 0):
            entry = self.stack.pop()
            token, last = entry.token, self.out[-1]
            if entry.kind == "infix":
                right = self.out.pop()
                left = self.out.pop()
                node = Node("call", token.text, [left, right], left.start, right.end)
            elif entry.kind == "else":
                args = self.out[entry.operands :]
                del self.out[entry.operands :]
                self.out.append(Node("call", "ite", args, token.start, args[-1].end))
                continue
            elif entry.kind == "lambda":
                self.out.pop()
                node = Node("lambda", token.text, [last], token.start, last.end, False, entry.sort)
            else:
                self.out.pop()
                node = Node("call", token.text, [last], token.start, last.end)
            self.out.append(node)


def parse_expression(
    tokens: Sequence[Token], operators: Operators, source: Source, end: int
) -> Node:
    """The tree of an expression whose operators are already split. Raises InputError."""
    return ExpressionParser(tokens, operators, source, end).parse()
