"""Files appear whole or not at all, whatever happens while they are written."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from lemmata.errors import Diagnostic, InputError


def write_whole(path: Path, text: str) -> Path:
    """Write `text` to `path` by way of a temporary file in the same folder.

    Raises InputError when the folder is missing, closed to us, or the disk is full.
    """
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
            os.chmod(temporary, 0o644)
            os.replace(temporary, path)
        except BaseException:
            os.unlink(temporary)
            raise
    except OSError as error:
        message = f"cannot write {path}: {error.strerror}"
        raise InputError(Diagnostic(message)) from None
    return path
