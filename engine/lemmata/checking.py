"""`check`: let the kernel judge a certificate; what it cites is looked up in the store."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lemmata.kernel import Rejected, Report, digest
from lemmata.kernel import check as kernel_check

if TYPE_CHECKING:
    from lemmata.sql.replay import DatabaseReport

Json = dict[str, Any]
DATABASE = b'"lemmata.database/1"'
MAX_BYTES = 50_000_000


def check(certificate: str | bytes | Path | Mapping[str, Any]) -> Report | DatabaseReport:
    """The report on a certificate: a file's path, JSON text, or the object.

    The kernel's; that of a run for a database that tells queries apart.

    Raises `lemmata.kernel.Rejected` if it is not valid.

    >>> check("{}")
    Traceback (most recent call last):
    lemmata.kernel.reading.Rejected: the format is not lemmata.certificate/1
    """
    if isinstance(certificate, Path):
        data = certificate.read_bytes()
        return database_report(data) or kernel_check(data, resolver(certificate.parent))
    if isinstance(certificate, Mapping):
        data = json.dumps(certificate).encode()
        return database_report(data) or kernel_check(data, resolver())
    if isinstance(certificate, str) and not certificate.lstrip().startswith("{"):
        return check(Path(certificate))
    data = certificate.encode() if isinstance(certificate, str) else certificate
    return database_report(data) or kernel_check(data, resolver())


def database_report(data: bytes) -> DatabaseReport | None:
    """The report on a database that tells queries apart, None for another kind of certificate.

    Raises `Rejected`.
    """
    if DATABASE not in data or len(data) > MAX_BYTES:
        return None
    try:
        certificate = json.loads(data)
    except (ValueError, RecursionError):
        return None
    if not isinstance(certificate, dict) or certificate.get("format") != "lemmata.database/1":
        return None
    from lemmata.sql.replay import replay

    return replay(certificate)


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
