"""Places: the outermost nested bags of a term, and what is known there (FORMAT-SQL.md 4)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from lemmata.kernel.reading import Rejected, require
from lemmata.kernel.sql import objects as o
from lemmata.kernel.sql.obligations import Context

Holder: TypeAlias = o.Set | o.Opaque | o.Some | o.Agg


def holders(obj: Any) -> Iterator[Holder]:
    """The outermost holders of bags, from left to right."""
    if isinstance(obj, o.Set | o.Opaque | o.Some | o.Agg):
        yield obj
    else:
        found: list[Holder] = []

        def note(part: Any) -> Any:
            found.extend(holders(part))
            return part

        o.descend(obj, note)
        yield from found


class Place:
    """Place number `number` of a term."""

    def __init__(self, term: o.Term, number: int) -> None:
        self.term = term
        left = number
        for part, index, obj in _parts(term):
            inside = list(holders(obj))
            if left < len(inside):
                self.part, self.index, self.within = part, index, left
                self.holder = inside[left]
                return
            left -= len(inside)
        raise Rejected("there is no such place")

    @property
    def support(self) -> bool:
        """Whether only which rows the bag has matters, not how often."""
        holder = self.holder
        if isinstance(holder, o.Agg):
            return holder.distinct or holder.function in o.SUPPORT_ONLY
        return isinstance(holder, o.Set | o.Some)

    def context(self, context: Context) -> Context:
        """What is known at the place, in a term that stands in `context`."""
        rows, where = self.term.rows, self.term.where
        if self.part == "where":
            return context.extended(rows, where[: self.index] + where[self.index + 1 :])
        if self.part == "out":
            return context.extended(rows, where)
        earlier = rows[: self.index]
        later = {var for var, _ in rows[self.index :]}
        return context.extended(earlier, [f for f in where if not o.free(f) & later])

    def bag(self, number: int) -> o.Bag:
        """The bag there; `number` is 0 unless the holder has several."""
        bags = self.holder.bags if isinstance(self.holder, o.Opaque) else (self.holder.bag,)
        require(number < len(bags), "there is no such bag")
        return bags[number]

    def with_bag(self, number: int, bag: o.Bag) -> o.Term:
        """The term with another bag there."""
        holder = self.holder
        old = self.bag(number)
        widths = {len(term.out) for term in (*old, *bag)}
        require(len(widths) <= 1 or isinstance(holder, o.Some), "another number of columns")
        if isinstance(holder, o.Opaque):
            bags = (*holder.bags[:number], bag, *holder.bags[number + 1 :])
            return self.with_holder(o.Opaque(holder.kind, holder.params, bags, holder.types))
        if isinstance(holder, o.Set):
            return self.with_holder(o.Set(bag, holder.types))
        if isinstance(holder, o.Some):
            return self.with_holder(o.Some(bag))
        return self.with_holder(o.Agg(holder.function, holder.distinct, holder.type, bag))

    def with_holder(self, new: Any) -> o.Term:
        """The term with something else in place of the holder."""
        count = 0

        def change(obj: Any) -> Any:
            nonlocal count
            if isinstance(obj, o.Set | o.Opaque | o.Some | o.Agg):
                count += 1
                return new if count == self.within + 1 else obj
            return o.descend(obj, change)

        return _replaced(self.term, self.part, self.index, change)


def _parts(term: o.Term) -> Iterator[tuple[str, int, Any]]:
    for i, (_, gen) in enumerate(term.rows):
        yield "rows", i, gen
    for i, formula in enumerate(term.where):
        yield "where", i, formula
    for i, expr in enumerate(term.out):
        yield "out", i, expr


def _replaced(term: o.Term, part: str, index: int, change: Callable[[Any], Any]) -> o.Term:
    rows, out = list(term.rows), list(term.out)
    if part == "where":
        new = change(term.where[index])
        where = (*term.where[:index], *o.conjuncts(new), *term.where[index + 1 :])
        return o.Term(term.rows, where, term.out)
    if part == "rows":
        var, gen = rows[index]
        rows[index] = (var, change(gen))
    else:
        out[index] = change(out[index])
    return o.Term(tuple(rows), term.where, tuple(out))
