"""The README is executed: what it shows is what happens.

`python` fences are doctests that share their names down the page. In `console` fences each
`$ lemmata ...` line is run, and the lines up to the next `$` must be its standard output;
`2>&1` at its end adds the diagnostics, and `$ echo $?` shows the exit code. A `lem` fence is the
file that its `theory` line names. After a change of what is printed, run

    python tests/docs/test_readme.py

which puts the new output into the README; read the difference before you keep it.
"""

from __future__ import annotations

import contextlib
import doctest
import io
import os
import re
import shlex
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from lemmata.cli.main import main

FENCE = re.compile(r"^```(python|console|lem)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
VISIBLE = ["rules", "proofs", "exports", "grammars", "tests"]
NOT_RUN = {"make", "pip", "python3.11", "git", "cd"}
SHORT_NAMES = {"lemmata": [], "prove": ["prove"], "simplify": ["simplify"]}


@pytest.fixture
def readme(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The README's text, in a scratch folder from which the checkout's data are visible."""
    text = (root / "README.md").read_text(encoding="utf-8")
    furnish(tmp_path, root, text)
    monkeypatch.chdir(tmp_path)
    return text


def furnish(folder: Path, root: Path, text: str) -> None:
    """Put into a folder what the commands of the page see."""
    for name in VISIBLE:
        (folder / name).symlink_to(root / name)
    for _, body in fences(text, "lem"):
        theory = body.split(maxsplit=2)[1]
        (folder / f"{theory}.lem").write_text(body, encoding="utf-8")


def fences(text: str, kind: str) -> Iterator[tuple[int, str]]:
    """Yield the first line's number, counted from 1, and the body of each fence of a kind."""
    for match in FENCE.finditer(text):
        if match[1] == kind:
            yield text.count("\n", 0, match.start()) + 2, match[2]


def commands(line: int, body: str) -> Iterator[tuple[int, str, str]]:
    """Yield the line, the command and the expected output of each `$` in a console fence."""
    parts = re.split(r"^\$ (.*)\n", body, flags=re.MULTILINE)
    assert not parts[0], f"README.md:{line}: output before the first command"
    line_of = line
    for command, output in zip(parts[1::2], parts[2::2], strict=True):
        yield line_of, command, output
        line_of += 1 + output.count("\n")


def execute(command: str, last: int) -> tuple[int, str]:
    """Return the exit code and the output of one command."""
    if command == "echo $?":
        return 0, f"{last}\n"
    if command.startswith("sed "):
        done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout
    words = shlex.split(command, comments=True)
    out = io.StringIO()
    merged = words[-1] == "2>&1"
    with (
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(out if merged else io.StringIO()),
    ):
        code = main([*SHORT_NAMES[words[0]], *words[1 : -1 if merged else None]])
    return code, out.getvalue()


def test_console_fences(readme: str) -> None:
    seen = last = 0
    for line, body in fences(readme, "console"):
        for at, command, expected in commands(line, body):
            if command.split()[0] in NOT_RUN:
                continue
            last, output = execute(command, last)
            assert output == expected, f"README.md:{at}: $ {command}"
            assert last != 70, f"README.md:{at}: $ {command} crashed"
            seen += 1
    assert seen, "the README shows no command"


def test_python_fences(readme: str) -> None:
    names: dict[str, object] = {}
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    report = io.StringIO()
    for line, body in fences(readme, "python"):
        test = doctest.DocTestParser().get_doctest(body, names, "README.md", None, line - 1)
        assert test.examples, f"README.md:{line}: a python fence without a prompt"
        test.globs = names
        runner.run(test, out=report.write, clear_globs=False)
    assert not runner.failures, report.getvalue()


def test_the_reader_of_fences_counts_lines() -> None:
    text = "a\n```console\n$ lemmata x\n1\n2\n$ lemmata y\n```\n"
    ((line, body),) = fences(text, "console")
    assert list(commands(line, body)) == [(3, "lemmata x", "1\n2\n"), (6, "lemmata y", "")]


def renewed(text: str) -> str:
    """The page with the output that its commands have now, run in the current folder."""
    last = 0

    def renew(match: re.Match[str]) -> str:
        nonlocal last
        if match[1] != "console":
            return match[0]
        body = ""
        for _, command, output in commands(0, match[2]):
            if command.split()[0] not in NOT_RUN:
                last, output = execute(command, last)
            body += f"$ {command}\n{output}"
        return f"```console\n{body}```"

    return FENCE.sub(renew, text)


if __name__ == "__main__":
    checkout = Path(__file__).resolve().parents[2]
    page = checkout / "README.md"
    with tempfile.TemporaryDirectory() as scratch:
        furnish(Path(scratch), checkout, page.read_text(encoding="utf-8"))
        os.chdir(scratch)
        page.write_text(renewed(page.read_text(encoding="utf-8")), encoding="utf-8")
