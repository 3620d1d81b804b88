"""Keys of bags up to the names of bound rows and the order of conjuncts."""

from __future__ import annotations

from typing import Any

from lemmata.sql.proving.bags import (
    Agg,
    And,
    Bag,
    Cmp,
    Col,
    Const,
    Flag,
    Formula,
    Gen,
    Holds,
    IsNull,
    Ite,
    Lit,
    NonEmpty,
    Not,
    Op,
    Opaque,
    Or,
    Row,
    Same,
    SameRow,
    Term,
    Truth,
    Value,
)

Key = tuple[Any, ...]


class Shape:
    """Renders nodes; free columns are numbered in the order in which they are met."""

    def __init__(self) -> None:
        self.bound: dict[Row, int] = {}
        self.free: dict[Value, int] = {}

    def bag(self, bag: Bag) -> Key:
        """A bag."""
        return ("bag", *map(self.term, bag.terms))

    def term(self, term: Term) -> Key:
        """A term; its rows get the next numbers."""
        gens = tuple(map(self.gen, term.gens))
        return (gens, self.formula(term.cond), tuple(map(self.value, term.outs)))

    def gen(self, gen: Gen) -> Key:
        """A generator."""
        over: Any = gen.row.source
        if isinstance(gen.over, Bag):
            over = self.bag(gen.over)
        elif isinstance(gen.over, Opaque):
            over = self.opaque(gen.over)
        self.bound[gen.row] = len(self.bound)
        return (over, len(gen.row.types))

    def opaque(self, over: Opaque) -> Key:
        """An opaque operator with its inputs."""
        self.bound[over.row] = len(self.bound)
        keys = tuple(map(self.value, over.keys))
        return (over.kind, keys, *map(self.bag, over.inputs))

    def value(self, value: Value) -> Key:
        """A value."""
        match value:
            case Lit(found, kind):
                return ("lit", type(found).__name__, str(found), kind.kind)
            case Col(row, index):
                if row in self.bound:
                    return ("col", self.bound[row], index)
                return ("free", self.free.setdefault(value, len(self.free)))
            case Op(name, args, kind):
                return ("op", name, kind.kind, *map(self.value, args))
            case Ite(cond, then, other, _):
                return ("ite", self.formula(cond), self.value(then), self.value(other))
            case Truth(true, false, _):
                return ("truth", self.formula(true), self.formula(false))
            case Agg(kind, bag, _):
                return ("agg", kind, self.bag(bag))
        raise TypeError(value)

    def formula(self, formula: Formula) -> Key:
        """A formula; parts of a conjunction in an order of their own."""
        match formula:
            case Const(value):
                return ("const", value)
            case And(parts) | Or(parts):
                ordered = sorted(parts, key=self.rank)
                return (type(formula).__name__, *map(self.formula, ordered))
            case Not(part):
                return ("not", self.formula(part))
            case Cmp(op, left, right):
                ends = sorted((left, right), key=self.rank) if op == "=" else (left, right)
                return ("cmp", op, *map(self.value, ends))
            case Same(left, right):
                return ("same", *map(self.value, sorted((left, right), key=self.rank)))
            case IsNull(value):
                return ("null", self.value(value))
            case Holds(value, wanted):
                return ("holds", wanted, self.value(value))
            case NonEmpty(bag):
                return ("some", self.bag(bag))
            case SameRow() | Flag():
                return ("row", repr(formula))
        raise TypeError(formula)

    def rank(self, node: Any) -> str:
        """A text by which parts are ordered, without the numbers of free columns."""
        inner = _Rank(self.bound)
        is_value = isinstance(node, Lit | Col | Op | Ite | Truth | Agg)
        return repr(inner.value(node) if is_value else inner.formula(node))


class _Rank(Shape):
    def __init__(self, bound: dict[Row, int]) -> None:
        super().__init__()
        self.bound = dict(bound)

    def value(self, value: Value) -> Key:
        """A value, with free columns by their type only."""
        if isinstance(value, Col) and value.row not in self.bound:
            return ("free", value.row.source, value.index if value.row.source else str(value.type))
        return super().value(value)

    def rank(self, node: Any) -> str:
        """No order inside: it would be computed again at each level."""
        return ""


def canonical(bag: Bag) -> tuple[Key, tuple[Value, ...]]:
    """The key of a bag and its free columns, in the order that the key numbers them."""
    found: tuple[Key, tuple[Value, ...]] | None = bag.__dict__.get("_canonical")
    if found is None:
        shape = Shape()
        found = (shape.bag(bag), tuple(shape.free))
        object.__setattr__(bag, "_canonical", found)
    return found
