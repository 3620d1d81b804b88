"""Enclosures of real numbers, in integers (FORMAT.md section 6 `interval`, section 8).

An interval (lo, hi) stands for all x with lo <= 2**bits x <= hi. The result of an operation holds
its value for every choice of points of the argument intervals: lower ends are rounded down (`//`,
`>>`), upper ends up. Where a function is monotone, its values at the ends of the argument bound the
result; `enclosure_points` has the functions at a point.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import isqrt

from lemmata.kernel import enclosure_points as points
from lemmata.kernel.enclosure_points import MAX_GROWTH, outward

MAX_EXPONENTIAL = 2**16
"""exp of anything larger is not computed."""
MAX_ANGLE_BITS = 200
"""Of sin and cos of anything of more bits before the point, only -1 <= sin, cos <= 1 is known."""
MAX_EXPONENT_BITS = 64
"""Powers with a larger integer exponent are not computed."""
MAX_SIZE = 2**19
"""Results of more binary digits before the point are not computed."""

Interval = tuple[int, int]


class Undefined(Exception):
    """The function is certainly outside its domain there."""


class Undecided(Exception):
    """The precision, or a limit, does not suffice to decide."""


def enclose(operation: str, arguments: Sequence[Interval], bits: int) -> Interval:
    """All values of an operation on the arguments, which are at the scale `bits`, as is the result.

    >>> enclose("sqrt", [literal(2, 10)], 10)
    (1448, 1449)
    """
    return _limited(OPERATIONS[operation](*arguments, bits), bits)


def _limited(x: Interval, bits: int) -> Interval:
    if max(x[0].bit_length(), x[1].bit_length()) > bits + MAX_SIZE:
        raise Undecided("a number is too large")
    return x


def literal(value: Fraction | int, bits: int) -> Interval:
    """A rational number: exact, or 1 wide."""
    scaled = value.numerator << bits
    return scaled // value.denominator, -(-scaled // value.denominator)


def sign_of(x: Interval) -> int:
    """-1, 0 or 1; Undecided where the interval holds numbers of different signs."""
    low, high = x
    if low > 0 or high < 0 or low == high:
        return (low > 0) - (high < 0)
    raise Undecided("the sign of a number")


def power(base: Interval, exponent: int, bits: int) -> Interval:
    """base ** exponent, by squaring; 0 ** 0 = 1.

    Undefined: a negative exponent at the base 0.
    Undecided: the same at an interval that holds 0; an exponent or a result that is too large.
    """
    n = abs(exponent)
    if n.bit_length() > MAX_EXPONENT_BITS:
        raise Undecided("an exponent is too large")
    smallest, largest = _sizes(base)
    size = largest.bit_length() - bits if exponent > 0 else bits + 1 - smallest.bit_length()
    fine = bits + min(max(n * size, 0), MAX_GROWTH) + n.bit_length() + 8
    base = outward(*base, bits - fine)
    if exponent < 0:
        base = _divide((1 << fine, 1 << fine), base, fine)
    first, last = base if n % 2 else _sizes(base)
    result = _between(lambda m, scale: _power_at(m, n, scale), first, last, fine)
    return outward(*result, fine - bits)


def _sizes(x: Interval) -> Interval:
    """The smallest and the largest absolute value in an interval."""
    low, high = sorted((abs(x[0]), abs(x[1])))
    return (0 if x[0] <= 0 <= x[1] else low), high


def _power_at(m: int, n: int, bits: int) -> Interval:
    """x ** n for n >= 0, from the highest binary digit of n on; each product is rounded outward."""
    size = abs(m)
    low = high = 1 << bits
    for digit in f"{n:b}":
        low, high = low * low >> bits, -(-high * high >> bits)
        if digit == "1":
            low, high = low * size >> bits, -(-high * size >> bits)
        _limited((low, high), bits)
    return (-high, -low) if m < 0 and n % 2 else (low, high)


def _between(at: Callable[[int, int], Interval], first: int, last: int, bits: int) -> Interval:
    """A monotone function that is smallest at `first` and largest at `last`."""
    smallest = at(first, bits)
    return smallest[0], (smallest if first == last else at(last, bits))[1]


def _add(x: Interval, y: Interval, bits: int) -> Interval:
    return x[0] + y[0], x[1] + y[1]


def _subtract(x: Interval, y: Interval, bits: int) -> Interval:
    return x[0] - y[1], x[1] - y[0]


def _negate(x: Interval, bits: int) -> Interval:
    return -x[1], -x[0]


def _multiply(x: Interval, y: Interval, bits: int) -> Interval:
    """The extremes lie at ends; one unit of rounding at each."""
    corners = (x[0] * y[0], x[0] * y[1], x[1] * y[0], x[1] * y[1])
    return outward(min(corners), max(corners), bits)


def _divide(x: Interval, y: Interval, bits: int) -> Interval:
    """The divisor made positive, the extremes lie at ends; one unit of rounding at each."""
    if y == (0, 0):
        raise Undefined("division by 0")
    if y[0] <= 0 <= y[1]:
        raise Undecided("division by an interval that holds 0")
    if y[1] < 0:
        x, y = _negate(x, bits), _negate(y, bits)
    low = (x[0] << bits) // (y[1] if x[0] >= 0 else y[0])
    high = -((-x[1] << bits) // (y[0] if x[1] >= 0 else y[1]))
    return low, high


def _real_power(x: Interval, y: Interval, bits: int) -> Interval:
    """exp(y log x) for x > 0, by `power` for an integer y; 0 ** y = 0 for y > 0.

    |log2 x| <= size, so the result is at most 2**growth; an error of log x is multiplied by |y|,
    one of y log x by the result, and `fine` has digits to spare for both (up to MAX_GROWTH).
    """
    if y[0] == y[1] and y[0] % (1 << bits) == 0:
        return power(x, y[0] >> bits, bits)
    if x == (0, 0) and (y[0] > 0 or y[1] < 0):
        if y[0] > 0:
            return 0, 0
        raise Undefined("0 to a negative power")
    if x[1] < 0 and y[0] >> bits == y[1] >> bits and y[0] % (1 << bits):
        raise Undefined("a negative number to a power that is not an integer")
    if x[0] <= 0:
        raise Undecided("the base of a power")
    size = max(abs(end.bit_length() - bits) for end in x) + 1
    factor = _sizes(y)[1]
    growth = min((factor * size >> bits) + 1, MAX_GROWTH)
    fine = bits + growth + min(max(factor.bit_length() - bits, 0), MAX_GROWTH) + 8
    x, y = outward(*x, bits - fine), outward(*y, bits - fine)
    return outward(*_exp(_multiply(y, _log(x, fine), fine), fine), fine - bits)


def _sqrt(x: Interval, bits: int) -> Interval:
    """The integer square root of 4**bits x is at most 1 too small."""
    if x[1] < 0:
        raise Undefined("the square root of a negative number")
    if x[0] < 0:
        raise Undecided("the square root at 0")
    root = isqrt(x[1] << bits)
    return isqrt(x[0] << bits), root + (root * root != x[1] << bits)


def _exp(x: Interval, bits: int) -> Interval:
    """Below -MAX_EXPONENTIAL only 0 < exp(x) <= exp(-MAX_EXPONENTIAL) is used."""
    limit = MAX_EXPONENTIAL << bits
    if x[1] > limit:
        raise Undecided("exp of a large number")
    low, high = _between(points.exp_at, max(x[0], -limit), max(x[1], -limit), bits)
    return (0 if x[0] < -limit else low), high


def _log(x: Interval, bits: int) -> Interval:
    if x[1] <= 0:
        raise Undefined("log of a number that is not positive")
    if x[0] <= 0:
        raise Undecided("log at 0")
    return _between(points.log_at, *x, bits)


def _sin(x: Interval, bits: int) -> Interval:
    return _wave(points.sin_at, 1, x, bits)


def _cos(x: Interval, bits: int) -> Interval:
    return _wave(points.cos_at, 0, x, bits)


def _wave(at: Callable[[int, int], Interval], top: int, x: Interval, bits: int) -> Interval:
    """sin or cos: the values at the ends, and 1 at n pi/2 for n = top mod 4, -1 for n = top + 2.

    All n with n pi/2 in the interval are in first … last: pi/2 is in quarter … quarter + 1 units.
    """
    one = 1 << bits
    size = max(_sizes(x)[1].bit_length() - bits, 0)
    if size > MAX_ANGLE_BITS:
        return -one, one
    low, high = at(x[0], bits)
    if x[0] == x[1]:
        return low, high
    other = at(x[1], bits)
    low, high = min(low, other[0]), max(high, other[1])
    fine = bits + size + 8
    quarter = points.pi(fine - 1)
    start, end = x[0] << fine - bits, x[1] << fine - bits
    first = -(-start // (quarter + (start >= 0)))
    last = end // (quarter + (end < 0))
    if first + (top - first) % 4 <= last:
        high = one
    if first + (top + 2 - first) % 4 <= last:
        low = -one
    return low, high


def _asin(x: Interval, bits: int) -> Interval:
    _require_sine(x, bits)
    return _between(points.asin_at, *x, bits)


def _acos(x: Interval, bits: int) -> Interval:
    _require_sine(x, bits)
    return _between(points.acos_at, x[1], x[0], bits)


def _require_sine(x: Interval, bits: int) -> None:
    one = 1 << bits
    if x[0] > one or x[1] < -one:
        raise Undefined("asin or acos of a number beyond -1 … 1")
    if x[0] < -one or x[1] > one:
        raise Undecided("asin or acos at -1 or 1")


def _atan(x: Interval, bits: int) -> Interval:
    return _between(points.atan_at, *x, bits)


def _pi(bits: int) -> Interval:
    return points.pi(bits), points.pi(bits) + 1


OPERATIONS: dict[str, Callable[..., Interval]] = {
    "+": _add,
    "-": _subtract,
    "*": _multiply,
    "/": _divide,
    "^": _real_power,
    "neg": _negate,
    "sqrt": _sqrt,
    "exp": _exp,
    "log": _log,
    "sin": _sin,
    "cos": _cos,
    "asin": _asin,
    "acos": _acos,
    "atan": _atan,
    "pi": _pi,
}
