"""The site in Chromium: with and without scripts, by keyboard, on a phone, from file://."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from export.chromium import Chromium
from export.site.libraries import explored, library
from lemmata.export.site import places, write_site
from lemmata.service.store import resolve

pytestmark = [pytest.mark.needs_debian, pytest.mark.slow]

OPEN = "[...document.querySelectorAll('#laws li:not([hidden]) > div:first-child > a')]"
SELECTED = "document.querySelector('[aria-current=step]')?.id"
POP = "document.querySelector('#pop:popover-open')?.textContent.trim() || ''"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A written site with laws, an open and a refuted conjecture."""
    path = tmp_path_factory.mktemp("site")
    write_site(explored("nat", "x + y = x"), path, resolve)
    write_site(library("list"), path / "list", resolve)
    return path


def test_a_large_site_works_from_files(
    browser: Chromium, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "SMALL", 5)
    write_site(library("group"), tmp_path, resolve)
    browser.open((tmp_path / "inv_mul.html").as_uri())
    assert browser.run("document.documentElement.className") == "js"
    assert browser.run("getComputedStyle(document.querySelector('.cols')).display") == "grid"
    browser.key("g")
    browser.settle()
    assert browser.run(SELECTED) is not None


@pytest.fixture(scope="module")
def window(
    debian_tool: Callable[..., str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Chromium]:
    """One browser for all tests."""
    with Chromium(debian_tool("chromium"), tmp_path_factory.mktemp("chromium")) as found:
        yield found


@pytest.fixture
def browser(window: Chromium) -> Chromium:
    """The browser as a reader on a large screen has it."""
    window.script(True)
    window.size(1280, 900)
    window.dark(False)
    return window


def test_from_the_index_to_the_reason_in_a_click(browser: Chromium, folder: Path) -> None:
    browser.open((folder / "index.html").as_uri())
    before = browser.loaded
    browser.run(f"{OPEN}.find((a) => a.textContent === 'Commutativity of *').click()")
    browser.wait(before)
    said = browser.run("document.body.innerText")
    assert "Rests on: mul_zero, mul_succ" in said
    assert "Axioms needed: none." in said
    assert "= y * S(x" in said


def test_search_filters_and_orders_of_the_index(browser: Chromium, folder: Path) -> None:
    browser.open((folder / "index.html").as_uri())
    for key in "/comm":
        browser.key(key)
    names = browser.run(f"{OPEN}.map((a) => a.textContent)")
    assert "Commutativity of *" in names
    assert all("omm" in name for name in names)
    assert browser.run("count.textContent") == f"{len(names)} of 56"
    browser.key("Escape")
    assert browser.run(f"{OPEN}.length") == 56
    browser.run("operation.value = '^'; operation.dispatchEvent(new Event('input'))")
    assert set(browser.run(f"{OPEN}.map((a) => a.hash || a.pathname.split('/').pop())")) == {
        f"{name}.html" for name in ("mul_pow", "one_pow", "pow_add", "pow_mul", "pow_one")
    }
    browser.run("order.value = 'found'; order.dispatchEvent(new Event('input'))")
    first = browser.run(f"{OPEN}[0].pathname")
    assert first.endswith("pow_one.html")


def test_keys_walk_the_proof_and_the_site(browser: Chromium, folder: Path) -> None:
    browser.open((folder / "mul_comm.html").as_uri())
    for key, row in (("g", "n3"), ("j", "n4"), ("ArrowDown", "n5"), ("u", "n7"), ("d", "n5")):
        browser.key(key)
        browser.settle()
        assert browser.run(SELECTED) == row
        assert browser.run("document.activeElement.className") == "num"
    browser.open((folder / "mul_comm.html").as_uri() + "#n1")
    for key, page in (("o", "mul_zero"), ("n", "mul_one"), ("[", "mul_zero"), ("i", "index")):
        before = browser.loaded
        browser.key(key)
        browser.wait(before)
        assert browser.run("location.pathname").endswith(f"/{page}.html")


def test_a_step_and_its_node_show_each_other(browser: Chromium, folder: Path) -> None:
    browser.open((folder / "mul_comm.html").as_uri())
    browser.run(
        "document.querySelector('#b5').dispatchEvent(new MouseEvent('click', {bubbles: 1}))"
    )
    browser.run("location.hash = document.querySelector('#b5').getAttribute('href')")
    browser.settle()
    assert browser.run(SELECTED) == "n5"
    browser.run("document.querySelector('#n7 .line > div').click()")
    browser.settle()
    assert browser.run(SELECTED) == "n7"
    assert browser.run("document.querySelector('.cone .sel').id") == "b5"
    assert "rests on" in browser.run("document.querySelector('#status').textContent")


def test_definitions_are_shown_on_focus_hover_and_tap(browser: Chromium, folder: Path) -> None:
    address = (folder / "mul_comm.html").as_uri()
    browser.open(address)
    browser.run("document.querySelector('.why .def').focus()")
    assert "S(x) * y = y + x * y" in browser.run(POP)
    browser.key("Escape")
    assert browser.run(POP) == ""
    box = browser.box(".rests .def")
    where = {"x": box["x"] + 5, "y": box["y"] + 5}
    browser.send("Input.dispatchMouseEvent", type="mouseMoved", **where)
    assert "S(x) * y = y + x * y" in browser.run(POP)
    browser.size(390, 844, mobile=True)
    browser.open(address)
    box = browser.box(".rests .def")
    where = {"x": box["x"] + 5, "y": box["y"] + 5}
    browser.send("Input.dispatchTouchEvent", type="touchStart", touchPoints=[where])
    browser.send("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])
    browser.settle(400)
    assert "S(x) * y = y + x * y" in browser.run(POP)
    assert browser.run("location.hash") == ""


def test_the_graph_pans_zooms_and_chooses(browser: Chromium, folder: Path) -> None:
    browser.open((folder / "graph.html").as_uri() + "#mul_comm")
    said = "document.querySelector('#chosen').innerText"
    assert "Commutativity of * x * y = y * x uses mul_zero, mul_succ" in browser.run(said)
    ink = (
        "(() => { const c = document.querySelector('#graph'); const d = c.getContext('2d')"
        ".getImageData(0, 0, c.width, c.height).data; let n = 0;"
        "for (let i = 0; i < d.length; i += 4) n = (n * 31 + d[i + 3]) % 1000003; return n; })()"
    )
    pause = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
    seen = [browser.run(ink)]
    browser.run("document.querySelector('#graph').focus()")
    for key in ("+", "ArrowLeft", "0"):
        browser.key(key)
        browser.run(pause)
        seen.append(browser.run(ink))
    assert len(set(seen)) == len(seen)
    browser.key("u")
    browser.settle()
    assert browser.run("location.hash") == "#mul_zero"
    before = browser.loaded
    browser.key("Enter")
    browser.wait(before)
    assert browser.run("location.pathname").endswith("/mul_zero.html")


@pytest.mark.parametrize("dark", [False, True])
def test_no_page_scrolls_sideways_on_a_phone(browser: Chromium, folder: Path, dark: bool) -> None:
    browser.size(390, 844, mobile=True)
    browser.dark(dark)
    paths = sorted(folder.rglob("*.html"))
    for path in paths[:: 1 if dark else 4]:
        browser.open(path.as_uri())
        assert browser.run("document.documentElement.scrollWidth") <= 390, path.name
        shown = browser.run("document.querySelector('#map')?.clientWidth || 0")
        assert shown == 0
    colour = browser.run("getComputedStyle(document.body).backgroundColor")
    assert colour == ("rgb(22, 24, 28)" if dark else "rgb(255, 255, 255)")


def test_without_scripts_everything_is_there(browser: Chromium, folder: Path) -> None:
    browser.script(False)
    browser.open((folder / "index.html").as_uri())
    assert browser.run(f"{OPEN}.length") == 56
    hidden = "getComputedStyle(document.querySelector('.tools')).visibility"
    assert browser.run(hidden) == "hidden"
    browser.open((folder / "mul_comm.html").as_uri() + "#n7")
    assert browser.run("document.querySelector(':target').id") == "n7"
    assert browser.run("document.querySelectorAll('.cone rect').length") == 5
    assert browser.run("document.querySelector('#cert').href").startswith("data:application/gzip")
    browser.open((folder / "graph.html").as_uri())
    assert browser.run("document.querySelectorAll('#all li').length") == 56


def test_no_request_leaves_the_site(browser: Chromium, folder: Path) -> None:
    browser.requests.clear()
    for name in ("index", "mul_comm", "graph", "rules", "theory-nat"):
        browser.open((folder / f"{name}.html").as_uri())
    assert len(browser.requests) == 5
    assert all(address.startswith(folder.as_uri()) for address in browser.requests)


def test_a_long_proof_has_its_overview_beside_it(browser: Chromium, folder: Path) -> None:
    browser.open((folder / "list" / "filter_rev.html").as_uri() + "#n20")
    overview, text = browser.box("#map"), browser.box("#proof")
    assert overview["left"] >= text["right"]
    before = browser.run(SELECTED)
    x, y = overview["left"] + overview["width"] / 2, overview["bottom"] - 12
    browser.click(x, y)
    browser.settle()
    assert browser.run(SELECTED) != before
