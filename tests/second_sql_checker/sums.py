"""Aggregates: SUM, COUNT and AVG as linear combinations of sums over choices.

`total(rows, where, e)` is the sum of e over the choices for which the formulas hold and e is not
NULL. It is split over + and -, over CASE and COALESCE, and a sum in a sum is one over more rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from second_sql_checker.normal import determined, flat, pulled
from second_sql_checker.objects import (
    ONE,
    BeyondError,
    Node,
    bag,
    holds,
    is_null,
    meet,
    mk,
    negation,
    opened,
    term,
    type_of,
    with_out,
)
from second_sql_checker.reading import fits, kind_of
from second_sql_checker.scripts import filled, present

if TYPE_CHECKING:
    from second_sql_checker.encoding import Encoder, Pair

EXACT = ("int", "decimal")
BOTH = 0


def aggregate(encoder: Encoder, node: Node) -> Pair:
    """The value and the null flag of an aggregate."""
    name, distinct, type_, source = node.parts
    z3 = encoder.z3
    if name in ("single value", "any value"):
        return encoder.picked(node, type_, source)
    rows = filled(name, distinct, source)
    if name == "count":
        return total_of(encoder, rows, "int"), z3.BoolVal(False)
    empty = z3.Not(encoder.formula(mk("some", rows), BOTH))
    kind = kind_of(type_)
    if not rows[0]:
        return encoder.default(kind), z3.BoolVal(True)
    if name in ("min", "max"):
        return extreme(encoder, name, kind, rows), empty
    if name in ("every", "some"):
        return _truths(encoder, name, rows), empty
    if name == "sum":
        given = {kind_of(type_of(t[2][0])) for t in rows[0]}
        if not all(fits(k, kind) for k in given):
            raise BeyondError("a sum of another type")
        return total_of(encoder, rows, kind), empty
    if name in ("avg", "whole avg"):
        return _average(encoder, name, kind, rows), empty
    value, null = encoder.atom("unknown", mk("agg", name, False, type_, rows), type_)
    return value, z3.Or(null, empty)


def _average(encoder: Encoder, name: str, kind: str, rows: Node) -> Any:
    number = total_of(encoder, bag(with_out(t, ()) for t in rows[0]), "int")
    if name == "whole avg" and kind == "int":
        if any(kind_of(type_of(t[2][0])) != "int" for t in rows[0]):
            raise BeyondError("a whole average of others")
        key = ("op", "div", "int", "int", "int")
        return encoder.call(key, "int", [total_of(encoder, rows, "int"), number])
    whole = total_of(encoder, rows, "float" if kind == "float" else "decimal")
    return encoder.call("quotient", kind, [whole, encoder.z3.ToReal(number)])


def _truths(encoder: Encoder, name: str, rows: Node) -> Any:
    def among(wanted: bool) -> Any:
        terms = []
        for t in rows[0]:
            yes = t[2][0] if wanted else mk("op", "not", "bool", (t[2][0],))
            terms.append(meet(t, holds(yes)))
        return encoder.formula(mk("some", bag(terms)), BOTH)

    return encoder.z3.Not(among(False)) if name == "every" else among(True)


def extreme(encoder: Encoder, name: str, kind: str, rows: Node) -> Any:
    """MIN or MAX of rows without NULL."""
    terms = []
    for one in rows[0]:
        for piece in flat(one):
            terms += _nested(piece, name)
    found = bag(dict.fromkeys(terms))
    return encoder.atom("least" if name == "min" else "most", found, kind)[0]


def _nested(one: Node, name: str) -> list[Node]:
    """A MIN of MINs is one MIN over the rows of both."""
    out = one[2][0]
    if out.kind != "agg" or out[0] != name or kind_of(out[2]) != kind_of(type_of(out)):
        return [one]
    found = []
    for inner in filled(name, False, out[3])[0]:
        if kind_of(type_of(inner[2][0])) != kind_of(out[2]):
            return [one]
        rows, where, outs = opened(inner)
        joined = term(one[0] + rows, one[1] + where, outs)
        for piece in flat(joined):
            found += _nested(piece, name)
    return found


def total_of(encoder: Encoder, rows: Node, kind: str) -> Any:
    """The sum of the outputs of all terms, or their number if there are no outputs."""
    z3 = encoder.z3
    terms = [t for t in rows[0] if not t[2] or kind_of(type_of(t[2][0])) != "null"]
    sums = [total(encoder, t[0], t[1], t[2][0] if t[2] else ONE) for t in terms]
    found = _number(encoder, 0, kind)
    for value in sums:
        real = kind != "int" and value.sort() == z3.IntSort()
        found = found + (z3.ToReal(value) if real else value)
    return found


def _number(encoder: Encoder, value: int, kind: str) -> Any:
    return encoder.z3.IntVal(value) if kind == "int" else encoder.z3.RealVal(value)


def total(encoder: Encoder, rows: tuple[Any, ...], where: tuple[Node, ...], out: Node) -> Any:
    """The sum of an expression over the choices of rows."""
    return _Total(encoder, rows).of(where, out)


class _Total:
    def __init__(self, encoder: Encoder, rows: tuple[Any, ...]) -> None:
        self.encoder, self.z3, self.rows = encoder, encoder.z3, rows

    def of(self, where: tuple[Node, ...], out: Node) -> Any:
        kind = kind_of(type_of(out))
        if out.kind == "lit":
            return self._literal(where, out, kind)
        if out.kind == "widen" and kind_of(type_of(out[1])) in EXACT and kind in ("decimal",):
            return self._as(self.of(where, out[1]), kind)
        if out.kind == "case":
            return self._case(where, out, kind)
        if out.kind == "op":
            found = self._op(where, out, kind)
            if found is not None:
                return found
        if out.kind == "agg" and out[0] in ("sum", "count"):
            return self._inner(where, out, kind)
        return self._leaf(where, out, kind)

    def _as(self, value: Any, kind: str) -> Any:
        real = kind != "int" and value.sort() == self.z3.IntSort()
        return self.z3.ToReal(value) if real else value

    def _literal(self, where: tuple[Node, ...], out: Node, kind: str) -> Any:
        if out[1] is None or kind not in ("int", "decimal", "float"):
            return _number(self.encoder, 0, kind)
        factor, _ = self.encoder.expr(out)
        return factor * self._as(self._leaf(where, ONE, "int"), kind)

    def _case(self, where: tuple[Node, ...], out: Node, kind: str) -> Any:
        found = _number(self.encoder, 0, kind)
        items, before = out[1], where
        for i in range(0, len(items) - 1, 2):
            term_ = meet(term((), before, ()), holds(items[i]))
            found = found + self._as(self.of(term_[1], items[i + 1]), kind)
            before = (*before, negation(holds(items[i])))
        return found + self._as(self.of(before, items[-1]), kind)

    def _op(self, where: tuple[Node, ...], out: Node, kind: str) -> Any:
        name, _, args = out.parts
        kinds = [kind_of(type_of(a)) for a in args]
        if not args or not all(k in EXACT for k in (*kinds, kind)):
            return None
        if kind == "int" and "decimal" in kinds:
            return None
        if name in ("+", "-") and len(args) == 2:
            a, b = args
            first = self._as(self.of((*where, *present(b)), a), kind)
            second = self._as(self.of((*where, *present(a)), b), kind)
            return first + second if name == "+" else first - second
        if name == "neg":
            return -self._as(self.of(where, args[0]), kind)
        if name == "*" and len(args) == 2:
            return self._product(where, args, kind)
        if name == "coalesce":
            found, before = _number(self.encoder, 0, kind), where
            for a in args:
                found = found + self._as(self.of(before, a), kind)
                before = (*before, is_null(a))
            return found
        return None

    def _product(self, where: tuple[Node, ...], args: tuple[Node, ...], kind: str) -> Any:
        bound = {row for row, _ in self.rows}
        for a, b in (args, args[::-1]):
            if not a.free & bound:
                value, null = self.encoder.as_kind(a, kind)
                rest = self._as(self.of(where, b), kind)
                return self.z3.If(null, _number(self.encoder, 0, kind), value * rest)
        return None

    def _inner(self, where: tuple[Node, ...], out: Node, kind: str) -> Any:
        rows = filled(out[0], out[1], out[3])
        found = _number(self.encoder, 0, kind)
        for inner in rows[0]:
            new, formulas, outs = opened(inner)
            joined = _Total(self.encoder, self.rows + new)
            value = joined.of(where + formulas, outs[0] if outs else ONE)
            found = found + self._as(value, kind)
        return found

    def _leaf(self, where: tuple[Node, ...], out: Node, kind: str) -> Any:
        z3 = self.z3
        zero = _number(self.encoder, 0, kind)
        if out is not ONE:
            where = (*where, *present(out))
        one = determined(term(self.rows, where, (out,)), self.encoder.tables)
        outside, inside = pulled(one)
        there = z3.And(*(self.encoder.formula(f, BOTH) for f in outside))
        value = inside[2][0]
        if not inside[0]:
            parts = [self.encoder.formula(f, BOTH) for f in inside[1]]
            worth = self.encoder.as_kind(value, kind)[0]
            return z3.If(z3.And(there, *parts), worth, zero)
        bound = {row for row, _ in inside[0]}
        if value is not ONE and not value.free & bound:
            number = self._as(self._sum(inside[0], inside[1], ONE, "int"), kind)
            worth = self.encoder.as_kind(value, kind)[0]
            return z3.If(there, worth * number, zero)
        return z3.If(there, self._sum(inside[0], inside[1], value, kind), zero)

    def _sum(self, rows: Any, where: tuple[Node, ...], out: Node, kind: str) -> Any:
        node = term(rows, tuple(dict.fromkeys(where)), (out,))
        return self.encoder.atom("total", node, kind)[0]
