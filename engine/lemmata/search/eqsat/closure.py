"""Congruence closure with a proof forest on integers (Nieuwenhuis and Oliveras, RTA 2005).

Every node is a ground term. A merge adds one edge, labelled with the number of an instance; an edge
between congruent nodes has the label CONGRUENCE. Edges between connected nodes never change, so
what explains a premise is older than the merge that needed it: explanations are not circular.
"""

from __future__ import annotations

Kids = tuple[int, ...]
Edge = tuple[int, int, int, bool]
"""From, to, label, and whether the instance is read from left to right."""
CONGRUENCE = -1


class Closure:
    """Ground terms, classes of equal ones, and why they are equal."""

    def __init__(self) -> None:
        """No terms."""
        self.op: list[int] = []
        self.kids: list[Kids] = []
        self._up: list[int] = []
        self._size: list[int] = []
        self._uses: list[list[int]] = []
        self._table: dict[tuple[int, Kids], int] = {}
        self._target: list[int] = []
        self._label: list[int] = []
        self._forward: list[bool] = []

    def find(self, n: int) -> int:
        """The representative of a node."""
        up = self._up
        while up[n] != n:
            up[n] = n = up[up[n]]
        return n

    def add(self, op: int, kids: Kids) -> int:
        """A node for an operator over nodes; the caller sees to it that there is none yet."""
        n = len(self.op)
        self.op.append(op)
        self.kids.append(kids)
        self._size.append(1)
        self._uses.append([])
        self._forward.append(True)
        self._label.append(CONGRUENCE)
        up = self._up
        if len(kids) == 2:
            x, y = kids
            while up[x] != x:
                x = up[x]
            while up[y] != y:
                y = up[y]
            roots: Kids = (x, y)
        else:
            roots = tuple([self.find(a) for a in kids])
        twin = self._table.setdefault((op, roots), n)
        if twin != n:
            root = self.find(twin)
            up.append(root)
            self._size[root] += 1
            self._target.append(twin)
            return n
        up.append(n)
        self._target.append(-1)
        for a in roots:
            self._uses[a].append(n)
        return n

    def merge(self, a: int, b: int, label: int) -> bool:
        """Make two nodes equal by an instance whose sides they are; False if they were."""
        queue = [(a, b, label)]
        merged = False
        find, size, uses, table = self.find, self._size, self._uses, self._table
        op, kids = self.op, self.kids
        while queue:
            a, b, label = queue.pop()
            ra, rb = find(a), find(b)
            if ra == rb:
                continue
            merged = forward = True
            if size[ra] > size[rb]:
                a, b, ra, rb, forward = b, a, rb, ra, False
            self._reroot(a)
            self._target[a], self._label[a], self._forward[a] = b, label, forward
            self._up[ra] = rb
            size[rb] += size[ra]
            mine = uses[ra]
            uses[ra] = []
            keep = uses[rb]
            for p in mine:
                signature = (op[p], tuple([find(k) for k in kids[p]]))
                twin = table.setdefault(signature, p)
                if twin == p:
                    keep.append(p)
                elif find(twin) != find(p):
                    queue.append((p, twin, CONGRUENCE))
        return merged

    def _reroot(self, a: int) -> None:
        """Make `a` the root of its tree."""
        target, label, forward = self._target, self._label, self._forward
        node, above, why, way = a, target[a], label[a], forward[a]
        target[a] = -1
        while above >= 0:
            after = target[above], label[above], forward[above]
            target[above], label[above], forward[above] = node, why, not way
            node, (above, why, way) = above, after

    def path(self, a: int, b: int) -> list[Edge]:
        """The edges from a to b, which must be connected."""
        target, label, forward = self._target, self._label, self._forward
        seen: dict[int, int] = {}
        up: list[Edge] = []
        node = a
        while node >= 0:
            seen[node] = len(up)
            up.append((node, target[node], label[node], forward[node]))
            node = target[node]
        down: list[Edge] = []
        node = b
        while node not in seen:
            down.append((target[node], node, label[node], not forward[node]))
            node = target[node]
            if node < 0:
                raise ValueError("the two terms are not equal")
        return up[: seen[node]] + down[::-1]
