"""What the names of an expression stand for: elements, sets, unary or binary functions.

The places where a name is used decide; they must agree. Unknown relations, wrong numbers of
arguments and names that nothing binds are refused here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from lemmata.errors import InputError, Source
from lemmata.language.mpl.book import Book, Entry
from lemmata.language.mpl.syntax import Expr, Name, depth, walk

MAX_DEPTH = 100
MAX_SIZE = 5_000


@dataclass(slots=True, eq=False)
class _Cell:
    """What a name stands for, once a use of it says so."""

    kind: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """An expression in which every name has its meaning: `kinds` of the bound variables."""

    source: Source
    expr: Expr
    kinds: Mapping[Expr, tuple[str, ...]] = field(default_factory=dict)

    def error(self, expr: Expr, message: str, hint: str | None = None) -> InputError:
        """An error about an expression."""
        return self.source.error(message, expr.start, expr.end, hint=hint)


def sorted_text(source: Source, root: Expr, outer: Mapping[str, str], book: Book) -> Text:
    """The text with the kinds of its names; `outer` has those that are bound outside of it.

    Raises InputError.
    """
    nested = depth(root)
    if nested > MAX_DEPTH:
        problem = f"nested {nested:,} deep; the limit is {MAX_DEPTH}"
        raise source.error(problem, root.start, root.start + 1)
    if sum(1 for _ in walk(root)) > MAX_SIZE:
        problem = f"more than {MAX_SIZE:,} relations in one expression"
        raise source.error(problem, root.start, root.start + 1)
    cells = {name: _Cell(kind, "where it is declared") for name, kind in outer.items()}
    bound: dict[Expr, list[_Cell]] = {}
    stack: list[tuple[Expr, dict[str, _Cell]]] = [(root, cells)]
    while stack:
        expr, scope = stack.pop()
        if expr.kind == "atom":
            _atom(source, expr, scope, book)
            continue
        if expr.names:
            _different(source, expr)
            bound[expr] = [_Cell() for _ in expr.names]
            names = (name.text for name in expr.names)
            scope = {**scope, **dict(zip(names, bound[expr], strict=True))}
        stack.extend((part, scope) for part in reversed(expr.parts))
    kinds = {expr: tuple(cell.kind for cell in found) for expr, found in bound.items()}
    return Text(source, root, kinds)


def _different(source: Source, expr: Expr) -> None:
    seen = set()
    for name in expr.names:
        if name.text in seen:
            raise source.error(f"{name.text} is bound twice here", name.start, name.end)
        seen.add(name.text)


def find(source: Source, expr: Expr, book: Book) -> Entry:
    """The entry of the relation of an atom, with the right number of arguments."""
    entry = book.entries.get(expr.name)
    start = expr.start + (2 if expr.negated else 1)
    if entry is None:
        start = source.text.find(expr.name, start)
        close = get_close_matches(expr.name, list(book.entries), n=1)
        hint = f"did you mean {close[0]}? " if close else ""
        hint += f"relations are those with an entry in {book.source.name}"
        problem = f"there is no relation {expr.name}"
        raise source.error(problem, start, start + len(expr.name), hint=hint)
    if len(entry.formals) != len(expr.names):
        problem = f"{expr.name} takes {len(entry.formals)} arguments, not {len(expr.names)}"
        expected = (f"({expr.name}[{','.join(entry.formals)}])",)
        raise source.error(problem, expr.start, expr.end, expected=expected)
    return entry


def _atom(source: Source, expr: Expr, scope: Mapping[str, _Cell], book: Book) -> None:
    entry = find(source, expr, book)
    for name, formal, kind in zip(expr.names, entry.formals, entry.kinds, strict=True):
        cell = scope.get(name.text)
        if cell is None:
            raise _unbound(source, name, scope)
        if not cell.kind:
            cell.kind, cell.place = kind, f"at {source.span(name.start)}"
        elif cell.kind != kind:
            problem = f"{name.text} is used as {kind} and is {cell.kind}"
            hint = f"{formal} of {entry.name} is {kind}; {name.text} is {cell.kind} {cell.place}"
            raise source.error(problem, name.start, name.end, hint=hint)


def _unbound(source: Source, name: Name, scope: Mapping[str, _Cell]) -> InputError:
    close = get_close_matches(name.text, list(scope), n=1)
    hint = f"did you mean {close[0]}?" if close else "bind it with (>[…]P C)"
    problem = f"{name.text} is bound nowhere"
    return source.error(problem, name.start, name.end, hint=hint)
