from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import types
from collections.abc import Callable

import pytest

from lemmata.cli import main as main_module
from lemmata.cli.main import COMMANDS, main
from lemmata.cli.runner import guarded
from lemmata.errors import Source

Outcome = Callable[[argparse.Namespace], int]


def raising(error: BaseException) -> Callable[[], int]:
    def command() -> int:
        raise error

    return command


@pytest.fixture
def probe(monkeypatch: pytest.MonkeyPatch) -> types.ModuleType:
    """A command `probe [-q] [--timeout N] [--json] GOAL` that prints its goal."""
    module = types.ModuleType("probe_command")

    def run(args: argparse.Namespace) -> int:
        print(args.goal)
        return 3

    def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
        parser = subparsers.add_parser("probe", help="print the goal")
        parser.add_argument("-q", action="store_true")
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--timeout", type=float)
        parser.add_argument("goal")
        parser.set_defaults(run=run)

    module.__dict__.update(add_parser=add_parser)
    monkeypatch.setitem(sys.modules, "probe_command", module)
    monkeypatch.setitem(COMMANDS, "probe", ("probe_command", "print the goal"))
    return module


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (Source("f", "x ?").error("m", 2), 2, "f:1:3: error: m\n  x ?\n    ^\n"),
        (FileNotFoundError(2, "No such file", "a.lem"), 2, "cannot use a.lem: No such file"),
        (RecursionError(), 3, "unknown: the limit on recursion depth"),
        (MemoryError(), 3, "unknown: the limit on memory"),
        (ZeroDivisionError("zero"), 70, "this is a bug, not a verdict: ZeroDivisionError: zero"),
        (BrokenPipeError(32, "a child's pipe"), 70, "this is a bug"),
        (SystemExit("text"), 70, "this is a bug"),
        (SystemExit(None), 0, ""),
        (SystemExit(2), 2, ""),
        (KeyboardInterrupt(), 130, "interrupted"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else "",
)
def test_exit_codes(
    error: BaseException, code: int, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert guarded(raising(error)) == code
    out, err = capsys.readouterr()
    assert not out
    assert told in err
    assert ("Traceback" in err) == (code == 70)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (Source("f", "x ?").error("m", 2), 2),
        (RecursionError(), 3),
        (ZeroDivisionError("zero"), 70),
        (KeyboardInterrupt(), 130),
    ],
)
def test_errors_as_json(
    error: BaseException, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert guarded(raising(error), as_json=True) == code
    record = json.loads(capsys.readouterr().out)
    assert record["schema"] == "lemmata.error/1"
    assert set(record["error"]) == {"file", "line", "column", "message", "expected"}


def test_a_command_returns_its_own_code(
    probe: types.ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["probe", "--timeout", "2", "x = x"]) == 3
    assert capsys.readouterr().out == "x = x\n"


@pytest.mark.parametrize("words", [["--version"], ["probe", "--version"]])
def test_version(
    words: list[str], probe: types.ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 0
    assert capsys.readouterr().out.startswith("lemmata 0.")


@pytest.mark.parametrize("script", ["prove", "simplify"])
def test_short_names(
    script: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", [script, "--no-such-option"])
    assert getattr(main_module, script)() == 2


def test_help_lists_commands_without_importing_them(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(COMMANDS, "absent", ("no_such_module", "does nothing"))
    assert main(["--help"]) == 0
    assert "does nothing" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "a command is missing"),
        (["prob"], "did you mean `lemmata probe`?"),
        (["probe"], "required: goal"),
        (["probe", "-x+x=0"], "lemmata probe -- '-x+x=0'"),
        (["probe", "-x"], "lemmata probe -- '-x'"),
        (["probe", "-q+q=0"], "lemmata probe -- '-q+q=0'"),
        (["probe", "x", "--timeot=3"], "did you mean --timeout?"),
        (["probe", "x", "--timeo", "3"], "did you mean --timeout?"),
        (["probe", "x", "y"], "unrecognized arguments: y"),
        (["probe", "x", "--timeout", "soon"], "invalid float value: 'soon'"),
        (["--bogus"], "usage: lemmata"),
    ],
    ids=" ".join,
)
def test_usage_errors(
    words: list[str], told: str, probe: types.ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    out, err = capsys.readouterr()
    assert not out
    assert err.startswith("usage: lemmata")
    assert told in err


@pytest.mark.parametrize("words", [["-x + x = 0"], ["-1"], ["--", "-x+x=0"]])
def test_goals_that_begin_with_a_minus(
    words: list[str], probe: types.ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["probe", *words]) == 3
    assert capsys.readouterr().out == words[-1] + "\n"


def test_usage_errors_as_json(probe: types.ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["probe", "--json"]) == 2
    out, err = capsys.readouterr()
    assert "required: goal" in json.loads(out)["error"]["message"]
    assert not err


def _shell(line: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = ["bash", "-o", "pipefail", "-c", line.replace("PYTHON", sys.executable)]
    everything = {**os.environ, **environment}
    return subprocess.run(command, env=everything, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_closed_pipe_is_141_and_silent(unbuffered: str) -> None:
    code = "\n".join(
        [
            "import sys",
            "from lemmata.cli.runner import guarded",
            "def many():",
            "    for number in range(100000): print(number)",
            "    return 0",
            "sys.exit(guarded(many))",
        ]
    )
    done = _shell(f"PYTHON -c '{code}' | head -1", PYTHONUNBUFFERED=unbuffered)
    assert (done.returncode, done.stdout, done.stderr) == (141, "0\n", "")


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_full_disk_is_no_verdict(unbuffered: str) -> None:
    done = _shell("PYTHON -m lemmata --version > /dev/full", PYTHONUNBUFFERED=unbuffered)
    assert done.returncode == 2
    assert done.stderr == "error: cannot write the output: No space left on device\n"


def test_a_character_that_the_terminal_lacks_is_spelled_out() -> None:
    code = 'import sys; from lemmata.cli.runner import guarded; guarded(lambda: print("\\u2200"))'
    done = _shell(f"PYTHON -c '{code}'", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert (done.returncode, done.stdout) == (0, "\\u2200\n")
