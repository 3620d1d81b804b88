"""Figures about a certificate: how large it is, how deep, what it rests on."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass

from lemmata.proof.decode import Document, cited
from lemmata.proof.dependencies import cited_theorems
from lemmata.proof.nodes import Citation, Instance, Law, Node, Stored
from lemmata.proof.outline import kernel_steps, reader_lines


@dataclass(frozen=True, slots=True)
class Statistics:
    """Figures of one certificate.

    `steps` are the nodes of all proofs, `kernel_steps` the same with computations expanded, `lines`
    what a reader sees. `depth` is the longest path of premises in one proof, `chain` the longest
    run of rewriting steps, `lemma_depth` the longest path of citations between theorems. `used` are
    the steps that the goal needs. `size` is that of the canonical JSON in bytes.
    """

    rules: dict[str, int]
    steps: int
    used: int
    kernel_steps: int
    lines: int
    lemmas: int
    cited: int
    depth: int
    chain: int
    lemma_depth: int
    axioms: tuple[str, ...]
    inductions: int
    size: int

    def to_dict(self) -> dict[str, object]:
        """The figures as a JSON object."""
        return asdict(self)


def statistics(document: Document) -> Statistics:
    """The figures of a document."""
    nodes = [node for proof in document.proofs for node in proof.nodes]
    rules = Counter(node.rule for node in nodes)
    depth: dict[Node, int] = {}
    chain: dict[Node, int] = {}
    for node in nodes:
        depth[node] = 1 + max((depth[p] for p in premises(node)), default=0)
        before = node.parents[0] if node.rule == "rewrite" else None
        chain[node] = int(node.rule == "rewrite") + (chain[before] if before else 0)
    laws = {by.source for n in nodes for by in cited(n) if isinstance(by.source, Law)}
    for proof in document.proofs:
        if isinstance(proof.theorem, Instance):
            given = proof.theorem.axioms.values()
            laws |= {by.source for by in given if isinstance(by.source, Law)}
    axioms = sorted({f"{law.owner}.{law.name}" for law in laws if law.kind == "axiom"})
    text = json.dumps(document.certificate, sort_keys=True, separators=(",", ":"))
    return Statistics(
        dict(sorted(rules.items())),
        len(nodes),
        _used(document),
        kernel_steps(document),
        reader_lines(document),
        max(0, len(document.proofs) - 1),
        sum(isinstance(p.theorem, Stored) for p in document.proofs),
        max(depth.values(), default=0),
        max(chain.values(), default=0),
        _lemma_depth(document),
        tuple(axioms),
        rules["induction"],
        len(text),
    )


def premises(node: Node) -> list[Node]:
    """The steps that a step rests on."""
    by = node.detail.get("by")
    source = [by.source] if isinstance(by, Citation) and isinstance(by.source, Node) else []
    return [*(p for p in node.parents if p is not None), *source]


def graph(document: Document) -> object:
    """All steps as a `networkx.DiGraph` of numbers, premises pointing to what uses them."""
    import networkx

    found: networkx.DiGraph[int] = networkx.DiGraph()
    for node, number in document.numbers.items():
        found.add_node(number, rule=node.rule)
        found.add_edges_from((document.numbers[p], number) for p in premises(node))
    return found


def _used(document: Document) -> int:
    """How many steps the ends of the proofs need."""
    seen: set[Node] = set()
    stack = [proof.nodes[-1] for proof in document.proofs if proof.nodes]
    while stack:
        node = stack.pop()
        if node not in seen:
            seen.add(node)
            stack += premises(node)
    return len(seen)


def _lemma_depth(document: Document) -> int:
    depth: list[int] = []
    for proof in document.proofs:
        sources = (by.source for node in proof.nodes for by in cited(node))
        below = [depth[s.index] for s in sources if isinstance(s, Law) and s.kind == "theorem"]
        if isinstance(proof.theorem, Instance):
            lemmas = map(id, cited_theorems(proof.theorem))
            place = {id(p.theorem): i for i, p in enumerate(document.proofs[: len(depth)])}
            below = [depth[place[lemma]] for lemma in lemmas]
        depth.append(1 + max(below, default=0))
    return max(depth, default=0)
