"""A certificate as canonical JSON: sorted keys, no blanks, ASCII, one line."""

from __future__ import annotations

import json
from typing import Any


def to_json(certificate: dict[str, Any]) -> str:
    r"""The bytes that the digest of a certificate is taken of, and a line feed.

    >>> to_json({"kind": "proof", "format": "é"})
    '{"format":"\\u00e9","kind":"proof"}\n'
    """
    return json.dumps(certificate, sort_keys=True, separators=(",", ":"), ensure_ascii=True) + "\n"
