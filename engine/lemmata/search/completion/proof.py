"""What completion hands over: equations derived by chains of rewrite steps, and the goal's chain.

    s = t0 -> t1 -> .. -> tn = t        each ti+1 is ti with one subterm replaced by an
    ----------------------------        instance of an earlier equation, in either direction
              s = t

A critical pair s <- top -> t is such a chain, s = top = t, continued at both ends by the steps that
simplified it. `extract` keeps the equations that the goal needs, in order, and shortens chains.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from lemmata.terms.term import Term


@dataclass(frozen=True, slots=True)
class Step:
    """One rewrite of the subterm at `path` by an instance of equation `source`.

    `reverse` uses it from right to left; `binding` has all its variables but the fixed ones, those
    of the goal and the hypotheses.
    """

    source: int
    reverse: bool
    path: tuple[int, ...]
    binding: dict[Term, Term]


@dataclass(frozen=True, slots=True)
class Derived:
    """An equation: the input number `input`, or else derived by `steps` from left to right."""

    left: Term
    right: Term
    input: int | None = None
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end of an attempt; `equations` and `goal_steps` are there when it is `proved`.

    Sources are indices into `equations`. `reason` says why an attempt ended without a proof;
    `incomplete` that something was left out, so that "saturated" proves nothing.
    """

    proved: bool
    equations: tuple[Derived, ...] = ()
    goal_steps: tuple[Step, ...] = ()
    reason: str = ""
    incomplete: bool = False
    counters: dict[str, int] = field(default_factory=dict)


def apply_step(term: Term, step: Step, equations: Sequence[Derived]) -> Term:
    """The term after one step. Raises ValueError if the step does not apply."""
    source = equations[step.source]
    old, new = source.left.substitute(step.binding), source.right.substitute(step.binding)
    if step.reverse:
        old, new = new, old
    if term.at(step.path) is not old:
        raise ValueError(f"{term} at {step.path} is not {old}")
    return term.replace_at(step.path, new)


def reverse(steps: Sequence[Step]) -> list[Step]:
    """The steps that lead back."""
    return [replace(step, reverse=not step.reverse) for step in reversed(steps)]


def extract(
    facts: Sequence[Derived], goal: Term, goal_steps: Sequence[Step]
) -> tuple[tuple[Derived, ...], tuple[Step, ...]]:
    """The facts that the goal's chain needs, pruned and numbered anew, and the chain itself."""
    short: dict[int, Derived] = {}
    last = _without_loops(goal, _inlined(goal_steps, facts), facts)
    needed: dict[int, None] = {}
    stack = [step.source for step in last]
    while stack:
        number = stack.pop()
        if number not in needed:
            needed[number] = None
            fact = facts[number]
            steps = _without_loops(fact.left, _inlined(fact.steps, facts), facts)
            short[number] = replace(fact, steps=tuple(steps))
            stack.extend(step.source for step in steps)
    numbers = {old: new for new, old in enumerate(sorted(needed))}
    kept = tuple(
        replace(short[old], steps=_renumbered(short[old].steps, numbers)) for old in numbers
    )
    return kept, _renumbered(last, numbers)


def _renumbered(steps: Sequence[Step], numbers: Mapping[int, int]) -> tuple[Step, ...]:
    return tuple(replace(step, source=numbers[step.source]) for step in steps)


def _inlined(steps: Sequence[Step], facts: Sequence[Derived]) -> list[Step]:
    """The steps without facts that only rename, instantiate or turn round another one."""
    out = []
    for step in steps:
        while True:
            fact = facts[step.source]
            if fact.input is not None or len(fact.steps) != 1 or fact.steps[0].path:
                break
            inner, outer = fact.steps[0], step.binding
            step = Step(
                inner.source,
                inner.reverse != step.reverse,
                step.path,
                {v: t.substitute(outer) for v, t in inner.binding.items()},
            )
        out.append(step)
    return out


def _without_loops(start: Term, steps: Sequence[Step], facts: Sequence[Derived]) -> list[Step]:
    """The chain without detours that lead back to a term it has already been at."""
    seen = {start: 0}
    terms, out = [start], list[Step]()
    for step in steps:
        term = apply_step(terms[-1], step, facts)
        if term in seen:
            for gone in terms[seen[term] + 1 :]:
                del seen[gone]
            del terms[seen[term] + 1 :], out[seen[term] :]
        else:
            seen[term] = len(terms)
            terms.append(term)
            out.append(step)
    return out
