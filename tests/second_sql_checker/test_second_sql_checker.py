"""What the second checker confirms, what it refuses, and that the kernel's checker agrees."""

from __future__ import annotations

import copy
import json
from random import Random
from typing import Any

import pytest

from kernel.false_sql import PROOFS, cases
from kernel.sql_plan_mutants import mutant
from kernel.sql_tools import certificate, inject, match, piece
from kernel.test_sql_mutants import difference
from second_sql_checker.checking import Report, check

Json = dict[str, Any]
FALSE, TRUE = cases("false"), cases("true")
RLIMIT = 500_000


def column(index: int, level: int = 0) -> list[Any]:
    return ["row", [["col", level, index]]]


PARENT = inject([[piece(0, [0, 1], [["fk", 0, 0]])]], [[piece(0, [0])]])
DISTINCT = inject([[piece(0, [1], [["wit", 0, 0]])]], [[piece(0, [column(0)])]])
ONE = match((0, 0, [0]))
CONFIRMED = (
    ("SELECT id + 1 FROM emp", "SELECT 1 + id FROM emp", ONE),
    ("SELECT id FROM emp WHERE pay > 1", "SELECT id FROM emp WHERE NOT (pay <= 1)", ONE),
    ("SELECT id FROM emp WHERE NOT pay < 0 OR pay IS NULL", "SELECT id FROM emp", ONE),
    (
        "SELECT e.id, d.id FROM emp e, dept d WHERE e.dept = d.id",
        "SELECT e.id, d.id FROM dept d JOIN emp e ON d.id = e.dept",
        match((0, 0, [1, 0])),
    ),
    ("SELECT e.id FROM emp e", "SELECT e.id FROM emp e JOIN dept d ON e.dept = d.id", PARENT),
    ("SELECT DISTINCT id FROM emp", "SELECT id FROM emp", DISTINCT),
    (
        "SELECT a FROM bag UNION ALL SELECT b FROM bag",
        "SELECT b FROM bag UNION ALL SELECT a FROM bag",
        match((0, 1, [0]), (1, 0, [0])),
    ),
    (
        "SELECT e.id, d.name FROM emp e LEFT JOIN dept d ON e.boss = d.id WHERE d.id > 1",
        "SELECT e.id, d.name FROM emp e JOIN dept d ON e.boss = d.id WHERE d.id > 1",
        inject([[piece(0, [0, 1])], []], [[piece(0, [0, 1])]]),
    ),
    ("SELECT COUNT(*) FROM emp", "SELECT COUNT(id) FROM emp", match((0, 0, []))),
    ("SELECT SUM(pay + 1) FROM emp", "SELECT SUM(pay) + COUNT(pay) FROM emp", match((0, 0, []))),
    (
        "SELECT MAX(a) FROM bag WHERE b > 2 AND d",
        "SELECT MAX(a) FROM bag WHERE d AND 2 < b",
        match((0, 0, [])),
    ),
)


def judged(claim: Json) -> Report:
    return check(json.dumps(claim), RLIMIT)


@pytest.mark.parametrize(("first", "second", "proof"), CONFIRMED)
def test_confirmed(first: str, second: str, proof: Json) -> None:
    assert judged(certificate(first, second, proof)).verdict == "confirmed"


@pytest.mark.parametrize("case", FALSE[::3], ids=[case[0] for case in FALSE[::3]])
def test_false(case: tuple[str, str, str, str]) -> None:
    _, first, second, proof = case
    assert judged(certificate(first, second, PROOFS[proof])).verdict != "confirmed"


def test_most_of_the_true_ones() -> None:
    claims = [certificate(first, second, PROOFS[proof]) for _, first, second, proof in TRUE[::4]]
    found = [judged(claim).verdict for claim in claims]
    assert "rejected" not in found
    assert found.count("confirmed") > len(found) / 2


def test_changed_claims() -> None:
    random, differing = Random(7), 0
    for first, second, proof in CONFIRMED:
        claim = certificate(first, second, proof)
        changed = copy.deepcopy(claim)
        changed["plans"][1] = mutant(claim["plans"][1], random)
        if difference(changed, random) is not None:
            differing += 1
            assert judged(changed).verdict != "confirmed", changed["plans"]
    assert differing > 2


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"format": 1, "format": 2}',
        '{"format": "lemmata.sql-proof/2"}',
        "[" * 100_000,
    ],
)
def test_other_files(text: str) -> None:
    assert check(text).verdict == "rejected"


@pytest.mark.parametrize(
    "script",
    [
        {},
        inject([], []),
        inject([[piece(1, [0])]], [[piece(0, [0])]]),
        inject([[piece(0, [7])]], [[piece(0, [0])]]),
        inject([[piece(0, [0], [["fk", 0, 9]])]], [[piece(0, [0])]]),
        inject([[piece(0, [0], [["wit", 0, 0]])]], [[piece(0, [0])]]),
        inject([[piece(0, [column(0)])]], [[piece(0, [0])]]),
        {**ONE, "else": []},
    ],
)
def test_other_scripts(script: Json) -> None:
    claim = certificate("SELECT id FROM emp", "SELECT id FROM emp", script)
    assert judged(claim).verdict == "rejected"


LIMITED = "SELECT a FROM (SELECT a FROM bag WHERE {} ORDER BY a LIMIT 2) t"


@pytest.mark.parametrize(("other", "verdict"), [("3 > b", "confirmed"), ("b > 3", "unconfirmed")])
def test_sources(other: str, verdict: str) -> None:
    claim = certificate(LIMITED.format("b < 3"), LIMITED.format(other), ONE)
    assert judged(claim).verdict != "confirmed"
    claim["sources"] = [{"left": 0, "right": 0, "proofs": [ONE]}]
    assert judged(claim).verdict == verdict


def test_opaque_rows_in_a_count() -> None:
    query = "SELECT COUNT(a) FROM (SELECT a FROM bag ORDER BY a LIMIT 2) t WHERE a {} 1"
    first, second = query.format(">"), query.format("<")
    assert judged(certificate(first, first, match((0, 0, [])))).verdict == "confirmed"
    assert judged(certificate(first, second, match((0, 0, [])))).verdict == "unconfirmed"
