"""Values and formulas as terms of z3: a value is what it is, and whether it is NULL.

Whole numbers are Int, other numbers Real, truth values Bool. Texts, dates and times are Real too:
their orders are countable, so they embed in the rationals, and each literal has its own place.
Rows of tables are elements of a sort, with columns as functions. Functions that are not known,
aggregates and whether a bag has a row are uninterpreted, by canonical key.
"""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction
from typing import Any

from lemmata.sql.proving import building as b
from lemmata.sql.proving.bags import (
    Agg,
    And,
    Bag,
    Cmp,
    Col,
    Const,
    Flag,
    Formula,
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
    SameRow,
    Truth,
    Value,
)
from lemmata.sql.proving.canonical import Key, canonical
from lemmata.sql.types import SqlType

Z3 = Any
Pair = tuple[Any, Any]
ALPHABET = 0x110001


def family(kind: SqlType) -> str:
    """What values a type's values can be equal to."""
    if kind.numeric:
        return "number"
    if kind.textual:
        return "text"
    return kind.kind


class Encoder:
    """Encodes; the same node gives the same term."""

    def __init__(self) -> None:
        import z3

        self.z3 = z3
        self._values: dict[Value, Pair] = {}
        self._formulas: dict[Formula, Z3] = {}
        self._names: dict[Key, int] = {}
        self._sorts: dict[str, Z3] = {}

    def sort(self, kind: SqlType) -> Z3:
        """The sort of a type."""
        if kind.kind in ("int", "null"):
            return self.z3.IntSort()
        if kind.kind == "bool":
            return self.z3.BoolSort()
        if kind.kind in ("opaque", "interval"):
            return self.named_sort(kind.kind)
        return self.z3.RealSort()

    def named_sort(self, name: str) -> Z3:
        """An uninterpreted sort."""
        if name not in self._sorts:
            self._sorts[name] = self.z3.DeclareSort(f"S{len(self._sorts)} {name}")
        return self._sorts[name]

    def row(self, row: Row) -> Z3:
        """A row of a table or an opaque operator."""
        return self.z3.Const(f"r{row.number}", self.named_sort(row.source))

    def value(self, value: Value) -> Pair:
        """The value, and whether it is NULL."""
        found = self._values.get(value)
        if found is None:
            found = self._values[value] = self._value(value)
        return found

    def _value(self, value: Value) -> Pair:
        match value:
            case Lit(None, kind):
                return self._default(self.sort(kind)), True
            case Lit(found, kind):
                return self._constant(found, kind), False
            case Col(row, index):
                return self._column(row, index)
            case Op(name, args, kind):
                return self._operation(name, args, kind)
            case Ite(cond, then, other, kind):
                return self._choice(cond, then, other, kind)
            case Truth(true, false, _):
                holds = self.formula(true)
                neither = self.z3.Not(self.z3.Or(holds, self.formula(false)))
                return holds, neither
            case Agg(kind, bag, type_):
                return self._aggregate(kind, bag, type_)
        raise TypeError(value)

    def _default(self, sort: Z3) -> Z3:
        z3 = self.z3
        if sort == z3.BoolSort():
            return z3.BoolVal(val=False)
        if sort == z3.IntSort():
            return z3.IntVal(0)
        return z3.RealVal(0) if sort == z3.RealSort() else z3.Const(f"none {sort}", sort)

    def _constant(self, found: Any, kind: SqlType) -> Z3:
        z3 = self.z3
        if isinstance(found, bool):
            return z3.BoolVal(found) if kind.kind == "bool" else z3.IntVal(int(found))
        if isinstance(found, str):
            return z3.RealVal(str(place(found)))
        if isinstance(found, datetime):
            midnight = datetime.combine(found.date(), datetime.min.time())
            seconds = Fraction((found - midnight.replace(tzinfo=found.tzinfo)).total_seconds())
            return z3.RealVal(str(found.toordinal() + seconds / 86400))
        if isinstance(found, date):
            return z3.RealVal(found.toordinal())
        if kind.kind == "int" and Fraction(found).denominator == 1:
            return z3.IntVal(int(found))
        return z3.RealVal(str(Fraction(found)))

    def _column(self, row: Row, index: int) -> Pair:
        z3, sort = self.z3, self.sort(row.types[index])
        if not row.source:
            name = f"t{row.number} {index}"
            null = z3.Bool(f"n{row.number} {index}") if row.nullable[index] else False
            return z3.Const(name, sort), null
        domain = self.named_sort(row.source)
        column = z3.Function(f"{row.source} {index}", domain, sort)(self.row(row))
        if not row.nullable[index]:
            return column, False
        return column, z3.Function(f"{row.source} {index}?", domain, z3.BoolSort())(self.row(row))

    def _choice(self, cond: Formula, then: Value, other: Value, kind: SqlType) -> Pair:
        test = self.formula(cond)
        first, second = (self.coerced(v, kind) for v in (then, other))
        null = self.z3.If(test, _bool(self.z3, first[1]), _bool(self.z3, second[1]))
        return self.z3.If(test, first[0], second[0]), self.z3.simplify(null)

    def coerced(self, value: Value, kind: SqlType) -> Pair:
        """The value in the sort of a type."""
        found, null = self.value(value)
        sort = self.sort(kind)
        if found.sort() == sort:
            return found, null
        if isinstance(value, Lit) and value.value is None:
            return self._default(sort), True
        if found.sort() == self.z3.IntSort() and sort == self.z3.RealSort():
            return self.z3.ToReal(found), null
        name = f"as {found.sort()} {sort}"
        return self.z3.Function(name, found.sort(), sort)(found), null

    def _operation(self, name: str, args: tuple[Value, ...], kind: SqlType) -> Pair:
        z3 = self.z3
        nulls = [self.value(arg)[1] for arg in args]
        if name in ("+", "-", "neg", "*") and kind.kind in ("int", "decimal"):
            values = [self.coerced(arg, kind)[0] for arg in args]
            return self._arithmetic(name, values, kind), z3.Or(*nulls) if nulls else False
        pairs = [self.value(arg) for arg in args]
        if b.is_strict(name):
            found = self._function((name, kind.kind), [p[0] for p in pairs], self.sort(kind))
            return found, z3.Or(*nulls) if nulls else False
        inputs = self._inputs(args)
        if name == "?cast":
            name = f"?cast {kind}"
        found = self._function((name, kind.kind), inputs, self.sort(kind))
        null: Z3 = False
        if name not in b.TOTAL:
            null = self._function((name, kind.kind, "null"), inputs, z3.BoolSort())
        return found, null

    def _inputs(self, args: tuple[Value, ...]) -> list[Z3]:
        """Values with NULL as a default, and whether each is NULL."""
        found = []
        for arg in args:
            value, null = self.value(arg)
            if null is not False:
                value = self.z3.If(null, self._default(value.sort()), value)
            found += [value, _bool(self.z3, null)]
        return found

    def _arithmetic(self, name: str, values: list[Z3], kind: SqlType) -> Z3:
        if name == "+":
            return values[0] + values[1]
        if name == "-":
            return values[0] - values[1]
        if name == "neg":
            return -values[0]
        if any(self._is_number(v) for v in values):
            return values[0] * values[1]
        ordered = sorted(values, key=str)
        return self._function(("*", kind.kind), ordered, self.sort(kind))

    def _is_number(self, term: Z3) -> bool:
        return bool(self.z3.is_int_value(term) or self.z3.is_rational_value(term))

    def _function(self, key: Key, inputs: list[Z3], sort: Z3) -> Z3:
        full = (*key, *(str(item.sort()) for item in inputs), str(sort))
        number = self._names.setdefault(full, len(self._names))
        if not inputs:
            return self.z3.Const(f"f{number}", sort)
        sorts = [item.sort() for item in inputs]
        return self.z3.Function(f"f{number}", *sorts, sort)(*inputs)

    def _aggregate(self, kind: str, bag: Bag, type_: SqlType) -> Pair:
        key, free = canonical(bag)
        inputs = self._inputs(free)
        found = self._function((kind, type_.kind, key), inputs, self.sort(type_))
        if kind in b.NEVER_NULL:
            return found, False
        if kind in ("min", "max"):
            return found, self.formula(b.negate(b.non_empty(bag)))
        return found, self._function((kind, "null", key), inputs, self.z3.BoolSort())

    def formula(self, formula: Formula) -> Z3:
        """The formula."""
        found = self._formulas.get(formula)
        if found is None:
            found = self._formulas[formula] = self._formula(formula)
        return found

    def _formula(self, formula: Formula) -> Z3:
        z3 = self.z3
        match formula:
            case Const(value):
                return z3.BoolVal(value)
            case And(parts):
                return z3.And(*map(self.formula, parts))
            case Or(parts):
                return z3.Or(*map(self.formula, parts))
            case Not(part):
                return z3.Not(self.formula(part))
            case Cmp(op, left, right):
                return self._compared(op, left, right)
            case Same(left, right):
                return self._same(left, right)
            case IsNull(value):
                return _bool(z3, self.value(value)[1])
            case Holds(value, wanted):
                found, null = self.value(value)
                return z3.And(found if wanted else z3.Not(found), z3.Not(_bool(z3, null)))
            case NonEmpty(bag):
                key, free = canonical(bag)
                return self._function(("some", key), self._inputs(free), z3.BoolSort())
            case Flag(number):
                return z3.Bool(f"flag {number}")
            case SameRow(left, right):
                return self.row(left) == self.row(right)
        raise TypeError(formula)

    def _ends(self, left: Value, right: Value) -> tuple[Pair, Pair] | None:
        """Both values in one sort; None if values of such types are never compared."""
        first, second = left.type, right.type
        if "null" not in (first.kind, second.kind) and family(first) != family(second):
            return None
        if first.kind == "null":
            return self.coerced(left, second), self.value(right)
        if first.kind == second.kind or second.kind == "null":
            return self.value(left), self.coerced(right, first)
        wide = first if first.kind != "int" else second
        return self.coerced(left, wide), self.coerced(right, wide)

    def _compared(self, op: str, left: Value, right: Value) -> Z3:
        z3, ends = self.z3, self._ends(left, right)
        if ends is None:
            inputs = self._inputs((left, right))
            return self._function(("compare", op), inputs, z3.BoolSort())
        (x, no_x), (y, no_y) = ends
        if op == "=":
            test = x == y
        elif x.sort() == z3.BoolSort():
            less = z3.And(z3.Not(x), y)
            test = less if op == "<" else z3.Or(less, x == y)
        elif x.sort() not in (z3.IntSort(), z3.RealSort()):
            test = self._function(("order", op), [x, y], z3.BoolSort())
        else:
            test = x < y if op == "<" else x <= y
        return z3.And(z3.Not(_bool(z3, no_x)), z3.Not(_bool(z3, no_y)), test)

    def _same(self, left: Value, right: Value) -> Z3:
        z3, ends = self.z3, self._ends(left, right)
        nulls = [_bool(z3, self.value(side)[1]) for side in (left, right)]
        if ends is None:
            return z3.And(*nulls)
        equal = z3.And(z3.Not(nulls[0]), z3.Not(nulls[1]), ends[0][0] == ends[1][0])
        return z3.Or(z3.And(*nulls), equal)


def _bool(z3: Z3, null: Any) -> Z3:
    return z3.BoolVal(null) if isinstance(null, bool) else null


def place(text: str) -> Fraction:
    """Where a text lies in an embedding of the order of texts.

    >>> place("a") < place("ab") < place("b")
    True
    """
    number = 0
    for char in text:
        number = number * ALPHABET + ord(char) + 1
    return Fraction(number, ALPHABET ** len(text))
