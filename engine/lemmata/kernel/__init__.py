"""What counts as a proof. Imports the standard library only.

`check` reads a certificate as proofs/FORMAT.md defines it and returns a `Report`, or raises
`Rejected`. Rooms: `reading` (strict JSON), `terms`, `datatypes`, `functions` and `definitions`
(what may be declared), `rules` (what may be inferred), `computation` (steps that compute),
`evaluate` and `refutation` (counterexamples), `checker` (the door).
"""

from lemmata.kernel.checker import Checker, Report, check, declarations
from lemmata.kernel.reading import Rejected, digest

__all__ = ["Checker", "Rejected", "Report", "check", "declarations", "digest"]
