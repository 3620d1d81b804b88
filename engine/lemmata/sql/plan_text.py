"""A plan as SQL for an engine, every choice of the dialect made explicit.

Output columns are called c0, c1, … Constants never stand in ORDER BY or GROUP BY, where engines
take them for positions. What an engine cannot say raises EngineError.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

from lemmata.sql import algebra
from lemmata.sql.failures import EngineError
from lemmata.sql.printing import quoted
from lemmata.sql.scalar_text import Levels, ScalarText
from lemmata.sql.scalars import TRUE


def plan_text(plan: algebra.Plan, engine: str) -> str:
    """The text of a plan for an engine; raises EngineError."""
    return PlanText(engine).query(plan, ())


class PlanText:
    """Prints plans; `levels` give the columns of the rows in scope, the innermost first."""

    def __init__(self, engine: str) -> None:
        self.engine = engine
        self.scalars = ScalarText(self)
        self._numbers = count()

    def query(self, plan: algebra.Plan, levels: Levels) -> str:
        """A SELECT."""
        return _PRINTERS[type(plan)](self, plan, levels)

    def source(self, plan: algebra.Plan, levels: Levels) -> tuple[str, list[str]]:
        """A derived table with a fresh name, and its columns."""
        name = f"q{next(self._numbers)}"
        columns = [f"{name}.c{i}" for i in range(algebra.width(plan))]
        return f"({self.query(plan, levels)}) AS {name}", columns

    def scalar(self, expr: Any, levels: Levels) -> str:
        """An expression."""
        return self.scalars.text(expr, levels)

    def refuse(self, what: str) -> EngineError:
        """That the engine has no such thing, to be raised."""
        return EngineError(f"{self.engine} has no {what}")


def _listed(exprs: list[str]) -> str:
    return ", ".join(f"{expr} AS c{i}" for i, expr in enumerate(exprs)) or "1 AS none"


def _scan(at: PlanText, plan: algebra.Scan, levels: Levels) -> str:
    columns = [quoted(f.name) for f in plan.columns]
    return f"SELECT {_listed(columns)} FROM {quoted(plan.table)}"


def _values(at: PlanText, plan: algebra.Values, levels: Levels) -> str:
    rows = ([at.scalar(expr, ([], *levels)) for expr in row] for row in plan.rows)
    return " UNION ALL ".join(f"SELECT {_listed(row)}" for row in rows)


def _filter(at: PlanText, plan: algebra.Filter, levels: Levels) -> str:
    source, columns = at.source(plan.input, levels)
    condition = at.scalar(plan.condition, (columns, *levels))
    return f"SELECT {_listed(columns)} FROM {source} WHERE {condition}"


def _project(at: PlanText, plan: algebra.Project, levels: Levels) -> str:
    source, columns = at.source(plan.input, levels)
    exprs = [at.scalar(expr, (columns, *levels)) for expr in plan.exprs]
    return f"SELECT {_listed(exprs)} FROM {source}"


def _join(at: PlanText, plan: algebra.Join, levels: Levels) -> str:
    left, lefts = at.source(plan.left, levels)
    right, rights = at.source(plan.right, levels)
    on = at.scalar(plan.on, ([*lefts, *rights], *levels))
    if plan.kind in ("semi", "anti"):
        word = "EXISTS" if plan.kind == "semi" else "NOT EXISTS"
        inner = f"SELECT 1 FROM {right} WHERE {on}"
        return f"SELECT {_listed(lefts)} FROM {left} WHERE {word} ({inner})"
    word = plan.kind.upper()
    return f"SELECT {_listed([*lefts, *rights])} FROM {left} {word} JOIN {right} ON {on}"


def _apply(at: PlanText, plan: algebra.Apply, levels: Levels) -> str:
    if at.engine != "duckdb":
        raise at.refuse("LATERAL")
    left, lefts = at.source(plan.left, levels)
    right, rights = at.source(plan.right, (lefts, *levels))
    on = at.scalar(plan.on, ([*lefts, *rights], *levels))
    word = plan.kind.upper()
    return f"SELECT {_listed([*lefts, *rights])} FROM {left} {word} JOIN LATERAL {right} ON {on}"


def _union_all(at: PlanText, plan: algebra.UnionAll, levels: Levels) -> str:
    return " UNION ALL ".join(_plain(at, part, levels) for part in plan.inputs)


def _plain(at: PlanText, plan: algebra.Plan, levels: Levels) -> str:
    """A SELECT that can stand beside a set operator in every engine."""
    source, columns = at.source(plan, levels)
    return f"SELECT {_listed(columns)} FROM {source}"


def _distinct(at: PlanText, plan: algebra.Distinct, levels: Levels) -> str:
    if isinstance(plan.input, algebra.IntersectAll) and at.engine == "sqlite":
        inner = plan.input
        return f"{_plain(at, inner.left, levels)} INTERSECT {_plain(at, inner.right, levels)}"
    source, columns = at.source(plan.input, levels)
    return f"SELECT DISTINCT {_listed(columns)} FROM {source}"


def _except_all(at: PlanText, plan: algebra.ExceptAll, levels: Levels) -> str:
    word = "EXCEPT ALL"
    if isinstance(plan.left, algebra.Distinct):
        word = "EXCEPT"
    elif at.engine == "sqlite":
        raise at.refuse(word)
    return f"{_plain(at, plan.left, levels)} {word} {_plain(at, plan.right, levels)}"


def _intersect_all(at: PlanText, plan: algebra.IntersectAll, levels: Levels) -> str:
    if at.engine == "sqlite":
        raise at.refuse("INTERSECT ALL")
    return f"{_plain(at, plan.left, levels)} INTERSECT ALL {_plain(at, plan.right, levels)}"


def _group(at: PlanText, plan: algebra.Group, levels: Levels) -> str:
    """The keys and the arguments become columns first, then they are grouped."""
    source, columns = at.source(plan.input, levels)
    inside = (columns, *levels)
    exprs = [at.scalar(key, inside) for key in plan.keys]
    keys = [f"g.c{i}" for i in range(len(exprs))]
    calls = []
    for aggregate in plan.aggregates:
        if aggregate.function == "grouping":
            calls.append(at.scalars.grouping(aggregate, keys))
            continue
        places = []
        wanted = [*aggregate.args, *([] if aggregate.where == TRUE else [aggregate.where])]
        for arg in wanted:
            places.append(f"g.c{len(exprs)}")
            exprs.append(at.scalar(arg, inside))
        calls.append(at.scalars.aggregate(aggregate, places))
    inner = f"SELECT {_listed(exprs)} FROM {source}"
    return f"SELECT {_listed([*keys, *calls])} FROM ({inner}) AS g{_sets(at, plan, keys)}"


def _sets(at: PlanText, plan: algebra.Group, keys: list[str]) -> str:
    if plan.sets == ((),):
        return ""
    if plan.sets == (tuple(range(len(keys))),):
        return f" GROUP BY {', '.join(keys)}"
    if at.engine == "sqlite":
        raise at.refuse("grouping sets")
    sets = (f"({', '.join(keys[i] for i in kept)})" for kept in plan.sets)
    return f" GROUP BY GROUPING SETS ({', '.join(sets)})"


def _sort(at: PlanText, plan: algebra.Sort, levels: Levels) -> str:
    source, columns = at.source(plan.input, levels)
    found = f"SELECT {_listed(columns)} FROM {source}"
    if plan.limit is None and not plan.offset:
        return found
    keys = []
    for key in plan.keys:
        direction = "DESC" if key.descending else "ASC"
        nulls = "FIRST" if key.nulls_first else "LAST"
        keys.append(f"{at.scalar(key.expr, (columns, *levels))} {direction} NULLS {nulls}")
    order = f" ORDER BY {', '.join(keys)}" if keys else ""
    limit = "-1" if at.engine == "sqlite" else "9223372036854775807"
    limit = limit if plan.limit is None else str(plan.limit)
    return f"SELECT * FROM ({found}{order} LIMIT {limit} OFFSET {plan.offset}) AS s"


def _window(at: PlanText, plan: algebra.Window, levels: Levels) -> str:
    raise EngineError("window functions are not printed")


_PRINTERS: dict[type, Callable[[PlanText, Any, Levels], str]] = {
    algebra.Scan: _scan,
    algebra.Values: _values,
    algebra.Filter: _filter,
    algebra.Project: _project,
    algebra.Join: _join,
    algebra.Apply: _apply,
    algebra.UnionAll: _union_all,
    algebra.Distinct: _distinct,
    algebra.ExceptAll: _except_all,
    algebra.IntersectAll: _intersect_all,
    algebra.Group: _group,
    algebra.Sort: _sort,
    algebra.Window: _window,
}
