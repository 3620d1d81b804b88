"""Conditions of a group of functions: patterns, disjoint, complete, terminating."""

from __future__ import annotations

from .datatypes import Datatypes
from .errors import Budget, Invalid
from .objects import Clause, Sort, Symbol, Term, World, constructor_subterms

Group = list[tuple[Symbol, bool, list[Clause]]]
MATRICES = 5_000


def check_functions(world: World, datatypes: Datatypes, group: Group) -> None:
    """Check all conditions of section 3 on a group of functions."""
    for symbol, partial, cases in group:
        for clause in cases:
            _check_left_side(world, symbol, clause)
        rows = [clause.conclusion[0].args for clause in cases]
        budget = Budget(3_000_000, f"cases of {symbol.name}")
        for index, first in enumerate(rows):
            for second in rows[index + 1 :]:
                if _unify(first, second, budget):
                    raise Invalid(f"two cases of {symbol.name} overlap")
        if not partial and not _complete(world, datatypes, symbol.arguments, rows, budget):
            raise Invalid(f"the cases of {symbol.name} are not complete")
    _check_termination(group)


def _check_left_side(world: World, symbol: Symbol, clause: Clause) -> None:
    left = clause.conclusion[0]
    if left.symbol is not symbol:
        raise Invalid(f"a case of {symbol.name} defines something else")
    if left.sorts != tuple(world.type_variable(name) for name in symbol.types):
        raise Invalid(f"a case of {symbol.name} is not general in its type variables")
    seen: set[Term] = set()
    stack = list(left.args)
    while stack:
        term = stack.pop()
        if term in seen:
            if term.bound:
                raise Invalid("a bound variable occurs twice in a left side")
            continue
        seen.add(term)
        if term.kind != "bound" and not term.constructor:
            raise Invalid("a pattern holds something that is neither variable nor constructor")
        stack.extend(term.args)
    if sum(term.kind == "bound" for term in seen) != len(clause.bound):
        raise Invalid("a bound variable does not occur in the left side")


def _unify(first: tuple[Term, ...], second: tuple[Term, ...], budget: Budget) -> bool:
    """Do two linear lists of patterns, renamed apart, unify?"""
    seen: set[tuple[Term, Term]] = set()
    stack = list(zip(first, second, strict=True))
    while stack:
        budget.spend()
        pair = stack.pop()
        one, two = pair
        if pair in seen or one.kind == "bound" or two.kind == "bound":
            continue
        seen.add(pair)
        if one.symbol is not two.symbol:
            return False
        stack.extend(zip(one.args, two.args, strict=True))
    return True


def _complete(
    world: World,
    datatypes: Datatypes,
    sorts: tuple[Sort, ...],
    rows: list[tuple[Term, ...]],
    budget: Budget,
) -> bool:
    """Is every tuple of values matched by a row?"""
    Row = tuple[Term | None, ...]
    start: list[Row] = [tuple(p if p.constructor else None for p in row) for row in rows]
    stack: list[tuple[tuple[Sort, ...], list[Row]]] = [(sorts, start)]
    while stack:
        columns, matrix = stack.pop()
        budget.spend(1 + len(matrix) * (1 + len(columns)))
        if not matrix:
            return False
        for place in range(len(columns)):
            if any(row[place] is not None for row in matrix):
                break
        else:
            continue
        sort = columns[place]
        for constructor in datatypes[sort.name].constructors:
            fields = world.signature(constructor, sort.args)[0]
            budget.spend(1 + len(fields))
            inner: list[Row] = []
            for row in matrix:
                pattern = row[place]
                if pattern is None:
                    parts: Row = (None,) * len(fields)
                elif pattern.symbol is constructor:
                    parts = tuple(p if p.constructor else None for p in pattern.args)
                else:
                    continue
                budget.spend(len(fields))
                inner.append(row[:place] + parts + row[place + 1 :])
            stack.append((columns[:place] + fields + columns[place + 1 :], inner))
    return True


# A matrix as two tuples of bit masks, one mask a row: where there is a path at all, and where
# there is one that gets smaller.
Matrix = tuple[tuple[int, ...], tuple[int, ...]]
Edge = tuple[str, str, Matrix]


def _compose(first: Matrix, second: Matrix, budget: Budget) -> Matrix:
    some_rows: list[int] = []
    less_rows: list[int] = []
    for some, less in zip(*first, strict=True):
        new_some = new_less = 0
        while some:
            budget.spend()
            low = some & -some
            some ^= low
            place = low.bit_length() - 1
            new_some |= second[0][place]
            new_less |= second[0][place] if less & low else second[1][place]
        some_rows.append(new_some)
        less_rows.append(new_less)
    budget.spend(1 + len(some_rows))
    return tuple(some_rows), tuple(less_rows)


def _calls(symbol: Symbol, clause: Clause, names: set[str], budget: Budget) -> set[Edge]:
    left, right = clause.conclusion
    smaller = [constructor_subterms(pattern) for pattern in left.args]
    found: set[Edge] = set()
    seen: set[Term] = set()
    stack = [right]
    while stack:
        term = stack.pop()
        if term in seen:
            continue
        seen.add(term)
        stack.extend(term.args)
        if term.symbol is not None and term.symbol.name in names:
            budget.spend(1 + len(left.args) * len(term.args))
            some: list[int] = []
            less: list[int] = []
            for pattern, below in zip(left.args, smaller, strict=True):
                strict = sum(1 << j for j, arg in enumerate(term.args) if arg in below)
                same = sum(1 << j for j, arg in enumerate(term.args) if arg is pattern)
                some.append(strict | same)
                less.append(strict)
            found.add((symbol.name, term.symbol.name, (tuple(some), tuple(less))))
    return found


def _check_termination(group: Group) -> None:
    """The size-change principle."""
    names = {symbol.name for symbol, _, _ in group}
    budget = Budget(20_000_000, "size-change matrices")
    generators: set[Edge] = set()
    for symbol, _, cases in group:
        for clause in cases:
            generators |= _calls(symbol, clause, names, budget)
    by_source: dict[str, list[tuple[str, Matrix]]] = {name: [] for name in names}
    for source, target, matrix in generators:
        by_source[source].append((target, matrix))
    closed = set(generators)
    stack = list(generators)
    while stack:
        if len(closed) > MATRICES:
            raise Invalid("more than 5,000 size-change matrices")
        source, middle, matrix = stack.pop()
        for target, second in by_source[middle]:
            edge = (source, target, _compose(matrix, second, budget))
            if edge not in closed:
                closed.add(edge)
                stack.append(edge)
    if len(closed) > MATRICES:
        raise Invalid("more than 5,000 size-change matrices")
    for source, target, matrix in closed:
        if source != target or _compose(matrix, matrix, budget) != matrix:
            continue
        if not any(less >> place & 1 for place, less in enumerate(matrix[1])):
            raise Invalid(f"{source} does not terminate by the size-change principle")
