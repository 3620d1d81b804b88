"""`check`: let the kernel judge a certificate; what it cites is looked up in the store."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lemmata.kernel import Rejected, Report, digest
from lemmata.kernel import check as kernel_check

if TYPE_CHECKING:
    from lemmata.service.sql_checking import EqualityReport
    from lemmata.sql.replay import DatabaseReport

Json = dict[str, Any]
DATABASE = "lemmata.database/1"
EQUALITY = "lemmata.sql-proof/1"
MAX_BYTES = 50_000_000


def check(
    certificate: str | bytes | Path | Mapping[str, Any],
) -> Report | DatabaseReport | EqualityReport:
    """The report on a certificate: a file's path, JSON text, or the object.

    The kernel's; that of a run for a database that tells queries apart; that of the kernel and
    the solvers for a proof that queries are equal.

    Raises `lemmata.kernel.Rejected` if it is not valid.

    >>> check("{}")
    Traceback (most recent call last):
    lemmata.kernel.reading.Rejected: the format is not lemmata.certificate/1
    """
    if isinstance(certificate, Path):
        data = certificate.read_bytes()
        return sql_report(data) or kernel_check(data, resolver(certificate.parent))
    if isinstance(certificate, Mapping):
        data = json.dumps(certificate).encode()
        return sql_report(data) or kernel_check(data, resolver())
    if isinstance(certificate, str) and not certificate.lstrip().startswith("{"):
        return check(Path(certificate))
    data = certificate.encode() if isinstance(certificate, str) else certificate
    return sql_report(data) or kernel_check(data, resolver())


def sql_report(data: bytes) -> DatabaseReport | EqualityReport | None:
    """The report on a certificate about queries, None for another kind; raises `Rejected`."""
    kind = _format(data)
    if kind == DATABASE:
        from lemmata.sql.replay import replay

        return replay(json.loads(data))
    if kind == EQUALITY:
        from lemmata.service.sql_checking import check_equality

        return check_equality(data)
    return None


def _format(data: bytes) -> str:
    """The format of a certificate about queries, empty for others."""
    found = [name for name in (DATABASE, EQUALITY) if f'"{name}"'.encode() in data]
    if not found or len(data) > MAX_BYTES:
        return ""
    try:
        certificate = json.loads(data)
    except (ValueError, RecursionError):
        return ""
    name = certificate.get("format") if isinstance(certificate, dict) else None
    return name if isinstance(name, str) and name in found else ""


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
