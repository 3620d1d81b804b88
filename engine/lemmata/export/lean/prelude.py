"""Pieces of Lean text that files begin with, or that are written when they are first needed."""

EQUALITY = """\
theorem chain (A : Type) (x y z : A) (p : x = y) (q : y = z) : x = z := Eq.trans p q
theorem back (A : Type) (x y : A) (p : x = y) : y = x := Eq.symm p
theorem inside (A B : Type) (hole : A -> B) (x y : A) (p : x = y) : hole x = hole y :=
  congrArg hole p"""

AC_SWAP = """\
theorem ac_swap (A : Type) (f : A -> A -> A)
  (assoc : forall x y z : A, f (f x y) z = f x (f y z)) (comm : forall x y : A, f x y = f y x)
  (x y z : A) : f x (f y z) = f y (f x z) :=
  Eq.trans (Eq.symm (assoc x y z)) (Eq.trans (congrArg (fun hole => f hole z) (comm x y))
    (assoc y x z))"""

ITE = """\
def if_then_else (A : Type) (c : Bool) (x y : A) : A := match c with | true => x | false => y"""

EQB = """\
/- The built-in test for equality: decidable at every sort, by classical logic. -/
open Classical in
def eqb (A : Type) (x y : A) : Bool := decide (x = y)
theorem eqb_spec (A : Type) (x y : A) : eqb A x y = true <-> x = y :=
  Iff.intro (fun h => of_decide_eq_true h) (fun h => decide_eq_true h)"""

EQB_FALSE = """\
theorem eqb_false (A : Type) (x y : A) (n : x = y -> False) : eqb A x y = false :=
  match h : eqb A x y with
  | true => False.elim (n ((eqb_spec A x y).mp h))
  | false => rfl"""

EQB_BOOL = """\
def bool_eq (x y : Bool) : Bool := match x with | true => y | false => not y
theorem eqb_bool (x y : Bool) : eqb Bool x y = bool_eq x y :=
  match x, y with
  | true, true => (eqb_spec Bool true true).mpr rfl
  | true, false => eqb_false Bool true false (fun h => nomatch h)
  | false, true => eqb_false Bool false true (fun h => nomatch h)
  | false, false => (eqb_spec Bool false false).mpr rfl"""

INT = """\
def int_add (x y : Int) : Int := x + y
def int_sub (x y : Int) : Int := x - y
def int_mul (x y : Int) : Int := x * y
def int_neg (x : Int) : Int := -x
def int_le (x y : Int) : Bool := decide (x <= y)
def int_lt (x y : Int) : Bool := decide (x < y)"""

RATIONAL = """\
def rat_le (x y : Rat) : Bool := decide (x <= y)
def rat_lt (x y : Rat) : Bool := decide (x < y)"""
