"""False proofs that queries are equal are refused; true ones of the same form are not."""

from __future__ import annotations

import pytest

from kernel.false_sql import PROOFS, cases
from kernel.sql_tools import accepted, certificate, proved
from lemmata.kernel import Rejected

FALSE, TRUE = cases("false"), cases("true")


@pytest.mark.parametrize("case", FALSE, ids=[case[0] for case in FALSE])
def test_refused(case: tuple[str, str, str, str]) -> None:
    _, first, second, proof = case
    claim = certificate(first, second, PROOFS[proof])
    try:
        assert not proved(claim)
    except Rejected as refusal:
        assert refusal.rule in ("inject", "lemma")  # noqa: PT017


@pytest.mark.parametrize("case", TRUE, ids=[case[0] for case in TRUE])
def test_accepted(case: tuple[str, str, str, str]) -> None:
    _, first, second, proof = case
    assert accepted(certificate(first, second, PROOFS[proof])).rules


def test_there_are_many() -> None:
    assert len(FALSE) >= 60
