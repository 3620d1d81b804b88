"""Whatever the file, `lemmata.kernel.check` returns a report or raises Rejected, in seconds."""

from __future__ import annotations

import copy
import json
import random
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import pytest

from kernel import hostile, hostile_computation, hostile_reals, hostile_review
from lemmata.kernel import Rejected, check
from second_checker import Invalid, rejections, samples
from second_checker import check as second
from second_checker.build import Json

SECONDS = 10
MODULES = (hostile, hostile_computation, hostile_reals, hostile_review)
"""They add to the FILES of the first one."""
VALID = samples.valid()
LIBRARY = {key: json.dumps(data) for key, data in samples.library().items()}
VALUES: tuple[object, ...] = (None, True, -1, 1.5, "x", [], {}, 10**12)


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Fail instead of hanging."""

    def late(number: int, frame: FrameType | None) -> None:
        raise TimeoutError(f"more than {seconds} seconds")

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def verdict(data: bytes | str | Json) -> str:
    """Why the kernel rejects a file, or nothing; any other exception comes through."""
    text = data if isinstance(data, bytes | str) else json.dumps(data)
    with time_limit(SECONDS):
        try:
            check(text, LIBRARY.get)
        except Rejected as error:
            message = str(error)
            assert len(message) < 1_000
            message.encode()  # it can be printed
            assert message.isprintable()
            return message
    return ""


@pytest.mark.parametrize("name", hostile.TEXTS)
def test_text(name: str) -> None:
    assert verdict(hostile.TEXTS[name])


def test_truncated() -> None:
    for name, data in VALID.items():
        text = json.dumps(data)
        for end in range(0, len(text), max(1, len(text) // 40)):
            assert verdict(text[:end]), name


ACCEPTED = {
    "right_side_that_is_shared",
    "statement_that_is_shared",
    "sorts_that_are_shared",
    "large_table",
    "nested_tables",
    "many_type_variables",
    "deep_terms",
    "deep_sorts",
    "deep_positive_sort",
    "deep_arrows_as_a_type",
    "boxes_in_boxes",
    "patterns_that_are_shared",
    "operands_that_are_shared",
    "literal_of_5_000_digits",
    "literal_of_100_000_digits",
    "many_contexts",
    "phantom_types",
    "deep_sum",
    "shared_sum",
    "shared_quotient",
    "large_power_of_a_sum",
    "large_power_of_a_binomial",
    "sums_with_many_denominators",
    "sums_with_many_indeterminates",
    "deep_fraction",
    "small_powers",
    "many_sines",
}


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.slow) for name in hostile.FILES]
)
def test_file(name: str) -> None:
    message = verdict(hostile.FILES[name]())
    assert (message == "") == (name in ACCEPTED), message


def places(value: object, path: tuple[object, ...] = ()) -> Iterator[tuple[object, ...]]:
    """The paths to all values inside a value."""
    if isinstance(value, dict | list):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield (*path, key)
            yield from places(item, (*path, key))


def replaced(data: Json, path: tuple[Any, ...], new: object) -> Json:
    """A copy of the data with another value at a place."""
    result = copy.copy(data)
    at: Any = result
    for key in path[:-1]:
        at[key] = copy.copy(at[key])
        at = at[key]
    at[path[-1]] = new
    return result


def kinds(data: Json) -> dict[tuple[object, ...], list[tuple[object, ...]]]:
    """The places by kind: indices do not matter, but the kind of a node or entry does."""
    found: dict[tuple[object, ...], list[tuple[object, ...]]] = {}
    for path in places(data):
        kind: list[object] = []
        at: Any = data
        for key in path:
            at = at[key]
            kind.append(key if isinstance(key, str) else "*")
            if isinstance(at, dict):
                kind.append(at.get("rule", at.get("kind")))
            elif isinstance(at, list) and at and isinstance(at[0], str):
                kind.append(at[0])
        if path[0] in ("terms", "sorts") and isinstance(path[-1], int):
            kind.append(path[-1] if len(path) > 2 else "entry")
        found.setdefault(tuple(kind), []).append(path)
    return found


@pytest.mark.parametrize("name", VALID)
def test_any_value_anywhere(name: str) -> None:
    """Every kind of place of every sample, with every wrong value."""
    data = VALID[name]
    chance = random.Random(name)
    for paths in kinds(data).values():
        path = chance.choice(paths)
        for value in VALUES:
            verdict(replaced(data, path, value))


@pytest.mark.slow
def test_any_value_anywhere_in_declarations_that_are_rejected() -> None:
    """Two faults at once: a checker may not rely on what it has not reached yet."""
    for name, data, _ in rejections.rejected():
        if name in ("no_value_steps", "ring_too_large"):
            continue
        chance = random.Random(name)
        for paths in kinds(data).values():
            verdict(replaced(data, chance.choice(paths), chance.choice(VALUES)))


@pytest.mark.parametrize("name", VALID)
def test_any_key_missing(name: str) -> None:
    data = VALID[name]
    for paths in kinds(data).values():
        path = paths[0]
        if isinstance(path[-1], str) and path != ("strict",):  # the only key that may be missing
            changed = copy.deepcopy(data)
            at: Any = changed
            for key in path[:-1]:
                at = at[key]
            del at[path[-1]]
            assert verdict(changed), path


def test_a_resolver_gets_digests_only() -> None:
    """A file cannot make the resolver open whatever it likes."""
    wrong: list[object] = ["../../etc/passwd", "A" * 64, "0" * 63, "", "0" * 64 + "\n", 7, None, []]
    for wanted in wrong:
        data = copy.deepcopy(VALID["citation"])
        data["theorems"][0]["certificate"] = wanted
        asked: list[str] = []
        with pytest.raises(Rejected, match="a digest is expected"):
            check(json.dumps(data), lambda digest, asked=asked: asked.append(digest))  # type: ignore[misc]
        assert asked == []


@pytest.mark.parametrize("found", [b"", b"\0", "[]", "null", "[" * 100_000, "{}", b"\xff"])
def test_what_the_resolver_finds_is_checked(found: bytes | str) -> None:
    with time_limit(SECONDS), pytest.raises(Rejected):
        check(json.dumps(VALID["citation"]), lambda _: found)


def test_hostile_files_for_the_second_checker() -> None:
    """The second checker may refuse more, but it accepts what the kernel accepts here."""
    for name in ("deep_positive_sort", "boxes_in_boxes", "operands_that_are_shared"):
        second(hostile.FILES[name]())
    for name in ("literal_of_200_000_digits", "arithmetic_without_end"):
        with pytest.raises(Invalid):
            second(hostile.FILES[name]())
