"""Pieces of Coq text that files begin with, or that are written when they are first needed."""

EQUALITY = """\
Definition chain (A : Type) (x y z : A) (p : x = y) (q : y = z) : x = z := eq_trans p q.
Definition back (A : Type) (x y : A) (p : x = y) : y = x := eq_sym p.
Definition inside (A B : Type) (hole : A -> B) (x y : A) (p : x = y) : hole x = hole y :=
  f_equal hole p."""

AC_SWAP = """\
Definition ac_swap (A : Type) (f : A -> A -> A)
  (assoc : forall x y z : A, f (f x y) z = f x (f y z)) (comm : forall x y : A, f x y = f y x)
  (x y z : A) : f x (f y z) = f y (f x z) :=
  eq_trans (eq_sym (assoc x y z)) (eq_trans (f_equal (fun hole => f hole z) (comm x y))
    (assoc y x z))."""

EQB_FALSE = """\
Definition eqb_false (A : Type) (x y : A) (n : x = y -> False) : eqb A x y = false :=
  match eqb A x y as value return (eqb A x y = value -> value = false) with
  | true => fun f => False_ind (true = false) (n (proj1 (eqb_spec A x y) f))
  | false => fun _ => eq_refl
  end eq_refl."""

EQB_BOOL = """\
From Coq Require Bool.
Definition eqb_bool (x y : bool) : eqb bool x y = Bool.eqb x y :=
  match x as x return eqb bool x y = Bool.eqb x y with
  | true => match y as y return eqb bool true y = Bool.eqb true y with
    | true => proj2 (eqb_spec bool true true) eq_refl
    | false => eqb_false bool true false (fun f => match f in (_ = value)
        return match value with true => True | false => False end with eq_refl => I end)
    end
  | false => match y as y return eqb bool false y = Bool.eqb false y with
    | true => eqb_false bool false true (fun f => match f in (_ = value)
        return match value with true => False | false => True end with eq_refl => I end)
    | false => proj2 (eqb_spec bool false false) eq_refl
    end
  end."""

TABLE = """\
From Coq Require Bool.
Fixpoint bool_function (n : Datatypes.nat) : Type :=
  match n with Datatypes.O => bool | Datatypes.S n => bool -> bool_function n end.
Fixpoint bool_same (n : Datatypes.nat) : bool_function n -> bool_function n -> bool :=
  match n as n return bool_function n -> bool_function n -> bool with
  | Datatypes.O => Bool.eqb
  | Datatypes.S n => fun f g =>
      andb (bool_same n (f true) (g true)) (bool_same n (f false) (g false))
  end.
Fixpoint bool_agree (n : Datatypes.nat) : bool_function n -> bool_function n -> Prop :=
  match n as n return bool_function n -> bool_function n -> Prop with
  | Datatypes.O => fun f g => f = g
  | Datatypes.S n => fun f g => forall x : bool, bool_agree n (f x) (g x)
  end.
Fixpoint bool_sound (n : Datatypes.nat) :
    forall f g : bool_function n, bool_same n f g = true -> bool_agree n f g :=
  match n as n
    return forall f g : bool_function n, bool_same n f g = true -> bool_agree n f g with
  | Datatypes.O => fun f g => Bool.eqb_prop f g
  | Datatypes.S n => fun f g hole x =>
      match x as x return bool_agree n (f x) (g x) with
      | true => bool_sound n (f true) (g true) (proj1 (andb_prop _ _ hole))
      | false => bool_sound n (f false) (g false) (proj2 (andb_prop _ _ hole))
      end
  end."""

EQB = """\
(* The built-in test for equality: decidable at every sort, as a declared assumption. *)
Parameter eqb : forall A : Type, A -> A -> bool.
Axiom eqb_spec : forall (A : Type) (x y : A), eqb A x y = true <-> x = y."""

ITE = """\
Definition ite (A : Type) (c : bool) (x y : A) : A := match c with true => x | false => y end."""

RATIONAL = """\
From Coq Require Qcanon.
Definition rational_le (x y : Qcanon.Qc) : bool :=
  QArith_base.Qle_bool (Qcanon.this x) (Qcanon.this y).
Definition rational_lt (x y : Qcanon.Qc) : bool := negb (rational_le y x)."""
