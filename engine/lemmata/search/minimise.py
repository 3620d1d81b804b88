"""Shorter proofs: every rewrite chain is explained again from just the instances that it uses.

A chain found by saturation wanders. Its ground instances are fed into a fresh congruence closure in
several orders, stopping as soon as the two ends meet; the shortest explanation is kept. Dead nodes
and repeated nodes disappear when the proof is encoded.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial

from lemmata.proof import build
from lemmata.proof.dependencies import in_order, premises, topological
from lemmata.proof.nodes import Citation, Law, Node, Theorem
from lemmata.search.egraph import EGraph, Reason
from lemmata.terms.term import Term

ROUNDS = 6
MAX_CHAIN = 400


@dataclass(frozen=True, slots=True)
class Use:
    """One instance that a chain uses, with the proofs of its premises."""

    citation: Citation
    proofs: tuple[Node, ...]
    path: tuple[int, ...]
    reverse: bool


def minimise(theorem: Theorem, finished: Iterable[Theorem] = ()) -> Theorem:
    """The theorem with shorter chains, never with longer ones.

    In its lemmas too, but for those that are `finished`.
    """
    done: dict[int, Theorem] = {id(lemma): lemma for lemma in finished}
    for cited in in_order(theorem):
        if isinstance(cited, Theorem):
            _theorem(cited, done)
    return done[id(theorem)]


def _theorem(theorem: Theorem, done: dict[int, Theorem]) -> Theorem:
    if id(theorem) in done:
        return done[id(theorem)]
    order = topological(theorem.root)
    ends = _chain_ends(order, theorem.root)
    new: dict[Node, Node] = {}
    laws: dict[int, Law] = {}

    def law(old: Law) -> Law:
        if isinstance(old.proof, Theorem):
            if id(old) not in laws:
                laws[id(old)] = replace(old, proof=_theorem(old.proof, done))
            return laws[id(old)]
        return old

    def citation(old: Citation) -> Citation:
        if isinstance(old.source, Node):
            return Citation(new[old.source])
        if isinstance(old.source, Law):
            return replace(old, source=law(old.source))
        return old

    for node in order:
        if node.rule != "rewrite":
            parents = tuple(new[p] if p is not None else None for p in node.parents)
            new[node] = replace(node, parents=parents)
        elif node in ends:
            uses: list[Use] = []
            link: Node | None = node
            while link is not None and link.rule == "rewrite" and not (uses and link in ends):
                by = link.detail["by"]
                assert isinstance(by, Citation)
                proofs = tuple(new[p] for p in link.parents[1:] if p is not None)
                at, reverse = link.detail["at"], link.detail["reverse"]
                assert isinstance(at, tuple)
                uses.append(Use(citation(by), proofs, at, bool(reverse)))
                link = link.parents[0]
            before = new[link] if link is not None else None
            new[node] = _chain(node, before, uses[::-1])
    found = Theorem(theorem.name, theorem.clause, theorem.variables, new[theorem.root])
    done[id(theorem)] = found
    return found


def _chain_ends(order: list[Node], root: Node) -> set[Node]:
    """Rewrite nodes that something other than the next step of their chain rests on."""
    ends = {root} if root.rule == "rewrite" else set()
    followers: dict[Node, int] = {}
    for node in order:
        for i, parent in enumerate(premises(node)):
            if parent.rule != "rewrite":
                continue
            follows = node.rule == "rewrite" and i == 0 and node.parents[0] is parent
            followers[parent] = followers.get(parent, 0) + follows
            if not follows or followers[parent] > 1:
                ends.add(parent)
    return ends


def _chain(node: Node, before: Node | None, uses: list[Use]) -> Node:
    """The shortest chain from the end of `before` to the node's right side."""
    orders = [uses, uses[::-1]]
    shuffler = random.Random(0)
    for _ in range(ROUNDS if 2 < len(uses) <= MAX_CHAIN else 0):
        orders.append(shuffler.sample(uses, len(uses)))
    best, length = _as_it_was(node, before, uses), len(uses)
    for order in orders:
        found, count = _explain(node, before, order)
        if count < length:
            best, length = found, count
    return best


def _as_it_was(node: Node, before: Node | None, uses: list[Use]) -> Node:
    current: Node | Term = before if before is not None else node.left
    for use in uses:
        current = build.rewrite(current, use.citation, use.path, use.reverse, use.proofs)
    assert isinstance(current, Node)
    return current


def _explain(node: Node, before: Node | None, uses: list[Use]) -> tuple[Node, int]:
    graph = EGraph()
    start = before.right if before is not None else node.left
    a, b = graph.add(start), graph.add(node.right)
    proofs: dict[Reason, Use] = {}
    for use in uses:
        left, right = use.citation.equation()[1]
        reason = Reason(None, (), partial(_instance, use)) if use.proofs else Reason(use.citation)
        proofs[reason] = use
        graph.merge(graph.add(left), graph.add(right), reason)
        if graph.find(a) == graph.find(b):
            break
    chain: list[Node] = []
    seen = {start: 0}
    for step in graph.steps(a, b):
        current = chain[-1] if chain else (before if before is not None else start)
        by = step.reason.citation
        given: tuple[Node, ...] = ()
        if step.reason in proofs:
            by, given = proofs[step.reason].citation, proofs[step.reason].proofs
        elif by is None:
            assert step.reason.make is not None
            by = Citation(step.reason.make())
        found = build.rewrite(current, by, step.path, step.reverse, given)
        if found.right in seen:
            del chain[seen[found.right] :]
            seen = {t: n for t, n in seen.items() if n <= len(chain)}
        else:
            chain.append(found)
            seen[found.right] = len(chain)
    if not chain:
        return (before if before is not None else build.refl(start)), 0
    return chain[-1], len(chain)


def _instance(use: Use) -> Node:
    """The proof of an instance whose premises are proved."""
    return build.rewrite(use.citation.equation()[1][0], use.citation, (), False, use.proofs)
