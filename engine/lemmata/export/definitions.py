"""Declarations as HTML: what the words of a statement mean.

Each has the id that `anchors` gives it: d3 the function or datatype, a2 the axiom.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lemmata.export.formulas import formula, text
from lemmata.export.writing import Written
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


def anchors(declarations: Sequence[Declaration]) -> dict[str, str]:
    """The ids of functions by qualified name, of sorts, and of axioms as "group.assoc"."""
    found: dict[str, str] = {}
    for name in (name for d in declarations for name in _names(d)):
        found.setdefault(name, f"d{len(found) + 1}")
    return found


def _names(d: Declaration) -> Iterator[str]:
    if isinstance(d, DatatypeGroup):
        yield from (m.name for m in d.members)
    elif isinstance(d, FunctionGroup):
        yield from (f.symbol.name for f in d.members)
    elif isinstance(d, Lambda):
        yield d.symbol.name
    else:
        yield from (f"{d.name}.{a.name}" for a in d.axioms)


def definitions(written: Written, declarations: Sequence[Declaration] | None = None) -> str:
    """All declarations in their order; those of the document if none are given."""
    shown = written.document.declarations if declarations is None else declarations
    ids = anchors(shown)
    rows = [row for d in shown for row in _declaration(written, d, ids)]
    if not rows:
        return "<p>Only built-in sorts and operations occur.</p>"
    return f'<div class="defs">{"".join(rows)}</div>'


def _declaration(written: Written, d: Declaration, ids: dict[str, str]) -> list[str]:
    if isinstance(d, DatatypeGroup):
        rows = []
        for m in d.members:
            shown = " | ".join(_constructor(written, c) for c in m.constructors)
            lines = _what(f"datatype {show_sort(m.sort)}") + _line(text(shown))
            rows.append(_group(ids[m.name], lines))
        return rows
    if isinstance(d, FunctionGroup):
        return [
            _group(
                ids[f.symbol.name],
                _what(_signature(written, f.symbol))
                + "".join(_equation(written, case) for case in f.cases),
            )
            for f in d.members
        ]
    if isinstance(d, Lambda):
        lines = _what(_signature(written, d.symbol)) + _equation(written, d.case)
        return [_group(ids[d.symbol.name], lines)]
    return _structure(written, d, ids)


def _structure(written: Written, d: Structure, ids: dict[str, str]) -> list[str]:
    sorts = ", ".join(show_sort(s) for s in d.sorts)
    head = _what(f"structure {d.name}" + (f" over {sorts}" if sorts else ""))
    head += "".join(_line(text(_signature(written, s))) for s in d.symbols)
    rows = [f"<div>{head}</div>\n"]
    for a in d.axioms:
        shown = formula(written.clause(a.clause), a.clause.terms())
        rows.append(_group(ids[f"{d.name}.{a.name}"], _line(f"{text(a.name)}: {shown}")))
    return rows


def _group(own: str, lines: str) -> str:
    return f'<div id="{own}">{lines}</div>\n'


def _constructor(written: Written, c: Symbol) -> str:
    fields = ", ".join(show_sort(s) for s in c.arguments)
    return written.symbol(c) + (f"({fields})" if fields else "")


def _signature(written: Written, s: Symbol) -> str:
    arguments = ", ".join(show_sort(a) for a in s.arguments)
    sort = show_sort(s.result)
    return f"{written.symbol(s)} : {f'{arguments} → {sort}' if arguments else sort}"


def _what(said: str) -> str:
    return f'<p class="what">{text(said)}</p>\n'


def _line(shown: str) -> str:
    return f'<p class="f">{shown}</p>\n'


def _equation(written: Written, clause: Clause) -> str:
    left, right = (written.term(side) for side in clause.conclusion)
    return _line(formula(f"{left} = {right}", clause.terms()))
