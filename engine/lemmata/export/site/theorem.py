"""The page of a law: what it says, what it rests on and what uses it, its proof, downloads."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

from lemmata.errors import InputError
from lemmata.export.coq import to_coq
from lemmata.export.definitions import definitions
from lemmata.export.formulas import formula, text
from lemmata.export.frame import count, file_name, packed, page, version
from lemmata.export.html import proof
from lemmata.export.latex import to_latex
from lemmata.export.lean import to_lean
from lemmata.export.site.articles import Article, Json
from lemmata.export.site.needs import COMPUTED
from lemmata.export.site.places import Site, declared, link, links, theory_page
from lemmata.export.tstp import to_tstp
from lemmata.terms.symbols import Kind

MANY = 12
Lookup = Callable[[str], Json]


def theorem_page(site: Site, article: Article, find: Lookup) -> str:
    """The whole page; `find` gives a cited certificate by digest."""
    statement = article.statement
    shown = formula(statement, article.clause.terms())
    body = f"""{navigation(site, article)}
<header>
<h1>{text(article.title)}</h1>
<p class="name">{_about(site, article)}</p>
<p class="statement f" data-source="{text(statement)}">{shown}</p>
{_verdict(article)}
{_rests(site, article)}
{TOOLS}
</header>
<main>
{proof(article.phrases, KEYS)}
<h2>Definitions</h2>
{definitions(article.phrases)}
<h2>Downloads</h2>
{_downloads(article, find)}
{_alternatives(site, article)}
</main>
<footer>
<p>Statement {article.report.statement}<br>
Certificate {article.report.certificate}<br>
Format {text(str(article.certificate["format"]))}, page by Lemmata {text(version())}</p>
</footer>"""
    parts = ("base", "proof")
    return page(
        article.title, body, (*parts, "site"), parts, "proved", file_name(article.identifier)
    )


KEYS = """<details id="keys"><summary>Keys</summary>
<p><kbd>j</kbd> <kbd>k</kbd> next and previous row, <kbd>u</kbd> what it rests on,
<kbd>d</kbd> what rests on it, <kbd>g</kbd> the goal, <kbd>o</kbd> opens the page of a cited law,
<kbd>n</kbd> <kbd>p</kbd> or <kbd>]</kbd> <kbd>[</kbd> next and previous law, <kbd>i</kbd> all laws,
<kbd>/</kbd> search, <kbd>Esc</kbd> leaves the search, <kbd>?</kbd> this list.</p></details>"""
TOOLS = """<div class="tools">
<label>Search <input id="search" type="search" autocomplete="off"></label>
<label><input id="only" type="checkbox"> only what the chosen row needs</label>
<output id="count"></output>
<button id="copy-statement">Copy statement</button><button id="copy-proof">Copy proof</button>
<output id="status" role="status"></output>
</div>"""


def navigation(site: Site, article: Article) -> str:
    """Where else to go; previous and next in the order in which the laws were proved."""
    place = site.articles.index(article)
    turns = ""
    if place > 0:
        before = site.articles[place - 1]
        turns += f'<a rel="prev" href="{before.file}">← {text(before.identifier)}</a>'
    if place + 1 < len(site.articles):
        after = site.articles[place + 1]
        turns += f'<a rel="next" href="{after.file}">{text(after.identifier)} →</a>'
    theory = article.theory or site.library.theory.name
    return f"""<nav aria-label="Site">
<a id="index" href="index.html">All laws</a>
<a href="{theory_page(theory)}">Theory {text(theory)}</a>
<a href="graph.html#{text(article.identifier)}">Graph</a>
<a href="rules.html">Rules</a>
<span>{turns}</span>
</nav>"""


def _about(site: Site, article: Article) -> str:
    parts = [text(article.identifier)]
    if article.fact is None:
        parts.append(f"from theory {text(article.theory)}")
    elif article.fact.basis and any(not a.basis for a in site.own):
        parts.append("part of the basis")
    return " · ".join(parts)


def _verdict(article: Article) -> str:
    report = article.report
    steps = count(report.steps, "step")
    cited = f", {report.all_steps:,} with all that it cites" if report.cited else ""
    by = f", by {text(article.fact.rule)}" if article.fact else ""
    said = f"<b>Proved</b>{by}. Checked by Lemmata’s kernel: {steps}{cited}."
    return f'<p class="verdict">{said}</p>'


def _rests(site: Site, article: Article) -> str:
    """What the law rests on through all it cites, the axioms that this takes, what uses it."""
    needs = article.all
    parts = [declared(article, name) for name in needs.definitions if _shown(article, name)]
    parts += [f"induction on {text(s.rpartition('.')[2])}" for s in needs.inductions]
    parts += [text(COMPUTED[rule]) for rule in needs.computed]
    cites = [link(site.by_name[name]) for name in article.uses]
    further = [name for name in article.through if name not in article.uses]
    through = f" (and through them {links(site, further)})" if further else ""
    both = "; ".join(filter(None, (", ".join(cites) + through, ", ".join(parts))))
    axioms = [declared(article, f"{structure}.{a}") for structure, a in article.report.axioms]
    used = _used_by(site, article)
    return f"""<p class="rests" id="rests"><b>Rests on:</b> {both or "nothing but equality"}.</p>
<p class="rests"><b>Axioms needed:</b> {", ".join(axioms) or "none"}.</p>
{_follows(site, article)}<div class="rests" id="used-by"><b>Used by:</b> {used}</div>"""


def _follows(site: Site, article: Article) -> str:
    """What a law outside the basis follows from without induction."""
    fact = article.fact
    if fact is None or fact.basis or not fact.follows_from:
        return ""
    names = links(site, (name for name in fact.follows_from if name in site.by_name))
    return f'<p class="rests"><b>Follows without induction from:</b> {names}.</p>\n'


def _shown(article: Article, name: str) -> bool:
    """Whether a definition is that of a function, not of a lambda that was given a name."""
    symbol = article.phrases.document.symbols.get(name)
    return symbol is not None and symbol.kind is not Kind.LAMBDA


def _used_by(site: Site, article: Article) -> str:
    names = article.used_by
    if len(names) <= MANY:
        return links(site, names) or "no other law here"
    rest = links(site, names[MANY:])
    more = f"<details><summary>{len(names) - MANY} more</summary>{rest}</details>"
    return f"{links(site, names[:MANY])}, {more}"


def _downloads(article: Article, find: Lookup) -> str:
    """Links that save the law in other forms; each carries its file, packed."""
    name = file_name(article.identifier)
    source = json.dumps(article.certificate, sort_keys=True, separators=(",", ":"))
    rows = [_file("Certificate", f"{name}.json", source, "cert")]
    notation = article.phrases.notation
    forms: Iterable[tuple[str, str, Callable[[], str]]] = (
        ("Coq", "v", lambda: to_coq(article.certificate, find)),
        ("Lean", "lean", lambda: to_lean(article.certificate, find)),
        ("LaTeX", "tex", lambda: to_latex(article.certificate, notation)),
        ("TSTP", "p", lambda: to_tstp(article.certificate)),
    )
    for title, suffix, write in forms:
        try:
            rows.append(_file(title, f"{name}.{suffix}", write()))
        except InputError:
            continue
    return f'<p class="get">{" ".join(rows)}</p>'


def _file(title: str, name: str, content: str, own: str = "") -> str:
    mark = f' id="{own}"' if own else ""
    data = f"data:application/gzip;base64,{packed(content)}"
    return f'<a{mark} download="{name}.gz" href="{data}">{title}</a>'


def _alternatives(site: Site, article: Article) -> str:
    """Other ways in which the law follows, with what each cites."""
    fact = article.fact
    if fact is None or not fact.alternatives:
        return ""
    rows = []
    for other in fact.alternatives:
        uses = links(site, (name for name in other.uses if name in site.by_name))
        source = json.dumps(other.certificate, sort_keys=True, separators=(",", ":"))
        saved = _file(
            "certificate", f"{file_name(fact.identifier)}-{other.digest[:8]}.json", source
        )
        said = f"by {text(other.rule)}" + (f" from {uses}" if uses else "")
        rows.append(f"<li>{said}, {count(other.steps, 'step')} ({saved})</li>")
    return f"<h2>Other derivations</h2>\n<ul>{''.join(rows)}</ul>"
