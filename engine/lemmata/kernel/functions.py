"""Functions by cases: well formed, disjoint, complete, terminating (FORMAT.md section 3).

Termination is the size-change principle (Lee, Jones, Ben-Amram, POPL 2001): an infinite sequence of
calls would have a thread of arguments that shrinks for ever in the constructor-subterm order.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lemmata.kernel.reading import Budget, require
from lemmata.kernel.terms import Clause, Terms

MAX_MATRICES = 5_000
MAX_WORK = 3_000_000
Matrix = tuple[tuple[tuple[int, int], bool], ...]
Call = tuple[str, str, Matrix]


def check_case(terms: Terms, symbol: str, case: Clause) -> None:
    """`symbol(patterns) = right`, linear constructor patterns that hold all bound variables."""
    require(not case.premises, f"a case of {symbol} has premises")
    left = case.conclusion[0]
    entry = terms.entries[left]
    good = entry[0] == "app" and entry[1:3] == (symbol, terms.symbols[symbol].types)
    require(good, f"a case of {symbol} is not an equation for it")
    seen = set[int]()
    stack = list(entry[3])
    while stack:
        pattern = stack.pop()
        if pattern in seen:
            twice = bool(terms.leaves[pattern])
            require(not twice, f"a variable occurs twice in a pattern of {symbol}")
            continue
        seen.add(pattern)
        if terms.entries[pattern][0] != "bound":
            require(terms.constructor(pattern), f"a pattern of {symbol} is not a constructor")
            stack.extend(terms.entries[pattern][3])
    every = len(terms.leaves[left]) == len(case.bound)
    require(every, f"a case of {symbol} binds what its left side lacks")


def _rows(terms: Terms, cases: tuple[Clause, ...]) -> list[tuple[int, ...]]:
    return [terms.entries[case.conclusion[0]][3] for case in cases]


def check_disjoint(terms: Terms, symbol: str, cases: tuple[Clause, ...]) -> None:
    """No two left sides unify; they are linear, so clashing constructors decide."""
    rows = _rows(terms, cases)
    budget = Budget(MAX_WORK, f"the cases of {symbol} are too many to check")
    for i, first in enumerate(rows):
        for second in rows[:i]:
            stack = list(zip(first, second, strict=True))
            clash = False
            while stack and not clash:
                budget.spend()
                a, b = stack.pop()
                head_a, head_b = terms.constructor(a), terms.constructor(b)
                if head_a and head_b:
                    clash = head_a != head_b
                    if not clash:
                        pairs = zip(terms.entries[a][3], terms.entries[b][3], strict=True)
                        stack.extend(pairs)
            require(clash, f"two cases of {symbol} overlap")


def check_complete(
    terms: Terms,
    symbol: str,
    cases: tuple[Clause, ...],
    constructors: Mapping[str, tuple[str, ...]],
) -> None:
    """Split the first column by constructors until every branch has a case or lacks one."""
    work: list[tuple[tuple[int, ...], list[tuple[int, ...]]]] = [
        (terms.symbols[symbol].arguments, _rows(terms, cases))
    ]
    budget = Budget(MAX_WORK, f"the cases of {symbol} are too many to check")
    while work:
        columns, matrix = work.pop()
        budget.spend((1 + len(columns)) * (1 + len(matrix)))
        require(matrix, f"a case of {symbol} is missing")
        if not columns:
            continue
        heads = [terms.constructor(row[0]) for row in matrix]
        if not any(heads):
            work.append((columns[1:], [row[1:] for row in matrix]))
            continue
        sort, *arguments = terms.sorts[columns[0]]
        for constructor in constructors[sort]:
            inner = terms.instance_sorts(constructor, tuple(arguments))[0]
            chosen = []
            for row, head in zip(matrix, heads, strict=True):
                if head == constructor:
                    chosen.append((*terms.entries[row[0]][3], *row[1:]))
                elif head is None:
                    chosen.append((*(row[0] for _ in inner), *row[1:]))
            work.append(((*inner, *columns[1:]), chosen))


def check_terminating(terms: Terms, group: Mapping[str, tuple[Clause, ...]]) -> None:
    """Close the calls under composition; each idempotent self-call must shrink something."""
    budget = Budget(MAX_WORK, "termination is too hard to decide")
    calls: dict[Call, None] = {}
    for caller, cases in group.items():
        for case in cases:
            for call in _calls(terms, caller, case, group, budget):
                calls.setdefault(call)
    require(len(calls) <= MAX_MATRICES, budget.message)
    base, todo = list(calls), list(calls)
    while todo:
        first = todo.pop()
        budget.spend(len(base))
        for second in base:
            if first[1] == second[0]:
                budget.spend(len(first[2]) * len(second[2]))
                composed = (first[0], second[1], _compose(first[2], second[2]))
                if composed not in calls:
                    calls[composed] = None
                    todo.append(composed)
                    require(len(calls) <= MAX_MATRICES, budget.message)
    for caller, callee, matrix in calls:
        if caller == callee and _compose(matrix, matrix) == matrix:
            shrinks = any(i == j and strict for (i, j), strict in matrix)
            require(shrinks, f"{caller} is not seen to terminate")


def _calls(
    terms: Terms, caller: str, case: Clause, group: Mapping[str, Any], budget: Budget
) -> list[Call]:
    patterns = terms.entries[case.conclusion[0]][3]
    parts = [terms.parts(pattern) for pattern in patterns]
    found = []
    seen, stack = set[int](), [case.conclusion[1]]
    while stack:
        term = stack.pop()
        entry = terms.entries[term]
        if term in seen or entry[0] != "app":
            continue
        seen.add(term)
        stack.extend(entry[3])
        if entry[1] in group:
            budget.spend(len(patterns) * len(entry[3]))
            matrix = []
            for i, pattern in enumerate(patterns):
                for j, argument in enumerate(entry[3]):
                    if argument in parts[i]:
                        matrix.append(((i, j), True))
                    elif argument == pattern:
                        matrix.append(((i, j), False))
            found.append((caller, entry[1], tuple(matrix)))
    return found


def _compose(first: Matrix, second: Matrix) -> Matrix:
    found: dict[tuple[int, int], bool] = {}
    for (i, j), strict in first:
        for (k, m), also in second:
            if j == k:
                found[i, m] = found.get((i, m), False) or strict or also
    return tuple(sorted(found.items()))
