"""The declarations of a certificate as HTML: what the words of the statement mean."""

from __future__ import annotations

from lemmata.export.formulas import formula, text
from lemmata.export.phrases import Phrases
from lemmata.language.printer import show_sort
from lemmata.terms.declarations import (
    Clause,
    DatatypeGroup,
    Declaration,
    FunctionGroup,
    Lambda,
    Structure,
)
from lemmata.terms.symbols import Symbol


def definitions(phrases: Phrases) -> str:
    """All declarations in their order."""
    rows = [row for d in phrases.document.declarations for row in _declaration(phrases, d)]
    if not rows:
        return "<p>Only built-in sorts and operations occur.</p>"
    return f'<div class="defs">{"".join(rows)}</div>'


def _declaration(phrases: Phrases, d: Declaration) -> list[str]:
    if isinstance(d, DatatypeGroup):
        rows = []
        for m in d.members:
            shown = " | ".join(_constructor(phrases, c) for c in m.constructors)
            rows.append(_what(f"datatype {show_sort(m.sort)}") + _line(text(shown)))
        return rows
    if isinstance(d, FunctionGroup):
        rows = []
        for f in d.members:
            rows.append(_what(_signature(phrases, f.symbol)))
            rows += [_equation(phrases, case) for case in f.cases]
        return rows
    if isinstance(d, Lambda):
        return [_what(_signature(phrases, d.symbol)), _equation(phrases, d.case)]
    return _structure(phrases, d)


def _structure(phrases: Phrases, d: Structure) -> list[str]:
    sorts = ", ".join(show_sort(s) for s in d.sorts)
    rows = [_what(f"structure {d.name}" + (f" over {sorts}" if sorts else ""))]
    rows += [_line(text(_signature(phrases, s))) for s in d.symbols]
    for a in d.axioms:
        shown = formula(phrases.clause(a.clause), a.clause.terms())
        rows.append(_line(f"{text(a.name)}: {shown}"))
    return rows


def _constructor(phrases: Phrases, c: Symbol) -> str:
    fields = ", ".join(show_sort(s) for s in c.arguments)
    return phrases.symbol(c) + (f"({fields})" if fields else "")


def _signature(phrases: Phrases, s: Symbol) -> str:
    arguments = ", ".join(show_sort(a) for a in s.arguments)
    sort = show_sort(s.result)
    return f"{phrases.symbol(s)} : {f'{arguments} → {sort}' if arguments else sort}"


def _what(said: str) -> str:
    return f'<p class="what">{text(said)}</p>\n'


def _line(shown: str) -> str:
    return f'<p class="f">{shown}</p>\n'


def _equation(phrases: Phrases, clause: Clause) -> str:
    left, right = (phrases.term(side) for side in clause.conclusion)
    return _line(formula(f"{left} = {right}", clause.terms()))
