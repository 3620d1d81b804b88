"""The stored theorems of a theory as a library."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lemmata import theory
from lemmata.kernel import Checker
from lemmata.language import load_theory
from lemmata.service.library import stored_library
from lemmata.service.store import resolve, stored


@pytest.mark.parametrize("name", ["nat", "list", "group", "lattice"])
def test_each_law_has_a_valid_certificate_that_cites_the_others(name: str) -> None:
    library = stored_library(theory(name))
    texts = {key: json.dumps(value) for key, value in library.by_digest.items()}
    checker = Checker(lambda wanted: texts.get(wanted) or resolve(wanted))
    place = {fact.identifier: i for i, fact in enumerate(library.facts)}
    for fact in library.facts:
        report = checker.check(texts[fact.digest])
        whole = checker.check(json.dumps(stored(name, fact.identifier)))
        assert report.statement == whole.statement
        assert set(report.axioms) <= set(whole.axioms)
        assert all(place[used] < place[fact.identifier] for used in fact.uses)
    stated = [t.name for t in theory(name).theorems if stored(name, t.name)]
    assert [fact.identifier for fact in library.facts] == stated


def test_lemmas_that_are_laws_are_cited_once() -> None:
    library = stored_library(theory("nat"))
    fact = library.by_identifier["pow_mul"]
    assert set(fact.uses) == {"one_pow", "pow_add", "mul_pow"}
    assert len(fact.certificate["theorems"]) == 4
    assert "pow_mul" in library.by_identifier["one_pow"].used_by


def test_certificates_of_other_theories_stay_cited() -> None:
    library = stored_library(theory("list"))
    derivation = library.by_identifier["sum_append"].derivation
    assert derivation.imported == ("nat.add_assoc",)
    assert derivation.uses == ()


def test_a_theory_without_stored_theorems_gives_an_empty_library(tmp_path: Path) -> None:
    path = tmp_path / "own.lem"
    path.write_text("theory own\ndatatype T = a | b\ntheorem t: x = x\n", encoding="utf-8")
    assert stored_library(load_theory(path)).facts == ()
