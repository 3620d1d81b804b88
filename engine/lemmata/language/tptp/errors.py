"""What is wrong with a problem: its text (InputError), or only that it asks for too much."""

from __future__ import annotations

from lemmata.errors import InputError, Source


class Inappropriate(InputError):
    """A well-formed problem outside of what is accepted; the answer is unknown, not an error."""


ACCEPTED = (
    "cnf and fof formulas without arithmetic whose clauses are Horn: at most one positive literal"
)


def inappropriate(
    source: Source, message: str, start: int, end: int | None = None
) -> Inappropriate:
    """Return, not raise, the exception about a stretch of text."""
    hint = f"accepted are {ACCEPTED}"
    return Inappropriate(source.diagnostic(message, start, end, hint=hint))
