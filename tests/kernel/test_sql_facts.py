"""What the kernel states about rows is true of real ones.

Rows of a random database, their columns, and the outputs that evaluation gives are put into an
obligation as hypotheses. They are possible, so no solver may refute them together with the facts.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from datetime import date, datetime
from fractions import Fraction
from random import Random

import pytest

from kernel.sql_tools import tables_json
from kernel.test_sql_normal_forms import AGGREGATES, Value
from lemmata.kernel.sql import objects as o
from lemmata.kernel.sql.checker import read_checks
from lemmata.kernel.sql.denotation import Denotation
from lemmata.kernel.sql.facts import Facts
from lemmata.kernel.sql.obligations import Context
from lemmata.kernel.sql.schema import read_tables
from lemmata.sql.database import Constraints
from lemmata.sql.failures import NoValue
from lemmata.sql.generate import generate
from lemmata.sql.obligation_worker import judge
from lemmata.sql.plain import encode
from lemmata.sql.pools import pools_of
from lemmata.sql.walking import tables
from sql.comprehensions import Comprehensions, Environment
from sql.corpus import QUERIES, plan_of, shop

DATABASES = 3
CHOICES = 2
RLIMIT = 1_000_000
PARTS = 6


def literal(type_: str, value: Value) -> o.Lit:
    """A value as a literal of a type."""
    if isinstance(value, bool | str) or value is None:
        return o.Lit(type_, value)
    if isinstance(value, datetime):
        return o.Lit(type_, ("timestamp", value.isoformat()))
    if isinstance(value, date):
        return o.Lit(type_, ("date", value.isoformat()))
    if o.kind(type_) == "int":
        return o.Lit(type_, int(value))
    return o.Lit(type_, ("number", str(Fraction(value))))


def known(term: o.Term, env: Environment, world: Comprehensions) -> Iterator[o.Formula]:
    """The values of the columns of a term's rows, and of its outputs."""
    for var, gen in term.rows:
        for column, value in zip(o.columns(var, gen), env[var], strict=True):
            yield o.Same(column, literal(column.type, value))
    for out in term.out:
        yield o.Same(out, literal(out.type, world.expr(out, env)))


def both(term: o.Term, first: Environment, second: Environment, world: Comprehensions) -> Context:
    """Two choices of a term; equal rows are taken for the same one."""
    twin = o.copy(term)
    names = {new: old for (old, _), (new, _) in zip(term.rows, twin.rows, strict=True)}
    moved = {new: second[old] for new, old in names.items()}
    context = Context().term(term).term(twin)
    context = context.extended((), [*known(term, first, world), *known(twin, moved, world)])
    for (old, gen), (new, _) in zip(term.rows, twin.rows, strict=True):
        same: o.Formula = o.Same(o.identity(old), o.identity(new))
        if isinstance(gen, o.Table):
            equal = first[old] == moved[new]
            context = context.extended((), [same if equal else o.Not(same)])
    return context


def consistent(text: str) -> int:
    """How many real choices of rows were put to the solver; none may be refuted."""
    plan, random = plan_of(text), Random(text)
    names = set(tables(plan))
    stored = read_tables(tables_json(shop(), names))
    checks = read_checks(stored)
    bag = Denotation(stored).bag(json.loads(json.dumps(encode(plan))), ())
    constraints, pools, count = Constraints(shop(), names), pools_of((plan,)), 0
    for _ in range(DATABASES):
        world = Comprehensions(generate(random, constraints, pools, 3))
        for term in bag:
            try:
                chosen = list(itertools.islice(world.choices(term, {}), CHOICES))
                for first, second in itertools.product(chosen, chosen[-1:]):
                    context = both(term, first, second, world)
                    found = Facts(stored, checks, context.rows, [])
                    assert judge(found.text(context.hyps, [o.FALSUM]), RLIMIT) != "unsat"
                    count += 1
            except NoValue:
                continue
    return count


@pytest.mark.parametrize("part", range(PARTS))
def test_facts_are_consistent_with_rows(part: int) -> None:
    assert sum(map(consistent, [*AGGREGATES, *QUERIES][part::PARTS])) > 30
