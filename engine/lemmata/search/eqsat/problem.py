"""What equality saturation is asked and answers: rules, limits, outcomes, explanations.

A rule's query is its triggers (patterns that must be present; the left side unless said otherwise)
and its premises (pairs of patterns that must be equal); it makes both sides of its equation equal.
Patterns are terms with variables; the variables of goals are constants and never matched.

    triggers[s] present    premises[s] equal
    ----------------------------------------
                left[s] ~ right[s]
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from lemmata.proof.nodes import Hypothesis, Law
from lemmata.terms.declarations import Equation
from lemmata.terms.matching import variables_in_order
from lemmata.terms.sorts import Sort
from lemmata.terms.symbols import Symbol
from lemmata.terms.term import EMPTY, Term


@dataclass(frozen=True, eq=False)
class EqRule:
    """An equation read from left to right, in one direction.

    `source` proves it: the law's clause is left = right, or right = left with `reverse`, under
    `premises` in the same order, at the sort arguments `types`. `variables` are `given`, or those
    of the law or hypothesis, or all in order of first occurrence. A rule without variables and
    triggers beside its left side is a ground fact: it is applied once, at the start. A rule whose
    sides are the same only makes its term present.
    """

    name: str
    left: Term
    right: Term
    premises: tuple[Equation, ...] = ()
    source: Law | Hypothesis | None = None
    reverse: bool = False
    types: tuple[Sort, ...] = ()
    triggers: tuple[Term, ...] = ()
    given: tuple[Term, ...] | None = None

    def __post_init__(self) -> None:
        """The left side triggers a rule unless said otherwise; every variable must be bound."""
        if not self.triggers:
            object.__setattr__(self, "triggers", (self.left,))
        if not set(self.variables) <= EMPTY.union(*(t.free for t in self.query)):
            raise ValueError(f"rule {self.name} does not bind all its variables")

    @cached_property
    def query(self) -> tuple[Term, ...]:
        """The triggers and both sides of the premises."""
        return (*self.triggers, *(side for pair in self.premises for side in pair))

    @cached_property
    def variables(self) -> tuple[Term, ...]:
        """What a match binds; other variables in the rule stand for themselves."""
        if self.given is not None:
            return self.given
        if isinstance(self.source, Hypothesis):
            return self.source.bound
        if isinstance(self.source, Law):
            sorts = dict(zip(self.source.clause.types, self.types, strict=True))
            return tuple(v.instantiate(sorts, {}) for v in self.source.clause.variables)
        return tuple(variables_in_order(*self.query, self.left, self.right))


@dataclass(frozen=True, eq=False)
class Computed:
    """A symbol computed on literals: `fold` gives the value of symbol(literals), None if none.

    The kernel's rule `eval` justifies each instance.
    """

    name: str
    symbol: Symbol
    fold: Callable[[Term], Term | None]


Rule = EqRule | Computed


@dataclass(frozen=True, slots=True)
class Limits:
    """Counts that end a search: e-nodes, matches (over all iterations) and iterations."""

    nodes: int = 10_000
    matches: int = 100_000
    iterations: int = 30


@dataclass(frozen=True, slots=True)
class Backoff:
    """A rule with more than `match_limit` matches in an iteration is banned for `ban_length`.

    Both double with each ban of the rule, and its matches of that iteration are dropped.
    """

    match_limit: int = 1_000
    ban_length: int = 5


@dataclass(frozen=True)
class Problem:
    """Prove start = goal, or, without a goal, saturate what equals start.

    `more` are terms that shall be present too. `scheduler` None runs every rule in each iteration.
    """

    rules: Sequence[Rule]
    start: Term
    goal: Term | None = None
    limits: Limits = field(default_factory=Limits)
    scheduler: Backoff | None = None
    more: Sequence[Term] = ()


@dataclass(frozen=True)
class Outcome:
    """How a search ended; with the problem it is reproducible, `seconds` apart.

    `stopped` is "found", "saturated", "nodes", "matches", "iterations", "expired", "conflict" (two
    literals in one class; `conflict` names the rules on the path between them, `clash` the two) or
    "banned" (every rule that could still do something was banned until after the last iteration).
    """

    found: bool
    stopped: str
    iterations: int
    nodes: int
    matches: int
    seconds: float
    limits: Limits
    scheduler: Backoff | None = None
    matches_of: dict[str, int] = field(default_factory=dict)
    bans_of: dict[str, int] = field(default_factory=dict)
    conflict: tuple[str, ...] = ()
    clash: tuple[Term, Term] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One rewriting step at a position: the instance of `rule` at `values`, maybe backwards.

    `values` are those of the rule's variables (for a computed rule: the literals), `premises` one
    explanation for each premise of the rule.
    """

    path: tuple[int, ...]
    rule: Rule
    values: tuple[Term, ...]
    reverse: bool
    premises: tuple[Explanation, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Explanation:
    """A chain of steps from `left` to `right`; without steps both are the same term."""

    left: Term
    right: Term
    steps: tuple[Step, ...]

    @property
    def count(self) -> int:
        """The steps of the chain and of its premises, each premise once."""
        seen: dict[Explanation, None] = {}
        stack = [self]
        while stack:
            explanation = stack.pop()
            if explanation not in seen:
                seen[explanation] = None
                stack.extend(p for s in explanation.steps for p in s.premises)
        return sum(len(e.steps) for e in seen)


class Searched(Protocol):
    """A finished search."""

    outcome: Outcome

    def explain(self, left: Term, right: Term) -> Explanation:
        """Why two terms that were found equal are equal; shortened."""
        ...
