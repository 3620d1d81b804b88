"""Selectors and testers of constructors: functions that a problem uses without defining them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lemmata.terms.declarations import Clause, Function
from lemmata.terms.sorts import BOOL
from lemmata.terms.symbols import Kind, Symbol
from lemmata.terms.term import FALSE_TERM, TRUE_TERM, Term

if TYPE_CHECKING:
    from lemmata.language.tip.scope import Scope


def selector(scope: Scope, written: str) -> Symbol:
    """The partial function that takes a field out of a value."""
    found = scope.selectors[written]
    constructor = found.constructor
    sort = constructor.result
    result = constructor.arguments[found.index]
    symbol = scope.symbol(written, Kind.FUNCTION, constructor.types, (sort,), result)
    fields = _fields(constructor)
    whole = Term.apply(constructor, *fields, types=constructor.types)
    left = Term.apply(symbol, whole, types=constructor.types)
    case = Clause(symbol.types, fields, (), (left, fields[found.index]))
    partial = len(scope.constructors[constructor.name].constructors) > 1
    scope.functions[symbol] = Function(symbol, (case,), partial)
    scope.symbols[written] = symbol
    return symbol


def is_constructor(scope: Scope, constructor: Symbol) -> Symbol:
    """The function that says whether a value is of a constructor."""
    written = f"is-{constructor.display}"
    if written in scope.testers:
        return scope.testers[written]
    types, sort = constructor.types, constructor.result
    symbol = scope.symbol(written, Kind.FUNCTION, types, (sort,), BOOL)
    cases = []
    for each in scope.constructors[constructor.name].constructors:
        fields = _fields(each)
        left = Term.apply(symbol, Term.apply(each, *fields, types=types), types=types)
        value = TRUE_TERM if each is constructor else FALSE_TERM
        cases.append(Clause(types, fields, (), (left, value)))
    scope.functions[symbol] = Function(symbol, tuple(cases))
    scope.testers[written] = symbol
    return symbol


def _fields(constructor: Symbol) -> tuple[Term, ...]:
    return tuple(Term.variable(f"x{i + 1}", s) for i, s in enumerate(constructor.arguments))
