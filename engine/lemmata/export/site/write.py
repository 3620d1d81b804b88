"""All pages of a site, and writing them into a folder with an archive of the certificates."""

from __future__ import annotations

import json
from pathlib import Path

from lemmata.export.frame import program, stylesheet
from lemmata.export.site.articles import Json, Resolver
from lemmata.export.site.downloads import Form, archive, archive_name, forms, others
from lemmata.export.site.front import front_page
from lemmata.export.site.glossary import rules_page
from lemmata.export.site.graph import graph_page
from lemmata.export.site.parts import LAW, SCRIPTS, STYLES
from lemmata.export.site.places import Site
from lemmata.export.site.theorem import theorem_pages
from lemmata.export.site.theories import theory_pages
from lemmata.proof.factgraph import Library


def pages(library: Library, resolve: Resolver | None = None) -> dict[str, str]:
    """The pages of a library by file name; `resolve` finds certificates of other theories.

    Raises InputError if the kernel rejects a certificate or one that is cited cannot be found.
    """
    return _files(Site.of(library, resolve), resolve)[0]


def _files(site: Site, resolve: Resolver | None) -> tuple[dict[str, str], list[Form]]:
    """All files but the archive, and what goes into that."""
    library = site.library
    certificates = {a.report.certificate: a.certificate for a in site.articles}
    certificates = {**library.by_digest, **certificates}

    def find(wanted: str) -> Json:
        found = certificates.get(wanted)
        if found is None and resolve is not None:
            data = resolve(wanted)
            found = None if data is None else json.loads(data)
        if found is None:
            raise KeyError(wanted)
        return found

    made = {
        "index.html": front_page(site),
        "graph.html": graph_page(site),
        "rules.html": rules_page(site),
        **theory_pages(site),
    }
    if site.large:
        made |= {f"{LAW}.css": stylesheet(STYLES), f"{LAW}.js": program(SCRIPTS)}
    saved = []
    for article in site.articles:
        found = list(forms(article, find))
        made.update(theorem_pages(site, article, found))
        saved += [*found, *(form for _, form in others(article))]
    return made, saved


def write_site(library: Library, directory: Path | str, resolve: Resolver | None = None) -> Path:
    """Write the site of a library into a folder; the path of its index.

    Raises InputError as `pages` does; then nothing is written.
    """
    site = Site.of(library, resolve)
    made, saved = _files(site, resolve)
    packed = archive(saved)
    folder = Path(directory)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / archive_name(site)).write_bytes(packed)
    for name, content in made.items():
        (folder / name).write_text(content, encoding="utf-8", newline="\n")
    return folder / "index.html"
