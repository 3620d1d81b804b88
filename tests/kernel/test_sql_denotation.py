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

DATABASES = 8
OPAQUE = ("LIMIT", "OVER (")


@pytest.mark.parametrize("text", QUERIES)
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
