"""Where the modules of rejections register their changes of valid samples."""

from __future__ import annotations

from collections.abc import Callable

from .build import Certificate

Change = Callable[[Certificate], object]
REJECTED: list[tuple[str, str, Change, str]] = []


def on(sample: str, message: str) -> Callable[[Change], Change]:
    """Register a change of a sample and a part of the message that must come."""

    def register(change: Change) -> Change:
        name = change.__name__
        assert all(name != other for other, *_ in REJECTED), name
        REJECTED.append((name, sample, change, message))
        return change

    return register
