"""Enclosures at their limits: sizes of results, on both ends."""

from __future__ import annotations

import pytest

from lemmata.kernel.enclosure import MAX_SIZE, Undecided, enclose

ONE = 1 << 20
LARGE = ONE << MAX_SIZE


@pytest.mark.parametrize("box", [(-LARGE, 0), (0, LARGE), (-LARGE, ONE)])
def test_either_end_may_be_too_large(box: tuple[int, int]) -> None:
    with pytest.raises(Undecided):
        enclose("+", [box, (0, 0)], 20)


@pytest.mark.parametrize("box", [(1 - LARGE, 0), (0, LARGE - 1), (1 - LARGE, LARGE - 1)])
def test_just_small_enough(box: tuple[int, int]) -> None:
    assert enclose("+", [box, (0, 0)], 20) == box
