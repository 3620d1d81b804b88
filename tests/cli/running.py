"""What a command leaves behind, for the tests that run commands."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NamedTuple

from cli.schemas import validate


class Answer(NamedTuple):
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """The lines on standard output."""
        return self.out.splitlines()

    @property
    def json(self) -> Any:  # noqa: ANN401
        """The one object on standard output, checked against its schema."""
        found = json.loads(self.out)
        validate(found)
        return found


Run = Callable[..., Answer]
