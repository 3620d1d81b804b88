"""Confirmation of a difference: constraints, the reference evaluator, and at least one real engine.

Shared by the search and by the check of a certificate; it trusts neither.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from lemmata.errors import Source
from lemmata.sql.algebra import Join, Plan
from lemmata.sql.database import Constraints, Tables
from lemmata.sql.dialects import Dialect
from lemmata.sql.engines import Engine, bag, engines, open_engine
from lemmata.sql.evaluate import ERROR, Evaluator, Result, same_results
from lemmata.sql.failures import EngineError, NoValue
from lemmata.sql.plan_text import plan_text
from lemmata.sql.scalars import Call
from lemmata.sql.schema import Schema
from lemmata.sql.texts import text_for
from lemmata.sql.walking import nodes, tables

MAX_JOINS = 120
DIALECTAL = ("div", "/", "%", "like", "ilike", "concat")
"""Operators by which a text may rightly mean something else to an engine than to its dialect."""


@dataclass(frozen=True)
class Question:
    """Two queries over a schema, as texts and as plans.

    If `strict`, an error at run time is a result; otherwise such a database tells nothing.
    """

    schema: Schema
    dialect: Dialect
    sources: tuple[Source, Source]
    plans: tuple[Plan, Plan]
    strict: bool = False

    @property
    def tables(self) -> list[str]:
        """The stored tables that occur."""
        return sorted(tables(self.plans))


@dataclass
class Confirmation:
    """Both results, and which engines gave them: name to `text` or `plan`, whichever it ran."""

    rows: tuple[Result, Result]
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
        first, second = (Evaluator(p).result(database, question.strict) for p in question.plans)
    except NoValue as problem:
        return Confirmation(([], []), problems=[str(problem)])
    found = Confirmation((first, second))
    if sum(isinstance(item, Join) for item, _ in nodes(question.plans)) > MAX_JOINS:
        found.problems.append(f"limit: {MAX_JOINS} joins for an engine")
        return found
    if same_results(first, second):
        found.problems.append("the reference evaluator gives both queries the same rows")
        return found
    refused = _ask(question, database, found, "text")
    if not found.engines and (refused or _dialectal(question)):
        _ask(question, database, found, "plan")
    return found


def _ask(question: Question, database: Tables, found: Confirmation, form: str) -> bool:
    """Let the engines run texts or plans; True if none of them could run both texts."""
    refused = True
    for name in engines():
        try:
            texts = [_text(question, i, name, form) for i in (0, 1)]
            if ERROR in found.rows:
                _understands(question, name, texts)
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


def _understands(question: Question, name: str, texts: list[str]) -> None:
    """Raise EngineError if an engine cannot run the texts at all, even on no rows."""
    engine = open_engine(name, question.schema, question.tables, {})
    try:
        for text in texts:
            engine.run(text)
    finally:
        engine.close()


def _text(question: Question, side: int, engine: str, form: str) -> str:
    if form == "plan":
        return plan_text(question.plans[side], engine)
    return text_for(question.sources[side], question.dialect, engine)


def _compare(engine: Engine, texts: list[str], rows: tuple[Result, Result]) -> str:
    """What speaks against an engine's results; raises EngineError."""
    found = [_run(engine, text, ours) for text, ours in zip(texts, rows, strict=True)]
    if found[0] == found[1]:
        return "gives both queries the same rows"
    for side, name in ((0, "first"), (1, "second")):
        ours = rows[side]
        if found[side] != (ERROR if ours == ERROR else bag(ours)):
            return f"gives the {name} query other rows than the reference evaluator"
    return ""


def _run(engine: Engine, text: str, ours: Result) -> Any:
    """The bag of rows, ERROR where one is expected; raises EngineError."""
    try:
        return bag(engine.run(text))
    except EngineError:
        if ours == ERROR:
            return ERROR
        raise


def _dialectal(question: Question) -> bool:
    """Whether the dialect may rightly differ from the engines'."""
    for item, _ in nodes(question.plans):
        if isinstance(item, Call) and item.op in DIALECTAL:
            return True
        if getattr(item, "function", "") == "whole avg":
            return True
    return False
