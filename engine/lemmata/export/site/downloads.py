"""The forms in which a law is saved: its certificate, Coq, Lean, LaTeX, TSTP.

A small site has them inside the links of each law's page, a large one only the certificate. All
forms of all laws are in one archive beside the pages. Equal libraries give equal bytes.
"""

from __future__ import annotations

import io
import json
import lzma
import tarfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from lemmata.errors import InputError
from lemmata.export.coq import to_coq
from lemmata.export.frame import file_name, packed
from lemmata.export.latex import to_latex
from lemmata.export.lean import to_lean
from lemmata.export.site.articles import Article, Json
from lemmata.export.site.places import Site
from lemmata.export.tstp import to_tstp
from lemmata.proof.factgraph import Derivation

Lookup = Callable[[str], Json]


@dataclass(frozen=True, slots=True)
class Form:
    """A law in one form: the folder that it stands in, and its file there."""

    title: str
    folder: str
    file: str
    content: str


def forms(article: Article, find: Lookup) -> Iterator[Form]:
    """All forms that a law can be written in, the certificate first; `find` gives cited ones."""
    name, certificate = article.file.removesuffix(".html"), article.certificate
    yield _certificate(f"{name}.json", certificate)
    notation = article.phrases.notation
    writers: Sequence[tuple[str, str, str, Callable[[], str]]] = (
        ("Coq", "coq", "v", lambda: to_coq(certificate, find)),
        ("Lean", "lean", "lean", lambda: to_lean(certificate, find)),
        ("LaTeX", "latex", "tex", lambda: to_latex(certificate, notation)),
        ("TSTP", "tstp", "p", lambda: to_tstp(certificate)),
    )
    for title, folder, suffix, write in writers:
        try:
            yield Form(title, folder, f"{name}.{suffix}", write())
        except InputError:
            continue


def others(article: Article) -> list[tuple[Derivation, Form]]:
    """The other derivations of a law with their certificates."""
    name = article.file.removesuffix(".html")
    found = article.fact.alternatives if article.fact else ()
    return [(d, _certificate(f"{name}-{d.digest[:8]}.json", d.certificate)) for d in found]


def _certificate(file: str, certificate: Json) -> Form:
    source = json.dumps(certificate, sort_keys=True, separators=(",", ":"))
    return Form("Certificate", "certificates", file, source)


def saved(form: Form, title: str = "", own: str = "") -> str:
    """A link that carries a form, packed."""
    mark = f' id="{own}"' if own else ""
    data = f"data:application/gzip;base64,{packed(form.content)}"
    return f'<a{mark} download="{form.file}.gz" href="{data}">{title or form.title}</a>'


def downloads(site: Site, found: Sequence[Form]) -> str:
    """What a law's page offers."""
    first, *others = found
    links = [saved(first, own="cert")]
    if not site.large:
        links += [saved(form) for form in others]
        return f'<p class="get">{" ".join(links)}</p>'
    names = ", ".join(f"{form.folder}/{form.file}" for form in others)
    archived = (
        f'<p>In <a download href="{archive_name(site)}">{archive_name(site)}</a>: {names}.</p>'
    )
    return f'<p class="get">{" ".join(links)}</p>\n{archived if others else ""}'


def archive_name(site: Site) -> str:
    """The file of the archive."""
    return f"{file_name(site.library.theory.name)}-proofs.tar.xz"


def archive(found: Sequence[Form]) -> bytes:
    """All forms of all laws; `lemmata check FOLDER` checks the certificates together."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as packed_up:
        for form in sorted(found, key=lambda form: (form.folder, form.file)):
            content = form.content.encode("utf-8")
            entry = tarfile.TarInfo(f"{form.folder}/{form.file}")
            entry.size = len(content)
            packed_up.addfile(entry, io.BytesIO(content))
    return lzma.compress(out.getvalue(), preset=6)
