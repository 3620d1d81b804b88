"""Goals that need no solver: closed by congruence from the hypotheses (FORMAT-SQL.md 5b)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from lemmata.kernel.sql import objects as o
from lemmata.kernel.sql.objects import Expr, Formula

ROUNDS = 8
MAX_HYPOTHESES = 200


def closed(hyps: Sequence[Formula], goal: Formula) -> bool:
    """Whether the goal follows; False says nothing."""
    if goal == o.FALSUM or len(hyps) > MAX_HYPOTHESES:
        return False
    classes = _Classes()
    facts = [part for hyp in hyps for part in _parts(hyp)]
    for _ in range(ROUNDS):
        before = classes.size()
        for fact in facts:
            _learn(classes, fact)
        for formula in (*facts, goal):
            _signature(classes, formula)
        classes.congruence()
        if classes.size() == before:
            break
    known = {_signature(classes, fact) for fact in facts}
    return _follows(classes, known, goal)


def _parts(formula: Formula) -> Iterator[Formula]:
    for part in o.conjuncts(formula):
        if isinstance(part, o.Not) and isinstance(part.part, o.Not):
            yield from _parts(part.part.part)
        else:
            yield part


def _learn(classes: _Classes, fact: Formula) -> None:
    if isinstance(fact, o.Same):
        classes.merge(classes.node(fact.left), classes.node(fact.right))
    elif isinstance(fact, o.Holds):
        expr = fact.expr
        classes.node(expr)
        equal = isinstance(expr, o.Op) and (expr.kind, expr.name) == ("op", "=")
        if equal and isinstance(expr, o.Op) and len(expr.args) == 2 and _comparable(expr):
            classes.merge(classes.node(expr.args[0]), classes.node(expr.args[1]))


def _comparable(op: o.Op) -> bool:
    """Whether `=` is equality of values."""
    kinds = {o.kind(arg.type) for arg in op.args}
    return len(kinds) == 1 and not kinds & {"interval", "opaque", "null"}


def _follows(classes: _Classes, known: set[Any], goal: Formula) -> bool:
    if isinstance(goal, o.And):
        return all(_follows(classes, known, part) for part in goal.parts)
    if isinstance(goal, o.Or):
        return any(_follows(classes, known, part) for part in goal.parts)
    if isinstance(goal, o.Same) and classes.node(goal.left) == classes.node(goal.right):
        return True
    return all(_signature(classes, part) in known for part in _parts(goal))


def _signature(classes: _Classes, formula: Formula) -> Any:
    """A formula with expressions replaced by their classes."""
    match formula:
        case o.Holds():
            return ("holds", classes.node(formula.expr))
        case o.Same():
            pair = (classes.node(formula.left), classes.node(formula.right))
            return ("same", *sorted(pair))
        case o.Not():
            return ("not", _signature(classes, formula.part))
        case o.And() | o.Or():
            parts = tuple(_signature(classes, part) for part in formula.parts)
            return (type(formula).__name__, *parts)
        case o.Some():
            return ("some", *classes.shape(formula.bag))
    raise AssertionError(formula)


class _Classes:
    """Classes of expressions that are known to be the same."""

    def __init__(self) -> None:
        self.merges = 0
        self._parents: list[int] = []
        self._signatures: dict[Any, int] = {}
        self._entries: list[tuple[int, Any]] = []

    def size(self) -> tuple[int, int]:
        """Grows while something is learnt."""
        return self.merges, len(self._parents)

    def find(self, node: int) -> int:
        while self._parents[node] != node:
            node = self._parents[node]
        return node

    def merge(self, first: int, second: int) -> None:
        a, b = sorted((self.find(first), self.find(second)))
        if a != b:
            self._parents[b] = a
            self.merges += 1

    def _intern(self, signature: Any) -> int:
        if signature not in self._signatures:
            self._signatures[signature] = len(self._parents)
            self._entries.append((len(self._parents), signature))
            self._parents.append(len(self._parents))
        return self.find(self._signatures[signature])

    def node(self, expr: Expr) -> int:
        """The class of an expression."""
        match expr:
            case o.Op():
                args = tuple(self.node(arg) for arg in expr.args)
                return self._intern(("op", expr.kind, expr.name, expr.type, _types(expr), args))
            case o.Agg():
                name = ("agg", expr.function, expr.distinct, expr.type)
                shape, args = self.shape(expr.bag)
                return self._intern((*name, shape, args))
            case o.Truth():
                parts = (_signature(self, expr.then), _signature(self, expr.other))
                return self._intern(("truth", *parts, ()))
        return self._intern(("leaf", o.key(expr), ()))

    def shape(self, bag: o.Bag) -> tuple[Any, tuple[int, ...]]:
        """A bag without its free columns, and their classes."""
        found: list[int] = []

        def see(column: o.Col) -> Any:
            found.append(self._intern(("leaf", o.key(column), ())))
            return ("argument", column.type)

        shape = o.key(bag, {}, see)
        return shape, tuple(found)

    def congruence(self) -> None:
        """Merge expressions with the same operator and arguments of the same classes."""
        seen: dict[Any, int] = {}
        for node, signature in list(self._entries):
            *rest, args = signature
            now = (*rest, tuple(self.find(arg) for arg in args))
            self.merge(node, seen.setdefault(now, node))


def _types(op: o.Op) -> tuple[str, ...]:
    return tuple(arg.type for arg in op.args)
