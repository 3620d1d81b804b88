"""Explanations as proof nodes: each step cites the law or hypothesis of its rule.

Computed steps are justified by the kernel's rule `eval`.
"""

from __future__ import annotations

from lemmata.proof import build
from lemmata.proof.nodes import Citation, Node
from lemmata.search.eqsat.explaining import sides
from lemmata.search.eqsat.problem import Computed, Explanation, Step
from lemmata.terms.term import Term


def certified(root: Explanation) -> Node:
    """The node that proves left = right; ValueError if a rule has no source."""
    done: dict[Explanation, Node] = {}
    stack = [root]
    while stack:
        explanation = stack[-1]
        if explanation in done:
            stack.pop()
            continue
        todo = [p for s in explanation.steps for p in s.premises if p not in done]
        if todo:
            stack.extend(todo)
            continue
        stack.pop()
        current: Node | Term = explanation.left
        for step in explanation.steps:
            premises = tuple(done[p] for p in step.premises)
            by, reverse = _cited(step)
            current = build.rewrite(current, by, step.path, reverse, premises)
        done[explanation] = current if isinstance(current, Node) else build.refl(current)
    return done[root]


def _cited(step: Step) -> tuple[Citation, bool]:
    rule = step.rule
    if isinstance(rule, Computed):
        left, right = sides(step)
        node = build.evaluated(right, left) if step.reverse else build.evaluated(left, right)
        return Citation(node), step.reverse
    if rule.source is None:
        raise ValueError(f"rule {rule.name} has no law to cite")
    return Citation(rule.source, rule.types, step.values), step.reverse is not rule.reverse
