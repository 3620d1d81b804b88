(* The size-change principle: a relation between calls is well founded if every loop of its
   size-change graphs has a power in which some argument descends.

   Sizes are natural numbers. `calls` holds one graph for each recursive call, `closure` a set of
   graphs that holds, up to dropping arcs, the graph of every path of calls. That Dickson's order is
   almost full, and that an almost full relation opposed by a transitive closure makes it well
   founded, follows Vytiniotis, Coquand, Wahlstedt: Stop when you are almost-full (ITP 2012). *)
From Coq Require List Bool PeanoNat.

Module SizeChange.
Import List Bool PeanoNat.

Inductive almost_full (A : Type) (R : A -> A -> Prop) : Prop :=
  | full : (forall x y, R x y) -> almost_full A R
  | later : (forall x, almost_full A (fun y z => R y z \/ R x y)) -> almost_full A R.

Lemma weaker (A : Type) (R : A -> A -> Prop) : almost_full A R ->
  forall S : A -> A -> Prop, (forall x y, R x y -> S x y) -> almost_full A S.
Proof.
  induction 1 as [R all | R _ again]; intros S implied.
  - apply full; auto.
  - apply later; intro x; apply (again x); intros y z [one | two]; auto.
Qed.

Lemma both_nullary (A : Type) (R : A -> A -> Prop) : almost_full A R ->
  forall S : A -> A -> Prop, almost_full A S ->
  forall (C : A -> A -> Prop) (P Q : Prop),
  (forall x y, R x y -> C x y \/ P) -> (forall x y, S x y -> C x y \/ Q) ->
  almost_full A (fun x y => C x y \/ (P /\ Q)).
Proof.
  induction 1 as [R all | R _ again]; intros S fullS C P Q first second.
  - apply (weaker A S fullS); intros x y s.
    destruct (first x y (all x y)); destruct (second x y s); auto.
  - apply later; intro x.
    apply weaker with (R := fun y z => (C y z \/ C x y) \/ (P /\ Q)).
    + apply (again x S fullS).
      * intros y z [r | r]; destruct (first _ _ r); auto.
      * intros y z s; destruct (second _ _ s); auto.
    + intros y z [[c | c] | b]; auto.
Qed.

Lemma both_unary (A : Type) (R : A -> A -> Prop) : almost_full A R ->
  forall S : A -> A -> Prop, almost_full A S ->
  forall (C : A -> A -> Prop) (P Q : A -> Prop),
  (forall x y, R x y -> C x y \/ P x) -> (forall x y, S x y -> C x y \/ Q x) ->
  almost_full A (fun x y => C x y \/ (P x /\ Q x)).
Proof.
  induction 1 as [R all | R fullR again]; intros S fullS.
  - intros C P Q first second; apply (weaker A S fullS); intros x y s.
    destruct (first x y (all x y)); destruct (second x y s); auto.
  - induction fullS as [S all | S fullS more]; intros C P Q first second.
    + apply (weaker A R); [apply later; exact fullR |]; intros x y r.
      destruct (first x y r); destruct (second x y (all x y)); auto.
    + apply later; intro x.
      assert (one : almost_full A (fun y z => ((C y z \/ C x y) \/ P x) \/ (P y /\ Q y))).
      { apply (again x S (later A S fullS)).
        - intros y z [r | r]; destruct (first _ _ r); auto.
        - intros y z s; destruct (second _ _ s); auto. }
      assert (two : almost_full A (fun y z => ((C y z \/ C x y) \/ Q x) \/ (P y /\ Q y))).
      { apply (more x).
        - intros y z r; destruct (first _ _ r); auto.
        - intros y z [s | s]; destruct (second _ _ s); auto. }
      set (D := fun y z => (C y z \/ C x y) \/ (P y /\ Q y)).
      apply weaker with (R := fun y z => D y z \/ (P x /\ Q x)).
      * apply (both_nullary A _ one _ two); unfold D; intros y z [[c | p] | b]; auto.
      * unfold D; intros y z [[[c | c] | b] | b]; auto.
Qed.

Lemma both (A : Type) (R : A -> A -> Prop) : almost_full A R ->
  forall S : A -> A -> Prop, almost_full A S ->
  forall C P Q : A -> A -> Prop,
  (forall x y, R x y -> C x y \/ P x y) -> (forall x y, S x y -> C x y \/ Q x y) ->
  almost_full A (fun x y => C x y \/ (P x y /\ Q x y)).
Proof.
  induction 1 as [R all | R fullR again]; intros S fullS.
  - intros C P Q first second; apply (weaker A S fullS); intros x y s.
    destruct (first x y (all x y)); destruct (second x y s); auto.
  - induction fullS as [S all | S fullS more]; intros C P Q first second.
    + apply (weaker A R); [apply later; exact fullR |]; intros x y r.
      destruct (first x y r); destruct (second x y (all x y)); auto.
    + apply later; intro x.
      assert (one : almost_full A (fun y z => ((C y z \/ C x y) \/ P x y) \/ (P y z /\ Q y z))).
      { apply (again x S (later A S fullS)).
        - intros y z [r | r]; destruct (first _ _ r); auto.
        - intros y z s; destruct (second _ _ s); auto. }
      assert (two : almost_full A (fun y z => ((C y z \/ C x y) \/ Q x y) \/ (P y z /\ Q y z))).
      { apply (more x).
        - intros y z r; destruct (first _ _ r); auto.
        - intros y z [s | s]; destruct (second _ _ s); auto. }
      set (D := fun y z => (C y z \/ C x y) \/ (P y z /\ Q y z)).
      apply weaker with (R := fun y z => D y z \/ (P x y /\ Q x y)).
      * apply (both_unary A _ one _ two D (P x) (Q x)); unfold D; intros y z [[c | p] | b]; auto.
      * unfold D; intros y z [[[c | c] | b] | b]; auto.
Qed.

Lemma intersection (A : Type) (R S : A -> A -> Prop) :
  almost_full A R -> almost_full A S -> almost_full A (fun x y => R x y /\ S x y).
Proof.
  intros fullR fullS.
  apply weaker with (R := fun x y => False \/ (R x y /\ S x y)); [| tauto].
  apply (both A R fullR S fullS (fun _ _ => False)); auto.
Qed.

Lemma measure_full (A : Type) (f : A -> nat) : almost_full A (fun x y => f x <= f y).
Proof.
  assert (bounded : forall n, almost_full A (fun y z => f y <= f z \/ n <= f y)).
  { induction n as [| n more].
    - apply full; intros; right; apply Nat.le_0_l.
    - apply later; intro x; destruct (Nat.le_gt_cases (S n) (f x)) as [large | small].
      + apply full; auto.
      + apply (weaker _ _ more); intros y z [le | le]; [auto |].
        right; left; apply Nat.le_trans with n; [apply (proj1 (Nat.lt_succ_r _ _) small) | exact le]. }
  apply later; intro x; exact (bounded (f x)).
Qed.

(* `path x y`: x is reached from y by calls, of which the last one is given first. *)
Inductive path (A : Type) (T : A -> A -> Prop) : A -> A -> Prop :=
  | one_call : forall x y, T x y -> path A T x y
  | more_calls : forall x y z, T x y -> path A T y z -> path A T x z.

Lemma path_from (A : Type) (T : A -> A -> Prop) (x y : A) :
  path A T x y -> forall z, T y z -> path A T x z.
Proof.
  induction 1 as [x y t | x y w t _ more]; intros z s.
  - apply more_calls with y; [| apply one_call]; assumption.
  - apply more_calls with y; [| apply more]; assumption.
Qed.

Lemma opposed (A : Type) (T R : A -> A -> Prop) : almost_full A R ->
  forall y, (forall x z, (z = y \/ path A T z y) -> path A T x z -> R z x -> False) -> Acc T y.
Proof.
  induction 1 as [R all | R _ again]; intros y never.
  - apply Acc_intro; intros x call; destruct (never x y); auto using one_call.
  - apply Acc_intro; intros x call; apply (again y).
    intros v z place below.
    assert (way : path A T z y).
    { destruct place as [same | way]; [subst z; apply one_call | apply path_from with x]; auto. }
    intros [r | r]; [apply (never v z) | apply (never z y)]; auto.
Qed.

(* The size of a constructor term is one more than the total of the sizes of its fields. *)
Fixpoint total (l : list nat) : nat := match l with nil => 0 | n :: l => n + total l end.

Lemma field (l : list nat) (i : nat) : nth i l 0 < S (total l).
Proof.
  apply Nat.lt_succ_r; revert i; induction l as [| n l more]; intros [| i]; simpl.
  - apply Nat.le_refl.
  - apply Nat.le_refl.
  - apply Nat.le_add_r.
  - apply Nat.le_trans with (1 := more i); apply Nat.le_add_l.
Qed.

(* An arc (i, j, strict): argument j after the call is at most, or is smaller than, argument i. *)
Record arc := Arc { from : nat; to : nat; strict : bool }.
Record graph := Graph { caller : nat; callee : nat; arcs : list arc }.

Definition compare (strict : bool) (new old : nat) : Prop :=
  if strict then new < old else new <= old.

Lemma compare_weaker (strict : bool) (x y z : nat) : x <= y -> compare strict y z -> compare strict x z.
Proof. destruct strict; [apply Nat.le_lt_trans | apply Nat.le_trans]. Qed.

Lemma compare_both (first second : bool) (x y z : nat) :
  compare second x y -> compare first y z -> compare (orb first second) x z.
Proof.
  destruct first, second; simpl.
  - apply Nat.lt_trans.
  - apply Nat.le_lt_trans.
  - apply Nat.lt_le_trans.
  - apply Nat.le_trans.
Qed.

Definition arc_holds (after before : list nat) (a : arc) : Prop :=
  compare (strict a) (nth (to a) after 0) (nth (from a) before 0).

Fixpoint all_hold (after before : list nat) (l : list arc) : Prop :=
  match l with nil => True | a :: l => arc_holds after before a /\ all_hold after before l end.

Lemma all_hold_in (after before : list nat) (l : list arc) :
  all_hold after before l <-> forall a, In a l -> arc_holds after before a.
Proof.
  induction l as [| b l more]; simpl; [tauto |].
  rewrite more; split.
  - intros [head tail] a [same | inside]; [subst a |]; auto.
  - auto.
Qed.

Definition compose_arc (a : arc) (l : list arc) : list arc :=
  map (fun b => Arc (from a) (to b) (orb (strict a) (strict b)))
    (filter (fun b => Nat.eqb (to a) (from b)) l).
Definition compose_arcs (l m : list arc) : list arc := flat_map (fun a => compose_arc a m) l.

Lemma compose_arcs_holds (before middle after : list nat) (l m : list arc) :
  all_hold middle before l -> all_hold after middle m -> all_hold after before (compose_arcs l m).
Proof.
  rewrite !all_hold_in; intros first second c inside.
  apply in_flat_map in inside; destruct inside as [a [ina inc]].
  apply in_map_iff in inc; destruct inc as [b [same inb]]; subst c.
  apply filter_In in inb; destruct inb as [inb meet]; apply Nat.eqb_eq in meet.
  specialize (first a ina); specialize (second b inb).
  unfold arc_holds in *; simpl; rewrite <- meet in second.
  exact (compare_both _ _ _ _ _ second first).
Qed.

Definition implied (a : arc) (l : list arc) : bool :=
  existsb (fun b => Nat.eqb (from a) (from b) && Nat.eqb (to a) (to b)
    && orb (negb (strict a)) (strict b)) l.

Lemma implied_holds (before after : list nat) (a : arc) (l : list arc) :
  implied a l = true -> all_hold after before l -> arc_holds after before a.
Proof.
  rewrite all_hold_in; intros found hold.
  apply existsb_exists in found; destruct found as [b [inb same]].
  apply andb_prop in same; destruct same as [same weak].
  apply andb_prop in same; destruct same as [one two].
  apply Nat.eqb_eq in one; apply Nat.eqb_eq in two.
  specialize (hold b inb); unfold arc_holds, compare in *; rewrite one, two.
  destruct (strict a), (strict b); simpl in *; try discriminate; auto using Nat.lt_le_incl.
Qed.

Definition covers (l : list graph) (g : graph) : bool :=
  existsb (fun h => Nat.eqb (caller h) (caller g) && Nat.eqb (callee h) (callee g)
    && forallb (fun a => implied a (arcs g)) (arcs h)) l.

Fixpoint descends (fuel : nat) (l power : list arc) : bool :=
  match fuel with
  | 0 => false
  | S fuel => existsb (fun a => strict a && Nat.eqb (from a) (to a)) power
      || descends fuel l (compose_arcs power l)
  end.

Lemma descends_false (fuel : nat) (l : list arc) (v : list nat) :
  all_hold v v l -> forall power, all_hold v v power -> descends fuel l power = true -> False.
Proof.
  intro hold; induction fuel as [| fuel more]; simpl; intros power all found; [discriminate |].
  apply orb_prop in found; destruct found as [here | further].
  - apply existsb_exists in here; destruct here as [a [ina loop]].
    apply andb_prop in loop; destruct loop as [down same]; apply Nat.eqb_eq in same.
    rewrite all_hold_in in all; specialize (all a ina).
    unfold arc_holds, compare in all; rewrite down, same in all; exact (Nat.lt_irrefl _ all).
  - apply (more (compose_arcs power l)); [apply compose_arcs_holds with v |]; assumption.
Qed.

Definition checked (width fuel : nat) (calls closure : list graph) : bool :=
  forallb (covers closure) calls
  && forallb (fun g => forallb (fun c => negb (Nat.eqb (callee g) (caller c))
       || covers closure (Graph (caller g) (callee c) (compose_arcs (arcs g) (arcs c)))) calls)
     closure
  && forallb (fun g => forallb (fun a => Nat.ltb (to a) width) (arcs g)
       && (negb (Nat.eqb (caller g) (callee g)) || descends fuel (arcs g) (arcs g))) closure.

Section Calls.
Variables (A : Type) (label : A -> nat) (sizes : A -> list nat).

Definition holds (g : graph) (after before : A) : Prop :=
  label before = caller g /\ label after = callee g /\
  all_hold (sizes after) (sizes before) (arcs g).

(* The call number i is one with the graph number i. *)
Definition call (calls : list graph) (after before : A) : Prop :=
  exists i, match nth_error calls i with Some g => holds g after before | None => False end.

Definition by_graph (calls : list graph) (i : nat) (after before : A)
  (p : match nth_error calls i with Some g => holds g after before | None => False end) :
  call calls after before := ex_intro _ i p.

Lemma covers_holds (l : list graph) (g : graph) (after before : A) :
  covers l g = true -> holds g after before -> exists h, In h l /\ holds h after before.
Proof.
  intros found [one [two hold]].
  apply existsb_exists in found; destruct found as [h [inh same]]; exists h; split; [exact inh |].
  apply andb_prop in same; destruct same as [same weak].
  apply andb_prop in same; destruct same as [first second].
  apply Nat.eqb_eq in first; apply Nat.eqb_eq in second.
  repeat split; [congruence | congruence |].
  rewrite all_hold_in; intros a ina; rewrite forallb_forall in weak.
  apply implied_holds with (arcs g); auto.
Qed.

Variables (bound width fuel : nat) (calls closure : list graph).
Hypothesis bounded : forall x, Nat.leb (label x) bound = true.
Hypothesis accepted : checked width fuel calls closure = true.

Lemma paths_covered (x y : A) :
  path A (call calls) x y -> exists g, In g closure /\ holds g x y.
Proof.
  unfold checked in accepted; apply andb_prop in accepted; destruct accepted as [start _].
  apply andb_prop in start; destruct start as [start closed].
  rewrite forallb_forall in start, closed.
  assert (once : forall x y, call calls x y -> exists g, In g calls /\ holds g x y).
  { intros v w [i found]; destruct (nth_error calls i) as [g |] eqn:place; [| contradiction].
    exists g; split; [apply nth_error_In with i |]; assumption. }
  induction 1 as [x y t | x y z t _ [g [ing hold]]].
  - destruct (once _ _ t) as [g [ing hold]]; apply covers_holds with g; auto.
  - destruct (once _ _ t) as [c [inc [one [two more]]]].
    specialize (closed g ing); rewrite forallb_forall in closed; specialize (closed c inc).
    destruct hold as [first [second hold]].
    apply orb_prop in closed; destruct closed as [wrong | closed].
    + rewrite <- second, one, Nat.eqb_refl in wrong; discriminate.
    + apply covers_holds with (1 := closed); repeat split; simpl; auto.
      apply compose_arcs_holds with (sizes y); assumption.
Qed.

Fixpoint argumentwise (n : nat) (x y : A) : Prop :=
  match n with
  | 0 => label x <= label y /\ bound - label x <= bound - label y
  | S n => nth n (sizes x) 0 <= nth n (sizes y) 0 /\ argumentwise n x y
  end.

Lemma argumentwise_full (n : nat) : almost_full A (argumentwise n).
Proof.
  induction n as [| n more]; simpl; apply intersection; auto using measure_full.
Qed.

Lemma argumentwise_label (n : nat) (x y : A) : argumentwise n x y -> label x = label y.
Proof.
  induction n as [| n more]; simpl; [| tauto].
  pose proof (proj1 (Nat.leb_le _ _) (bounded x)) as one.
  pose proof (proj1 (Nat.leb_le _ _) (bounded y)) as two.
  intros [up down]; apply Nat.le_antisymm; [exact up |].
  apply Nat.add_le_mono_l with (bound - label y); rewrite (Nat.sub_add _ _ two).
  rewrite <- (Nat.sub_add _ _ one) at 1; apply Nat.add_le_mono_r; exact down.
Qed.

Lemma argumentwise_nth (n i : nat) (x y : A) :
  argumentwise n x y -> i < n -> nth i (sizes x) 0 <= nth i (sizes y) 0.
Proof.
  induction n as [| n more]; simpl; [intros _ none; destruct (Nat.nlt_0_r _ none) |].
  intros [here below] less.
  destruct (proj1 (Nat.lt_eq_cases _ _) (proj1 (Nat.lt_succ_r _ _) less)) as [down | same].
  - apply more; assumption.
  - subst i; exact here.
Qed.

Theorem well_founded_calls : well_founded (call calls).
Proof.
  intro y; apply opposed with (1 := argumentwise_full width).
  intros x z _ way rise.
  destruct (paths_covered x z way) as [g [ing [one [two hold]]]].
  unfold checked in accepted; apply andb_prop in accepted; destruct accepted as [_ fine].
  rewrite forallb_forall in fine; specialize (fine g ing).
  apply andb_prop in fine; destruct fine as [inside loop]; rewrite forallb_forall in inside.
  apply orb_prop in loop; destruct loop as [other | loop].
  - rewrite <- one, <- two, (argumentwise_label _ _ _ rise), Nat.eqb_refl in other; discriminate.
  - assert (self : all_hold (sizes z) (sizes z) (arcs g)).
    { rewrite all_hold_in in *; intros a ina; specialize (hold a ina); specialize (inside a ina).
      apply Nat.ltb_lt in inside; pose proof (argumentwise_nth _ _ _ _ rise inside) as less.
      exact (compare_weaker _ _ _ _ less hold). }
    exact (descends_false _ _ _ self _ self loop).
Qed.
End Calls.
End SizeChange.
