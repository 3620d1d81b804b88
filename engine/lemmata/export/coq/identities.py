"""Axioms about Int that Coq proves: identities between polynomials over its own Z."""

from __future__ import annotations

from lemmata.export.typetheory.syntax import Syntax
from lemmata.export.typetheory.tables import INT, Clause, Tables
from lemmata.kernel import Rejected
from lemmata.kernel.polynomials import Algebra, Polynomial


def proof(syntax: Syntax, clause: Clause) -> str | None:
    """Return the proof of a clause in the scope of its variables, or None if it is no identity."""
    tables, algebra = syntax.tables, Algebra()
    if clause.premises or any(sort != INT for sort in clause.bound):
        return None
    try:
        left, right = (_polynomial(tables, algebra, t) for t in clause.conclusion)
    except Rejected:
        return None
    return "ltac:(ring)" if left is not None and left == right else None


def _polynomial(tables: Tables, algebra: Algebra, root: int) -> Polynomial | None:
    """Return a term over bound variables as a polynomial; None if something else occurs in it."""
    done: dict[int, Polynomial] = {}
    for t in tables.postorder(root, {}):
        term = tables.terms[t]
        if term[0] == "bound":
            done[t] = {((term[1], 1),): 1}
        elif term[0] == "int" and len(term[1]) < 20:
            done[t] = {(): int(term[1])} if int(term[1]) else {}
        elif term[0] == "app" and term[1] in ("Int.+", "Int.-", "Int.*", "Int.neg"):
            kids = [done[k] for k in term[3]]
            if term[1] == "Int.neg":
                done[t] = algebra.negated(kids[0])
            elif term[1] == "Int.*":
                done[t] = algebra.times(*kids)
            else:
                done[t] = algebra.plus(kids[0], kids[1], 1 if term[1] == "Int.+" else -1)
        else:
            return None
    return done[root]
