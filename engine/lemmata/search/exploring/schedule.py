"""In which order a theory is explored: small groups of operations first, then all together.

Each function makes a group with the functions that it is defined by, in the order of definition;
the last group is the whole. Small groups have the laws that the larger ones build on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from lemmata.search.inductive.signature import Operation, operations
from lemmata.terms.declarations import FunctionGroup, Theory
from lemmata.terms.symbols import Kind, Symbol

LEVELS = 15
"""Levels of the first stage, until there is a stage to judge by."""


def groups(theory: Theory, whole: Sequence[Operation]) -> list[list[Operation]]:
    """The groups among some operations, small ones before those that contain them."""
    functions = [f for d in theory.declarations if isinstance(d, FunctionGroup) for f in d.members]
    cases = {f.symbol: f.cases for f in functions}
    present = {o.symbol for o in whole}
    found: dict[frozenset[Symbol], None] = {}
    for function in functions:
        if function.symbol in present:
            sides = [side for case in function.cases for side in case.terms()]
            found.setdefault(frozenset(operations(sides, cases)) & present)
    chosen = [
        [o for o in whole if o.symbol in group or _is_basic(o, group, whole)] for group in found
    ]
    return [group for group in chosen if len(group) < len(whole)] + [list(whole)]


def _is_basic(operation: Operation, group: frozenset[Symbol], whole: Sequence[Operation]) -> bool:
    """Whether an operation is a constructor of what a group computes with."""
    if operation.symbol.kind is not Kind.CONSTRUCTOR:
        return False
    sorts = {s for o in whole if o.symbol in group for s in (*o.arguments, o.result)}
    return operation.result in sorts


@dataclass
class Forecast:
    """How many conjectures are still to come, judged by the levels that are behind.

    A level is as large as its last two predecessors promise, and a stage has as many levels as the
    stage before; nothing is decided by it.
    """

    stages: int = 0
    levels: list[int] = field(default_factory=list)
    earlier: list[list[int]] = field(default_factory=list)

    def begin(self, stages: int) -> None:
        """A stage begins; there are `stages` in all."""
        if self.stages:
            self.earlier.append(self.levels)
        self.stages, self.levels = stages, []

    def level(self, count: int) -> None:
        """A level of a stage begins with some conjectures."""
        self.levels.append(count)

    def remaining(self, waiting: int) -> int:
        """The forecast while some conjectures of a level are left."""
        typical = max((len(stage) for stage in self.earlier), default=LEVELS)
        left = max(0, typical - len(self.levels))
        last, before = [0, 0, *self.levels][-1], [0, 0, *self.levels][-2]
        growth = min(2.0, max(0.5, last / before)) if before else 1.0
        rest = sum(round(last * growth**k) for k in range(1, left + 1))
        whole = sum(self.levels) + rest
        return waiting + rest + whole * max(0, self.stages - len(self.earlier) - 1)
