"""The pages of a site without a browser: links, safety, sizes, what they say and carry."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tarfile
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest

from export.pages import Page, fetches, policy_holds, unpacked
from export.site.libraries import RESERVED, THEORIES, explored, laws, library, site
from lemmata.errors import InputError
from lemmata.export.site import pages, parts, places, write_site
from lemmata.export.site.glossary import RULES
from lemmata.kernel import Checker, digest
from lemmata.kernel.rules import RULES as KERNEL_RULES
from lemmata.service.store import resolve

WORST, WHOLE = 150_000, 2_000_000
GZIP = "data:application/gzip;base64,"
FALSE = ("x + y = x", "x * y = x + y", "x <= y ==> y <= x")


def plain(source: str) -> str:
    """The text of a piece of HTML."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", source)).strip()


def part(source: str, start: str, end: str = "</p>") -> str:
    """The text from a mark to another."""
    return plain(source[source.index(start) :].partition(end)[0])


def certificates(made: dict[str, str]) -> dict[str, str]:
    """The certificates that pages carry, by digest."""
    found = {}
    for source in laws(made).values():
        [data] = re.findall(rf'id="cert" download="[^"]*" href="{GZIP}([^"]*)"', source)
        text = unpacked(data)
        found[digest(json.loads(text))] = text
    return found


def links_resolve(made: dict[str, str]) -> None:
    """Every id is there once, every link leads to an id or a file."""
    read = {file: Page(source) for file, source in made.items()}
    ids = {file: page.attributes("id") for file, page in read.items()}
    for file, page in read.items():
        assert len(ids[file]) == len(set(ids[file]))
        for link in page.attributes("href"):
            if link.startswith(GZIP) or link.endswith("-proofs.tar.xz"):
                continue
            target, _, fragment = link.partition("#")
            target = "" if target == "law.css" else target
            assert not target or target in made
            if target != "graph.html" and fragment:
                assert unquote(fragment) in ids[target or file]
        for key in ("aria-labelledby", "aria-describedby"):
            for label in page.attributes(key):
                assert label in ids[file]


@pytest.mark.parametrize("name", THEORIES)
def test_ids_are_unique_and_links_resolve_across_pages(name: str) -> None:
    links_resolve(site(name))


def test_links_into_the_graph_name_its_rows() -> None:
    rows = {i.removeprefix("law-") for i in Page(site("nat")["graph.html"]).attributes("id")}
    linked = re.findall(r'href="graph.html#([^"]*)"', "".join(laws(site("nat")).values()))
    assert len(linked) == len(library("nat").facts)
    assert set(linked) <= rows


@pytest.mark.parametrize("name", THEORIES)
def test_nothing_is_fetched_and_the_policy_names_style_and_script(name: str) -> None:
    for source in site(name).values():
        assert fetches(source) == []
        assert policy_holds(source)
        tags = [tag for tag, _ in Page(re.sub(r"(?s)<svg.*?</svg>", "", source)).tags]
        assert [tags.count(tag) for tag in ("title", "h1", "main", "html")] == [1, 1, 1, 1]
        assert '<html lang="en">' in source


def test_sizes_are_within_the_budgets() -> None:
    for name in THEORIES:
        for source in laws(site(name)).values():
            assert len(source.encode()) <= WORST
        for source in site(name).values():
            [style], [script] = (
                re.findall(rf"(?s)<{kind}>(.*?)</{kind}>", source) for kind in ("style", "script")
            )
            assert (len(style) <= 6_000, len(script) <= 12_000) == (True, True)
    assert sum(len(source.encode()) for source in site("nat").values()) <= WHOLE


@pytest.mark.parametrize("name", THEORIES)
def test_the_kernel_accepts_what_the_pages_carry_and_needs_nothing_else(name: str) -> None:
    found = certificates(site(name))
    checker = Checker(found.get)
    for key, text in found.items():
        assert checker.check(text).certificate == key
    assert {f.digest for f in library(name).facts} <= set(found)


def test_the_archive_holds_all_laws_in_all_forms(tmp_path: Path) -> None:
    made = site("list")
    write_site(library("list"), tmp_path, resolve)
    assert 'href="list-proofs.tar.xz"' in made["index.html"]
    with tarfile.open(tmp_path / "list-proofs.tar.xz") as archive:
        archive.extractall(tmp_path, filter="data")
    texts = [p.read_text(encoding="utf-8") for p in (tmp_path / "certificates").iterdir()]
    assert {digest(json.loads(text)) for text in texts} == set(certificates(made))
    for folder, suffix in (("coq", "v"), ("lean", "lean"), ("latex", "tex")):
        files = {path.stem for path in (tmp_path / folder).glob(f"*.{suffix}")}
        assert {"rev_rev", "nat.add_assoc"} <= files


def test_a_large_site_shares_style_and_script(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "SMALL", 5)
    made = pages(library("tree"), resolve)
    assert len(made["law.css"]) <= 6_000
    assert len(made["law.js"]) <= 12_000
    links_resolve({name: page for name, page in made.items() if name.endswith(".html")})
    for source in laws(made).values():
        assert "script-src 'self' file:;" in source
        assert '<link rel="stylesheet" href="law.css">' in source
        assert source.count("<script") == 1
        assert [word for word in fetches(source) if word != "src"] == []
        assert Page(source).attributes("src") == ["law.js"]
        assert "In tree-proofs.tar.xz: coq/" in plain(source)
    assert len(certificates(made)) == len(certificates(site("tree")))
    assert policy_holds(made["index.html"])


def test_downloads_are_files_of_the_other_forms() -> None:
    page = site("group")["right_inverse.html"]
    found = dict(re.findall(rf'download="right_inverse\.(\w+)\.gz" href="{GZIP}([^"]*)"', page))
    assert set(found) == {"json", "v", "lean", "tex", "p"}
    assert "Print Assumptions" in unpacked(found["v"])
    assert "theorem" in unpacked(found["lean"])
    assert "\\begin{document}" in unpacked(found["tex"])


def test_every_step_of_a_certificate_is_listed() -> None:
    made = site("nat")
    for fact in library("nat").facts:
        ids = Page(made[f"{fact.identifier}.html"]).attributes("id")
        listed = [i for i in ids if re.fullmatch(r"k\d+-\d+", i)]
        assert len(listed) == fact.steps


def test_what_a_law_rests_on_is_said_through_all_it_cites() -> None:
    page = site("nat")["mul_comm.html"]
    assert part(page, "<b>Rests on:</b>", "</div>") == (
        "Rests on: mul_zero, mul_succ; definition of *, definition of +, induction on Nat. "
        "Through those laws also: add_comm, add_assoc, add_succ."
    )
    assert part(page, "<b>Axioms needed:</b>") == "Axioms needed: none."
    assert "mul_assoc" in part(page, 'id="used-by"', "</div>")
    axioms = part(site("group")["right_inverse.html"], "<b>Axioms needed:</b>")
    assert axioms == "Axioms needed: assoc, left_inverse, left_unit."


def test_uses_and_used_by_are_each_others_converse() -> None:
    made = site("nat")
    for fact in library("nat").facts:
        used = part(made[f"{fact.identifier}.html"], 'id="used-by"', "\n")
        for user in fact.used_by:
            assert user in used
            assert f'href="{fact.identifier}.html"' in made[f"{user}.html"]


def test_the_index_names_the_law_first() -> None:
    page = site("nat")["index.html"]
    rows = re.findall(r"<li data-found.*?</li>", page)
    assert len(rows) == len(library("nat").facts)
    [row] = [row for row in rows if 'href="mul_comm.html"' in row]
    assert plain(row) == "Commutativity of * mul_commx * y = y * xused by 5"
    ranked = [bool(re.search(" data-named", row)) for row in rows]
    assert ranked == sorted(ranked, reverse=True)


def test_laws_of_other_theories_have_pages_too() -> None:
    made = site("list")
    assert "nat.add_assoc.html" in made
    assert 'href="nat.add_assoc.html"' in made["sum_append.html"]
    assert "from theory nat" in made["nat.add_assoc.html"]
    assert "definition of" in part(made["sum_append.html"], "<b>Rests on:</b>", "</div>")
    assert 'href="nat.add_assoc.html"' in made["theory-nat.html"]


def test_open_and_refuted_conjectures_are_shown_with_witnesses() -> None:
    made = pages(explored("nat", *FALSE), resolve)
    page = made["theory-nat.html"]
    assert 'href="theory-nat.html#open">1 conjecture open' in made["index.html"]
    assert 'href="theory-nat.html#refuted">3 conjectures refuted' in made["index.html"]
    assert "no steps left; left to prove:" in part(page, 'id="open"', "</ol>")
    row = part(page, 'id="c-false_0"', "</tr>")
    assert "x = 0, y = 1" in row
    assert row.endswith("x + y = 1x = 0")
    law = next(f for f in explored("nat", *FALSE).facts if not f.basis)
    own = made[f"{law.identifier}.html"]
    assert "Follows without induction from: add_zero." in plain(own)
    assert "Other derivations" in own


def test_finite_models_are_shown_as_tables() -> None:
    page = pages(explored("group", "x * y = y * x"), resolve)["theory-group.html"]
    assert "in a model of 6 elements" in page
    assert "Table of *" in page
    assert Page(page).attributes("id")


def test_a_page_of_the_rules_says_each_once() -> None:
    assert [entry.rule for entry in RULES] == list(KERNEL_RULES)
    page = site("nat")["rules.html"]
    ids = Page(page).attributes("id")
    assert set(KERNEL_RULES) <= set(ids)
    assert 'href="rules.html#induction"' in site("nat")["add_comm.html"]


def test_names_that_are_taken_or_strange_get_other_files() -> None:
    found = library("tree")
    names = ["index", "GRAPH", "a/b", "<b>'\"&x"]
    renamed = [replace(f, identifier=n) for f, n in zip(found.facts, names, strict=False)]
    made = pages(replace(found, facts=tuple(renamed)), resolve)
    own = laws(made)
    assert {"index-2.html", "GRAPH-2.html"} <= set(own)
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]+", name) for name in own)
    for source in made.values():
        assert "<b>'" not in source
        assert fetches(source) == []
        Page(source)


def test_a_site_with_a_rejected_certificate_is_not_written(tmp_path: Path) -> None:
    first, *rest = library("nat").facts
    damaged = json.loads(json.dumps(first.certificate))
    damaged["theorems"][-1]["nodes"][0]["rule"] = "refl"
    derivation = replace(first.derivation, certificate=damaged, digest=digest(damaged))
    wrong = replace(library("nat"), facts=(replace(first, derivation=derivation), *rest))
    with pytest.raises(InputError, match="the kernel rejects the certificate of add_zero"):
        write_site(wrong, tmp_path / "site")
    assert not (tmp_path / "site").exists()


def test_a_fact_must_carry_the_certificate_that_it_names() -> None:
    first, second, *rest = library("nat").facts
    swapped = replace(first.derivation, certificate=second.certificate)
    wrong = replace(library("nat"), facts=(replace(first, derivation=swapped), second, *rest))
    with pytest.raises(InputError, match="is not the one that is cited"):
        pages(wrong, resolve)


def test_certificates_must_state_what_the_library_says() -> None:
    first, second, *rest = library("nat").facts
    renamed = replace(first, clause=second.clause)
    wrong = replace(library("nat"), facts=(renamed, second, *rest))
    with pytest.raises(InputError, match="the certificate of add_zero states something else"):
        pages(wrong, resolve)
    found = explored("nat", *FALSE)
    refuted = (replace(found.refuted[0], clause=found.refuted[1].clause),)
    with pytest.raises(InputError, match="the certificate of false_0 refutes something else"):
        pages(replace(found, refuted=refuted), resolve)


def test_other_derivations_must_prove_the_same() -> None:
    first, second, *rest = library("nat").facts
    odd = replace(first, alternatives=(second.derivation,))
    wrong = replace(library("nat"), facts=(odd, second, *rest))
    with pytest.raises(InputError, match="another derivation of add_zero proves something else"):
        pages(wrong, resolve)


def test_what_is_cited_must_be_found() -> None:
    with pytest.raises(InputError, match="was not found"):
        pages(library("list"))


def test_written_files_are_the_pages(tmp_path: Path) -> None:
    index = write_site(library("tree"), tmp_path / "deep" / "site", resolve)
    assert index.name == "index.html"
    files = {p.name: p.read_text(encoding="utf-8") for p in index.parent.glob("*.html")}
    assert files == site("tree")
    assert set(files) >= RESERVED


@pytest.mark.slow
def test_the_same_library_gives_the_same_bytes_under_any_hash_seed() -> None:
    script = (
        "import hashlib; from export.site.libraries import site; "
        "print(hashlib.sha256(repr(sorted(site('list').items())).encode()).hexdigest())"
    )
    digests = set()
    for seed in ("1", "2"):
        environment = {"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(filter(None, sys.path))}
        command = [sys.executable, "-c", script]
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
        digests.add(done.stdout)
    assert len(digests) == 1


def test_a_long_proof_takes_several_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, limit in (("FEW", 4), ("WHOLE", 4_000), ("ROWS", 1_500), ("PART", 2_000)):
        monkeypatch.setattr(parts, name, limit)
    made = pages(library("list"), resolve)
    links_resolve(made)
    whole, cut = Page(site("list")["filter_rev.html"]), {}
    for file, source in made.items():
        if re.fullmatch(r"filter_rev(-(rows|steps)-\d+)?\.html", file):
            cut[file] = Page(source)
            assert fetches(source) == []
    assert {"filter_rev.html", "filter_rev-rows-2.html", "filter_rev-steps-1.html"} <= set(cut)
    for pattern in (r"n\d+", r"k\d+-\d+"):
        found = [i for page in cut.values() for i in page.attributes("id")]
        ids = [i for i in found if re.fullmatch(pattern, i)]
        wanted = [i for i in whole.attributes("id") if re.fullmatch(pattern, i)]
        assert sorted(ids) == sorted(wanted)
    assert any(">continued</div>" in made[file] for file in cut)
    assert 'rel="next" href="filter_rev-rows-3.html"' in made["filter_rev-rows-2.html"]
