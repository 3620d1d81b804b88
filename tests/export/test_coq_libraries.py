"""Libraries of laws that were found: Coq accepts all of one at once."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from lemmata.checking import load_cited
from lemmata.exploring import explore
from lemmata.export.coq import to_coq
from lemmata.kernel import digest
from lemmata.language import shipped
from lemmata.proof.standalone import Standalone
from lemmata.service.store import stored
from lemmata.storing import SUFFIX
from lemmata.theories import theory

pytestmark = [pytest.mark.needs_debian, pytest.mark.slow]
CHAIN = Path(__file__).parents[1] / "data" / "explore" / "chain.lem"
Coq = Callable[[str], "subprocess.CompletedProcess[str]"]


@pytest.fixture
def coqc(debian_tool: Callable[..., str], tmp_path: Path) -> Coq:
    """Check a text with Coq."""
    program = debian_tool("coqc")

    def run(text: str) -> subprocess.CompletedProcess[str]:
        (tmp_path / "library.v").write_text(text, encoding="utf-8")
        return subprocess.run(
            [program, "-q", "library.v"], cwd=tmp_path, capture_output=True, text=True, check=False
        )

    return run


def test_a_library_that_was_just_found(coqc: Coq) -> None:
    found = explore(CHAIN, timeout=600)
    text = found.to_coq()
    result = coqc(text)
    assert result.returncode == 0, result.stderr
    assert set(re.findall(r"^(\w+)(?= :)", result.stdout, re.MULTILINE)) <= {"eqb", "eqb_spec"}
    for theorem in found.theorems:
        assert theorem.identifier in text


@pytest.mark.parametrize("name", [name for name in shipped() if name.endswith(SUFFIX)])
def test_a_stored_library(name: str, coqc: Coq) -> None:
    loaded = theory(name)
    found = [stored(name, theorem.name) for theorem in loaded.theorems]
    certificates = {digest(c): c for c in found if c is not None}
    whole = Standalone(loaded, certificates).certificate(*certificates)
    result = coqc(to_coq(whole, load_cited, every=True))
    assert result.returncode == 0, result.stderr
