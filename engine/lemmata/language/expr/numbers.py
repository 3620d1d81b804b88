"""Decimal numbers of any length; Python's own conversions stop at 4,300 digits."""

from __future__ import annotations

from fractions import Fraction

MAX_DIGITS = 100_000
_CHUNK = 4_000


def integer(digits: str) -> int:
    """The number that decimal digits write."""
    value = 0
    for start in range(0, len(digits), _CHUNK):
        chunk = digits[start : start + _CHUNK]
        value = value * 10 ** len(chunk) + int(chunk)
    return value


def decimal(text: str) -> Fraction | None:
    """The exact value of `12`, `0.1` or `1e-3`; None if it takes more than MAX_DIGITS digits.

    >>> decimal("0.1"), decimal("1e-3"), decimal("2.50e2")
    (Fraction(1, 10), Fraction(1, 1000), Fraction(250, 1))
    """
    mantissa, _, power = text.lower().partition("e")
    whole, _, part = mantissa.partition(".")
    exponent = power.lstrip("+-").lstrip("0")
    if len(whole) + len(part) > MAX_DIGITS or len(exponent) > len(str(MAX_DIGITS)):
        return None
    shift = int(exponent or 0)
    if len(whole) + len(part) + shift > MAX_DIGITS:
        return None
    scale = (-shift if power.startswith("-") else shift) - len(part)
    value = integer(whole + part)
    return Fraction(value * 10**scale) if scale >= 0 else Fraction(value, 10**-scale)


def write(value: int) -> str:
    """An integer in decimal digits.

    >>> write(-120), len(write(10**9000))
    ('-120', 9001)
    """
    if value.bit_length() < 13_000:
        return str(value)
    rest, chunks = abs(value), []
    while rest:
        rest, chunk = divmod(rest, 10**_CHUNK)
        chunks.append(str(chunk).zfill(_CHUNK))
    sign = "-" if value < 0 else ""
    return sign + "".join(reversed(chunks)).lstrip("0")


def write_number(value: int | Fraction) -> str:
    """A rational number as p/q, or as an integer."""
    top = write(value.numerator)
    return top if value.denominator == 1 else f"{top}/{write(value.denominator)}"
