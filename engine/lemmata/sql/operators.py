"""What the operators of `scalars.Call` do to values.

`OPERATORS` are strict: NULL in, NULL out, else the function of the values. The connectives and the
few others that treat NULL otherwise are in `evaluate_scalars`.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from math import isqrt, sqrt
from typing import Any

from lemmata.sql.failures import RunTimeError, Undetermined

MAX_DIGITS = 2_000


def divide(first: Any, second: Any) -> Fraction:
    """The exact quotient; raises RunTimeError on zero."""
    if second == 0:
        raise RunTimeError("division by zero")
    return Fraction(first) / Fraction(second)


def divide_integers(first: Any, second: Any) -> int:
    """The quotient without its fraction, as C divides.

    >>> divide_integers(-7, 2)
    -3
    """
    return int(divide(first, second))


def remainder(first: Any, second: Any) -> Any:
    """What `divide_integers` leaves; the sign is that of the first."""
    return first - second * divide_integers(first, second)


def power(base: Any, exponent: Any) -> Any:
    """A power: exact for small whole exponents, else to a double's precision."""
    if exponent == int(exponent) and 0 <= exponent <= 64:
        return Fraction(base) ** int(exponent)
    if base < 0 or (base == 0 and exponent < 0):
        raise RunTimeError("a power that is not real")
    try:
        return Fraction(float(base) ** float(exponent))
    except OverflowError:
        raise RunTimeError("a power out of range") from None


def root(value: Any) -> Fraction:
    """The square root, exact if it is rational, else to a double's precision."""
    if value < 0:
        raise RunTimeError("the root of a negative number")
    number = Fraction(value)
    above, below = isqrt(number.numerator), isqrt(number.denominator)
    if above * above == number.numerator and below * below == number.denominator:
        return Fraction(above, below)
    return Fraction(sqrt(number))


def round_away(value: Any, digits: Any = 0) -> Fraction:
    """ROUND, halves away from zero.

    >>> round_away(Fraction(-5, 2)), round_away(Fraction(1234, 100), 1)
    (Fraction(-3, 1), Fraction(123, 10))
    """
    if abs(digits) > 30:
        raise Undetermined("a round to very many digits")
    scale = Fraction(10) ** int(digits)
    found = int(abs(value) * scale + Fraction(1, 2)) / scale
    return found if value >= 0 else -found


def first_characters(text: str, count: int) -> str:
    """LEFT; engines differ for negative counts."""
    if count < 0:
        raise Undetermined("a negative number of characters")
    return text[:count]


def last_characters(text: str, count: int) -> str:
    """RIGHT; engines differ for negative counts."""
    if count < 0:
        raise Undetermined("a negative number of characters")
    return text[len(text) - min(count, len(text)) :]


def whole(function: Callable[[Fraction], int]) -> Callable[[Any], Any]:
    """A rounding function on exact numbers."""
    return lambda value: function(Fraction(value))


def substring(text: str, start: int, length: int | None = None) -> str:
    """The standard's SUBSTRING, which counts from 1.

    >>> substring("table", 2, 3), substring("table", 0, 2)
    ('abl', 't')
    """
    if length is not None and length < 0:
        raise RunTimeError("a negative length of a substring")
    if start < 1:
        if length is None or start < 0:
            raise Undetermined("a substring that starts before the text")
        length, start = start + length - 1, 1
    end = None if length is None else start - 1 + max(length, 0)
    return text[start - 1 : end]


@lru_cache(maxsize=256)
def pattern(like: str, escape: str) -> re.Pattern[str]:
    """A LIKE pattern as a regular expression; raises RunTimeError if it ends in the escape."""
    parts, at = [], 0
    while at < len(like):
        char = like[at]
        if escape and char == escape:
            at += 1
            if at == len(like):
                raise RunTimeError("a pattern that ends in its escape character")
            parts.append(re.escape(like[at]))
        else:
            parts.append({"%": ".*", "_": "."}.get(char) or re.escape(char))
        at += 1
    return re.compile("".join(parts), re.DOTALL)


def matches(text: str, like: str, escape: str = "") -> bool:
    """LIKE.

    >>> matches("50%", "5_!%", "!"), matches("Abc", "a%")
    (True, False)
    """
    return pattern(like, escape).fullmatch(text) is not None


def matches_any_case(text: str, like: str, escape: str = "") -> bool:
    """LIKE without regard to the case of ASCII letters."""
    return matches(_ascii_lower(text), _ascii_lower(like), escape)


def _ascii_lower(text: str) -> str:
    return "".join(c.lower() if c.isascii() else c for c in text)


def change_case(change: Callable[[str], str]) -> Callable[[Any], Any]:
    """UPPER or LOWER for ASCII texts; raises Undetermined for others, engines differ."""

    def apply(text: str) -> str:
        if not text.isascii():
            raise Undetermined("the case of letters beyond ASCII")
        return change(text)

    return apply


def add_months(day: date, months: int) -> date:
    """The same day some months later, or that month's last one."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    if not 1 <= year <= 9999:
        raise RunTimeError("a date out of range")
    last = calendar.monthrange(year, month + 1)[1]
    return day.replace(year=year, month=month + 1, day=min(day.day, last))


def add_days(day: date, days: int) -> date:
    """The day some days later."""
    try:
        return day + timedelta(days=int(days))
    except OverflowError:
        raise RunTimeError("a date out of range") from None


OPERATORS: dict[str, Callable[..., Any]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": divide,
    "div": divide_integers,
    "%": remainder,
    "neg": lambda a: -a,
    "=": lambda a, b: a == b,
    "<>": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "not": lambda a: not a,
    "||": lambda a, b: a + b,
    "like": matches,
    "ilike": matches_any_case,
    "upper": change_case(str.upper),
    "lower": change_case(str.lower),
    "length": len,
    "trim": lambda text, chars=" ": text.strip(chars),
    "ltrim": lambda text, chars=" ": text.lstrip(chars),
    "rtrim": lambda text, chars=" ": text.rstrip(chars),
    "substring": substring,
    "replace": lambda text, old, new: text.replace(old, new) if old else text,
    "abs": abs,
    "sign": lambda a: (a > 0) - (a < 0),
    "floor": whole(lambda a: a.__floor__()),
    "ceil": whole(lambda a: a.__ceil__()),
    "power": power,
    "sqrt": root,
    "round": round_away,
    "left": first_characters,
    "right": last_characters,
    "reverse": lambda text: text[::-1],
    "position": lambda text, part: text.find(part) + 1,
    "year": lambda day: day.year,
    "month": lambda day: day.month,
    "day": lambda day: day.day,
    "quarter": lambda day: (day.month + 2) // 3,
    "add days": add_days,
    "add months": add_months,
    "days between": lambda first, second: (first - second).days,
}
"""The strict operators by name."""

COMPARISONS = ("=", "<>", "<", "<=", ">", ">=")
MIRRORED = {"=": "=", "<>": "<>", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
