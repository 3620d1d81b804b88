"""The words of TPTP.

Characters that start no word become tokens of the kind `bad`, which are reported where the parser
meets them.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_WORDS = re.compile(
    r"""
      (?P<skip>    [ \t\r\n\f\v]+ | %[^\n]* | /\*.*?\*/ )
    | (?P<lower>   [a-z][A-Za-z0-9_]* )
    | (?P<upper>   [A-Z][A-Za-z0-9_]* )
    | (?P<mark>    <=> | <~> | => | <= | ~\| | ~& | != | [()\[\],.:=~|&!?*] )
    | (?P<number>  [+-]?[0-9]+(?:[./][0-9]+)?(?:[Ee][+-]?[0-9]+)? )
    | (?P<quoted>  '(?:[ -&(-\[\]-~] | \\['\\])+' )
    | (?P<dollar>  \$\$?[a-z][A-Za-z0-9_]* )
    | (?P<distinct> "(?:[ !\#-\[\]-~] | \\["\\])*" )
    | (?P<bad>     . )
    """,
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    """A word: `kind` is a group of the pattern above, or `end`."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """The offset behind the word."""
        return self.start + len(self.text)


def tokenize(text: str) -> list[Token]:
    """All words, and one of the kind `end` behind them.

    >>> [t.text for t in tokenize("cnf(a, axiom, X != 'b c').")][:7]
    ['cnf', '(', 'a', ',', 'axiom', ',', 'X']
    """
    found = [
        Token(match.lastgroup or "", match.group(), match.start())
        for match in _WORDS.finditer(text)
        if match.lastgroup != "skip"
    ]
    found.append(Token("end", "", len(text)))
    return found


def unquoted(text: str) -> str:
    r"""The name that a quoted word stands for.

    >>> unquoted(r"'it\'s'"), unquoted("abc")
    ("it's", 'abc')
    """
    if text[0] != "'":
        return text
    return re.sub(r"\\(.)", r"\1", text[1:-1])
