"""Explorations of small theories, each run once for all tests."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from lemmata.language import parse_goal, show_clause
from lemmata.search.exploring import Event, Exploration, Limits, Open, Outcome, Proved, Refuted
from lemmata.search.exploring.known import key
from lemmata.terms.declarations import Clause, Theory
from lemmata.theories import theory

DATA = Path(__file__).resolve().parents[2] / "data" / "explore"
SMALL = Limits(size=4, conjectures=60)


@cache
def load(name: str) -> Theory:
    """A theory of the test data, or a shipped one."""
    path = DATA / f"{name}.lem"
    return theory(path if path.exists() else name)


@cache
def events(name: str, limits: Limits = SMALL) -> tuple[Event, ...]:
    """All events of an exploration."""
    return tuple(Exploration(load(name), limits=limits).run())


def outcomes(row: Sequence[Event]) -> dict[Clause, Outcome]:
    """The last outcome of each clause."""
    return {e.clause: e for e in row if isinstance(e, Proved | Refuted | Open)}


def proved(name: str, limits: Limits = SMALL) -> list[Proved]:
    """The laws of a theory."""
    return [e for e in outcomes(events(name, limits)).values() if isinstance(e, Proved)]


def finds(name: str, statement: str, limits: Limits = SMALL) -> bool:
    """Whether a statement is among the laws, up to names and sides."""
    _, clause = parse_goal(statement, load(name))
    return key(clause) in {key(e.clause) for e in proved(name, limits)}


def shown(name: str, event: Outcome) -> str:
    """The clause of an event as text."""
    return show_clause(event.clause, load(name).notation)
