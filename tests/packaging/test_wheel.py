"""The wheel holds what the repository holds, and works from another folder. No network."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from lemmata.cli.main import COMMANDS

pytestmark = pytest.mark.slow

BUILD = "import sys, hatchling.build as b; print(getattr(b, 'build_' + sys.argv[1])(sys.argv[2]))"
DATA = ["rules", "grammars", "proofs", "exports"]


def run(*command: str | Path, cwd: Path) -> str:
    """Return the standard output of a command, which must succeed."""
    clean = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "PYTEST", "COV_"))
    }
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd=cwd, env=clean, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    sdist = out / run(sys.executable, "-c", BUILD, "sdist", out, cwd=root).split()[-1]
    with tarfile.open(sdist) as archive:
        if hasattr(tarfile, "data_filter"):  # since Python 3.11.4
            archive.extraction_filter = tarfile.data_filter
        archive.extractall(out)
    unpacked = out / sdist.name.removesuffix(".tar.gz")
    return out / run(sys.executable, "-c", BUILD, "wheel", out, cwd=unpacked).split()[-1]


def tracked(root: Path) -> set[str]:
    """Return the /-paths that git holds, or would after `git add`, as the wheel names them."""
    if not shutil.which("git") or not (root / ".git").exists():
        pytest.skip("this is no git checkout")
    listing = run(
        "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--",
        "engine/lemmata", *DATA, cwd=root,
    )  # fmt: skip
    paths = [path for path in listing.split("\0") if path and (root / path).is_file()]
    return {
        path.removeprefix("engine/") if path.startswith("engine/") else f"lemmata/_data/{path}"
        for path in paths
    }


def test_the_wheel_holds_exactly_what_git_holds(wheel: Path, root: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert held == tracked(root)


def test_the_wheel_runs_from_elsewhere(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "env"
    venv.create(home, with_pip=False)
    python = home / "bin/python"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", str(python)]
    run(*pip, "install", "--no-index", "--no-deps", wheel, cwd=tmp_path)

    for command in ("lemmata", *sorted(COMMANDS.keys() & {"prove", "simplify"})):
        assert run(home / "bin" / command, "--version", cwd=tmp_path).startswith("lemmata 0.")
    assert run(python, "-m", "lemmata", "--version", cwd=tmp_path).startswith("lemmata 0.")
    where = run(python, "-c", "import lemmata; print(lemmata.__file__)", cwd=tmp_path)
    assert Path(where.strip()).is_relative_to(home)
    listed = f"from lemmata import data; print(all(map(data.folder, {DATA!r})))"
    assert run(python, "-c", listed, cwd=tmp_path) == "True\n"

    site = Path(
        run(python, "-c", "import site; print(site.getsitepackages()[0])", cwd=tmp_path).strip()
    )
    (site / "deps.pth").write_text(sysconfig.get_paths()["purelib"] + "\n")
    backends = "import lark, networkx, sympy, egglog, z3"
    run(python, "-W", "error", "-c", backends, cwd=tmp_path)
