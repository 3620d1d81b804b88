"""The check of a certificate that two queries are equal: kernel, solvers, and the texts again.

The kernel judges plans; that the plans are those of the texts is found by lowering them again, and
lowering is trusted.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from lemmata.errors import InputError, Source
from lemmata.kernel import Rejected
from lemmata.kernel.sql import SqlReport, check
from lemmata.service.sql_obligations import discharge
from lemmata.service.supervising import Child
from lemmata.sql.ddl import read_schema
from lemmata.sql.dialects import dialect_named
from lemmata.sql.failures import Unsupported
from lemmata.sql.lowering import lower
from lemmata.sql.plain import encode
from lemmata.sql.reading import deep
from lemmata.sql.schema import Schema
from lemmata.sql.walking import tables

FORMAT = "lemmata.sql-proof/1"


@dataclass(frozen=True)
class EqualityReport:
    """What a valid certificate establishes: two queries are equal.

    `trusted` lists what the answer rests on beside the kernel, `assumptions` what it supposes.
    """

    statement: str
    queries: tuple[str, str]
    constraints: tuple[str, ...]
    assumptions: tuple[str, ...]
    trusted: tuple[str, ...]
    rules: dict[str, int]
    obligations: tuple[str, ...]
    certificate: str
    kind: str = "proof"

    @property
    def all_steps(self) -> int:
        """How many rules were applied."""
        return sum(self.rules.values())


def check_equality(data: bytes | str, judge: Child | None = None) -> EqualityReport:
    """The report on a certificate; raises Rejected.

    `judge`, a child of `sql_obligations.WORKER`, is asked instead of a new one and of cvc5.
    """
    report = check(data)
    _same_plans(report)
    found = discharge(report.obligations, second=judge is None, judge=judge)
    if found.failed is not None:
        place = found.failed.step.partition(" > ")[0]
        message = f"an obligation at {found.failed.step} is not discharged: {found.reason}"
        step = int(place) if place.isdigit() else None
        raise Rejected(message, None, step, found.failed.rule)
    solvers = (found.trusted,) if found.count else ()
    first, second = (" ".join(text.split()) for text in report.queries)
    return EqualityReport(
        f"{first}  =  {second}",
        report.queries,
        report.constraints,
        report.assumptions,
        ("sql checker", *solvers, "lowering of the queries"),
        report.rules,
        tuple(obligation.digest for obligation in report.obligations),
        report.certificate,
    )


def _same_plans(report: SqlReport) -> None:
    """The texts of a certificate have its plans and tables; raises Rejected."""
    try:
        schema = read_schema(Source("schema", report.schema)) if report.schema.strip() else Schema()
        dialect = dialect_named(report.dialect)
        with deep():
            plans = [lower(Source("query", text), schema, dialect) for text in report.queries]
    except (InputError, Unsupported) as problem:
        raise Rejected(f"a text cannot be read: {problem}") from None
    if _json([encode(plan) for plan in plans]) != _json(list(report.plans)):
        raise Rejected("the plans are not those of the queries")
    names = {name for plan in plans for name in tables(plan)}
    stored = sorted(schema.in_order(names), key=lambda table: table.name)
    if _json([encode(table) for table in stored]) != _json(report.tables):
        raise Rejected("the tables are not those of the schema")


def _json(value: object) -> str:
    return json.dumps(value, sort_keys=True)
