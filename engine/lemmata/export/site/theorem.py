"""The page of a law: what it says, what it rests on and what uses it, its proof, downloads."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lemmata.export.definitions import definitions
from lemmata.export.formulas import formula, text
from lemmata.export.frame import count, file_name, page, version
from lemmata.export.html import proof
from lemmata.export.site.articles import Article
from lemmata.export.site.downloads import Form, downloads, others, saved
from lemmata.export.site.needs import COMPUTED
from lemmata.export.site.parts import (
    LAW,
    SCRIPTS,
    STYLES,
    Plan,
    further,
    part_pages,
    planned,
    where_steps_are,
)
from lemmata.export.site.places import Site, declared, fragment, link, links, theory_page
from lemmata.terms.symbols import Kind

MANY = 12
PLAIN = re.compile(r"[\w', ]+")


def theorem_pages(site: Site, article: Article, found: Sequence[Form]) -> dict[str, str]:
    """The page of a law, and parts of it if it is long; `found` are the forms to save it in."""
    taken = frozenset(a.file.casefold() for a in site.articles)
    article.phrases.listed = not site.large
    plan = planned(article, taken)
    own = _page(site, article, found, plan)
    return {article.file: own, **part_pages(article, plan, LAW if site.large else "")}


def _page(site: Site, article: Article, found: Sequence[Form], plan: Plan) -> str:
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
{proof(article.phrases, KEYS, plan.stop, further(article, plan), where_steps_are(article, plan))}
<h2>Definitions</h2>
{definitions(article.phrases)}
<h2>Downloads</h2>
{downloads(site, found)}
{_alternatives(site, article)}
</main>
<footer>
<p>Statement {article.report.statement}<br>
Certificate {article.report.certificate}<br>
Format {text(str(article.certificate["format"]))}, page by Lemmata {text(version())}</p>
</footer>"""
    name, shared = file_name(article.identifier), LAW if site.large else ""
    return page(article.title, body, STYLES, SCRIPTS, "proved", name, shared)


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
<a href="graph.html#{fragment(article.identifier)}">Graph</a>
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
    by = ""
    if article.fact:
        rule = article.fact.rule
        plain = rule if PLAIN.fullmatch(rule) else rule.partition(" of ")[0]
        by = f", by {formula(plain, article.clause.terms())}"
    said = f"<b>Proved</b>{by}. Checked by Lemmata’s kernel: {steps}{cited}."
    return f'<p class="verdict">{said}</p>'


def _rests(site: Site, article: Article) -> str:
    """What the law rests on through all it cites, the axioms that this takes, what uses it."""
    needs = article.all
    parts = [declared(article, name) for name in needs.definitions if _shown(article, name)]
    parts += [f"induction on {text(s.rpartition('.')[2])}" for s in needs.inductions]
    parts += [text(COMPUTED[rule]) for rule in needs.computed]
    cites = [link(site.by_name[name]) for name in article.uses]
    beyond = [name for name in article.through if name not in article.uses]
    both = "; ".join(filter(None, (", ".join(cites), ", ".join(parts))))
    through = f" Through those laws also: {_folded(site, beyond)}." if beyond else ""
    axioms = [declared(article, f"{structure}.{a}") for structure, a in article.report.axioms]
    used = _folded(site, article.used_by) or "no other law here"
    return f"""<div class="rests" id="rests"><b>Rests on:</b> {both or "nothing"}.{through}</div>
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


def _folded(site: Site, names: Sequence[str]) -> str:
    """Links to laws, many of them in a fold."""
    if len(names) <= MANY + 2:
        return links(site, names)
    more = f"<summary>{len(names) - MANY} more</summary>{links(site, names[MANY:])}"
    return f"{links(site, names[:MANY])}, <details>{more}</details>"


def _alternatives(site: Site, article: Article) -> str:
    """Other ways in which the law follows, with what each cites."""
    fact = article.fact
    if fact is None or not fact.alternatives:
        return ""
    rows = []
    for other, form in others(article):
        uses = links(site, (name for name in other.uses if name in site.by_name))
        said = f"by {text(other.rule)}" + (f" from {uses}" if uses else "")
        kept = "" if site.large else f" ({saved(form, 'certificate')})"
        rows.append(f"<li>{said}, {count(other.steps, 'step')}{kept}</li>")
    return f"<h2>Other derivations</h2>\n<ul>{''.join(rows)}</ul>"
