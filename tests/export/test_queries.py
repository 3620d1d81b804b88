"""Pages of answers about queries: links, safety, size, determinism, what is marked."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from export.pages import Page, fetches, policy_holds, unpacked
from kernel.sql_tools import certificate, inject, piece
from lemmata.errors import Source
from lemmata.export.frame import program, stylesheet
from lemmata.export.queries import to_page, write_page
from lemmata.kernel import Rejected
from lemmata.sql.comparing import Limits, compare
from lemmata.sql.derivation import proof_data
from lemmata.sql.dialects import dialect_named
from lemmata.sql.page_data import refutation_data
from sql.corpus import shop

PAIRS = {
    "multiplicity": ("SELECT name FROM person", "SELECT DISTINCT name FROM person"),
    "no rows": ("SELECT a FROM loose WHERE a > 1", "SELECT a FROM loose WHERE a > 2"),
    "no table": ("SELECT 1", "SELECT 2"),
    "markup": (
        "SELECT '</script><b>&' AS \"<i>\"\nFROM loose",
        "SELECT '</script><b>&'\nFROM loose WHERE a = 1",
    ),
    "error": ("SELECT (SELECT b FROM loose)", "SELECT (SELECT MAX(b) FROM loose)"),
}
NAMES = [*PAIRS, "proved"]


@cache
def data_of(name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    if name == "proved":
        first = "SELECT e.id FROM emp e JOIN dept d ON e.dept = d.id"
        back = piece(0, [0, 1], rows=[["fk", 0, 0]])
        found = certificate(first, "SELECT id FROM emp", inject([[piece(0, [0])]], [[back]]))
        return proof_data(found, ("z3: 2 obligations",)), found
    sources = (Source("sql1", PAIRS[name][0]), Source("sql2", PAIRS[name][1]))
    limits = Limits(seconds=60, strict=name == "error")
    outcome = compare(sources, shop(), dialect_named("postgres"), limits)
    assert outcome.certificate is not None, outcome.reason
    conditions = [c.to_json() for c in outcome.conditions]
    return refutation_data(outcome.certificate, conditions), outcome.certificate


def page_of(name: str) -> str:
    return to_page(*data_of(name))


@pytest.mark.parametrize("name", NAMES)
def test_pages_are_whole_and_safe(name: str) -> None:
    source = page_of(name)
    page = Page(source)
    ids = page.attributes("id")
    assert len(ids) == len(set(ids))
    assert set(page.attributes("data-copy")) <= set(ids)
    assert fetches(source) == []
    tags = [tag for tag, _ in page.tags]
    assert [tags.count(tag) for tag in ("title", "h1", "main", "html")] == [1, 1, 1, 1]
    assert policy_holds(source)
    [inside] = re.findall(r'<script type="text/plain" id="cert">(.*?)</script>', source)
    assert json.loads(unpacked(inside)) == data_of(name)[1]


def test_the_data_is_plain() -> None:
    for name in NAMES:
        found = data_of(name)[0]
        assert json.loads(json.dumps(found)) == found


def test_budgets() -> None:
    assert len(stylesheet(("base", "queries"))) <= 6_000
    assert len(program(("base", "copy", "queries"))) <= 6_000
    assert max(len(page_of(name).encode()) for name in NAMES) <= 30_000


def test_the_same_answer_gives_the_same_bytes(tmp_path: Path) -> None:
    path = write_page(*data_of("multiplicity"), tmp_path / "deep")
    again = json.loads(json.dumps(data_of("multiplicity")))
    assert path.read_text(encoding="utf-8") == to_page(*again)
    assert re.fullmatch(r"refutation-[0-9a-f]{8}\.html", path.name)


def test_rows_that_differ_are_marked_and_say_how_often_they_occur() -> None:
    page = page_of("multiplicity")
    assert page.count('<tr class="only" tabindex="-1">') == 2
    assert "twice here, once there" in page
    assert "once here, twice there" in page
    assert "<mark>DISTINCT</mark>" in page
    assert "No difference is found if person.name is a key" in page
    assert "ALTER TABLE &quot;person&quot;" in page
    assert "no rows (a)" in page_of("no rows")
    assert "an error at run time" in page_of("error")
    assert "Any database, the empty one too." in page_of("no table")


def test_texts_of_users_stay_texts() -> None:
    page = page_of("markup")
    assert "<b>" not in page.partition("<main>")[2]
    assert "&lt;/script&gt;&lt;b&gt;&amp;" in page
    [first] = re.findall(r'id="first" data-source="(.*?)"', page)
    assert "&#10;FROM loose" in first


def test_a_proof_shows_bags_steps_and_what_solvers_did() -> None:
    page = page_of("proved")
    assert "part 1: for emp1 in emp, dept1 in dept" in page
    assert "where emp1.dept = dept1.id" in page
    assert "the parent of row 1 by foreign key 1" in page
    assert "<b>Proved.</b>" in page
    assert "z3: 2 obligations" in page


def test_a_proof_that_no_solver_has_seen_does_not_say_proved() -> None:
    found = certificate(
        "SELECT id FROM emp WHERE pay > 1 AND pay > 0",
        "SELECT id FROM emp WHERE pay > 1",
        inject([[piece(0, [0])]], [[piece(0, [0])]]),
    )
    page = to_page(proof_data(found), found)
    assert "<b>Proved.</b>" not in page
    assert "Not proved here." in page
    assert "Obligation 1, for a solver" in page


def test_no_page_for_what_does_not_hold() -> None:
    broken = json.loads(json.dumps(data_of("multiplicity")[1]))
    broken["database"]["person"] = []
    with pytest.raises(Rejected):
        refutation_data(broken)
    broken = json.loads(json.dumps(data_of("proved")[1]))
    broken["proof"]["backward"] = [[piece(0, [0, 0])]]
    with pytest.raises(Rejected):
        proof_data(broken)
