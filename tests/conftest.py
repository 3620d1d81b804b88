"""What all tests share: reproducible properties, and tools that Debian ships."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

collect_ignore_glob = ["benchmarks/*.py", "kernel/[!t]*.py", "kernel/false_tools.py"]

settings.register_profile(
    "lemmata",
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("lemmata")


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the checkout."""
    return Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def debian_tool() -> Callable[..., str]:
    """Return the path of the first program there is, or skip; the CI run fails instead."""

    def find(*programs: str) -> str:
        for program in programs:
            if path := shutil.which(program):
                return path
        reason = f"{' or '.join(programs)} is not installed"
        if os.environ.get("LEMMATA_REQUIRE_DEBIAN"):
            pytest.fail(reason)
        pytest.skip(reason)

    return find
