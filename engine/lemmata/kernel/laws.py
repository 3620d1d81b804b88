"""Laws that a computation cites: clauses of a known shape (FORMAT.md section 6)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lemmata.kernel.reading import fields, require
from lemmata.kernel.terms import Clause, Pair, Terms

Law = Callable[[object], Clause]
# Premises and conclusion over the bound variables 0, 1, …
Shape = tuple[tuple[Pair, ...], Pair]


def check_laws(terms: Terms, laws: object, wanted: Mapping[str, Sequence[Shape]], law: Law) -> None:
    """`laws` has exactly the wanted keys, and cites one of the shapes for each."""
    for given, shapes in zip(fields(laws, *wanted), wanted.values(), strict=True):
        _check_law(terms, law(given), shapes)


def _check_law(terms: Terms, given: Clause, wanted: Sequence[Shape]) -> None:
    """`given` is a wanted clause up to the names of bound variables.

    The sides of an equation without premises may be swapped.
    """
    require(not given.premises or any(shape[0] for shape in wanted), "a law has premises")
    found = [_canonical(terms, given.premises, given.conclusion)]
    if not given.premises:
        found.append(_canonical(terms, (), given.conclusion[::-1]))
    good = any(_canonical(terms, *shape) in found for shape in wanted)
    require(good, "a cited law is another one")


def _canonical(terms: Terms, premises: Sequence[Pair], conclusion: Sequence[int]) -> list[int]:
    """All sides, bound variables renumbered by first occurrence."""
    sides = [side for pair in (*premises, conclusion) for side in pair]
    order: dict[int, int] = {}
    seen, stack = set[int](), sides[::-1]
    while stack:
        t = stack.pop()
        entry = terms.entries[t]
        if t in seen:
            continue
        seen.add(t)
        if entry[0] == "bound":
            order[t] = terms.bound(len(order), entry[2])
        elif entry[0] == "app":
            stack.extend(reversed(entry[3]))
    return [terms.replace(side, order) for side in sides]


def equations(*pairs: Pair) -> list[Shape]:
    """The shapes of equations without premises."""
    return [((), pair) for pair in pairs]


def ac_shapes(terms: Terms, sort: int, f: Callable[[int, int], int]) -> dict[str, list[Shape]]:
    """Associativity and commutativity of a binary operation."""
    x, y, z = (terms.bound(i, sort) for i in range(3))
    return {
        "associativity": equations((f(f(x, y), z), f(x, f(y, z)))),
        "commutativity": equations((f(x, y), f(y, x))),
    }


def ring_shapes(
    terms: Terms, sort: int, units: Pair, symbols: Sequence[Any]
) -> dict[str, list[Shape]]:
    """The laws of a commutative (semi)ring with the operations add, mul, neg, sub."""
    add, mul, neg, sub = symbols
    zero, one = units
    x, y, z = (terms.bound(i, sort) for i in range(3))

    def f(symbol: str, *args: int) -> int:
        return terms.app(symbol, (), args)

    wanted = {
        "add_associativity": equations((f(add, f(add, x, y), z), f(add, x, f(add, y, z)))),
        "add_commutativity": equations((f(add, x, y), f(add, y, x))),
        "add_zero": equations((f(add, x, zero), x), (f(add, zero, x), x)),
        "mul_associativity": equations((f(mul, f(mul, x, y), z), f(mul, x, f(mul, y, z)))),
        "mul_commutativity": equations((f(mul, x, y), f(mul, y, x))),
        "mul_one": equations((f(mul, x, one), x), (f(mul, one, x), x)),
        "mul_zero": equations((f(mul, x, zero), zero), (f(mul, zero, x), zero)),
        "distributivity": equations(
            (f(mul, x, f(add, y, z)), f(add, f(mul, x, y), f(mul, x, z))),
            (f(mul, f(add, x, y), z), f(add, f(mul, x, z), f(mul, y, z))),
        ),
    }
    if neg is not None:
        both = (f(add, x, f(neg, x)), zero), (f(add, f(neg, x), x), zero)
        wanted["add_neg"] = equations(*both)
    if sub is not None:
        wanted["sub_neg"] = equations((f(sub, x, y), f(add, x, f(neg, y))))
    return wanted


def field_shapes(terms: Terms) -> dict[str, list[Shape]]:
    """The laws of the field of real numbers, with integer powers."""
    real = terms.real
    x, y = (terms.bound(i, real) for i in range(2))
    zero, one = terms.real_literal(0), terms.real_literal(1)

    def f(symbol: str, *args: int) -> int:
        return terms.app(f"Real.{symbol}", (), args)

    def power(a: int, n: int) -> int:
        return f("^", a, n)

    def nonzero(a: int) -> Pair:
        return terms.app("not", (), (terms.app("eq", (real,), (a, zero)),)), terms.true

    integer, natural = (f("integer", y), terms.true), (f("<=", zero, y), terms.true)
    inverse = f("/", one, x)
    above, below = power(x, f("+", y, one)), power(x, f("neg", y))
    ring = ring_shapes(terms, real, (zero, one), ("Real.+", "Real.*", "Real.neg", "Real.-"))
    return {
        **ring,
        "div_mul": [((nonzero(y),), (f("/", x, y), f("*", x, f("/", one, y))))],
        "mul_inverse": [((nonzero(x),), (f("*", x, inverse), one))],
        "pow_zero": equations((power(x, zero), one)),
        "pow_succ": [((integer, natural), (above, f("*", power(x, y), x)))],
        "pow_neg": [((nonzero(x), integer), (below, f("/", one, power(x, y))))],
    }
