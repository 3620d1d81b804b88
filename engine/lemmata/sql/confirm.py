"""Confirmation of a difference: constraints, the reference evaluator, and at least one real engine.

Shared by the search and by the check of a certificate; it trusts neither.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lemmata.errors import Source
from lemmata.sql.algebra import Plan
from lemmata.sql.database import Constraints, Tables
from lemmata.sql.dialects import Dialect
from lemmata.sql.engines import ENGINES, Engine, EngineError, bag, open_engine
from lemmata.sql.evaluate import Rows, evaluate, same_bags
from lemmata.sql.failures import NoValue
from lemmata.sql.plan_text import plan_text
from lemmata.sql.scalars import Call
from lemmata.sql.schema import Schema
from lemmata.sql.texts import text_for
from lemmata.sql.walking import nodes, tables

DIALECTAL = ("div", "/", "%", "like", "ilike", "concat")
"""Operators by which a text may rightly mean something else to an engine than to its dialect."""


@dataclass(frozen=True)
class Question:
    """Two queries over a schema, as texts and as plans."""

    schema: Schema
    dialect: Dialect
    sources: tuple[Source, Source]
    plans: tuple[Plan, Plan]

    @property
    def tables(self) -> list[str]:
        """The stored tables that occur."""
        return sorted(tables(self.plans))


@dataclass
class Confirmation:
    """Both results, and which engines gave them: name to `text` or `plan`, whichever it ran."""

    rows: tuple[Rows, Rows]
    engines: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether the difference is confirmed."""
        return bool(self.engines)


def confirm(question: Question, database: Tables) -> Confirmation:
    """Evaluate and run both queries on a database; see `Confirmation.holds` and `problems`."""
    constraints = Constraints(question.schema, question.tables)
    violated = constraints.violation(database)
    unread = constraints.unread()
    if violated or unread:
        return Confirmation(([], []), problems=[violated or f"not understood: {unread[0]}"])
    try:
        first, second = (evaluate(plan, database) for plan in question.plans)
    except NoValue as problem:
        return Confirmation(([], []), problems=[str(problem)])
    found = Confirmation((first, second))
    if same_bags(first, second):
        found.problems.append("the reference evaluator gives both queries the same rows")
        return found
    refused = _ask(question, database, found, "text")
    if not found.engines and (refused or _dialectal(question)):
        _ask(question, database, found, "plan")
    return found


def _ask(question: Question, database: Tables, found: Confirmation, form: str) -> bool:
    """Let the engines run texts or plans; True if none of them could run both texts."""
    refused = True
    for name in ENGINES:
        try:
            texts = [_text(question, i, name, form) for i in (0, 1)]
            engine = open_engine(name, question.schema, question.tables, database)
        except EngineError as problem:
            found.problems.append(f"{name}: {problem}")
            continue
        try:
            problem_found = _compare(engine, texts, found.rows)
            refused = False
        except EngineError as problem:
            problem_found = str(problem)
        finally:
            engine.close()
        if problem_found:
            found.problems.append(f"{name} ({form}): {problem_found}")
        else:
            found.engines[name] = form
    return refused


def _text(question: Question, side: int, engine: str, form: str) -> str:
    if form == "plan":
        return plan_text(question.plans[side], engine)
    return text_for(question.sources[side], question.dialect, engine)


def _compare(engine: Engine, texts: list[str], rows: tuple[Rows, Rows]) -> str:
    """What speaks against an engine's results; raises EngineError."""
    bags = [bag(engine.run(text)) for text in texts]
    if bags[0] == bags[1]:
        return "gives both queries the same rows"
    for side, name in ((0, "first"), (1, "second")):
        if bags[side] != bag(rows[side]):
            return f"gives the {name} query other rows than the reference evaluator"
    return ""


def _dialectal(question: Question) -> bool:
    """Whether the dialect may rightly differ from the engines'."""
    for item, _ in nodes(question.plans):
        if isinstance(item, Call) and item.op in DIALECTAL:
            return True
        if getattr(item, "function", "") == "whole avg":
            return True
    return False


