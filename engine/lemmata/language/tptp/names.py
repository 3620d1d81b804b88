r"""Names of TPTP as names of certificates and back.

A certificate allows no blank, `"` or `\` in a name, and a dot separates a theory from a name. Such
characters, `%` and `/` are written as their codes:

>>> encoded("two words")
'two%20words'
>>> decoded("two%20words")
'two words'
>>> quoted("two words"), quoted("it's"), quoted("plus")
("'two words'", "'it\\'s'", 'plus')
"""

from __future__ import annotations

import re

PREFIX = "tptp."
MAX_LENGTH = 180
_UNSAFE = re.compile(r"[^!#-$&-\-0-\[\]-~]")
_CODE = re.compile(r"%([0-9A-F]{2})")
_PLAIN = re.compile(r"[a-z][A-Za-z0-9_]*")
_NUMBER = re.compile(r"0|[1-9][0-9]*")


def encoded(name: str) -> str:
    """The name as a certificate may hold it."""
    return _UNSAFE.sub(lambda m: "".join(f"%{b:02X}" for b in m.group().encode()), name)


def decoded(name: str) -> str:
    """The name that `encoded` wrote so."""
    return _CODE.sub(lambda m: chr(int(m.group(1), 16)), name)


def quoted(name: str, of_formula: bool = False) -> str:
    """The name as TPTP writes it, in quotes where it needs them; formulas may have numbers."""
    if _PLAIN.fullmatch(name) or (of_formula and _NUMBER.fullmatch(name)):
        return name
    body = name.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{body}'"
