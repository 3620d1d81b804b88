"""Rule `field`: both sides are fractions of polynomials over the rational numbers.

A fraction is a pair of polynomials; nothing is cancelled except that equal denominators are
not multiplied when fractions are added.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import permutations

from .computation import MONOMIALS, Law, Ring, is_law, parents_first, ring_of
from .errors import Budget, Invalid
from .objects import Clause, Equation, Sort, Symbol, Term, World, limited

POWER = 1_000
CONDITIONAL = ("div_mul", "mul_inverse", "pow_succ", "pow_neg")
OPERATIONS = {"add": "Real.+", "mul": "Real.*", "neg": "Real.neg", "sub": "Real.-"}

Monomial = tuple[tuple[int, int], ...]
Polynomial = dict[Monomial, Fraction]
Quotient = tuple[Polynomial, Polynomial]
Conditional = Callable[..., tuple[tuple[Equation, ...], Equation]]


class Field:
    """The rule at one node."""

    def __init__(self, world: World, symbols: Mapping[str, Symbol]) -> None:
        self.world = world
        self.symbols = symbols
        self.sort: Sort = world.sort("Real")
        self.true = world.apply(symbols["true"], (), ())
        self.denominators: set[Term] = set()
        self.zero, self.one = world.literal("real", "0/1"), world.literal("real", "1/1")
        operations = {key: symbols[name] for key, name in OPERATIONS.items()}
        self.ring: Ring = ring_of(world, self.sort, self.zero, self.one, operations)

    def law_names(self) -> list[str]:
        """The laws that must be cited."""
        return [*self.ring.law_names(), *CONDITIONAL, "pow_zero"]

    def _apply(self, name: str) -> Callable[..., Term]:
        symbol = self.symbols[name]
        return lambda *args: self.world.apply(symbol, (), args)

    def not_zero(self, term: Term) -> Term:
        """not(eq(term, 0))."""
        equal = self.world.apply(self.symbols["eq"], (self.sort,), (term, self.zero))
        return self.world.apply(self.symbols["not"], (), (equal,))

    def check_laws(self, laws: Mapping[str, Clause]) -> None:
        """Check that each law says what its name says."""
        plain = {name: laws[name] for name in laws if name not in CONDITIONAL}
        if any(clause.premises for clause in plain.values()):
            raise Invalid("a law has premises")
        self.ring.check_laws(plain)
        add, mul, div, pow_ = (self._apply(f"Real.{name}") for name in ("+", "*", "/", "^"))
        neg, at_most, integer = (self._apply(f"Real.{name}") for name in ("neg", "<=", "integer"))
        zero, one, true = self.zero, self.one, self.true
        pow_zero: Law = lambda x: (pow_(x, zero), one)  # noqa: E731
        if not is_law(self.world, plain["pow_zero"], self.sort, 1, pow_zero):
            raise Invalid("not the law pow_zero")
        wanted: dict[str, tuple[int, Conditional]] = {
            "div_mul": (
                2,
                lambda x, y: (((self.not_zero(y), true),), (div(x, y), mul(x, div(one, y)))),
            ),
            "mul_inverse": (
                1,
                lambda x: (((self.not_zero(x), true),), (mul(x, div(one, x)), one)),
            ),
            "pow_succ": (
                2,
                lambda x, n: (
                    ((integer(n), true), (at_most(zero, n), true)),
                    (pow_(x, add(n, one)), mul(pow_(x, n), x)),
                ),
            ),
            "pow_neg": (
                2,
                lambda x, n: (
                    ((self.not_zero(x), true), (integer(n), true)),
                    (pow_(x, neg(n)), div(one, pow_(x, n))),
                ),
            ),
        }
        for name, (size, template) in wanted.items():
            if not self._is_conditional(laws[name], size, template):
                raise Invalid(f"not the law {name}")

    def _is_conditional(self, clause: Clause, size: int, template: Conditional) -> bool:
        """Up to renaming of bound variables only."""
        names = [self.world.bound(index, self.sort) for index in range(size)]
        return clause.bound == (self.sort,) * size and any(
            template(*order) == (clause.premises, clause.conclusion)
            for order in permutations(names)
        )

    def assume_not_zero(self, left: Term, right: Term) -> None:
        """A premise of the node."""
        if left.applies("not") and left.args[0].applies("eq") and right is self.true:
            denominator = left.args[0].args[0]
            if denominator.sort is self.sort and left is self.not_zero(denominator):
                self.denominators.add(denominator)
                return
        raise Invalid("a premise does not say that something is not zero")

    def check_equal(self, left: Term, right: Term) -> None:
        """Are both sides the same fraction?"""
        if left.sort is not self.sort:
            raise Invalid("the sides are not of sort Real")
        reader = _Reader(self.denominators)
        (p, q), (s, t) = reader.read(left), reader.read(right)
        if reader.multiply(p, t) != reader.multiply(s, q):
            raise Invalid("the sides are different fractions")


class _Reader:
    """Reads terms as fractions."""

    def __init__(self, denominators: set[Term]) -> None:
        self.denominators = denominators
        self.atoms: dict[Term, int] = {}
        self.done: dict[Term, Quotient] = {}
        self.budget = Budget(8_000_000, "field")

    def read(self, root: Term) -> Quotient:
        """The fraction of a term."""
        for term in reversed(parents_first(root, _inner)):
            if term not in self.done:
                self.done[term] = self._read(term)
        return self.done[root]

    def _read(self, term: Term) -> Quotient:
        if term.kind == "real":
            return _constant(Fraction(*term.ratio())), _constant(Fraction(1))
        name = term.symbol.name if term.symbol is not None else ""
        args = [self.done[arg] for arg in term.args] if _inner(term) else []
        match name:
            case "Real.+":
                return self._add(args[0], args[1], 1)
            case "Real.-":
                return self._add(args[0], args[1], -1)
            case "Real.neg":
                return self._add((_constant(Fraction(0)), args[0][1]), args[0], -1)
            case "Real.*":
                return self._times(args[0], args[1])
            case "Real./" if self._invertible(term.args[1]):
                return self._times(args[0], (args[1][1], args[1][0]))
            case "Real.^" if _inner(term):
                k = Fraction(*term.args[1].ratio()).numerator
                if k >= 0 or self._invertible(term.args[0]):
                    return self._power(args[0], k)
        return self._atom(term)

    def _atom(self, term: Term) -> Quotient:
        number = self.atoms.setdefault(term, len(self.atoms))
        return {((number, 1),): Fraction(1)}, _constant(Fraction(1))

    def _invertible(self, term: Term) -> bool:
        """Is it known that a term that has been read is not zero?"""
        return term in self.denominators or all(part.keys() == {()} for part in self.done[term])

    def _power(self, base: Quotient, k: int) -> Quotient:
        if abs(k) > POWER:
            raise Invalid("an exponent of more than 1,000")
        result: Quotient = _constant(Fraction(1)), _constant(Fraction(1))
        for digit in f"{abs(k):b}":
            result = self._times(result, result)
            if digit == "1":
                result = self._times(result, base)
        return result if k >= 0 else (result[1], result[0])

    def _times(self, one: Quotient, two: Quotient) -> Quotient:
        return self.multiply(one[0], two[0]), self.multiply(one[1], two[1])

    def _add(self, one: Quotient, two: Quotient, sign: int) -> Quotient:
        (p, q), (s, t) = one, two
        if q != t:
            p, s, q = self.multiply(p, t), self.multiply(s, q), self.multiply(q, t)
        result = dict(p)
        self.budget.spend(1 + len(p))
        for monomial, factor in s.items():
            self._put(result, monomial, sign * factor)
        return result, q

    def multiply(self, one: Polynomial, two: Polynomial) -> Polynomial:
        """The product of two polynomials."""
        result: Polynomial = {}
        for m, a in one.items():
            for n, b in two.items():
                self.budget.spend(len(m) + len(n) + _words(a) * _words(b) // 256)
                powers = Counter(dict(m))
                powers.update(dict(n))
                self._put(result, tuple(sorted(powers.items())), a * b)
        return result

    def _put(self, result: Polynomial, monomial: Monomial, factor: Fraction) -> None:
        self.budget.spend(1 + len(monomial) + _words(factor))
        total = result.get(monomial, Fraction(0)) + factor
        limited(total.numerator)
        limited(total.denominator)
        if total:
            result[monomial] = total
            if len(result) > MONOMIALS:
                raise Invalid("more than 20,000 monomials")
        else:
            result.pop(monomial, None)


def _constant(value: Fraction) -> Polynomial:
    return {(): value} if value else {}


def _words(value: Fraction) -> int:
    return 1 + (value.numerator.bit_length() + value.denominator.bit_length()) // 64


def _inner(term: Term) -> bool:
    """Is a term read by its arguments (where their denominators allow it)?"""
    if term.symbol is None:
        return False
    if term.symbol.name == "Real.^":
        return term.args[1].kind == "real" and term.args[1].ratio()[1] == 1
    return term.symbol.name in ("Real.+", "Real.-", "Real.neg", "Real.*", "Real./")
