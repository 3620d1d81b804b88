"""Names: every name of a certificate gets a Coq identifier, and no two get the same one.

    nat.+   ->  nat_plus        S   ->  S        nat.*  ->  nat_times
    match   ->  match_2         (a keyword of Coq, or a name that the generated text uses)

An identifier, once given, is taken in the whole file, as a global name and as a local one.
So nothing can be captured or hidden, whatever the names in the certificate are.
"""

from __future__ import annotations

import re
from collections.abc import Hashable

_SYMBOLS = {
    "+": "plus", "-": "minus", "*": "times", "/": "div", "<": "lt", ">": "gt", "=": "eq",
    "&": "amp", "|": "bar", "!": "bang", "~": "tilde", "^": "hat", "%": "mod", "@": "at",
    "#": "hash", "$": "dollar", "?": "ask", ":": "colon", "'": "prime", "∘": "o", "λ": "lambda",
}  # fmt: skip

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
    "String SizeChange Wf PeanoNat Nat made inner again first second same smaller number after before"
)
_CONSTRUCTORS = (  # a variable of this name could not stand in a pattern
    "O S None Some Eq Lt Gt N0 Npos xI xO xH inl inr left right pair tt nil cons exist exist2 "
    "existT existT2 inleft inright or_introl or_intror ex_intro ex_intro2 inhabits identity_refl"
)
RESERVED = frozenset(f"{_KEYWORDS} {_USED}".split())
_NO_VARIABLES = frozenset(_CONSTRUCTORS.split())


class Names:
    """The identifiers given so far.

    >>> names = Names()
    >>> names.get("symbol", "nat.+"), names.get("symbol", "nat_plus"), names.get("sort", "nat.+")
    ('nat_plus', 'nat_plus_2', 'nat_plus_3')
    >>> names.get("symbol", "nat.+")
    'nat_plus'
    """

    def __init__(self) -> None:
        self._taken: set[str] = set(RESERVED)
        self._given: dict[tuple[str, Hashable], str] = {}

    def get(self, kind: str, key: Hashable, wish: str | None = None) -> str:
        """Return the identifier of the thing `(kind, key)`, made from `wish` or from the key."""
        found = self._given.get((kind, key))
        if found is None:
            base = slug(str(key) if wish is None else wish)
            if kind != "symbol" and base in _NO_VARIABLES:
                base += "_"
            found = self._free(base)
            self._given[kind, key] = found
        return found

    def _free(self, base: str) -> str:
        name, count = base, 1
        while name in self._taken:
            count += 1
            name = f"{base}_{count}"
        self._taken.add(name)
        return name


def slug(name: str) -> str:
    """Return a readable Coq identifier for a name; different names may get the same one.

    >>> slug("nat.<="), slug("0"), slug("x'"), slug("größe"), slug("list.++")
    ('nat_lt_eq', 'n0', 'x_prime', 'gr_u00f6_u00df_e', 'list_plus_plus')
    """
    parts = re.findall(r"[A-Za-z0-9]+|.", name, flags=re.DOTALL)
    words = []
    for part in parts:
        if part[0].isascii() and part[0].isalnum():
            words.append(part)
        elif part not in "._":
            words.append(_SYMBOLS.get(part, f"u{ord(part):04x}"))
    text = "_".join(words) or "x"
    return f"n{text}" if text[0].isdigit() else text
