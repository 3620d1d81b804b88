"""Bags as sums of comprehensions (FORMAT-SQL.md section 2): the objects, and substitution in them.

A row variable is a number; a term binds the variables of its rows in its later rows, its formulas
and its outputs. Whoever opens a binder takes a fresh copy of it first, so nothing is ever captured.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from lemmata.kernel.reading import require

MAX_ROWS = 2_000_000
KEEPS_NULLS = ("single value", "any value", "the")
SUPPORT_ONLY = ("min", "max", "every", "some")
NUMBERS = ("int", "decimal", "float")
TEXTS = ("text", "char")


@dataclass(frozen=True)
class Col:
    """A column of a row variable."""

    var: int
    index: int
    type: str


@dataclass(frozen=True)
class Lit:
    """A literal; the value is hashable JSON: objects are pairs (key, text)."""

    type: str
    value: Any


@dataclass(frozen=True)
class Op:
    """`kind` is op, opaque, case, cast or widen; case: condition, value, ..., default."""

    kind: str
    name: str
    type: str
    args: tuple[Expr, ...]


@dataclass(frozen=True)
class Agg:
    """An aggregate of a bag; function `the` is a scalar subquery."""

    function: str
    distinct: bool
    type: str
    bag: Bag


@dataclass(frozen=True)
class Truth:
    """True if `then`, else false if `other`, else NULL."""

    then: Formula
    other: Formula
    type: str = "bool"


@dataclass(frozen=True)
class Holds:
    """The expression is true."""

    expr: Expr


@dataclass(frozen=True)
class Same:
    """IS NOT DISTINCT FROM."""

    left: Expr
    right: Expr


@dataclass(frozen=True)
class Some:
    """The bag has a row."""

    bag: Bag


@dataclass(frozen=True)
class And:
    """All of them."""

    parts: tuple[Formula, ...]


@dataclass(frozen=True)
class Or:
    """One of them."""

    parts: tuple[Formula, ...]


@dataclass(frozen=True)
class Not:
    """Negation."""

    part: Formula


@dataclass(frozen=True)
class Table:
    """The rows of a stored table."""

    name: str
    types: tuple[str, ...]


@dataclass(frozen=True)
class Set:
    """Each different row once; what the bag puts out fits the types."""

    bag: Bag
    types: tuple[str, ...]

    def __post_init__(self) -> None:
        check_outputs(self.bag, self.types)


@dataclass(frozen=True)
class Opaque:
    """A bag that is a function of params and bags."""

    kind: str
    params: Any
    bags: tuple[Bag, ...]
    types: tuple[str, ...]


@dataclass(frozen=True)
class Term:
    """`out` for all rows for which `where` holds."""

    rows: tuple[tuple[int, Gen], ...]
    where: tuple[Formula, ...]
    out: tuple[Expr, ...]


Expr: TypeAlias = Col | Lit | Op | Agg | Truth
Formula: TypeAlias = Holds | Same | Some | And | Or | Not
Gen: TypeAlias = Table | Set | Opaque
Bag: TypeAlias = tuple[Term, ...]
Substitution: TypeAlias = Mapping[int, tuple[Expr, ...]]

TRUE = Lit("bool", True)
FALSUM = Or(())
NULL = Lit("null", None)


class _Numbers(threading.local):
    """The next row variable of each thread."""

    next = 0


_numbers = _Numbers()


def restart() -> None:
    """Number row variables from 0 again: the texts of a check do not depend on earlier ones."""
    _numbers.next = 0


def fresh() -> int:
    """A row variable that occurs nowhere; raises Rejected if there are very many."""
    number = _numbers.next
    require(number < MAX_ROWS, "an object that is too large")
    _numbers.next += 1
    return number


def kind(type_: str) -> str:
    """The kind of a type, without sizes."""
    return type_.partition("(")[0]


def fits(given: str, wanted: str) -> bool:
    """Whether every value of a type is one of another."""
    first, second = kind(given), kind(wanted)
    if first in NUMBERS and second in NUMBERS:
        return NUMBERS.index(first) <= NUMBERS.index(second)
    return first in (second, "null") or (first in TEXTS and second in TEXTS)


def check_outputs(bag: Bag, types: tuple[str, ...]) -> None:
    """Require that the outputs fit the columns."""
    for term in bag:
        require(len(term.out) == len(types), "a bag with another number of columns")
        good = all(fits(e.type, t) for e, t in zip(term.out, types, strict=True))
        require(good, "an output does not fit the type of its column")


def fit(expr: Expr, type_: str) -> Expr:
    """The expression as a value of a type (section 3)."""
    first, second = kind(expr.type), kind(type_)
    if first == second or (first in TEXTS and second in TEXTS):
        return expr
    if isinstance(expr, Lit) and expr.value is None:
        return Lit(type_, None)
    require(fits(expr.type, type_), f"{expr.type} is not {type_}")
    return Op("widen", "", type_, (expr,))


def columns(var: int, gen: Gen) -> tuple[Expr, ...]:
    """The columns of a row."""
    return tuple(Col(var, i, t) for i, t in enumerate(gen.types))


def identity(var: int) -> Col:
    """Which row of its table (or opaque generator) a row is, beside its columns."""
    return Col(var, -1, "row")


def null(expr: Expr) -> Formula:
    """The expression is NULL."""
    return Same(expr, NULL)


def conjuncts(formula: Formula) -> Iterable[Formula]:
    """What is added to a `where` for a formula."""
    if isinstance(formula, And):
        for part in formula.parts:
            yield from conjuncts(part)
    elif isinstance(formula, Holds) and isinstance(formula.expr, Truth):
        yield from conjuncts(formula.expr.then)
    elif isinstance(formula, Holds) and isinstance(formula.expr, Op) and _is_and(formula.expr):
        for arg in formula.expr.args:
            yield from conjuncts(Holds(arg))
    elif not (isinstance(formula, Holds) and _is_true(formula.expr)):
        yield formula


def _is_and(expr: Op) -> bool:
    return expr.kind == "op" and expr.name == "and"


def _is_true(expr: Expr) -> bool:
    return isinstance(expr, Lit) and expr.value is True


def conjoin(term: Term, *formulas: Formula) -> Term:
    """The term with formulas added; they speak of the term's own rows, or outer ones."""
    added = tuple(c for f in formulas for c in conjuncts(f))
    return replace(term, where=term.where + added)


def matching(bag: Bag, values: tuple[Expr, ...]) -> Bag:
    """The rows of a bag that are the same as given values of its surroundings."""
    return tuple(
        conjoin(t, *(Same(o, v) for o, v in zip(t.out, values, strict=True))) for t in copy(bag)
    )


def member(var: int, gen: Set) -> Formula:
    """That a row is one of the set."""
    return Some(matching(gen.bag, columns(var, gen)))


def substitute(obj: Any, values: Substitution) -> Any:
    """The object with columns replaced; all binders in it become fresh."""
    match obj:
        case Col():
            found = values.get(obj.var)
            return obj if found is None else found[obj.index]
        case Op():
            return replace(obj, args=tuple(substitute(a, values) for a in obj.args))
        case Holds():
            return Holds(substitute(obj.expr, values))
        case Same():
            return Same(substitute(obj.left, values), substitute(obj.right, values))
        case Term():
            return _substitute_term(obj, values)
        case tuple():
            return tuple(substitute(part, values) for part in obj)
    return descend(obj, lambda part: substitute(part, values))


def descend(obj: Any, change: Callable[[Any], Any]) -> Any:
    """The object with its direct parts changed; terms are not opened."""
    match obj:
        case Op():
            return replace(obj, args=tuple(change(a) for a in obj.args))
        case Agg() | Some() | Set():
            return replace(obj, bag=tuple(change(t) for t in obj.bag))
        case Truth():
            return Truth(change(obj.then), change(obj.other))
        case Holds():
            return Holds(change(obj.expr))
        case Same():
            return Same(change(obj.left), change(obj.right))
        case And() | Or():
            return replace(obj, parts=tuple(change(p) for p in obj.parts))
        case Not():
            return Not(change(obj.part))
        case Opaque():
            return replace(obj, bags=tuple(tuple(change(t) for t in b) for b in obj.bags))
    return obj


def _substitute_term(term: Term, values: Substitution) -> Term:
    inner = dict(values)
    rows = []
    for var, gen in term.rows:
        changed = substitute(gen, inner)
        new = fresh()
        inner[var] = columns(new, changed)
        rows.append((new, changed))
    return Term(tuple(rows), substitute(term.where, inner), substitute(term.out, inner))


def copy(obj: Any) -> Any:
    """The same with fresh binders."""
    return substitute(obj, {})


def free(obj: Any) -> frozenset[int]:
    """The row variables that occur free."""
    found: set[int] = set()
    key(obj, {}, lambda column: found.add(column.var))
    return frozenset(found)


def key(
    obj: Any, bound: dict[int, int] | None = None, see: Callable[[Col], Any] | None = None
) -> Any:
    """Plain data, equal for two objects exactly if they differ in bound names only.

    `see` gets each column of a free row; what it returns stands for the column, unless None.
    """
    scope = {} if bound is None else bound
    match obj:
        case Col():
            if obj.var in scope:
                return ("bound", scope[obj.var], obj.index)
            shown = see(obj) if see is not None else None
            return ("free", obj.var, obj.index) if shown is None else shown
        case Lit() | Table():
            return obj
        case Op():
            return (obj.kind, obj.name, obj.type, *(key(a, scope, see) for a in obj.args))
        case Agg():
            return ("agg", obj.function, obj.distinct, obj.type, key(obj.bag, scope, see))
        case Truth():
            return ("truth", key(obj.then, scope, see), key(obj.other, scope, see))
        case Same():
            return ("same", key(obj.left, scope, see), key(obj.right, scope, see))
        case Holds():
            return ("holds", key(obj.expr, scope, see))
        case Some():
            return ("has", key(obj.bag, scope, see))
        case And() | Or():
            return (type(obj).__name__, *(key(p, scope, see) for p in obj.parts))
        case Not():
            return ("not", key(obj.part, scope, see))
        case Set():
            return ("set", obj.types, key(obj.bag, scope, see))
        case Opaque():
            bags = tuple(key(bag, scope, see) for bag in obj.bags)
            return ("opaque gen", obj.kind, obj.params, obj.types, bags)
        case Term():
            return _term_key(obj, scope, see)
        case tuple():
            return tuple(key(part, scope, see) for part in obj)
    raise AssertionError(obj)


def _term_key(term: Term, scope: dict[int, int], see: Callable[[Col], Any] | None) -> Any:
    inner, rows = dict(scope), []
    for var, gen in term.rows:
        rows.append(key(gen, inner, see))
        inner[var] = max(inner.values(), default=-1) + 1
    return ("term", tuple(rows), key(term.where, inner, see), key(term.out, inner, see))
