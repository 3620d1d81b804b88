"""Which steps of a proof are claims of their own, and where a reader meets them.

A step that is cited again and needs more than one argument, or that is a case distinction cited by
a calculation, becomes a claim. It is shown just before the innermost step all its uses are part of:
its immediate dominator in the proof DAG.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lemmata.proof.nodes import Citation, Law, Node

BLOCKS = frozenset({"split", "cases", "induction", "cut", "distinct"})
WRAPPERS = frozenset({"sym", "eq_intro", "eq_elim", "injective", "distinct"})
SHORT = 8
NESTING = 0


def edges(node: Node) -> Iterator[tuple[Node, str]]:
    """The steps a step rests on, and how: `body` is shown under it, `link` is part of its
    calculation, `support` is cited by it.
    """
    rule = node.rule
    if rule in ("split", "cases", "induction", "cut"):
        kind = "body"
    elif rule in ("trans", "cong", "sym", "rewrite"):
        kind = "link"
    else:
        kind = "support"
    for i, parent in enumerate(node.parents):
        if parent is not None:
            yield parent, "support" if rule == "rewrite" and i else kind
    by = node.detail.get("by")
    if isinstance(by, Citation) and isinstance(by.source, Node):
        yield by.source, "link"


def is_argument(node: Node) -> bool:
    """Whether the step itself, without what it rests on, needs more than a definition."""
    if node.rule == "rewrite":
        source = node.detail["by"].source  # type: ignore[attr-defined]
        return not (isinstance(source, Node) or (isinstance(source, Law) and source.is_definition))
    return node.rule not in ("refl", "sym", "trans", "cong", "eval")


@dataclass(slots=True)
class _Weight:
    """How much a reader has to take in where a step is shown as part of something else."""

    arguments: int
    steps: int = 1
    nesting: int = 0
    cites_claim: bool = False

    def is_claim(self, kind: str, alone: bool, node: Node) -> bool:
        """Whether a step of this weight is shown by itself."""
        if node.rule in BLOCKS:
            return True
        if kind == "support" and (self.arguments > 1 or self.nesting > NESTING):
            return True
        long = self.arguments > 1 or self.steps > SHORT or self.nesting > 0 or self.cites_claim
        return long and not alone

    def add(self, child: _Weight, kind: str, claimed: bool) -> None:
        """Account for a step that this one rests on."""
        if claimed:
            self.cites_claim = True
            self.arguments += int(kind == "link")
        elif kind != "body":
            self.cites_claim = self.cites_claim or child.cites_claim
            self.nesting = max(self.nesting, child.nesting + int(kind == "support"))
            if kind == "link":
                self.arguments += child.arguments
                self.steps += child.steps


class Sharing:
    """The claims of a proof that ends in `root`, and before which step each is shown."""

    def __init__(self, root: Node) -> None:
        self.order = _topological(root)
        self.position = {node: i for i, node in enumerate(self.order)}
        users: dict[Node, list[Node]] = {node: [] for node in self.order}
        for node in self.order:
            for child, _ in edges(node):
                users[child].append(node)
        self.claims: set[Node] = set()
        self._decide(root, users)
        self.before: dict[Node, list[Node]] = {}
        self._place(root, users)

    def _decide(self, root: Node, users: dict[Node, list[Node]]) -> None:
        """Find the claims, premises first."""
        bodies, shown = {root}, {root}
        for node in reversed(self.order):
            transparent = node in bodies and node.rule in ("sym", "eq_intro")
            inside = node in shown and node.rule in WRAPPERS
            for child, kind in edges(node):
                if kind == "body" or transparent:
                    bodies.add(child)
                if kind == "body" or inside:
                    shown.add(child)
        weights: dict[Node, _Weight] = {}
        for node in self.order:
            weight = weights[node] = _Weight(int(is_argument(node)))
            inside = node in shown and node.rule in WRAPPERS
            for child, kind in edges(node):
                alone = len(users[child]) == 1
                here = kind == "body" or (inside and child.rule not in BLOCKS)
                here = here or (child in bodies and child.rule in BLOCKS)
                if not (alone and here) and weights[child].is_claim(kind, alone, child):
                    self.claims.add(child)
                weight.add(weights[child], kind, child in self.claims)

    def _place(self, root: Node, users: dict[Node, list[Node]]) -> None:
        """Immediate dominators, users first."""
        parent: dict[Node, Node] = {}
        depth = {root: 0}
        for node in reversed(self.order):
            if node is root:
                continue
            first, *rest = users[node]
            for other in rest:
                while first is not other:
                    if depth[first] < depth[other]:
                        first, other = other, first
                    first = parent[first]
            parent[node], depth[node] = first, depth[first] + 1
        for node in self.order:
            if node in self.claims:
                self.before.setdefault(parent[node], []).append(node)

    def part_of(self, root: Node) -> Iterator[Node]:
        """The steps that are shown as part of a calculation that proves `root`."""
        seen = {root}
        stack = [root]
        while stack:
            node = stack.pop()
            yield node
            for child, kind in edges(node):
                if kind != "body" and child not in self.claims and child not in seen:
                    seen.add(child)
                    stack.append(child)


def _topological(root: Node) -> list[Node]:
    """All steps below the root, premises first."""
    done: dict[Node, None] = {}
    stack = [root]
    while stack:
        node = stack[-1]
        todo = [] if node in done else [c for c, _ in edges(node) if c not in done]
        if todo:
            stack.extend(reversed(todo))
            continue
        stack.pop()
        done.setdefault(node)
    return list(done)
