"""JSON of a certificate: types, values, tables, and the objects of section 2."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from second_sql_checker.objects import (
    Node,
    RejectedError,
    bag,
    col,
    conjuncts,
    fresh,
    holds,
    lit,
    mk,
    negation,
    same,
    term,
    type_of,
)

Json = Any
KINDS = frozenset(
    {"null", "bool", "int", "decimal", "float", "text", "char"}
    | {"date", "timestamp", "interval", "opaque"}
)
NUMBERS = ("int", "decimal", "float")
TEXTS = ("text", "char")
_TYPE = re.compile(r"([a-z]+)(\(\d+(, \d+)?\))?")
AGGREGATES = frozenset(
    {"count", "sum", "avg", "whole avg", "min", "max", "any value", "single value"}
    | {"every", "some", "var_pop", "var_samp"}
)


def kind_of(type_: str) -> str:
    """The kind of a type."""
    return type_.partition("(")[0]


def fits(given: str, wanted: str) -> bool:
    """Whether values of a type are values of another one."""
    first, second = kind_of(given), kind_of(wanted)
    if first == second or first == "null":
        return True
    if first in NUMBERS and second in NUMBERS:
        return NUMBERS.index(first) <= NUMBERS.index(second)
    return first in TEXTS and second in TEXTS


def fitted(expr: Node, wanted: str) -> Node:
    """The expression as one of another type, as section 2 fits it."""
    first, second = kind_of(type_of(expr)), kind_of(wanted)
    if first == second or (first in TEXTS and second in TEXTS):
        return expr
    if not fits(first, second):
        raise RejectedError(f"{first} does not fit {second}")
    if expr.kind == "lit" and expr[1] is None:
        return lit(wanted, None)
    return mk("widen", wanted, expr)


def common(types: list[str]) -> str:
    """The type of all of them."""
    found = types[0] if types else "null"
    for other in types[1:]:
        found = _common(found, other)
    return found


def _common(first: str, second: str) -> str:
    one, two = kind_of(first), kind_of(second)
    if first == second or two == "null":
        return first
    if one == "null":
        return second
    if one in NUMBERS and two in NUMBERS:
        return NUMBERS[max(NUMBERS.index(one), NUMBERS.index(two))]
    if one in TEXTS and two in TEXTS:
        return "text"
    raise RejectedError(f"no common type of {first} and {second}")


def parsed(text: str) -> Json:
    """The JSON of a file; keys are unique and numbers integers of at most 500 digits."""

    def whole(digits: str) -> int:
        if len(digits) > 500:
            raise RejectedError("a number of more than 500 digits")
        return int(digits)

    def refuse(word: str) -> int:
        raise RejectedError(f"{word} is not an integer")

    def unique(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
        if len({name for name, _ in pairs}) != len(pairs):
            raise RejectedError("a repeated key")
        return dict(pairs)

    try:
        return json.loads(
            text,
            parse_int=whole,
            parse_float=refuse,
            parse_constant=refuse,
            object_pairs_hook=unique,
        )
    except (ValueError, RecursionError) as problem:
        raise RejectedError(f"not JSON: {problem}") from None


def shaped(value: Json, *names: str) -> list[Json]:
    """The members of an object that has exactly these."""
    if not isinstance(value, dict) or set(value) != set(names):
        raise RejectedError(f"an object with {', '.join(names)} is wanted")
    return [value[name] for name in names]


def listed(value: Json) -> list[Json]:
    """A list."""
    if not isinstance(value, list):
        raise RejectedError("a list is wanted")
    return value


def whole(value: Json, below: int | None = None) -> int:
    """A count, less than a bound."""
    if type(value) is not int or value < 0 or (below is not None and value >= below):
        raise RejectedError("a number is out of range")
    return value


def text(value: Json) -> str:
    """A text."""
    if not isinstance(value, str):
        raise RejectedError("a text is wanted")
    return value


def read_type(value: Json) -> str:
    """A type."""
    if not isinstance(value, str) or not _TYPE.fullmatch(value) or kind_of(value) not in KINDS:
        raise RejectedError("there is no such type")
    return value


def read_literal(type_: str, value: Json) -> Node:
    """A literal whose value is one of its type."""
    kind = kind_of(type_)
    if value is None:
        return lit(type_, None)
    found = _value(value)
    number = type(found) in (int, Fraction)
    good = {
        "bool": type(found) is bool,
        "int": number and Fraction(found).denominator == 1 if number else False,
        "decimal": number,
        "float": number,
        "text": isinstance(found, str),
        "char": isinstance(found, str),
        "date": type(found) is date,
        "timestamp": type(found) is datetime,
    }
    if not good.get(kind, False):
        raise RejectedError(f"this is no value of type {type_}")
    if number:
        return lit(type_, int(found) if kind == "int" else Fraction(found))
    return lit(type_, found)


def _value(value: Json) -> Any:
    if not isinstance(value, dict):
        return value
    if len(value) != 1:
        raise RejectedError("a value has one member")
    (name, given), *_ = value.items()
    try:
        if name == "number" and re.fullmatch(r"-?\d{1,500}(/\d{1,500})?", text(given)):
            return Fraction(given)
        if name == "date":
            return date.fromisoformat(text(given))
        if name == "timestamp":
            found = datetime.fromisoformat(text(given))
            if found.tzinfo is None:
                return found
    except (ValueError, ZeroDivisionError):
        pass
    raise RejectedError("this is no value")


@dataclass(frozen=True)
class Table:
    """A stored table; a check is the JSON of its condition."""

    name: str
    types: tuple[str, ...]
    nullable: tuple[bool, ...]
    keys: tuple[tuple[int, ...], ...]
    foreign: tuple[tuple[tuple[int, ...], str, tuple[int, ...]], ...]
    checks: tuple[Json, ...]


def read_tables(value: Json) -> dict[str, Table]:
    """The tables by name."""
    found = [_table(item) for item in listed(value)]
    tables = {table.name: table for table in found}
    if len(tables) != len(found):
        raise RejectedError("two tables of one name")
    for table in found:
        for own, parent, there in table.foreign:
            if parent not in tables or len(own) != len(there):
                raise RejectedError("a foreign key without its parent")
            if any(i >= len(tables[parent].types) for i in there):
                raise RejectedError("a foreign key to a column that is not there")
    return tables


def _table(value: Json) -> Table:
    node, name, fields, keys, foreign, checks, primary, unread = shaped(
        value, "node", "name", "columns", "keys", "foreign_keys", "checks", "primary", "unread"
    )
    if node != "Table" or unread != []:
        raise RejectedError("a table with constraints that were not read")
    types, nullable = [], []
    for item in listed(fields):
        _, _, type_, null = shaped(item, "node", "name", "type", "nullable")
        types.append(read_type(type_))
        nullable.append(null is not False)

    def places(items: Json, width: int = len(types)) -> tuple[int, ...]:
        return tuple(whole(i, width) for i in listed(items))

    unique = tuple(places(key) for key in listed(keys))
    if not all(unique) or (primary and places(primary) not in unique):
        raise RejectedError("a key without columns, or a primary key that is none")
    outward = []
    for item in listed(foreign):
        _, own, parent, there = shaped(item, "node", "columns", "parent", "parent_columns")
        outward.append((places(own), text(parent), places(there, 10**6)))
    conditions = tuple(shaped(c, "node", "text", "condition")[2] for c in listed(checks))
    return Table(text(name), tuple(types), tuple(nullable), unique, tuple(outward), conditions)


Scope = list[tuple[int, tuple[str, ...]]]


class Reader:
    """Objects of section 2 in a scope: row variables with their types, by level."""

    def __init__(self, tables: dict[str, Table]) -> None:
        self.tables = tables

    def bag(self, value: Json, scope: Scope, width: int | None = None) -> Node:
        """A bag; all terms have the same number of outputs."""
        terms = [self._term(item, scope) for item in listed(value)]
        widths = {len(t[2]) for t in terms} | ({width} if width is not None else set())
        if len(widths) > 1:
            raise RejectedError("terms of different widths")
        return bag(terms)

    def _term(self, value: Json, scope: Scope) -> Node:
        gens, where, out = shaped(value, "rows", "where", "out")
        inner, rows = list(scope), []
        for item in listed(gens):
            gen = self.gen(item, inner)
            rows.append((fresh(), gen))
            inner.append((rows[-1][0], self.types(gen)))
        formulas = [c for f in listed(where) for c in conjuncts(self.formula(f, inner))]
        outputs = tuple(self.expr(e, inner) for e in listed(out))
        return term(tuple(rows), tuple(formulas), outputs)

    def types(self, gen: Node) -> tuple[str, ...]:
        """The types of the rows of a generator."""
        return self.tables[gen[0]].types if gen.kind == "table" else tuple(gen.parts[-1])

    def gen(self, value: Json, scope: Scope) -> Node:
        """A generator."""
        word, *rest = listed(value) or [None]
        if word == "table" and len(rest) == 1:
            if text(rest[0]) not in self.tables:
                raise RejectedError("there is no such table")
            return mk("table", rest[0])
        if word == "set" and len(rest) == 2:
            types = tuple(map(read_type, listed(rest[1])))
            inner = self.bag(rest[0], scope, len(types))
            for one in inner[0]:
                if not all(fits(type_of(e), t) for e, t in zip(one[2], types, strict=True)):
                    raise RejectedError("outputs of a set that do not fit")
            return mk("set", inner, types)
        if word == "opaque" and len(rest) == 4:
            kind, params, bags, types = rest
            if kind not in ("except", "intersect", "limit", "window"):
                raise RejectedError("there is no such generator")
            inside = tuple(self.bag(item, scope) for item in listed(bags))
            found = tuple(map(read_type, listed(types)))
            return mk("opaque", kind, json.dumps(params), inside, found)
        raise RejectedError("there is no such generator")

    def formula(self, value: Json, scope: Scope) -> Node:
        """A formula."""
        word, *rest = listed(value) or [None]
        if word == "holds" and len(rest) == 1:
            return holds(self.expr(rest[0], scope))
        if word == "same" and len(rest) == 2:
            return same(self.expr(rest[0], scope), self.expr(rest[1], scope))
        if word == "some" and len(rest) == 1:
            return mk("some", self.bag(rest[0], scope))
        if word in ("and", "or") and len(rest) == 1:
            return mk(word, tuple(self.formula(f, scope) for f in listed(rest[0])))
        if word == "not" and len(rest) == 1:
            return negation(self.formula(rest[0], scope))
        raise RejectedError("there is no such formula")

    def expr(self, value: Json, scope: Scope) -> Node:
        """An expression."""
        word, *rest = listed(value) or [None]
        form = (word, len(rest))
        if form == ("col", 2):
            row, types = scope[whole(rest[0], len(scope))]
            index = whole(rest[1], len(types))
            return col(row, index, types[index])
        if form == ("lit", 2):
            return read_literal(read_type(rest[0]), rest[1])
        if form in (("op", 3), ("opaque", 3)):
            args = tuple(self.expr(e, scope) for e in listed(rest[2]))
            kind = "op" if word == "op" else "function"
            return typed(mk(kind, text(rest[0]), read_type(rest[1]), args))
        if form == ("case", 2):
            return self._case(read_type(rest[0]), listed(rest[1]), scope)
        if form in (("cast", 2), ("widen", 2)):
            type_, inner = read_type(rest[0]), self.expr(rest[1], scope)
            if word == "widen" and not fits(type_of(inner), type_):
                raise RejectedError("this cannot be widened so")
            return typed(mk(text(word), type_, inner))
        if form == ("agg", 4):
            return self.aggregate(rest, scope)
        if form == ("the", 2):
            return typed(mk("the", read_type(rest[0]), self.bag(rest[1], scope, 1)))
        if form == ("truth", 2):
            return mk("truth", self.formula(rest[0], scope), self.formula(rest[1], scope))
        raise RejectedError("there is no such expression")

    def aggregate(self, parts: list[Json], scope: Scope) -> Node:
        """An aggregate."""
        name, distinct, type_, inner = parts
        if name not in AGGREGATES or type(distinct) is not bool:
            raise RejectedError("there is no such aggregate")
        width = None if name == "count" else 1
        return typed(mk("agg", name, distinct, read_type(type_), self.bag(inner, scope, width)))

    def _case(self, type_: str, items: list[Json], scope: Scope) -> Node:
        if len(items) % 2 == 0:
            raise RejectedError("a case has a default")
        return typed(mk("case", type_, tuple(self.expr(e, scope) for e in items)))


BOOLEAN = frozenset(
    {"=", "<>", "<", "<=", ">", ">=", "and", "or", "not", "like", "ilike"}
    | {"is null", "is true", "is false", "is not distinct"}
)


def typed(expr: Node) -> Node:
    """Refuse what has no value of its type: this checker's own rules, stricter than the page."""
    if type_of(expr) == "null":
        raise RejectedError("an expression of type null that is no literal")
    if expr.kind == "op" and expr[0] in BOOLEAN and type_of(expr) != "bool":
        raise RejectedError(f"{expr[0]} is Boolean")
    if expr.kind in ("agg", "the"):
        _typed_aggregate(expr)
    if expr.kind == "case":
        values = (*expr[1][1::2], expr[1][-1])
        if not all(fits(type_of(v), expr[0]) for v in values):
            raise RejectedError("a branch that does not fit")
        if not all(type_of(c) in ("bool", "null") for c in expr[1][:-1:2]):
            raise RejectedError("a condition that is not Boolean")
    return expr


def _typed_aggregate(expr: Node) -> None:
    """The outputs are of a type that the function takes, and its value is of the type given."""
    name, type_ = (expr[0], expr[2]) if expr.kind == "agg" else ("the", expr[0])
    given = [type_of(e) for t in expr.parts[-1][0] for e in t[2]]
    kind = kind_of(type_)
    if name == "count":
        good = kind == "int"
    elif name in ("avg", "whole avg", "var_pop", "var_samp"):
        good = kind in NUMBERS and all(kind_of(g) in (*NUMBERS, "null") for g in given)
    elif name in ("every", "some"):
        good = kind == "bool" and all(kind_of(g) in ("bool", "null") for g in given)
    else:
        good = all(fits(g, type_) for g in given) and (name != "sum" or kind in NUMBERS)
    if not good:
        raise RejectedError(f"{name} of another type")
