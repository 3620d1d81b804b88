"""The symbols of a problem: what they apply to is fixed by their first use."""

from __future__ import annotations

from typing import Final

from lemmata.errors import Source
from lemmata.language.tptp.errors import inappropriate
from lemmata.language.tptp.names import MAX_LENGTH, PREFIX, encoded
from lemmata.language.tptp.tokens import Token, unquoted
from lemmata.terms.sorts import BOOL, Sort
from lemmata.terms.symbols import Kind, Symbol
from lemmata.terms.term import Term

INDIVIDUAL: Final = Sort.of("individual")


class Signature:
    """Functions and predicates by name, in order of their first use."""

    def __init__(self) -> None:
        self.symbols: dict[str, Symbol] = {}
        self._places: dict[str, str] = {}
        self._skolem = 0

    def apply(
        self, source: Source, word: Token, arguments: tuple[Term, ...], predicate: bool
    ) -> Term:
        """The application; raises InputError if the symbol was used differently before."""
        symbol = self.symbols.get(unquoted(word.text))
        if (
            symbol is None
            or len(symbol.arguments) != len(arguments)
            or (symbol.result is BOOL) is not predicate
        ):
            symbol = self._symbol(source, word, len(arguments), predicate)
        return Term.apply(symbol, *arguments)

    def _symbol(self, source: Source, word: Token, arity: int, predicate: bool) -> Symbol:
        name = unquoted(word.text)
        result = BOOL if predicate else INDIVIDUAL
        known = self.symbols.get(name)
        if known is None:
            checked_name(source, word)
            known = Symbol(PREFIX + encoded(name), Kind.ABSTRACT, (), (INDIVIDUAL,) * arity, result)
            self.symbols[name] = known
            self._places[name] = str(source.span(word.start))
        if known.arity == arity and known.result is result:
            return known
        was = "predicate" if known.result is BOOL else "function"
        now = "predicate" if predicate else "function"
        raise source.error(
            f"{word.text} is used as a {now} of {arity} arguments and was a {was} of {known.arity}",
            word.start,
            word.end,
            hint=f"it was first used at {self._places[name]}; a symbol has one use in a problem",
        )

    def skolem(self, arguments: tuple[Term, ...]) -> Term:
        """A new function of the arguments."""
        while True:
            self._skolem += 1
            name = f"sk{self._skolem}"
            if name not in self.symbols:
                break
        kinds = (INDIVIDUAL,) * len(arguments)
        symbol = self.symbols[name] = Symbol(PREFIX + name, Kind.ABSTRACT, (), kinds, INDIVIDUAL)
        return Term.apply(symbol, *arguments)


def checked_name(source: Source, word: Token) -> str:
    """The name that a word stands for, if it is not too long."""
    name = unquoted(word.text)
    if len(encoded(name)) > MAX_LENGTH:
        message = f"limit: names of {MAX_LENGTH} characters; this one has {len(name):,}"
        raise inappropriate(source, message, word.start, word.end)
    return name
