"""Real constants: exact where they are rational by construction, else known by enclosures.

`interval` compares two of them, and evaluation computes with them. A function is applied inside its
domain, or there is no value; what no enclosure of at most 600 bits decides has no value either.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from lemmata.kernel.computation import arithmetic, literal
from lemmata.kernel.enclosure import Interval, Undecided, Undefined, enclose
from lemmata.kernel.enclosure import literal as enclosed_literal
from lemmata.kernel.reading import Budget, Rejected, require
from lemmata.kernel.terms import REAL_FUNCTIONS, Terms

BITS = (64, 128, 256, 600)
MAX_WORK = 1_000_000
MAX_POWER = 800_000
MAX_SIZE = 400_000
EXACT = {"+", "-", "*", "/", "neg", "^", "sqrt"}
FUNCTIONS = {f"Real.{f}" for f in (*EXACT, *REAL_FUNCTIONS, "pi")}
NO_VALUE = "no value: outside the domain of a function"


class Enclosed:
    """A function applied to numbers; `found` has its enclosures by their bits."""

    __slots__ = ("arguments", "found", "operation")

    def __init__(self, operation: str, arguments: tuple[Number, ...]) -> None:
        """The function is applied inside its domain."""
        self.operation, self.arguments = operation, arguments
        self.found: dict[int, Interval] = {}


Number = Fraction | Enclosed
ZERO, ONE = Fraction(0), Fraction(1)


def check_interval(terms: Terms, left: int, right: int) -> None:
    """`left` compares two real constants, and `right` is the answer."""
    entry = terms.entries[left]
    comparison = entry[0] == "app" and entry[1] in ("eq", "Real.<", "Real.<=")
    require(comparison, "not a comparison")
    require(right in (terms.true, terms.false), "true or false is expected")
    reals = Reals()
    a, b = reals.read(terms, entry[3])
    answer = reals.compare(entry[1].removeprefix("Real."), a, b)
    require(answer == (right == terms.true), "another value")


class Reals:
    """Computes with real numbers within one budget."""

    def __init__(self) -> None:
        """Start with all the work still to be spent."""
        self.budget = Budget(MAX_WORK, "no value: too much work on real numbers")

    def read(self, terms: Terms, roots: Sequence[int]) -> list[Number]:
        """The values of ground terms of literals and functions."""

        def built(t: int) -> bool:
            return is_function(terms, t)

        done: dict[int, Number] = {}
        for t in terms.parts_first(roots, built):
            entry = terms.entries[t]
            if built(t):
                operation = entry[1].removeprefix("Real.")
                done[t] = self.apply(operation, [done[a] for a in entry[3]])
            else:
                require(entry[0] == "real", "not a constant of sort Real")
                done[t] = Fraction(literal(terms, t) or 0)
        return [done[root] for root in roots]

    def apply(self, operation: str, arguments: Sequence[Number]) -> Number:
        """The value of a function; Rejected outside its domain."""
        self.budget.spend()
        require(self._defined(operation, arguments), NO_VALUE)
        exact = [a for a in arguments if isinstance(a, Fraction)]
        if operation in EXACT and len(exact) == len(arguments):
            self.budget.spend(sum(map(_bits, exact)) // 16)
            if operation == "^" and exact[1].denominator == 1:
                self.budget.spend(min(_bits(exact[0]) * abs(int(exact[1])), MAX_POWER) // 16)
            try:
                found = Fraction(arithmetic(operation, exact))
            except Rejected:
                pass  # not rational by construction, or with too many digits
            else:
                self.budget.spend(_bits(found) // 16)
                return found
        return Enclosed(operation, tuple(arguments))

    def _defined(self, operation: str, arguments: Sequence[Number]) -> bool:
        """Whether a function is applied inside its domain (section 9)."""
        if operation in ("log", "sqrt", "asin", "acos"):
            [a] = arguments
            if operation == "log":
                return self.compare("<", ZERO, a)
            if operation == "sqrt":
                return self.compare("<=", ZERO, a)
            return self.compare("<=", -ONE, a) and self.compare("<=", a, ONE)
        if operation == "/":
            return not self.compare("eq", arguments[1], ZERO)
        return operation != "^" or self._power_defined(*arguments)

    def _power_defined(self, base: Number, exponent: Number) -> bool:
        if isinstance(exponent, Enclosed):
            # 0 ^ y is 0 for a positive y, and 1 for 0.
            return self.compare("<", ZERO, exponent if base == ZERO else base)
        if exponent.denominator == 1:
            return exponent >= 0 or not self.compare("eq", base, ZERO)
        return self.compare("<=" if exponent > 0 else "<", ZERO, base)

    def compare(self, relation: str, a: Number, b: Number) -> bool:
        """Whether a < b, a <= b or a = b (`eq`); Rejected if that cannot be decided."""
        self.budget.spend()
        if isinstance(a, Fraction) and isinstance(b, Fraction):
            words = (_bits(a) + _bits(b)) // 64
            self.budget.spend(words * words // 2**12)
            return bool(arithmetic(relation, [a, b]))
        for bits in BITS:
            try:
                found = _decided(relation, self._interval(a, bits), self._interval(b, bits))
            except Undecided:
                continue
            except Undefined:
                raise Rejected(NO_VALUE) from None
            if found is not None:
                return found
        raise Rejected("no value: the enclosures do not decide")

    def _interval(self, root: Number, bits: int) -> Interval:
        """An enclosure; an explicit stack, since terms may be deep."""
        stack = [root]
        while stack:
            number = stack[-1]
            if isinstance(number, Fraction) or bits in number.found:
                stack.pop()
                continue
            todo = [a for a in number.arguments if isinstance(a, Enclosed) and bits not in a.found]
            if todo:
                stack.extend(todo)
                continue
            stack.pop()
            number.found[bits] = self._operate(number, bits)
        return self._known(root, bits)

    def _known(self, number: Number, bits: int) -> Interval:
        if isinstance(number, Enclosed):
            return number.found[bits]
        self.budget.spend(1 + (bits + _bits(number)) // 2**12)
        return enclosed_literal(number, bits)

    def _operate(self, number: Enclosed, bits: int) -> Interval:
        """The enclosure of one application, its arguments being enclosed."""
        values = [self._known(a, bits) for a in number.arguments]
        size = max((_size(v) for v in values), default=bits)
        self.budget.spend(_cost(number.operation, max(size, bits)))
        found = enclose(number.operation, values, bits)
        require(_size(found) <= bits + MAX_SIZE, "no value: a number is too large")
        return found


def is_function(terms: Terms, t: int) -> bool:
    """Whether a term applies one of the functions of real numbers."""
    entry = terms.entries[t]
    return entry[0] == "app" and entry[1] in FUNCTIONS


def _decided(relation: str, a: Interval, b: Interval) -> bool | None:
    """What two enclosures say about two numbers, if anything."""
    if relation == "eq":
        return False if a[1] < b[0] or b[1] < a[0] else None
    if relation == "<":
        return True if a[1] < b[0] else False if b[1] <= a[0] else None
    return True if a[1] <= b[0] else False if b[1] < a[0] else None


def _bits(value: Fraction) -> int:
    return value.numerator.bit_length() + value.denominator.bit_length()


def _size(interval: Interval) -> int:
    return max(end.bit_length() for end in interval)


def _cost(operation: str, size: int) -> int:
    """The work of an enclosure, in about a microsecond."""
    words = 1 + size // 64
    many = 1 if operation in ("+", "-", "neg", "*", "/", "sqrt") else 20
    return many * (words + words * words // 64)
