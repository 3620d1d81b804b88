"""Real numbers as expressions: exact where they are rational under `eval`, else enclosed.

`Reals.apply` gives a number only if the function is applied inside its domain (section 9), so a
number that exists has a value. Nothing recurses: enclosures of the arguments come first.
"""

from __future__ import annotations

from fractions import Fraction
from math import isqrt

from . import enclosures
from .enclosures import Interval
from .errors import Budget, Invalid
from .objects import Term, limited

ARITHMETIC = ("", "+", "-", "*", "/", "neg")
EXPONENT = 100_000
PRECISIONS = (64, 160, 320, 600)


class Number:
    """A real number: a rational, or a function of numbers."""

    __slots__ = ("args", "enclosures", "exact", "operation")

    def __init__(self, exact: Fraction | None, operation: str, args: tuple[Number, ...]) -> None:
        self.exact = exact
        self.operation = operation
        self.args = args
        self.enclosures: dict[int, Interval | None] = {}


def exact_power(base: Fraction, exponent: Fraction) -> Fraction:
    """The usual power with an integer exponent, as `eval` has it."""
    if exponent.denominator != 1 or abs(exponent) > EXPONENT:
        raise Invalid("not an integer exponent of at most 100,000")
    n = abs(exponent.numerator)
    if base == 0 and exponent < 0:
        raise Invalid("division by zero")
    for part in (base.numerator, base.denominator):
        if (abs(part).bit_length() - 1) * n > 340_000:
            raise Invalid("a number has more than 100,000 digits")
    result = base**n
    return _checked(1 / result if exponent < 0 else result)


def exact_root(value: Fraction) -> Fraction | None:
    """The square root of the square of a rational; nothing for other numbers."""
    if value < 0:
        return None
    top, bottom = isqrt(value.numerator), isqrt(value.denominator)
    exact = top * top == value.numerator and bottom * bottom == value.denominator
    return Fraction(top, bottom) if exact else None


def _bits(value: Fraction) -> int:
    return value.numerator.bit_length() + value.denominator.bit_length()


def is_function(term: Term) -> bool:
    """Is this the application of a built-in function of Real, other than `integer`?"""
    if term.symbol is None or term.symbol.role != "builtin":
        return False
    result = term.symbol.result
    return term.symbol.name.startswith("Real.") and not result.variable and result.name == "Real"


def _checked(value: Fraction) -> Fraction:
    limited(value.numerator)
    limited(value.denominator)
    return value


class Reals:
    """Makes numbers, each once, and compares them."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[object, ...], Number] = {}
        self.budget = Budget(2_000_000, "real numbers")

    def rational(self, value: Fraction) -> Number:
        """A rational number."""
        return self._number(_checked(value), "", ())

    def _number(self, exact: Fraction | None, operation: str, args: tuple[Number, ...]) -> Number:
        key = (exact, operation, args)
        return self._numbers.get(key) or self._numbers.setdefault(key, Number(*key))

    def apply(self, operation: str, *args: Number) -> Number:
        """A built-in function of Real; `Invalid` outside its domain."""
        words = sum(_bits(arg.exact) // 64 for arg in args if arg.exact is not None)
        self.budget.spend(1 + words * words // 256)
        self._check_domain(operation, args)
        exact = self._exact(operation, [arg.exact for arg in args])
        if exact is not None:
            return self.rational(exact)
        return self._number(None, operation, args)

    def number(self, term: Term, args: list[Number]) -> Number:
        """The value of a literal, or of a function of Real at numbers."""
        if term.kind == "real":
            return self.rational(Fraction(*term.ratio()))
        if term.symbol is not None and is_function(term):
            return self.apply(term.symbol.name.removeprefix("Real."), *args)
        raise Invalid("neither a literal nor a function of Real")

    def _exact(self, operation: str, args: list[Fraction | None]) -> Fraction | None:
        values = [arg for arg in args if arg is not None]
        if len(values) < len(args):
            return None
        match operation, values:
            case "+", [x, y]:
                return x + y
            case "-", [x, y]:
                return x - y
            case "*", [x, y]:
                return x * y
            case "/", [x, y]:
                return x / y
            case "neg", [x]:
                return -x
            case "sqrt", [x]:
                return exact_root(x)
            case "^", [x, y] if y.denominator == 1:
                return exact_power(x, y)
        return None

    def _check_domain(self, operation: str, args: tuple[Number, ...]) -> None:
        zero = self.rational(Fraction(0))
        match operation, args:
            case "/", (_, y):
                inside = not self.equal(y, zero)
            case "sqrt", (x,):
                inside = self.at_most(zero, x)
            case "log", (x,):
                inside = self.less(zero, x)
            case (("asin" | "acos"), (x,)):
                one = self.rational(Fraction(1))
                minus = self.rational(Fraction(-1))
                inside = self.at_most(minus, x) and self.at_most(x, one)
            case "^", (x, y):
                inside = self._power_has_value(x, y, zero)
            case _:
                return
        if not inside:
            raise Invalid(f"no value: Real.{operation} outside its domain")

    def _power_has_value(self, x: Number, y: Number, zero: Number) -> bool:
        if y.exact is not None and y.exact.denominator == 1:
            if abs(y.exact) > EXPONENT:
                raise Invalid("not an integer exponent of at most 100,000")
            return y.exact >= 0 or not self.equal(x, zero)
        if x.exact == 0:
            return self.less(zero, y)
        return self.less(zero, x)

    # Comparison.

    def less(self, x: Number, y: Number) -> bool:
        """x < y."""
        return self._compare(x, y) < 0

    def at_most(self, x: Number, y: Number) -> bool:
        """x <= y."""
        return self._compare(x, y) <= 0

    def equal(self, x: Number, y: Number) -> bool:
        """x = y; true only of rational numbers."""
        return self._compare(x, y) == 0

    def _compare(self, x: Number, y: Number) -> int:
        """The sign of x - y."""
        if x.exact is not None and y.exact is not None:
            return (x.exact > y.exact) - (x.exact < y.exact)
        for bits in PRECISIONS:
            one, two = self.enclosure(x, bits), self.enclosure(y, bits)
            if one is not None and two is not None:
                if enclosures.less(one.high, two.low):
                    return -1
                if enclosures.less(two.high, one.low):
                    return 1
        raise Invalid("no value: two real numbers are not separated")

    def enclosure(self, root: Number, bits: int) -> Interval | None:
        """An interval that holds the number, or nothing if the precision does not suffice."""
        stack = [root]
        while stack:
            top = stack[-1]
            if bits in top.enclosures:
                stack.pop()
                continue
            waiting = [arg for arg in top.args if bits not in arg.enclosures]
            if waiting:
                stack.extend(waiting)
                continue
            self.budget.spend(bits if top.operation in ARITHMETIC else 4 * bits)
            args = [arg.enclosures[bits] for arg in top.args]
            top.enclosures[bits] = _enclose(top, [arg for arg in args if arg is not None], bits)
        return root.enclosures[bits]


def _enclose(number: Number, args: list[Interval], bits: int) -> Interval | None:
    if number.exact is not None:
        return enclosures.rational(number.exact, bits)
    if len(args) < len(number.args):
        return None
    match number.operation, args:
        case "pi", []:
            return enclosures.pi(bits)
        case "+", [x, y]:
            return enclosures.add(x, y, bits)
        case "-", [x, y]:
            return enclosures.add(x, enclosures.negate(y), bits)
        case "*", [x, y]:
            return enclosures.multiply(x, y, bits)
        case "/", [x, y]:
            return enclosures.divide(x, y, bits)
        case "^", [x, y]:
            return _enclose_power(number, x, y, bits)
        case "neg", [x]:
            return enclosures.negate(x)
        case "sqrt", [x]:
            return enclosures.root(x, bits)
        case "exp", [x]:
            return enclosures.exp(x, bits)
        case "log", [x]:
            return enclosures.log(x, bits)
        case "sin", [x]:
            return enclosures.wave(x, bits, 0)
        case "cos", [x]:
            return enclosures.wave(x, bits, 1)
        case "atan", [x]:
            return enclosures.atan(x, bits)
        case "asin", [x]:
            return enclosures.asin(x, bits)
        case "acos", [x]:
            return enclosures.acos(x, bits)
    raise Invalid("not a function of Real")


def _enclose_power(number: Number, x: Interval, y: Interval, bits: int) -> Interval | None:
    base, exponent = (arg.exact for arg in number.args)
    if exponent is not None and exponent.denominator == 1:
        return enclosures.power(x, exponent.numerator, bits)
    if base == 0:
        return Interval(enclosures.ZERO, enclosures.ZERO)
    logarithm = enclosures.log(x, bits + 20)
    if logarithm is None:
        return None
    return enclosures.exp(enclosures.multiply(y, logarithm, bits + 20), bits)


def comparison(term: Term) -> bool:
    """Rule `interval`: the truth of a comparison of ground terms."""
    is_eq = term.applies("eq") and term.sorts[0].name == "Real" and not term.sorts[0].variable
    if not (is_eq or term.applies("Real.<") or term.applies("Real.<=")):
        raise Invalid("not a comparison of real numbers")
    reals = Reals()
    done: dict[Term, Number] = {}
    stack = list(term.args)
    while stack:
        top = stack[-1]
        waiting = [arg for arg in top.args if arg not in done]
        if waiting:
            stack.extend(waiting)
            continue
        stack.pop()
        if top not in done:
            done[top] = reals.number(top, [done[arg] for arg in top.args])
    x, y = (done[arg] for arg in term.args)
    if is_eq:
        return reals.equal(x, y)
    return reals.less(x, y) if term.applies("Real.<") else reals.at_most(x, y)
