"""What the function values made from expressions mean, for as long as somebody holds them."""

from __future__ import annotations

from weakref import WeakValueDictionary

from lemmata.terms.declarations import Lambda
from lemmata.terms.symbols import Symbol

_meanings: WeakValueDictionary[int, Lambda] = WeakValueDictionary()


def remember(value: Lambda) -> Lambda:
    """Let printers show the constant of a function value as the expression it stands for."""
    _meanings[id(value.symbol)] = value
    return value


def meaning(symbol: Symbol) -> Lambda | None:
    """The function value of a constant, if it is known."""
    found = _meanings.get(id(symbol))
    return found if found is not None and found.symbol is symbol else None
