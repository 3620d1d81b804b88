"""The child process of the symbolic search: two plans and tables in, a database out.

    python -P -m lemmata.sql.symbolic.worker < question.json

The answer is `{"database": {..} | null, "reason": ".."}`. Texts of users get no further than the
pool of texts, which Z3 knows as numbers.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from lemmata.sql.algebra import Plan
from lemmata.sql.database import Tables, to_json
from lemmata.sql.plain import decode
from lemmata.sql.pools import pools_of
from lemmata.sql.reading import deep
from lemmata.sql.schema import Table
from lemmata.sql.symbolic.plans import Plans, Row
from lemmata.sql.symbolic.tables import SymbolicTables
from lemmata.sql.symbolic.terms import Gap, Logic, Truth

Json = dict[str, Any]


def search(
    plans: tuple[Plan, Plan], tables: tuple[Table, ...], sizes: list[int], rlimit: int
) -> tuple[Tables | None, str]:
    """A database with so many rows a table on which the plans may differ, and else why not."""
    reason = ""
    for size in sizes:
        try:
            found, answer = _attempt(plans, tables, size, rlimit)
        except Gap as gap:
            return None, reason or str(gap)
        if found is not None:
            return found, ""
        if answer == "unknown":
            return None, reason or f"limit: {rlimit:,} Z3 resource units"
        reason = f"no difference with up to {size} rows a table"
    return None, reason


def _attempt(
    plans: tuple[Plan, Plan], tables: tuple[Table, ...], size: int, rlimit: int
) -> tuple[Tables | None, str]:
    logic = Logic()
    stored = SymbolicTables(logic, tables, pools_of(plans, tables), size)
    translated = Plans(logic, stored.rows, stored.years)
    first, second = (translated.rows(plan, ()) for plan in plans)
    goal = difference(logic, first, second)
    failures = (logic.negate(f) for f in translated.scalars.failures)
    solver = logic.z3.Solver()
    solver.set("rlimit", rlimit)
    solver.add(*(logic.truth(part) for part in (*stored.asked, *failures, goal)))
    answer = solver.check()
    if answer != logic.z3.sat:
        return None, str(answer)
    return stored.database(solver.model()), ""


def difference(logic: Logic, first: list[Row], second: list[Row]) -> Truth:
    """When some row occurs more often in one bag than in the other."""
    found: list[Truth] = []
    for row in (*first, *second):
        counts = [
            logic.count(logic.all((o.here, logic.same_rows(o.values, row.values))) for o in bag)
            for bag in (first, second)
        ]
        found.append(logic.all((row.here, counts[0] != counts[1])))
    return logic.any(found)


def answer(question: Json) -> Json:
    """The answer to a question as JSON."""
    first, second = (decode(plan) for plan in question["plans"])
    tables = tuple(decode(table) for table in question["tables"])
    with deep():
        found, reason = search((first, second), tables, question["sizes"], question["rlimit"])
    if found is None:
        return {"database": None, "reason": reason}
    rows = {name: [[to_json(v) for v in row] for row in given] for name, given in found.items()}
    return {"database": rows, "reason": ""}


def main() -> int:
    """Answer the question on standard input."""
    json.dump(answer(json.load(sys.stdin)), sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
