"""Reading certificates back: nothing is lost, and odd input is an InputError."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from lemmata.errors import InputError
from lemmata.kernel import check
from lemmata.proof.decode import decode, integer
from lemmata.proof.encode import encode, encode_strict
from lemmata.proof.nodes import Theorem
from second_checker import samples

SAMPLES = samples.valid()
PROOFS = sorted(name for name, c in SAMPLES.items() if c["kind"] == "proof")


@pytest.mark.parametrize("name", PROOFS)
def test_what_is_read_can_be_written_and_checked_again(name: str) -> None:
    document = decode(SAMPLES[name])
    theorem = document.proofs[-1].theorem
    assert isinstance(theorem, Theorem)
    if document.strict:
        again = encode_strict(document.strict, document.declarations)
    else:
        again = encode(theorem, document.declarations)
    library = {digest: json.dumps(c) for digest, c in samples.library().items()}
    resolve = library.get
    first = check(json.dumps(SAMPLES[name]), resolve)
    second = check(json.dumps(again), resolve)
    assert (first.strict or first.statement) == (second.strict or second.statement)
    assert first.axioms == second.axioms


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_every_step_is_read_once(name: str) -> None:
    document = decode(SAMPLES[name])
    wanted = [n["rule"] for t in SAMPLES[name].get("theorems", []) for n in t.get("nodes", [])]
    assert [node.rule for node in document.numbers] == wanted
    assert list(document.numbers.values()) == list(range(len(wanted)))


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:  # noqa: ANN401
    found = [path] if path else []
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, item in items:
        if isinstance(item, dict | list):
            found += _places(item, (*path, key))
        else:
            found.append((*path, key))
    return found


@pytest.mark.parametrize("name", ["nat_induction", "cut_instantiate", "finite_model"])
def test_damaged_certificates_are_input_errors(name: str) -> None:
    chance = random.Random(0)
    places = _places(SAMPLES[name])
    odd: list[Any] = [None, -1, 10**9, "?", [], {}, True, [[]]]
    rejected = 0
    for path in chance.sample(places, min(150, len(places))):
        damaged = json.loads(json.dumps(SAMPLES[name]))
        inner = damaged
        for key in path[:-1]:
            inner = inner[key]
        inner[path[-1]] = chance.choice(odd)
        try:
            decode(damaged)
        except InputError:
            rejected += 1
    assert rejected > 20


def test_negative_numbers_do_not_count_from_the_end() -> None:
    damaged = json.loads(json.dumps(SAMPLES["nat_induction"]))
    damaged["theorems"][-1]["nodes"][-1]["left"] = -1
    with pytest.raises(InputError, match="not the number of an entry"):
        decode(damaged)


def test_long_literals_are_read() -> None:
    digits = "123456789" * 1000
    assert integer("-" + digits) % 10**9 == -123456789 % 10**9
