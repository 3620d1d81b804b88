"""Steps that compute: eval, ac, ring, bool (FORMAT.md section 6). Each stands alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from math import isqrt
from typing import Any

from lemmata.kernel.laws import Law, ac_shapes, check_laws, ring_shapes
from lemmata.kernel.polynomials import Algebra, Polynomial
from lemmata.kernel.reading import Rejected, require
from lemmata.kernel.terms import MAX_DIGITS, Entry, Pair, Terms, decode, encode, limited

MAX_ATOMS = 12
MAX_EXPONENT = 100_000


# eval


def check_eval(terms: Terms, left: int, right: int) -> None:
    """`left` is a built-in operation on literals and `right` its value."""
    entry = terms.entries[left]
    require(entry[0] == "app", "not a built-in operation")
    symbol = entry[1]
    # The dot alone proves nothing: a file may declare a function called `Int.eq`.
    require(terms.symbols[symbol].kind == "builtin", "not a built-in operation")
    values = [literal(terms, a) for a in entry[3]]
    require(None not in values, "an argument is not a literal")
    operation = "eq" if symbol == "eq" else symbol.partition(".")[2]
    value = value_term(terms, arithmetic(operation, values), terms.sort[left])
    require(value == right, "another value")


def literal(terms: Terms, term: int) -> int | Fraction | None:
    """The value of a literal, None for other terms."""
    match terms.entries[term]:
        case ("int", digits):
            return decode(digits)
        case ("rational" | "real", p, q):
            return Fraction(decode(p), decode(q))
    return None


def arithmetic(operation: str, values: Sequence[Any]) -> int | Fraction | bool:
    """A built-in operation on exact numbers; Int stays int, the others stay Fraction."""
    result: int | Fraction | bool = _arithmetic(operation, values)
    limited(result.numerator)
    limited(result.denominator)
    return result


def _arithmetic(operation: str, values: Sequence[Any]) -> Any:
    match operation, values:
        case "+", [a, b]:
            return a + b
        case "-", [a, b]:
            return a - b
        case "*", [a, b]:
            return a * b
        case "neg", [a]:
            return -a
        case "<=", [a, b]:
            return bool(a <= b)
        case "<", [a, b]:
            return bool(a < b)
        case "eq", [a, b]:
            return bool(a == b)
        case "/", [a, b]:
            require(b != 0, "division by zero")
            return Fraction(a) / b
        case "^", [a, n]:
            return _power(a, n)
        case "sqrt", [a]:
            return _root(a)
        case "integer", [a]:
            return bool(a.denominator == 1)
    raise Rejected("not a built-in operation")


def _power(base: Fraction, exponent: Fraction) -> Fraction:
    good = exponent.denominator == 1 and abs(exponent) <= MAX_EXPONENT
    require(good, "not a small integer as exponent")
    require(base or exponent >= 0, "zero to a negative power")
    bits = max(base.numerator.bit_length(), base.denominator.bit_length()) - 1
    require(bits * abs(exponent) <= 4 * MAX_DIGITS, "a number is too large")
    return base**exponent.numerator


def _root(square: Fraction) -> Fraction:
    require(square >= 0, "not the square of a rational number")
    root = Fraction(isqrt(square.numerator), isqrt(square.denominator))
    require(root * root == square, "not the square of a rational number")
    return root


def value_term(terms: Terms, value: int | Fraction | bool, sort: int) -> int:
    """The literal, `true` or `false` of a value."""
    if isinstance(value, bool):
        return terms.true if value else terms.false
    if isinstance(value, int):
        return terms.intern(("int", encode(value)), terms.int)
    if sort == terms.real:
        return terms.real_literal(value)
    row = ("rational", encode(value.numerator), encode(value.denominator))
    return terms.intern(row, terms.rational)


# ac


def check_ac(
    terms: Terms,
    goal: Sequence[int],
    symbol: object,
    types: tuple[int, ...],
    laws: object,
    law: Law,
) -> None:
    """Both sides flatten to the same multiset; the two laws are cited."""
    require(isinstance(symbol, str) and symbol in terms.symbols, "unknown symbol")
    assert isinstance(symbol, str)
    require(len(types) == len(terms.symbols[symbol].types), "other sort arguments")
    arguments, sort = terms.instance_sorts(symbol, types)
    require(arguments == (sort, sort), "not a binary operation on one sort")
    shapes = ac_shapes(terms, sort, lambda a, b: terms.app(symbol, types, (a, b)))
    check_laws(terms, laws, shapes, law)
    left, right = (_operands(terms, side, ("app", symbol, types)) for side in goal)
    require(left == right, "the two sides have other operands")


def _operands(terms: Terms, root: int, head: Entry) -> dict[int, int]:
    """How often each operand occurs; shared parts are counted, not unfolded."""

    def built(t: int) -> bool:
        return terms.entries[t][:3] == head

    waiting, found = Counter({root: 1}), dict[int, int]()
    for t in reversed(terms.parts_first([root], built)):
        count = waiting.pop(t)
        if built(t):
            for a in terms.entries[t][3]:
                waiting[a] += count
        else:
            found[t] = count
    return found


# ring


def check_ring(
    terms: Terms,
    goal: Sequence[int],
    sort: int,
    units: Pair,
    symbols: Sequence[Any],
    laws: object,
    law: Law,
) -> None:
    """Both sides are equal polynomials over a commutative (semi)ring whose laws are cited."""
    add, mul, neg, sub = symbols
    for symbol, arity in ((add, 2), (mul, 2), (neg, 1), (sub, 2)):
        optional = symbol is None and symbols.index(symbol) >= 2
        require(optional or _operation(terms, symbol, sort, arity), "not an operation of the sort")
    require(sub is None or neg is not None, "sub needs neg")
    require(len({*symbols}) == 4 - max(0, symbols.count(None) - 1), "two operations are the same")
    zero, one = units
    ground = not terms.leaves[zero] and not terms.leaves[one]
    require(ground and terms.sort[zero] == terms.sort[one] == sort, "zero or one is not a constant")
    check_laws(terms, laws, ring_shapes(terms, sort, units, symbols), law)
    require(terms.sort[goal[0]] == sort, "another sort")
    native = ("Int.+", "Int.*", "Int.neg", "Int.-")
    numbers = all(s in (n, None) for s, n in zip(symbols, native, strict=True))
    reader = _Reader(terms, units, symbols, numbers)
    require(reader.read(goal[0]) == reader.read(goal[1]), "other polynomials")


def _operation(terms: Terms, symbol: object, sort: int, arity: int) -> bool:
    if not isinstance(symbol, str) or symbol not in terms.symbols:
        return False
    s = terms.symbols[symbol]
    return not s.types and s.arguments == (sort,) * arity and s.result == sort


class _Reader:
    """Terms as polynomials with integer coefficients."""

    def __init__(self, terms: Terms, units: Pair, symbols: Sequence[Any], numbers: bool) -> None:
        self.terms, self.units, self.symbols, self.numbers = terms, units, symbols, numbers
        self.algebra = Algebra()

    def read(self, root: int) -> Polynomial:
        """Bottom-up, each shared subterm once."""
        done: dict[int, Polynomial] = {}
        for t in self.terms.parts_first([root], self._built):
            if self._built(t):
                entry = self.terms.entries[t]
                done[t] = self._apply(entry[1], [done[a] for a in entry[3]])
            else:
                done[t] = self._leaf(t)
        return done[root]

    def _built(self, t: int) -> bool:
        entry = self.terms.entries[t]
        return entry[0] == "app" and entry[1] in self.symbols and t not in self.units

    def _leaf(self, t: int) -> Polynomial:
        if t == self.units[0]:
            return {}
        if t == self.units[1]:
            return {(): 1}
        if self.numbers and self.terms.entries[t][0] == "int":
            value = decode(self.terms.entries[t][1])
            return {(): value} if value else {}
        return {((t, 1),): 1}

    def _apply(self, symbol: str, arguments: list[Polynomial]) -> Polynomial:
        add, mul, neg, _ = self.symbols
        if symbol == mul:
            return self.algebra.times(*arguments)
        if symbol == neg:
            return self.algebra.negated(*arguments)
        first, second = arguments
        return self.algebra.plus(first, second, 1 if symbol == add else -1)


# bool


def check_bool(terms: Terms, left: int, right: int) -> None:
    """Both sides agree under every assignment of truth values to at most MAX_ATOMS atoms."""
    require(terms.sort[left] == terms.bool, "not Boolean")
    order = terms.parts_first((left, right), lambda t: _connective(terms, t))
    atoms = [t for t in order if not _connective(terms, t)]
    require(len(atoms) <= MAX_ATOMS, "too many atoms")
    rows = 1 << len(atoms)
    every = (1 << rows) - 1
    value = {a: sum(1 << row for row in range(rows) if row >> i & 1) for i, a in enumerate(atoms)}
    for t in order:
        if t not in value:
            entry = terms.entries[t]
            value[t] = _truth(entry[1], [value[a] for a in entry[3]], every)
    require(value[left] == value[right], "not a tautology")


def _connective(terms: Terms, t: int) -> bool:
    entry = terms.entries[t]
    if entry[0] != "app":
        return False
    if entry[1] in ("ite", "eq"):
        return bool(entry[2] == (terms.bool,))
    return entry[1] in ("true", "false", "not", "and", "or")


def _truth(symbol: str, values: list[int], every: int) -> int:
    """The truth table: one bit for each assignment, `every` has them all."""
    match symbol, values:
        case "not", [a]:
            return every ^ a
        case "and", [a, b]:
            return a & b
        case "or", [a, b]:
            return a | b
        case "eq", [a, b]:
            return every ^ a ^ b
        case "ite", [c, a, b]:
            return (c & a) | ((every ^ c) & b)
    return every if symbol == "true" else 0
