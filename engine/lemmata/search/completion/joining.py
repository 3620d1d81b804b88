"""Which equations completion need not keep: subsumed, AC-trivial, or joinable for all orders.

s = t an instance of l = r, perhaps within equal contexts        subsumed
s, t equal modulo AC of a symbol whose AC laws are in use        AC-trivial, as those laws
                                                                 and f(x,f(y,z)) = f(y,f(x,z))
                                                                 rewrite ground terms to one form
for each order (<, = or >) of the variables of s = t,            ground joinable
s and t have a common normal form when instances may be
compared under that order
s, t come from overlapping rules at a term u, and a chain        connected
s = .. = t consists of terms below u, under any one order

Orders are tried lazily: what already joins when only some variables are ordered needs no split.
"""

from __future__ import annotations

from collections.abc import Sequence

from lemmata.search.completion.cells import Cell, in_order
from lemmata.search.completion.laws import AC
from lemmata.search.completion.normal import Normaliser
from lemmata.search.completion.ordering import Order
from lemmata.search.completion.rules import Direction

MAX_VARIABLES = 5
MAX_JOINS = 160
MAX_REMEMBERED = 1_000_000
UNKNOWN = -1
"""The sort of two variables below a symbol, which nobody has looked up."""


def subsumed(left: Cell, right: Cell, sort: int, normaliser: Normaliser) -> bool:
    """Whether a rule that is not oriented has this equation, of a sort, as an instance."""
    sorts = normaliser.sorts
    while left is not right:
        for direction in normaliser.rules.naked:
            normaliser.binding[0] = left
            if direction.rule.sort == sort and _matches_right(direction, right, normaliser):
                return True
        if left.head < 0:
            return False
        for direction in normaliser.rules.tops[left.head]:
            if (
                not direction.rule.oriented
                and normaliser.matches(direction, left)
                and _matches_right(direction, right, normaliser)
            ):
                return True
        if left.head != right.head:
            return False
        pairs = [(a, b) for a, b in zip(left.args, right.args, strict=True) if a is not b]
        if len(pairs) != 1:
            return False
        left, right = pairs[0]
        head = max(left.head, right.head)
        sort = sorts[head] if head >= 0 else UNKNOWN
    return True


def _matches_right(direction: Direction, cell: Cell, normaliser: Normaliser) -> bool:
    known: list[Cell | None] = [*normaliser.binding[: direction.known]]
    known += [None] * (direction.total - direction.known)
    stack = [(direction.right, cell)]
    while stack:
        pattern, sub = stack.pop()
        if pattern.head < 0:
            value = known[~pattern.head]
            if value is None:
                known[~pattern.head] = sub
            elif value is not sub:
                return False
        elif pattern.head != sub.head:
            return False
        elif pattern is not sub or pattern.mask:
            stack.extend(zip(pattern.args, sub.args, strict=True))
    return True


class Under(Order):
    """An order under the assumption that some variables descend."""

    def __init__(self, order: Order, chain: Sequence[int]) -> None:
        super().__init__(order.ranks)
        self.order = order
        self.chain = list(chain)

    def greater(self, left: Cell, right: Cell) -> bool:
        """Whether `left` is greater under the assumption."""
        return self.order.greater_if(left, right, self.chain)


class Assuming(Normaliser):
    """Normal forms under the assumption that some variables descend."""

    def __init__(self, base: Normaliser, chain: Sequence[int]) -> None:
        super().__init__(base.bank, base.rules, Under(base.order, chain), base.least, base.sorts)
        self.base = base
        self.fill = base.fill
        self.done: dict[Cell, tuple[int, Cell]] = {}

    def normal(self, cell: Cell) -> Cell:
        """The normal form; oriented rules are used as ever."""
        cell = self.base.normal(cell)
        if not cell.args:
            return cell
        now = self.rules.now
        known = self.done.get(cell)
        if known is not None and known[0] == now:
            return known[1]
        start = cell
        while cell.args:
            new = tuple([self.normal(arg) for arg in cell.args])
            if new != cell.args:
                cell = self.base.normal(self.bank.apply(cell.head, new))
                continue
            link = self.search(self.rules.loose[cell.head], cell)
            if link is None:
                break
            cell = self.base.normal(link)
        self.done[start] = (now, cell)
        return cell

    def root(self, cell: Cell) -> Cell | None:
        """What the root of a cell rewrites to under the assumption."""
        link = self.base.root(cell)
        return self.search(self.rules.loose[cell.head], cell) if link is None else link

    def stays_below(self, cell: Cell, top: Cell) -> bool:
        """Whether all terms on the way to the normal form are smaller, without assumptions."""
        greater = self.base.order.greater
        for _, path, _, after in self.trace(cell)[1]:
            cell = self.bank.replace(cell, path, after)
            if not greater(top, cell):
                return False
        return True


class Joiner:
    """Decides joinability, remembering normal forms under each order of variables."""

    def __init__(self, normaliser: Normaliser, ac: AC) -> None:
        self.normaliser = normaliser
        self.ac = ac
        self.joins = 0
        self._assuming: dict[tuple[int, ...], Assuming] = {}

    def joinable(
        self, left: Cell, right: Cell, sorts: dict[int, int], top: Cell | None = None
    ) -> bool:
        """Whether the sides are connected below `top`, or meet under every order of variables.

        `sorts` has the sort of each variable (by number); `top` is greater than both sides.
        """
        variables = in_order(left, right)
        if len(variables) < 2 or not self.normaliser.rules.loose_count:
            return False
        if sum([len(assuming.done) for assuming in self._assuming.values()]) > MAX_REMEMBERED:
            self.forget()
        self.joins = met = 0
        first = [~v for v in variables]
        for chain in (first, first[::-1]):
            if self._joins(left, right, chain):
                met += 1
                if top is not None and self._connected(left, right, chain, top):
                    return True
        if met < 2 or len(variables) > MAX_VARIABLES:
            return False
        return self._covered(left, right, [], variables, sorts)

    def _connected(self, left: Cell, right: Cell, chain: list[int], top: Cell) -> bool:
        assuming = self._assuming[tuple(chain)]
        if assuming.normal(left) is not assuming.normal(right):
            return False
        return assuming.stays_below(left, top) and assuming.stays_below(right, top)

    def _covered(
        self, left: Cell, right: Cell, chain: list[int], rest: list[int], sorts: dict[int, int]
    ) -> bool:
        if self.joins > MAX_JOINS:
            return False
        if self._joins(left, right, chain):
            return True
        if not rest:
            return False
        new, others = rest[0], rest[1:]
        for i in range(len(chain), -1, -1):
            if not self._covered(left, right, [*chain[:i], ~new, *chain[i:]], others, sorts):
                return False
        bank = self.normaliser.bank
        binding = [bank.variable(i) for i in range(len(bank.variables))]
        for head in chain:
            if sorts.get(new, 0) == sorts.get(~head, 0):
                binding[new] = bank.variable(~head)
                one, two = bank.instance(left, binding), bank.instance(right, binding)
                if not self._covered(one, two, chain, others, sorts):
                    return False
        return True

    def _joins(self, left: Cell, right: Cell, chain: list[int]) -> bool:
        self.joins += 1
        key = tuple(chain) if len(chain) > 1 else ()
        assuming = self._assuming.get(key)
        if assuming is None:
            assuming = self._assuming[key] = Assuming(self.normaliser, key)
        one, two = assuming.normal(left), assuming.normal(right)
        return one is two or (bool(self.ac.heads) and self.ac.equal(one, two))

    def forget(self) -> None:
        """Drop what is remembered."""
        self._assuming.clear()
