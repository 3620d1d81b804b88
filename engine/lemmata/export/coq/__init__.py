"""Certificates as Coq 8.16 files: declarations, statements and proof terms.

The outside uses `to_coq`. `Print Assumptions` at the end of the file lists everything the theorem
rests on: nothing, or the symbols and axioms of the certificate's structures, `eqb` with `eqb_spec`
if the built-in equality is used, and cases for which Coq has no structural recursion.
May import `lemmata.errors` and the standard library.
"""

from lemmata.export.coq.file import to_coq
from lemmata.export.typetheory.errors import Unsupported

__all__ = ["Unsupported", "to_coq"]
