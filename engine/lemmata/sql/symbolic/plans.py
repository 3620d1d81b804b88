"""Plans over symbolic tables: each operator from conditional rows to conditional rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from lemmata.sql import algebra
from lemmata.sql.scalars import TRUE, Literal
from lemmata.sql.symbolic.aggregates import aggregate_value
from lemmata.sql.symbolic.ordering import ahead_of
from lemmata.sql.symbolic.scalars import Environment, Scalars
from lemmata.sql.symbolic.scalars import Row as Values
from lemmata.sql.symbolic.terms import NOTHING, Gap, Logic, Sym, Truth
from lemmata.sql.symbolic.windows import window_values
from lemmata.sql.walking import is_closed

MAX_ROWS = 160


@dataclass(frozen=True, slots=True)
class Row:
    """A row that is there under a condition."""

    here: Truth
    values: Values


Rows = list[Row]


class Plans:
    """Translates plans over given tables; closed subqueries are translated once."""

    def __init__(self, logic: Logic, tables: Mapping[str, Rows], years: tuple[int, int]) -> None:
        self.logic, self.tables = logic, tables
        self.scalars = Scalars(logic, self, years)
        self._closed: dict[int, tuple[algebra.Plan, Rows]] = {}

    def rows(self, plan: algebra.Plan, env: Environment) -> Rows:
        """The rows of a plan, those that cannot be there left out; raises Gap."""
        if id(plan) in self._closed:
            return self._closed[id(plan)][1]
        found = [r for r in _TRANSLATORS[type(plan)](self, plan, env) if r.here is not False]
        if len(found) > MAX_ROWS:
            raise Gap(f"limit: {MAX_ROWS} rows of an operator")
        self.logic.spend(len(found))
        if is_closed(plan):
            self._closed[id(plan)] = (plan, found)
        return found

    def kept(self, row: Row, condition: Any, env: Environment) -> Truth:
        """When a row is there and a condition holds for it."""
        if condition == TRUE:
            return row.here
        with self.scalars.under(row.here):
            return self.logic.all((row.here, self.scalars.holds(condition, (row.values, *env))))

    def values(self, row: Row, exprs: tuple[Any, ...], env: Environment) -> Values:
        """Expressions over a row."""
        with self.scalars.under(row.here):
            return tuple(self.scalars.value(expr, (row.values, *env)) for expr in exprs)


def _scan(at: Plans, plan: algebra.Scan, env: Environment) -> Rows:
    return at.tables[plan.table]


def _values(at: Plans, plan: algebra.Values, env: Environment) -> Rows:
    nothing = Row(True, ())
    return [Row(True, at.values(nothing, row, env)) for row in plan.rows]


def _filter(at: Plans, plan: algebra.Filter, env: Environment) -> Rows:
    rows = at.rows(plan.input, env)
    return [Row(at.kept(row, plan.condition, env), row.values) for row in rows]


def _project(at: Plans, plan: algebra.Project, env: Environment) -> Rows:
    rows = at.rows(plan.input, env)
    return [Row(row.here, at.values(row, plan.exprs, env)) for row in rows]


def _join(at: Plans, plan: algebra.Join, env: Environment) -> Rows:
    lefts, rights = at.rows(plan.left, env), at.rows(plan.right, env)
    if len(lefts) * len(rights) > 4 * MAX_ROWS:
        raise Gap(f"limit: {4 * MAX_ROWS} pairs of rows of a join")
    return _matched(at, plan, lefts, [rights] * len(lefts), env)


def _apply(at: Plans, plan: algebra.Apply, env: Environment) -> Rows:
    lefts, rights = at.rows(plan.left, env), []
    for left in lefts:
        with at.scalars.under(left.here):
            rights.append(at.rows(plan.right, (left.values, *env)))
    return _matched(at, plan, lefts, rights, env)


def _matched(
    at: Plans,
    plan: algebra.Join | algebra.Apply,
    lefts: Rows,
    rights: list[Rows],
    env: Environment,
) -> Rows:
    """The pairs for which the condition holds, and the rows without a partner."""
    logic, kind = at.logic, plan.kind
    pad_left = (NOTHING,) * algebra.width(plan.left)
    pad_right = (NOTHING,) * algebra.width(plan.right)
    found: Rows = []
    met: dict[int, list[Truth]] = {}
    for left, others in zip(lefts, rights, strict=True):
        matches: list[Truth] = []
        for j, right in enumerate(others):
            pair = Row(logic.all((left.here, right.here)), left.values + right.values)
            here = at.kept(pair, plan.on, env)
            matches.append(here)
            met.setdefault(j, []).append(here)
            if kind not in ("semi", "anti"):
                found.append(Row(here, pair.values))
        some = logic.any(matches)
        if kind == "semi":
            found.append(Row(logic.all((left.here, some)), left.values))
        alone = Row(logic.all((left.here, logic.negate(some))), left.values)
        if kind == "anti":
            found.append(alone)
        elif kind in ("left", "full"):
            found.append(Row(alone.here, left.values + pad_right))
    if kind in ("right", "full"):
        for j, right in enumerate(rights[0] if rights else at.rows(plan.right, env)):
            here = logic.all((right.here, logic.negate(logic.any(met.get(j, ())))))
            found.append(Row(here, pad_left + right.values))
    return found


def _union_all(at: Plans, plan: algebra.UnionAll, env: Environment) -> Rows:
    return [row for part in plan.inputs for row in at.rows(part, env)]


def _distinct(at: Plans, plan: algebra.Distinct, env: Environment) -> Rows:
    return first_of_each(at.logic, at.rows(plan.input, env))


def first_of_each(logic: Logic, rows: Rows) -> Rows:
    """Of equal rows the first one that is there."""
    found: Rows = []
    for i, row in enumerate(rows):
        earlier = logic.any(
            logic.all((other.here, logic.same_rows(other.values, row.values))) for other in rows[:i]
        )
        found.append(Row(logic.all((row.here, logic.negate(earlier))), row.values))
    return found


def _against(at: Plans, plan: algebra.ExceptAll | algebra.IntersectAll, env: Environment) -> Rows:
    """Left rows, numbered among equal ones, that the right side outnumbers, or does not."""
    logic = at.logic
    lefts, rights = at.rows(plan.left, env), at.rows(plan.right, env)
    found: Rows = []
    for i, row in enumerate(lefts):
        number, others = (
            logic.count(logic.all((o.here, logic.same_rows(o.values, row.values))) for o in side)
            for side in (lefts[: i + 1], rights)
        )
        kept = number > others if isinstance(plan, algebra.ExceptAll) else number <= others
        found.append(Row(logic.all((row.here, kept)), row.values))
    return found


def _group(at: Plans, plan: algebra.Group, env: Environment) -> Rows:
    rows = at.rows(plan.input, env)
    keys = [at.values(row, plan.keys, env) for row in rows]
    found: Rows = []
    for kept in plan.sets:
        masked = [
            tuple(v if i in kept else NOTHING for i, v in enumerate(values)) for values in keys
        ]
        groups = [Row(r.here, values) for r, values in zip(rows, masked, strict=True)]
        heads = (
            first_of_each(at.logic, groups) if kept else [Row(True, (NOTHING,) * len(plan.keys))]
        )
        for head in heads:
            if head.here is False:
                continue
            members = [
                Row(at.logic.all((g.here, at.logic.same_rows(head.values, g.values))), r.values)
                for g, r in zip(groups, rows, strict=True)
            ]
            found.append(Row(head.here, head.values + _aggregates(at, plan, members, kept, env)))
    return found


def _aggregates(
    at: Plans, plan: algebra.Group, members: Rows, kept: tuple[int, ...], env: Environment
) -> Values:
    found: list[Sym] = []
    for aggregate in plan.aggregates:
        if aggregate.function == "grouping":
            places = [a.value for a in aggregate.args if isinstance(a, Literal)]
            digits = "".join("0" if p in kept else "1" for p in places)
            found.append(at.logic.constant(int(digits, 2)))
            continue
        chosen = [Row(at.kept(m, aggregate.where, env), m.values) for m in members]
        args = [(m.here, at.values(m, aggregate.args, env)) for m in chosen]
        found.append(aggregate_value(at.scalars, aggregate, args))
    return tuple(found)


def _sort(at: Plans, plan: algebra.Sort, env: Environment) -> Rows:
    """The rows whose place in the order lies between the cuts; ties must not matter."""
    rows = at.rows(plan.input, env)
    if plan.limit is None and not plan.offset:
        return rows
    logic = at.logic
    keys = [at.values(row, tuple(k.expr for k in plan.keys), env) for row in rows]
    found: Rows = []
    for i, row in enumerate(rows):
        ahead = []
        for j, other in enumerate(rows):
            tie = j < i and logic.same_rows(keys[j], keys[i])
            before = logic.any((ahead_of(at.scalars, plan.keys, keys[j], keys[i]), tie))
            ahead.append(False if j == i else logic.all((other.here, before)))
        place = logic.count(ahead)
        inside = [place >= plan.offset] if plan.offset else []
        if plan.limit is not None:
            inside.append(place < plan.offset + plan.limit)
        found.append(Row(logic.all((row.here, *inside)), row.values))
    for i in range(len(rows)):
        for j in range(i):
            pair = (rows[i].here, rows[j].here, logic.same_rows(keys[i], keys[j]))
            differ = logic.negate(logic.same_rows(rows[i].values, rows[j].values))
            split = logic.truth(found[i].here) != logic.truth(found[j].here)
            at.scalars.fail(logic.all((*pair, differ, split)))
    return found


def _window(at: Plans, plan: algebra.Window, env: Environment) -> Rows:
    rows = at.rows(plan.input, env)
    columns = [window_values(at, call, rows, env) for call in plan.calls]
    return [Row(r.here, (*r.values, *(c[i] for c in columns))) for i, r in enumerate(rows)]


_TRANSLATORS: dict[type, Callable[[Plans, Any, Environment], Rows]] = {
    algebra.Scan: _scan,
    algebra.Values: _values,
    algebra.Filter: _filter,
    algebra.Project: _project,
    algebra.Join: _join,
    algebra.Apply: _apply,
    algebra.UnionAll: _union_all,
    algebra.Distinct: _distinct,
    algebra.ExceptAll: _against,
    algebra.IntersectAll: _against,
    algebra.Group: _group,
    algebra.Sort: _sort,
    algebra.Window: _window,
}
