"""The original text of a query as an engine can run it.

Only the spelling changes: names lower case and quoted, the order of NULLs spelled out, numbers in
GROUP BY that are constants written so that no engine takes them for positions, and the engine's own
words for types. What a text means is not touched, so it also tests how texts are lowered.
"""

from __future__ import annotations

from typing import Any

from lemmata.errors import Source
from lemmata.sql.dialects import Dialect
from lemmata.sql.failures import EngineError
from lemmata.sql.reading import Reader, deep


def text_for(source: Source, dialect: Dialect, engine: str) -> str:
    """The text for an engine; raises EngineError if it cannot be written."""
    from sqlglot.errors import SqlglotError

    try:
        with deep():
            reader = Reader(source, dialect)
            (tree,) = (t for t in reader.statements() if t is not None)
            for node in list(tree.walk()):
                _respell(node, dialect)
            found = str(tree.sql(dialect=engine, unsupported_level=_raising()))
    except (SqlglotError, ValueError, RecursionError) as problem:
        raise EngineError(str(problem).partition("\n")[0]) from None
    return found


def _raising() -> Any:
    from sqlglot.errors import ErrorLevel

    return ErrorLevel.RAISE


def _respell(node: Any, dialect: Dialect) -> None:
    kind = type(node).__name__
    if kind == "Identifier":
        node.set("this", node.this.lower())
        node.set("quoted", True)
    elif kind == "Group" and not dialect.ordinals:
        for part in list(node.expressions):
            if part.key == "literal":
                part.replace(_constant(part))
    elif kind == "Ordered":
        node.set("nulls_first", bool(node.args.get("nulls_first")))
    elif kind == "Join" and _needs_condition(node):
        from sqlglot import exp

        node.set("on", exp.true())


def _constant(node: Any) -> Any:
    from sqlglot import exp

    return exp.Coalesce(this=node.copy(), expressions=[exp.null()])


def _needs_condition(node: Any) -> bool:
    parts = ("on", "using", "method")
    if any(node.args.get(part) for part in parts):
        return False
    cross = str(node.args.get("kind") or "").upper() == "CROSS"
    return bool(node.args.get("side") or node.args.get("kind")) and not cross
