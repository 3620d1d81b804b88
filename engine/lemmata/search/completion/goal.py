"""The goal s = t of a completion: everything its sides rewrite to, until the two sets meet.

    every u that s rewrites to, by any rule at any place where the instance decreases
    every v that t rewrites to                                          u = v: proved

Rules that are not oriented may rewrite a term in several ways, so there are several normal forms.
Where a set grows too large, its members are only normalised from then on.
"""

from __future__ import annotations

from lemmata.search.completion.cells import Cell, TooLarge, positions
from lemmata.search.completion.facts import reverse
from lemmata.search.completion.normal import Normaliser, Step
from lemmata.search.completion.rules import Direction, Rule

MANY = 80
"""With more members than this, a side is only normalised."""


class Goal:
    """Both sides with what they rewrite to; each member knows the step that led to it."""

    def __init__(self, left: Cell, right: Cell, normaliser: Normaliser) -> None:
        self.normaliser = normaliser
        self.sides: tuple[dict[Cell, tuple[Cell, list[Step]]], ...] = (
            {left: (left, [])},
            {right: (right, [])},
        )
        self.chain: list[Step] | None = None
        self.roots = [[left], [right]]
        self.ends: list[dict[Cell, None]] = [{}, {}]
        self.meeting: Cell | None = left if left is right else None

    def unfold(self, definitions: list[Direction]) -> None:
        """Add what the sides become when definitions are unfolded, though that may be larger."""
        for k, members in enumerate(self.sides):
            current: Cell | None = self.roots[k][0]
            while current is not None and len(members) <= MANY:
                current = self._unfolded(k, current, definitions)
            self.roots[k].append(list(members)[-1])

    def _unfolded(self, k: int, member: Cell, definitions: list[Direction]) -> Cell | None:
        for path, sub in positions(member):
            for direction in definitions:
                added: list[Cell] = []
                self._try(k, member, path, sub, direction, added)
                if added:
                    return added[0]
        return None

    def rewrite(self, new: Rule) -> None:
        """Add what a new rule makes of the members, and all that follows."""
        heads = {direction.left.head for direction in new.directions}
        for k, members in enumerate(self.sides):
            added: list[Cell] = []
            for member in () if self.ends[k] else list(members):
                if min(heads) < 0 or any(sub.head in heads for sub in (member, *member.flat())):
                    self._by_rule(k, member, new, added)
            i = 0
            while i < len(added) and self.meeting is None and len(members) <= MANY:
                self._all(k, added[i], added)
                i += 1
            if self.ends[k] or len(members) > MANY:
                self._normalise(k)

    def _by_rule(self, k: int, member: Cell, rule: Rule, added: list[Cell]) -> None:
        for direction in rule.directions:
            for path, sub in positions(member):
                if direction.left.head == sub.head or direction.left.head < 0:
                    self._try(k, member, path, sub, direction, added)

    def _all(self, k: int, member: Cell, added: list[Cell]) -> None:
        """All single steps from a member."""
        rules = self.normaliser.rules
        for path, sub in positions(member):
            for direction in [*rules.tops[sub.head], *rules.naked]:
                self._try(k, member, path, sub, direction, added)

    def settle(self) -> bool:
        """Normalise both sides as they were given; False if they become too large for that."""
        for k in (0, 1):
            root = self.roots[k][0]
            try:
                normal, steps = self.normaliser.trace(root)
            except TooLarge:
                return False
            self._add(k, root, normal, steps, [])
        return True

    def _normalise(self, k: int) -> None:
        """Replace the members that stand for a side by their normal forms, and start again too."""
        for root in self.roots[k]:
            try:
                normal, steps = self.normaliser.trace(root)
                self._add(k, root, normal, steps, [])
            except TooLarge:
                continue
        ends: dict[Cell, None] = {}
        for end in list(self.ends[k] or self.sides[k]):
            try:
                normal = self.normaliser.normal(end)
                if normal not in self.sides[k]:
                    normal, steps = self.normaliser.trace(end)
                    self._add(k, end, normal, steps, [])
            except TooLarge:
                normal = end
            ends[normal] = None
        self.ends[k] = ends

    def _try(
        self,
        k: int,
        member: Cell,
        path: tuple[int, ...],
        sub: Cell,
        direction: Direction,
        added: list[Cell],
    ) -> None:
        result = self.normaliser.apply(direction, sub)
        if result is None:
            return
        try:
            whole = self.normaliser.bank.replace(member, path, result)
        except TooLarge:
            return
        self._add(k, member, whole, [(direction.by, path, sub, result)], added)

    def _add(self, k: int, member: Cell, whole: Cell, steps: list[Step], added: list[Cell]) -> None:
        if whole in self.sides[k]:
            return
        self.sides[k][whole] = (member, steps)
        added.append(whole)
        if whole in self.sides[1 - k]:
            self.meeting = whole

    @property
    def met(self) -> bool:
        """Whether the goal is proved."""
        return self.meeting is not None or self.chain is not None

    def ends_of_chain(self) -> tuple[Cell, Cell]:
        """The sides as they were in the beginning."""
        return self.roots[0][0], self.roots[1][0]

    def steps(self) -> list[Step]:
        """The chain from the left side to the right one."""
        if self.chain is not None:
            return self.chain
        assert self.meeting is not None
        return [*self._steps(0, self.meeting), *reverse(self._steps(1, self.meeting))]

    def _steps(self, k: int, member: Cell) -> list[Step]:
        chain: list[list[Step]] = []
        while True:
            parent, steps = self.sides[k][member]
            if parent is member:
                return [step for part in reversed(chain) for step in part]
            chain.append(steps)
            member = parent

    def cells(self) -> list[Cell]:
        """All members."""
        return [cell for members in self.sides for cell in members]
