"""One self-contained HTML page for a certificate: what it says, why, and the certificate itself.

Statement, verdict, the numbered proof with links, the drawing, the kernel's steps, the definitions.
The kernel checks the certificate while the page is made; a page is never made for one that fails.
Nothing is fetched, no attribute holds code or style, equal certificates give equal bytes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from lemmata.errors import Diagnostic, InputError
from lemmata.export.counterexample import refutation
from lemmata.export.definitions import anchors, definitions
from lemmata.export.drawing import aside
from lemmata.export.formulas import formula, text
from lemmata.export.frame import count, file_name, packed, page, version
from lemmata.export.listing import kernel_list, proof_list
from lemmata.export.phrases import GENERATED, Phrases
from lemmata.kernel import Rejected, Report, check, digest
from lemmata.proof.decode import decode
from lemmata.proof.lawnames import law_name
from lemmata.proof.nodes import Stored
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
    phrases.anchors = anchors(phrases.document.declarations)
    title, name = heading(phrases)
    statement = phrases.goal()
    shown = formula(statement, phrases.document.goal.terms())
    own = f'<p class="name">{text(name)}</p>' if name else ""
    body = f"""<header>
<h1>{text(title)}</h1>
{own}
<p class="statement f" data-source="{text(statement)}">{shown}</p>
{verdict(report)}
{tools(refuted)}
</header>
<main>
{refutation(phrases) if refuted else proof(phrases)}
<h2>Definitions</h2>
{definitions(phrases)}
</main>
<footer>
<p>Statement {(report.strict or report.statement) if report else "not computed"}<br>
Certificate {digest(certificate)}<br>
Format {text(str(certificate["format"]))}, page by Lemmata {text(version())}</p>
</footer>
<script type="text/plain" id="cert">{packed(source)}</script>"""
    kind = "refuted" if refuted else "proved"
    styles, scripts = ("base", "proof"), ("base", "copy", "proof")
    return page(title, body, styles, scripts, kind, file_name(name or "statement"))


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
    path = folder / f"{file_name(name)}.html"
    path.write_text(page, encoding="utf-8", newline="\n")
    return path


def heading(phrases: Phrases) -> tuple[str, str]:
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
        return phrases.title(law, last.clause), name
    return (name, "") if name else (phrases.goal(), "")


def verdict(report: Report | None) -> str:
    """What the kernel says, in a line."""
    if report is None:
        said = "<b>Not checked here.</b> It cites other certificates, which were not at hand."
        return f'<p class="verdict open">{said}</p>'
    if report.kind == "refutation":
        said = "<b>Refuted.</b> False for the values below; Lemmata’s kernel has run them."
        return f'<p class="verdict">{said}</p>'
    lemmas = len(report.theorems) - 1
    parts = [count(report.steps, "step"), count(lemmas, "lemma") if lemmas else "no lemma"]
    if report.cited:
        parts.append(f"{count(len(report.cited), 'other certificate')} cited")
    named = ", ".join(f"{text(s)}.{text(a)}" for s, a in report.axioms)
    parts.append(f"{count(len(report.axioms), 'axiom')}: {named}" if named else "no axiom")
    strict = " Both sides are defined at the same points, and equal there." if report.strict else ""
    said = f"<b>Proved.</b>{strict} Checked by Lemmata’s kernel: {', '.join(parts)}."
    return f'<p class="verdict">{said}</p>'


def tools(refuted: bool) -> str:
    """Search, filters and buttons; a script shows them."""
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


def proof(
    phrases: Phrases,
    keys: str = KEYS,
    stop: int | None = None,
    further: str = "",
    steps: str = "",
) -> str:
    """Keys, the list with the drawing beside it, and the kernel's steps in a fold.

    `stop` ends a list that goes on elsewhere, as `further` says; `steps` may say where the steps
    are.
    """
    beside = aside(phrases)
    shape = "cols" if beside else "whole"
    return f"""{keys}
<div class="{shape}">
<section id="proof" class="proof" aria-labelledby="proof-title">
<h2 id="proof-title">Proof</h2>
{further}
{proof_list(phrases, 0, stop)}
{further}
</section>
{beside}
</div>
<h2>Kernel steps</h2>
{steps or _kernel(phrases)}"""


def _kernel(phrases: Phrases) -> str:
    steps = sum(len(p.nodes) for p in phrases.document.proofs)
    return f"""<details><summary>{count(steps, "step")}, bookkeeping included</summary>
{kernel_list(phrases)}
</details>"""
