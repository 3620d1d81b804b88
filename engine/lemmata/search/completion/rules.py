"""The equations that a completion has in use, and the index that finds the one to rewrite with.

An equation whose sides the order compares is used from left to right only, any other one both ways.
The variables of a direction are numbered in order of first occurrence, its left side first.
"""

from __future__ import annotations

from lemmata.search.completion.cells import Bank, Cell, at, in_order, positions

APART = 64
"""Added to the variables of one equation before it is unified with another one."""


class Rule:
    """An equation in use: the number of its fact, its sort, and its one or two directions."""

    __slots__ = ("alive", "depth", "directions", "fact", "law", "number", "oriented", "sort")

    def __init__(self, fact: int, oriented: bool, sort: int, number: int, depth: int) -> None:
        self.fact = fact
        self.oriented = oriented
        self.sort = sort
        self.number = number
        self.depth = depth
        self.alive = True
        self.law = False
        self.directions: list[Direction] = []


class Direction:
    """One way to use a rule, left -> right.

    `code` is the left side without its head: a symbol, -1 for a new variable, -2 - i for the
    variable i again. `by` is twice the fact, plus 1 if the fact is used from right to left. `known`
    and `total` count the variables of the left side and of both. `probe` are two variables whose
    values say whether an instance decreases, in KBO: (x, y) for f(x, y) = f(y, x).
    """

    __slots__ = (
        "apart",
        "by",
        "code",
        "known",
        "left",
        "places",
        "probe",
        "right",
        "right_apart",
        "rule",
        "sort_checked",
        "total",
    )

    def __init__(self, bank: Bank, rule: Rule, by: int, left: Cell, right: Cell) -> None:
        self.rule = rule
        self.by = by
        order = in_order(left, right)
        renaming = [bank.variable(0)] * (max(order, default=0) + 1)
        for new, old in enumerate(order):
            renaming[old] = bank.variable(new)
        self.left = bank.instance(left, renaming)
        self.right = bank.instance(right, renaming)
        self.known = len(in_order(left))
        self.total = len(order)
        self.code = _code(self.left)
        self.places = positions(self.left)
        self.sort_checked = left.head < 0
        self.apart = shifted(bank, self.left)
        self.right_apart = shifted(bank, self.right)
        self.probe: tuple[int, int] | None = None

    def set_right(self, bank: Bank, right: Cell, by: int) -> None:
        """Replace the right side by a smaller term."""
        self.right = right
        self.right_apart = shifted(bank, right)
        self.by = by


def shifted(bank: Bank, cell: Cell) -> Cell:
    """The cell with other variables."""
    numbers = in_order(cell)
    return bank.instance(
        cell, [bank.variable(i + APART) for i in range(max(numbers, default=0) + 1)]
    )


def _code(left: Cell) -> tuple[int, ...]:
    seen = 0
    code: list[int] = []
    for sub in left.flat():
        if sub.head >= 0:
            code.append(sub.head)
        elif ~sub.head == seen:
            code.append(-1)
            seen += 1
        else:
            code.append(-2 - ~sub.head)
    return tuple(code)


def probe(left: Cell, right: Cell) -> tuple[int, int] | None:
    """The variables that decide how instances of permuted sides compare in KBO, if there are any.

    Both sides have the same symbols and variables equally often, and differ in arguments x and y at
    the first place where they differ at all; on the way there, in no other one.
    """
    if left.size != right.size or left.counts() != right.counts():
        return None
    if sorted([c.head for c in left.flat()]) != sorted([c.head for c in right.flat()]):
        return None
    first = True
    while left.head == right.head and left is not right:
        pairs = [(a, b) for a, b in zip(left.args, right.args, strict=True) if a is not b]
        if not (first or len(pairs) == 1):
            return None
        left, right = pairs[0]
        first = False
    if left.head < 0 and right.head < 0:
        return (~left.head, ~right.head)
    return None


class TreeNode:
    """A node of the discrimination tree: where each next symbol or variable leads to."""

    __slots__ = ("again", "fresh", "leaves", "seen", "symbols")

    def __init__(self, seen: int) -> None:
        self.symbols: dict[int, TreeNode] = {}
        self.fresh: TreeNode | None = None
        self.again: list[tuple[int, TreeNode]] = []
        self.leaves: list[Direction] = []
        self.seen = seen


class Tree:
    """A perfect discrimination tree of the left sides with one head."""

    __slots__ = ("root",)

    def __init__(self) -> None:
        self.root = TreeNode(0)

    def insert(self, direction: Direction) -> None:
        """Add a direction."""
        node = self.root
        for code in direction.code:
            node = _step(node, code)
        node.leaves.append(direction)

    def remove(self, direction: Direction) -> None:
        """Remove a direction; empty branches go too."""
        trail: list[tuple[TreeNode, int]] = []
        node = self.root
        for code in direction.code:
            trail.append((node, code))
            node = _step(node, code)
        node.leaves.remove(direction)
        for parent, code in reversed(trail):
            if node.leaves or node.symbols or node.again or node.fresh is not None:
                return
            if code >= 0:
                del parent.symbols[code]
            elif code == -1:
                parent.fresh = None
            else:
                parent.again = [pair for pair in parent.again if pair[0] != -2 - code]
            node = parent


def _step(node: TreeNode, code: int) -> TreeNode:
    if code >= 0:
        found = node.symbols.get(code)
        if found is None:
            found = node.symbols[code] = TreeNode(node.seen)
        return found
    if code == -1:
        if node.fresh is None:
            node.fresh = TreeNode(node.seen + 1)
        return node.fresh
    for variable, child in node.again:
        if variable == -2 - code:
            return child
    child = TreeNode(node.seen)
    node.again.append((-2 - code, child))
    return child


class Rules:
    """All directions in use: trees to rewrite with, logs of what was added, places to overlap at.

    `naked` are directions whose left side is a variable. A rule of `loose` is not oriented.
    """

    def __init__(self, bank: Bank, symbols: int) -> None:
        self.bank = bank
        self.active: dict[int, Rule] = {}
        self.trees = [Tree() for _ in range(symbols)]
        self.loose = [Tree() for _ in range(symbols)]
        self.logs: list[list[Direction]] = [[] for _ in range(symbols)]
        self.naked: list[Direction] = []
        self.tops: list[dict[Direction, None]] = [{} for _ in range(symbols)]
        self.places: list[dict[tuple[Direction, int], Cell]] = [{} for _ in range(symbols)]
        self.loose_count = 0
        self.now = 0

    def add(self, rule: Rule) -> None:
        """Put a rule to use."""
        self.now += 1
        self.active[rule.number] = rule
        for direction in rule.directions:
            head = direction.left.head
            if head < 0:
                self.naked.append(direction)
                continue
            self.trees[head].insert(direction)
            self.logs[head].append(direction)
            if not rule.oriented:
                self.loose[head].insert(direction)
                self.loose_count += 1
            self.tops[head][direction] = None
            for i, (_, sub) in enumerate(direction.places):
                self.places[sub.head][(direction, i)] = sub

    def remove(self, rule: Rule) -> None:
        """Take a rule out of use."""
        rule.alive = False
        del self.active[rule.number]
        for direction in rule.directions:
            head = direction.left.head
            if head < 0:
                self.naked.remove(direction)
                continue
            self.trees[head].remove(direction)
            if not rule.oriented:
                self.loose[head].remove(direction)
                self.loose_count -= 1
            del self.tops[head][direction]
            for i, (_, sub) in enumerate(direction.places):
                del self.places[sub.head][(direction, i)]

    def cells(self) -> list[Cell]:
        """All cells that the rules are made of."""
        found: list[Cell] = []
        for rule in self.active.values():
            for d in rule.directions:
                found += [d.left, d.right, d.apart, d.right_apart]
        return found


__all__ = ["APART", "Direction", "Rule", "Rules", "Tree", "TreeNode", "at", "probe", "shifted"]
