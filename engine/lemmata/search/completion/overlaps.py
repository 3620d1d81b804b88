"""Critical pairs: where two rules rewrite the same term differently.

    l = r at the root, l' = r' below it at p; sigma unifies l at p (no variable) with l'
    ----------------------------------------------------------------------------------
    r sigma  <-  l sigma  ->  l sigma [p := r' sigma]

It is no pair if the order says that l sigma <= r sigma or l' sigma <= r' sigma, nor (a prime pair
takes its place) if a proper subterm of l' sigma is reducible.
"""

from __future__ import annotations

from collections.abc import Iterator

from lemmata.search.completion.cells import Bank, Cell, TooLarge
from lemmata.search.completion.normal import Normaliser, Step
from lemmata.search.completion.ordering import Order
from lemmata.search.completion.rules import APART, Direction, Rule, Rules

NO_PAIR, COMPOSITE, PAIR = 0, 1, 2
LARGE = 12
"""Instances of larger subterms are remembered while a pair is formed: they may occur again."""
TOP = 30
"""The term that both rules rewrite may be so many times larger than what they make of it."""


class Overlaps:
    """Forms critical pairs; the last one stands in `left` and `right`, variables numbered anew."""

    def __init__(self, bank: Bank, rules: Rules, order: Order, normaliser: Normaliser) -> None:
        self.bank = bank
        self.rules = rules
        self.order = order
        self.normaliser = normaliser
        self.values: list[Cell | None] = [None] * (2 * APART)
        self.trail: list[int] = []
        self.resolved: list[Cell | None] = [None] * (2 * APART)
        self.seen: list[int] = []
        self.memo: dict[Cell, Cell] = {}
        self.left = self.right = bank.variable(0)

    # Unification --------------------------------------------------------------------------

    def unify(self, left: Cell, right: Cell) -> bool:
        """Extend `values` to a unifier."""
        if left is right:
            return True
        head = left.head
        if head < 0:
            value = self.values[~head]
            if value is not None:
                return self.unify(value, right)
            return self._bind(left, right)
        if right.head < 0:
            value = self.values[~right.head]
            if value is not None:
                return self.unify(left, value)
            return self._bind(right, left)
        if head != right.head or not (left.mask or right.mask):
            return False
        args, others = left.args, right.args
        if len(args) == 2:
            a, b = args
            c, d = others
            return (a is c or self.unify(a, c)) and (b is d or self.unify(b, d))
        for i in range(len(args)):
            if args[i] is not others[i] and not self.unify(args[i], others[i]):
                return False
        return True

    def _bind(self, variable: Cell, term: Cell) -> bool:
        while term.head < 0:
            value = self.values[~term.head]
            if value is None:
                break
            term = value
        if term is variable:
            return True
        if term.head >= 0 and term.mask and self._occurs(variable, term):
            return False
        self.values[~variable.head] = term
        self.trail.append(~variable.head)
        return True

    def _occurs(self, variable: Cell, term: Cell) -> bool:
        """Whether a variable occurs in the instance of a term; walks over sets of variables."""
        values = self.values
        mine = variable.mask
        seen = 0
        left = term.mask
        while left:
            if left & mine:
                return True
            seen |= left
            more = 0
            while left:
                bit = left & -left
                left ^= bit
                value = values[bit.bit_length() - 1]
                if value is not None:
                    more |= value.mask
            left = more & ~seen
        return False

    def _reset(self) -> None:
        for i in self.trail:
            self.values[i] = None
        self.trail.clear()
        if self.memo:
            self.memo.clear()
        for i in self.seen:
            self.resolved[i] = None
        self.seen.clear()

    def resolve(self, cell: Cell) -> Cell:
        """The instance of a cell under the unifier, its variables numbered as they are met."""
        head = cell.head
        if head < 0:
            i = ~head
            found = self.resolved[i]
            if found is None:
                value = self.values[i]
                if value is None:
                    found = self.bank.variable(self.fresh)
                    self.fresh += 1
                else:
                    found = self.resolve(value)
                self.resolved[i] = found
                self.seen.append(i)
            return found
        if not cell.mask:
            return cell
        large = cell.size > LARGE
        if large:
            found = self.memo.get(cell)
            if found is not None:
                return found
        args = cell.args
        if len(args) == 2:
            a, b = args
            if a.mask:
                known = self.resolved[~a.head] if a.head < 0 else None
                a = self.resolve(a) if known is None else known
            if b.mask:
                known = self.resolved[~b.head] if b.head < 0 else None
                b = self.resolve(b) if known is None else known
            new: tuple[Cell, ...] = (a, b)
        else:
            new = tuple([self.resolve(arg) for arg in args])
        made = self.bank.tables[head].get(new)
        if made is None:
            made = self.bank.make(head, new)
        if large:
            self.memo[cell] = made
        return made

    # Pairs --------------------------------------------------------------------------------

    def superpose(self, outer: Direction, place: int, inner: Direction, prime: bool) -> int:
        """Form a critical pair; PAIR if there is one."""
        path, sub = outer.places[place]
        try:
            if not self.unify(sub, inner.apart):
                return NO_PAIR
            self.fresh = 0
            if prime and not self._is_prime(inner):
                return COMPOSITE
            self.left = self.resolve(outer.right)
            if not outer.rule.oriented:
                top = self.resolve(outer.left)
                if top is self.left or self.order.greater(self.left, top):
                    return NO_PAIR
            new = self.resolve(inner.right_apart)
            if not inner.rule.oriented:
                below = self.resolve(inner.apart)
                if new is below or self.order.greater(new, below):
                    return NO_PAIR
            self.right = self._put(outer.left, path, 0, new)
            return PAIR
        finally:
            self._reset()

    def _is_prime(self, inner: Direction) -> bool:
        """Whether no proper subterm of the unified inner left side is known to be reducible."""
        normal = self.normaliser.normal
        try:
            for arg in inner.apart.args:
                if arg.mask:
                    value = self.resolve(arg)
                    if normal(value) is not value:
                        return False
        except TooLarge:
            pass
        return True

    def _put(self, cell: Cell, path: tuple[int, ...], at: int, new: Cell) -> Cell:
        if at == len(path):
            return new
        args = cell.args
        place = path[at]
        if len(args) == 2:
            a, b = args
            if place == 0:
                a = self._put(a, path, at + 1, new)
                if b.mask:
                    b = self.resolve(b)
            else:
                if a.mask:
                    a = self.resolve(a)
                b = self._put(b, path, at + 1, new)
            return self.bank.apply(cell.head, (a, b))
        changed = [
            self._put(arg, path, at + 1, new) if i == place else self.resolve(arg)
            for i, arg in enumerate(args)
        ]
        return self.bank.apply(cell.head, tuple(changed))

    def steps(self, outer: Direction, place: int, inner: Direction) -> tuple[Cell, list[Step]]:
        """The unified term and the steps left = top = right of a pair, left and right in place."""
        path, sub = outer.places[place]
        self.unify(sub, inner.apart)
        self.fresh = 0
        limit = self.bank.limit
        self.bank.limit = TOP * limit
        try:
            left = self.resolve(outer.right)
            top = self.resolve(outer.left)
            below = self.resolve(sub)
            new = self.resolve(inner.right_apart)
            self.left, self.right = left, self._put(outer.left, path, 0, new)
        finally:
            self.bank.limit = limit
            self._reset()
        return top, [(outer.by ^ 1, (), left, top), (inner.by, path, below, new)]

    def all(self, new: Rule) -> Iterator[tuple[Direction, int, Direction]]:
        """All overlaps of a new rule (in use already) with the rules in use, itself included.

        At the root a direction overlaps itself only if its right side has variables of its own.
        """
        rules = self.rules
        for mine in new.directions:
            free = mine.total > mine.known
            ground = not mine.right.mask
            for i, (path, sub) in enumerate(mine.places):
                for other in list(rules.tops[sub.head]):
                    trivial = other is mine or (ground and mine.right is other.right)
                    if path or free or not trivial:
                        yield mine, i, other
                for other in list(rules.naked):
                    apart = path or free or other is not mine
                    if apart and self._sort(sub) == other.rule.sort:
                        yield mine, i, other
            if mine.left.head >= 0:
                for (other, i), _ in list(rules.places[mine.left.head].items()):
                    if i and other.rule is not new:
                        yield other, i, mine
            else:
                for places in rules.places:
                    for (other, i), sub in list(places.items()):
                        if i and other.rule is not new and self._sort(sub) == new.sort:
                            yield other, i, mine

    def _sort(self, cell: Cell) -> int:
        return self.normaliser.sorts[cell.head]
