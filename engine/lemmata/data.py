"""The only place that opens data files: rule packs, grammars, proofs and export templates.

They stand in folders of their own beside `engine/` in a checkout, and under `lemmata/_data/`
in an installed wheel. The checkout is asked second, so a wheel never reads a stray folder.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Literal

Kind = Literal["rules", "grammars", "proofs", "exports"]


def folder(kind: Kind) -> Traversable:
    """Return the folder that holds all data of one kind.

    Raises FileNotFoundError if the installation lacks it.

    >>> folder("rules").name
    'rules'
    """
    packaged = files("lemmata").joinpath("_data", kind)
    if packaged.is_dir():
        return packaged
    checkout = Path(__file__).resolve().parents[2] / kind
    if checkout.is_dir():
        return checkout
    raise FileNotFoundError(f"no {kind!r} data: neither {packaged} nor {checkout} exists")


def text(kind: Kind, name: str) -> str:
    """Return one file's text; the name is a /-path below the folder of its kind.

    >>> text("proofs", "no such file.lem")
    Traceback (most recent call last):
    FileNotFoundError: ...
    """
    return folder(kind).joinpath(*name.split("/")).read_text(encoding="utf-8")


def names(kind: Kind, suffix: str = "") -> list[str]:
    """Return the sorted /-paths of all files of one kind whose names end in the suffix.

    Hidden files are left out.

    >>> names("exports", ".no-such-suffix")
    []
    """
    return sorted(name for name in _walk(folder(kind), "") if name.endswith(suffix))


def _walk(place: Traversable, prefix: str) -> Iterator[str]:
    for entry in place.iterdir():
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            yield from _walk(entry, f"{prefix}{entry.name}/")
        else:
            yield prefix + entry.name
