"""What things of an MPL file are called in certificates and in .lem text."""

from __future__ import annotations

import re

from lemmata.language.notation import OPERATOR_CHARACTERS, RESERVED, RESERVED_WORDS
from lemmata.terms.sorts import BUILT_IN_SORTS
from lemmata.terms.symbols import BUILT_IN

_FIXED = RESERVED_WORDS | BUILT_IN.keys() | BUILT_IN_SORTS.keys() | {"fn"}


class Names:
    """Names of a theory; each is given once. `words` are those that variables must not have."""

    def __init__(self, theory: str) -> None:
        """Nothing is named yet."""
        self.theory = identifier(theory)
        self.words: set[str] = set()
        self._sorts: set[str] = set()

    def sort(self, written: str) -> str:
        """The qualified name of a sort."""
        return f"{self.theory}.{_free(identifier(written), self._sorts)}"

    def symbol(self, written: str) -> str:
        """The qualified name of a function; operators stay as they are."""
        operator = written and all(c in OPERATOR_CHARACTERS for c in written)
        plain = (operator and written not in RESERVED and "." not in written) or written == "0"
        name = written if plain else identifier(written)
        return f"{self.theory}.{_free(name, self.words)}"


def identifier(written: str) -> str:
    """A name that .lem text may have.

    >>> identifier("x"), identifier("2"), identifier("a.b"), identifier("and")
    ('x', 'n2', 'a_b', 'and_')
    """
    name = re.sub(r"\W", "_", written)
    if not name[:1].isalpha():
        name = f"n{name}"
    return f"{name}_" if name in _FIXED else name


def _free(name: str, taken: set[str]) -> str:
    found, number = name, 1
    while found in taken:
        number += 1
        found = f"{name}_{number}"
    taken.add(found)
    return found
