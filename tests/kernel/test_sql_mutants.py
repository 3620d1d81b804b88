"""Proofs of other claims: plans changed so that the queries differ on a database.

The script of the true claim, and plain ones, are given with the changed plans; none may pass.
"""

from __future__ import annotations

import copy
import json
from random import Random
from typing import Any

import pytest

from kernel.false_sql import PROOFS, cases
from kernel.sql_plan_mutants import mutant
from kernel.sql_tools import certificate
from lemmata.kernel import Rejected
from lemmata.kernel.sql import check
from lemmata.sql.database import Constraints, Tables
from lemmata.sql.evaluate import Evaluator, same_bags
from lemmata.sql.failures import NoValue
from lemmata.sql.generate import generate
from lemmata.sql.obligation_worker import judge
from lemmata.sql.plain import decode
from lemmata.sql.pools import pools_of
from lemmata.sql.schema import Schema

Json = dict[str, Any]
EACH = 6
PARTS = 4
DATABASES = 40
RLIMIT = 1_000_000
TRUE = cases("true")


def passes(claim: Json) -> bool:
    """Whether kernel and solver accept a certificate."""
    try:
        report = check(json.dumps(claim))
    except Rejected:
        return False
    return all(judge(obligation.text, RLIMIT) == "unsat" for obligation in report.obligations)


def difference(claim: Json, random: Random) -> Tables | None:
    """A database on which the plans of a claim differ."""
    try:
        plans = [decode(plan) for plan in claim["plans"]]
        tables = {table.name: table for table in map(decode, claim["tables"])}
        evaluators = [Evaluator(plan) for plan in plans]
    except (ValueError, IndexError, KeyError):
        return None
    constraints = Constraints(Schema(tables), tables)
    pools = pools_of(tuple(plans), constraints.tables)
    for number in range(DATABASES):
        database = generate(random, constraints, pools, 1 + number % 4)
        try:
            first, second = (e.run(database) for e in evaluators)
        except (NoValue, IndexError, TypeError, AttributeError):
            continue
        if not constraints.violation(database) and not same_bags(first, second):
            return database
    return None


def changed_claims(case: tuple[str, str, str, str]) -> int:
    """How many changed claims are false; none of them may pass."""
    name, first, second, proof = case
    claim, random, differing = certificate(first, second, PROOFS[proof]), Random(name), 0
    for number in range(EACH):
        changed = copy.deepcopy(claim)
        side = number % 2
        changed["plans"][side] = mutant(claim["plans"][side], random)
        if number % 3 == 0:
            changed["plans"][1 - side] = claim["plans"][side]
        found = difference(changed, random)
        if found is not None:
            differing += 1
            assert not passes(changed), (changed["plans"], found)
    return differing


@pytest.mark.parametrize("part", range(PARTS))
def test_changed_claims(part: int) -> None:
    assert sum(map(changed_claims, TRUE[part::PARTS])) > EACH
