"""A counterexample as HTML: the values, both sides, the finite model."""

from __future__ import annotations

from lemmata.export.formulas import formula, text
from lemmata.export.frame import count
from lemmata.export.phrases import Phrases
from lemmata.proof.witness import Evaluation, Table, evaluate


def refutation(phrases: Phrases) -> str:
    """The values, both sides, and the model if there is one."""
    found: Evaluation = evaluate(phrases.document)
    show = phrases.value
    values = "".join(
        f'<tr><th scope="row" class="f">{formula(show(x), (x,))}</th>'
        f'<td class="f">{text(show(value))}</td></tr>'
        for x, value in found.values
    )
    rows = []
    for i, ((left, right), (a, b)) in enumerate(found.sides):
        last = i == len(found.sides) - 1
        label = "Conclusion" if last else f"Premise {i + 1}"
        for side, term, value in (("left", left, a), ("right", right, b)):
            rows.append(
                f'<tr><th scope="row">{label}, {side} side</th><td class="f">'
                f'{formula(show(term), (term,))}</td><td class="f">{text(show(value))}</td></tr>'
            )
    model = model_tables(phrases, found)
    model = f"<h2>Model</h2>{model}" if model else ""
    chosen = f"<table><tbody>{values}</tbody></table>" if values else "<p>No variable.</p>"
    return f"""<h2>Values</h2>
{chosen}
<h2>Both sides</h2>
<table><thead><tr><th scope="col">Side</th><th scope="col">Term</th><th scope="col">Value</th></tr>
</thead><tbody>{"".join(rows)}</tbody></table>
{model}"""


def model_tables(phrases: Phrases, found: Evaluation) -> str:
    """The sizes of abstract sorts and the tables of their symbols; empty if there are none."""
    where = "".join(f"<p>{text(n)} is {text(str(sort))}.</p>" for n, sort in found.types)
    for name, size in found.sizes:
        elements = ", ".join(f"#{k}" for k in range(min(size, 12))) + (", …" if size > 12 else "")
        where += f"<p>{text(name.rpartition('.')[2])} has {count(size, 'element')}: {elements}.</p>"
    return where + "".join(_table(phrases, table) for table in found.tables)


def _call(arguments: list[str]) -> str:
    return f"({', '.join(arguments)})" if arguments else ""


def _table(phrases: Phrases, table: Table) -> str:
    """The values of a symbol: a grid for two arguments, else one row each."""
    written = text(phrases.symbol(table.symbol))
    rows = [([text(phrases.value(t)) for t in a], text(phrases.value(r))) for a, r in table.rows]
    if table.symbol.arity != 2:
        lines = [
            f'<tr><td class="f">{written}{_call(a)}</td><td class="f">{r}</td></tr>'
            for a, r in rows
        ]
        return f"<table><tbody>{''.join(lines)}</tbody></table>"
    across = list(dict.fromkeys(a[1] for a, _ in rows))
    head = "".join(f'<th scope="col" class="f">{part}</th>' for part in across)
    lines = []
    for start in range(0, len(rows), len(across)):
        cells = "".join(f'<td class="f">{r}</td>' for _, r in rows[start : start + len(across)])
        lines.append(f'<tr><th scope="row" class="f">{rows[start][0][0]}</th>{cells}</tr>')
    return (
        f'<div class="wide" tabindex="0" role="group" aria-label="Table of {written}">'
        f'<table><thead><tr><th scope="col" class="f">{written}</th>{head}</tr></thead>'
        f"<tbody>{''.join(lines)}</tbody></table></div>"
    )
