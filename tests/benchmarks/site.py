"""The site of stored laws: sizes and times; a graph of 10,000 nodes beside a plain list.

    python tests/benchmarks/site.py --nodes 10000

Bars: a law's page at most 150 kB, the site of nat at most 2 MB and a few CPU seconds; the graph
painted within 1.5 times the time of the list, panned at 30 frames a second or more.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from shutil import which

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.measuring import Row, cpu_seconds, parser, table, write
from export.chromium import Chromium
from lemmata import theory
from lemmata.export.formulas import text
from lemmata.export.site import write_site
from lemmata.export.site.graph import GraphNode, drawn
from lemmata.service.library import stored_library
from lemmata.service.store import resolve

THEORIES = ("nat", "list", "tree", "group", "lattice", "int", "real", "trigonometry")
WORST, WHOLE, RATIO, FRAMES = 150_000, 2_000_000, 1.5, 30
LOADS = 5
PAINTED = (
    "addEventListener('load', () => requestAnimationFrame(() => requestAnimationFrame("
    "() => { window.painted = performance.now(); })))"
)
WAIT = """new Promise((done) => {
  const look = () => window.painted ? done(painted) : setTimeout(look, 5);
  look();
})"""
PAN = """new Promise((done) => {
  const canvas = document.querySelector("#graph"), start = performance.now();
  let frames = 0;
  canvas.focus();
  const step = () => {
    const key = ["ArrowLeft", "ArrowUp", "ArrowRight", "ArrowDown"][(frames >> 4) % 4];
    canvas.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
    frames += 1;
    if (frames < 120) requestAnimationFrame(step);
    else done(1000 * frames / (performance.now() - start));
  };
  requestAnimationFrame(step);
})"""


def sizes(name: str) -> Row:
    """The site of a theory's stored laws."""
    start = cpu_seconds()
    library = stored_library(theory(name))
    read = cpu_seconds()
    with tempfile.TemporaryDirectory() as folder:
        write_site(library, folder, resolve)
        made = {path.name: path.stat().st_size for path in Path(folder).iterdir()}
    laws = [made[f"{fact.identifier}.html"] for fact in library.facts]
    lengths = sorted(laws)
    return {
        "theory": name,
        "laws": len(library.facts),
        "files": len(made),
        "total_kb": round(sum(made.values()) / 1000),
        "median_kb": round(lengths[len(lengths) // 2] / 1000, 1),
        "worst_kb": round(lengths[-1] / 1000, 1),
        "read_cpu_s": round(read - start, 2),
        "pages_cpu_s": round(cpu_seconds() - read, 2),
    }


def saturated(count: int, seed: int = 0) -> list[GraphNode]:
    """A random DAG like that of a saturation: recent premises, some that many use."""
    chance = random.Random(seed)
    nodes: list[GraphNode] = []
    for i in range(count):
        known = [
            chance.randrange(max(0, i - 200), i) if chance.random() < 0.8 else chance.randrange(i)
            for _ in range(chance.choice((1, 1, 2, 2, 3)) if i > 20 else 0)
        ]
        left, right = f"f(<i>x</i>, g(<i>y</i>, {i}))", f"g(f(<i>x</i>, <i>y</i>), {i})"
        shown = f'<span class="f">{left} = {right}</span>'
        uses = tuple(f"lemma_{k}" for k in sorted(set(known)))
        nodes.append(GraphNode(f"lemma_{i}", f"lemma_{i}.html", f"Lemma {i}", shown, uses))
    return nodes


def plain(nodes: Sequence[GraphNode]) -> str:
    """The same nodes as a list, without style or script."""
    rows = []
    for n in nodes:
        uses = ", ".join(f'<a href="#{u}">{u}</a>' for u in n.uses)
        said = f'<a href="{n.file}">{text(n.title)}</a> {n.shown} uses {uses}'
        rows.append(f'<li id="{n.identifier}">{said}</li>\n')
    head = '<!DOCTYPE html>\n<html lang="en"><title>List</title><ol>\n'
    return f"{head}{''.join(rows)}</ol></html>\n"


def painted(browser: Chromium, path: Path) -> float:
    """Milliseconds from the start of a load until two frames after it; the smallest of some."""
    found = []
    for _ in range(LOADS):
        browser.open("about:blank")
        browser.open(path.as_uri())
        found.append(float(browser.run(WAIT)))
    return min(found)


def drawing(program: str, count: int) -> Row:
    """A graph of some nodes beside a plain list of them, and how it pans."""
    nodes = saturated(count)
    start = cpu_seconds()
    page = drawn("Graph", "", nodes)
    made = cpu_seconds() - start
    with tempfile.TemporaryDirectory() as folder:
        graph, listed = Path(folder, "graph.html"), Path(folder, "list.html")
        graph.write_text(page, encoding="utf-8")
        listed.write_text(plain(nodes), encoding="utf-8")
        with Chromium(program, Path(folder)) as browser:
            browser.send("Page.addScriptToEvaluateOnNewDocument", source=PAINTED)
            times = [painted(browser, path) for path in (listed, graph)]
            whole = float(browser.run(PAN))
            for _ in range(12):
                browser.key("+")
            near = float(browser.run(PAN))
    return {
        "nodes": count,
        "page_kb": round(len(page.encode()) / 1000),
        "made_cpu_s": round(made, 2),
        "list_ms": round(times[0]),
        "graph_ms": round(times[1]),
        "ratio": round(times[1] / times[0], 2),
        "frames_whole": round(whole),
        "frames_near": round(near),
    }


def main() -> int:
    """Measure, print, compare with the bars."""
    options = parser(__doc__)
    options.add_argument("--nodes", type=int, default=10_000, help="of the large graph")
    options.add_argument("--theories", nargs="*", default=list(THEORIES), metavar="NAME")
    args = options.parse_args()
    rows = [sizes(name) for name in args.theories]
    table([list(rows[0]), *(list(row.values()) for row in rows)])
    program = which("chromium")
    graphs = [drawing(program, n) for n in (args.nodes // 10, args.nodes)] if program else []
    if graphs:
        print()
        table([list(graphs[0]), *(list(row.values()) for row in graphs)])
    good = all(row["worst_kb"] * 1000 <= WORST for row in rows)
    good &= all(row["total_kb"] * 1000 <= WHOLE for row in rows if row["theory"] == "nat")
    good &= all(g["ratio"] <= RATIO and g["frames_whole"] >= FRAMES for g in graphs)
    print("\nwithin the bars" if good else "\nNOT within the bars")
    write(args.json, {"sites": rows, "graphs": graphs})
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
