"""The page of a theory: what it declares, its laws in groups, what is open and what is refuted."""

from __future__ import annotations

from collections.abc import Sequence

from lemmata.export.counterexample import model_tables
from lemmata.export.definitions import definitions
from lemmata.export.formulas import formula, text
from lemmata.export.frame import count, page, version
from lemmata.export.phrases import Phrases
from lemmata.export.site.articles import MOST, Article, shown_refuted
from lemmata.export.site.places import Site, link, statement_of, theory_page
from lemmata.proof.decode import decode
from lemmata.proof.factgraph import OpenConjecture, RefutedConjecture
from lemmata.proof.witness import Evaluation, evaluate
from lemmata.terms.declarations import Declaration
from lemmata.terms.symbols import Kind
from lemmata.terms.term import Term


def theory_pages(site: Site) -> dict[str, str]:
    """All theory pages by file."""
    return {theory_page(name): _page(site, name, rows) for name, rows in site.theories.items()}


def _page(site: Site, name: str, rows: Sequence[Declaration]) -> str:
    library = site.library
    own = name == library.theory.name
    laws = [a for a in site.articles if (a.theory or library.theory.name) == name]
    shown = definitions(site.written, rows) if rows else "<p>Nothing of its own is used here.</p>"
    groups = "\n".join(_group(title, found) for title, found in _groups(site, laws))
    rest = "\n".join((_open(site), _refuted(site))) if own else ""
    contents = ['<a href="#declared">declarations</a>', '<a href="#laws">laws</a>']
    if own and library.open:
        contents.append('<a href="#open">open conjectures</a>')
    if own and library.refuted:
        contents.append('<a href="#refuted">refuted conjectures</a>')
    others = "\n".join(
        f'<a href="{theory_page(n)}">Theory {text(n)}</a>' for n in site.theories if n != name
    )
    body = f"""<nav aria-label="Site">
<a id="index" href="index.html">All laws</a>
{others}
<a href="graph.html">Graph</a>
<a href="rules.html">Rules</a>
</nav>
<header>
<h1>Theory {text(name)}</h1>
<p>On this page: {", ".join(contents)}.</p>
</header>
<main>
<h2 id="declared">Declarations</h2>
{shown}
<h2 id="laws">Laws</h2>
{groups or "<p>None.</p>"}
{rest}
</main>
<footer><p>Page by Lemmata {text(version())}.</p></footer>"""
    return page(f"Theory {name}", body, ("base", "site", "lists"), ("base",))


def _groups(site: Site, laws: Sequence[Article]) -> list[tuple[str, list[Article]]]:
    """Laws by the function that was declared last among those that they speak of."""
    order = [s.name for s in site.library.theory.symbols.values()]
    place = {name: i for i, name in enumerate(order)}
    found: dict[int, list[Article]] = {}
    for law in laws:
        symbols = [
            place.get(t.symbol.name, -1)
            for side in law.clause.terms()
            for t in side.subterms()
            if t.symbol and t.symbol.kind in (Kind.FUNCTION, Kind.ABSTRACT)
        ]
        found.setdefault(max(symbols, default=-1), []).append(law)
    return [
        (
            f"About {site.written.symbol(order[i])}" if i >= 0 else "About constructors",
            sorted(found[i], key=Article.interest),
        )
        for i in sorted(found)
    ]


def _group(title: str, laws: Sequence[Article]) -> str:
    rows = "".join(
        f"<li><div>{link(a, a.title)}</div><div>{statement_of(a)}</div>"
        f'<div class="flags">{text(a.identifier) if a.law else ""}</div></li>\n'
        for a in laws
    )
    return f'<h3>{text(title)}</h3>\n<ol class="laws">\n{rows}</ol>'


def _open(site: Site) -> str:
    """What was neither proved nor refuted, and where the attempt stopped."""
    rows = site.library.open
    if not rows:
        return ""
    items = "".join(_conjecture(site, row) for row in rows)
    return (
        f'<h2 id="open">Open conjectures</h2>\n<p>{count(len(rows), "conjecture")} held on every '
        f"test, but no proof was found within the limits.</p>\n"
        f'<ol class="laws">\n{items}</ol>'
    )


def _conjecture(site: Site, row: OpenConjecture) -> str:
    hint = f"; left to prove: {site.statement(row.hint)}" if row.hint is not None else ""
    more = f'<div class="more">{text(row.reason)}{hint}</div>' if row.reason or hint else ""
    return (
        f'<li id="c-{text(row.identifier)}"><div>{text(row.name or row.identifier)}</div>'
        f"<div>{site.statement(row.clause)}</div>{more}</li>\n"
    )


def _refuted(site: Site) -> str:
    """What is false, with the values that show it; run by the kernel's evaluator."""
    rows = site.library.refuted
    if not rows:
        return ""
    lines = "".join(_counterexample(site, row) for row in shown_refuted(site.library))
    few = f"; the {MOST} smallest are shown" if len(rows) > MOST else ""
    return f"""<h2 id="refuted">Refuted conjectures</h2>
<p>{count(len(rows), "conjecture")} refuted{few}, each by values for which Lemmata’s kernel has run
both sides.</p>
<div class="wide" tabindex="0" role="group" aria-label="Refuted conjectures"><table>
<thead><tr><th scope="col">Conjecture</th><th scope="col">False for</th>
<th scope="col">Left side</th><th scope="col">Right side</th></tr></thead>
<tbody>
{lines}</tbody></table></div>"""


def _counterexample(site: Site, row: RefutedConjecture) -> str:
    names = [str(v.head) for v in row.clause.variables]
    phrases = Phrases(decode(row.certificate, names), site.library.theory.notation)
    found = evaluate(phrases.document)
    values = ", ".join(
        f"{formula(phrases.value(x), (x,))} = {text(phrases.value(v))}" for x, v in found.values
    )
    (left, right), (a, b) = found.sides[-1]
    sides = _side(phrases, left, a) + _side(phrases, right, b)
    model = _model(phrases, found)
    said = formula(phrases.goal(), phrases.document.goal.terms())
    return (
        f'<tr id="c-{text(row.identifier)}"><th scope="row" class="f">{said}</th>'
        f'<td><span class="f">{values or "no variable"}</span>{model}</td>{sides}</tr>\n'
    )


def _side(phrases: Phrases, term: Term, value: Term) -> str:
    """A side with its value, which is not said twice."""
    written, result = phrases.value(term), phrases.value(value)
    shown = "" if written == result else f"{formula(written, (term,))} = "
    return f'<td class="f">{shown}<b>{text(result)}</b></td>'


def _model(phrases: Phrases, found: Evaluation) -> str:
    """The finite model in a fold; empty where the standard values are meant."""
    shown = model_tables(phrases, found)
    sizes = ", ".join(count(size, "element") for _, size in found.sizes)
    return f"<details><summary>in a model of {sizes}</summary>{shown}</details>" if shown else ""
