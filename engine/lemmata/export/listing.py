"""The two lists of a proof page: the rows that a reader sees, and all steps of the kernel.

Row 17 has the id n17; step 3 of the second theorem has the id k2-3, numbered as the kernel does.
"""

from __future__ import annotations

from collections.abc import Iterable

from lemmata.export.formulas import formula, text
from lemmata.export.phrases import Phrases, Piece
from lemmata.proof.decode import cited
from lemmata.proof.nodes import Citation, Hypothesis, Law, Node
from lemmata.proof.outline import Row
from lemmata.proof.sections import Shown
from lemmata.terms.term import Term

GROUP = 50


def proof_list(phrases: Phrases, start: int = 0, stop: int | None = None) -> str:
    """The rows as nested ordered lists; theorems, claims and cases are sections.

    Of a part of the rows, the sections that are open at its start are shown again, without ids.
    """
    owner = step_ids(phrases)
    out = ["<ol>"]
    open_blocks: list[Row] = []
    for row in phrases.rows[:start]:
        open_blocks = [r for r in open_blocks if r.depth < row.depth]
        if row.block:
            open_blocks.append(row)
    if start < len(phrases.rows):
        open_blocks = [r for r in open_blocks if r.depth < phrases.rows[start].depth]
    out += [_again(phrases, row) for row in open_blocks]
    for row in phrases.rows[start:stop]:
        while open_blocks and open_blocks[-1].depth >= row.depth:
            open_blocks.pop()
            out.append("</ol></section></li>")
        out.append(shown_row(phrases, row, owner))
        if row.block:
            open_blocks.append(row)
    out.extend("</ol></section></li>" for _ in open_blocks)
    out.append("</ol>")
    return "\n".join(out).replace("<ol>\n</ol>", "")


def shown_row(phrases: Phrases, row: Row, owner: dict[Node, str]) -> str:
    """A row; of a heading, what stands before the rows under it."""
    return _block(phrases, row, owner) if row.block else _line(phrases, row, owner)


def _again(phrases: Phrases, row: Row) -> str:
    assert row.block is not None
    number = f'<a class="num" href="{phrases.to(f"n{row.number}")}">{row.number}</a>'
    level = min(3 + row.depth, 6)
    heading = f"<h{level}>{_heading(phrases, row)}</h{level}>"
    line = f'{number}<div>{heading}</div><div class="why">continued</div>'
    return f'<li class="{row.block.kind}"><section><div class="line">{line}</div>\n<ol>'


def _block(phrases: Phrases, row: Row, owner: dict[Node, str]) -> str:
    block = row.block
    assert block is not None
    level = min(3 + row.depth, 6)
    far = " far" if row.depth == 0 and len(phrases.rows) > 4 * GROUP else ""
    heading = _heading(phrases, row)
    head = f"<h{level}>{heading}</h{level}>"
    if row.line and block.kind == "case":
        line = row.line
        said = phrases.equation((line.left, line.right))
        head += f': <span class="f">{formula(said, (line.left, line.right))}</span>'
    cited = " cited" if phrases.page(block) else ""
    return (
        f'<li id="n{row.number}" class="{block.kind}{cited}{far}"><section>'
        f"{_cells(phrases, row, head, owner)}\n<ol>"
    )


def _line(phrases: Phrases, row: Row, owner: dict[Node, str]) -> str:
    if row.line:
        left, right = row.line.left, row.line.right
        written = phrases.equation((left, right)) if row.first else f"= {phrases.term(right)}"
        if row.first and written == phrases.term(left):
            written = f"{phrases.term(left)}"
        shown = f'<span class="f">{formula(written, (left, right))}</span>'
    elif row.ending:
        said, _ = phrases.ending(row.ending)
        shown = f'so <span class="f">{formula(said, row.ending.equation)}</span>'
    else:
        shown = "Proof"
    cont = "" if row.first and not row.ending else ' class="cont"'
    if row.line and row.first:
        cont = ""
    return f'<li id="n{row.number}"{cont}>{_cells(phrases, row, shown, owner)}</li>'


def _cells(phrases: Phrases, row: Row, shown: str, owner: dict[Node, str]) -> str:
    """The three columns of a row: number, formula, reason."""
    number = f'<a class="num" href="{phrases.to(f"n{row.number}")}">{row.number}</a>'
    return (
        f'<div class="line">{number}<div>{shown}</div>'
        f'<div class="why">{_why(phrases, row)}{_steps(phrases, row, owner)}</div></div>'
    )


def _heading(phrases: Phrases, row: Row) -> str:
    block = row.block
    assert block is not None
    label = f'<span class="label">{text(phrases.label(block))}</span>'
    if phrases.page(block) and block.proof:
        law = phrases.law(block.proof)
        linked = f'<a href="{text(phrases.page(block))}">{text(block.proof.name)}</a>'
        label = f'<span class="label">{linked}</span>' + (
            f' <span class="hint">({text(law)})</span>' if law else ""
        )
        shown = formula(phrases.heading(block), block.proof.clause.terms())
        return f'{label} <span class="f">{shown}</span>'
    if block.kind == "theorem" and block.proof:
        name, law = phrases.name(block.proof), phrases.law(block.proof)
        if phrases.pages and block.proof is phrases.document.proofs[-1]:
            name = law = ""
        also = ", ".join(filter(None, (name, law)))
        label += f" ({text(also)})" if also else ""
        terms: Iterable[Term] = block.proof.clause.terms()
    elif block.kind == "case" and block.case:
        terms = block.case
    else:
        assert block.statement is not None
        terms = _terms(block.statement)
    said = f'{label} <span class="f">{formula(phrases.heading(block), terms)}</span>'
    word = "if" if block.kind == "claim" else "induction hypothesis"
    for h in block.hypotheses if row.line is None else ():
        shown = formula(phrases.shown(h), _terms(h))
        said += f'<span class="hyp">{word} <span class="f">{shown}</span></span>'
    return said


def _terms(h: Shown) -> list[Term]:
    pairs = (*h.premises, h.conclusion)
    below = [t for side in h.below for t in side] if h.below else []
    return [*(side for pair in pairs for side in pair), *h.variables, *below]


def _why(phrases: Phrases, row: Row) -> str:
    parts = []
    if row.method:
        said = formula(phrases.method(row.method), (*row.method.variables, *row.method.general))
        parts.append(f"by {said}")
        h = row.method.hypothesis
        if h:
            parts.append(f', with <span class="f">{formula(phrases.shown(h), _terms(h))}</span>')
    if row.block and phrases.page(row.block):
        parts.append(f'<a class="page" href="{text(phrases.page(row.block))}">see its page</a>')
    elif row.block and phrases.stored(row.block):
        parts.append(f"proved in certificate {phrases.stored(row.block)}")
    elif row.block and phrases.source(row.block):
        parts.append(text(phrases.source(row.block)))
    if row.line:
        parts += [_piece(phrases, piece) for piece in phrases.because(row.line.reasons)]
    if row.ending:
        said, why = phrases.ending(row.ending)
        if row.line and row.ending.rule != "distinct":
            parts.append(f'; so <span class="f">{formula(said, row.ending.equation)}</span>')
        else:
            parts.append(f"; {text(why)}" if row.line else text(why))
    return "".join(parts)


def _piece(phrases: Phrases, piece: Piece) -> str:
    if piece.math:
        return f'<span class="f">{formula(piece.text, piece.terms)}</span>'
    if piece.target is not None:
        return f'<a href="{phrases.to(f"n{piece.target}")}">{text(piece.text)}</a>'
    if piece.declared in phrases.anchors:
        own = phrases.to(phrases.anchors[piece.declared])
        return f'<a class="def" href="{own}">{text(piece.text)}</a>'
    return text(piece.text)


def step_ids(phrases: Phrases) -> dict[Node, str]:
    """The id of each kernel step."""
    return {
        node: f"k{t}-{i}"
        for t, proof in enumerate(phrases.document.proofs, 1)
        for i, node in enumerate(proof.nodes)
    }


def _steps(phrases: Phrases, row: Row, owner: dict[Node, str]) -> str:
    """A link to the first kernel step of a row, with their number."""
    own = [owner[n] for n in row.nodes if n in owner]
    if not own or not phrases.listed:
        return ""
    noun = "step" if len(own) == 1 else "steps"
    first = min(own, key=lambda k: [int(part) for part in k[1:].split("-")])
    return f' <a class="steps-link" href="{phrases.to(first)}">{len(own)} {noun}</a>'


def kernel_list(phrases: Phrases, start: int = 0, stop: int | None = None) -> str:
    """The steps of all proofs, or a part of them, in the order and with the numbers that the
    certificate has.
    """
    owner = step_ids(phrases)
    row_of: dict[Node, int] = {}
    for row in phrases.rows:
        for node in row.nodes:
            row_of.setdefault(node, row.number)
    out = []
    for block in phrases.outline.theorems:
        proof = block.proof
        if proof is None or not proof.nodes:
            continue
        end = len(proof.nodes) if stop is None else stop - proof.first
        nodes = proof.nodes[max(0, start - proof.first) : max(0, end)]
        if not nodes:
            continue
        level = f"{phrases.label(block)} {phrases.name(proof)}".strip()
        out.append(f"<h3>{text(level)}</h3>")
        for i in range(0, len(nodes), GROUP):
            out.append('<ol class="far">' if len(nodes) > GROUP else "<ol>")
            out += [shown_step(phrases, n, owner, row_of.get(n)) for n in nodes[i : i + GROUP]]
            out.append("</ol>")
    return "\n".join(out)


def shown_step(phrases: Phrases, node: Node, owner: dict[Node, str], row: int | None) -> str:
    """A step of the kernel, with what it rests on and the row that it is part of."""
    own = owner[node]
    said = f"{phrases.term(node.left)} = {phrases.term(node.right)}"
    used = [p for p in node.parents if p is not None]
    by = node.detail.get("by")
    if isinstance(by, Citation) and isinstance(by.source, Node):
        used.append(by.source)
    links = ", ".join(f'<a href="{phrases.to(owner[p])}">{_number(owner[p])}</a>' for p in used)
    rule = text(node.rule)
    if phrases.rules:
        rule = f'<a href="{phrases.rules}#{rule}">{rule}</a>'
    why = " ".join(filter(None, (rule, text(_cites(node))))) + (f" from {links}" if links else "")
    why += f' · <a href="{phrases.to(f"n{row}")}">row {row}</a>' if row else ""
    shown = formula(said, (node.left, node.right))
    return (
        f'<li id="{own}" class="kernel"><a class="num" href="{phrases.to(own)}">{_number(own)}</a>'
        f'<span class="f">{shown}</span><span>{why}</span></li>'
    )


def _number(own: str) -> str:
    return own.partition("-")[2]


def _cites(node: Node) -> str:
    """What a step cites and where it rewrites."""
    names = []
    for by in cited(node):
        if isinstance(by.source, Law):
            law = by.source
            names.append(f"{law.name}, case {law.index}" if law.is_definition else law.name)
        elif isinstance(by.source, Hypothesis):
            names.append("a hypothesis")
    if node.rule == "field":
        names = ["the field axioms"]
    names = [f"by {', '.join(names)}"] if names else []
    where = node.detail.get("at")
    if isinstance(where, tuple):
        names.append("at " + (".".join(map(str, where)) if where else "the root"))
    if node.detail.get("reverse") is True:
        names.append("backwards")
    return ", ".join(names)
