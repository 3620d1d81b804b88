"""Evaluation of literals: Coq's own Z and Qc compute the same value.

Z.mul 12 34 = 408   eq_refl          eqb Z 3 4 = false   from 3 <> 4, which `Z.eqb` decides
"""

from __future__ import annotations

from collections.abc import Callable

from lemmata.export.typetheory.errors import Unsupported
from lemmata.export.typetheory.syntax import Syntax
from lemmata.export.typetheory.tables import BOOL, INT, RATIONAL

_Differ = Callable[[str, str], str]
_RATIONAL = """\
Definition rational_same (x y : Qcanon.Qc)
  (same : QArith_base.Qeq_bool (Qcanon.this x) (Qcanon.this y) = true) : x = y :=
  Qcanon.Qc_is_canon x y (QArith_base.Qeq_bool_eq (Qcanon.this x) (Qcanon.this y) same).
Definition rational_differs (x y : Qcanon.Qc)
  (other : QArith_base.Qeq_bool (Qcanon.this x) (Qcanon.this y) = false) (same : x = y) : False :=
  match eq_trans (eq_sym (QArith_base.Qeq_eq_bool (Qcanon.this x) (Qcanon.this y)
      match same in (_ = z) return QArith_base.Qeq (Qcanon.this x) (Qcanon.this z) with
      eq_refl => QArith_base.Qeq_refl (Qcanon.this x) end)) other in (_ = value)
    return match value with true => True | false => False end with eq_refl => I end."""


def evaluated(syntax: Syntax, left: int, right: int) -> str:
    """Return the proof that an operation on literals has this value."""
    tables, world = syntax.tables, syntax.world
    symbol, sorts = tables.terms[left][1:3]
    if symbol == "eq" and sorts == (INT,):
        return _equality(syntax, left, right, "BinNums.Z", _integers_differ)
    if symbol == "eq" and sorts == (RATIONAL,):
        world.require("rational arithmetic", _RATIONAL)
        return _equality(syntax, left, right, "Qcanon.Qc", _rationals_differ)
    if symbol.startswith("Real.") or symbol == "eq":
        raise Unsupported("Real arithmetic")
    a, b = syntax.term(left), syntax.term(right)
    if symbol.startswith("Rational.") and tables.sort(right) != BOOL:
        world.require("rational arithmetic", _RATIONAL)
        test = f"QArith_base.Qeq_bool (Qcanon.this {a}) (Qcanon.this {b})"
        return f"(rational_same {a} {b} (@eq_refl bool true <: {test} = true))"
    return f"(@eq_refl {world.sort(tables.sort(right))} {b} <: {a} = {b})"


def _equality(syntax: Syntax, left: int, right: int, sort: str, differ: _Differ) -> str:
    """Return the proof that the test for equality of two literals has this value."""
    world, tables = syntax.world, syntax.tables
    world.rest_on("unequal")
    a, b = (syntax.term(t) for t in tables.arguments(left))
    if tables.terms[right][1] == "true":
        return f"(proj2 (eqb_spec {sort} {a} {b}) eq_refl)"
    return f"(eqb_false {sort} {a} {b} ({differ(a, b)}))"


def _integers_differ(a: str, b: str) -> str:
    return f"proj1 (Z.eqb_neq {a} {b}) (@eq_refl bool false <: Z.eqb {a} {b} = false)"


def _rationals_differ(a: str, b: str) -> str:
    test = f"QArith_base.Qeq_bool (Qcanon.this {a}) (Qcanon.this {b})"
    return f"rational_differs {a} {b} (@eq_refl bool false <: {test} = false)"
