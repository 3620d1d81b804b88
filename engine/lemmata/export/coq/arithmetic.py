"""Evaluation of integer literals: Coq's own Z computes the same value.

Z.mul 12 34 = 408   eq_refl          eqb Z 3 4 = false   from 3 <> 4, which `Z.eqb` decides
"""

from __future__ import annotations

from lemmata.export.coq.boolean import require_eqb
from lemmata.export.coq.errors import Unsupported
from lemmata.export.coq.syntax import Syntax
from lemmata.export.coq.tables import INT


def evaluated(syntax: Syntax, left: int, right: int) -> str:
    """Return the proof that an operation on literals has this value."""
    tables, world = syntax.tables, syntax.world
    symbol, sorts = tables.terms[left][1:3]
    if symbol.startswith("Rational.") or (symbol == "eq" and sorts != (INT,)):
        raise Unsupported("Rational arithmetic")
    if symbol != "eq":
        reflexive = f"@eq_refl {world.sort(tables.sort(right))} {syntax.term(right)}"
        return f"({reflexive} <: {syntax.equation(left, right)})"
    require_eqb(world)
    a, b = (syntax.term(t) for t in tables.arguments(left))
    if tables.terms[right][1] == "true":
        return f"(proj2 (eqb_spec BinNums.Z {a} {b}) eq_refl)"
    different = f"proj1 (Z.eqb_neq {a} {b}) (@eq_refl bool false <: Z.eqb {a} {b} = false)"
    return f"(eqb_false BinNums.Z {a} {b} ({different}))"
