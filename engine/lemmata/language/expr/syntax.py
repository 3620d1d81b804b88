"""Trees of expressions, made by the actions of the grammar."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lemmata.language.expr.sorting import Slot
    from lemmata.terms.term import Term


class Node:
    """A tree. `kind`: number, name, call (of the name `text`), power (of a call), or operator.

    `start` and `end` are offsets in the text; `slot` is the sort and `term` the term, once known.
    """

    __slots__ = ("args", "bracketed", "end", "kind", "slot", "start", "term", "text")

    slot: Slot
    term: Term

    def __init__(self, kind: str, text: str, args: list[Node], start: int, end: int) -> None:
        self.kind = kind
        self.text = text
        self.args = args
        self.start = start
        self.end = end
        self.bracketed = False


def bottom_up(root: Node) -> Iterator[Node]:
    """Every node of a tree once, arguments before the node (the links of a chain share some)."""
    done: set[Node] = set()
    stack = [(root, False)]
    while stack:
        node, ready = stack.pop()
        if ready:
            yield node
        elif node not in done:
            done.add(node)
            stack.append((node, True))
            stack.extend((arg, False) for arg in reversed(node.args))


class Actions:
    """What the rules of grammars/expr.lark do with their parts."""

    @staticmethod
    def start(parts: list[Any]) -> Node:
        """A whole expression."""
        found: Node = parts[0]
        return found

    @staticmethod
    def number(parts: list[Any]) -> Node:
        """`1.5`."""
        token = parts[0]
        return Node("number", token.text, [], token.start, token.end)

    @staticmethod
    def name(parts: list[Any]) -> Node:
        """`x`."""
        token = parts[0]
        return Node("name", token.text, [], token.start, token.end)

    @staticmethod
    def binary(parts: list[Any]) -> Node:
        """`a + b`."""
        left, token, right = parts
        return Node(token.type, token.text, [left, right], left.start, right.end)

    @staticmethod
    def prefix(parts: list[Any]) -> Node:
        """`-a`, `not a`."""
        token, arg = parts
        return Node("NEG" if token.type == "MINUS" else "NOT", "", [arg], token.start, arg.end)

    @staticmethod
    def same(parts: list[Any]) -> Node:
        """`+a`."""
        return Actions._around(parts[1], parts[0].start, parts[1].end)

    @staticmethod
    def bracket(parts: list[Any]) -> Node:
        """`(a)`."""
        return Actions._around(parts[1], parts[0].start, parts[2].end)

    @staticmethod
    def _around(node: Node, start: int, end: int) -> Node:
        node.bracketed, node.start, node.end = True, start, end
        return node

    @staticmethod
    def chain(parts: list[Any]) -> Node:
        """`a < b`, or `a < b < c` for `a < b and b < c`."""
        links = [Actions.binary(parts[i : i + 3]) for i in range(0, len(parts) - 2, 2)]
        found = links.pop()
        while links:
            left = links.pop()
            found = Node("AND", "chain", [left, found], left.start, found.end)
        return found

    @staticmethod
    def factorial(parts: list[Any]) -> Node:
        """`n!`."""
        arg, token = parts
        return Node("call", "factorial", [arg], arg.start, token.end)

    @staticmethod
    def absolute(parts: list[Any]) -> Node:
        """`|x|`."""
        return Node("call", "abs", [parts[1]], parts[0].start, parts[2].end)

    @staticmethod
    def call(parts: list[Any]) -> Node:
        """`f(a, b)`."""
        name = parts[0]
        return Node("call", name.text, parts[2:-1:2], name.start, parts[-1].end)

    @staticmethod
    def power_of_call(parts: list[Any]) -> Node:
        """`sin^2(x)` for `sin(x)^2`."""
        name, _, exponent, *rest = parts
        call = Node("call", name.text, rest[1:-1:2], name.start, rest[-1].end)
        power = Node("number", exponent.text, [], exponent.start, exponent.end)
        return Node("power", name.text, [call, power], name.start, rest[-1].end)

    @staticmethod
    def condition(parts: list[Any]) -> Node:
        """`if c then a else b`."""
        token, test, _, yes, _, no = parts
        return Node("IF", "", [test, yes, no], token.start, no.end)
