"""What the tests of commands share."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from cli.running import Answer, Run
from lemmata.cli.main import main


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run a command line in a scratch folder, with bytes on its standard input."""
    monkeypatch.chdir(tmp_path)

    def call(*words: str, stdin: bytes = b"") -> Answer:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        answer = Answer(main(words), *capsys.readouterr())
        assert "Traceback" not in answer.err
        return answer

    return call
