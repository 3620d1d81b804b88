"""What happens while a theory is explored: facts about conjectures, and how far it has come.

A clause may be `Open` more than once, and be `Proved` later: its last event counts. The outcomes of
an interrupted run (clause -> its last event) make the next run repeat it without its work.
"""

from __future__ import annotations

from dataclasses import dataclass

from lemmata.proof.nodes import Theorem
from lemmata.proof.refutation import ModelValue
from lemmata.proof.tables import Json
from lemmata.terms.declarations import Clause


@dataclass(frozen=True, slots=True)
class Limits:
    """Counts that bound an exploration.

    `size` is that of the terms that are enumerated (`connected` if they have connectives),
    `terms` how many are tried, `conjectures` how many without a name in one group of operations.
    `equation` bounds the symbols of an equation without a name,
    `premises` those of a premise; `work` is how many nodes the graphs of a first attempt may have.
    """

    size: int = 7
    connected: int = 4
    terms: int = 30_000
    conjectures: int = 160
    equation: int = 11
    premises: int = 6
    work: int = 700


@dataclass(frozen=True, slots=True)
class Proved:
    """A law. `name` is its common name, if it has one; a smaller `size` is of more interest.

    `by_rewriting` says that earlier laws join its two sides: such a law is kept for its name.
    `tries` is the number of the attempt that proved it.
    """

    clause: Clause
    theorem: Theorem
    name: str | None
    size: int
    by_rewriting: bool
    tries: int = 1


@dataclass(frozen=True, slots=True)
class Refuted:
    """A conjecture of a well-known shape, or one that held on samples, with a counterexample.

    `values` are those of the variables of the clause, the smallest of those tried: terms, tables of
    functions, or elements of a finite model of a structure.
    """

    clause: Clause
    certificate: Json
    name: str | None
    size: int
    values: tuple[ModelValue, ...] = ()


@dataclass(frozen=True, slots=True)
class Open:
    """A conjecture without counterexample that could not be proved in `tries` attempts.

    `hint` is what was left to prove where the attempt got stuck.
    """

    clause: Clause
    reason: str
    hint: Clause | None
    name: str | None
    size: int
    tries: int = 1


@dataclass(frozen=True, slots=True)
class Progress:
    """Counts so far; `remaining` is a forecast of how many conjectures are still to come.

    `tested` is the number of terms and conjectures run on values.
    """

    conjectured: int
    refuted: int
    proved: int
    open: int
    tested: int
    remaining: int


@dataclass(frozen=True, slots=True)
class Finished:
    """The end: `complete` if every conjecture within the limits has been tried."""

    complete: bool


Outcome = Proved | Refuted | Open
Event = Outcome | Progress | Finished
