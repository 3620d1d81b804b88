"""Odd certificates: both checkers say of each what is written beside it."""

from __future__ import annotations

import json

import pytest

from kernel import odd_models, odd_proofs, odd_reals, odd_steps
from kernel.odd import LIBRARY, ODD
from kernel.odd_reals import TOUCHING
from lemmata.kernel import Rejected, check
from second_checker import Invalid
from second_checker import check as second

MODULES = (odd_models, odd_proofs, odd_reals, odd_steps)  # they add to ODD


def resolve(wanted: str) -> str | None:
    found = LIBRARY.get(wanted)
    return None if found is None else json.dumps(found)


@pytest.mark.parametrize("name", ODD)
def test_odd(name: str) -> None:
    data, valid = ODD[name]
    if valid:
        check(json.dumps(data), resolve)
        second(data, LIBRARY.get)
        return
    with pytest.raises(Rejected):
        check(json.dumps(data), resolve)
    with pytest.raises(Invalid) as caught:
        second(data, LIBRARY.get)
    assert "internal error" not in caught.value.message


@pytest.mark.parametrize("name", TOUCHING)
def test_enclosures_that_touch(name: str) -> None:
    """The kernel takes them as decided, which the format leaves open."""
    assert check(json.dumps(TOUCHING[name])).kind == "proof"
