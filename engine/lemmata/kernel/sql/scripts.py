"""Proof scripts: injections both ways, with lemmas about aggregates (FORMAT-SQL.md section 4)."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

from lemmata.kernel.reading import Budget, fields, require
from lemmata.kernel.sql import objects as o
from lemmata.kernel.sql.aggregates import without_distinct
from lemmata.kernel.sql.injections import Injections
from lemmata.kernel.sql.objects import Bag
from lemmata.kernel.sql.obligations import Context, Obligations
from lemmata.kernel.sql.sums import not_null

MAX_GOALS = 5_000


class Scripts:
    """Replays scripts; counts the rules used."""

    def __init__(self, obligations: Obligations) -> None:
        self.obligations = obligations
        self.injections = Injections(obligations, self.lemma)
        self.used: Counter[str] = Counter()
        self.budget = Budget(MAX_GOALS, "too many lemmas")

    def prove(
        self, context: Context, left: Bag, right: Bag, script: Any, once: bool = False
    ) -> None:
        """Both bags are equal in the context; if `once`, they have the same rows, at least.

        Raises Rejected.
        """
        forward, backward = fields(script, "forward", "backward")
        widths = {len(term.out) for term in (*left, *right)}
        require(len(widths) <= 1, "another number of columns")
        for place, source, target, pieces in (
            ("forward", left, right, forward),
            ("backward", right, left, backward),
        ):
            self._enter(place, "inject")
            self.injections.check(context, source, target, pieces, not once)
            self.obligations.place.pop()

    def lemma(self, context: Context, left: o.Agg, right: o.Agg, script: Any) -> None:
        """Two aggregates are equal in the context."""
        kinds = [(a.function, a.distinct, a.type) for a in (left, right)]
        require(kinds[0] == kinds[1], "a lemma is about the same function")
        self._enter("lemma", "lemma")
        once = left.function in o.SUPPORT_ONLY
        self.prove(context, considered(left), considered(right), script, once)
        self.obligations.place.pop()

    def _enter(self, place: str, rule: str) -> None:
        self.budget.spend()
        self.used[rule] += 1
        self.obligations.place.append((place, rule))


def considered(agg: o.Agg) -> Bag:
    """The rows on which an aggregate depends: without NULLs, once if distinct; counts need no
    outputs."""
    if agg.function in o.KEEPS_NULLS:
        return agg.bag
    bag = not_null(without_distinct(agg))
    return tuple(replace(t, out=()) for t in bag) if agg.function == "count" else bag
