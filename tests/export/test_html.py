"""Proof pages without a browser: links, safety, size, determinism, the certificate inside."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from export.pages import Page
from lemmata.errors import InputError
from lemmata.export.cone import HEIGHT, PITCH_Y, WIDTH, draw
from lemmata.export.frame import program, stylesheet
from lemmata.export.html import to_html, write_html
from lemmata.kernel import check
from second_checker import samples

SAMPLES = samples.valid()
NAMES = sorted(SAMPLES)
LIBRARY = samples.library()


def find(wanted: str) -> str | None:
    """The cited certificate with a digest."""
    return json.dumps(LIBRARY[wanted]) if wanted in LIBRARY else None


def page_of(name: str) -> str:
    """The page of a sample."""
    return to_html(SAMPLES[name], resolve=find)


@pytest.mark.parametrize("name", NAMES)
def test_ids_are_unique_and_links_resolve(name: str) -> None:
    page = Page(page_of(name))
    ids = page.attributes("id")
    assert len(ids) == len(set(ids))
    for link in page.attributes("href"):
        assert link.startswith("#")
        assert link[1:] in ids
    for label in page.attributes("aria-labelledby"):
        assert label in ids


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_fetched_and_no_attribute_is_code(name: str) -> None:
    source = page_of(name)
    page = Page(source)
    names = {key for _, found in page.tags for key in found}
    assert not names & {"src", "srcset", "action", "style", "formaction", "ping", "background"}
    assert not [key for key in names if key.startswith("on")]
    for word in ("url(", "@import", "fetch(", "XMLHttpRequest", "import(", 'http-equiv="refresh'):
        assert word not in source


@pytest.mark.parametrize("name", NAMES)
def test_one_title_one_heading_one_main(name: str) -> None:
    tags = [tag for tag, _ in Page(re.sub(r"(?s)<svg.*?</svg>", "", page_of(name))).tags]
    assert [tags.count(tag) for tag in ("title", "h1", "main", "html")] == [1, 1, 1, 1]


def test_the_policy_names_exactly_this_style_and_script() -> None:
    page = page_of("nat_commutative")
    [style] = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    [script] = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    for kind, text in (("style", style), ("script", script)):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in page
    assert "default-src 'none'" in page


@pytest.mark.parametrize("name", NAMES)
def test_the_certificate_is_inside_and_valid(name: str) -> None:
    [packed] = re.findall(r'<script type="text/plain" id="cert">(.*?)</script>', page_of(name))
    text = gzip.decompress(base64.b64decode(packed))
    assert json.loads(text) == SAMPLES[name]
    assert check(text, find)


@pytest.mark.parametrize("name", NAMES)
def test_every_kernel_step_is_listed_once(name: str) -> None:
    ids = Page(page_of(name)).attributes("id")
    listed = [i for i in ids if re.fullmatch(r"k\d+-\d+", i)]
    theorems = SAMPLES[name].get("theorems", [])
    wanted = [
        f"k{t}-{i}" for t, row in enumerate(theorems, 1) for i in range(len(row.get("nodes", [])))
    ]
    assert listed == wanted


def test_budgets() -> None:
    assert len(stylesheet(("base", "proof"))) <= 6_000
    assert len(program(("base", "copy", "proof"))) <= 12_000
    assert max(len(page_of(name).encode()) for name in NAMES) <= 40_000


@pytest.mark.parametrize("name", ["nat_commutative", "finite_model"])
def test_the_same_certificate_gives_the_same_bytes(name: str) -> None:
    again = json.loads(json.dumps(SAMPLES[name]))
    assert page_of(name) == to_html(again, resolve=find)


def test_names_are_escaped() -> None:
    evil = "</script><img/src=x>&'"
    text = json.dumps(SAMPLES["nat_induction"])
    certificate: dict[str, Any] = json.loads(
        text.replace('"plus_zero"', json.dumps(evil)).replace('"plus"', '"<b>&plus"')
    )
    page = to_html(certificate)
    assert "<img" not in page
    assert "<b>&plus" not in page
    assert "&lt;b&gt;&amp;plus" in page
    Page(page)


def test_a_rejected_certificate_gets_no_page() -> None:
    damaged = json.loads(json.dumps(SAMPLES["nat_induction"]))
    damaged["theorems"][-1]["nodes"][0]["rule"] = "refl"
    with pytest.raises(InputError, match="the kernel rejects"):
        to_html(damaged)


def test_what_could_not_be_checked_is_not_called_proved() -> None:
    page = to_html(SAMPLES["citation"])
    assert "Not checked here" in page
    assert "<b>Proved" not in page
    assert "<b>Proved" in page_of("citation")


def test_refutations_show_the_values_of_both_sides() -> None:
    page = page_of("finite_model")
    assert "<b>Refuted" in page
    assert "Conclusion, left side" in page
    assert "Table of op" in page


def test_files_are_named_after_the_theorem(tmp_path: Path) -> None:
    path = write_html(SAMPLES["nat_induction"], tmp_path / "pages")
    assert path.name == "plus_zero.html"
    assert path.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert write_html(SAMPLES["finite_model"], tmp_path).name.startswith("refutation-")


def test_boxes_do_not_overlap() -> None:
    premises = {i: [j for j in range(i) if (i * 7 + j * 3) % 5 == 0][-6:] for i in range(1, 60)}
    premises = {i: [j for j in row if j] for i, row in premises.items()}
    drawing = draw(premises)
    places = [(box.x, box.y) for box in drawing.boxes]
    for k, (x, y) in enumerate(places):
        for u, v in places[:k]:
            assert abs(x - u) >= WIDTH or abs(y - v) >= HEIGHT
    assert all(y % PITCH_Y == 0 for _, y in places)
    assert draw(premises) == drawing


def test_long_premises_become_chips() -> None:
    drawing = draw({1: [], 2: [1], 3: [2], 4: [3], 5: [4], 6: [5, 1]})
    assert drawing.boxes[-1].chips == (1,)
    assert len(drawing.edges) == 5
