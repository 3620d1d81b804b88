"""The index: every law of the library with its statement, to be searched, filtered and sorted.

Without a script it is the whole list, most interesting laws first.
"""

from __future__ import annotations

from lemmata.export.formulas import text
from lemmata.export.frame import count, page, version
from lemmata.export.site.articles import Article
from lemmata.export.site.downloads import archive_name
from lemmata.export.site.places import Site, link, statement_of, theory_page

STATES = {
    True: "All conjectures within the limits were tried.",
    False: "The exploration was cut short.",
}


def front_page(site: Site) -> str:
    """The whole page."""
    library = site.library
    name = library.theory.name
    ordered = sorted(site.articles, key=lambda a: (a.fact is None, a.interest()))
    found = {a.identifier: i for i, a in enumerate(site.articles)}
    rows = "\n".join(_row(site, a, found[a.identifier]) for a in ordered)
    body = f"""<nav aria-label="Site">
{theory_links(site)}
<a href="graph.html">Graph of all laws</a>
<a href="rules.html">Rules</a>
</nav>
<header>
<h1>Laws of {text(name)}</h1>
{_summary(site)}
{_tools(site)}
{KEYS}
</header>
<main>
<h2>Laws</h2>
<ol class="laws" id="laws">
{rows}
</ol>
<h2>Downloads</h2>
<p><a download href="{archive_name(site)}">{archive_name(site)}</a>: all certificates, and each law
for Coq, Lean, LaTeX and TSTP where it can be written so. <code>lemmata check certificates</code>
checks the certificates again.</p>
</main>
<footer>
<p>Page by Lemmata {text(version())}, seed {library.seed}. Every law here has a certificate that
Lemmata’s kernel accepted while this page was made.</p>
</footer>"""
    return page(f"Laws of {name}", body, ("base", "site", "lists"), ("base", "front"))


KEYS = """<details id="keys"><summary>Keys</summary>
<p><kbd>/</kbd> search, <kbd>j</kbd> <kbd>k</kbd> next and previous law, <kbd>Enter</kbd> opens it,
<kbd>Esc</kbd> leaves the search, <kbd>?</kbd> this list.</p></details>"""


def theory_links(site: Site) -> str:
    """Links to the pages of all theories, the library's own first."""
    own = site.library.theory.name
    names = [own, *(name for name in site.theories if name != own)]
    return "\n".join(f'<a href="{theory_page(n)}">Theory {text(n)}</a>' for n in names)


def _summary(site: Site) -> str:
    """What is in the library, in a line, with links to what was not proved."""
    library, own = site.library, site.own
    here = theory_page(library.theory.name)
    named = sum(bool(a.law) for a in own)
    parts = [f"<b>{count(len(own), 'law')}</b> proved", f"{named} with a common name"]
    if any(not a.basis for a in own):
        parts.append(f"{sum(a.basis for a in own)} form a basis from which the others follow")
    if library.open:
        parts.append(f'<a href="{here}#open">{count(len(library.open), "conjecture")} open</a>')
    if library.refuted:
        said = f"{count(len(library.refuted), 'conjecture')} refuted"
        parts.append(f'<a href="{here}#refuted">{said}</a>')
    others = len(site.articles) - len(own)
    if others:
        parts.append(f"{count(others, 'law')} of other theories cited")
    axioms = sorted({f"{s}.{a}" for x in site.articles for s, a in x.report.axioms})
    used = f"Axioms used: {', '.join(map(text, axioms))}." if axioms else "No axiom is used."
    state = STATES[library.complete] if library.conjectured else ""
    return f"<p>{', '.join(parts)}. {used} {state}</p>"


def _tools(site: Site) -> str:
    """The search box, the filters that tell laws apart, and the order."""
    laws = site.articles
    names = list(dict.fromkeys(op for a in laws for op in site.operations(a.clause)))
    theories = list(dict.fromkeys(a.theory for a in laws))
    boxes = [
        ("named", "with a common name", sum(bool(a.law) for a in laws)),
        ("conditional", "conditional", sum(bool(a.clause.premises) for a in laws)),
        ("basis", "basis only", sum(a.basis for a in laws)),
    ]
    checks = "\n".join(
        f'<label><input type="checkbox" id="{key}"> {words}</label>'
        for key, words, number in boxes
        if 0 < number < len(laws)
    )
    return f"""<div class="tools">
<label>Search <input id="search" type="search" autocomplete="off"></label>
{_select("operation", "Operation", sorted(names))}
{_select("theory", "Theory", theories) if len(theories) > 1 else ""}
{checks}
<label>Sort by <select id="order"><option value="interest">interest</option>
<option value="used">use</option><option value="name">name</option>
<option value="found">order of proof</option></select></label>
<output id="count" role="status"></output>
</div>"""


def _select(own: str, title: str, values: list[str]) -> str:
    options = "".join(f'<option value="{text(v)}">{text(v)}</option>' for v in values)
    return (
        f'<label>{title} <select id="{own}"><option value="">all</option>{options}</select></label>'
    )


def _row(site: Site, article: Article, found: int) -> str:
    """A law: name first, statement, what is worth knowing, who uses it."""
    tags = []
    if article.clause.premises:
        tags.append("conditional")
    if article.basis and any(not a.basis for a in site.own):
        tags.append("basis")
    own = f" <small>{text(article.identifier)}</small>" if article.law else ""
    shown = "".join(f'<span class="tag">{tag}</span> ' for tag in tags)
    users = len(article.used_by)
    used = link(article, f"used by {users}", "#used-by") if users else "not used"
    operations = " ".join(site.operations(article.clause))
    named = " data-named" if article.law else ""
    return (
        f'<li data-found="{found}" data-used="{users}" data-op="{text(operations)}" '
        f'data-theory="{text(article.theory)}"{named}{"".join(f" data-{t}" for t in tags)}>'
        f"<div>{link(article, article.title)}{own}</div><div>{statement_of(article)}</div>"
        f'<div class="flags">{shown}{used}</div></li>'
    )
