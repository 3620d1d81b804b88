"""What cannot be said in a language yet, said as an error."""

from __future__ import annotations

from lemmata.errors import Diagnostic, InputError


class Unsupported(InputError):
    """A certificate that is valid but that an exporter cannot translate; the reason is short.

    >>> print(Unsupported("Real arithmetic"))
    error: this export does not support Real arithmetic
    """

    def __init__(self, reason: str) -> None:
        super().__init__(Diagnostic(f"this export does not support {reason}"))
        self.reason = reason
