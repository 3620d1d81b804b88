"""Verdicts as statuses of the SZS ontology (Sutcliffe, The SZS Ontologies for ATP Software)."""

from __future__ import annotations

from collections.abc import Sequence

from lemmata.terms.declarations import Clause
from lemmata.terms.term import FALSE_TERM, TRUE_TERM

INPUT_ERROR = "InputError"
INAPPROPRIATE = "Inappropriate"
NEGATED = ".negated"


def szs_status(
    kind: str, verdict: str, reason: str, clause: Clause, axioms: Sequence[str] = ()
) -> str:
    """The status of a goal.

    `kind` is that of the problem, "clauses" or "conjecture"; `axioms` are the names of those that a
    proof uses.

    >>> goal = Clause((), (), (), (TRUE_TERM, FALSE_TERM))
    >>> szs_status("clauses", "unknown", "saturated", goal)
    'Satisfiable'
    >>> szs_status("conjecture", "proved", "", goal, ["group.e_left"])
    'ContradictoryAxioms'
    """
    conjecture = kind == "conjecture"
    if verdict == "proved":
        if not conjecture:
            return "Unsatisfiable"
        absurd = not clause.premises and clause.conclusion == (TRUE_TERM, FALSE_TERM)
        if absurd and not any(NEGATED in name for name in axioms):
            return "ContradictoryAxioms"
        return "Theorem"
    if verdict == "refuted" or reason == "saturated":
        return "CounterSatisfiable" if conjecture else "Satisfiable"
    if "time" in reason:
        return "Timeout"
    return "ResourceOut" if reason.startswith("limit: ") and "split" not in reason else "GaveUp"


def overall(statuses: Sequence[str]) -> str:
    """The status of a problem from those of its goals: the weakest.

    >>> overall(["Theorem", "Timeout", "Theorem"])
    'Timeout'
    """
    false = ("CounterSatisfiable", "Satisfiable", INAPPROPRIATE)
    for status in statuses:
        if status in false:
            return status
    proved = ("Theorem", "Unsatisfiable", "ContradictoryAxioms")
    return next((s for s in statuses if s not in proved), statuses[0])
