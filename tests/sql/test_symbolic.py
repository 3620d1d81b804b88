"""The symbolic search: it agrees with the reference evaluator, and finds what chance does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from random import Random

import pytest

from lemmata.errors import Source
from lemmata.sql.comparing import Limits, compare
from lemmata.sql.database import Constraints, Tables
from lemmata.sql.ddl import read_schema
from lemmata.sql.dialects import dialect_named
from lemmata.sql.engines import Bag, bag
from lemmata.sql.evaluate import Evaluator, evaluate, same_bags
from lemmata.sql.failures import NoValue
from lemmata.sql.generate import generate
from lemmata.sql.pools import pools_of
from lemmata.sql.symbolic.asking import candidate
from lemmata.sql.symbolic.plans import Plans, Row
from lemmata.sql.symbolic.tables import SymbolicTables
from lemmata.sql.symbolic.terms import EPOCH, Gap, Logic, Sym
from lemmata.sql.symbolic.worker import search
from lemmata.sql.types import Value
from lemmata.sql.walking import tables
from sql.corpus import QUERIES, plan_of, shop

RLIMIT = 20_000_000
UNTRANSLATED = ("STDDEV", "SQRT", "CAST(a AS VARCHAR")


def concrete(logic: Logic, database: Tables, texts: tuple[str, ...]) -> dict[str, list[Row]]:
    """Symbolic tables with one possible content, without telling the translation so."""

    def value(given: Value) -> Sym:
        known = logic.constant(given)
        domain = texts if known.kind == "text" else ()
        return Sym(known.kind, known.term, given is None, domain)

    return {
        name: [Row(True, tuple(value(v) for v in row)) for row in rows]
        for name, rows in database.items()
    }


def read(logic: Logic, value: Sym) -> Value:
    z3 = logic.z3
    if value.null is not False and z3.is_true(z3.simplify(logic.truth(value.null))):
        return None
    term = z3.simplify(value.term)
    if value.kind == "bool":
        return bool(z3.is_true(term))
    if value.kind == "text":
        return str(logic.text(term.as_long()))
    if value.kind == "day":
        return date.fromordinal(term.as_long())
    if value.kind == "moment":
        return EPOCH + timedelta(microseconds=term.as_long())
    return (
        Fraction(term.numerator_as_long(), term.denominator_as_long())
        if z3.is_rational_value(term)
        else int(term.as_long())
    )


def translated(text: str, database: Tables) -> Bag | None:
    """The rows by the translation, None if it says that there is no value."""
    plan, logic = plan_of(text), Logic()
    pools = pools_of((plan,))
    used = {v for rows in database.values() for row in rows for v in row if isinstance(v, str)}
    domain = tuple(sorted({str(v) for v in pools.values["text"]} | used))
    plans = Plans(logic, concrete(logic, database, domain), (1998, 2002))
    rows = plans.rows(plan, ())
    z3 = logic.z3
    if any(z3.is_true(z3.simplify(logic.truth(f))) for f in plans.scalars.failures):
        return None
    here = [row for row in rows if z3.is_true(z3.simplify(logic.truth(row.here)))]
    return bag([tuple(read(logic, v) for v in row.values) for row in here])


@pytest.mark.parametrize(
    "text", [t for t in QUERIES if not any(word in t for word in UNTRANSLATED)]
)
def test_the_translation_agrees_with_the_evaluator(text: str) -> None:
    plan = plan_of(text)
    constraints = Constraints(shop(), tables(plan))
    random, pools, agreed = Random(text), pools_of((plan,)), 0
    for _ in range(5):
        database = generate(random, constraints, pools)
        found = translated(text, database)
        try:
            expected = bag(evaluate(plan, database))
        except NoValue:
            assert found is None
            continue
        if found is not None:
            assert found == expected, database
            agreed += 1
    assert agreed >= 3


@pytest.mark.parametrize("text", [t for t in QUERIES if any(word in t for word in UNTRANSLATED)])
def test_what_is_not_translated_is_refused(text: str) -> None:
    plan = plan_of(text)
    constraints = Constraints(shop(), tables(plan))
    found, reason = search((plan, plan), tuple(constraints.tables), [1], RLIMIT)
    assert found is None
    assert reason


RARE = [
    ("SELECT a FROM loose WHERE a * 7 = 91 * 7 AND b = a + 1000",
     "SELECT a FROM loose WHERE FALSE"),
    ("SELECT a FROM loose WHERE a + b > 5000 AND a - b = 4996", "SELECT a FROM loose WHERE a > 5000"
     " AND b = a - 4996"),
    ("SELECT a FROM loose GROUP BY a HAVING SUM(b) = 377", "SELECT a FROM loose WHERE FALSE"),
    ("SELECT id FROM person WHERE born = DATE '1994-03-31' + INTERVAL '13' MONTH",
     "SELECT id FROM person WHERE FALSE"),
    ("SELECT s.line FROM sale s JOIN item i ON s.code = i.code WHERE s.amount * i.price = 123.45",
     "SELECT s.line FROM sale s WHERE s.amount = -1 AND s.amount = 1"),
    ("SELECT a, RANK() OVER (ORDER BY a) AS r FROM loose WHERE a > 900 AND b = a * 3",
     "SELECT a, 1 FROM loose WHERE a > 900 AND b = a * 3"),
    ("SELECT a FROM loose WHERE c = 'abc' AND SUBSTRING(c, 2, 1) = 'b' AND a * a = 529",
     "SELECT a FROM loose WHERE a = 23 AND c = 'abc'"),
]  # fmt: skip


@pytest.mark.parametrize(("first", "second"), RARE)
def test_rare_values_are_found(first: str, second: str) -> None:
    plans = (plan_of(first), plan_of(second))
    constraints = Constraints(shop(), tables(plans))
    found, reason = candidate(plans, constraints, RLIMIT, 60)
    assert found is not None, reason
    assert constraints.violation(found) == ""
    results = [evaluate(plan, found) for plan in plans]
    assert not same_bags(*results)


@pytest.mark.parametrize(("first", "second"), RARE[:2])
def test_they_become_refutations(first: str, second: str) -> None:
    sources = (Source("first", first), Source("second", second))
    limits = Limits(databases=5, seconds=60)
    found = [compare(sources, shop(), dialect_named("postgres"), limits) for _ in (1, 2)]
    assert found[0].verdict == "refuted"
    assert found[0].certificate == found[1].certificate
    without = compare(sources, shop(), dialect_named("postgres"), replace(limits, rlimit=0))
    assert without.verdict == "unknown"


ALIKE = [
    ("SELECT p.id FROM person p JOIN city c ON p.city = c.id",
     "SELECT id FROM person WHERE city IS NOT NULL"),
    ("SELECT DISTINCT id FROM person", "SELECT id FROM person"),
    ("SELECT a FROM loose EXCEPT ALL SELECT a FROM loose WHERE a > 0",
     "SELECT a FROM loose WHERE a <= 0 OR a IS NULL"),
    ("SELECT SUM(a), COUNT(*) FROM loose WHERE a IS NOT NULL",
     "SELECT SUM(a), COUNT(a) FROM loose"),
]  # fmt: skip


@pytest.mark.parametrize(("first", "second"), ALIKE)
def test_equal_queries_have_no_model(first: str, second: str) -> None:
    plans = (plan_of(first), plan_of(second))
    constraints = Constraints(shop(), tables(plans))
    found, reason = search(plans, tuple(constraints.tables), [1, 2], RLIMIT)
    assert found is None
    assert reason == "no difference with up to 2 rows a table"


def test_models_meet_every_constraint() -> None:
    ddl = (
        "CREATE TABLE p (a INTEGER, b INTEGER, x DECIMAL(5, 2) CHECK (x > 3.5),"
        " PRIMARY KEY (a, b));"
        "CREATE TABLE c (a INTEGER, b INTEGER NOT NULL, d DATE, s CHAR(2) UNIQUE,"
        " FOREIGN KEY (a, b) REFERENCES p (a, b), CHECK (a <> b))"
    )
    schema = read_schema(Source("ddl", ddl))
    text = "SELECT c.s FROM c JOIN p ON c.a = p.a AND c.b = p.b WHERE c.a > 0 AND c.s < 'zz'"
    plans = (plan_of(text, schema=schema), plan_of("SELECT s FROM c WHERE FALSE", schema=schema))
    constraints = Constraints(schema, ["c", "p"])
    found, _ = search(plans, tuple(constraints.tables), [2], RLIMIT)
    assert found is not None
    assert constraints.violation(found) == ""
    assert Evaluator(plans[0]).run(found)


def test_limits_are_told() -> None:
    sides = ", ".join(f"loose l{i}" for i in range(9))
    plans = (plan_of(f"SELECT 1 FROM {sides}"), plan_of("SELECT 1"))
    found, reason = search(plans, tuple(Constraints(shop(), ["loose"]).tables), [2], RLIMIT)
    assert found is None
    assert "rows" in reason
    hard = plan_of("SELECT a FROM loose WHERE a * a * a + b * b * b = 114 AND a > 9 AND b < -9")
    none = plan_of("SELECT a FROM loose WHERE FALSE")
    found, reason = search((hard, none), tuple(Constraints(shop(), ["loose"]).tables), [1], 1_000)
    assert (found, reason) == (None, "limit: 1,000 Z3 resource units")


def test_dates_far_apart_are_refused() -> None:
    plan = plan_of(
        "SELECT id FROM person WHERE born > DATE '1900-01-01' OR born < DATE '2500-01-01'"
    )
    with pytest.raises(Gap, match="far apart"):
        SymbolicTables(Logic(), (), pools_of((plan,)), 1)
