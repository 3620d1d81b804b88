"""Certificates as Coq 8.16 files: declarations, statements and proof terms.

The outside uses `to_coq`. `Print Assumptions` at the end of the file lists everything the theorem
rests on: nothing, or the symbols and axioms of the certificate's structures, the values of partial
functions outside their domains, and `eqb` with `eqb_spec` if the built-in equality is used.
Functions whose termination needs the size-change principle are defined by recursion on their calls;
only where sizes at different sorts would have to be compared their cases are axioms, and the file
says so. Refutations are computed by Coq, in finite models too, except those with the built-in
equality. May import `lemmata.kernel`, `lemmata.proof`, `lemmata.data` and `lemmata.errors`.
"""

from lemmata.export.coq.file import to_coq
from lemmata.export.typetheory.errors import Unsupported

__all__ = ["Unsupported", "to_coq"]
