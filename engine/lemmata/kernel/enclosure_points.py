"""The functions of analysis at one point, in integers (used by `enclosure`).

A point is an integer m that stands for m / 2**bits; the result is a pair (lo, hi) of integers with
lo <= 2**bits f(m / 2**bits) <= hi. Each function works at a finer scale, `fine`, with a bound
on its error in units of 2**-fine, and rounds outward at the end. `//` and `>>` round down.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from itertools import count
from math import isqrt

MAX_GROWTH = 512
"""Errors are some 2**-bits for results below 2**MAX_GROWTH; for larger ones they grow with them."""

Point = tuple[int, int]


def outward(low: int, high: int, shift: int) -> Point:
    """Both ends divided by 2**shift: the lower one rounded down, the upper one up."""
    if shift <= 0:
        return low << -shift, high << -shift
    return low >> shift, -(-high >> shift)


def exp_at(m: int, bits: int) -> Point:
    """exp(x) = 2**n exp(r / 2**h) ** 2**h, where x = n log 2 + r and 0 <= r < log 2 + 2**-fine."""
    if not m:
        return 1 << bits, 1 << bits
    size = max(m.bit_length() - bits, 0)
    growth = min(max((3 * m >> bits + 1) + 1, 0), MAX_GROWTH)
    fine = bits + growth + size + bits.bit_length() + 8
    unit = log_2(fine) + (m > 0)
    n, r = divmod(m << fine - bits, unit)  # the true r lies in [r, r + |n|]
    halvings = 1 + isqrt(fine) // 3
    finer = fine + halvings
    low, error = _exp_series(r, finer)
    high = low + error + 2 * abs(n)
    for _ in range(halvings):
        low, high = low * low >> finer, -(-high * high >> finer)
    return outward(low, high, finer - bits - n)


def log_at(m: int, bits: int) -> Point:
    """log(x) = e log 2 + 2 atanh((f - 1) / (f + 1)), where x = 2**e f, 2/3 <= f < 4/3; m > 0."""
    e = m.bit_length()
    if 3 * m < 1 << e + 1:  # f in [1/2, 2/3), so double it
        e -= 1
    one, e = 1 << e, e - bits
    fine = bits + abs(e).bit_length() + bits.bit_length() + 8
    z = (abs(m - one) << fine) // (m + one)  # at most 0.2; one unit too small, atanh' < 1.1
    value, error = _odd_series(z, 1, fine)
    low, high = 2 * (value - error), 2 * (value + error + 2)
    if m < one:
        low, high = -high, -low
    elif m == one:
        low = high = 0
    unit = log_2(fine) if e else 0
    return outward(low + e * unit + min(e, 0), high + e * unit + max(e, 0), fine - bits)


def sin_at(m: int, bits: int) -> Point:
    """sin(x)."""
    return _sin_shifted(m, bits, 0) if m else (0, 0)


def cos_at(m: int, bits: int) -> Point:
    """cos(x) = sin(x + pi/2)."""
    return _sin_shifted(m, bits, 1) if m else (1 << bits, 1 << bits)


def _sin_shifted(m: int, bits: int, turns: int) -> Point:
    """sin(x + turns pi/2) by x = n pi/2 + r, with |r| < 0.8; the true r is within |n| of r."""
    fine = bits + max(m.bit_length() - bits, 0) + bits.bit_length() + 8
    quarter = pi(fine - 1)
    x = m << fine - bits
    n = (2 * x + quarter) // (2 * quarter)
    r = x - n * quarter
    square = r * r >> fine
    if n + turns & 1:
        value, error = _alternating_series(1 << fine, square, 0, fine)
    else:
        value, error = _alternating_series(abs(r), square, 1, fine)
        value = -value if r < 0 else value
    if n + turns & 2:
        value = -value
    error += abs(n)
    low, high = outward(value - error, value + error, fine - bits)
    return max(low, -1 << bits), min(high, 1 << bits)


def atan_at(m: int, bits: int) -> Point:
    """atan(x) = pi/2 - atan(1/x) for x > 1; odd."""
    if m < 0:
        low, high = atan_at(-m, bits)
        return -high, -low
    if not m:
        return 0, 0
    fine = bits + 2 * bits.bit_length() + 8
    if m <= 1 << bits:
        low, high = _atan_unit(m << fine - bits, fine)
    else:
        low, high = _atan_unit((1 << fine + bits) // m, fine)
        quarter = pi(fine - 1)
        low, high = quarter - high, quarter + 1 - low
    return outward(low, high, fine - bits)


def asin_at(m: int, bits: int) -> Point:
    """asin(x) = 2 atan(x / (1 + sqrt(1 - x**2))), smooth up to the ends; odd; |x| <= 1."""
    if m < 0:
        low, high = asin_at(-m, bits)
        return -high, -low
    if not m:
        return 0, 0
    fine = bits + 2 * bits.bit_length() + 8
    return outward(*_asin_unit(m, bits, fine), fine - bits)


def acos_at(m: int, bits: int) -> Point:
    """acos(x) = pi/2 - asin(x), for |x| <= 1."""
    if m == 1 << bits:
        return 0, 0
    fine = bits + 2 * bits.bit_length() + 8
    quarter = pi(fine - 1)
    low, high = _asin_unit(abs(m), bits, fine)
    if m < 0:
        low, high = -high, -low
    return outward(quarter - high, quarter + 1 - low, fine - bits)


def _asin_unit(m: int, bits: int, fine: int) -> Point:
    """asin(x) at the scale `fine`, for 0 <= x <= 1; z is at most 2 units too small."""
    root = isqrt((1 << 2 * bits) - m * m << 2 * (fine - bits)) + 1
    z = (m << 2 * fine - bits) // ((1 << fine) + root)
    low, high = _atan_unit(z, fine)
    return 2 * low, 2 * high


def _atan_unit(z: int, fine: int) -> Point:
    """atan(Z) for 0 <= Z <= 1 and z <= Z <= z + 2.5, by atan(z) = 2 atan(z / (1 + sqrt(1 + z**2))).

    A halving leaves z too small by at most half of before (the derivative is at most 1/2), 1/4 (the
    root) and 1 (the division): at most 2.5 units again. They change atan by less than 3 units.
    """
    halvings = 2 + isqrt(fine) // 6
    one, square = 1 << fine, 1 << 2 * fine
    for _ in range(halvings):
        z = (z << fine) // (one + isqrt(square + z * z) + 1)
    value, error = _odd_series(z, -1, fine)
    return value - error << halvings, value + error + 3 << halvings


def _exp_series(r: int, bits: int) -> Point:
    """The sum of r**k/k! for 0 <= r <= 1/2, too small by at most the error.

    A term is too small by less than d/2 + 1 if the one before is by d, so by less than 2 units;
    after the first term that is 0, the rest is less than 2 units.
    """
    term = total = 1 << bits
    k = 0
    while term:
        k += 1
        term = (term * r >> bits) // k
        total += term
    return total, 2 * k + 2


def _alternating_series(term: int, square: int, n: int, bits: int) -> Point:
    """term (1 - square/((n + 1)(n + 2)) + …) for term, square <= 1, and its error either way.

    The square is too small by less than 1 unit, so a term by less than (d + 1)/((n + 1)(n + 2)) + 1
    if the one before is by d, so by less than 2 units; after a term that is 0, the rest is less
    than 1 unit.
    """
    start, plus, minus = n, term, 0
    while term:
        term = (term * square >> bits) // ((n + 1) * (n + 2))
        minus += term
        term = (term * square >> bits) // ((n + 3) * (n + 4))
        plus += term
        n += 4
    return plus - minus, n - start + 1


def _odd_series(z: int, sign: int, bits: int) -> Point:
    """z + sign z**3/3 + z**5/5 + …, for 0 <= z <= 0.42, and its error either way.

    A power is too small by less than 0.18 d + 0.42 + 1 if the one before is by d, so by less than
    2 units; a summand as well. After a power that is 0, the rest is less than 1 unit.
    """
    square = z * z >> bits
    power = even = z
    odd, n = 0, 1
    while power:
        power = power * square >> bits
        odd += power // (n + 2)
        power = power * square >> bits
        n += 4
        even += power // n
    return even + sign * odd, n


@lru_cache(maxsize=256)
def pi(bits: int) -> int:
    """The integer part of 2**bits pi, by Machin: pi/4 = 4 atan(1/5) - atan(1/239)."""

    def machin(fine: int) -> Point:
        first, error = _inverse_series(5, -1, fine)
        second, other = _inverse_series(239, -1, fine)
        return 16 * first - 4 * second, 16 * error + 4 * other

    return _whole_part(machin, bits)


@lru_cache(maxsize=256)
def log_2(bits: int) -> int:
    """The integer part of 2**bits log 2 = 2**bits 2 atanh(1/3)."""

    def twice(fine: int) -> Point:
        value, error = _inverse_series(3, 1, fine)
        return 2 * value, 2 * error

    return _whole_part(twice, bits)


def _whole_part(constant: Callable[[int], Point], bits: int) -> int:
    """The integer part of 2**bits c for an irrational c, where constant(fine) is near 2**fine c."""
    for guard in count(32, 32):
        value, error = constant(bits + guard)
        if value - error >> guard == value + error >> guard:
            break
    return value >> guard


def _inverse_series(k: int, sign: int, bits: int) -> Point:
    """1/k + sign/(3 k**3) + 1/(5 k**5) + …; a summand is rounded by < 1, the rest is < 2."""
    power, total, n, factor = (1 << bits) // k, 0, 1, 1
    while power:
        total += factor * (power // n)
        power //= k * k
        factor *= sign
        n += 2
    return total, n
