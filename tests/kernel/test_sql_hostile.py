"""Certificates of equal queries with junk somewhere: rejected, never another exception."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from kernel.false_sql import PROOFS, cases
from kernel.sql_tools import certificate
from lemmata.kernel import Rejected
from lemmata.kernel.sql import check

Json = Any
EACH = 150
JUNK: list[Json] = [
    *(None, True, 0, 1, -1, 10**30, "", "x", "int", "null", [], {}, [[]], 1.5),
    *(["col", 0, 0], ["lit", "int", 1], ["table", "bag"], {"node": "Scan"}, ["set", [], []]),
]
CASES = cases("true")


def paths(value: Json, path: tuple[Json, ...] = ()) -> Iterator[tuple[Json, ...]]:
    """The places of a JSON value, the outermost first."""
    yield path
    if isinstance(value, dict | list):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for name, item in items:
            yield from paths(item, (*path, name))


def changed(claim: Json, random: Random) -> Json:
    """The claim with junk, or one of its own parts, in one place."""
    new = copy.deepcopy(claim)
    *path, last = random.choice(list(paths(new))[1:])
    place = new
    for name in path:
        place = place[name]
    if random.random() < 0.2:
        del place[last]
        return new
    junk = random.choice(JUNK)
    if random.random() < 0.2:
        junk = claim
        for name in random.choice(list(paths(claim))):
            junk = junk[name]
    place[last] = copy.deepcopy(junk)
    return new


@pytest.mark.parametrize("case", CASES[::2], ids=[case[0] for case in CASES[::2]])
def test_junk(case: tuple[str, str, str, str]) -> None:
    name, first, second, proof = case
    claim, random, refused = certificate(first, second, PROOFS[proof]), Random(name), 0
    for _ in range(EACH):
        try:
            check(json.dumps(changed(claim, random)))
        except Rejected:
            refused += 1
    assert refused > EACH // 2


def test_deep_and_double() -> None:
    with pytest.raises(Rejected, match="deep"):
        check('{"format": ' + "[" * 100_000 + "]" * 100_000 + "}")
    with pytest.raises(Rejected, match="twice"):
        check('{"format": 1, "format": 2}')
    _, first, second, proof = CASES[0]
    claim = certificate(first, second, PROOFS[proof])
    formula = '["not", ' * 3_000 + '["holds", ["lit", "bool", true]]' + "]" * 3_000
    agg = ["agg", "count", False, "int", []]
    lemma = {"under": ["HERE"], "left": agg, "right": agg, "proof": {}}
    claim["proof"]["forward"][0][0]["lemmas"] = [lemma]
    with pytest.raises(Rejected, match="deep"):
        check(json.dumps(claim).replace('"HERE"', formula))
