"""Random pairs of queries that are nearly equal, over random schemas.

A pair is a rewrite that is right under some circumstances (a key, a foreign key, a column without
NULL, a bag without duplicates), over a schema that may or may not provide them, with random columns
and conditions in it; often one side is changed once more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from benchmarks import sql_grouped as g
from benchmarks import sql_joined as j
from benchmarks.sql_holes import Holes, schema

Pair = tuple[str, str]
Template = Callable[[Holes], Pair]

TEMPLATES: tuple[Template, ...] = (
    *(
        j.join_elimination,
        j.self_join,
        j.in_exists,
        j.in_join,
        j.outer_anti,
        j.outer_inner,
        j.push_down,
        j.union_or,
        j.set_operation,
        j.scalar_join,
        j.quantified,
        j.nested,
        j.associativity,
        j.lateral,
        j.constants,
    ),
    *(
        g.aggregate_forms,
        g.rollup,
        g.having,
        g.group_without,
        g.singleton,
        g.scalar_subquery,
        g.aggregate_over_join,
        g.grouping_sets,
        g.distinct_group,
        g.limits,
    ),
)


@dataclass(frozen=True)
class Drawn:
    """A pair over a schema, and how it came about."""

    name: str
    ddl: str
    first: str
    second: str


def pairs(seed: int, count: int, each: int = 12) -> Iterator[Drawn]:
    """Random pairs; a schema serves for `each` of them."""
    from sqlglot.errors import SqlglotError

    random = Random(seed)
    ddl = ""
    for number in range(count):
        if number % each == 0:
            ddl = schema(random)
        template = TEMPLATES[number % len(TEMPLATES)]
        first, second = template(Holes(random))
        name = template.__name__
        if random.random() < 0.4:
            try:
                second = changed(second, random)
                name += " changed"
            except SqlglotError:
                pass
        if random.random() < 0.2:
            first, second = wrapped(first, second, random)
            name += " inside"
        if random.random() < 0.5:
            first, second = second, first
        yield Drawn(f"{seed}.{number} {name}", ddl, first, second)


def changed(text: str, random: Random) -> str:
    """One of the mutants of a query."""
    from benchmarks.sql_mutations import mutants

    found = [mutant for _, mutant in mutants(text, "postgres")]
    return random.choice(found) if found else text


def wrapped(first: str, second: str, random: Random) -> tuple[str, str]:
    """Both queries inside of another one."""
    outer = random.choice(
        (
            "SELECT COUNT(*) FROM ({}) w",
            "SELECT DISTINCT * FROM ({}) w",
            "SELECT * FROM ({}) w UNION ALL SELECT * FROM ({}) w2",
            "SELECT t0.a FROM t0 WHERE EXISTS (SELECT 1 FROM ({}) w)",
            "SELECT t0.a FROM t0 WHERE NOT EXISTS (SELECT 1 FROM ({}) w)",
            "SELECT t0.a, w.* FROM t0 LEFT JOIN ({}) w ON TRUE",
            "SELECT t0.a, (SELECT COUNT(*) FROM ({}) w) AS n FROM t0",
        )
    )
    return outer.replace("{}", first), outer.replace("{}", second)
