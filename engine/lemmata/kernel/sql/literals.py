"""Values and types as JSON, read strictly."""

from __future__ import annotations

import re
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from lemmata.kernel import reading
from lemmata.kernel.reading import Rejected, require
from lemmata.kernel.sql.objects import Lit, kind

KINDS = frozenset(
    "null bool int decimal float text char date timestamp interval opaque".split()  # noqa: SIM905
)
_TYPE = re.compile(r"([a-z]+)(?:\(([0-9]{1,6})(?:, ([0-9]{1,6}))?\))?")
_NUMBER = re.compile(r"-?[0-9]{1,500}(/[0-9]{1,500})?")
MAX_DIGITS = 500


def parse(data: bytes | str) -> Any:
    """The JSON value of a file with unique keys and without floats."""
    return reading.parse(data, _integer)


def _integer(text: str) -> int:
    require(len(text) <= MAX_DIGITS, "an integer that is too long")
    return int(text)


def text_of(value: object) -> str:
    """A JSON string."""
    if not isinstance(value, str):
        raise Rejected("a text is expected")
    return value


def type_of(value: object) -> str:
    """A type, as `decimal(8, 2)`."""
    found = _TYPE.fullmatch(text_of(value))
    if found is None or found[1] not in KINDS:
        raise Rejected(f"there is no type {str(value)[:40]!r}")
    return found[0]


def flag(value: object) -> bool:
    """A JSON Boolean."""
    if not isinstance(value, bool):
        raise Rejected("true or false is expected")
    return value


def number(value: object) -> int:
    """A JSON integer from 0 up."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise Rejected("a number from 0 up is expected")
    return value


def literal(type_: str, value: Any) -> Lit:
    """A literal, its value of its type."""
    if value is None:
        return Lit(type_, None)
    family = kind(type_)
    if family in ("decimal", "float") and isinstance(value, int) and not isinstance(value, bool):
        value = {"number": str(value)}
    if isinstance(value, dict):
        require(len(value) == 1, "this is not a value")
        ((name, text),) = value.items()
        good = _readable(family, name, text_of(text))
        require(good, f"{text[:40]!r} is not a value of {type_}")
        if name == "number":
            text = str(Fraction(text))
        return Lit(type_, (name, text))
    wanted: Any = {"bool": bool, "int": int, "text": str, "char": str}.get(family)
    if family in ("interval", "opaque"):
        require(isinstance(value, str | int), f"this is not a value of {type_}")
        return Lit(type_, (type(value).__name__, value))
    good = wanted is not None and type(value) is wanted
    require(good, f"{str(value)[:40]!r} is not a value of {type_}")
    return Lit(type_, value)


def _readable(family: str, name: str, text: str) -> bool:
    try:
        if name == "number" and family in ("decimal", "float"):
            return _NUMBER.fullmatch(text) is not None and Fraction(text) is not None
        if name == "date" and family == "date":
            return date.fromisoformat(text).isoformat() == text
        if name == "timestamp" and family == "timestamp":
            return _moment(text).isoformat() == text
    except (ValueError, ZeroDivisionError):
        pass
    return False


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    require(found.tzinfo is None, "a timestamp with a zone")
    return found


def numeral(lit: Lit) -> Fraction:
    """The number that stands for a literal in Int or Real: days for dates, seconds for moments."""
    value = lit.value
    if isinstance(value, int):
        return Fraction(value)
    name, text = value
    if name == "number":
        return Fraction(text)
    if name == "date":
        return Fraction(date.fromisoformat(text).toordinal())
    since = _moment(text) - datetime(1, 1, 1)
    return Fraction(since.days * 86_400 + since.seconds) + Fraction(since.microseconds, 10**6)
