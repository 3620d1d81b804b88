"""What is known of operators and types, and how a set is opened."""

from __future__ import annotations

from fractions import Fraction

from lemmata.kernel.sql import objects as o

SORTS = {"int": "Int", "date": "Int", "bool": "Bool", "null": "Int"} | dict.fromkeys(
    ("decimal", "float", "timestamp", "text", "char"), "Real"
)
FAMILIES = {
    **dict.fromkeys(o.NUMBERS, "number"),
    **dict.fromkeys(o.TEXTS, "text"),
    "date": "date",
    "timestamp": "timestamp",
    "bool": "bool",
}
"""Types whose values can be compared; others are compared as an unknown operator does."""

STRICT = frozenset(
    (
        *("+", "-", "*", "/", "div", "%", "neg", "=", "<>", "<", "<=", ">", ">=", "||", "not"),
        *("like", "ilike", "upper", "lower", "length", "trim", "ltrim", "rtrim", "substring"),
        *("replace", "abs", "sign", "floor", "ceil", "power", "sqrt", "round", "left", "right"),
        *("reverse", "position", "year", "month", "day", "quarter"),
        *("add days", "add months", "days between"),
    )
)
"""Operators that give NULL exactly if an argument is NULL."""

MAX_MERGED = 2
MIRRORED = {"=": "=", "<>": "<>", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
NEGATED = {"=": "<>", "<>": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}


def casts_exactly(given: str, wanted: str) -> bool:
    """Whether a cast keeps every value that it does not fail on; sizes of types tell nothing."""
    same = given == wanted and "(" not in given
    return same or (given == "int" and o.kind(wanted) == "decimal")


def flatten(bag: o.Bag) -> o.Bag:
    """The bag with rows of sets replaced by those of their terms, and `some` by its rows.

    The same rows, perhaps more often.
    """
    found: list[o.Term] = []
    for term in o.copy(bag):
        at = next((i for i, (_, g) in enumerate(term.rows) if isinstance(g, o.Set)), None)
        if at is not None:
            found += flatten(open_set(term, at))
            continue
        inner = next((f for f in term.where if isinstance(f, o.Some)), None)
        if inner is None or len(term.rows) + _rows(inner.bag) > MAX_MERGED:
            found.append(term)
            continue
        rest = tuple(f for f in term.where if f is not inner)
        merged = (o.Term(term.rows + t.rows, rest + t.where, term.out) for t in o.copy(inner.bag))
        found += flatten(tuple(merged))
    return tuple(found)


def _rows(bag: o.Bag) -> int:
    return max((len(term.rows) for term in bag), default=0)


def open_set(term: o.Term, at: int) -> o.Bag:
    """The terms that come of putting the set of row `at` in its place."""
    var, gen = term.rows[at]
    assert isinstance(gen, o.Set)
    found = []
    for inner in o.copy(gen.bag):
        values = {var: tuple(map(o.fit, inner.out, gen.types))}
        later = o.substitute(o.Term(term.rows[at + 1 :], term.where, term.out), values)
        where = later.where + inner.where
        found.append(o.Term(term.rows[:at] + inner.rows + later.rows, where, later.out))
    return tuple(found)


def sort_of(type_: str) -> str:
    """The SMT sort of a type."""
    return SORTS.get(o.kind(type_), "U")


def nary(name: str, parts: list[str], empty: str, unique: bool = True) -> str:
    """A connective of any number of formulas."""
    parts = list(dict.fromkeys(parts)) if unique else parts
    if len(parts) < 2:
        return parts[0] if parts else empty
    return f"({name} {' '.join(parts)})"


def numeral_text(number: Fraction, sort: str) -> str:
    """A number as SMT-LIB."""

    def shown(n: int) -> str:
        text = f"{abs(n)}" + ("" if sort == "Int" else ".0")
        return f"(- {text})" if n < 0 else text

    if number.denominator == 1:
        return shown(number.numerator)
    return f"(/ {shown(number.numerator)} {shown(number.denominator)})"
