"""What a report says of strict claims, a checker used again, and keys and places too many."""

from __future__ import annotations

import json

import pytest

from kernel.instance_tools import honest
from kernel.odd import LIBRARY, VALID, changed
from kernel.real_tools import ZERO, RealCertificate, X, op
from lemmata.kernel import Rejected, check
from lemmata.kernel.checker import Checker
from second_checker import Invalid
from second_checker import check as second
from second_checker.build import TRUE, Json, forall


def claim_on_an_axiom() -> Json:
    """log(exp(x)) is itself; only the theorem about its domain, not the last one, uses an axiom."""
    c = RealCertificate()
    domain = op("<", ZERO, op("exp", X))
    c.structure("known", axioms={"positive": forall([X], domain, TRUE)})
    p = c.theorem("domain", [], forall([X], domain, domain), ["x"])
    n = p.rewrite([], domain, TRUE, ["axiom", "known", "positive", [], [X]])
    p.trans(n, p.sym(n))
    term = op("log", op("exp", X))
    c.theorem("equal", [], forall([X], term, term, [(domain, TRUE)]), ["x"]).refl([], term)
    return c.claim(forall([X], term, term), 1, 0)


def test_axioms_of_the_theorem_about_the_domain() -> None:
    data = claim_on_an_axiom()
    assert check(json.dumps(data)).axioms == (("known", "positive"),)
    assert [str(axiom) for axiom in second(data)["axioms"]] == ["known:positive"]  # type: ignore[attr-defined]


def test_checker_used_after_a_rejection() -> None:
    """What was open when a certificate was rejected is not taken for a circle later."""

    def found(key: str) -> str | None:
        return json.dumps(LIBRARY[key]) if key in LIBRARY else None

    data = json.dumps(VALID["citation"])
    checker = Checker(found)
    checker.open.extend(LIBRARY)
    assert checker.check(data) == check(data, found)


def rejected(data: Json) -> None:
    with pytest.raises(Rejected):
        check(json.dumps(data))
    with pytest.raises(Invalid):
        second(data)


def test_instance_with_another_key() -> None:
    data = honest()
    check(json.dumps(data))
    [row] = [row for row in data["theorems"] if "instance" in row]
    row["more"] = 1
    rejected(data)


@pytest.mark.parametrize("place", [2, 3])
def test_place_after_the_last_argument(place: int) -> None:
    rejected(changed("nat_induction", "theorems", 0, "nodes", 0, "at", to=[place]))
