"""Steps that compute: eval, ac, ring, bool (FORMAT.md section 6). Each stands alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import Any

from lemmata.kernel.reading import Budget, Rejected, fields, require
from lemmata.kernel.terms import Entry, Pair, Terms, decode, encode, limited

MAX_ATOMS = 12
MAX_MONOMIALS = 20_000
MAX_WORK = 2_000_000
Law = Callable[[object], Pair]
Polynomial = dict[tuple[tuple[int, int], ...], int]


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
    require(value_term(terms, arithmetic(operation, values)) == right, "another value")


def literal(terms: Terms, term: int) -> int | Fraction | None:
    """The value of a literal, None for other terms."""
    match terms.entries[term]:
        case ("int", digits):
            return decode(digits)
        case ("rational", p, q):
            return Fraction(decode(p), decode(q))
    return None


def arithmetic(operation: str, values: Sequence[Any]) -> int | Fraction | bool:
    """A built-in operation on exact numbers; Int stays int, Rational stays Fraction."""
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
    raise Rejected("not a built-in operation")


def value_term(terms: Terms, value: int | Fraction | bool) -> int:
    """The literal, `true` or `false` of a value."""
    if isinstance(value, bool):
        return terms.true if value else terms.false
    if isinstance(value, int):
        return terms.intern(("int", encode(value)), terms.int)
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
    x, y, z = (terms.bound(i, sort) for i in range(3))

    def f(a: int, b: int) -> int:
        return terms.app(symbol, types, (a, b))

    associativity, commutativity = fields(laws, "associativity", "commutativity")
    check_law(terms, law(associativity), [(f(f(x, y), z), f(x, f(y, z)))])
    check_law(terms, law(commutativity), [(f(x, y), f(y, x))])
    left, right = (_operands(terms, side, ("app", symbol, types)) for side in goal)
    require(left == right, "the two sides have other operands")


def _operands(terms: Terms, root: int, head: Entry) -> dict[int, int]:
    """How often each operand occurs; shared parts are counted, not unfolded."""

    def built(t: int) -> bool:
        return terms.entries[t][:3] == head

    waiting, found = Counter({root: 1}), dict[int, int]()
    for t in reversed(parts_first(terms, [root], built)):
        count = waiting.pop(t)
        if built(t):
            for a in terms.entries[t][3]:
                waiting[a] += count
        else:
            found[t] = count
    return found


def parts_first(terms: Terms, roots: Iterable[int], built: Callable[[int], bool]) -> list[int]:
    """The terms down to those that are not `built`, each once, after its arguments."""
    done: dict[int, None] = {}
    stack = list(roots)
    while stack:
        t = stack[-1]
        todo = [a for a in terms.entries[t][3] if a not in done] if built(t) else []
        if todo:
            stack.extend(todo)
        else:
            done[t] = None
            stack.pop()
    return list(done)


def check_law(terms: Terms, given: Pair, wanted: list[Pair]) -> None:
    """`given` is one of the wanted equations up to renaming bound variables and swapping sides."""
    found = _canonical(terms, given), _canonical(terms, given[::-1])
    require(any(_canonical(terms, pair) in found for pair in wanted), "a cited law is another one")


def _canonical(terms: Terms, pair: Sequence[int]) -> Pair:
    """Bound variables renumbered by first occurrence, left side first."""
    order: dict[int, int] = {}
    seen, stack = set[int](), [pair[1], pair[0]]
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
    return terms.replace(pair[0], order), terms.replace(pair[1], order)


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
    _check_ring_laws(terms, sort, units, symbols, laws, law)
    require(terms.sort[goal[0]] == sort, "another sort")
    native = ("Int.+", "Int.*", "Int.neg", "Int.-")
    numbers = all(s in (n, None) for s, n in zip(symbols, native, strict=True))
    reader = _Polynomials(terms, units, symbols, numbers)
    require(reader.read(goal[0]) == reader.read(goal[1]), "other polynomials")


def _operation(terms: Terms, symbol: object, sort: int, arity: int) -> bool:
    if not isinstance(symbol, str) or symbol not in terms.symbols:
        return False
    s = terms.symbols[symbol]
    return not s.types and s.arguments == (sort,) * arity and s.result == sort


def _check_ring_laws(
    terms: Terms, sort: int, units: Pair, symbols: Sequence[Any], laws: object, law: Law
) -> None:
    add, mul, neg, sub = symbols
    zero, one = units
    x, y, z = (terms.bound(i, sort) for i in range(3))

    def f(symbol: str, *args: int) -> int:
        return terms.app(symbol, (), args)

    wanted: dict[str, list[Pair]] = {
        "add_associativity": [(f(add, f(add, x, y), z), f(add, x, f(add, y, z)))],
        "add_commutativity": [(f(add, x, y), f(add, y, x))],
        "add_zero": [(f(add, x, zero), x), (f(add, zero, x), x)],
        "mul_associativity": [(f(mul, f(mul, x, y), z), f(mul, x, f(mul, y, z)))],
        "mul_commutativity": [(f(mul, x, y), f(mul, y, x))],
        "mul_one": [(f(mul, x, one), x), (f(mul, one, x), x)],
        "mul_zero": [(f(mul, x, zero), zero), (f(mul, zero, x), zero)],
        "distributivity": [
            (f(mul, x, f(add, y, z)), f(add, f(mul, x, y), f(mul, x, z))),
            (f(mul, f(add, x, y), z), f(add, f(mul, x, z), f(mul, y, z))),
        ],
    }
    if neg is not None:
        wanted["add_neg"] = [(f(add, x, f(neg, x)), zero), (f(add, f(neg, x), x), zero)]
    if sub is not None:
        wanted["sub_neg"] = [(f(sub, x, y), f(add, x, f(neg, y)))]
    for given, shapes in zip(fields(laws, *wanted), wanted.values(), strict=True):
        check_law(terms, law(given), shapes)


class _Polynomials:
    """Terms as polynomials: monomial (sorted pairs atom, exponent) -> nonzero coefficient."""

    def __init__(self, terms: Terms, units: Pair, symbols: Sequence[Any], numbers: bool) -> None:
        self.terms, self.units, self.symbols, self.numbers = terms, units, symbols, numbers
        self.budget = Budget(MAX_WORK, "a polynomial is too large")

    def read(self, root: int) -> Polynomial:
        """Bottom-up, each shared subterm once."""
        done: dict[int, Polynomial] = {}
        for t in parts_first(self.terms, [root], self._built):
            if self._built(t):
                entry = self.terms.entries[t]
                done[t] = self._apply(entry, [done[a] for a in entry[3]])
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

    def _apply(self, entry: tuple[Any, ...], arguments: list[Polynomial]) -> Polynomial:
        add, mul, neg, _ = self.symbols
        if entry[1] == mul:
            return self._times(*arguments)
        self.budget.spend(sum(map(len, arguments)))
        if entry[1] == neg:
            return {m: -c for m, c in arguments[0].items()}
        first, second = arguments
        sign = 1 if entry[1] == add else -1
        result = dict(first)
        for monomial, c in second.items():
            _accumulate(result, monomial, sign * c)
        return result

    def _times(self, first: Polynomial, second: Polynomial) -> Polynomial:
        result: Polynomial = {}
        for m, c in first.items():
            for n, d in second.items():
                words = (c.bit_length() // 64) * (d.bit_length() // 64)
                self.budget.spend(1 + len(m) + len(n) + words // 256)
                powers = Counter(dict(m))
                powers.update(dict(n))
                _accumulate(result, tuple(sorted(powers.items())), c * d)
        return result


def _accumulate(result: Polynomial, monomial: tuple[tuple[int, int], ...], c: int) -> None:
    total = limited(result.get(monomial, 0) + c)
    if total:
        result[monomial] = total
    else:
        result.pop(monomial, None)
    require(len(result) <= MAX_MONOMIALS, "a polynomial is too large")


# bool


def check_bool(terms: Terms, left: int, right: int) -> None:
    """Both sides agree under every assignment of truth values to at most MAX_ATOMS atoms."""
    require(terms.sort[left] == terms.bool, "not Boolean")
    order = parts_first(terms, (left, right), lambda t: _connective(terms, t))
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
