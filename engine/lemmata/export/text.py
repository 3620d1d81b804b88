"""A certificate as a numbered proof for the terminal, or a counterexample with both sides' values.

Rows are numbered from 1; a number in brackets in a reason refers to a row. Reasons stand at the
right, in one column for the whole proof.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import Any

from lemmata.errors import escape
from lemmata.export.phrases import Phrases, Row, plain
from lemmata.export.strictness import is_chain, part
from lemmata.proof.decode import Document, decode
from lemmata.proof.witness import Evaluation, Table, evaluate
from lemmata.terms.declarations import Notation
from lemmata.terms.symbols import Symbol

INDENT = 2
NARROW = 24
GAP = 2


def to_text(
    certificate: dict[str, Any],
    width: int = 100,
    notation: Mapping[Symbol, Notation] | None = None,
    names: Sequence[str] = (),
) -> str:
    """The proof or counterexample as text, at most `width` columns where formulas allow.

    `names` are for the variables of a refuted statement. Raises InputError if the certificate
    cannot be read.
    """
    document = decode(certificate, names)
    phrases = Phrases(document, notation)
    if document.model is not None:
        return refutation(phrases, evaluate(document))
    return proof(phrases, width)


def proof(phrases: Phrases, width: int) -> str:
    """The numbered rows of a proof."""
    rows = phrases.rows
    margin = len(str(len(rows))) + GAP
    cells = [_cells(phrases, rows, i) for i in range(len(rows))]
    widths = [len(left) for left, reason in cells if reason]
    limit = max(NARROW, (width - margin) * 3 // 5)
    column = max((w for w in widths if w <= limit), default=limit) + GAP
    laws = False
    out = [escape(phrases.assumed())] if phrases.assumed() else []
    for row, (left, reason) in zip(rows, cells, strict=True):
        law = row.block is not None and part(phrases.document, row.block) == "law"
        if row.block and row.depth == 0 and row.number > 1 and not (law and laws):
            out.append("")
        laws = law
        number = f"{row.number:>{margin - GAP}}" + " " * GAP
        out += _row(number, left, reason, column, width)
    return "\n".join(line.rstrip() for line in out) + "\n"


def _cells(phrases: Phrases, rows: list[Row], i: int) -> tuple[str, str]:
    """The left text and the reason of a row, both without line breaks."""
    row = rows[i]
    indent = " " * (INDENT * row.depth)
    left, reason = _heading(phrases, row) if row.block else ("", "")
    if row.method:
        said = phrases.method(row.method)
        reason = f"by {said}"
        if row.method.hypothesis:
            reason += f", with {phrases.shown(row.method.hypothesis)}"
        if not row.block:
            left = "Proof"
    if row.line:
        reason = plain(phrases.because(row.line.reasons))
        if not row.block or row.block.kind == "case":
            left += _equation(phrases, rows, i)
    if row.ending:
        formula, why = phrases.ending(row.ending)
        if row.line:
            reason += f"; {why}" if row.ending.rule == "distinct" else f"; so {formula}"
        else:
            left, reason = f"so {formula}", why
    return escape(indent + left), escape(reason)


def _heading(phrases: Phrases, row: Row) -> tuple[str, str]:
    block = row.block
    assert block is not None
    label, reason = phrases.label(block), ""
    formula = phrases.heading(block)
    if block.kind == "case":
        known = "; ".join(map(phrases.shown, block.hypotheses))
        many = "hypotheses" if len(block.hypotheses) > 1 else "hypothesis"
        stated = known and row.line is None
        return f"{label} {formula}" + (f". Induction {many}: {known}" if stated else ": "), ""
    if block.kind == "claim":
        known = " and ".join(map(phrases.shown, block.hypotheses))
        return f"{label}: {formula}" + (f", if {known}" if known else ""), ""
    if block.proof is None:
        return label, ""
    if is_chain(phrases.document, block):
        return (formula if row.line else phrases.value(block.proof.clause.left)), ""
    name = phrases.name(block.proof)
    reason = phrases.source(block)
    return f"{label}{f' ({name})' if name else ''}: {formula}", reason


def _equation(phrases: Phrases, rows: list[Row], i: int) -> str:
    """One line of a calculation, its sign below that of the first line if that is near."""
    row = rows[i]
    assert row.line is not None
    start = i
    while not rows[start].first:
        start -= 1
    if start and is_chain(phrases.document, rows[start - 1].block):
        return f"= {phrases.value(row.line.right)}"
    right = phrases.term(row.line.right)
    if row.first:
        following = i + 1 < len(rows) and rows[i + 1].line and not rows[i + 1].first
        if not following:
            return phrases.equation((row.line.left, row.line.right))
        return f"{phrases.term(row.line.left)} = {right}"
    first = rows[start].line
    assert first is not None
    width = len(phrases.term(first.left))
    return " " * (width + 1 if width <= NARROW else INDENT) + f"= {right}"


def _row(number: str, left: str, reason: str, column: int, width: int) -> list[str]:
    margin = len(number)
    indent = len(left) - len(left.lstrip())
    body = wrap(
        left.strip(),
        max(width - margin - indent, NARROW),
        subsequent_indent="    ",
        break_long_words=False,
        break_on_hyphens=False,
    ) or [""]
    lines = [" " * indent + part for part in body]
    why = wrap(
        reason,
        max(width - margin - column, NARROW),
        break_long_words=False,
        break_on_hyphens=False,
    )
    if why and len(lines[-1]) + GAP <= column:
        lines[-1] = lines[-1].ljust(column) + why.pop(0)
    lines += [" " * column + part for part in why]
    return [(number if i == 0 else " " * margin) + line for i, line in enumerate(lines)]


def refutation(phrases: Phrases, evaluation: Evaluation) -> str:
    """The values that falsify a statement, and what both sides become."""
    out = [f"{phrases.goal()}   is false for"]
    for name, sort in evaluation.types:
        out.append(f"  {name} := {sort}")
    for sort_name, size in evaluation.sizes:
        names = ", ".join(f"#{k}" for k in range(min(size, 9)))
        out.append(f"  {sort_name.rpartition('.')[2]} := {{{names}{', …' if size > 9 else ''}}}")
    for table in evaluation.tables:
        out += _table(phrases, table)
    width = max((len(str(x.head)) for x, _ in evaluation.values), default=0)
    for variable, value in evaluation.values:
        out.append(f"  {variable.head!s:<{width}} = {phrases.value(value)}")
    *premises, conclusion = evaluation.sides
    for equation, (value, _) in premises:
        out.append(f"premise {phrases.equation(equation)}: both sides are {phrases.value(value)}")
    (left, right), (a, b) = conclusion
    sides = [("left", left, a), ("right", right, b)]
    width = max(len(phrases.term(t)) for _, t, _ in sides)
    for side, term, value in sides:
        out.append(f"{side:<5}  {phrases.term(term):<{width}} = {phrases.value(value)}")
    return "\n".join(escape(line) for line in out) + "\n"


def _table(phrases: Phrases, table: Table) -> list[str]:
    """The values of a symbol: a grid for two arguments, else one row each."""
    written = phrases.symbol(table.symbol)
    rows = [([*map(phrases.value, a)], phrases.value(r)) for a, r in table.rows]
    if table.symbol.arity != 2:
        calls = [(f"({', '.join(a)})" if a else "", r) for a, r in rows]
        return [f"  {written}{call} = {r}" for call, r in calls]
    across = list(dict.fromkeys(a[1] for a, _ in rows))
    width = max(len(written), *(len(part) for a, r in rows for part in (*a, r)))
    out = ["  " + " ".join(f"{part:<{width}}" for part in (written, "|", *across))]
    for start in range(0, len(rows), len(across)):
        line = [r for _, r in rows[start : start + len(across)]]
        out.append("  " + " ".join(f"{p:<{width}}" for p in (rows[start][0][0], "|", *line)))
    return out


__all__ = ["Document", "to_text"]
