"""What a written name may stand for, before the sorts around it decide."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lemmata.language.printer import show_sort
from lemmata.language.scope import Scope
from lemmata.terms.sorts import ARROW, INT, RATIONAL, REAL, Sort
from lemmata.terms.symbols import Symbol


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """What a written name may stand for. `kind`: symbol, value, literal or numeral."""

    kind: str
    result: Sort
    arguments: tuple[Sort, ...] = ()
    types: tuple[Sort, ...] = ()
    symbol: Symbol | None = None
    tier: int = 1

    @property
    def sorts(self) -> tuple[Sort, ...]:
        """The sort of the result, then those of the arguments."""
        return (self.result, *self.arguments)

    def __str__(self) -> str:
        if self.symbol is None:
            return f"a number of sort {show_sort(self.result)}"
        before = f"{', '.join(map(show_sort, self.arguments))} -> " if self.arguments else ""
        return f"{self.symbol.name} : {before}{show_sort(self.result)}"


def symbol_choice(scope: Scope, symbol: Symbol) -> Choice:
    """A symbol applied to all its arguments."""
    tier = scope.tier(symbol)
    return Choice("symbol", symbol.result, symbol.arguments, symbol.types, symbol, tier)


def value_choice(scope: Scope, symbol: Symbol) -> Choice:
    """A symbol as a function value, curried."""
    sort = symbol.result
    for argument in reversed(symbol.arguments):
        sort = Sort.of(ARROW, argument, sort)
    return Choice("value", sort, (), symbol.types, symbol, scope.tier(symbol))


def number_choices(scope: Scope, text: str) -> Iterable[Choice]:
    """A constant of that name, a numeral S(…S(0)…), a literal."""
    for symbol in scope.symbols.get(text, ()):
        if not symbol.arity:
            yield symbol_choice(scope, symbol)
    if "." not in text:
        for zero, successor in scope.numerals():
            if int(text) or zero not in scope.symbols.get("0", ()):
                tier = scope.tier(successor)
                yield Choice("numeral", zero.result, symbol=successor, tier=tier)
        yield Choice("literal", INT, tier=scope.number_tier(INT))
    for sort in (RATIONAL, REAL):
        yield Choice("literal", sort, tier=scope.number_tier(sort))
