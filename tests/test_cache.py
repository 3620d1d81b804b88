"""Justifications are remembered by what they depend on, and never where they were not complete."""

from __future__ import annotations

from pathlib import Path

import pytest

from lemmata.justifying import justified
from lemmata.service import cache

GOOD = "import nat\n\nrules small over Nat\n  add_zero: x + 0 => x   by theorem nat.add_zero\n"
BAD = GOOD + "  wrong: x + y => x\n"


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LEMMATA_CACHE", str(tmp_path / "cache"))
    return tmp_path


def test_a_second_look_is_remembered(place: Path) -> None:
    pack = place / "small.lem"
    pack.write_text(GOOD)
    first = [v for _, v in justified(pack)]
    again = [v for _, v in justified(pack)]
    assert [v.verdict for v in (*first, *again)] == ["proved", "proved"]
    assert first[0].certificate is not None
    assert (again[0].reason, again[0].goal) == ("as found before", first[0].goal)
    fresh = [v for _, v in justified(pack, cached=False)]
    assert fresh[0].certificate is not None


def test_a_changed_pack_is_looked_at_again(place: Path) -> None:
    pack = place / "small.lem"
    pack.write_text(GOOD)
    list(justified(pack))
    pack.write_text(BAD)
    for _ in range(2):
        verdicts = [v.verdict for _, v in justified(pack)]
        assert verdicts == ["proved", "refuted"]


def test_an_unusable_cache_costs_time_only(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (place / "file").write_text("not a folder")
    monkeypatch.setenv("LEMMATA_CACHE", str(place / "file"))
    cache.save("x", {})
    assert cache.load("x") is None
    pack = place / "small.lem"
    pack.write_text(GOOD)
    assert [v.verdict for _, v in justified(pack)] == ["proved"]


def test_a_broken_entry_is_ignored(place: Path) -> None:
    cache.save("y", [1])
    (cache.folder() / "y.json").write_text("{")
    assert cache.load("y") is None
    assert cache.key("a", "b") != cache.key("ab")
