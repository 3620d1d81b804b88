"""The names that the commands of a problem declare, gathered before anything is read.

A name has one meaning in a problem: a second declaration is an error, wherever it stands, and what
a problem declares is never a selector or a division of integers that is there without it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lemmata.errors import InputError, Source
from lemmata.language.tip.sexpr import Node

CORE = frozenset(
    {"forall", "exists", "let", "match", "par", "lambda", "as", "_", "!", "@", "ite"}
    | {"true", "false", "not", "and", "or", "xor", "=>", "=", "distinct"}
)
"""The words of the language and the symbols of its logic, which mean the same everywhere."""
SINGLE = frozenset({"define-fun", "define-fun-rec", "define-const", "declare-fun", "declare-const"})


def declared(source: Source, nodes: Sequence[Node]) -> frozenset[str]:
    """The functions and constructors. Raises InputError for a name that is declared twice."""
    functions, sorts = set[str](), set[str]()
    for node in nodes:
        for name in _sorts(node):
            _add(source, sorts, name)
        for name in _functions(node):
            _add(source, functions, name)
            if name.text in CORE:
                message = f"{name.text} is part of the language and cannot be declared"
                raise source.error(message, name.start, name.end)
    return frozenset(functions)


def _add(source: Source, known: set[str], name: Node) -> None:
    if name.text is not None:
        if name.text in known:
            raise _twice(source, name)
        known.add(name.text)


def _twice(source: Source, name: Node) -> InputError:
    return source.error(f"{name.text} is declared twice", name.start, name.end)


def _functions(node: Node) -> Iterator[Node]:
    rest = node.items[1:]
    if node.head in SINGLE:
        yield from rest[:1]
    elif node.head == "define-funs-rec":
        yield from (name for item in rest[:1] for name in map(_first, item.items))
    elif node.head == "declare-datatype":
        yield from (_first(item) for body in rest[1:2] for item in _inner(body).items)
    elif node.head == "declare-datatypes":
        bodies = (body for item in rest[1:2] for body in item.items)
        yield from (_first(item) for body in bodies for item in _inner(body).items)


def _sorts(node: Node) -> Iterator[Node]:
    rest = node.items[1:]
    if node.head in ("declare-sort", "declare-datatype"):
        yield from rest[:1]
    elif node.head == "declare-datatypes":
        yield from (_first(item) for heads in rest[:1] for item in heads.items)


def _first(item: Node) -> Node:
    return item.items[0] if item.items else item


def _inner(body: Node) -> Node:
    """The constructors, perhaps below `par`."""
    return body.items[2] if body.head == "par" and len(body.items) == 3 else body
