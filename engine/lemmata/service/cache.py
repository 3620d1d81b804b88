"""What was computed before, by the hash of everything it depends on; losing it costs time only.

The folder is $LEMMATA_CACHE, else lemmata/ in $XDG_CACHE_HOME or ~/.cache. An entry that cannot be
read or written is as if it were not there.
"""

from __future__ import annotations

import json
import os
from hashlib import sha256
from pathlib import Path
from typing import Any

from lemmata import __version__


def folder() -> Path:
    """Where entries are kept."""
    own = os.environ.get("LEMMATA_CACHE")
    if own:
        return Path(own)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "lemmata"


def key(*texts: str) -> str:
    """The hash of some texts, and of the version of Lemmata."""
    found = sha256(__version__.encode())
    for text in texts:
        found.update(sha256(text.encode()).digest())
    return found.hexdigest()


def load(name: str) -> Any:  # noqa: ANN401
    """The entry of a key, None if there is none."""
    try:
        return json.loads((folder() / f"{name}.json").read_bytes())
    except (OSError, ValueError, RuntimeError):
        return None


def save(name: str, entry: object) -> None:
    """Keep an entry; quietly nothing where that is not possible."""
    from lemmata.errors import InputError
    from lemmata.service.files import write_whole

    try:
        place = folder()
        place.mkdir(parents=True, exist_ok=True)
        write_whole(place / f"{name}.json", json.dumps(entry))
    except (OSError, RuntimeError, InputError):
        return
