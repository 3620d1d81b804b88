"""The page with all laws as nodes: who uses whom, on a canvas that pans and zooms.

The script reads nodes and edges from the list below the canvas, which says the same to those who do
not see it or have no script; only the places of the nodes are extra.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isqrt

from lemmata.export.cone import PITCH_X, PITCH_Y, draw
from lemmata.export.dots import positions
from lemmata.export.formulas import text
from lemmata.export.frame import page, version
from lemmata.export.site.places import Site, fragment, statement_of, theory_page

GROUP = 50
CAREFUL = 60
"""Up to this many nodes with edges the drawing is the careful one."""
NARROW = 8
"""How many nodes a layer holds at least before it is wrapped."""
DOWN = 92
"""From layer to layer."""


@dataclass(frozen=True, slots=True)
class GraphNode:
    """A node: the name of its row, its page, its title, HTML that says more, what it uses."""

    identifier: str
    file: str
    title: str
    shown: str
    uses: tuple[str, ...]


def graph_page(site: Site) -> str:
    """The graph of a library."""
    nodes = [
        GraphNode(a.identifier, a.file, a.title, statement_of(a), a.uses) for a in site.articles
    ]
    name = site.library.theory.name
    head = f"""<nav aria-label="Site">
<a id="index" href="index.html">All laws</a>
<a href="{theory_page(name)}">Theory {text(name)}</a>
<a href="rules.html">Rules</a>
</nav>"""
    return drawn(f"Graph of {name}", head, nodes)


def drawn(title: str, head: str, nodes: Sequence[GraphNode]) -> str:
    """The page of any graph; its nodes in an order in which what is used comes first or not."""
    number = {node.identifier: i for i, node in enumerate(nodes, 1)}
    uses = {number[n.identifier]: [number[u] for u in n.uses if u in number] for n in nodes}
    at = _places(_used_first(uses))
    places = " ".join("{},{}".format(*at[i]) for i in range(1, len(nodes) + 1))
    rows = [_row(node, number) for node in nodes]
    groups = [
        f'<ol class="far" start="{start + 1}">\n{"".join(rows[start : start + GROUP])}</ol>'
        for start in range(0, len(rows), GROUP)
    ]
    body = f"""{head}
<header>
<h1>{text(title)}</h1>
<p>A law stands below the laws that it uses; those that no other needs, and that need none, are at
the bottom. Choose one to see all that it rests on and all that rests on it.</p>
<div class="tools">
<label>Search <input id="search" type="search" autocomplete="off"></label>
<button id="larger">Larger</button><button id="smaller">Smaller</button>
<button id="fit">Fit</button>
</div>
{KEYS}
</header>
<main>
<div class="stage"><canvas id="graph" tabindex="0" role="img" aria-describedby="list"
data-at="{places}" aria-label="Graph of laws; the list below says the same"></canvas>
<p id="chosen" role="status">Nothing is chosen.</p></div>
<h2 id="list">The same as a list</h2>
<details id="all"><summary>{len(nodes):,} laws with what each uses</summary>
{chr(10).join(groups)}
</details>
</main>
<footer><p>Page by Lemmata {text(version())}.</p></footer>"""
    return page(title, body, ("base", "site", "graph"), ("base", "graph"))


KEYS = """<details id="keys"><summary>Keys</summary>
<p><kbd>j</kbd> <kbd>k</kbd> next and previous law, <kbd>u</kbd> what it uses, <kbd>d</kbd> what
uses it, <kbd>o</kbd> opens its page, arrows move the picture, <kbd>+</kbd> <kbd>-</kbd>
<kbd>0</kbd> zoom, <kbd>/</kbd> search, <kbd>i</kbd> all laws, <kbd>?</kbd> this list. With the
pointer: drag, wheel or two fingers.</p></details>"""


def _row(node: GraphNode, number: Mapping[str, int]) -> str:
    uses = ", ".join(
        f'<a href="#law-{fragment(u)}">{text(u)}</a>' for u in node.uses if u in number
    )
    used = f" uses {uses}" if uses else ""
    return (
        f'<li id="law-{text(node.identifier)}"><a href="{text(node.file)}">{text(node.title)}</a> '
        f"{node.shown}{used}</li>\n"
    )


def _used_first(uses: Mapping[int, Sequence[int]]) -> dict[int, Sequence[int]]:
    """The nodes with what they use, that first; an edge that closes a circle is left out."""
    done: dict[int, Sequence[int]] = {}
    for root in uses:
        stack, open_nodes = [root], dict.fromkeys([root])
        while stack:
            v = stack[-1]
            todo = [u for u in uses[v] if u not in done and u not in open_nodes]
            if v in done or not todo:
                stack.pop()
                open_nodes.pop(v, None)
                done.setdefault(v, [u for u in uses[v] if u in done])
                continue
            stack.append(todo[0])
            open_nodes[todo[0]] = None
    return done


def _places(uses: Mapping[int, Sequence[int]]) -> dict[int, tuple[int, int]]:
    """Where each node stands, in pixels at natural size; below, those without any edge."""
    used = {u for above in uses.values() for u in above}
    linked = {v: above for v, above in uses.items() if above or v in used}
    if len(linked) > CAREFUL:
        places = positions(linked, max(NARROW, isqrt(len(linked))))
        at = {v: (x * PITCH_X // 2, y * DOWN) for v, (x, y) in places.items()}
    else:
        at = {b.number: (b.x, b.y * DOWN // PITCH_Y) for b in draw(linked).boxes}
    width = max((x for x, _ in at.values()), default=0)
    columns = max(6, 1 + width // PITCH_X, isqrt(len(uses) - len(linked)))
    top = max((y for _, y in at.values()), default=-2 * DOWN) + 2 * DOWN
    alone = (v for v in uses if v not in linked)
    for k, v in enumerate(alone):
        at[v] = (k % columns * PITCH_X, top + k // columns * PITCH_Y)
    return at
