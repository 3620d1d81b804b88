"""`lemmata explore` as people and scripts use it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from cli.schemas import validate
from lemmata.cli.explore import Line
from lemmata.cli.main import main
from lemmata.errors import Diagnostic, InputError

CHAIN = str(Path(__file__).parents[1] / "data" / "explore" / "chain.lem")
Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A finished library of the theory."""
    path = tmp_path_factory.mktemp("library") / "chain.json"
    assert main(["explore", CHAIN, "--library", str(path), "-q", "--timeout", "600"]) == 0
    return str(path)


def explored(library: str, *words: str) -> int:
    return main(["explore", CHAIN, "--library", library, *words])


def test_the_answer_has_groups_a_basis_and_counterexamples(library: str, capsys: Capture) -> None:
    assert explored(library) == 0
    out = capsys.readouterr().out
    head, *rest = out.splitlines()
    assert head.startswith("chain: ")
    assert head.endswith("complete")
    assert "glue" in rest
    assert any(line.startswith("* glue_comm ") for line in rest)
    assert any(line.startswith("  glue_left_comm ") and "from glue_comm" in line for line in rest)
    assert "refuted" in rest
    assert any("x = link(end)" in line for line in rest)


def test_quiet_prints_statements_alone(library: str, capsys: Capture) -> None:
    assert explored(library, "-q") == 0
    head, *laws = capsys.readouterr().out.splitlines()
    assert "glue_comm: glue(x, y) = glue(y, x)" in laws
    assert head.startswith("chain: ")
    assert f" {len(laws)} laws" in head


def test_verbose_says_how_each_law_was_proved(library: str, capsys: Capture) -> None:
    assert explored(library, "-v") == 0
    out = capsys.readouterr().out
    assert "induction on x" in out
    assert "which -v shows" not in out


def test_json_fits_its_schema_and_each_certificate_checks(
    library: str, capsys: Capture, tmp_path: Path
) -> None:
    assert explored(library, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    validate(found)
    assert found["complete"]
    assert found["counts"]["proved"] == len(found["theorems"])
    for kind in ("theorems", "refuted"):
        for row in found[kind][:6]:
            path = tmp_path / f"{row['identifier']}.json"
            path.write_text(json.dumps(row["certificate"]), encoding="utf-8")
            assert main(["check", "--theory", CHAIN, str(path)]) == 0


def test_a_library_is_checked_like_a_certificate(
    library: str, capsys: Capture, tmp_path: Path
) -> None:
    assert main(["check", "--theory", CHAIN, "--json", library]) == 0
    found = json.loads(capsys.readouterr().out)
    validate(found)
    [row] = found["results"]
    assert row["laws"] > 10
    assert row["axioms"] == []
    assert main(["check", library]) == 2
    assert "name its file with --theory" in capsys.readouterr().out
    assert main(["check", "--theory", "nat", library]) == 2
    capsys.readouterr()
    altered = tmp_path / "altered.json"
    text = Path(library).read_text(encoding="utf-8")
    altered.write_text(text.replace('"reverse":false', '"reverse":true', 1), encoding="utf-8")
    assert main(["check", "--theory", CHAIN, str(altered)]) == 2
    assert "the kernel rejects a certificate in it" in capsys.readouterr().out


def test_why_goes_down_to_definitions(library: str, capsys: Capture) -> None:
    assert explored(library, "--why", "commutativity of glue") == 0
    out = capsys.readouterr().out
    assert out.startswith("glue_comm: glue(x, y) = glue(y, x)")
    assert "  by induction on x, with " in out
    assert "  also by rewriting, with glue_comm" in out
    assert out.endswith("glue_comm rests on the definition of glue\n")


def test_why_as_json_and_users(library: str, capsys: Capture) -> None:
    assert explored(library, "--why", "glue_comm", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    validate(found)
    assert found["rests_on"] == [{"kind": "definition", "name": "chain.glue"}]
    first, *below = found["chain"]
    assert first["identifier"] == "glue_comm"
    [used, *_] = [row["identifier"] for row in below]
    assert explored(library, "--used-by", used) == 0
    assert "glue_comm" in capsys.readouterr().out


def test_a_law_that_was_not_found(library: str, capsys: Capture) -> None:
    assert explored(library, "--why", "glue_com") == 2
    assert "did you mean glue_comm?" in capsys.readouterr().err


def test_a_stored_theory_can_be_imported_and_checked(
    library: str, capsys: Capture, tmp_path: Path
) -> None:
    source = Path(CHAIN).read_text(encoding="utf-8")
    (tmp_path / "chain.lem").write_text(source, encoding="utf-8")
    stale = tmp_path / "chain_explored" / "stale.json"
    stale.parent.mkdir()
    stale.write_text("{}", encoding="utf-8")
    assert explored(library, "--store", str(tmp_path)) == 0
    assert not stale.exists()
    assert main(["check", "-q", str(tmp_path / "chain_explored")]) == 0
    capsys.readouterr()
    assert main(["theories", str(tmp_path / "chain_explored.lem"), "--json"]) == 0
    laws = [law["name"] for law in json.loads(capsys.readouterr().out)["laws"]]
    assert sorted(laws) == sorted(p.stem for p in (tmp_path / "chain_explored").glob("*.json"))
    user = tmp_path / "user.lem"
    user.write_text(
        "theory user\nimport chain_explored\ntheorem turned: glue(x, link(y)) = glue(y, link(x))\n",
        encoding="utf-8",
    )
    assert main(["prove", str(user), "-q"]) == 0


def test_a_theory_without_functions_is_no_failure(capsys: Capture, tmp_path: Path) -> None:
    path = tmp_path / "empty.lem"
    path.write_text("theory empty\ndatatype One = one\n", encoding="utf-8")
    assert main(["explore", str(path)]) == 0
    assert "nothing to explore" in capsys.readouterr().err


def test_a_time_limit_is_no_failure(capsys: Capture, tmp_path: Path) -> None:
    path = tmp_path / "chain.json"
    words = ["explore", CHAIN, "--timeout", "0.000001", "--library", str(path)]
    assert main([*words, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    validate(found)
    assert not found["complete"]
    assert path.exists()
    assert main(words) == 0
    out, err = capsys.readouterr()
    assert "not complete" in out
    assert "the time limit of 1e-06 s was reached" in err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["no_such_theory"], "no_such_theory"),
        ([CHAIN, "--seed", "-1"], "not negative"),
        ([CHAIN, "--timeout", "0"], "positive number of seconds"),
        ([CHAIN, "--only", ""], "--only needs names"),
        ([CHAIN, "--only", "glu"], "did you mean glue?"),
        ([CHAIN, "--library", "-"], "path of a file"),
        ([CHAIN, "--library", "."], "is a folder"),
        ([CHAIN, "--library", "no/such/folder.json"], "does not exist"),
        ([CHAIN, "--library", __file__], "cannot be used: it is not JSON"),
        ([CHAIN, "--why", "x", "--timeout", "0.000001"], "no law called 'x'"),
    ],
)
def test_what_cannot_be_done_is_said(words: list[str], message: str, capsys: Capture) -> None:
    assert main(["explore", *words]) == 2
    out, err = capsys.readouterr()
    assert message in err
    assert not out


def test_a_library_that_cannot_be_written(
    capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, _: str) -> Path:
        raise InputError(Diagnostic(f"cannot write {path}: No space left on device"))

    monkeypatch.setattr("lemmata.service.files.write_whole", full)
    path = tmp_path / "chain.json"
    assert main(["explore", CHAIN, "--library", str(path), "-q", "--timeout", "600"]) == 2
    out, err = capsys.readouterr()
    assert "glue_comm" in out
    assert "cannot write" in err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_keeps_what_was_found(
    number: signal.Signals, capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[object] = []

    def interrupt(_: Line, progress: object) -> None:
        calls.append(progress)
        if len(calls) == 15:
            signal.raise_signal(number)

    monkeypatch.setattr(Line, "__call__", interrupt)
    before = signal.getsignal(signal.SIGTERM)
    path = tmp_path / "chain.json"
    words = ["explore", CHAIN, "--timeout", "600", "--library", str(path)]
    assert main(words) == 130
    assert signal.getsignal(signal.SIGTERM) is before
    out, err = capsys.readouterr()
    assert "glue_assoc" in out
    assert "interrupted" in err
    kept = json.loads(path.read_text(encoding="utf-8"))
    assert kept["facts"]
    assert not kept["complete"]
    monkeypatch.undo()
    assert main(words) == 0
    assert json.loads(path.read_text(encoding="utf-8"))["complete"]


@pytest.mark.slow
def test_a_process_that_is_interrupted_answers(tmp_path: Path, root: Path) -> None:
    path = tmp_path / "nat.json"
    words = [sys.executable, "-m", "lemmata", "explore", "nat", "--library", str(path)]
    environment = {**os.environ, "PYTHONPATH": str(root / "engine")}
    process = subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )
    while not path.exists() and process.poll() is None:
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert out.startswith("nat: ")
    assert "interrupted" in err
    assert "Traceback" not in err
    assert json.loads(path.read_text(encoding="utf-8"))["facts"]
    assert not list(tmp_path.glob(".nat.json.*"))


class Terminal:
    """A standard error that is a terminal, or not."""

    def __init__(self, live: bool) -> None:
        self.live, self.text = live, ""

    def isatty(self) -> bool:
        return self.live

    def write(self, text: str) -> int:
        self.text += text
        return len(text)

    def flush(self) -> None:
        pass


@pytest.mark.parametrize(("live", "quiet", "shown"), [(True, False, 3), (False, False, 3)])
def test_progress_is_a_live_line_on_a_terminal_alone(
    live: bool, quiet: bool, shown: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lemmata.search.exploring import Progress

    terminal: Any = Terminal(live)
    monkeypatch.setattr(sys, "stderr", terminal)
    clock = iter(range(0, 1000, 10))
    monkeypatch.setattr(time, "monotonic", lambda: float(next(clock)) + 1)
    line = Line(quiet)
    for count in range(shown + 1):
        line(Progress(10 * count, 1, 2, 3, 0, 40))
    line.end()
    assert terminal.text.count("2 proved, 1 refuted, 3 open of ") == shown
    assert ("\x1b" in terminal.text) is live
    assert terminal.text.endswith("\r\x1b[K" if live else "\n")


def test_progress_is_silent_when_it_is_not_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    from lemmata.search.exploring import Progress

    terminal: Any = Terminal(live=False)
    monkeypatch.setattr(sys, "stderr", terminal)
    clock = iter(range(0, 1000, 10))
    monkeypatch.setattr(time, "monotonic", lambda: float(next(clock)) + 1)
    line = Line(quiet=True)
    for _ in range(4):
        line(Progress(1, 1, 1, 1, 0, 1))
    line.end()
    assert not terminal.text


def test_a_proof_may_cite_the_laws_of_a_library(
    library: str, capsys: Capture, tmp_path: Path
) -> None:
    certificate = tmp_path / "turned.json"
    goal = "glue(glue(x, y), z) = glue(z, glue(y, x))"
    words = ["prove", "--theory", CHAIN, goal, "--library", library, "--use", "glue_comm"]
    assert main([*words, "--certificate", str(certificate)]) == 0
    assert "glue_comm" in capsys.readouterr().out
    names = [t["name"] for t in json.loads(certificate.read_bytes())["theorems"]]
    assert names[-1] == "goal"
    assert "glue_comm" in names
    assert main(["check", str(certificate)]) == 0
    capsys.readouterr()
    assert main([*words[:-1], "glue_com"]) == 2
    assert "did you mean glue_comm?" in capsys.readouterr().err
    assert main([*words, "--from-definitions"]) == 2
    assert main(["prove", "--theory", "nat", "x = x", "--library", library]) == 2
    assert "it is of the theory chain, not nat" in capsys.readouterr().err


def test_pages_are_written(library: str, capsys: Capture, tmp_path: Path) -> None:
    assert explored(library, "-q", "--html", str(tmp_path / "site")) == 0
    page = Path(capsys.readouterr().err.strip().removeprefix("page: "))
    assert page.parent == tmp_path / "site"
    assert "commutativity of glue" in page.read_text(encoding="utf-8")
    assert (page.parent / "glue_comm.html").exists()
