"""Symbolic values, and connectives of Z3 that fold what is known already."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from lemmata.sql.types import SqlType, Value

Z3 = Any  # z3 has no types
Truth = Any
"""A bool, or a formula of Z3."""
EPOCH = datetime(1970, 1, 1)
DAY = 86_400 * 1_000_000


class Gap(Exception):
    """What the symbolic search does not model, or a size that it does not try."""


@dataclass(frozen=True, slots=True)
class Sym:
    """A value: its kind, its term where it is not NULL, and when it is NULL.

    Kinds are number, bool, text, day, moment and null. `domain` holds what a text can be.
    """

    kind: str
    term: Z3
    null: Truth
    domain: tuple[str, ...] = ()
    known: Value = None


NOTHING = Sym("null", None, True)


def kind_of(kind: SqlType) -> str:
    """The kind of values of a type."""
    if kind.numeric:
        return "number"
    names = {"bool": "bool", "date": "day", "timestamp": "moment", "null": "null"}
    return names.get(kind.kind, "text")


def microseconds(moment: datetime) -> int:
    """A moment as a number."""
    passed = moment - EPOCH
    return (passed.days * 86_400 + passed.seconds) * 1_000_000 + passed.microseconds


def day_of(value: Sym) -> Z3:
    """The day, as a number, of a day or a moment."""
    return value.term if value.kind == "day" else value.term / DAY + EPOCH.toordinal()


def midnight(day: Z3) -> Z3:
    """The first moment of a day."""
    return (day - EPOCH.toordinal()) * DAY


class Logic:
    """Builds formulas and terms; texts are numbered as they occur."""

    def __init__(self) -> None:
        import z3

        self.z3 = z3
        self.codes: dict[str, int] = {}
        self._texts: list[str] = []
        self.work = 0

    def code(self, text: str) -> int:
        """The number of a text."""
        if text not in self.codes:
            self.codes[text] = len(self._texts)
            self._texts.append(text)
        return self.codes[text]

    def text(self, code: int) -> str:
        """The text of a number."""
        return self._texts[code]

    def all(self, parts: Iterable[Truth]) -> Truth:
        """Their conjunction."""
        return self._joined(parts, False, self.z3.And)

    def any(self, parts: Iterable[Truth]) -> Truth:
        """Their disjunction."""
        return self._joined(parts, True, self.z3.Or)

    def _joined(self, parts: Iterable[Truth], decisive: bool, build: Any) -> Truth:
        kept: dict[int, Truth] = {}
        for part in parts:
            if part is decisive:
                return decisive
            if not isinstance(part, bool):
                kept[part.get_id()] = part
        if not kept:
            return not decisive
        found = list(kept.values())
        return found[0] if len(found) == 1 else build(*found)

    def negate(self, part: Truth) -> Truth:
        """Its negation."""
        return not part if isinstance(part, bool) else self.z3.Not(part)

    def truth(self, part: Truth) -> Z3:
        """A formula of Z3 for it."""
        return self.z3.BoolVal(part) if isinstance(part, bool) else part

    def pick(self, when: Truth, then: Z3, other: Z3) -> Z3:
        """One of two terms of one sort."""
        if isinstance(when, bool):
            return then if when else other
        return then if then.eq(other) else self.z3.If(when, then, other)

    def either(self, when: Truth, then: Truth, other: Truth) -> Truth:
        """One of two truth values."""
        if isinstance(when, bool):
            return then if when else other
        if isinstance(then, bool) or isinstance(other, bool):
            ways = (self.all((when, then)), self.all((self.negate(when), other)))
            return self.any(ways)
        return self.pick(when, then, other)

    def constant(self, value: Value) -> Sym:
        """A known value."""
        z3 = self.z3
        if value is None:
            return NOTHING
        if isinstance(value, bool):
            return Sym("bool", z3.BoolVal(value), False, known=value)
        if isinstance(value, int):
            return Sym("number", z3.IntVal(value), False, known=value)
        if isinstance(value, Fraction):
            ratio = z3.Q(value.numerator, value.denominator)
            return Sym("number", ratio, False, known=value)
        if isinstance(value, datetime):
            return Sym("moment", z3.IntVal(microseconds(value)), False, known=value)
        if isinstance(value, date):
            return Sym("day", z3.IntVal(value.toordinal()), False, known=value)
        return Sym("text", z3.IntVal(self.code(value)), False, (value,), value)

    def count(self, parts: Iterable[Truth]) -> Z3:
        """How many are true."""
        one, none = self.z3.IntVal(1), self.z3.IntVal(0)
        terms = [self.pick(part, one, none) for part in parts if part is not False]
        return self.total(terms)

    def total(self, terms: list[Z3]) -> Z3:
        """Their sum."""
        if not terms:
            return self.z3.IntVal(0)
        return terms[0] if len(terms) == 1 else self.z3.Sum(terms)

    def alike(self, *values: Sym) -> list[Sym]:
        """The values with terms of one sort; raises Gap for different kinds."""
        kinds = {v.kind for v in values} - {"null"}
        if len(kinds) > 1:
            raise Gap(f"{' and '.join(sorted(kinds))} beside one another")
        model = next((v for v in values if v.kind != "null"), None)
        if model is None:
            zero = self.z3.IntVal(0)
            return [replace(v, term=zero) for v in values]
        given = [v.term for v in values if v.term is not None]
        wide = model.kind == "number" and not all(term.is_int() for term in given)
        default = self.z3.BoolVal(False) if model.kind == "bool" else self.z3.IntVal(0)
        return [self._as(v, model.kind, default, wide) for v in values]

    def _as(self, value: Sym, kind: str, default: Z3, wide: bool) -> Sym:
        term = default if value.term is None else value.term
        if wide and term.is_int():
            term = self.z3.ToReal(term)
        return replace(value, kind=kind, term=term)

    def choice(self, when: Truth, then: Sym, other: Sym) -> Sym:
        """One of two values."""
        if isinstance(when, bool):
            return then if when else other
        if then.kind == other.kind == "null":
            return NOTHING
        first, second = self.alike(then, other)
        null = self.either(when, then.null, other.null)
        term = self.pick(when, first.term, second.term)
        domain = tuple(dict.fromkeys((*then.domain, *other.domain)))
        return Sym(first.kind, term, null, domain)

    def same(self, first: Sym, second: Sym) -> Truth:
        """Whether two values are not distinct."""
        if first.kind == second.kind == "null":
            return True
        a, b = self.alike(first, second)
        equal = a.term.eq(b.term) or a.term == b.term
        both = self.all((self.negate(a.null), self.negate(b.null), equal))
        return self.any((self.all((a.null, b.null)), both))

    def same_rows(self, first: tuple[Sym, ...], second: tuple[Sym, ...]) -> Truth:
        """Whether two rows are not distinct."""
        self.spend(1)
        return self.all(self.same(a, b) for a, b in zip(first, second, strict=True))

    def spend(self, work: int) -> None:
        """Note work done; raises Gap beyond the limit."""
        self.work += work
        if self.work > MAX_WORK:
            raise Gap(f"limit: {MAX_WORK:,} symbolic rows")


MAX_WORK = 40_000
