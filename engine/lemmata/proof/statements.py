"""Statements of a theory as tables (FORMAT.md section 1), for what has no certificate."""

from __future__ import annotations

from collections.abc import Sequence

from lemmata.proof.decode import decode_clauses
from lemmata.proof.tables import Json, Tables
from lemmata.terms.declarations import Clause, Theory


class Statements:
    """Clauses that share tables with the declarations of their theory."""

    def __init__(self, theory: Theory) -> None:
        self._tables = Tables()
        self._declared = [self._tables.declaration(d) for d in theory.declarations]

    def row(self, clause: Clause) -> Json:
        """A clause by its number, with the names of its variables."""
        return {
            "types": [t.name for t in clause.types],
            "clause": self._tables.clause(clause),
            "variables": [str(v.head) for v in clause.variables],
        }

    def tables(self) -> Json:
        """The tables of all rows so far."""
        return {
            "declarations": self._declared,
            "sorts": self._tables.sorts,
            "terms": self._tables.terms,
            "clauses": self._tables.clauses,
        }


def read_statements(tables: Json, rows: Sequence[Json], theory: Theory) -> list[Clause]:
    """The clauses of some rows; raises LookupError, TypeError or ValueError for a wrong one."""
    return decode_clauses(tables, rows, theory.symbols)
