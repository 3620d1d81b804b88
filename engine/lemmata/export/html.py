"""One self-contained HTML page for a certificate: what it says, why, and the certificate itself.

Statement, verdict, the numbered proof with links, the drawing, the kernel's steps, the definitions.
The kernel checks the certificate while the page is made; a page is never made for one that fails.
Nothing is fetched, no attribute holds code or style, equal certificates give equal bytes.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from lemmata import data
from lemmata.errors import Diagnostic, InputError
from lemmata.export.definitions import definitions
from lemmata.export.drawing import drawing
from lemmata.export.formulas import formula, text
from lemmata.export.listing import kernel_list, proof_list
from lemmata.export.phrases import GENERATED, Phrases
from lemmata.kernel import Rejected, Report, check, digest
from lemmata.proof.decode import decode
from lemmata.proof.lawnames import law_name
from lemmata.proof.nodes import Stored
from lemmata.proof.witness import Evaluation, Table, evaluate
from lemmata.terms.declarations import Notation
from lemmata.terms.symbols import Symbol

Resolver = Callable[[str], bytes | str | None]
KEYS = """<details id="keys"><summary>Keys</summary>
<p><kbd>j</kbd> <kbd>k</kbd> next and previous row, <kbd>u</kbd> what it rests on,
<kbd>d</kbd> what rests on it, <kbd>g</kbd> the goal, <kbd>/</kbd> search,
<kbd>Esc</kbd> leaves the search, <kbd>?</kbd> this list.</p></details>"""


def to_html(
    certificate: dict[str, Any],
    notation: Mapping[Symbol, Notation] | None = None,
    resolve: Resolver | None = None,
) -> str:
    """The page of a certificate; `resolve` finds certificates that it cites, by digest.

    Raises InputError if it cannot be read or the kernel rejects it.
    """
    source = json.dumps(certificate, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    phrases = Phrases(decode(certificate), notation)
    report = _checked(source, phrases, resolve)
    refuted = phrases.document.model is not None
    body = _refutation(phrases) if refuted else _proof(phrases)
    title, name = _title(phrases)
    style = data.text("exports", "html/page.css").strip()
    script = data.text("exports", "html/page.js").strip()
    packed = gzip.compress(source.encode("ascii"), compresslevel=9, mtime=0)
    statement = phrases.goal()
    shown = formula(statement, phrases.document.goal.terms())
    own = f'<p class="name">{text(name)}</p>' if name else ""
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_policy(style, script)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{text(title)}</title>
<style>{style}</style>
</head>
<body class="{"refuted" if refuted else "proved"}" data-name="{text(_file(name or "statement"))}">
<header>
<h1>{text(title)}</h1>
{own}
<p class="statement f" data-source="{text(statement)}">{shown}</p>
{_verdict(report)}
{_tools(refuted)}
</header>
<main>
{body}
<h2>Definitions</h2>
{definitions(phrases)}
</main>
<footer>
<p>Statement {(report.strict or report.statement) if report else "not computed"}<br>
Certificate {digest(certificate)}<br>
Format {text(str(certificate["format"]))}, page by Lemmata {text(_version())}</p>
</footer>
<script type="text/plain" id="cert">{base64.b64encode(packed).decode("ascii")}</script>
<script>{script}</script>
</body>
</html>
"""


def _checked(source: str, phrases: Phrases, resolve: Resolver | None) -> Report | None:
    """The kernel's report; None if certificates are cited and there is no way to find them."""
    if resolve is None and any(isinstance(p.theorem, Stored) for p in phrases.document.proofs):
        return None
    try:
        return check(source, resolve)
    except Rejected as problem:
        raise InputError(Diagnostic(f"the kernel rejects this certificate: {problem}")) from None


def write_html(
    certificate: dict[str, Any],
    directory: Path | str,
    notation: Mapping[Symbol, Notation] | None = None,
    resolve: Resolver | None = None,
) -> Path:
    """Write the page of a certificate into a directory, named after what it proves."""
    page = to_html(certificate, notation, resolve)
    proved = certificate["kind"] == "proof"
    name = str(certificate["theorems"][-1]["name"]) if proved else "refutation"
    if "strict" in certificate:
        name = "equality"
    if not proved or "strict" in certificate or GENERATED.fullmatch(name):
        name += f"-{digest(certificate)[:8]}"
    folder = Path(directory)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{_file(name)}.html"
    path.write_text(page, encoding="utf-8", newline="\n")
    return path


def _version() -> str:
    """The version of Lemmata; imported by name, since the package is above this layer."""
    return str(import_module("lemmata").__version__)


def _file(name: str) -> str:
    """A name that is safe as a file name and different from other names."""
    safe = re.sub(r"[^A-Za-z0-9_.-]", "-", name).strip(".") or "proof"
    if safe == name:
        return safe
    return f"{safe}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def _policy(style: str, script: str) -> str:
    def hashed(source: str) -> str:
        digest = hashlib.sha256(source.encode("utf-8")).digest()
        return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"

    return (
        f"default-src 'none'; style-src {hashed(style)}; script-src {hashed(script)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _title(phrases: Phrases) -> tuple[str, str]:
    """The heading of the page and the theorem's own name below it."""
    document = phrases.document
    if not document.proofs:
        law = law_name(document.goal, phrases.notation)
        return (f"Counterexample to {law}" if law else "A counterexample"), ""
    if document.strict is not None:
        return "Equal expressions", ""
    last = document.proofs[-1]
    law, name = phrases.law(last), phrases.name(last)
    if law:
        return law[:1].upper() + law[1:], name
    return (name, "") if name else (phrases.goal(), "")


def _verdict(report: Report | None) -> str:
    if report is None:
        said = "<b>Not checked here.</b> It cites other certificates, which were not at hand."
        return f'<p class="verdict open">{said}</p>'
    if report.kind == "refutation":
        said = "<b>Refuted.</b> False for the values below; Lemmata’s kernel has run them."
        return f'<p class="verdict">{said}</p>'
    lemmas = len(report.theorems) - 1
    parts = [_count(report.steps, "step"), _count(lemmas, "lemma") if lemmas else "no lemma"]
    if report.cited:
        parts.append(f"{_count(len(report.cited), 'other certificate')} cited")
    named = ", ".join(f"{text(s)}.{text(a)}" for s, a in report.axioms)
    parts.append(f"{_count(len(report.axioms), 'axiom')}: {named}" if named else "no axiom")
    strict = " Both sides are defined at the same points, and equal there." if report.strict else ""
    said = f"<b>Proved.</b>{strict} Checked by Lemmata’s kernel: {', '.join(parts)}."
    return f'<p class="verdict">{said}</p>'


def _count(n: int, noun: str) -> str:
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


def _tools(refuted: bool) -> str:
    copy = '<button id="copy-statement">Copy statement</button>'
    save = '<button id="save-json">Save certificate</button>'
    status = '<output id="status" role="status"></output>'
    if refuted:
        return f'<div class="tools">{copy}{save}{status}</div>'
    return f"""<div class="tools">
<label>Search <input id="search" type="search" autocomplete="off"></label>
<label><input id="only" type="checkbox"> only what the chosen row needs</label>
<output id="count"></output>
{copy}<button id="copy-proof">Copy proof</button>{save}
{status}
</div>"""


def _proof(phrases: Phrases) -> str:
    steps = sum(len(p.nodes) for p in phrases.document.proofs)
    drawn = drawing(phrases)
    return f"""{KEYS}
<section id="proof" aria-labelledby="proof-title">
<h2 id="proof-title">Proof</h2>
{proof_list(phrases)}
</section>
{drawn}
<h2>Kernel steps</h2>
<details><summary>{_count(steps, "step")}, bookkeeping included</summary>
{kernel_list(phrases)}
</details>"""


def _refutation(phrases: Phrases) -> str:
    found: Evaluation = evaluate(phrases.document)
    show = phrases.value
    where = "".join(f"<p>{text(n)} is {text(str(sort))}.</p>" for n, sort in found.types)
    for name, size in found.sizes:
        elements = ", ".join(f"#{k}" for k in range(min(size, 12))) + (", …" if size > 12 else "")
        where += (
            f"<p>{text(name.rpartition('.')[2])} has {_count(size, 'element')}: {elements}.</p>"
        )
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
    tables = [_table(phrases, table) for table in found.tables]
    model = f"<h2>Model</h2>{where}{''.join(tables)}" if where or tables else ""
    chosen = f"<table><tbody>{values}</tbody></table>" if values else "<p>No variable.</p>"
    return f"""<h2>Values</h2>
{chosen}
<h2>Both sides</h2>
<table><thead><tr><th scope="col">Side</th><th scope="col">Term</th><th scope="col">Value</th></tr>
</thead><tbody>{"".join(rows)}</tbody></table>
{model}"""


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
