"""The orders of completion on cells, also under the assumption that some variables descend.

KBO: s > t iff each variable occurs in s as often as in t, and the weight of s is greater, or equal
with a greater head, or with equal heads and a greater first argument that differs. LPO: see
`lemmata.terms.orders`. If x > y is assumed, an instance of x weighs at least as much as that of y,
so x may pay for y in the variable condition; two variables of equal weight compare as assumed.
"""

from __future__ import annotations

from collections.abc import Sequence

from lemmata.search.completion.cells import Cell


class Order:
    """A reduction order; `ranks` is the precedence of the symbols."""

    def __init__(self, ranks: Sequence[int]) -> None:
        self.ranks = list(ranks)

    def greater(self, left: Cell, right: Cell) -> bool:
        """Whether `left` is strictly greater than `right`."""
        return self.greater_if(left, right, [])

    def greater_if(self, left: Cell, right: Cell, chain: Sequence[int]) -> bool:
        """The same where the variables with the heads of `chain` descend."""
        raise NotImplementedError


class KBO(Order):
    """The Knuth-Bendix order, with the weights that the cells carry."""

    def greater(self, left: Cell, right: Cell) -> bool:
        """Whether `left` is strictly greater than `right`."""
        while True:
            if left is right or right.mask & ~left.mask:
                return False
            difference = left.weight - right.weight
            if difference < 0 or not (right.linear or _covers(left, right)):
                return False
            if difference > 0 or right.head < 0:
                return True
            if left.head != right.head:
                return left.head >= 0 and self.ranks[left.head] > self.ranks[right.head]
            i = 0
            while left.args[i] is right.args[i]:
                i += 1
            left, right = left.args[i], right.args[i]

    def greater_if(self, left: Cell, right: Cell, chain: Sequence[int]) -> bool:
        """The same where the variables with the heads of `chain` descend."""
        while True:
            if left is right:
                return False
            difference = left.weight - right.weight
            if difference < 0 or (right.mask and not _covers_if(left, right, chain)):
                return False
            if difference > 0:
                return True
            if right.head < 0:
                if left.head >= 0:
                    return True
                return (
                    left.head in chain
                    and right.head in chain
                    and chain.index(left.head) < chain.index(right.head)
                )
            if left.head != right.head:
                return left.head >= 0 and self.ranks[left.head] > self.ranks[right.head]
            i = 0
            while left.args[i] is right.args[i]:
                i += 1
            left, right = left.args[i], right.args[i]


def _covers(left: Cell, right: Cell) -> bool:
    more = left.counts()
    for variable, count in right.counts().items():
        if more.get(variable, 0) < count:
            return False
    return True


def _covers_if(left: Cell, right: Cell, chain: Sequence[int]) -> bool:
    if not left.mask:
        return False
    more, less = left.counts(), right.counts()
    total = 0
    for variable in chain:
        total += more.get(variable, 0) - less.get(variable, 0)
        if total < 0:
            return False
    for variable, count in less.items():
        if more.get(variable, 0) < count and variable not in chain:
            return False
    return True


class LPO(Order):
    """The lexicographic path order, arguments compared from left to right."""

    def __init__(self, ranks: Sequence[int]) -> None:
        super().__init__(ranks)
        self._known: dict[tuple[Cell, Cell], bool] = {}
        self._chain: tuple[int, ...] = ()

    def greater_if(self, left: Cell, right: Cell, chain: Sequence[int]) -> bool:
        """Whether `left` is strictly greater where the variables of `chain` descend."""
        if left is right or (right.mask & ~left.mask and not chain):
            return False
        if tuple(chain) != self._chain or len(self._known) > 300_000:
            self._chain = tuple(chain)
            self._known.clear()
        return self._greater(left, right)

    def _greater(self, left: Cell, right: Cell) -> bool:
        chain = self._chain
        if left is right or (right.mask & ~left.mask and not chain):
            return False
        if left.head < 0:
            return (
                right.head in chain
                and left.head in chain
                and chain.index(left.head) < chain.index(right.head)
            )
        if right.head < 0 and right.mask & left.mask:
            return True
        key = (left, right)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._decide(left, right)
        return known

    def _decide(self, left: Cell, right: Cell) -> bool:
        rest = right.args
        if left.head == right.head:
            i = 0
            while left.args[i] is right.args[i]:
                i += 1
            if not self._greater(left.args[i], right.args[i]):
                for arg in left.args[i + 1 :]:
                    if arg is right or self._greater(arg, right):
                        return True
                return False
            rest = right.args[i + 1 :]
        elif right.head < 0 or self.ranks[left.head] < self.ranks[right.head]:
            for arg in left.args:
                if arg is right or self._greater(arg, right):
                    return True
            return False
        for arg in rest:
            if not self._greater(left, arg):
                return False
        return True
