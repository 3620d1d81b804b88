"""The drawing of a proof page: theorems, claims and cases as boxes, and what rests on what."""

from __future__ import annotations

from itertools import pairwise

from lemmata.export.cone import HEIGHT, WIDTH, Drawing, draw
from lemmata.export.dots import positions
from lemmata.export.formulas import text
from lemmata.export.phrases import Phrases, plain
from lemmata.proof.outline import Row
from lemmata.proof.sections import Block, Reason

LETTERS = 25
MOST = 160
FEW = 12
PAD = 6


def aside(phrases: Phrases) -> str:
    """The column beside the proof: the drawing, and all rows as dots; empty for a short proof."""
    drawn, map_ = drawing(phrases), overview(phrases)
    return f"<aside>{drawn}{map_}</aside>" if drawn else ""


def drawing(phrases: Phrases) -> str:
    """The drawing with its buttons; nothing for a single box or for too many."""
    premises = dependencies(phrases)
    if not 2 <= len(premises) <= MOST:
        return ""
    drawn = draw(premises)
    rows = {row.number: row for row in phrases.rows}
    return f"""<h2>What rests on what</h2>
<div class="cone" tabindex="0" role="group" aria-label="Drawing of the proof">
{svg(phrases, drawn, rows)}
</div>
<div class="tools"><button id="zoom-in">Larger</button><button id="zoom-out">Smaller</button>
<button id="zoom-reset">Fit</button><button id="save-svg">Save drawing</button></div>"""


def overview(phrases: Phrases) -> str:
    """The places of all rows, for the script to draw; nothing where the list is short, or not all
    on one page.
    """
    if len(phrases.rows) < FEW or phrases.elsewhere:
        return ""
    at = positions(row_graph(phrases))
    written = " ".join(f"{x},{y}" for x, y in (at[row.number] for row in phrases.rows))
    return f'<canvas id="map" aria-hidden="true" data-at="{written}"></canvas>'


def row_graph(phrases: Phrases) -> dict[int, list[int]]:
    """All rows with what they rest on: the rows their reasons name, those under a heading, the
    line before. Premises first.
    """
    rests: dict[int, dict[int, None]] = {row.number: {} for row in phrases.rows}
    open_rows: list[Row] = []
    before: dict[int, Row] = {}
    for row in phrases.rows:
        while open_rows and open_rows[-1].depth >= row.depth:
            open_rows.pop()
        if open_rows:
            rests[open_rows[-1].number][row.number] = None
        if not row.block and not row.first and row.depth in before:
            rests[row.number][before[row.depth].number] = None
        for target in _targets(phrases, row):
            rests[row.number].setdefault(target)
        before[row.depth] = row
        if row.block:
            open_rows.append(row)
    return _ordered(rests)


def dependencies(phrases: Phrases) -> dict[int, list[int]]:
    """The rows of headings with the headings they rest on, premises first."""
    rests: dict[int, dict[int, None]] = {}
    inside: list[int] = []
    depths: list[int] = []
    for row in phrases.rows:
        while depths and depths[-1] >= row.depth:
            depths.pop()
            inside.pop()
        if row.block:
            rests[row.number] = {}
            if inside and row.block.kind == "case":
                rests[inside[-1]][row.number] = None
            inside.append(row.number)
            depths.append(row.depth)
        for target in _targets(phrases, row):
            if target != inside[-1]:
                rests[inside[-1]].setdefault(target)
    return _ordered(rests)


def _targets(phrases: Phrases, row: Row) -> list[int]:
    reasons: tuple[Reason, ...] = row.line.reasons if row.line else ()
    return [p.target for p in phrases.reasons(reasons) if p.target is not None] if reasons else []


def _ordered(rests: dict[int, dict[int, None]]) -> dict[int, list[int]]:
    done: dict[int, list[int]] = {}
    stack = sorted(rests, reverse=True)
    while stack:
        v = stack[-1]
        todo = [] if v in done else [p for p in rests[v] if p not in done]
        if todo:
            stack.extend(reversed(todo))
            continue
        stack.pop()
        done.setdefault(v, list(rests[v]))
    return done


def svg(phrases: Phrases, drawn: Drawing, rows: dict[int, Row]) -> str:
    """The picture, each box a link to its row."""
    width, height = drawn.width + 2 * PAD, drawn.height + 2 * PAD
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}">'
    ]
    for edge in drawn.edges:
        points = [(x + PAD, y + PAD) for x, y in edge]
        path = f"M{points[0][0]} {points[0][1]}"
        for (x, y), (u, v) in pairwise(points):
            bend = (v - y) // 2
            path += f"C{x} {y + bend} {u} {v - bend} {u} {v}"
        out.append(f'<path d="{path}"/>')
    for box in drawn.boxes:
        row = rows[box.number]
        assert row.block is not None
        x, y = box.x + PAD, box.y + PAD
        full = phrases.heading(row.block)
        below = " · ".join(filter(None, (_label(phrases, row.block, row), *_chips(box.chips))))
        out.append(
            f'<a href="{phrases.to(f"n{box.number}")}" id="b{box.number}">'
            f"<title>{text(full)}</title>"
            f'<rect x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="5"/>'
            f'<text x="{x + 7}" y="{y + 15}">{text(_cut(full, LETTERS - 1))}</text>'
            f'<text class="small" x="{x + 7}" y="{y + 30}">{text(_cut(below, LETTERS + 2))}</text>'
            "</a>"
        )
    out.append("</svg>")
    return "\n".join(out)


def _label(phrases: Phrases, block: Block, row: Row) -> str:
    label = f"{row.number} {phrases.label(block)}"
    if block.proof:
        name = phrases.name(block.proof)
        label = f"{row.number} {name or phrases.label(block)}"
    if row.method:
        return f"{label}, {phrases.method(row.method)}"
    if row.line:
        return f"{label}, {plain(phrases.reasons(row.line.reasons))}"
    return label


def _chips(numbers: tuple[int, ...]) -> tuple[str, ...]:
    return (f"from {', '.join(map(str, numbers))}",) if numbers else ()


def _cut(value: str, letters: int) -> str:
    return value if len(value) <= letters else value[: letters - 1] + "…"
