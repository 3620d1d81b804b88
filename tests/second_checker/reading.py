"""JSON to plain Python values, and the small functions that insist on a shape."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from functools import cache
from typing import NoReturn

from .errors import Invalid

LARGEST = 999_999_999
NESTING = 200  # the format itself nests about ten levels; only refutation values nest deeper
SIZE = 50_000_000
_NUMBER = re.compile(r"0|[1-9][0-9]{0,8}")
_DIGEST = re.compile(r"[0-9a-f]{64}")


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise Invalid("an object has the same key twice")
    return result


def _integer(digits: str) -> int:
    if not _NUMBER.fullmatch(digits):
        raise Invalid(f"number {digits[:20]} is not an integer from 0 to {LARGEST}")
    return int(digits)


def _no_number(digits: str) -> NoReturn:
    raise Invalid(f"{digits[:20]} is not a number of this format")


def load(data: object) -> dict[str, object]:
    """The certificate as a dictionary made of exact JSON types with small integers only."""
    if isinstance(data, (bytes, bytearray)):
        try:
            data = bytes(data).decode("utf-8")
        except UnicodeDecodeError as error:
            raise Invalid("not UTF-8") from error
    if isinstance(data, str):
        try:
            data = json.loads(
                data,
                object_pairs_hook=_unique,
                parse_int=_integer,
                parse_float=_no_number,
                parse_constant=_no_number,
            )
        except RecursionError as error:
            raise Invalid("nested too deeply") from error
        except ValueError as error:
            raise Invalid("not JSON") from error
    _exact(data)
    return mapping(data)


def _exact(data: object) -> None:
    """Insist on exact types, small numbers, bounded nesting and bounded size."""
    stack: list[tuple[object, int]] = [(data, 0)]
    seen = 0
    while stack:
        value, depth = stack.pop()
        seen += 1
        if depth > NESTING or seen > SIZE:
            raise Invalid("nested too deeply or too large")
        if type(value) is int:
            if not 0 <= value <= LARGEST:
                raise Invalid("a number is out of range")
        elif type(value) is list:
            stack.extend((item, depth + 1) for item in value)
        elif type(value) is dict:
            if not all(type(key) is str for key in value):
                raise Invalid("a key is not a string")
            stack.extend((item, depth + 1) for item in value.values())
        elif value is not None and type(value) is not str and type(value) is not bool:
            raise Invalid(f"a value of type {type(value).__name__}")


def digest(value: object) -> str:
    """H(x) of section 7."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def mapping(value: object) -> dict[str, object]:
    """An object with any keys."""
    if type(value) is not dict:
        raise Invalid("an object is expected")
    return value


def record(value: object, *keys: str) -> dict[str, object]:
    """An object with exactly these keys."""
    result = mapping(value)
    if result.keys() != set(keys):
        wrong = sorted(result.keys() ^ set(keys))
        raise Invalid(f"unknown or missing keys: {', '.join(wrong)[:200]}")
    return result


def items(value: object, length: int | None = None) -> list[object]:
    """A list, of the given length if there is one."""
    if type(value) is not list:
        raise Invalid("a list is expected")
    if length is not None and len(value) != length:
        raise Invalid(f"a list of length {length} is expected")
    return value


def number(value: object) -> int:
    """An integer; `true` is none."""
    if type(value) is not int:
        raise Invalid("a number is expected")
    return value


def numbers(value: object) -> list[int]:
    """A list of integers."""
    return [number(item) for item in items(value)]


def text(value: object) -> str:
    """A string."""
    if type(value) is not str:
        raise Invalid("a string is expected")
    return value


def flag(value: object) -> bool:
    """`true` or `false`."""
    if type(value) is not bool:
        raise Invalid("true or false is expected")
    return value


@cache
def _is_name(value: str) -> bool:
    return 1 <= len(value) <= 200 and not any(
        character in '"\\' or unicodedata.category(character)[0] in "CZ" for character in value
    )


def name(value: object) -> str:
    """A name: 1 to 200 characters, none of them of category C or Z, a quote or a backslash."""
    result = text(value)
    if len(result) > 200 or not _is_name(result):
        raise Invalid("not a name")
    return result


def names(value: object) -> tuple[str, ...]:
    """A list of distinct names."""
    result = tuple(name(item) for item in items(value))
    if len(set(result)) != len(result):
        raise Invalid("a name occurs twice in a list")
    return result


def hexadecimal(value: object) -> str:
    """A digest."""
    result = text(value)
    if not _DIGEST.fullmatch(result):
        raise Invalid("not a digest")
    return result
