"""The checker of proofs that two queries are equal (proofs/FORMAT-SQL.md).

It knows nothing of the search and of `lemmata.sql`; it imports the standard library only. Solvers
are run by whoever calls it: `check` returns the obligations as SMT-LIB text that it printed.
"""

from lemmata.kernel.sql.checker import SqlReport, check
from lemmata.kernel.sql.obligations import Obligation

__all__ = ["Obligation", "SqlReport", "check"]
