"""Values, formulas and bags as the JSON of proofs/FORMAT-SQL.md; rows are levels there."""

from __future__ import annotations

from typing import Any

from lemmata.sql.database import to_json
from lemmata.sql.proving import building as b
from lemmata.sql.proving.bags import (
    TRUE,
    Agg,
    And,
    Bag,
    Cmp,
    Col,
    Const,
    Formula,
    Gen,
    Holds,
    IsNull,
    Ite,
    Lit,
    NonEmpty,
    Not,
    Op,
    Or,
    Row,
    Same,
    Term,
    Truth,
    Value,
)
from lemmata.sql.proving.denoting_scalars import CAST
from lemmata.sql.types import BOOL

Json = Any
NOTHING = ["lit", "null", None]


class Unwritable(Exception):
    """The format has no place for something."""


class Writer:
    """Writes with levels for the rows in scope."""

    def __init__(self, levels: dict[Row, int]) -> None:
        self.levels = levels

    def value(self, value: Value) -> Json:
        """A value."""
        match value:
            case Lit(found, kind):
                return ["lit", str(kind), to_json(found)]
            case Col(row, index):
                if row not in self.levels:
                    raise Unwritable("a row that is not in scope")
                return ["col", self.levels[row], index]
            case Op(name, args, kind):
                return self._operation(name, args, str(kind))
            case Ite(cond, then, other, kind):
                test = ["truth", self.formula(cond), self.formula(b.negate(cond))]
                return ["case", str(kind), [test, self.value(then), self.value(other)]]
            case Truth(true, false, _):
                return ["truth", self.formula(true), self.formula(false)]
            case Agg("the", bag, kind):
                return ["the", str(kind), self.bag(bag)]
            case Agg(kind, bag, type_):
                return ["agg", kind, False, str(type_), self.bag(bag)]
        raise Unwritable(type(value).__name__)

    def _operation(self, name: str, args: tuple[Value, ...], kind: str) -> Json:
        values = [self.value(arg) for arg in args]
        if name == CAST:
            return ["cast", kind, values[0]]
        if name.startswith("?"):
            return ["opaque", name[1:], kind, values]
        return ["op", name, kind, values]

    def formula(self, formula: Formula) -> Json:
        """A formula."""
        match formula:
            case Const(found):
                return ["holds", ["lit", "bool", found]]
            case And(parts) | Or(parts):
                return [type(formula).__name__.lower(), [self.formula(p) for p in parts]]
            case Not(part):
                return ["not", self.formula(part)]
            case Cmp(op, left, right):
                return ["holds", ["op", op, str(BOOL), [self.value(left), self.value(right)]]]
            case Same(left, right):
                return ["same", self.value(left), self.value(right)]
            case IsNull(value):
                return ["same", self.value(value), NOTHING]
            case Holds(value, wanted):
                test = self.value(value)
                return ["holds", test if wanted else ["op", "not", str(BOOL), [test]]]
            case NonEmpty(bag):
                return ["some", self.bag(bag)]
        raise Unwritable(type(formula).__name__)

    def bag(self, bag: Bag) -> Json:
        """A bag."""
        return [self.term(term) for term in bag.terms]

    def term(self, term: Term) -> Json:
        """A term; its rows get the next levels."""
        inner = Writer(dict(self.levels))
        rows = []
        for gen in term.gens:
            rows.append(inner.gen(gen))
            inner.levels[gen.row] = len(inner.levels)
        conds = [] if term.cond == TRUE else [inner.formula(p) for p in b.conjuncts(term.cond)]
        return {"rows": rows, "where": conds, "out": [inner.value(out) for out in term.outs]}

    def gen(self, gen: Gen) -> Json:
        """A generator."""
        if isinstance(gen.over, Bag):
            return ["set", self.bag(gen.over), [str(kind) for kind in gen.row.types]]
        if gen.over is None:
            return ["table", gen.row.source]
        raise Unwritable("an opaque generator")
