"""The Lean export without Lean: balanced, everything declared before use, steps as in Coq."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from export.coq_samples import SAMPLES, chain, strange_names
from export.lean_shape import balanced, plain, problems
from export.model_samples import MODELS
from export.theories import THEORIES, proved
from lemmata.checking import load_cited
from lemmata.export.coq import to_coq
from lemmata.export.lean import Unsupported, to_lean
from second_checker import samples
from second_checker.build import Json


def steps(text: str) -> Counter[str]:
    """How often each way of reasoning about equality is used in theorems."""
    return Counter(re.findall(r"\((chain|back|inside|\w*course\w*) ", text))


def exported() -> dict[str, Json]:
    """Handwritten certificates of proofs without real numbers."""
    found = {sample.__name__: sample() for sample in [*SAMPLES, *MODELS]}
    found |= {n: c for n, c in samples.valid().items() if c["kind"] == "proof"}
    return {n: c for n, c in found.items() if ["Real"] not in c["sorts"]}


def shape(certificate: Json, resolve: object) -> str:
    """The Lean text, once its shape has been checked."""
    text = to_lean(certificate, resolve)  # type: ignore[arg-type]
    assert balanced(plain(text))
    assert problems(text) == []
    return text


@pytest.mark.parametrize("name", exported())
def test_shape_of_samples(name: str) -> None:
    certificate, find = exported()[name], samples.library().__getitem__
    shape(certificate, find)


@pytest.mark.parametrize("theory", ["mutual", "nested", "recursion", "truth", "structures"])
def test_shape_of_found_proofs(theory: str) -> None:
    assert theory in THEORIES
    for certificate in proved(theory).values():
        text = shape(certificate, load_cited)
        count = steps(to_coq(certificate, load_cited))
        found = steps(text)
        for way in ("chain", "back"):
            assert found[way] == count[way]


def test_the_statement_is_the_one_meant() -> None:
    text = to_lean(samples.nat_commutative())
    assert re.search(r"theorem commutative : .*, \(plus (\w+) (\w+)\) = \(plus \2 \1\) :=", text)


def test_termination_hints() -> None:
    texts = "\n".join(to_lean(c, load_cited) for c in proved("recursion").values())
    assert "termination_by x0 x1 => (sizeOf x0, sizeOf x1)" in texts  # ack
    assert "termination_by x0 x1 => sizeOf x0 + sizeOf x1" in texts  # interleave
    half = texts[texts.index("def recursion_half ") :].split("\n\n")[0]
    assert "termination_by" not in half


def test_comments_cannot_be_closed_by_a_name() -> None:
    text = to_lean(strange_names())
    assert text.count("/-") == text.count("-/")


def test_refused() -> None:
    with pytest.raises(Unsupported, match="refutations"):
        to_lean(samples.finite_model())


def test_long_chains_have_little_depth() -> None:
    depth = deepest = 0
    for char in to_lean(chain(2000)):
        depth += {"(": 1, ")": -1}.get(char, 0)
        deepest = max(deepest, depth)
    assert deepest < 80


def test_the_shape_test_can_fail() -> None:
    text = to_lean(samples.nat_commutative())
    assert problems(text.replace("theorem back", "theorem forth"))
    assert problems(text + "theorem chain : True := True.intro\n")
    assert problems(text.replace("y_2", "where"))
    assert not balanced(plain(text.replace("(course", "course", 1)))
