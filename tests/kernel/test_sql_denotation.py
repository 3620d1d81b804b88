"""The denotation of plans against the reference evaluator, on random databases."""

from __future__ import annotations

import json
from random import Random

import pytest

from kernel.sql_tools import tables_json
from lemmata.kernel import Rejected
from lemmata.kernel.sql.denotation import Denotation
from lemmata.kernel.sql.schema import read_tables
from lemmata.sql.database import Constraints
from lemmata.sql.evaluate import Evaluator, same_bags
from lemmata.sql.failures import NoValue
from lemmata.sql.generate import generate
from lemmata.sql.plain import encode
from lemmata.sql.pools import pools_of
from lemmata.sql.walking import tables
from sql.comprehensions import Comprehensions
from sql.corpus import QUERIES, plan_of, shop

MORE = (
    "SELECT price FROM item UNION ALL SELECT 1",
    "SELECT 2 UNION SELECT 1.5 UNION SELECT stock FROM item",
    "SELECT * FROM (VALUES (1, NULL), (1.5, 'a'), (NULL, 'b')) AS v(n, t) WHERE n > 0",
    "SELECT price FROM item INTERSECT SELECT stock FROM item",
    "SELECT price FROM item EXCEPT SELECT 1",
    "SELECT price FROM item EXCEPT ALL SELECT stock FROM item",
    "SELECT x.n, COUNT(*) FROM (SELECT price AS n FROM item UNION ALL SELECT 0) x GROUP BY x.n",
    "SELECT a FROM loose INTERSECT ALL SELECT DISTINCT b FROM loose",
    "SELECT a, (SELECT MAX(b) FROM loose y WHERE y.a = x.a) FROM loose x RIGHT JOIN city ON a = id",
    "SELECT c.id, p.id, q.a FROM city c FULL JOIN person p ON c.id = p.city FULL JOIN loose q ON d",
    "SELECT id FROM city WHERE 1 IN (SELECT a FROM loose) OR id > ALL (SELECT b FROM loose)",
    "SELECT COUNT(DISTINCT a), SUM(DISTINCT b) FILTER (WHERE d) FROM loose GROUP BY ROLLUP (c, d)",
)
DATABASES = 8
OPAQUE = ("LIMIT", "OVER (")


@pytest.mark.parametrize("text", [*QUERIES, *MORE])
def test_means_what_is_evaluated(text: str) -> None:
    plan = plan_of(text)
    names = set(tables(plan))
    stored = read_tables(tables_json(shop(), names))
    bag = Denotation(stored).bag(json.loads(json.dumps(encode(plan))), ())
    random, constraints, pools = Random(text), Constraints(shop(), names), pools_of((plan,))
    evaluator, compared = Evaluator(plan), 0
    for _ in range(DATABASES):
        database = generate(random, constraints, pools, 3)
        try:
            wanted, found = evaluator.run(database), Comprehensions(database).bag(bag, {})
        except NoValue:
            continue
        compared += 1
        assert same_bags(wanted, found), database
    assert compared or any(word in text for word in OPAQUE)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"unread": ["CHECK (f(a))"]}, "not understood"),
        ({"keys": [[]]}, "an empty key"),
        ({"keys": [[9]]}, "below the width"),
        ({"primary": [1]}, "one of the keys"),
        (
            {
                "foreign_keys": [
                    {"node": "ForeignKey", "columns": [0], "parent": "x", "parent_columns": [0]}
                ]
            },
            "no table x",
        ),
    ],
)
def test_tables_that_are_rejected(change: dict[str, object], message: str) -> None:
    (table,) = tables_json(shop(), {"loose"})
    with pytest.raises(Rejected, match=message):
        read_tables([{**table, **change}])
