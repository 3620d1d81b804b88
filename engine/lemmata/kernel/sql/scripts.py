"""Proof scripts: steps on both sides of a goal, then a matching (FORMAT-SQL.md section 4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from lemmata.kernel.reading import Budget, Rejected, fields, require, sequence
from lemmata.kernel.sql import objects as o
from lemmata.kernel.sql.content import Content
from lemmata.kernel.sql.injections import Injections
from lemmata.kernel.sql.laws import LAWS, apply_law
from lemmata.kernel.sql.literals import number, text_of
from lemmata.kernel.sql.objects import Bag, Term
from lemmata.kernel.sql.obligations import Context, Obligations
from lemmata.kernel.sql.places import Place
from lemmata.kernel.sql.rules import Rules

MAX_STEPS = 20_000
INJECTIONS = ("forward", "backward")
FIELDS: dict[str, tuple[str, ...]] = {
    "prune": (),
    "split": ("formula",),
    "restate": ("to", "rows"),
    "squash": ("rows",),
    "expand": ("formula",),
    "unset": ("row",),
    "inside": ("place", "bag", "steps"),
    "replace": ("place", "bag", "to", "proof"),
    "law": ("place", "law"),
}


class Scripts:
    """Replays scripts; counts the rules used."""

    def __init__(self, obligations: Obligations) -> None:
        self.obligations = obligations
        self.content = Content(obligations.tables)
        self.rules = Rules(obligations)
        self.injections = Injections(obligations, self.lemma)
        self.used: Counter[str] = Counter()
        self.budget = Budget(MAX_STEPS, "too many steps")

    def prove(self, context: Context, left: Bag, right: Bag, script: Any) -> None:
        """Both bags are equal in the context; raises Rejected."""
        injective = isinstance(script, dict) and "forward" in script
        steps, *end = fields(script, "steps", *(INJECTIONS if injective else ("match",)))
        sides = {"left": left, "right": right}
        for i, step in enumerate(sequence(steps)):
            side = step.get("side") if isinstance(step, dict) else None
            if not isinstance(side, str) or side not in sides:
                raise Rejected("a step on the left or on the right is expected")
            rest = {name: value for name, value in step.items() if name != "side"}
            sides[side] = self.step(context, sides[side], rest, False, str(i))
        if injective:
            self._inject(context, sides["left"], sides["right"], end, True)
        else:
            self._match(context, sides["left"], sides["right"], end[0])

    def support(self, context: Context, left: Bag, right: Bag, proof: Any) -> None:
        """Both bags have the same rows, perhaps not equally often."""
        widths = {len(term.out) for term in (*left, *right)}
        require(len(widths) <= 1, "another number of columns")
        if proof == "support":
            self._at("support", "support")
            self.rules.same_support(context, left, right)
            self.obligations.place.pop()
        else:
            self._inject(context, left, right, fields(proof, *INJECTIONS), False)

    def _inject(
        self, context: Context, left: Bag, right: Bag, end: list[Any], injective: bool
    ) -> None:
        for place, source, target, pieces in (
            ("forward", left, right, end[0]),
            ("backward", right, left, end[1]),
        ):
            self._at(place, "inject")
            self.injections.check(context, source, target, pieces, injective)
            self.obligations.place.pop()

    def lemma(self, context: Context, left: o.Agg, right: o.Agg, proof: Any) -> None:
        """Two aggregates are equal in the context."""
        kinds = [(a.function, a.distinct, a.type) for a in (left, right)]
        require(kinds[0] == kinds[1], "a lemma is about the same function")
        self._at("lemma", "lemma")
        if left.function not in o.KEEPS_NULLS:
            first, second = apply_law(left, "normal", {}), apply_law(right, "normal", {})
            assert isinstance(first, o.Agg)
            assert isinstance(second, o.Agg)
            left, right = first, second
        if left.function in o.SUPPORT_ONLY:
            self.support(context, left.bag, right.bag, proof)
        else:
            self.prove(context, left.bag, right.bag, proof)
        self.obligations.place.pop()

    def _match(self, context: Context, left: Bag, right: Bag, pairs: Any) -> None:
        found = [fields(pair, "left", "right", "rows") for pair in sequence(pairs)]
        complete = sorted(str(p[0]) for p in found) == sorted(map(str, range(len(left))))
        complete = complete and len(found) == len(right) == len({str(p[1]) for p in found})
        self._at("match", "match")
        require(complete, f"not a pairing of {len(left)} terms with {len(right)}")
        for i, j, rows in found:
            first, second = _term(left, i), _term(right, j)
            self.rules.match(context, first, second, [number(k) for k in sequence(rows)])
        self.obligations.place.pop()

    def _at(self, place: str, rule: str) -> None:
        self.budget.spend()
        self.used[rule] += 1
        self.obligations.place.append((place, rule))

    def step(
        self, context: Context, bag: Bag, step: Mapping[str, Any], support: bool, place: str
    ) -> Bag:
        """The bag after a step."""
        rule = step.get("rule")
        require(isinstance(rule, str) and rule in FIELDS, f"there is no rule {str(rule)[:40]!r}")
        assert isinstance(rule, str)
        more = LAWS.get(str(step.get("law")), (None, ()))[1] if rule == "law" else ()
        self._at(place, rule)
        fields(dict(step), "term", "rule", *FIELDS[rule], *more)
        index = number(step["term"])
        term = _term(bag, index)
        found = self._rule(rule, context, term, step, support)
        self.obligations.place.pop()
        return (*bag[:index], *found, *bag[index + 1 :])

    def _rule(
        self, rule: str, context: Context, term: Term, step: Mapping[str, Any], support: bool
    ) -> Bag:
        if rule == "prune":
            return self.rules.prune(context, term)
        if rule == "split":
            formula = self.content.formula(step["formula"], (*context.rows, *term.rows))
            return (o.conjoin(term, formula), o.conjoin(term, o.Not(formula)))
        if rule == "restate":
            other: Term = self.content.term(step["to"], context.rows)
            rows = [number(k) for k in sequence(step["rows"])]
            self.rules.match(context, term, other, rows)
            return (other,)
        if rule == "squash":
            rows = [number(k) for k in sequence(step["rows"])]
            return self.rules.squash(context, term, rows, support)
        if rule == "expand":
            return self.rules.expand(context, term, number(step["formula"]), support)
        if rule == "unset":
            return self.rules.unset(context, term, number(step["row"]), support)
        return (self._at_place(rule, context, term, step),)

    def _at_place(self, rule: str, context: Context, term: Term, step: Mapping[str, Any]) -> Term:
        place = Place(term, number(step["place"]))
        inner = place.context(context)
        if rule == "law":
            holder = place.holder
            if not isinstance(holder, o.Agg):
                raise Rejected("an aggregate is expected")
            return place.with_holder(apply_law(holder, text_of(step["law"]), step))
        which = number(step["bag"])
        bag = place.bag(which)
        if rule == "inside":
            for i, part in enumerate(sequence(step["steps"])):
                require(isinstance(part, dict), "a step is expected")
                bag = self.step(inner, bag, part, place.support, str(i))
        else:
            other = self.content.bag(step["to"], inner.rows)
            self._replaced(inner, bag, other, step["proof"], place.support)
            bag = other
        return place.with_bag(which, bag)

    def _replaced(self, context: Context, bag: Bag, other: Bag, proof: Any, support: bool) -> None:
        if support:
            self.support(context, bag, other, proof)
        else:
            self.prove(context, bag, other, proof)


def _term(bag: Bag, index: Any) -> Term:
    require(number(index) < len(bag), "there is no such term")
    found: Term = bag[index]
    return found
