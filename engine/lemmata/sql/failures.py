"""What can keep a question from being answered, beside bad input (`lemmata.errors`)."""

from __future__ import annotations


class Unsupported(Exception):
    """A construct that is not modelled; `where` is its place, as text, if known."""

    def __init__(self, construct: str, where: str = "") -> None:
        super().__init__(construct, where)
        self.construct, self.where = construct, where

    def __str__(self) -> str:
        return self.construct + (f" at {self.where}" if self.where else "")


class NoValue(Exception):
    """A run that has no value that all would agree on, so the database is no witness."""


class RunTimeError(NoValue):
    """An error that the query itself raises: a division by zero, two rows of a scalar query."""


class Undetermined(NoValue):
    """A result that the language leaves open, or on which engines are known to differ."""


class EngineError(Exception):
    """An engine refused a statement, or cannot be asked."""
