"""All certificates of a site in one archive, inside a link; the same bytes for the same library."""

from __future__ import annotations

import base64
import io
import json
import zipfile

from lemmata.export.formulas import text
from lemmata.export.frame import file_name
from lemmata.export.site.places import Site

EPOCH = (1980, 1, 1, 0, 0, 0)


def archive(site: Site) -> str:
    """A link that saves all certificates, which `lemmata check FOLDER` checks together."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for article in site.articles:
            source = json.dumps(article.certificate, sort_keys=True, separators=(",", ":"))
            name = f"{file_name(article.identifier)}.json"
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, source, compresslevel=9)
    data = base64.b64encode(out.getvalue()).decode("ascii")
    name = f"{file_name(site.library.theory.name)}-certificates.zip"
    return (
        f'<p><a download="{text(name)}" href="data:application/zip;base64,{data}">'
        "All certificates</a> as one archive; <code>lemmata check FOLDER</code> checks what is "
        "in it.</p>"
    )
