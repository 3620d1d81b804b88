"""The kernel and the second checker, written from FORMAT.md alone, agree on every sample."""

from __future__ import annotations

import json
from typing import Any

import pytest

from lemmata.kernel import Rejected, check
from second_checker import rejections, samples


def resolve(wanted: str) -> str | None:
    found = samples.library().get(wanted)
    return None if found is None else json.dumps(found)


@pytest.mark.parametrize("name", sorted(samples.valid()))
def test_kernel_accepts_what_is_valid(name: str) -> None:
    report = check(json.dumps(samples.valid()[name]), resolve)
    assert report.kind in ("proof", "refutation")


CASES = list(rejections.rejected())


@pytest.mark.parametrize("case", CASES, ids=[c[0] for c in CASES])
def test_kernel_rejects_what_is_not(case: tuple[str, Any, str]) -> None:
    _, data, _ = case
    text = data if isinstance(data, str | bytes) else json.dumps(data)
    with pytest.raises(Rejected):
        check(text, resolve)
