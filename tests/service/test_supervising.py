"""A watched child: what it answers, and that its death or silence harms nobody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from lemmata.service.supervising import Child, Crashed, TimedOut


@pytest.fixture
def child(monkeypatch: pytest.MonkeyPatch) -> Iterator[Child]:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    found = Child("crashing")
    yield found
    found.close()


def test_answers_line_by_line(child: Child) -> None:
    assert [child.ask(word, 20) for word in ("a", "b", "c")] == ["A", "B", "C"]


@pytest.mark.parametrize(("word", "how"), [("crash", "signal 11"), ("exit", "exit code 4")])
def test_a_crash_is_told_and_the_next_line_is_answered(child: Child, word: str, how: str) -> None:
    with pytest.raises(Crashed) as caught:
        child.ask(word, 20)
    assert caught.value.how == how
    assert child.ask("after", 20) == "AFTER"


def test_silence_ends(child: Child) -> None:
    assert child.ask("a", 20) == "A"
    with pytest.raises(TimedOut):
        child.ask("hang", 0.2)
    assert child.ask("after", 20) == "AFTER"
