"""Open values: threads that wait for them, choices, and going back.

A choice keeps the threads that wait and the length of the trail of what was evaluated since, so
going back costs only what it undoes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from lemmata.search.narrowing.code import FALSE_NODE, TRUE_NODE, Cell, Code, Node, Program
from lemmata.search.narrowing.numbers import (
    EVERYTHING,
    Linear,
    Outcome,
    Test,
    known,
    narrowed,
)
from lemmata.terms.sorts import INT, Sort
from lemmata.terms.symbols import Symbol

Frames = tuple[Any, ...]
Waiting = tuple[Cell, Frames, Any, Any, Frames | None]
State = tuple[Code | None, Sequence[Cell], Any, Frames]
Option = tuple[int, Any, tuple[Sort, ...]]
MAX_FORCED = 3_000
NOTHING: Sequence[Cell] = ()


class Exhausted(Exception):
    """There is no choice left."""


class Found(Exception):
    """All threads have ended well."""


@dataclass(frozen=True, slots=True)
class Part:
    """An option where one of two parts has to have the wanted value: which one it is."""

    frame: Frames
    index: int


class Choices:
    """The threads of a machine and the choices that it has made.

    `pick` takes the waiting thread whose value is chosen next. `options(cell, hint)` lists what an
    open value may be: (cost, constructor or number, sorts of the fields); `hint` is what it is
    compared with, or None. `orders` arranges two options. With
    `splits`, a disjunction that waits chooses one of its parts, not a value. `cut` says whether the
    search was limited anywhere, so that its failure means nothing.
    """

    def __init__(
        self,
        program: Program,
        options: Callable[[Cell, Any], Sequence[Option]],
        orders: Callable[[list[Option]], list[Option]],
        pick: Callable[[Sequence[Waiting]], Waiting],
        splits: bool,
        limit: int,
    ) -> None:
        """`limit` bounds the cost of the open values together."""
        self.splits = splits
        self.program, self.options, self.orders = program, options, orders
        self.pick, self.limit = pick, limit
        self.steps, self.cut = 0, False
        self._trail: list[Cell | tuple[Cell, Any]] = []
        self._choices: list[tuple[Any, ...]] = []
        self._at: list[int] = []
        self._pending: list[State] = []
        self._waiting: tuple[Waiting, ...] = ()
        self._used = self._forced = self._since = 0
        self._end: Any = None
        self._split: Any = None

    def _demand(
        self,
        cell: Cell,
        frames: Frames,
        hint: Any = None,  # noqa: ANN401
        among: Any = None,  # noqa: ANN401
    ) -> State:
        """The value of a cell for the first frame; at an open cell the thread waits."""
        if cell.value is not None:
            return None, NOTHING, cell.value, frames
        if cell.code is not None:
            return cell.code, cell.env, None, (self._update, cell, frames)
        if cell.sort is INT:
            return None, NOTHING, Linear(cell, 1, 0), frames
        return self._wait(cell, frames, hint, among)

    def _wait(self, cell: Cell, frames: Frames, hint: Any, among: Any) -> State:  # noqa: ANN401
        """A thread waits at an open cell, and another goes on."""
        split = self._alternatives(frames) if self.splits else None
        self._waiting = (*self._waiting, (cell, frames, hint, among, split))
        return self._next()

    def _update(self, value: Any, frame: Any) -> State:  # noqa: ANN401
        frame[1].value = value
        self._trail.append(frame[1])
        return None, NOTHING, value, frame[2]

    def _next(self) -> State:
        """Another thread; if all wait, a choice."""
        if self._pending:
            return self._pending.pop()
        if not self._waiting:
            raise Found
        self.steps += len(self._waiting) // 8
        picked = self.pick(self._waiting)
        cell, _, hint, among, split = picked
        waiting = self._waiting
        options: Sequence[Option]
        if split is not None:
            waiting = tuple([w for w in waiting if w is not picked])
            options = self.orders([(0, Part(split, 1), ()), (0, Part(split, 2), ())])
        elif isinstance(among, Test):
            other = 0 if among.equal else 1
            options = self.orders(
                [(1, Outcome(among, True), ()), (other, Outcome(among, False), ())]
            )
        else:
            options = self.options(cell, hint)
            if among is not None:
                options = [option for option in options if option[1] in among]
        length = len(self._trail)
        self._choices.append((cell, options, length, self._used, self._forced, waiting))
        self._at.append(0)
        return self._back()

    def _back(self) -> State:
        """The next option of the latest choice that has one within the limit."""
        while self._choices:
            cell, options, length, used, forced, waiting = self._choices[-1]
            self._undo(length)
            at = self._at[-1]
            if at >= len(options):
                self._choices.pop()
                self._at.pop()
                continue
            self._at[-1] = at + 1
            cost, head, sorts = options[at]
            if len(options) == 1 and sorts:
                cost = 0
            forced += not cost
            self._used, self._forced = used + cost, forced
            if self._used > self.limit or forced > MAX_FORCED:
                self.cut = True
                continue
            self._waiting, self._pending = waiting, []
            if isinstance(head, Part):
                _, code, env, frames = head.frame
                self._pending.append((code[head.index], env, None, frames))
            elif isinstance(head, Outcome):
                if not self._narrow(cell, head.test, head.truth):
                    continue
            else:
                cell.value = self._value(head, sorts)
                self._trail.append(cell)
                self._wake(cell)
            self._since = self.steps
            return self._next()
        raise Exhausted

    def _alternatives(self, frames: Frames) -> Frames | None:
        """The frame of a disjunction in whose first part a thread waits."""
        while frames[0] is not self._end:
            if frames[0] is self._split:
                return frames
            frames = frames[-1]
        return None

    def _undo(self, length: int) -> None:
        trail = self._trail
        while len(trail) > length:
            last = trail.pop()
            if isinstance(last, Cell):
                last.value = None
            else:
                last[0].domain = last[1]

    def _narrow(self, cell: Cell, question: Test, truth: bool) -> bool:
        """Restrict an open integer; False if nothing is left."""
        domain = narrowed(cell.domain or EVERYTHING, question, truth)
        if domain is None:
            return False
        self._trail.append((cell, cell.domain))
        cell.domain = domain
        if domain[0] is not None and domain[0] == domain[1]:
            cell.value = domain[0]
            self._trail.append(cell)
        self._wake(cell)
        return True

    def _wake(self, cell: Cell) -> None:
        """The threads that wait at a cell go on, if what they wait for is known now."""
        woken: list[State] = []
        rest: list[Waiting] = []
        for each in self._waiting:
            at, frames, _, among, _ = each
            value = cell.value
            if at is not cell:
                rest.append(each)
            elif isinstance(among, Test):
                truth = known(cell.domain, among) if value is None else among.at(value)
                if truth is None:
                    rest.append(each)
                else:
                    woken.append((None, NOTHING, TRUE_NODE if truth else FALSE_NODE, frames))
            elif value is None:
                rest.append(each)
            else:
                woken.append((None, NOTHING, value, frames))
        self._waiting = tuple(rest)
        self._pending.extend(reversed(woken))

    def _value(self, head: Any, sorts: tuple[Sort, ...]) -> Any:  # noqa: ANN401
        if not isinstance(head, Symbol):
            return head
        if not sorts:
            return self.program.constant(head)
        return Node(head, tuple([Cell(sort=s) for s in sorts]))
