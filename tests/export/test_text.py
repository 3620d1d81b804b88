"""Proofs and counterexamples as text, LaTeX and DOT."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from lemmata.errors import InputError
from lemmata.export.dot import to_dot
from lemmata.export.json import to_json
from lemmata.export.latex import to_latex
from lemmata.export.text import to_text
from second_checker import samples

SAMPLES = samples.valid()
NAMES = sorted(SAMPLES)
LONG_WORD = re.compile(r"\S{60}")
PROOFS = [name for name in NAMES if SAMPLES[name]["kind"] == "proof"]


def test_induction_reads_like_a_textbook() -> None:
    assert to_text(SAMPLES["nat_induction"], width=90) == (
        "1  Theorem (plus_zero): plus(x, Z) = x    by induction on x\n"
        "2    Case x = Z: plus(Z, Z) = Z           by definition of plus\n"
        "3    Case x = S(n): plus(S(n), Z) = S(n)  by definition of plus, induction hypothesis\n"
    )


def test_a_calculation_is_aligned_and_cites_lemmas() -> None:
    text = to_text(SAMPLES["nat_commutative"])
    assert "Induction hypothesis: plus(n, y) = plus(y, n)" in text
    *_, first, _, second = text.splitlines()
    assert first.index("=") == second.index("=")
    assert first.index("by ") == second.index("by ")
    assert second.endswith("by plus_succ")


def test_contradiction_and_injectivity_are_said() -> None:
    text = to_text(SAMPLES["constructors"], width=140)
    assert "so x = y" in text
    assert "a contradiction, as Z and S differ" in text


def test_a_refutation_shows_both_sides() -> None:
    text = to_text(SAMPLES["finite_model"])
    assert text.splitlines()[0].endswith("is false for")
    left, right = (line.split(" = ") for line in text.splitlines()[-2:])
    assert left[0].startswith("left")
    assert right[0].startswith("right")
    assert left[-1] != right[-1]


@pytest.mark.parametrize("name", PROOFS)
@pytest.mark.parametrize("width", [40, 72, 100])
def test_rows_are_numbered_and_lines_short(name: str, width: int) -> None:
    text = to_text(SAMPLES[name], width=width)
    numbers = [int(n) for n in re.findall(r"^ {0,3}(\d+)  ", text, re.MULTILINE)]
    assert numbers == sorted(set(numbers))
    assert 1 in numbers
    if width == 100:
        assert all(len(line) <= 100 or LONG_WORD.search(line) for line in text.splitlines())


def test_escape_sequences_never_reach_the_terminal() -> None:
    certificate = _renamed("nat_induction", "plus_zero", "bad\u202ename")
    assert "\u202e" not in to_text(certificate)


def _renamed(sample: str, old: str, new: str) -> dict[str, Any]:
    text = json.dumps(SAMPLES[sample], ensure_ascii=False).replace(f'"{old}"', f'"{new}"')
    found: dict[str, Any] = json.loads(text)
    return found


@pytest.mark.parametrize("name", NAMES)
def test_latex_is_balanced(name: str) -> None:
    text = to_latex(SAMPLES[name])
    opened: list[str] = []
    for kind, environment in re.findall(r"\\(begin|end)\{([a-z*]+)\}", text):
        if kind == "begin":
            opened.append(environment)
        else:
            assert opened.pop() == environment
    assert not opened
    bare = re.sub(r"\\.", "", text)
    assert bare.count("{") == bare.count("}")
    assert bare.count("$") % 2 == 0


@pytest.mark.parametrize("name", PROOFS)
@pytest.mark.parametrize("steps", [False, True])
def test_dot_arrows_join_declared_boxes(name: str, steps: bool) -> None:
    text = to_dot(SAMPLES[name], steps=steps)
    boxes = set(re.findall(r"^ +([nk]\d+) \[", text, re.MULTILINE))
    arrows = re.findall(r"^ +([nk]\d+) -> ([nk]\d+)", text, re.MULTILINE)
    assert {end for arrow in arrows for end in arrow} <= boxes
    count = sum(len(t.get("nodes", [])) for t in SAMPLES[name]["theorems"])
    assert not steps or len(boxes) == count


def test_a_refutation_cannot_be_drawn() -> None:
    with pytest.raises(InputError, match="no proof"):
        to_dot(SAMPLES["finite_model"])


def test_json_is_canonical() -> None:
    text = to_json(SAMPLES["nat_induction"])
    assert json.loads(text) == SAMPLES["nat_induction"]
    assert text.isascii()
    assert text.count("\n") == 1
