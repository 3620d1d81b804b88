"""`check`: let the kernel judge a certificate; what it cites is looked up in the store."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lemmata.kernel import Rejected, Report, digest
from lemmata.kernel import check as kernel_check

Json = dict[str, Any]


def check(certificate: str | bytes | Path | Mapping[str, Any]) -> Report:
    """The kernel's report on a certificate: a file's path, JSON text, or the object.

    Raises `lemmata.kernel.Rejected` if it is not valid.

    >>> check("{}")
    Traceback (most recent call last):
    lemmata.kernel.reading.Rejected: the format is not lemmata.certificate/1
    """
    if isinstance(certificate, Path):
        return kernel_check(certificate.read_bytes(), resolver(certificate.parent))
    if isinstance(certificate, Mapping):
        return kernel_check(json.dumps(certificate), resolver())
    if isinstance(certificate, str) and not certificate.lstrip().startswith("{"):
        return check(Path(certificate))
    return kernel_check(certificate, resolver())


def resolver(folder: Path | None = None) -> Any:  # noqa: ANN401
    """A lookup by digest: the certificates of a folder, then the stored ones."""
    nearby: dict[str, bytes] = {}

    def find(wanted: str) -> bytes | str | None:
        if folder is not None and not nearby:
            for path in sorted(folder.glob("*.json")):
                try:
                    nearby[digest(json.loads(path.read_bytes()))] = path.read_bytes()
                except (ValueError, RecursionError, OSError):
                    continue
            nearby.setdefault("", b"")
        from lemmata.service.store import resolve

        return nearby.get(wanted) or resolve(wanted)

    return find


def load_cited(wanted: str) -> Json:
    """The stored certificate with a digest, as an object; raises Rejected if there is none."""
    from lemmata.service.store import resolve

    text = resolve(wanted)
    if text is None:
        raise Rejected(f"the cited certificate {wanted[:12]} was not found")
    found: Json = json.loads(text)
    return found
