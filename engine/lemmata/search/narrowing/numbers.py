"""Open integers: intervals with holes, linear values, and the tests that narrow them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lemmata.search.narrowing.code import Cell

Domain = tuple[int | None, int | None, frozenset[int]]
EVERYTHING: Domain = (None, None, frozenset())
FEW = 40


@dataclass(frozen=True, slots=True, eq=False)
class Linear:
    """scale * cell + offset, where the cell is an open integer and the scale is not 0."""

    cell: Cell
    scale: int
    offset: int


@dataclass(frozen=True, slots=True)
class Test:
    """`cell = bound` or `cell <= bound`; `negated` is the opposite."""

    equal: bool
    bound: int
    negated: bool

    def at(self, value: int) -> bool:
        """Whether it holds of a number."""
        found = value == self.bound if self.equal else value <= self.bound
        return found is not self.negated


@dataclass(frozen=True, slots=True)
class Outcome:
    """That a test has a certain result: an option where a thread waits for the result."""

    test: Test
    truth: bool


def settled(value: Any) -> Any:  # noqa: ANN401
    """The number that a linear value has become, if its cell has a value now."""
    if isinstance(value, Linear) and value.cell.value is not None:
        return value.scale * value.cell.value + value.offset
    return value


def linear(operation: str, left: Any, right: Any) -> Linear | int | None:  # noqa: ANN401
    """A sum, difference or product that is linear again; None if it is none."""
    if operation == "neg":
        return Linear(right.cell, -right.scale, -right.offset)
    if operation not in ("+", "-", "*"):
        return None
    if operation == "*":
        value, factor = (left, right) if isinstance(left, Linear) else (right, left)
        if isinstance(factor, Linear):
            return None
        return _linear(value.cell, value.scale * factor, value.offset * factor)
    sign = 1 if operation == "+" else -1
    if not isinstance(right, Linear):
        return Linear(left.cell, left.scale, left.offset + sign * right)
    if not isinstance(left, Linear):
        return Linear(right.cell, sign * right.scale, left + sign * right.offset)
    if left.cell is not right.cell:
        return None
    offset = left.offset + sign * right.offset
    return _linear(left.cell, left.scale + sign * right.scale, offset)


def _linear(cell: Cell, scale: int, offset: int) -> Linear | int:
    return Linear(cell, scale, offset) if scale else offset


def test(operation: str, value: Linear, number: int, swapped: bool) -> Test | bool:
    """`value operation number` (`number operation value` if swapped) as a test of the cell."""
    scale, rest = value.scale, number - value.offset
    if operation == "eq":
        if rest % scale:
            return False
        return Test(True, rest // scale, False)
    if swapped:
        # number <= value is not (value <= number - 1), and so on.
        limit = rest - 1 if operation == "<=" else rest
        negated = True
    else:
        limit = rest if operation == "<=" else rest - 1
        negated = False
    if scale > 0:
        return Test(False, limit // scale, negated)
    # scale * cell <= limit says that cell >= ceiling(limit / scale).
    return Test(False, -(limit // -scale) - 1, not negated)


def known(domain: Domain, question: Test) -> bool | None:
    """The result of a test for all numbers of a domain, None if it depends."""
    low, high, without = domain
    bound = question.bound
    if question.equal:
        outside = (low is not None and bound < low) or (high is not None and bound > high)
        if outside or bound in without:
            return question.negated
        return not question.negated if low == high == bound else None
    if high is not None and high <= bound:
        return not question.negated
    if low is not None and low > bound:
        return question.negated
    return None


def narrowed(domain: Domain, question: Test, truth: bool) -> Domain | None:
    """The numbers of a domain for which a test has a result; None if there are none."""
    low, high, without = domain
    bound = question.bound
    positive = truth is not question.negated
    if question.equal:
        if positive:
            return (bound, bound, frozenset()) if known(domain, question) is None else None
        without = without | {bound}
    elif positive:
        high = bound if high is None else min(high, bound)
    else:
        low = bound + 1 if low is None else max(low, bound + 1)
    while low is not None and low in without:
        low += 1
    while high is not None and high in without:
        high -= 1
    if low is not None and high is not None and low > high:
        return None
    return low, high, without


def contains(domain: Domain, number: int) -> bool:
    """Whether a number is in a domain."""
    low, high, without = domain
    if number in without:
        return False
    return (low is None or low <= number) and (high is None or number <= high)


def numbers(domain: Domain, likely: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Numbers of a domain with costs: the likely ones, and those at its ends."""
    low, high, _ = domain
    costs: dict[int, int] = {}
    ends = [e for e in (low, high) if e is not None]
    if low is not None and high is not None and high - low < FEW:
        ends = list(range(low, high + 1))
    for cost, number in likely:
        costs.setdefault(number, cost)
    for end in ends:
        for number in (end, end + 1, end + 2) if end == low else (end, end - 1, end - 2):
            costs.setdefault(number, 3)
    if not any(contains(domain, n) for n in costs):
        start = low if low is not None else high if high is not None else 0
        step = 1 if low is not None or high is None else -1
        costs.update((start + step * i, 3) for i in range(FEW))
    found = [(cost, n) for n, cost in costs.items() if contains(domain, n)]
    return sorted(found, key=lambda pair: (pair[0], abs(pair[1]), pair[1] < 0))


def simplest(domain: Domain) -> int:
    """The least natural number of a domain, else its largest number."""
    low, high, without = domain
    start = max(low or 0, 0)
    if high is None or high >= start:
        for number in range(start, start + len(without) + 1):
            if contains(domain, number):
                return number
    start = -1 if high is None else min(high, -1)
    return next(n for n in range(start, start - len(without) - 1, -1) if contains(domain, n))
