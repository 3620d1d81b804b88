"""What the encoder makes of aggregates and bags means the same on random databases."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from random import Random
from typing import Any

import pytest

from kernel.sql_tools import tables_json
from lemmata.kernel.sql import objects as o
from lemmata.kernel.sql.canonical import alive
from lemmata.kernel.sql.denotation import Denotation
from lemmata.kernel.sql.encoding import Encoder, without_distinct
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

AGGREGATES = """
SELECT a, SUM(n), MAX(m), MIN(s) FROM (SELECT a, b, COUNT(*) AS n, MAX(b) AS m, SUM(b) AS s FROM loose GROUP BY a, b) t GROUP BY a
SELECT SUM(a + b), SUM(a - 2 * b), SUM(-a), SUM(3), COUNT(a + b), SUM(COALESCE(a, b, 1)) FROM loose
SELECT SUM(CASE WHEN a > 1 THEN b WHEN a = 0 THEN 7 END), COUNT(CASE WHEN d THEN 1 END) FROM loose
SELECT SUM(CASE WHEN a > 1 THEN b ELSE a END) FILTER (WHERE b < 2), MIN(a) FILTER (WHERE d) FROM loose
SELECT p.city, SUM(p.age), COUNT(*), COUNT(c.name), MAX(c.region) FROM person p JOIN city c ON p.city = c.id GROUP BY p.city
SELECT c.id, COUNT(p.id), SUM(p.age) FROM city c LEFT JOIN person p ON p.city = c.id GROUP BY c.id
SELECT s.person, SUM(s.amount), COUNT(DISTINCT s.code), MIN(i.price) FROM sale s LEFT JOIN item i ON i.code = s.code GROUP BY s.person
SELECT COUNT(*), SUM(t.a), MAX(t.a), MIN(t.a) FROM (SELECT a FROM loose UNION ALL SELECT b FROM loose UNION SELECT 1) t
SELECT COUNT(*), SUM(x.n * y.n) FROM (SELECT a, COUNT(*) AS n FROM loose GROUP BY a) x JOIN (SELECT b, COUNT(*) AS n FROM loose GROUP BY b) y ON x.a = y.b
SELECT MAX(x.m), MIN(x.m), SUM(x.m), COUNT(x.m), AVG(x.m) FROM (SELECT a, MAX(b) AS m FROM loose GROUP BY a) x
SELECT d, COUNT(DISTINCT a), SUM(DISTINCT b), AVG(DISTINCT a), MAX(DISTINCT c) FROM loose WHERE a IS NOT NULL OR c = 'a' GROUP BY d
SELECT p.id, (SELECT SUM(q.age) FROM person q WHERE q.id = p.id), (SELECT COUNT(*) FROM sale s WHERE s.person = p.id) FROM person p
SELECT SUM(s.amount) FROM sale s WHERE s.code IN (SELECT i.code FROM item i WHERE i.stock > 0) AND EXISTS (SELECT 1 FROM person p WHERE p.id = s.person)
SELECT b, SUM(a) FROM loose GROUP BY GROUPING SETS ((b), ()) HAVING COUNT(*) > 1
SELECT BOOL_AND(a > 1), BOOL_OR(d), MAX(c), MIN(c) FROM loose GROUP BY b
""".strip().splitlines()
DATABASES = 6
MAX_CHOICES = 40


class Check:
    """Compares the forms of each object that occurs in a bag, for choices of the rows around it."""

    def __init__(self, plan: Plan) -> None:
        self.tables = read_tables(tables_json(shop(), set(tables(plan))))
        self.bag = Denotation(self.tables).bag(json.loads(json.dumps(encode(plan))), ())
        self.encoder = Encoder(self.tables)
        self.compared: Counter[str] = Counter()

    def run(self, database: Tables) -> None:
        self.world = Comprehensions(database)
        for term in self.bag:
            self.term(term, {})

    def term(self, term: o.Term, env: Environment) -> None:
        plain = self.encoder.plainly(term)
        self.equal("term", self.world.bag((term,), env), self.world.bag((plain,), env))
        for kept, first, second in ((True, term, plain),):
            rows = [
                set(self.world.bag((t,), env)) for t in (first, self.encoder.plainly(second, kept))
            ]
            self.equal("support", *rows)
        if self.encoder.reducer.all_determined(plain):
            self.compared["determined"] += 1
            assert len(list(self.world.choices(plain, env))) <= 1
        for inner in itertools.islice(self.rows(term, env), MAX_CHOICES):
            for part in (*(g for _, g in term.rows), *term.where, *term.out):
                self.inside(part, inner)

    def rows(self, term: o.Term, env: Environment) -> Iterator[Environment]:
        return self.world.choices(o.Term(term.rows, (), ()), env)

    def inside(self, obj: Any, env: Environment) -> None:
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

    def total(self, bag: o.Bag, env: Environment) -> Any:
        return sum(
            factor * sum(row[0] for row in self.world.bag((term,), env))
            for factor, term in gathered(summands(bag), self.encoder.plainly)
        )

    def equal(self, what: str, first: Any, second: Any) -> None:
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
