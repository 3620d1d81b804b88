"""What the encoder makes of aggregates and bags means the same on random databases."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest

from kernel.sql_tools import tables_json
from lemmata.kernel.sql import objects as o
from lemmata.kernel.sql.aggregates import without_distinct
from lemmata.kernel.sql.canonical import alive
from lemmata.kernel.sql.denotation import Denotation
from lemmata.kernel.sql.encoding import Encoder
from lemmata.kernel.sql.schema import read_tables
from lemmata.kernel.sql.sums import counted, gathered, not_null, spread, summands
from lemmata.kernel.sql.values import flatten
from lemmata.sql.algebra import Plan
from lemmata.sql.database import Constraints, Tables
from lemmata.sql.failures import NoValue
from lemmata.sql.generate import generate
from lemmata.sql.plain import encode
from lemmata.sql.pools import pools_of
from lemmata.sql.walking import tables
from sql.comprehensions import Comprehensions, Environment
from sql.corpus import QUERIES, plan_of, shop

AGGREGATES = Path(__file__).with_name("sql_aggregates.txt").read_text("utf-8").splitlines()
Value = Any
DATABASES = 6
MAX_CHOICES = 40


class Check:
    """Compares the forms of each object that occurs in a bag, for choices of the rows around it."""

    def __init__(self, plan: Plan) -> None:
        self.tables = read_tables(tables_json(shop(), set(tables(plan))))
        self.bag = Denotation(self.tables).bag(json.loads(json.dumps(encode(plan))), ())
        self.encoder = Encoder(self.tables).aggregates
        self.compared: Counter[str] = Counter()

    def run(self, database: Tables) -> None:
        self.world = Comprehensions(database)
        for term in self.bag:
            self.term(term, {})

    def term(self, term: o.Term, env: Environment) -> None:
        plain = self.encoder.plainly(term)
        self.equal("term", self.world.bag((term,), env), self.world.bag((plain,), env))
        once = self.encoder.plainly(plain, True)
        self.equal("support", *(set(self.world.bag((t,), env)) for t in (term, once)))
        if self.encoder.reducer.all_determined(plain):
            self.compared["determined"] += 1
            assert len(list(self.world.choices(plain, env))) <= 1
        for inner in itertools.islice(self.rows(term, env), MAX_CHOICES):
            for part in (*(g for _, g in term.rows), *term.where, *term.out):
                self.inside(part, inner)

    def rows(self, term: o.Term, env: Environment) -> Iterator[Environment]:
        return self.world.choices(o.Term(term.rows, (), ()), env)

    def inside(self, obj: Value, env: Environment) -> None:
        if isinstance(obj, o.Agg):
            self.aggregate(obj, env)
        if isinstance(obj, o.Some):
            flat = alive(tuple(map(self.encoder.plainly, flatten(obj.bag))))
            self.equal("some", bool(self.world.bag(obj.bag, env)), bool(self.world.bag(flat, env)))
        if isinstance(obj, o.Agg | o.Some | o.Set):
            for term in obj.bag:
                self.term(term, env)
        elif not isinstance(obj, o.Opaque | o.Table):
            o.descend(obj, lambda part: self.inside(part, env))

    def aggregate(self, agg: o.Agg, env: Environment) -> None:
        wanted = self.world.aggregate(agg, env)
        if agg.function in o.KEEPS_NULLS:
            return
        bag = without_distinct(agg)
        none = not self.world.bag(not_null(bag), env)
        if agg.function == "count":
            self.equal("count", wanted, self.total(counted(bag), env))
        elif agg.function == "sum":
            self.equal("sum", wanted, None if none else self.total(bag, env))
        elif agg.function == "avg":
            found = None if none else Fraction(self.total(bag, env)) / self.total(counted(bag), env)
            self.equal("avg", wanted, found)
        elif agg.function in o.SUPPORT_ONLY:
            plain = flatten(spread(flatten(bag), agg.function))
            terms = alive(tuple(self.encoder.plainly(t, True) for t in plain))
            again = o.Agg(agg.function, False, agg.type, terms)
            self.equal(agg.function, wanted, self.world.aggregate(again, env))

    def total(self, bag: o.Bag, env: Environment) -> Value:
        return sum(
            factor * sum(row[0] for row in self.world.bag((term,), env))
            for factor, term in gathered(summands(bag), self.encoder.plainly)
        )

    def equal(self, what: str, first: Value, second: Value) -> None:
        self.compared[what] += 1
        if isinstance(first, list):
            assert Counter(first) == Counter(second), what
        else:
            assert first == second, what


def compared(text: str) -> Counter[str]:
    """How often each kind of form was compared."""
    plan = plan_of(text)
    check, random = Check(plan), Random(text)
    constraints, pools = Constraints(shop(), tables(plan)), pools_of((plan,))
    for _ in range(DATABASES):
        database = generate(random, constraints, pools, 3)
        try:
            check.run(database)
        except NoValue:
            check.compared["without a value"] += 1
    return check.compared


@pytest.mark.parametrize("text", AGGREGATES)
def test_forms_of_aggregates(text: str) -> None:
    found = compared(text)
    assert sum(found[name] for name in ("count", "sum", "min", "max", "every", "avg")) >= 4


def test_forms_in_the_corpus() -> None:
    found: Counter[str] = Counter()
    for text in QUERIES:
        found += compared(text)
    assert min(found[name] for name in ("term", "some", "count", "sum", "max", "determined")) > 20
