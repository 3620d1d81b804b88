"""The Coq export without Coq: what is refused, how things are named, what the text says."""

from __future__ import annotations

import re

import pytest

from export.coq_samples import SAMPLES, chain, strange_names
from export.model_samples import MODELS
from lemmata import data
from lemmata.export.coq import Unsupported, to_coq
from lemmata.export.coq.words import NO_VARIABLES, RESERVED
from lemmata.export.typetheory.names import Names, slug
from second_checker import check, samples


@pytest.mark.parametrize("sample", [*SAMPLES, *MODELS], ids=lambda sample: sample.__name__)
def test_samples_are_valid_and_exported(sample: object) -> None:
    assert callable(sample)
    certificate = sample()
    check(certificate)
    text = to_coq(certificate)
    assert text.startswith("(* Lemmata: ")
    assert text.rstrip().splitlines()[-1].startswith("Print Assumptions ")


def test_no_tactics_but_ring() -> None:
    library = data.text("exports", "coq/size_change.v").rstrip()
    for sample in SAMPLES:
        code = to_coq(sample()).replace(library, "")
        code = re.sub(r"\(\*.*?\*\)", "", code, flags=re.DOTALL)
        assert not re.search(r"\b(Proof|Admitted|Abort|exact|auto)\b", code), sample.__name__
        assert code.count("ltac:") == code.count("ltac:(ring)")


def test_statement_stands_in_a_comment_and_in_the_type() -> None:
    text = to_coq(samples.nat_commutative())
    assert "for all x: nat, y: nat: plus(x, y) = plus(y, x) *)" in text
    assert "forall (x : nat) (y : nat), (plus x y) = (plus y x) :=" in text


def test_premises_stand_before_the_conclusion() -> None:
    text = to_coq(samples.conditional())
    assert "forall (a : Type) (p : bool) (x : a) (y : a), p = true -> (ite a p x y) = x" in text


def test_what_is_refused() -> None:
    with pytest.raises(Unsupported, match="built-in equality"):
        to_coq(samples.refuted_by_values())
    with pytest.raises(Unsupported, match="citations"):
        to_coq(samples.citation())


def test_names_are_different_and_not_reserved() -> None:
    names = Names(RESERVED, NO_VARIABLES)
    wishes = ["nat.+", "nat_plus", "nat.plus", "fun", "forall", "eq", "0", "", "'", "S", "nil"]
    given = [names.get("symbol", wish) for wish in wishes]
    assert len(set(given)) == len(wishes)
    assert not RESERVED & set(given)
    assert names.get("variable", ("Some", "sort"), "Some") != "Some"
    assert slug("é") == "u00e9"


def test_comments_cannot_be_closed_by_a_name() -> None:
    certificate = strange_names()
    certificate["theorems"][-1]["name"] = "*)Abort.(*"
    text = to_coq(certificate)
    assert "* )Abort.( *" in text
    assert "*)Abort" not in text


def test_long_chains_are_linear_and_have_little_depth() -> None:
    short, long = (len(to_coq(chain(n))) for n in (400, 4000))
    assert long < 11 * short
    depth = deepest = 0
    for char in to_coq(chain(2000)):
        depth += {"(": 1, ")": -1}.get(char, 0)
        deepest = max(deepest, depth)
    assert deepest < 80


def test_deterministic() -> None:
    for sample in SAMPLES:
        assert to_coq(sample()) == to_coq(sample())


@pytest.mark.parametrize(
    "name",
    [
        name
        for name, c in samples.valid().items()
        if c["kind"] == "proof" and ["Real"] in c["sorts"] and name != "strict_not_last"
    ],
)
def test_real_numbers_are_refused(name: str) -> None:
    with pytest.raises(Unsupported, match="Real"):
        to_coq(samples.valid()[name], samples.library().__getitem__)
