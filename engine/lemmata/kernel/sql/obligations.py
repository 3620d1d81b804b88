"""Obligations: that hypotheses imply goals in every admissible database (FORMAT-SQL.md section 5).

What no congruence closes is printed as SMT-LIB, together with facts that hold in each such
database: constraints of the rows at hand, and what it means that a bag has a row.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from lemmata.kernel.sql import objects as o
from lemmata.kernel.sql.closing import closed
from lemmata.kernel.sql.facts import Facts
from lemmata.kernel.sql.objects import Formula, Gen
from lemmata.kernel.sql.schema import Tables


@dataclass(frozen=True)
class Obligation:
    """A text that must be unsatisfiable; `step` and `rule` say what needs it."""

    text: str
    step: str
    rule: str

    @property
    def digest(self) -> str:
        """SHA-256 of the text."""
        return hashlib.sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True)
class Context:
    """Rows with their generators, formulas that hold, and rows that exist if a formula holds."""

    rows: tuple[tuple[int, Gen], ...] = ()
    hyps: tuple[Formula, ...] = ()
    ghosts: tuple[tuple[int, Gen, Formula], ...] = ()

    def extended(
        self, rows: Sequence[tuple[int, Gen]], formulas: Sequence[Formula] = ()
    ) -> Context:
        """With more rows and formulas; a row of a set is one of its members."""
        members = tuple(o.member(v, g) for v, g in rows if isinstance(g, o.Set))
        return Context((*self.rows, *rows), (*self.hyps, *members, *formulas), self.ghosts)

    def term(self, term: o.Term) -> Context:
        """With the rows and the formulas of a term."""
        return self.extended(term.rows, term.where)


class Obligations:
    """Collects what has to be shown."""

    def __init__(self, tables: Tables, checks: dict[str, list[o.Expr]]) -> None:
        self.tables, self.checks = tables, checks
        self.open: dict[str, Obligation] = {}
        self.closed = 0
        self.constraints: set[str] = set()
        self.place: list[tuple[str, str]] = []

    def require(self, context: Context, goals: Sequence[Formula]) -> None:
        """Note that the context implies each of the goals."""
        left = [goal for goal in goals if not closed(context.hyps, goal)]
        self.closed += len(goals) - len(left)
        if not left:
            return
        facts = Facts(self.tables, self.checks, context.rows, context.ghosts)
        text = facts.text(context.hyps, left)
        self.constraints |= facts.constraints
        step = " > ".join(place for place, _ in self.place)
        rule = self.place[-1][1] if self.place else ""
        found = Obligation(text, step, rule)
        self.open.setdefault(found.digest, found)
