"""The record of a search replayed: ground terms by number, and a closure that instances go into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lemmata.search.eqsat.closure import CONGRUENCE, Closure
from lemmata.search.eqsat.graph import Operators
from lemmata.search.eqsat.problem import Computed, Rule
from lemmata.search.eqsat.query import postorder
from lemmata.terms.term import Term

MAX_STEPS = 20_000
"""Longer chains are not written out; shared parts count each time."""
Instance = tuple[int, tuple[int, ...]]
"""The number of a rule, and the nodes that its variables stand for (literals if computed)."""
Pair = tuple[int, int]


class TooLong(ValueError):
    """A chain has more than MAX_STEPS steps."""


class Replay:
    """A closure into which instances are fed; their values are nodes of a table of terms."""

    def __init__(self, table: Table) -> None:
        """Nothing is known."""
        self.table = table
        self.closure = Closure()
        self.applied: list[tuple[Instance, tuple[Pair, ...]]] = []
        self._image: dict[int, int] = {}

    def node(self, root: int) -> int:
        """The closure's node of a node of the table."""
        image = self._image
        found = image.get(root)
        if found is not None:
            return found
        op, kids_of, add = self.table.op, self.table.kids, self.closure.add
        stack = [root]
        while stack:
            n = stack[-1]
            try:
                kids = tuple([image[a] for a in kids_of[n]])
            except KeyError:
                stack.extend([a for a in kids_of[n] if a not in image][::-1])
                continue
            stack.pop()
            if n not in image:
                image[n] = add(op[n], kids)
        return image[root]

    def apply(self, instance: Instance, again: bool = False) -> bool:
        """Merge the sides of an instance; False if its premises are not known.

        With `again` the sides are kept for a further closure.
        """
        node, closure = self.node, self.closure
        table = self.table
        known = table.sides(instance) if again else table.instantiate(*instance)
        left, right = node(known[0]), node(known[1])
        pairs: tuple[Pair, ...] = ()
        if len(known) > 2:
            sides = [node(n) for n in known[2:]]
            pairs = tuple(zip(sides[::2], sides[1::2], strict=True))
            if any(closure.find(p) != closure.find(q) for p, q in pairs):
                return False
        if closure.merge(left, right, len(self.applied)):
            self.applied.append((instance, pairs))
        return True

    def same(self, a: int, b: int) -> bool:
        """Whether two nodes of the table are connected."""
        return self.closure.find(self.node(a)) == self.closure.find(self.node(b))

    # Reading proofs

    def used(self, a: int, b: int) -> tuple[list[int], int]:
        """The merges that the chain from a to b rests on, and its length written out."""
        first = (self.node(a), self.node(b))
        parts: dict[Pair, tuple[list[Pair], list[int]]] = {}
        lengths: dict[Pair, int] = {}
        merges: dict[int, None] = {}
        stack = [first]
        while stack:
            pair = stack[-1]
            if pair in lengths:
                stack.pop()
                continue
            if pair not in parts:
                parts[pair] = self._parts(pair)
                todo = [p for p in parts[pair][0] if p not in lengths]
                stack.extend(todo)
                merges.update(dict.fromkeys(parts[pair][1]))
                continue
            stack.pop()
            pairs, labels = parts[pair]
            lengths[pair] = len(labels) + sum(lengths[p] for p in pairs)
        return sorted(merges), lengths[first]

    def _parts(self, pair: Pair) -> tuple[list[Pair], list[int]]:
        """What a path is made of: pairs of children and premises, and merges."""
        pairs: list[Pair] = []
        labels: list[int] = []
        if pair[0] == pair[1]:
            return pairs, labels
        kids = self.closure.kids
        for u, v, label, _ in self.closure.path(*pair):
            if label == CONGRUENCE:
                pairs.extend(p for p in zip(kids[u], kids[v], strict=True) if p[0] != p[1])
            else:
                labels.append(label)
                pairs.extend(self.applied[label][1])
        return pairs, labels

    def chain(self, a: int, b: int) -> list[Hop]:
        """The steps from closure node a to b, written out."""
        kids = self.closure.kids
        found: list[Hop] = []
        work: list[tuple[int, int, Place | None, int, bool]] = [(a, b, None, CONGRUENCE, True)]
        while work:
            x, y, at, label, forward = work.pop()
            if label != CONGRUENCE:
                found.append((_path(at), label, not forward))
                if len(found) > MAX_STEPS:
                    raise TooLong(f"a chain of more than {MAX_STEPS} steps")
                continue
            todo: list[tuple[int, int, Place | None, int, bool]] = []
            for u, v, why, way in self.closure.path(x, y) if x != y else ():
                if why != CONGRUENCE:
                    todo.append((u, v, at, why, way))
                    continue
                for i, (p, q) in enumerate(zip(kids[u], kids[v], strict=True)):
                    if p != q:
                        todo.append((p, q, (at, i), CONGRUENCE, True))
            work.extend(reversed(todo))
        return found


Place = tuple[Any, int]
"""A position from its end: what is above (None: nothing), and the last index."""
Hop = tuple[tuple[int, ...], int, bool]
"""A position, a merge, and whether it is read backwards."""


def _path(place: Place | None) -> tuple[int, ...]:
    found = []
    while place is not None:
        place, i = place
        found.append(i)
    return tuple(found[::-1])


@dataclass(slots=True, eq=False)
class Template:
    """Both sides of a rule and of its premises over slots: the values come first."""

    nodes: list[tuple[int, tuple[int, ...]]]
    sides: list[int]


class Table:
    """Ground terms by number (hash-consed), and the sides of instances among them."""

    def __init__(self, operators: Operators, rules: Sequence[Rule]) -> None:
        """No terms."""
        self.operators, self.rules = operators, rules
        self.op: list[int] = []
        self.kids: list[tuple[int, ...]] = []
        self._number: dict[tuple[int, tuple[int, ...]], int] = {}
        self._templates: dict[int, Template] = {}
        self._sides: dict[Instance, list[int]] = {}
        self._terms: dict[int, Term] = {}

    def make(self, op: int, kids: tuple[int, ...]) -> int:
        """The number of an operator over terms."""
        key = (op, kids)
        n = self._number.get(key)
        if n is None:
            n = self._number[key] = len(self.op)
            self.op.append(op)
            self.kids.append(kids)
        return n

    def add(self, root: Term) -> int:
        """The number of a term."""
        done: dict[Term, int] = {}
        for term in postorder([root], frozenset()):
            done[term] = self.make(self.operators.of(term), tuple([done[a] for a in term.args]))
        return done[root]

    def term(self, root: int) -> Term:
        """The term of a number."""
        done = self._terms
        stack = [root]
        while stack:
            n = stack[-1]
            todo = [a for a in self.kids[n] if a not in done]
            if todo and n not in done:
                stack.extend(todo)
                continue
            stack.pop()
            done[n] = self.operators.apply(self.op[n], tuple([done[a] for a in self.kids[n]]))
        return done[root]

    def sides(self, instance: Instance) -> list[int]:
        """Left, right, then both sides of each premise."""
        found = self._sides.get(instance)
        if found is None:
            found = self._sides[instance] = self.instantiate(*instance)
        return found

    def instantiate(self, index: int, values: tuple[int, ...]) -> list[int]:
        """The sides of an instance, added."""
        rule = self.rules[index]
        if isinstance(rule, Computed):
            left = Term.apply(rule.symbol, *[self.term(v) for v in values])
            right = rule.fold(left)
            assert right is not None
            return [self.add(left), self.add(right)]
        template = self._templates.get(index)
        if template is None:
            template = self._templates[index] = self._template(index)
        slots = list(values)
        number, op_of, kids_of = self._number, self.op, self.kids
        for op, at in template.nodes:
            key = (op, tuple([slots[i] for i in at]))
            n = number.get(key)
            if n is None:
                n = number[key] = len(op_of)
                op_of.append(op)
                kids_of.append(key[1])
            slots.append(n)
        return [slots[i] for i in template.sides]

    def _template(self, index: int) -> Template:
        rule = self.rules[index]
        assert not isinstance(rule, Computed)
        sides = [rule.left, rule.right, *(side for pair in rule.premises for side in pair)]
        slot = {v: i for i, v in enumerate(rule.variables)}
        nodes = []
        for term in postorder(sides, frozenset(rule.variables)):
            nodes.append((self.operators.of(term), tuple([slot[a] for a in term.args])))
            slot[term] = len(slot)
        return Template(nodes, [slot[side] for side in sides])
