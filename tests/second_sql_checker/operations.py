"""Operators: which are interpreted, and how."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from second_sql_checker.objects import BeyondError, Node, lit, mk, type_of
from second_sql_checker.reading import NUMBERS, TEXTS, kind_of

if TYPE_CHECKING:
    from second_sql_checker.encoding import Encoder, Pair

EXACT = ("int", "decimal")
CONNECTIVES = ("and", "or", "not")
TESTS = ("is null", "is true", "is false", "is not distinct")
COMPARISONS = ("=", "<>", "<", "<=", ">", ">=")


def operation(encoder: Encoder, node: Node) -> Pair:
    """An operator applied to its arguments."""
    name, type_, args = node.parts
    folded = fold(node)
    if folded is not node:
        return encoder.expr(folded)
    if name in CONNECTIVES and type_ == "bool":
        true, false = encoder.true(node), encoder.false(node)
        return true, encoder.z3.And(encoder.z3.Not(true), encoder.z3.Not(false))
    if name in TESTS:
        return _test(encoder, name, args)
    if name == "coalesce" and args:
        return _coalesce(encoder, kind_of(type_), args)
    if name in COMPARISONS and len(args) == 2:
        found = _compared(encoder, name, args)
        if found is not None:
            return found
    kinds = [kind_of(type_of(a)) for a in args]
    if name in ("+", "-", "neg", "*") and all(k in EXACT for k in (*kinds, kind_of(type_))):
        found = _arithmetic(encoder, name, kind_of(type_), args)
        if found is not None:
            return found
    return _function(encoder, name, type_, args)


def _function(encoder: Encoder, name: str, type_: str, args: tuple[Node, ...]) -> Pair:
    from second_sql_checker.encoding import STRICT

    z3 = encoder.z3
    if name not in STRICT and name not in COMPARISONS:
        return encoder.unknown(("op", name), type_, args)
    pairs = [encoder.expr(a) for a in args]
    null = z3.Or(*(n for _, n in pairs))
    kinds = [kind_of(type_of(a)) for a in args]
    numbers = all(k in NUMBERS for k in (*kinds, kind_of(type_)))
    if name == "/" and len(args) == 2 and numbers and kind_of(type_) != "int":
        wide = ["decimal" if k == "int" else k for k in kinds]
        reals = [encoder.as_kind(a, k)[0] for a, k in zip(args, wide, strict=True)]
        return encoder.call("quotient", kind_of(type_), reals), null
    key = ("op", name, type_, *map(type_of, args))
    return encoder.call(key, kind_of(type_), [v for v, _ in pairs]), null


def _test(encoder: Encoder, name: str, args: tuple[Node, ...]) -> Pair:
    z3 = encoder.z3
    if name == "is not distinct":
        first, second = args
        return encoder.same(first, second), z3.BoolVal(False)
    (only,) = args
    if name == "is null":
        return encoder.expr(only)[1], z3.BoolVal(False)
    found = encoder.true(only) if name == "is true" else encoder.false(only)
    return found, z3.BoolVal(False)


def _coalesce(encoder: Encoder, kind: str, args: tuple[Node, ...]) -> Pair:
    value, null = encoder.as_kind(args[-1], kind)
    for arg in reversed(args[:-1]):
        v, n = encoder.as_kind(arg, kind)
        value, null = encoder.z3.If(n, value, v), encoder.z3.And(n, null)
    return value, null


def _compared(encoder: Encoder, name: str, args: tuple[Node, ...]) -> Pair | None:
    z3 = encoder.z3
    first, second = args
    kinds = [kind_of(type_of(a)) for a in args]
    if "null" in kinds:
        return z3.BoolVal(False), z3.BoolVal(True)
    try:
        (v, n), (w, m) = encoder.level(first, second)
    except BeyondError:
        return None
    null = z3.Or(n, m)
    if name in ("=", "<>"):
        return (v == w if name == "=" else v != w), null
    from second_sql_checker.encoding import ORDERED

    if kinds[0] not in ORDERED:
        return None
    kind = kinds[0]
    found = {
        "<": lambda: encoder.less(v, w, kind),
        ">": lambda: encoder.less(w, v, kind),
        "<=": lambda: z3.Not(encoder.less(w, v, kind)),
        ">=": lambda: z3.Not(encoder.less(v, w, kind)),
    }[name]()
    return found, null


def _arithmetic(encoder: Encoder, name: str, kind: str, args: tuple[Node, ...]) -> Pair | None:
    if any(kind_of(type_of(a)) == "decimal" for a in args) and kind == "int":
        return None
    pairs = [encoder.as_kind(a, kind) for a in args]
    null = encoder.z3.Or(*(n for _, n in pairs))
    values = [v for v, _ in pairs]
    if name == "neg" and len(values) == 1:
        return -values[0], null
    if len(values) != 2 or name == "neg":
        return None
    first, second = values
    return {"+": first + second, "-": first - second, "*": first * second}[name], null


def fold(node: Node) -> Node:
    """The literal that an operator on literals is, else the node."""
    if node.kind != "op":
        return node
    name, type_, args = node.parts
    parts = tuple(map(fold, args))
    if not parts or any(p.kind != "lit" for p in parts):
        return node if parts == args else mk("op", name, type_, parts)
    kind = kind_of(type_)
    if name in COMPARED or any(p[1] is None for p in parts):
        if (
            name in FOLDED
            and name not in COMPARED
            and any(p[1] is None for p in parts)
            and kind != "null"
        ):
            return lit(type_, None)
        return mk("op", name, type_, parts)
    found = _computed(name, kind, [p[1] for p in parts], [kind_of(p[0]) for p in parts])
    return mk("op", name, type_, parts) if found is None else lit(type_, found)


COMPARED = frozenset(COMPARISONS)
FOLDED = frozenset({"+", "-", "*", "neg", "abs", "div", "%", "upper", "lower", "||"})


def _computed(name: str, kind: str, values: list[Any], kinds: list[str]) -> Any:
    if name in ("upper", "lower") and len(values) == 1 and kinds[0] in TEXTS and kind in TEXTS:
        text = values[0]
        return (text.upper() if name == "upper" else text.lower()) if text.isascii() else None
    if name == "||" and len(values) == 2 and all(k in TEXTS for k in (*kinds, kind)):
        return values[0] + values[1]
    if not all(k in EXACT for k in (*kinds, kind)):
        return None
    numbers = [Fraction(v) for v in values]
    found: Fraction | None = None
    if len(numbers) == 1:
        found = {"neg": -numbers[0], "abs": abs(numbers[0])}.get(name)
    elif len(numbers) == 2:
        a, b = numbers
        if name in ("div", "%") and b != 0:
            whole = Fraction(int(a / b))
            found = whole if name == "div" else a - b * whole
        else:
            found = {"+": a + b, "-": a - b, "*": a * b}.get(name)
    if found is None or (kind == "int" and found.denominator != 1):
        return None
    return int(found) if kind == "int" else found
