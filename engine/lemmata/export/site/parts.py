"""A long proof on several pages: the first rows on the law's own page, the others on parts.

Both lists, rows and kernel steps, are cut where a page would grow too large. A link to what stands
on another page names that page; a part repeats the headings that are open at its start.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lemmata.export.formulas import formula, text
from lemmata.export.frame import count, page, version
from lemmata.export.listing import kernel_list, proof_list, shown_row, shown_step, step_ids
from lemmata.export.phrases import Phrases
from lemmata.export.site.articles import Article

WHOLE, ROWS, PART = 55_000, 50_000, 95_000
"""How many characters of rows and steps together a law's own page holds; if there are more, how
many of rows, and how many a part holds.
"""
FEW = 100
LAW, STYLES, SCRIPTS = "law", ("base", "proof", "site"), ("base", "copy", "proof")
"""What the style and script of laws are called where they are files, and their parts."""
Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Part:
    """A page with a range of rows or steps."""

    file: str
    kind: str
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Where a proof stands: rows up to `stop` on its own page, the rest on parts."""

    stop: int | None
    parts: tuple[Part, ...]

    def of(self, kind: str) -> list[Part]:
        """The parts with rows or with steps."""
        return [part for part in self.parts if part.kind == kind]


def planned(article: Article, taken: frozenset[str]) -> Plan:
    """How a proof is cut; `taken` are the files of other pages. Tells its phrases."""
    phrases = article.phrases
    phrases.file = phrases.here = article.file
    nodes = [node for proof in phrases.document.proofs for node in proof.nodes]
    if len(phrases.rows) < FEW and len(nodes) < FEW:
        return Plan(None, ())
    owner = step_ids(phrases)
    row_sizes = [len(shown_row(phrases, row, owner)) for row in phrases.rows]
    step_sizes = [len(shown_step(phrases, node, owner, None)) for node in nodes if phrases.listed]
    if sum(row_sizes) + sum(step_sizes) <= WHOLE:
        return Plan(None, ())
    rows, steps = _cut(row_sizes, ROWS), _cut(step_sizes, PART) if phrases.listed else []
    parts = [
        Part(_file(article, kind, k, taken), kind, start, stop)
        for kind, ranges in (("rows", rows[1:]), ("steps", steps))
        for k, (start, stop) in enumerate(ranges, 2 if kind == "rows" else 1)
    ]
    elsewhere: dict[str, str] = {}
    for part in parts:
        if part.kind == "rows":
            elsewhere.update((f"n{i + 1}", part.file) for i in range(part.start, part.stop))
        else:
            elsewhere.update((owner[n], part.file) for n in nodes[part.start : part.stop])
    phrases.elsewhere = elsewhere
    return Plan(rows[0][1] if len(rows) > 1 else None, tuple(parts))


def _cut(sizes: Sequence[int], first: int) -> list[Range]:
    """Ranges whose sizes stay below the limits; one item at least in each."""
    found: list[Range] = []
    start, room = 0, first
    for i, size in enumerate(sizes):
        if size > room and i > start:
            found.append((start, i))
            start, room = i, PART
        room -= size
    return [*found, (start, len(sizes))]


def _file(article: Article, kind: str, number: int, taken: frozenset[str]) -> str:
    stem = article.file.removesuffix(".html")
    name = f"{stem}-{kind}-{number}.html"
    while name.casefold() in taken:
        stem += "-"
        name = f"{stem}-{kind}-{number}.html"
    return name


def further(article: Article, plan: Plan) -> str:
    """Links to all pages of the rows; empty if there is one only."""
    parts = plan.of("rows")
    if not parts:
        return ""
    rows = len(article.phrases.rows)
    files = [article.file, *(part.file for part in parts)]
    links = [
        f"<b>{k}</b>" if file == article.phrases.here else f'<a href="{file}">{k}</a>'
        for k, file in enumerate(files, 1)
    ]
    return f'<p class="parts">{count(rows, "row")} on pages {" ".join(links)}</p>'


def where_steps_are(article: Article, plan: Plan) -> str:
    """Where the kernel's steps are listed; empty if that is the law's own page."""
    if not article.phrases.listed:
        return (
            f"<p>{count(article.report.steps, 'step')}, in the certificate; "
            "<code>lemmata export FILE --to html</code> lists them.</p>"
        )
    parts = plan.of("steps")
    links = [f'<a href="{p.file}">steps {p.start + 1:,} to {p.stop:,}</a>' for p in parts]
    return f"<p>On pages of their own: {', '.join(links)}</p>" if links else ""


def part_pages(article: Article, plan: Plan, shared: str) -> dict[str, str]:
    """The pages of all parts by file; `shared` as for `page`."""
    found = {}
    for kind in ("rows", "steps"):
        group = plan.of(kind)
        for k, part in enumerate(group):
            before = group[k - 1].file if k else article.file
            after = group[k + 1].file if k + 1 < len(group) else ""
            article.phrases.here = part.file
            found[part.file] = _page(article, plan, part, (before, after), shared)
    article.phrases.here = article.file
    return found


def _page(article: Article, plan: Plan, part: Part, turns: tuple[str, str], shared: str) -> str:
    before, after = turns
    phrases: Phrases = article.phrases
    title = f"{article.title}: {part.kind} {part.start + 1:,} to {part.stop:,}"
    if part.kind == "rows":
        links = further(article, plan)
        listed = proof_list(phrases, part.start, part.stop)
        inner = f"<h2>Proof</h2>\n{links}\n{listed}\n{links}"
        shown = f'<section id="proof" class="proof">\n{inner}\n</section>'
    else:
        shown = f"<h2>Kernel steps</h2>\n{kernel_list(phrases, part.start, part.stop)}"
    next_ = f'<a rel="next" href="{after}">next part →</a>' if after else ""
    statement = formula(article.statement, article.clause.terms())
    body = f"""<nav aria-label="Site">
<a id="index" href="index.html">All laws</a>
<a href="{article.file}">{text(article.identifier)}</a>
<a href="rules.html">Rules</a>
<span><a rel="prev" href="{before}">← part before</a>{next_}</span>
</nav>
<header>
<h1>{text(title)}</h1>
<p class="statement f">{statement}</p>
</header>
<main>
{shown}
</main>
<footer>
<p>Certificate {article.report.certificate}, page by Lemmata {text(version())}</p>
</footer>"""
    return page(title, body, STYLES, SCRIPTS, "proved", "", shared)
