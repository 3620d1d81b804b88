"""One self-contained HTML page for an answer about two queries, from plain data.

Both texts side by side with their differences marked; then, if they are refuted, the database, both
results and a script, if they are proved equal, the bags that they denote and the steps that match
them. The data comes from `lemmata.sql.page_data` and `lemmata.sql.derivation`, checked there.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from lemmata.export.formulas import text
from lemmata.export.frame import count, packed, page, version
from lemmata.kernel import digest

Json = Mapping[str, Any]
KEYS = """<details id="keys"><summary>Keys</summary>
<p><kbd>j</kbd> <kbd>k</kbd> next and previous row that differs, <kbd>?</kbd> this list.</p>
</details>"""


def page_data(
    certificate: Json, trusted: tuple[str, ...] = (), conditions: Sequence[dict[str, Any]] = ()
) -> Json:
    """What the page of a certificate says; raises Rejected.

    `trusted` is what its check rested on, `conditions` would make refuted queries equal.
    """
    if "database" in certificate:
        from lemmata.sql.page_data import refutation_data

        return refutation_data(certificate, conditions)
    from lemmata.sql.derivation import proof_data

    return proof_data(certificate, trusted)


def to_page(found: Json, certificate: Json) -> str:
    """The page."""
    refuted = found["verdict"] == "refuted"
    source = json.dumps(certificate, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    title = "Two queries with different results" if refuted else "Two queries with equal results"
    body = f"""<header>
<h1>{title}</h1>
{_refuted(found) if refuted else _proved(found)}
{_tools(refuted)}
</header>
<main>
{KEYS if refuted else ""}
{_queries(found)}
{_evidence(found) if refuted else _derivation(found)}
<h2>Schema</h2>
{_pre(found["schema"] or "-- no table", "schema")}
<p class="note">The dialect is {text(found["dialect"])}.</p>
</main>
<footer>
<p>Certificate {digest(dict(certificate))}<br>
Format {text(str(certificate["format"]))}, page by Lemmata {text(version())}</p>
</footer>
<script type="text/plain" id="cert">{packed(source)}</script>"""
    styles, scripts = ("base", "queries"), ("base", "copy", "queries")
    return page(title, body, styles, scripts, str(found["verdict"]), _name(certificate))


def write_page(found: Json, certificate: Json, directory: Path | str) -> Path:
    """Write the page into a directory; its name tells the verdict and the certificate."""
    folder = Path(directory)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{_name(certificate)}.html"
    path.write_text(to_page(found, certificate), encoding="utf-8", newline="\n")
    return path


def _name(certificate: Json) -> str:
    word = "refutation" if "database" in certificate else "equality"
    return f"{word}-{digest(dict(certificate))[:8]}"


def _refuted(found: Json) -> str:
    engines = ", ".join(_ENGINES.get(name, name) for name in found["engines"])
    said = "<b>Refuted.</b> They differ on the database below: Lemmata’s reference evaluator"
    return f'<p class="verdict">{said} and {text(engines)} have run both.</p>'


_ENGINES = {"duckdb": "DuckDB", "sqlite": "SQLite", "postgres": "PostgreSQL"}


def _proved(found: Json) -> str:
    report, trusted = found["report"], found["trusted"]
    rest = len(report["obligations"])
    assumed = f'<p class="note">Assumed: {text("; ".join(report["assumptions"]))}.</p>'
    closed = f"The checker closed {count(report['closed'], 'obligation')}"
    if rest and not trusted:
        said = "<b>Not proved here.</b>"
        left = f"and leaves {rest:,} for solvers to find unsatisfiable, which were not asked"
        return f'<p class="verdict open">{said} {closed} {left}.</p>{assumed}'
    by = f", {text('; '.join(trusted))}" if trusted else ""
    said = "<b>Proved.</b> For every database that meets the schema."
    return f'<p class="verdict">{said} {closed}{by}.</p>{assumed}'


def _tools(refuted: bool) -> str:
    script = (
        '<button data-copy="script">Copy script</button><button id="save-sql">Save script</button>'
        if refuted
        else ""
    )
    return f"""<div class="tools">
<button data-copy="first">Copy first query</button>
<button data-copy="second">Copy second query</button>
{script}<button id="save-json">Save certificate</button>
<output id="status" role="status"></output>
</div>"""


def _queries(found: Json) -> str:
    first, second = found["texts"]
    rows = "".join(f"<tr>{_line(left)}{_line(right)}</tr>" for left, right in found["lines"])
    return f"""<h2>Queries</h2>
<table class="pair"><thead><tr>
<th scope="col" id="first" data-source="{_attribute(first)}">First query</th>
<th scope="col" id="second" data-source="{_attribute(second)}">Second query</th>
</tr></thead><tbody>
{rows}
</tbody></table>"""


def _attribute(value: str) -> str:
    """A text of several lines in an attribute."""
    return "&#10;".join(text(line) for line in value.split("\n"))


def _line(line: Json | None) -> str:
    if line is None:
        return '<td class="gap"></td>'
    parts = (f"<mark>{text(t)}</mark>" if changed else text(t) for t, changed in line["parts"])
    return f"<td>{'  ' * line['indent']}{''.join(parts)}</td>"


def _pre(value: str, name: str) -> str:
    lines = "\n".join(text(line) for line in value.rstrip("\n").split("\n"))
    return f'<pre id="{name}" tabindex="0" role="group" aria-label="{name}">{lines}</pre>'


def _evidence(found: Json) -> str:
    tables = "".join(
        f"<div><h3>{text(t['name'])}</h3>{_table(t['columns'], t['rows'], t['name'])}</div>"
        for t in found["tables"]
    )
    sides = "".join(
        f"<div><h3>{word} query gives</h3>{_result(result, word)}</div>"
        for word, result in zip(("First", "Second"), found["results"], strict=True)
    )
    return f"""<h2>Database</h2>
<div class="tables">{tables or "<p>Any database, the empty one too.</p>"}</div>
<h2>Results</h2>
<div class="sides">{sides}</div>
{_conditions(found["conditions"])}
<h2>Script</h2>
<p class="note">Runs in {text(_ENGINES.get(next(iter(found["engines"])), ""))}.</p>
{_pre(found["script"], "script")}"""


def _conditions(conditions: list[Json]) -> str:
    if not conditions:
        return ""
    word = "They are equal" if conditions[0]["proved"] else "No difference is found"
    items = "".join(
        f"<li>{word} if {text(c['text'])}"
        + "".join(f"<br><code>{text(s)}</code>" for s in c["statements"])
        + "</li>"
        for c in conditions
    )
    return f"<h2>What would make them equal</h2>\n<ul>{items}</ul>"


def _head(columns: list[str], more: str = "") -> str:
    cells = "".join(f'<th scope="col">{text(column)}</th>' for column in columns)
    return f"<thead><tr>{cells}{more}</tr></thead>"


def _cells(values: list[str]) -> str:
    return "".join(
        f'<td class="null">{text(v)}</td>' if v == "NULL" else f"<td>{text(v)}</td>" for v in values
    )


def _table(columns: list[str], rows: list[list[str]], label: str) -> str:
    if not rows:
        return f'<p class="note">no rows ({text(", ".join(columns))})</p>'
    body = "".join(f"<tr>{_cells(row)}</tr>" for row in rows)
    return _scrolled(f"{_head(columns)}<tbody>{body}</tbody>", f"table {label}")


def _scrolled(inner: str, label: str) -> str:
    return (
        f'<div class="wide" tabindex="0" role="group" aria-label="{text(label)}">'
        f'<table class="data">{inner}</table></div>'
    )


def _result(result: Json, word: str) -> str:
    if result["error"]:
        return '<p class="note">an error at run time</p>'
    if not result["rows"]:
        return f'<p class="note">no rows ({text(", ".join(result["columns"]))})</p>'
    rows = "".join(_counted(row) for row in result["rows"])
    head = _head(result["columns"], '<th scope="col" class="note">how often</th>')
    return _scrolled(f"{head}<tbody>{rows}</tbody>", f"result of the {word.lower()} query")


def _counted(row: Json) -> str:
    """A row with how often it occurs; one that the other side has less or more often is marked."""
    here, there = row["here"], row["there"]
    if here == there:
        return f'<tr>{_cells(row["cells"])}<td class="note">{_times(here)}</td></tr>'
    other = "not" if there == 0 else _times(there)
    note = f"{_times(here)} here, {other} there"
    return f'<tr class="only" tabindex="-1">{_cells(row["cells"])}<td class="note">{note}</td></tr>'


def _times(n: int) -> str:
    return {1: "once", 2: "twice"}.get(n, f"{n} times")


def _derivation(found: Json) -> str:
    first, second = (_terms(bag) for bag in found["bags"])
    obligations = "".join(
        f"<details><summary>Obligation {i}, for a solver to find unsatisfiable</summary>"
        f"{_pre(given, f'obligation-{i}')}</details>"
        for i, given in enumerate(found["report"]["obligations"], 1)
    )
    used = found["report"]["constraints"]
    constraints = f'<p class="note">Constraints used: {text("; ".join(used))}.</p>' if used else ""
    return f"""<h2>What the queries denote</h2>
<p class="note">Each part puts out a row for every choice of rows that meets its conditions.</p>
<div class="sides"><div><h3>First query</h3>{first}</div>
<div><h3>Second query</h3>{second}</div></div>
<h2>Proof</h2>
<div class="steps">{_steps(found["steps"])}</div>
{constraints}
{obligations}"""


def _terms(bag: list[Json]) -> str:
    if not bag:
        return '<p class="note">no rows on any database</p>'
    items = []
    for i, term in enumerate(bag, 1):
        lines = [f"part {i}: for {', '.join(term['rows'])}" if term["rows"] else f"part {i}: once"]
        lines += [f"where {condition}" for condition in term["where"]]
        lines.append(f"the row ({', '.join(term['out'])})")
        items.append("<li>" + "<br>".join(text(line) for line in lines) + "</li>")
    return f'<ol class="terms">{"".join(items)}</ol>'


def _steps(steps: list[Json]) -> str:
    items = []
    for step in steps:
        details = "".join(f'<p class="note">{text(d)}</p>' for d in step.get("details", ()))
        inner = _steps(step["steps"]) if step.get("steps") else ""
        rule = f'<span class="rule">{text(step["rule"])}</span>'
        items.append(f"<li>{rule} {text(step['text'])}{details}{inner}</li>")
    return f"<ol>{''.join(items)}</ol>" if items else '<p class="note">no step</p>'
