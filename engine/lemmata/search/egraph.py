"""Congruence closure with a proof forest (Nieuwenhuis and Oliveras, RTA 2005).

Every node is a term. Classes of equal terms are kept closed under congruence; each union adds one
edge to a forest, and the path between two nodes of a class explains why they are equal. Edges
between connected nodes never change, so an explanation uses only what was known at its time.

    a = b by law          f(a) and f(b) present
    ------------ union    ---------------------- congruence (an edge without a reason)
       a ~ b                   f(a) ~ f(b)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from lemmata.proof import build
from lemmata.proof.nodes import Citation, Node
from lemmata.terms.symbols import Kind, Symbol
from lemmata.terms.term import Term

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Reason:
    """Why an edge holds: a citation whose instance is (one side, other side), premises as pairs.

    Instead of a citation, `make` builds the node when an explanation needs it.
    """

    citation: Citation | None
    premises: tuple[Pair, ...] = ()
    make: Callable[[], Node] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One rewriting step of an explanation."""

    path: tuple[int, ...]
    reason: Reason
    reverse: bool


class EGraph:
    """Classes of equal terms; nodes are numbered in the order of insertion."""

    def __init__(self) -> None:
        """An empty graph."""
        self.terms: list[Term] = []
        self.number: dict[Term, int] = {}
        self.args: list[tuple[int, ...]] = []
        self._parent: list[int] = []
        self.members: list[list[int]] = []
        self._uses: list[list[int]] = []
        self._table: dict[tuple[object, ...], int] = {}
        self._edge: list[tuple[int, Reason | None, bool] | None] = []
        self.best: list[int] = []
        self.constructor: list[int | None] = []
        self.contradiction: Pair | None = None
        self.unions = 0
        self.merged: list[int] = []
        self.congruent = bytearray()
        self._nodes: dict[tuple[int, int], Node] = {}
        self._making: dict[Reason, Node] = {}

    # Classes

    def find(self, i: int) -> int:
        """The representative of a node's class."""
        parent = self._parent
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    def same(self, a: Term, b: Term) -> bool:
        """Whether two terms are known to be equal (they are added if new)."""
        return self.find(self.add(a)) == self.find(self.add(b))

    def lookup(self, root: Term) -> int | None:
        """A node equal to a term, None if the graph holds none; adds nothing."""
        done: dict[Term, int] = {}
        stack = [root]
        while stack:
            term = stack[-1]
            found = self.number.get(term)
            if found is None:
                todo = [a for a in term.args if a not in done]
                if todo:
                    stack.extend(reversed(todo))
                    continue
                key = (term.head, term.types, *[self.find(done[a]) for a in term.args])
                found = self._table.get(key) if term.args else None
                if found is None:
                    return None
            stack.pop()
            done[term] = found
        return done[root]

    def add(self, root: Term) -> int:
        """The node of a term, with all its subterms."""
        number = self.number
        found = number.get(root)
        if found is not None:
            return found
        stack = [root]
        while stack:
            term = stack[-1]
            if term in number:
                stack.pop()
                continue
            todo = [a for a in term.args if a not in number]
            if todo:
                stack.extend(reversed(todo))
                continue
            stack.pop()
            self._insert(term)
        return number[root]

    def _insert(self, term: Term) -> None:
        i = len(self.terms)
        self.terms.append(term)
        self.number[term] = i
        args = tuple([self.number[a] for a in term.args])
        self.args.append(args)
        self._parent.append(i)
        self.members.append([i])
        self._uses.append([])
        self._edge.append(None)
        self.best.append(i)
        self.congruent.append(0)
        self.constructor.append(i if is_value(term) else None)
        for a in dict.fromkeys(self.find(a) for a in args):
            self._uses[a].append(i)
        if args:
            key = self.signature(i)
            other = self._table.setdefault(key, i)
            if other != i:
                self.congruent[i] = 1
                self._union([(i, other, None)])

    def copy(self) -> EGraph:
        """A graph of its own with the same content; what is explained later is not shared."""
        new = EGraph()
        new.terms, new.number, new.args = self.terms[:], self.number.copy(), self.args[:]
        new._parent, new._edge = self._parent[:], self._edge[:]
        new.members = [row[:] for row in self.members]
        new._uses = [row[:] for row in self._uses]
        new._table = self._table.copy()
        new.best, new.constructor = self.best[:], self.constructor[:]
        new.contradiction, new.unions = self.contradiction, self.unions
        new.merged, new.congruent = self.merged[:], self.congruent[:]
        return new

    def uses(self, root: int) -> Sequence[int]:
        """The nodes with an argument in the class of a representative."""
        return self._uses[root]

    def signature(self, i: int) -> tuple[object, ...]:
        """Head, sort arguments and argument classes of a node."""
        term = self.terms[i]
        return (term.head, term.types, *[self.find(a) for a in self.args[i]])

    def merge(self, a: int, b: int, reason: Reason) -> bool:
        """Make two nodes equal; False if they were."""
        if self.find(a) == self.find(b):
            return False
        self._union([(a, b, reason)])
        return True

    def _union(self, queue: list[tuple[int, int, Reason | None]]) -> None:
        head = 0
        while head < len(queue):
            a, b, reason = queue[head]
            head += 1
            ra, rb = self.find(a), self.find(b)
            if ra == rb:
                continue
            self.unions += 1
            forward = True
            if len(self.members[ra]) > len(self.members[rb]):
                a, b, ra, rb, forward = b, a, rb, ra, False
            self._reroot(a)
            self._edge[a] = (b, reason, forward)
            self._parent[ra] = rb
            self.members[rb].extend(self.members[ra])
            self.members[ra] = []
            self._keep_best(ra, rb)
            self.merged.append(rb)
            for use in self._uses[ra]:
                if self.congruent[use]:
                    continue
                key = self.signature(use)
                other = self._table.setdefault(key, use)
                if other != use:
                    self.congruent[use] = 1
                    if self.find(other) != self.find(use):
                        queue.append((use, other, None))
            self._uses[rb].extend(self._uses[ra])
            self._uses[ra] = []
            self._merge_constructors(ra, rb, queue)

    def _keep_best(self, ra: int, rb: int) -> None:
        mine, other = self.best[rb], self.best[ra]
        if (self.terms[other].size, other) < (self.terms[mine].size, mine):
            self.best[rb] = other

    def _merge_constructors(
        self, ra: int, rb: int, queue: list[tuple[int, int, Reason | None]]
    ) -> None:
        """Constructors are injective and distinct."""
        first, second = self.constructor[ra], self.constructor[rb]
        if first is None or second is None:
            self.constructor[rb] = second if first is None else first
            return
        if self.terms[first].head != self.terms[second].head:
            self.contradiction = self.contradiction or (first, second)
            return
        for i, (a, b) in enumerate(zip(self.args[first], self.args[second], strict=True)):
            if self.find(a) != self.find(b):
                queue.append((a, b, self._injective(first, second, i)))

    def _injective(self, first: int, second: int, field: int) -> Reason:
        return Reason(None, (), lambda: build.injective(self.explain(first, second), field))

    def _reroot(self, a: int) -> None:
        """Make `a` the root of its tree in the proof forest."""
        edge = self._edge[a]
        self._edge[a] = None
        node = a
        while edge is not None:
            target, reason, forward = edge
            edge = self._edge[target]
            self._edge[target] = (node, reason, not forward)
            node = target

    # Explanations

    def _path(self, a: int, b: int) -> list[tuple[int, int, Reason | None, bool]]:
        """The forest edges from a to b: (from, to, reason, forward)."""
        above: dict[int, int] = {}
        up: list[tuple[int, int, Reason | None, bool]] = []
        node = a
        while True:
            above[node] = len(up)
            edge = self._edge[node]
            if edge is None:
                break
            up.append((node, *edge))
            node = edge[0]
        down: list[tuple[int, int, Reason | None, bool]] = []
        node = b
        while node not in above:
            edge = self._edge[node]
            assert edge is not None, "the two terms are not equal"
            down.append((edge[0], node, edge[1], not edge[2]))
            node = edge[0]
        return up[: above[node]] + down[::-1]

    def steps(self, a: int, b: int) -> list[Step]:
        """A chain of rewriting steps from term a to term b."""
        found: list[Step] = []
        work: list[Step | tuple[int, int, tuple[int, ...]]] = [(a, b, ())]
        while work:
            item = work.pop()
            if isinstance(item, Step):
                found.append(item)
                continue
            x, y, path = item
            if x == y:
                continue
            todo: list[Step | tuple[int, int, tuple[int, ...]]] = []
            for u, v, reason, forward in self._path(x, y):
                if reason is not None:
                    todo.append(Step(path, reason, not forward))
                else:
                    pairs = zip(self.args[u], self.args[v], strict=True)
                    todo.extend((p, q, (*path, i)) for i, (p, q) in enumerate(pairs))
            work.extend(reversed(todo))
        return found

    def explain(self, a: int, b: int) -> Node:
        """A node that proves term a = term b from the reasons of the edges."""
        key = (a, b)
        if key not in self._nodes:
            self._nodes[key] = self._explain(a, b)
        return self._nodes[key]

    def _explain(self, a: int, b: int) -> Node:
        steps = self.steps(a, b)
        if not steps:
            return build.refl(self.terms[a])
        chain: list[Node] = []
        seen = {self.terms[a]: 0}
        current: Node | Term = self.terms[a]
        for step in steps:
            citation, premises, reverse = self._cite(step)
            node = build.rewrite(current, citation, step.path, reverse, premises)
            if node.right in seen:
                del chain[seen[node.right] :]
                seen = {t: n for t, n in seen.items() if n <= len(chain)}
            else:
                chain.append(node)
                seen[node.right] = len(chain)
            current = chain[-1] if chain else self.terms[a]
        return chain[-1] if chain else build.refl(self.terms[a])

    def _cite(self, step: Step) -> tuple[Citation, tuple[Node, ...], bool]:
        reason = step.reason
        if reason.citation is not None:
            premises = tuple(self.explain(p, q) for p, q in reason.premises)
            return reason.citation, premises, step.reverse
        if reason not in self._making:
            assert reason.make is not None
            self._making[reason] = reason.make()
        return Citation(self._making[reason]), (), step.reverse

    # Reading

    def representative(self, i: int) -> Term:
        """The smallest term of a class, the earliest of equal size."""
        return self.terms[self.best[self.find(i)]]

    def class_terms(self, i: int) -> Sequence[Term]:
        """All terms of a class in order of insertion."""
        return [self.terms[m] for m in sorted(self.members[self.find(i)])]


def same_head(graph: EGraph, first: int, second: int) -> bool:
    """Whether two nodes have the same symbol or literal on top."""
    return graph.terms[first].head == graph.terms[second].head


def is_value(term: Term) -> bool:
    """Whether the head of a term is a constructor or a literal."""
    head = term.head
    if isinstance(head, Symbol):
        return head.kind is Kind.CONSTRUCTOR
    return isinstance(head, int | Fraction)
