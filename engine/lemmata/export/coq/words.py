"""Names that the text uses itself, or that Coq would not take as names."""

_KEYWORDS = (
    "as at cofix else end exists exists2 fix for forall fun if IF in let match mod open Prop "
    "return Set SProp then Type using where with by"
)
_USED = (
    "True I False False_ind conj and or not eq eq_refl eq_sym eq_trans eq_ind f_equal f_equal2 iff "
    "proj1 proj2 bool true false negb andb orb andb_prop Bool Datatypes Coq BinNums Z0 Zpos Zneg "
    "mk_rt mk_srt ite eqb eqb_spec eqb_false eqb_bool chain back inside hole value this rest "
    "motive step assoc comm ac_swap bool_function bool_same bool_agree bool_sound "
    "Qcanon QArith_base rational_le rational_lt rational_same rational_differs other "
    "String SizeChange Wf PeanoNat Nat made inner again first second same smaller number "
    "after before"
)
_CONSTRUCTORS = (  # a variable of this name could not stand in a pattern
    "O S None Some Eq Lt Gt N0 Npos xI xO xH inl inr left right pair tt nil cons exist exist2 "
    "existT existT2 inleft inright or_introl or_intror ex_intro ex_intro2 inhabits identity_refl"
)
RESERVED = frozenset(f"{_KEYWORDS} {_USED}".split())
NO_VARIABLES = frozenset(_CONSTRUCTORS.split())
