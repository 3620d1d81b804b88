"""Ordered rewriting by the rules in use, with normal forms remembered on the cells.

    l = r in use, l matches u, and instance(l) > instance(r) in the order
    ---------------------------------------------------------------------
    t[u] -> t[instance(r)]

A variable that only the right side has becomes the least constant of its sort. What is known of a
cell stays true while rules are added: an irreducible one is only tried against the newer rules.
"""

from __future__ import annotations

from collections.abc import Sequence

from lemmata.search.completion.cells import Bank, Cell, TooLarge
from lemmata.search.completion.ordering import Order
from lemmata.search.completion.rules import Direction, Rules, Tree, TreeNode

RECENT = 12
"""At most so many newer rules are tried one by one; more of them through the tree."""

Step = tuple[int, tuple[int, ...], Cell, Cell]
"""One rewrite: `by` (see Direction), the path, the subterm there before and after."""


class Normaliser:
    """Normal forms with respect to the rules in use. `least` has a constant for each sort."""

    def __init__(
        self, bank: Bank, rules: Rules, order: Order, least: Sequence[Cell], sorts: Sequence[int]
    ) -> None:
        self.bank = bank
        self.rules = rules
        self.order = order
        self.least = list(least)
        self.sorts = list(sorts)
        self.fill: dict[Direction, list[Cell]] = {}
        self.binding: list[Cell] = [bank.variable(0)] * 512

    def normal(self, cell: Cell) -> Cell:
        """The normal form, innermost first."""
        now = self.rules.now
        if cell.stamp == now or cell.head < 0:
            return cell.normal
        passed: list[Cell] = []
        while cell.head >= 0:
            if cell.stamp == now:
                cell = cell.normal
                break
            if cell.normal is not cell:
                passed.append(cell)
                cell = cell.normal
                continue
            args = cell.args
            if args:
                if len(args) == 2:
                    a, b = args
                    if a.stamp == now or a.head < 0:
                        a = a.normal
                    else:
                        a = self.normal(a)
                    if b.stamp == now or b.head < 0:
                        b = b.normal
                    else:
                        b = self.normal(b)
                    new: tuple[Cell, ...] = (a, b)
                else:
                    new = tuple([self.normal(arg) for arg in args])
                if new != args:
                    passed.append(cell)
                    found = self.bank.tables[cell.head].get(new)
                    cell = self.bank.make(cell.head, new) if found is None else found
                    continue
            link = self.root(cell)
            if link is None:
                cell.stamp = now
                break
            passed.append(cell)
            cell = link
        for old in passed:
            old.normal = cell
            old.stamp = now
        return cell

    def root(self, cell: Cell) -> Cell | None:
        """What the root of a cell rewrites to, noted in `link` and `by`; None if nothing."""
        if cell.link is not None:
            return cell.link
        log = self.rules.logs[cell.head]
        count = len(log)
        tried = cell.tried
        if tried < count:
            result: Cell | None = None
            if count - tried <= RECENT:
                for direction in log[tried:]:
                    if direction.rule.alive and self.matches(direction, cell):
                        result = self.fire(direction, cell)
                        if result is not None:
                            break
            else:
                result = self.search(self.rules.trees[cell.head], cell)
            if result is not None:
                cell.link = result
                return result
            cell.tried = count
        if self.rules.naked:
            return self._naked(cell)
        return None

    def _naked(self, cell: Cell) -> Cell | None:
        for direction in self.rules.naked:
            if direction.rule.sort == self.sorts[cell.head]:
                self.binding[0] = cell
                result = self.fire(direction, cell)
                if result is not None:
                    cell.link = result
                    return result
        return None

    def matches(self, direction: Direction, cell: Cell) -> bool:
        """Whether the left side (with the same head) matches; the values are in `binding`."""
        flat = cell._flat
        if flat is None:
            flat = cell.flat()
        binding = self.binding
        i = bound = 0
        if len(direction.code) > len(flat):
            return False
        for code in direction.code:
            sub = flat[i]
            if code >= 0:
                if sub.head != code:
                    return False
                i += 1
            elif code == -1:
                binding[bound] = sub
                bound += 1
                i += sub.size
            else:
                if binding[-2 - code] is not sub:
                    return False
                i += sub.size
        return True

    def search(self, tree: Tree, cell: Cell) -> Cell | None:
        """The result of the first direction in a tree that rewrites the root."""
        flat = cell._flat
        if flat is None:
            flat = cell.flat()
        end = len(flat)
        binding = self.binding
        stack: list[tuple[TreeNode, int, int, Cell]] = []
        node: TreeNode | None = tree.root
        i = 0
        while True:
            if node is not None:
                if i == end:
                    for direction in node.leaves:
                        result = self.fire(direction, cell)
                        if result is not None:
                            return result
                    node = None
                else:
                    sub = flat[i]
                    if node.fresh is not None:
                        stack.append((node.fresh, i + sub.size, node.seen, sub))
                    if node.again:
                        for variable, child in node.again:
                            if binding[variable] is sub:
                                stack.append((child, i + sub.size, variable, sub))
                    node = node.symbols.get(sub.head)
                    i += 1
            elif stack:
                node, i, variable, sub = stack.pop()
                binding[variable] = sub
            else:
                return None

    def fire(self, direction: Direction, cell: Cell) -> Cell | None:
        """The instance of the right side under `binding`, if it is smaller than the cell."""
        binding = self.binding
        if direction.rule.oriented:
            cell.by = direction.by
            return self.bank.instance(direction.right, binding)
        if direction.probe is not None:
            x, y = direction.probe
            if binding[x] is binding[y] or not self.order.greater(binding[x], binding[y]):
                return None
        elif direction.total > direction.known:
            binding[direction.known : direction.total] = self.fill[direction]
        result = self.bank.instance(direction.right, binding)
        if direction.probe is None and not self.order.greater(cell, result):
            return None
        cell.by = direction.by
        return result

    # With steps on record -----------------------------------------------------------------

    def trace(self, cell: Cell) -> tuple[Cell, list[Step]]:
        """A normal form with the steps that lead to it."""
        steps: list[Step] = []
        return self._trace(cell, (), steps), steps

    def _trace(self, cell: Cell, path: tuple[int, ...], steps: list[Step]) -> Cell:
        while self.normal(cell) is not cell:
            args = list(cell.args)
            for i, arg in enumerate(args):
                if self.normal(arg) is not arg:
                    args[i] = self._trace(arg, (*path, i), steps)
            cell = self.bank.apply(cell.head, tuple(args))
            link = self.root(cell)
            if link is None:
                break
            steps.append((cell.by, path, cell, link))
            cell = link
        return cell

    def reduces(self, direction: Direction, cell: Cell) -> bool:
        """Whether a direction rewrites the root of a cell, no variable."""
        return self.apply(direction, cell) is not None

    def apply(self, direction: Direction, cell: Cell) -> Cell | None:
        """What a direction makes of the root of a cell, no variable; None if nothing."""
        head = direction.left.head
        if head < 0:
            if direction.rule.sort != self.sorts[cell.head]:
                return None
            self.binding[0] = cell
        elif head != cell.head or not self.matches(direction, cell):
            return None
        by = cell.by
        try:
            return self.fire(direction, cell)
        except TooLarge:
            return None
        finally:
            cell.by = by
