"""From equational steps to the lines of a calculation.

flatten:  refl, sym, trans, cong, rewrite, …  ->  a chain of elementary steps
lines:    the chain  ->  lines with at most one argument each; definitions join a neighbour
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from lemmata.proof.lawnames import reordered
from lemmata.proof.nodes import Citation, Hypothesis, Law, Node
from lemmata.proof.sections import Line, Reason, Since
from lemmata.proof.sharing import BLOCKS, edges
from lemmata.terms.symbols import Symbol
from lemmata.terms.term import Term

MOST_USES = 3
Explain = Callable[[Hypothesis, tuple[Term, ...]], Reason]


@dataclass(slots=True)
class Step:
    """One elementary step of a chain: what the term becomes, why, and for which kernel steps.

    `forward` says that the equation is used from left to right: a definition is unfolded.
    """

    after: Term
    reason: Reason | None
    nodes: list[Node]
    forward: bool


@dataclass(frozen=True, slots=True)
class _Frame:
    """A term with a hole in which a part of the calculation takes place."""

    term: Term
    path: tuple[int, ...]
    outer: _Frame | None


def _filled(frame: _Frame | None, term: Term) -> Term:
    while frame is not None:
        term = frame.term.replace_at(frame.path, term)
        frame = frame.outer
    return term


_Task = tuple[Node, bool, "_Frame | None", bool]


class Calculator:
    """Flattens steps; `claims` are cited instead, `explain` says how a hypothesis is called."""

    def __init__(
        self,
        claims: set[Node],
        explain: Explain,
        orders: dict[Law, Symbol | None] | None = None,
    ) -> None:
        """`orders` remembers which operation a law reorders."""
        self.claims, self.explain = claims, explain
        self.orders = {} if orders is None else orders

    def lines(self, node: Node) -> tuple[Line, ...]:
        """The lines that prove the equation of a step."""
        return merge(node.left, without_loops(node.left, self.flatten(node)), node)

    def flatten(self, root: Node) -> list[Step]:
        """The chain of elementary steps from the left side of `root` to its right side.

        A task is (step, whether it is read backwards, the hole, whether to emit the step itself).
        """
        found: list[Step] = []
        silent: list[Node] = []
        tasks: list[_Task] = [(root, False, None, False)]
        while tasks:
            node, back, frame, emit = tasks.pop()
            if emit:
                after = _middle(node) if back else node.right
                nodes = [*silent, *self._supports(node), node]
                unfolds = back == (node.detail.get("reverse") is True)
                found.append(Step(_filled(frame, after), self.reason(node), nodes, unfolds))
                silent.clear()
            elif node in self.claims and node is not root:
                reason = Reason("claim", claim=node)
                after = node.left if back else node.right
                found.append(Step(_filled(frame, after), reason, [*silent], not back))
                silent.clear()
            else:
                inner = self._expand(node, back, frame)
                if all(part is not node for part, *_ in inner):
                    silent.append(node)
                tasks.extend(reversed(inner))
        if found:
            found[-1].nodes += silent
        elif silent:
            found.append(Step(root.right, None, silent, True))
        return found

    def _expand(self, node: Node, back: bool, frame: _Frame | None) -> list[_Task]:
        """What a step consists of, in the order of reading."""
        parents = node.parents
        if node.rule == "refl":
            return []
        if node.rule == "sym" and parents[0] and parents[0].rule not in BLOCKS:
            return [(parents[0], not back, frame, False)]
        if node.rule == "trans":
            links: list[_Task] = [(p, back, frame, False) for p in parents if p]
            return links[::-1] if back else links
        if node.rule == "cong":
            return self._arguments(node, back, frame)
        if node.rule == "rewrite":
            by = node.detail["by"]
            assert isinstance(by, Citation)
            own: _Task = (node, back, frame, True)
            if isinstance(by.source, Node):
                path, backwards = node.detail["at"], node.detail["reverse"] is True
                assert isinstance(path, tuple)
                hole = _Frame(_middle(node), path, frame) if path else frame
                own = (by.source, backwards != back, hole, False)
            if parents[0] is None:
                return [own]
            before: _Task = (parents[0], back, frame, False)
            return [own, before] if back else [before, own]
        if node.rule == "sym" and parents[0]:
            return [(parents[0], not back, frame, False)]
        return [(node, back, frame, True)]

    def _arguments(self, node: Node, back: bool, frame: _Frame | None) -> list[_Task]:
        start, end = (node.right, node.left) if back else (node.left, node.right)
        found: list[_Task] = []
        for i, parent in enumerate(node.parents):
            if parent is not None:
                term = start.with_args((*end.args[:i], *start.args[i:]))
                found.append((parent, back, _Frame(term, (i,), frame), False))
        return found

    def _supports(self, node: Node) -> list[Node]:
        """The steps that are shown in the reason of a step only."""
        found: dict[Node, None] = {}
        stack = [c for c, kind in edges(node) if kind == "support"]
        while stack:
            child = stack.pop()
            if child not in self.claims and child not in found:
                found[child] = None
                stack += (c for c, _ in edges(child))
        return list(reversed(found))

    # Reasons

    def reason(self, node: Node) -> Reason:
        """Why a step holds, as it is cited at the right of a line."""
        rule, detail = node.rule, node.detail
        if rule == "rewrite":
            by = detail["by"]
            assert isinstance(by, Citation)
            return self._citation(by, tuple(self.since(p) for p in node.parents[1:] if p))
        if rule == "eval":
            return Reason("evaluation")
        if rule == "ac":
            symbol = detail["symbol"]
            return Reason("ac", symbol=symbol)  # type: ignore[arg-type]
        if rule == "ring":
            return Reason("ring", sort=node.left.sort)
        if rule == "bool":
            return Reason("bool")
        if rule == "interval":
            return Reason("interval")
        since = tuple(self.since(p) for p in node.parents if p)
        if rule == "field":
            return Reason("field", since=since)
        if rule == "injective":
            [premise] = [p for p in node.parents if p]
            return Reason("injective", symbol=premise.left.symbol, since=since)
        if rule == "instantiate":
            return Reason("instance", since=since)
        return Reason("equality", since=since)

    def _citation(self, by: Citation, since: tuple[Since, ...]) -> Reason:
        source = by.source
        if isinstance(source, Hypothesis):
            found = self.explain(source, by.values)
            return replace(found, since=since)
        assert isinstance(source, Law)
        if source.is_definition:
            return Reason("definition", source.name, since=since)
        symbol = self.reordering(source)
        if source.kind == "axiom":
            return Reason("axiom", source.name, symbol=symbol, since=since)
        return Reason("theorem", source.name, source.index, symbol, since=since)

    def reordering(self, law: Law) -> Symbol | None:
        """The operation that a law reorders, as `reordered` says."""
        if law not in self.orders:
            self.orders[law] = reordered(law.clause)
        return self.orders[law]

    def since(self, node: Node) -> Since:
        """An equation that a step rests on, with its reasons."""
        if node in self.claims:
            return Since((node.left, node.right), (Reason("claim", claim=node),))
        reasons = [s.reason for s in self.flatten(node) if s.reason is not None]
        return Since((node.left, node.right), _distinct(reasons))


def _middle(node: Node) -> Term:
    """The term that a rewriting step starts from; the left side for other rules."""
    if node.rule == "rewrite" and node.parents[0] is not None:
        return node.parents[0].right
    return node.left


def _distinct(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """The reasons in order, each once with the number of its uses."""
    counts = Counter(reasons)
    return tuple(r if n == 1 or r.is_definition else replace(r, times=n) for r, n in counts.items())


def without_loops(start: Term, steps: Sequence[Step]) -> list[Step]:
    """The chain without detours that come back to a term that was there before."""
    place = {start: 0}
    kept: list[Step] = []
    spare: list[Node] = []
    for step in steps:
        at = place.get(step.after)
        if at is None:
            step.nodes[:0] = spare
            spare = []
            kept.append(step)
            place[step.after] = len(kept)
            continue
        for dropped in kept[at:]:
            spare += dropped.nodes
            del place[dropped.after]
        del kept[at:]
        spare += step.nodes
    if kept:
        kept[-1].nodes += spare
    elif steps:
        kept.append(Step(start, None, spare, True))
    return kept


def merge(start: Term, steps: Sequence[Step], node: Node) -> tuple[Line, ...]:
    """One line an argument; definitions unfolded go to the next line, definitions folded back to
    the one before.
    """
    groups: list[list[Step]] = [[]]
    family: object = None
    uses = 0
    for step in steps:
        definition = step.reason is None or step.reason.is_definition
        if uses and (step.forward or not definition):
            same = not definition and step.reason is not None and step.reason.family == family
            if not same or (uses >= MOST_USES and not isinstance(family, Symbol)):
                groups.append([])
                uses = 0
        groups[-1].append(step)
        if not definition and step.reason is not None:
            family, uses = step.reason.family, uses + 1
    if len(groups) > 1 and all(s.reason is None or s.reason.is_definition for s in groups[-1]):
        last = groups.pop()
        groups[-1] += last
    found = []
    for group in groups:
        right = group[-1].after if group else start
        reasons = _distinct(s.reason for s in group if s.reason is not None)
        nodes = tuple(dict.fromkeys(n for s in group for n in s.nodes)) or (node,)
        found.append(Line(start, right, reasons, nodes))
        start = right
    return tuple(found)
