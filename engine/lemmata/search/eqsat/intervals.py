"""Bounds of classes by interval arithmetic, each bound concluded by a rule that proves it.

A bound is a fact `c <= t = true` or `t <= c = true` with a literal c. It comes from a literal, from
a fact in the graph (an assumption, say), or from the bounds of the arguments by a transfer rule,

    a <= x    b <= y                 x <= c    y <= d
    ----------------   add_low       ----------------   add_high       and so on,
    a + b <= x + y                   x + y <= c + d

whose literal side is then computed. Only a bound better than what is known is concluded, of a term
that is not computed itself, and no class gets more than MAX_BOUNDS of them: x = x + 1 ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from lemmata.search.eqsat.analysis import Conclusion, Data
from lemmata.search.eqsat.graph import Graph
from lemmata.search.eqsat.problem import Computed, EqRule
from lemmata.terms.symbols import Symbol
from lemmata.terms.term import TRUE_TERM, Term

MAX_BOUNDS = 8


@dataclass(frozen=True)
class Bounds:
    """The best literals below and above a class, None if there is none, and how many there were."""

    low: Term | None = None
    high: Term | None = None
    count: int = 0


@dataclass(frozen=True)
class Transfer:
    """How bounds pass through a symbol: a rule for the lower and one for the upper bound.

    Such a rule's variables are the arguments x, y, … and then their bounds a, b, …; `flips` says
    that a lower bound comes from upper bounds of the arguments (negation).
    """

    low: EqRule
    high: EqRule
    flips: bool = False


class Intervals:
    """The analysis; `order` is <= of the sort, `computed` folds what occurs in bounds."""

    def __init__(
        self, order: Symbol, less: Computed, transfers: Mapping[Symbol, tuple[Computed, Transfer]]
    ) -> None:
        """`transfers` gives for a symbol its computed rule and its transfer rules."""
        self.order, self.less, self.transfers = order, less, transfers
        self._pending: list[Conclusion] = []

    def make(self, graph: Graph, node: int, data: Data) -> Iterable[tuple[int, Bounds]]:
        """Bounds from a literal, from a fact, or through a symbol."""
        operator = graph.operators.list[graph.op[node]]
        home, kids = graph.home[node], graph.kids[node]
        if isinstance(operator, Term):
            if graph.literal.get(home) == node and operator.sort is self.order.arguments[0]:
                self._pending.append((self.less, (operator, operator)))
                yield home, Bounds(operator, operator)
        elif operator[0] is self.order:
            true = graph.known(TRUE_TERM)
            if home == true:
                low, high = (graph.literal.get(k) for k in kids)
                if low is not None:
                    yield kids[1], Bounds(low=graph.term(low))
                if high is not None:
                    yield kids[0], Bounds(high=graph.term(high))
        elif operator[0] in self.transfers:
            found = self._through(graph, node, operator[0], data)
            if found != Bounds():
                yield home, found

    def _through(self, graph: Graph, node: int, symbol: Symbol, data: Data) -> Bounds:
        fold, transfer = self.transfers[symbol]
        kids = graph.kids[node]
        known: list[Bounds] = [data.get(k, Bounds()) for k in kids]
        mine: Bounds = data.get(graph.home[node], Bounds())
        if mine.count >= MAX_BOUNDS or all(k in graph.literal for k in kids):
            return Bounds()
        args = tuple([graph.term(k) for k in kids])
        ends: list[Term | None] = []
        for rule, upper in ((transfer.low, False), (transfer.high, True)):
            given = [b.high if upper is not transfer.flips else b.low for b in known]
            bounds = tuple([b for b in given if b is not None])
            value = fold.fold(Term.apply(symbol, *bounds)) if len(bounds) == len(kids) else None
            old = mine.high if upper else mine.low
            if value is None or not _better(value, old, upper):
                ends.append(None)
                continue
            self._pending.append((rule, (*args, *bounds)))
            self._pending.append((fold, bounds))
            ends.append(value)
        return Bounds(ends[0], ends[1])

    def join(self, old: Bounds, new: Bounds) -> Bounds:
        """The better of each."""
        low = new.low if new.low is not None and _better(new.low, old.low, False) else old.low
        high = new.high if new.high is not None and _better(new.high, old.high, True) else old.high
        if (low, high) == (old.low, old.high):
            return old
        return Bounds(low, high, max(old.count, new.count) + 1)

    def modify(self, graph: Graph, cls: int, data: Bounds) -> Iterable[Conclusion]:
        """What was concluded since the last call, in the order in which it follows."""
        pending, self._pending = self._pending, []
        return pending


def _better(new: Term, old: Term | None, upper: bool) -> bool:
    if old is None:
        return True
    a, b = new.head, old.head
    assert isinstance(a, int | Fraction)
    assert isinstance(b, int | Fraction)
    return a < b if upper else a > b
