"""Names: every name of a certificate gets an identifier, and no two get the same one.

    nat.+   ->  nat_plus        S   ->  S        nat.*  ->  nat_times
    match   ->  match_2         (a keyword, or a name that the generated text uses)

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


class Names:
    """The identifiers given so far; `reserved` ones are not given.

    One of `no_variables` could not stand for a variable in a pattern.

    >>> names = Names(frozenset(), frozenset())
    >>> names.get("symbol", "nat.+"), names.get("symbol", "nat_plus"), names.get("sort", "nat.+")
    ('nat_plus', 'nat_plus_2', 'nat_plus_3')
    >>> names.get("symbol", "nat.+")
    'nat_plus'
    """

    def __init__(self, reserved: frozenset[str], no_variables: frozenset[str]) -> None:
        self._taken: set[str] = set(reserved)
        self._no_variables = no_variables
        self._given: dict[tuple[str, Hashable], str] = {}

    def get(self, kind: str, key: Hashable, wish: str | None = None) -> str:
        """Return the identifier of the thing `(kind, key)`, made from `wish` or from the key."""
        found = self._given.get((kind, key))
        if found is None:
            base = slug(str(key) if wish is None else wish)
            if kind != "symbol" and base in self._no_variables:
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
    """Return a readable identifier for a name; different names may get the same one.

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
