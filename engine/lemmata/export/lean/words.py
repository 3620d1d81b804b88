"""Names that the text uses itself, or that Lean would not take as names."""

KEYWORDS = (
    "abbrev abstract all_goals and at attribute axiom axioms begin builtin_initialize by calc "
    "cases class coinductive constant constants constructor decreasing_by def default "
    "deriving do dsimp elab else end env example exact exists export extends false finally "
    "first for forall from fun generalizing have hiding if import in include inductive infix "
    "infixl infixr init_quot initialize instance intro intros let local macro macro_rules "
    "match mut mutual namespace nat_lit noncomputable nomatch nofun notation omega omit "
    "opaque open or partial postfix precedence prefix prelude private protected public "
    "renaming repeat return rfl run_cmd rw scoped section set_option show simp sorry "
    "structure suffices syntax termination_by then theorem true try unfold universe universes "
    "unless unsafe using variable variables where while with"
)
_USED = (
    "Type Prop Sort Eq And Or Not Iff True False Bool Int Nat Rat String Prod List Option "
    "Classical Lemmata absurd bool_eq chain back inside ac_swap hole value step motive assoc "
    "comm eqb eqb_spec eqb_false eqb_bool if_then_else int_add int_sub int_mul int_neg int_le "
    "int_lt rat_le rat_lt decide mkRat sizeOf not trans symm congrArg nomatch simp_wf "
    "decreasing_tactic Std Lean Init Mathlib id and or some none PUnit Unit unit A x y z p q "
    "h n"
)
RESERVED = frozenset(f"{KEYWORDS} {_USED}".split())
NO_VARIABLES = frozenset[str]()
