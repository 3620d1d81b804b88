"""Trees of MPL expressions: made by the actions of the grammar, printed without recursion."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from lemmata.errors import InputError, Source

if TYPE_CHECKING:
    from lemmata.language.expr.tokens import Token

_SHOWN = {
    "NAME": "a name",
    "LPAR": "(",
    "RPAR": ")",
    "LSQB": "[",
    "RSQB": "]",
    "COMMA": ",",
    "BANG": "!",
    "AND": "&",
    "IMPLIES": ">",
    "SUFFIX": "",
    "KIND": "",
    "REST": "",
    "$END": "the end",
}


@dataclass(frozen=True, slots=True)
class Name:
    """A name where it stands."""

    text: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Expr:
    """An expression. `kind`: "atom", "both" (two parts) or "implies" (premise, conclusion).

    `names` are the arguments of an atom, or the variables that an implication binds.
    """

    kind: str
    name: str = ""
    names: tuple[Name, ...] = ()
    parts: tuple[Expr, ...] = ()
    negated: bool = False
    start: int = 0
    end: int = 0

    def __str__(self) -> str:
        return show_expr(self)


class Actions:
    """What the rules of grammars/mpl.lark do with their parts."""

    @staticmethod
    def definition(parts: list[Any]) -> Expr:
        """The body of a definition."""
        found: Expr = parts[0]
        return found

    @staticmethod
    def statements(parts: list[Any]) -> list[Expr]:
        """Theorems."""
        return parts

    @staticmethod
    def statement(parts: list[Any]) -> Expr:
        """A theorem without its columns."""
        found: Expr = parts[0]
        return found

    @staticmethod
    def columns(_: list[Any]) -> None:
        """What stands behind a theorem is not kept."""

    @staticmethod
    def plain(parts: list[Any]) -> Expr:
        """`(body)`."""
        found: Expr = parts[1]
        return replace(found, start=parts[0].start, end=parts[-1].end)

    @staticmethod
    def negated(parts: list[Any]) -> Expr:
        """`!(body)`."""
        found: Expr = parts[2]
        return replace(found, start=parts[0].start, end=parts[-1].end, negated=True)

    @staticmethod
    def atom(parts: list[Any]) -> Expr:
        """`p[a,b]`."""
        return Expr("atom", parts[0].text, parts[2])

    @staticmethod
    def both(parts: list[Any]) -> Expr:
        """`&A B`."""
        return Expr("both", parts=tuple(parts[1:]))

    @staticmethod
    def implies(parts: list[Any]) -> Expr:
        """`>[x,y]A B`."""
        return Expr("implies", "", parts[2], tuple(parts[4:]))

    @staticmethod
    def names(parts: list[Any]) -> tuple[Name, ...]:
        """`a,b`."""
        return tuple(Name(t.text, t.start, t.end) for t in parts[::2])


def parse_body(source: Source) -> Expr:
    """The expression of a definition file. Raises InputError."""
    found: Expr = _parse(source, "definition")
    return found


def parse_statements(source: Source) -> list[Expr]:
    """The theorems of a file. Raises InputError."""
    found: list[Expr] = _parse(source, "statements")
    return found


def _parse(source: Source, start: str) -> Any:  # noqa: ANN401
    from lark.exceptions import UnexpectedToken

    from lemmata.language.expr.tokens import Token
    from lemmata.language.mpl.tokens import grammar, lex

    tokens = [*lex(source), Token("$END", "", len(source.text))]
    parser: Any = grammar().parse_interactive(start=start)
    token, before, tree = tokens[0], None, None
    try:
        for token in tokens:
            tree = parser.feed_token(token)
            before = token
    except UnexpectedToken:
        raise _unexpected(source, token, before, parser.accepts()) from None
    return tree


def _unexpected(
    source: Source, token: Token, before: Token | None, accepted: set[str]
) -> InputError:
    kinds = [_SHOWN.get(kind, kind) for kind in sorted(accepted)]
    expected = tuple(kind for kind in kinds if kind)
    hint = None
    if before is not None and before.type == "LPAR" and token.type in ("LPAR", "BANG"):
        hint = "no brackets stand around a whole expression: write (p[x]), !(p[x])"
    shown = token.text if len(token.text) <= 40 else f"{token.text[:40]}…"
    problem = f"unexpected {shown}" if shown else "the text ends here"
    return source.error(problem, token.start, token.end, expected=expected, hint=hint)


def show_expr(root: Expr) -> str:
    """The text of an expression, which parses back to the same tree.

    >>> from lemmata.errors import Source
    >>> show_expr(parse_body(Source("x", " (> [ ] (p[a, +]) ! (q[ ])) ")))
    '(>[](p[a,+])!(q[]))'
    """
    out: list[str] = []
    stack: list[Expr | str] = [root]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            out.append(item)
            continue
        names = f"[{','.join(name.text for name in item.names)}]"
        mark = {"atom": item.name + names, "both": "&", "implies": ">" + names}[item.kind]
        out.append(("!(" if item.negated else "(") + mark)
        stack += [")", *reversed(item.parts)]
    return "".join(out)


def walk(root: Expr) -> Iterator[Expr]:
    """Every expression within, outer ones first, left to right."""
    stack = [root]
    while stack:
        item = stack.pop()
        yield item
        stack.extend(reversed(item.parts))


def depth(root: Expr) -> int:
    """How deeply expressions are nested; a chain of premises or conjuncts counts once."""
    deepest = 0
    stack = [(root, 1)]
    while stack:
        item, level = stack.pop()
        deepest = max(deepest, level)
        for i, part in enumerate(item.parts):
            chained = part.kind == item.kind and not part.negated
            chained = chained and (item.kind == "both" or i == 1)
            stack.append((part, level if chained else level + 1))
    return deepest
