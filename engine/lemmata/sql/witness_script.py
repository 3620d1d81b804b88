"""A refutation as a script: tables, rows, both queries, and their results as comments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lemmata.sql.database import shown
from lemmata.sql.evaluate import ERROR
from lemmata.sql.plan_text import plan_text
from lemmata.sql.printing import script
from lemmata.sql.texts import text_for

if TYPE_CHECKING:
    from lemmata.sql.comparing import Outcome
    from lemmata.sql.confirm import Confirmation, Question
    from lemmata.sql.database import Tables
    from lemmata.sql.evaluate import Result


def witness_script(outcome: Outcome) -> str:
    """The script for the first engine that confirmed a refutation; raises ValueError for others."""
    question, found = outcome.question, outcome.confirmation
    if question is None or found is None or outcome.database is None:
        raise ValueError("there is no database to write")
    return script_for(question, outcome.database, found)


def script_for(question: Question, database: Tables, found: Confirmation) -> str:
    """The script for a database that is confirmed."""
    engine, form = next(iter(found.engines.items()))
    lines = [f"-- A database on which two queries differ; runs in {engine}.", ""]
    for statement in script(question.schema, question.tables, database, engine):
        lines += [f"{statement};", ""]
    for side, word in ((0, "first"), (1, "second")):
        if form == "plan":
            text = plan_text(question.plans[side], engine)
        else:
            text = text_for(question.sources[side], question.dialect, engine)
        original = " ".join(question.sources[side].text.split())
        lines += [f"-- The {word} query: {original}", f"{text};"]
        lines += [f"-- {line}" for line in _result(found.rows[side])]
        lines.append("")
    return "\n".join(lines)


def _result(rows: Result) -> list[str]:
    if rows == ERROR:
        return ["raises an error"]
    if not rows:
        return ["gives no rows"]
    listed = sorted("(" + ", ".join(map(_one_line, row)) + ")" for row in rows)
    return [f"gives {len(rows)} row{'s' * (len(rows) > 1)}:", *listed]


def _one_line(value: object) -> str:
    text = shown(value)  # type: ignore[arg-type]
    return " ".join(text.split()) if isinstance(value, str) else text
