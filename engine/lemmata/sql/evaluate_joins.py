"""Filters and joins of the reference evaluator.

A filter over inner joins is run as one loop over all sides, each condition as soon as the columns
that it needs are there; that is what the operators say, without the product of all sides.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from lemmata.sql import algebra
from lemmata.sql.evaluate_scalars import Environment, Function
from lemmata.sql.scalars import TRUE, Column, Scalar, conjuncts
from lemmata.sql.types import Row
from lemmata.sql.walking import nodes

if TYPE_CHECKING:
    from lemmata.sql.evaluate import Compiler

Rows = list[Row]
Query = Callable[[Environment], Rows]


def compile_filter(plan: algebra.Filter, compiler: Compiler) -> Query:
    """The rows for which the condition is true."""
    if isinstance(plan.input, algebra.Join) and plan.input.kind == "inner":
        return _inner(plan.input, conjuncts(plan.condition), compiler)
    source, test = compiler.plan(plan.input), compiler.scalar(plan.condition)
    return lambda env: [row for row in source(env) if test((row, *env)) is True]


def compile_join(plan: algebra.Join, compiler: Compiler) -> Query:
    """A join of any kind."""
    if plan.kind == "inner":
        return _inner(plan, (), compiler)
    left, right = compiler.plan(plan.left), compiler.plan(plan.right)
    test, kind = compiler.scalar(plan.on), plan.kind
    pad_left = (None,) * algebra.width(plan.left)
    pad_right = (None,) * algebra.width(plan.right)

    def run(env: Environment) -> Rows:
        lefts, rights = left(env), right(env)
        compiler.count(len(lefts) * len(rights))
        found: Rows = []
        matched_rights: set[int] = set()
        for row in lefts:
            matches = [i for i, other in enumerate(rights) if test((row + other, *env)) is True]
            matched_rights.update(matches)
            if kind in ("semi", "anti"):
                found += [row] if bool(matches) == (kind == "semi") else []
                continue
            found += [row + rights[i] for i in matches]
            if not matches and kind in ("left", "full"):
                found.append(row + pad_right)
        if kind in ("right", "full"):
            unmatched = (r for i, r in enumerate(rights) if i not in matched_rights)
            found += [pad_left + other for other in unmatched]
        return found

    return run


def compile_apply(plan: algebra.Apply, compiler: Compiler) -> Query:
    """A lateral join."""
    left, right = compiler.plan(plan.left), compiler.plan(plan.right)
    test = compiler.scalar(plan.on)
    pad = (None,) * algebra.width(plan.right)

    def run(env: Environment) -> Rows:
        found: Rows = []
        for row in left(env):
            others = right((row, *env))
            compiler.count(len(others))
            matches = [row + other for other in others if test((row + other, *env)) is True]
            found += matches or ([row + pad] if plan.kind == "left" else [])
        return found

    return run


def _inner(plan: algebra.Join, filters: tuple[Scalar, ...], compiler: Compiler) -> Query:
    """Nested loops over the sides of inner joins that lean to the left."""
    sides: list[algebra.Plan] = []
    conditions = list(filters)
    node: algebra.Plan = plan
    while isinstance(node, algebra.Join) and node.kind == "inner":
        sides.append(node.right)
        conditions += [part for part in conjuncts(node.on) if part != TRUE]
        node = node.left
    sides = [node, *reversed(sides)]
    queries = [compiler.plan(side) for side in sides]
    stages = _stages([algebra.width(side) for side in sides], conditions, compiler)

    def run(env: Environment) -> Rows:
        rows: Rows = [()]
        for query, tests in zip(queries, stages, strict=True):
            others = query(env) if rows else []
            compiler.count(len(rows) * len(others))
            joined = (row + other for row in rows for other in others)
            rows = [row for row in joined if all(test((row, *env)) is True for test in tests)]
        return rows

    return run


def _stages(
    widths: list[int], conditions: list[Scalar], compiler: Compiler
) -> list[list[Function]]:
    """For each side the conditions that can be decided once it is joined."""
    stages: list[list[Function]] = [[] for _ in widths]
    for condition in conditions:
        used = [c.index for c, level in nodes(condition) if isinstance(c, Column) and c.up == level]
        stage, reached = 0, widths[0]
        while used and max(used) >= reached:
            stage += 1
            reached += widths[stage]
        stages[stage].append(compiler.scalar(condition))
    return stages
