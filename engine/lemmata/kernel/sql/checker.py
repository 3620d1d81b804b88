"""Checks a certificate that two queries are equal; what solvers must show is in the report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from lemmata.kernel.reading import Rejected, digest, fields, require, sequence
from lemmata.kernel.sql import objects as o
from lemmata.kernel.sql.denotation import Denotation
from lemmata.kernel.sql.literals import parse, text_of
from lemmata.kernel.sql.obligations import Context, Obligation, Obligations
from lemmata.kernel.sql.schema import Tables, read_tables
from lemmata.kernel.sql.scripts import Scripts
from lemmata.kernel.sql.sources import aligned

FORMAT = "lemmata.sql-proof/1"
MAX_BYTES = 50_000_000
MAY_FAIL = ("/", "div", "%", "power", "sqrt", "substring", "like", "ilike", "add days")


@dataclass(frozen=True)
class SqlReport:
    """What a certificate establishes once its obligations are discharged."""

    queries: tuple[str, str]
    dialect: str
    schema: str
    tables: Any
    plans: tuple[Any, Any]
    obligations: tuple[Obligation, ...]
    closed: int
    rules: dict[str, int]
    constraints: tuple[str, ...]
    assumptions: tuple[str, ...]
    certificate: str


def check(data: bytes | str) -> SqlReport:
    """The report on a certificate; raises Rejected, with step and rule."""
    require(len(data) <= MAX_BYTES, "a certificate that is too large")
    value = parse(data)
    o.restart()
    scripts: Scripts | None = None
    try:
        names = ("format", "dialect", "schema", "queries", "tables", "plans", "proof")
        given: Any = []
        if isinstance(value, dict) and "sources" in value:
            *found, given = fields(value, *names, "sources")
        else:
            found = fields(value, *names)
        form, dialect, schema, queries, tables, plans, proof = found
        require(form == FORMAT, f"the format is not {FORMAT}")
        require(len(sequence(queries)) == len(sequence(plans)) == 2, "two queries are expected")
        stored = read_tables(tables)
        obligations = Obligations(stored, read_checks(stored))
        scripts = Scripts(obligations)
        left, right = (Denotation(stored).typed(plan, ()) for plan in plans)
        require(len(left[1]) == len(right[1]), "the queries have different numbers of columns")
        target = aligned(left[0], right[0], given, partial(scripts.prove, Context()))
        scripts.prove(Context(), left[0], target, proof)
    except RecursionError:
        raise Rejected("nested too deeply") from None
    except Rejected as error:
        place = scripts.obligations.place if scripts is not None else []
        if place and error.rule is None:
            first = place[0][0]
            step = int(first) if first.isdigit() else None
            where = " > ".join(p for p, _ in place)
            message = f"{error.message} (at {where})"
            raise Rejected(message, None, step, place[-1][1]) from None
        raise
    assumptions = [*_assumptions(plans), f"the dialect is {text_of(dialect)}"]
    return SqlReport(
        (text_of(queries[0]), text_of(queries[1])),
        dialect,
        text_of(schema),
        tables,
        (plans[0], plans[1]),
        tuple(obligations.open.values()),
        obligations.closed,
        dict(sorted(scripts.used.items())),
        tuple(sorted(obligations.constraints)),
        tuple(assumptions),
        digest(value),
    )


def read_checks(tables: Tables) -> dict[str, list[o.Expr]]:
    """The CHECKs of each table, over the row variable -1."""
    scalars = Denotation(tables).scalars
    found = {}
    for table in tables.values():
        row = o.columns(-1, o.Table(table.name, table.types))
        found[table.name] = [scalars.expr(check, (row,)) for check in table.checks]
    return found


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            yield item
            stack.extend(item.values())
        elif isinstance(item, list):
            stack.extend(item)


def _assumptions(plans: Any) -> list[str]:
    """What the claim rests on beside the constraints."""
    found = [
        "arithmetic is exact: no overflow, no rounding",
        "texts are compared bytewise, equal values are interchangeable",
    ]
    nodes = list(_nodes(plans))
    kinds = {str(n.get("node")) for n in nodes}
    failing = kinds & {"ScalarQuery", "Cast"} or any(
        n.get("op") in MAY_FAIL or n.get("function") == "single value" for n in nodes
    )
    if failing:
        found.append("neither query raises an error at run time")
    cut = any(n.get("node") == "Sort" and (n.get("limit") or n.get("offset")) for n in nodes)
    chosen = any(n.get("function") == "any value" for n in nodes)
    if cut or chosen or "Window" in kinds:
        found.append("among rows of which any may be taken the choice is the same")
    if "Opaque" in kinds:
        found.append("functions that are not known are deterministic")
    return found
