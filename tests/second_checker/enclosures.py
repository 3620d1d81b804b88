"""Rigorous enclosures of real functions, in integer arithmetic only.

A point is m * 2**e. Every operation on intervals rounds outwards to a number of bits. The
transcendental functions are Taylor series of fixed-point numbers whose error is counted in units
of the last place; each series states its bound. `None` stands for "nothing is known".
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from math import isqrt
from typing import NamedTuple

from .errors import Invalid

LARGEST_EXPONENT = 400_000
Point = tuple[int, int]
Fixed = tuple[int, int]  # a fixed-point number and a bound of its error in units of the last place


class Interval(NamedTuple):
    """All real numbers from `low` to `high`."""

    low: Point
    high: Point


ZERO: Point = (0, 0)
ONE: Point = (1, 0)


# Points.


def _magnitude(point: Point) -> int:
    """The smallest k with abs(point) < 2**k."""
    return abs(point[0]).bit_length() + point[1]


def _round(point: Point, bits: int, up: bool) -> Point:
    m, e = point
    if abs(e) > LARGEST_EXPONENT:
        raise Invalid("a real number is too large or too small")
    shift = m.bit_length() - bits
    if shift <= 0:
        return point
    return (-(-m >> shift) if up else m >> shift), e + shift


def _add(one: Point, two: Point) -> Point:
    (m, e), (n, f) = one, two
    low = min(e, f)
    return (m << e - low) + (n << f - low), low


def _negate(point: Point) -> Point:
    return -point[0], point[1]


def _times(one: Point, two: Point) -> Point:
    return one[0] * two[0], one[1] + two[1]


def _quotient(one: Point, two: Point, bits: int, up: bool) -> Point:
    (m, e), (n, f) = one, two
    if n < 0:
        m, n = -m, -n
    shift = max(0, bits + 2 + n.bit_length() - m.bit_length())
    m <<= shift
    return _round((-(-m // n) if up else m // n, e - f - shift), bits, up)


def less(one: Point, two: Point) -> bool:
    """Is the first point smaller?"""
    return _add(one, _negate(two))[0] < 0


def _least(*points: Point) -> Point:
    best = points[0]
    for point in points[1:]:
        best = point if less(point, best) else best
    return best


def _greatest(*points: Point) -> Point:
    return _negate(_least(*map(_negate, points)))


def _fixed(point: Point, width: int) -> int:
    """Rounded down to a multiple of 2**-width: off by less than one unit."""
    m, e = point
    return m << e + width if e + width >= 0 else m >> -(e + width)


def _ball(ball: Fixed, width: int, bits: int) -> Interval:
    center, error = ball
    return _outwards((center - error, -width), (center + error, -width), bits)


def _outwards(low: Point, high: Point, bits: int) -> Interval:
    return Interval(_round(low, bits, False), _round(high, bits, True))


# Field operations.


def rational(value: Fraction, bits: int) -> Interval:
    """An enclosure of a rational number."""
    top, bottom = (value.numerator, 0), (value.denominator, 0)
    return Interval(_quotient(top, bottom, bits, False), _quotient(top, bottom, bits, True))


def add(x: Interval, y: Interval, bits: int) -> Interval:
    """x + y."""
    return _outwards(_add(x.low, y.low), _add(x.high, y.high), bits)


def negate(x: Interval) -> Interval:
    """-x."""
    return Interval(_negate(x.high), _negate(x.low))


def multiply(x: Interval, y: Interval, bits: int) -> Interval:
    """x * y."""
    corners = [_times(a, b) for a in x for b in y]
    return _outwards(_least(*corners), _greatest(*corners), bits)


def divide(x: Interval, y: Interval, bits: int) -> Interval | None:
    """x / y, unless y may be zero."""
    if y.low[0] <= 0 <= y.high[0]:
        return None
    low = [_quotient(a, b, bits, False) for a in x for b in y]
    high = [_quotient(a, b, bits, True) for a in x for b in y]
    return Interval(_least(*low), _greatest(*high))


def power(x: Interval, exponent: int, bits: int) -> Interval | None:
    """The usual power with an integer exponent; 0 ^ 0 = 1."""
    if exponent < 0:
        whole = power(x, -exponent, bits + 4)
        return None if whole is None else divide(Interval(ONE, ONE), whole, bits)
    if exponent % 2 == 0 and x.low[0] < 0:
        x = Interval(ZERO, _greatest(_negate(x.low), x.high)) if x.high[0] > 0 else negate(x)
    working = bits + 2 * exponent.bit_length() + 4
    ends = [_point_power(end, exponent, working, up) for end, up in zip(x, (0, 1), strict=True)]
    return _outwards(ends[0], ends[1], bits)


def _point_power(point: Point, exponent: int, bits: int, up: int) -> Point:
    """Rounded in one direction; x ^ n grows with x where it is used."""
    if point[0] < 0:  # the exponent is odd
        return _negate(_point_power(_negate(point), exponent, bits, 1 - up))
    result = ONE
    for digit in f"{exponent:b}":
        result = _round(_times(result, result), bits, up == 1)
        if digit == "1":
            result = _round(_times(result, point), bits, up == 1)
    return result


def root(x: Interval, bits: int) -> Interval:
    """The square root of the non-negative part of x."""
    return Interval(_point_root(x.low, bits, False), _point_root(x.high, bits, True))


def _point_root(point: Point, bits: int, up: bool) -> Point:
    m, e = point
    if m <= 0:
        return ZERO
    shift = max(0, 2 * bits + 2 - m.bit_length())
    shift += (e - shift) % 2
    m <<= shift
    floor = isqrt(m)
    return _round((floor + (up and floor * floor != m), (e - shift) // 2), bits, up)


# Series of fixed-point numbers. In each the term of number k + 1 is made from that of number k by
# a factor of at most 1/2, a rounding of the factor (at most 1/2 unit in the result) and one more
# rounding; so a term is off by less than 3 units and the terms left out come to less than 8.


def _exp_series(x: int, width: int) -> Fixed:
    """exp(x) for abs(x) <= 1/2."""
    term = total = 1 << width
    n = 0
    while term not in (0, -1):
        n += 1
        term = term * x // (n << width)
        total += term
    return total, 3 * n + 8


def _arc_series(x: int, width: int, sign: int) -> Fixed:
    """atan(x) (sign -1) or atanh(x) (sign 1) for abs(x) <= 1/2; dividing rounds once more."""
    square = x * x >> width
    odd, power_, total = 1, x, 0
    while power_ not in (0, -1):
        total += power_ // odd if sign == 1 or odd % 4 == 1 else -(power_ // odd)
        power_ = power_ * square >> width
        odd += 2
    return total, 2 * odd + 8


def _wave_series(x: int, width: int, start: int) -> Fixed:
    """cos(x) (start 0) or sin(x) (start 1) for abs(x) <= 1."""
    square = x * x >> width
    term = total = x if start else 1 << width
    n = start
    while term not in (0, -1):
        term = -(term * square // ((n + 1) * (n + 2) << width))
        total += term
        n += 2
    return total, 3 * n + 8


@cache
def _pi(width: int) -> Fixed:
    """Machin: pi = 16 atan(1/5) - 4 atan(1/239); the arguments are off by less than one unit."""
    (a, r), (b, t) = (_arc_series((1 << width) // n, width, -1) for n in (5, 239))
    return 16 * a - 4 * b, 16 * (r + 1) + 4 * (t + 1)


@cache
def _log2(width: int) -> Fixed:
    """log 2 = 2 atanh(1/3)."""
    value, error = _arc_series((1 << width) // 3, width, 1)
    return 2 * value, 2 * (error + 2)


# Functions of points.


def pi(bits: int) -> Interval:
    """The number pi."""
    return _ball(_pi(bits + 20), bits + 20, bits)


def _exp(point: Point, bits: int) -> Interval:
    """exp of a small number, squared again and again."""
    if not point[0]:
        return Interval(ONE, ONE)
    if _magnitude(point) > 18:
        raise Invalid("an exponent is too large")
    halvings = max(0, _magnitude(point) + 6)
    width = bits + 2 * halvings + 40
    total, error = _exp_series(_fixed((point[0], point[1] - halvings), width), width)
    result = _ball((total, error + 2), width, width)
    for _ in range(halvings):
        result = multiply(result, result, width)
    return _outwards(*result, bits)


def _log(point: Point, bits: int) -> Interval:
    """log(f * 2**k) = k log 2 + 2 atanh((f - 1) / (f + 1)) with f from 0.7 to 1.5."""
    m = point[0]
    scale = m.bit_length() - (2 * m * m < 1 << 2 * m.bit_length())
    k = point[1] + scale
    top, bottom = m - (1 << scale), m + (1 << scale)
    width = bits + 40 + abs(k).bit_length() + min(4_000, bottom.bit_length() - top.bit_length())
    value, error = _arc_series((top << width) // bottom, width, 1)
    two, off = _log2(width)
    return _ball((k * two + 2 * value, abs(k) * off + 2 * (error + 2)), width, bits)


def _wave(point: Point, bits: int, shift: int) -> Interval:
    """sin (shift 0) or cos (shift 1): reduced by a multiple of pi/2."""
    magnitude = _magnitude(point)
    if magnitude > 4_000:
        raise Invalid("an angle is too large")
    width = bits + 40 + max(0, magnitude) + min(4_000, max(0, -magnitude))
    x = _fixed(point, width)
    quarter, off = _pi(width)
    k = (4 * x + quarter) // (2 * quarter)
    rest = (2 * x - k * quarter) >> 1
    if abs(rest) > 1 << width:
        raise Invalid("an angle is not reduced")
    value, error = _wave_series(rest, width, (k + shift + 1) % 2)
    error += abs(k) * off + 3
    return _ball((-value if (k + shift) % 4 >= 2 else value, error), width, bits)


def _atan(point: Point, bits: int) -> Interval:
    """atan(x) = 4 atan(h(h(x))) with h(x) = x / (1 + sqrt(1 + x²)); 1/x for large x.

    h halves an error and rounds by less than two units, so the argument is off by less than 4.
    """
    if not point[0]:
        return Interval(ZERO, ZERO)
    if point[0] < 0:
        return negate(_atan(_negate(point), bits))
    width = bits + 40 + min(4_000, max(0, -_magnitude(point)))
    large = less(ONE, point)
    one = 1 << width
    x = _fixed(_quotient(ONE, point, width, False) if large else point, width)
    for _ in range(2):
        x = (x << width) // (one + isqrt(one * one + x * x))
    value, error = _arc_series(x, width, -1)
    value, error = 4 * value, 4 * (error + 5)
    if large:
        quarter, off = _pi(width)
        value, error = quarter // 2 - value, error + off + 1
    return _ball((value, error), width, bits)


def _asin(point: Point, bits: int) -> Interval:
    """asin(x) = atan(x / sqrt(1 - x²))."""
    rest = _add(ONE, _negate(_times(point, point)))
    if rest[0] <= 0:  # clamped to -1 or 1
        half = _half(pi(bits))
        return half if point[0] > 0 else negate(half)
    below = root(_outwards(rest, rest, bits + 20), bits + 20)
    quotient = divide(Interval(point, point), below, bits + 20)
    if quotient is None:
        raise Invalid("a root of a positive number is not positive")
    return Interval(_atan(quotient.low, bits).low, _atan(quotient.high, bits).high)


def _half(x: Interval) -> Interval:
    return Interval(*((m, e - 1) for m, e in x))


# Functions of intervals. All but sin and cos grow with their argument.


def exp(x: Interval, bits: int) -> Interval:
    """exp(x)."""
    return Interval(_exp(x.low, bits).low, _exp(x.high, bits).high)


def log(x: Interval, bits: int) -> Interval | None:
    """log(x), unless x may be zero."""
    if x.low[0] <= 0:
        return None
    return Interval(_log(x.low, bits).low, _log(x.high, bits).high)


def wave(x: Interval, bits: int, shift: int) -> Interval:
    """sin or cos: the value at one end, and as much more as the interval is wide."""
    width = _add(x.high, _negate(x.low))
    end = _wave(x.low, bits, shift)
    low, high = _add(end.low, _negate(width)), _add(end.high, width)
    return _outwards(_greatest(low, (-1, 0)), _least(high, ONE), bits)


def atan(x: Interval, bits: int) -> Interval:
    """atan(x)."""
    return Interval(_atan(x.low, bits).low, _atan(x.high, bits).high)


def asin(x: Interval, bits: int) -> Interval:
    """asin of the part of x that is between -1 and 1."""
    low, high = (_least(_greatest(end, (-1, 0)), ONE) for end in x)
    return Interval(_asin(low, bits).low, _asin(high, bits).high)


def acos(x: Interval, bits: int) -> Interval:
    """acos(x) = pi/2 - asin(x)."""
    return add(_half(pi(bits)), negate(asin(x, bits)), bits)
