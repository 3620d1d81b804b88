"""The limits of the kernel are where they were: see limits.py."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest

from kernel.limits import EXPECTED, THRESHOLDS, lowest
from lemmata.kernel import Rejected, check

ROOMS = {room for room, _, _ in THRESHOLDS.values()}


def verdict(text: str) -> object:
    try:
        return check(text)
    except Rejected as error:
        return str(error)


@pytest.mark.parametrize("name", THRESHOLDS)
def test_limit(name: str) -> None:
    modules = {room: sys.modules[f"lemmata.kernel.{room}"] for room in ROOMS}
    assert lowest(SimpleNamespace(verdict=verdict, **modules), name) == EXPECTED[name]
