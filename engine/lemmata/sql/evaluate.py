"""The reference evaluator: what a plan denotes on a small database.

A plan is compiled once to closures and can then be run on many databases. Rows come as lists, in
no meaningful order. What has no single answer (an error at run time, a LIMIT that ties leave open,
an opaque function) raises NoValue: such a database tells nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from functools import cmp_to_key
from typing import Any, Final, Literal

from lemmata.sql import algebra
from lemmata.sql.aggregates import AGGREGATES, KEEPS_NULLS
from lemmata.sql.evaluate_joins import compile_apply, compile_filter, compile_join
from lemmata.sql.evaluate_scalars import Environment, Function, compile_scalar
from lemmata.sql.evaluate_windows import compile_window
from lemmata.sql.failures import RunTimeError, Undetermined
from lemmata.sql.ordering import compare_keys
from lemmata.sql.types import Row
from lemmata.sql.walking import is_closed

Rows = list[Row]
Query = Callable[[Environment], Rows]
Tables = Mapping[str, list[Row]]
ERROR: Final = "error"
Result = Rows | Literal["error"]
"""Rows, or that the query raises an error."""
MAX_ROWS = 200_000


class Compiler:
    """Compiles plans; `tables` and the results of closed subqueries are those of the present run.

    `work` counts rows of joins, so that a run on too large a database ends with Undetermined.
    """

    def __init__(self) -> None:
        self.tables: Tables = {}
        self.work = 0
        self._results: dict[int, Rows] = {}
        self._numbers = 0

    def begin(self, tables: Tables) -> None:
        """Prepare for a run on other tables."""
        self.tables, self.work = tables, 0
        self._results.clear()

    def count(self, rows: int) -> None:
        """Note work done; raises Undetermined beyond the limit."""
        self.work += rows
        if self.work > MAX_ROWS:
            raise Undetermined(f"limit: {MAX_ROWS:,} rows of a join")

    def plan(self, plan: algebra.Plan) -> Query:
        """The plan as a function of the rows in scope; a closed one runs once for a database."""
        run = _COMPILERS[type(plan)](plan, self)
        if isinstance(plan, algebra.Scan | algebra.Values) or not is_closed(plan):
            return run
        self._numbers += 1
        number = self._numbers

        def once(env: Environment) -> Rows:
            if number not in self._results:
                self._results[number] = run(env)
            return self._results[number]

        return once

    def scalar(self, expr: Any) -> Function:
        """An expression as a function of the rows in scope."""
        return compile_scalar(expr, self)


class Evaluator:
    """A compiled plan."""

    def __init__(self, plan: algebra.Plan) -> None:
        self.compiler = Compiler()
        self.query = self.compiler.plan(plan)

    def run(self, tables: Tables) -> Rows:
        """The rows over the tables; raises NoValue."""
        self.compiler.begin(tables)
        return self.query(())

    def result(self, tables: Tables, strict: bool) -> Result:
        """The rows; if `strict`, ERROR for an error at run time. Raises NoValue for other cases."""
        try:
            return self.run(tables)
        except RunTimeError:
            if strict:
                return ERROR
            raise


def evaluate(plan: algebra.Plan, tables: Tables) -> Rows:
    """The rows of a plan over tables (name to rows); raises NoValue.

    >>> evaluate(algebra.ONE_ROW, {})
    [()]
    """
    return Evaluator(plan).run(tables)


def same_bags(first: Rows, second: Rows) -> bool:
    """Whether every row occurs equally often in both."""
    return len(first) == len(second) and Counter(first) == Counter(second)


def same_results(first: Result, second: Result) -> bool:
    """Whether both are errors or equal bags."""
    if first == ERROR or second == ERROR:
        return first == second
    return same_bags(first, second)


def _scan(plan: algebra.Scan, compiler: Compiler) -> Query:
    name = plan.table
    return lambda env: compiler.tables.get(name, [])


def _values(plan: algebra.Values, compiler: Compiler) -> Query:
    rows = [[compiler.scalar(expr) for expr in row] for row in plan.rows]
    return lambda env: [tuple(f(((), *env)) for f in row) for row in rows]


def _project(plan: algebra.Project, compiler: Compiler) -> Query:
    source = compiler.plan(plan.input)
    exprs = [compiler.scalar(expr) for expr in plan.exprs]

    def run(env: Environment) -> Rows:
        found = []
        for row in source(env):
            scope = (row, *env)
            found.append(tuple(f(scope) for f in exprs))
        return found

    return run


def _union_all(plan: algebra.UnionAll, compiler: Compiler) -> Query:
    inputs = [compiler.plan(part) for part in plan.inputs]
    return lambda env: [row for part in inputs for row in part(env)]


def _distinct(plan: algebra.Distinct, compiler: Compiler) -> Query:
    source = compiler.plan(plan.input)
    return lambda env: list(dict.fromkeys(source(env)))


def _except_all(plan: algebra.ExceptAll, compiler: Compiler) -> Query:
    left, right = compiler.plan(plan.left), compiler.plan(plan.right)
    return lambda env: list((Counter(left(env)) - Counter(right(env))).elements())


def _intersect_all(plan: algebra.IntersectAll, compiler: Compiler) -> Query:
    left, right = compiler.plan(plan.left), compiler.plan(plan.right)
    return lambda env: list((Counter(left(env)) & Counter(right(env))).elements())


def _group(plan: algebra.Group, compiler: Compiler) -> Query:
    source = compiler.plan(plan.input)
    keys = [compiler.scalar(key) for key in plan.keys]
    aggregates = [_aggregate(a, compiler) for a in plan.aggregates]

    def run(env: Environment) -> Rows:
        scopes = [(row, *env) for row in source(env)]
        keyed = [(tuple(key(scope) for key in keys), scope) for scope in scopes]
        found: Rows = []
        for kept in plan.sets:
            groups: dict[Row, list[Environment]] = {} if kept else {(None,) * len(keys): []}
            for values, scope in keyed:
                masked = tuple(v if i in kept else None for i, v in enumerate(values))
                groups.setdefault(masked, []).append(scope)
            for values, members in groups.items():
                found.append(values + tuple(f(members, kept) for f in aggregates))
        return found

    return run


GroupFunction = Callable[[list[Environment], tuple[int, ...]], Any]


def _aggregate(aggregate: algebra.Aggregate, compiler: Compiler) -> GroupFunction:
    if aggregate.function == "grouping":
        positions = [arg.value for arg in aggregate.args if hasattr(arg, "value")]

        def grouping(members: list[Environment], kept: tuple[int, ...]) -> int:
            return int("".join("0" if p in kept else "1" for p in positions), 2)

        return grouping
    args = [compiler.scalar(arg) for arg in aggregate.args]
    where, function = compiler.scalar(aggregate.where), AGGREGATES[aggregate.function]
    keep_nulls = aggregate.function in KEEPS_NULLS

    def run(members: list[Environment], kept: tuple[int, ...]) -> Any:
        chosen = [scope for scope in members if where(scope) is True]
        rows = [tuple(f(scope) for f in args) for scope in chosen]
        rows = [row for row in rows if keep_nulls or None not in row]
        return function(list(dict.fromkeys(rows)) if aggregate.distinct else rows)

    return run


def _sort(plan: algebra.Sort, compiler: Compiler) -> Query:
    source = compiler.plan(plan.input)
    keys = [compiler.scalar(k.expr) for k in plan.keys]
    if plan.limit is None and not plan.offset:
        return source

    def compare(first: tuple[Row, Row], second: tuple[Row, Row]) -> int:
        return compare_keys(first[0], second[0], plan.keys)

    def run(env: Environment) -> Rows:
        rows = source(env)
        ranked = [(tuple(key((row, *env)) for key in keys), row) for row in rows]
        ranked.sort(key=cmp_to_key(compare))
        start = min(plan.offset, len(rows))
        end = len(rows) if plan.limit is None else min(len(rows), start + plan.limit)
        if start < end:
            _no_ties_at(start, ranked)
            _no_ties_at(end, ranked)
        return [row for _, row in ranked[start:end]]

    return run


def _no_ties_at(cut: int, ranked: list[tuple[Row, Row]]) -> None:
    """Raise Undetermined if different rows with equal keys lie on both sides of a cut."""
    if not 0 < cut < len(ranked) or ranked[cut - 1][0] != ranked[cut][0]:
        return
    if len({row for key, row in ranked if key == ranked[cut][0]}) > 1:
        raise Undetermined("a LIMIT among rows that the order leaves equal")


_COMPILERS: dict[type, Callable[[Any, Compiler], Query]] = {
    algebra.Scan: _scan,
    algebra.Values: _values,
    algebra.Filter: compile_filter,
    algebra.Project: _project,
    algebra.Join: compile_join,
    algebra.Apply: compile_apply,
    algebra.UnionAll: _union_all,
    algebra.Distinct: _distinct,
    algebra.ExceptAll: _except_all,
    algebra.IntersectAll: _intersect_all,
    algebra.Group: _group,
    algebra.Sort: _sort,
    algebra.Window: compile_window,
}
