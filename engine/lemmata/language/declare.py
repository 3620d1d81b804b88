"""New symbols: names, notation, and what may not be declared."""

from __future__ import annotations

from collections.abc import Sequence

from lemmata.errors import InputError, Source
from lemmata.language.items import Fixity, Name
from lemmata.language.notation import CALL, RESERVED, RESERVED_WORDS, is_operator
from lemmata.language.scope import Scope, symbol_name
from lemmata.language.statements import Reader
from lemmata.terms.declarations import Declaration, Notation
from lemmata.terms.sorts import Sort
from lemmata.terms.symbols import Kind, Symbol


class Declarer:
    """Declares symbols in a scope; `declarations` collects the results."""

    def __init__(self, scope: Scope, source: Source, declarations: list[Declaration]) -> None:
        self.scope = scope
        self.source = source
        self.declarations = declarations
        self.taken: set[str] = set()

    def reader(self) -> Reader:
        """A reader of statements in this scope."""
        return Reader(self.scope, self.source)

    def error(self, message: str, name: Name, hint: str | None = None) -> InputError:
        """The error about a declared name."""
        return self.source.error(message, name.start, name.end, hint=hint)

    def symbol(
        self,
        name: Name,
        kind: Kind,
        types: Sequence[Sort],
        arguments: Sequence[Sort],
        result: Sort,
        fixity: Fixity | None,
    ) -> Symbol:
        """A new symbol, declared with its notation. Raises InputError."""
        arity = len(arguments)
        written = symbol_name(name.text, fixity.kind if fixity else "", arity)
        if name.text in RESERVED or name.text in RESERVED_WORDS or "\\" in written:
            raise self.error(f"{name.text} cannot be declared, it has a fixed meaning", name)
        qualified = f"{self.scope.theory}.{written}"
        if qualified in self.scope.qualified or qualified in self.scope.arities:
            raise self.error(f"{name.text} is declared twice", name)
        notation = self._notation(name, fixity, arity)
        symbol = Symbol(qualified, kind, tuple(types), tuple(arguments), result)
        self.scope.add_symbol(symbol, notation, own=True)
        return symbol

    def _notation(self, name: Name, fixity: Fixity | None, arity: int) -> Notation | None:
        infix, prefix = self.scope.operators.infix, self.scope.operators.prefix
        if fixity is None:
            if not is_operator(name.text):
                return None
            if arity == 2 and name.text in infix:
                precedence, kind = infix[name.text]
                return Notation(name.text, kind, precedence)
            if arity == 1 and name.text in prefix:
                return Notation(name.text, "prefix", prefix[name.text])
            raise self.error(
                f"how is {name.text} written?", name, "add infixl, infixr, infix or prefix N"
            )
        wanted = 1 if fixity.kind == "prefix" else 2
        if arity != wanted:
            raise self.error(f"{fixity.kind} needs {wanted} arguments, not {arity}", name)
        if not 10 < fixity.precedence < CALL:
            raise self.error("a precedence is a number from 11 to 99", name)
        known = infix.get(name.text) if wanted == 2 else (prefix.get(name.text, -1), "prefix")
        given = (fixity.precedence, fixity.kind)
        if known and known[0] >= 0 and known != given:
            raise self.error(
                f"{name.text} is {known[1]} {known[0]} elsewhere, it cannot be "
                f"{fixity.kind} {fixity.precedence} here",
                name,
            )
        return Notation(name.text, fixity.kind, fixity.precedence)
