"""Strict reading: what proofs/FORMAT.md does not allow is rejected here.

JSON with unique keys and small non-negative integers only; digests of canonical JSON.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

LARGEST = 999_999_999


class Rejected(Exception):
    """A certificate that is not valid: where (theorem, step, rule) and why."""

    def __init__(
        self,
        message: str,
        theorem: str | None = None,
        step: int | None = None,
        rule: str | None = None,
    ) -> None:
        """Say what failed; the checker adds the place when it is known."""
        super().__init__(message)
        self.message, self.theorem, self.step, self.rule = message, theorem, step, rule

    def __str__(self) -> str:
        place = [
            f"theorem {self.theorem}" if self.theorem is not None else "",
            f"step {self.step}" if self.step is not None else "",
            f"rule {self.rule}" if self.rule is not None else "",
        ]
        where = ", ".join(filter(None, place))
        return f"{where}: {self.message}" if where else self.message


def require(condition: object, message: str) -> None:
    """Reject with `message` unless the condition holds."""
    if not condition:
        raise Rejected(message)


class Budget:
    """Work that may still be done: no file makes the kernel run for ever."""

    def __init__(self, left: int, message: str) -> None:
        """Reject with `message` when more than `left` has been spent."""
        self.left, self.message = left, message

    def spend(self, amount: int = 1) -> None:
        """Count some work."""
        self.left -= amount
        if self.left < 0:
            raise Rejected(self.message)


def parse(data: bytes | str, integer: Callable[[str], int] | None = None) -> Any:
    """The JSON value of `data`, or Rejected; `integer` reads the integers, small ones if None."""
    try:
        text = data.decode("utf-8") if isinstance(data, bytes) else data
        return json.loads(
            text,
            object_pairs_hook=_unique,
            parse_float=_no_number,
            parse_constant=_no_number,
            parse_int=integer or _small,
        )
    except RecursionError:
        raise Rejected("nested too deeply") from None
    except ValueError as error:
        raise Rejected(f"not JSON: {error}") from None


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    require(len(found) == len(pairs), "an object has the same key twice")
    return found


def _no_number(text: str) -> Any:
    raise Rejected(f"{text[:20]} is not a small integer")


def _small(text: str) -> int:
    if len(text) > 9 or text[0] == "-":
        raise Rejected(f"{text[:20]} is not a small integer")
    return int(text)


def digest(value: object) -> str:
    """SHA-256 of canonical JSON: sorted keys, no blanks, ASCII."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def fields(value: object, *names: str) -> list[Any]:
    """The values of an object that has exactly these keys (which are all different)."""
    if not isinstance(value, dict):
        raise Rejected("an object is expected")
    if len(value) == len(names):
        try:
            return [value[name] for name in names]
        except KeyError:
            pass
    odd = sorted(value.keys() ^ set(names))
    raise Rejected(f"fields missing or unknown: {', '.join(map(repr, odd))[:200]}")


def sha256(value: object) -> str:
    """A digest as a file writes it: 64 lower-case hexadecimal digits."""
    good = isinstance(value, str) and len(value) == 64 and set(value) <= set("0123456789abcdef")
    require(good, "a digest is expected")
    return str(value)


def sequence(value: object) -> list[Any]:
    """A JSON list."""
    if not isinstance(value, list):
        raise Rejected("a list is expected")
    return value


def index(value: object, limit: int) -> int:
    """An integer at least 0 and below `limit`."""
    if value.__class__ is not int or not 0 <= value < limit:
        raise Rejected(f"{str(value)[:40]!r} does not point to an earlier entry")
    return value


def indices(value: object, limit: int) -> tuple[int, ...]:
    """A list of integers at least 0 and below `limit`."""
    row = sequence(value)
    for item in row:
        if item.__class__ is not int or not 0 <= item < limit:
            index(item, limit)
    return tuple(row)


def name(value: object) -> str:
    """A name: 1 to 200 printable characters, no blank, double quote or backslash."""
    require(isinstance(value, str), "a name is expected")
    assert isinstance(value, str)
    good = 1 <= len(value) <= 200 and value.isprintable() and not set(value) & set(' "\\')
    require(good, f"{value[:40]!r} is not a name")
    return value


def names(value: object) -> tuple[str, ...]:
    """A list of distinct names."""
    found = tuple(name(item) for item in sequence(value))
    require(len(set(found)) == len(found), "a name occurs twice in a list")
    return found
