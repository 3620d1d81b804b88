"""Formulas as HTML: text that wraps and can be searched, variables in italics, indices below."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from html import escape as escape_html

from lemmata.errors import escape
from lemmata.terms.term import Term

TOKEN = re.compile(r"[^\W\d]\w*'*|[\s\S]")
INDEXED = re.compile(r"([^\W\d_]+)(\d+)('*)")


def text(value: str) -> str:
    """Any text, safe in HTML content and in quoted attributes.

    >>> text('a<b & "c"')
    'a&lt;b &amp; &quot;c&quot;'
    """
    return escape_html(escape(value))


@cache
def variable(name: str) -> str:
    """A variable in italics.

    >>> variable("x12")
    '<i>x</i><sub>12</sub>'
    """
    indexed = INDEXED.fullmatch(name)
    if not indexed:
        return f"<i>{text(name)}</i>"
    letters, digits, primes = indexed.groups()
    return f"<i>{text(letters)}</i><sub>{digits}</sub>{text(primes)}"


def formula(written: str, terms: Iterable[Term]) -> str:
    """A formula that has been written as text; `terms` tell which names are variables."""
    names = {str(v.head) for t in terms for v in t.free}
    out = []
    for token in TOKEN.findall(written):
        if token in names:
            out.append(variable(token))
        elif token.isascii() and (token.isalnum() or token in " ()*+=,"):
            out.append(token)
        else:
            out.append(text(token))
    return "".join(out)
