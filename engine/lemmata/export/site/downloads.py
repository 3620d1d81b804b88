"""All certificates of a site in one archive beside the pages; equal libraries give equal bytes."""

from __future__ import annotations

import io
import json
import zipfile

from lemmata.export.frame import file_name
from lemmata.export.site.places import Site

EPOCH = (1980, 1, 1, 0, 0, 0)


def archive_name(site: Site) -> str:
    """The file of the archive."""
    return f"{file_name(site.library.theory.name)}-certificates.zip"


def archive(site: Site) -> bytes:
    """All certificates, which `lemmata check FOLDER` checks together."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for article in site.articles:
            source = json.dumps(article.certificate, sort_keys=True, separators=(",", ":"))
            entry = zipfile.ZipInfo(article.file.replace(".html", ".json"), EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, source, compresslevel=9)
    return out.getvalue()
