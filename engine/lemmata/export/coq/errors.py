"""What cannot be said in Coq yet, said as an error."""

from __future__ import annotations

from lemmata.errors import Diagnostic, InputError


class Unsupported(InputError):
    """A certificate that is valid but that this exporter cannot translate; the reason is short.

    >>> print(Unsupported("Rational arithmetic"))
    error: the Coq export does not support Rational arithmetic
    """

    def __init__(self, reason: str) -> None:
        super().__init__(Diagnostic(f"the Coq export does not support {reason}"))
        self.reason = reason
