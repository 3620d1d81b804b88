"""Proof pages in Chromium: the script runs under the page's own policy."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from export.test_queries import data_of
from lemmata.export.html import write_html
from lemmata.export.queries import write_page
from second_checker import samples

FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking")

pytestmark = [pytest.mark.needs_debian, pytest.mark.slow]


def dump(chromium: str, page: str, profile: Path, *flags: str) -> str:
    """The document after the script has run."""
    command = [chromium, *FLAGS, f"--user-data-dir={profile}", *flags, "--dump-dom", page]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    return done.stdout


def test_the_script_selects_the_row_of_the_link(
    debian_tool: Callable[..., str], tmp_path: Path
) -> None:
    path = write_html(samples.valid()["nat_commutative"], tmp_path)
    shown = dump(debian_tool("chromium"), f"{path.as_uri()}#n11", tmp_path / "profile")
    assert re.search(r'<html [^>]*class="js"', shown)
    [selected] = re.findall(r'<li id="n11"[^>]*>', shown)
    assert 'aria-current="step"' in selected
    assert re.search(r'<li id="n4" class="theorem up"', shown)
    assert "Row 11: rests on" in shown


def test_a_link_to_a_kernel_step_opens_the_fold(
    debian_tool: Callable[..., str], tmp_path: Path
) -> None:
    path = write_html(samples.valid()["nat_commutative"], tmp_path)
    shown = dump(debian_tool("chromium"), f"{path.as_uri()}#k2-1", tmp_path / "profile")
    assert re.search(r"<details open[^>]*><summary>20 steps", shown)


def test_the_page_prints_with_all_folds_open(
    debian_tool: Callable[..., str], tmp_path: Path
) -> None:
    path = write_html(samples.valid()["nat_commutative"], tmp_path)
    target = tmp_path / "page.pdf"
    flags = (*FLAGS, f"--user-data-dir={tmp_path / 'profile'}", f"--print-to-pdf={target}")
    subprocess.run(
        [debian_tool("chromium"), *flags, path.as_uri()],
        capture_output=True,
        timeout=60,
        check=True,
    )
    assert target.stat().st_size > 10_000


def test_the_script_of_a_page_about_queries_runs(
    debian_tool: Callable[..., str], tmp_path: Path
) -> None:
    path = write_page(*data_of("multiplicity"), tmp_path)
    shown = dump(debian_tool("chromium"), path.as_uri(), tmp_path / "profile")
    assert re.search(r'<html [^>]*class="js"', shown)
    assert shown.count('<tr class="only"') == 2
