"""Under which further constraints might two different queries be equal?

A database that tells them apart violates every such constraint, so it suggests the candidates: a
column that holds NULL, rows that agree on columns, values without a row to refer to. Each candidate
is assumed in turn and the search repeated; a new database suggests what else is needed. What is
left are the weakest sets under which no database of a full search tells the queries apart, and a
prover, if there is one, is asked to prove the pair under them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice, product
from typing import Any

from lemmata.sql.assumptions import (
    Assumption,
    NotNull,
    Reference,
    Unique,
    declaration,
    extended,
    holds,
    implies,
    sentence,
)
from lemmata.sql.confirm import Question
from lemmata.sql.database import Constraints, Tables
from lemmata.sql.mentions import Mentions, mentions
from lemmata.sql.schema import Schema
from lemmata.sql.search import Search

MAX_ASSUMED = 3
MAX_TRIALS = 48
MAX_KEY = 4
MAX_TOLD = 3
Assumed = tuple[Assumption, ...]
Json = dict[str, Any]
Claimer = Callable[[Schema], Json | None]
"""A certificate that claims a pair to be equal under a schema, None without one."""


@dataclass(frozen=True)
class Condition:
    """Constraints under which no difference is known; `claim` is a proof that nobody checked."""

    text: str
    statements: tuple[str, ...]
    claim: Json | None = None

    def to_json(self, proved: bool = False) -> Json:
        """The condition as JSON."""
        return {"text": self.text, "statements": list(self.statements), "proved": proved}


def sufficient(
    question: Question,
    database: Tables,
    databases: int,
    expired: Callable[[], bool],
    claim: Claimer | None = None,
) -> list[Condition]:
    """The weakest conditions, at most `MAX_TOLD`; none if a limit was reached first."""
    search = _Conditions(question, databases, expired)
    found = [] if question.strict else search.weakest(database)
    return [_condition(assumed, question.schema, claim) for assumed in found[:MAX_TOLD]]


def told(conditions: Sequence[Json]) -> str:
    """The conditions for people, those that are proved if there are any; empty without any."""
    proved = [c["text"] for c in conditions if c["proved"]]
    texts = proved or [c["text"] for c in conditions]
    head = "equal" if proved else "no difference found"
    return f"{head} if " + ", or if ".join(texts) if texts else ""


def _condition(assumed: Assumed, schema: Schema, claim: Claimer | None) -> Condition:
    statements = tuple(declaration(item, schema) for item in assumed)
    claimed = claim(extended(schema, assumed)) if claim is not None else None
    return Condition(sentence(assumed, schema), statements, claimed)


class _Conditions:
    def __init__(self, question: Question, databases: int, expired: Callable[[], bool]) -> None:
        self.question, self.databases, self.expired = question, databases, expired
        self.mentions = mentions(question.plans)
        self.trials = 0

    def weakest(self, database: Tables) -> list[Assumed]:
        """Sets of the least size, the first ones suggested first, without needless strength."""
        frontier: list[tuple[Assumed, Tables]] = [((), database)]
        seen: set[Assumed] = set()
        for _ in range(MAX_ASSUMED):
            found: list[Assumed] = []
            deeper: list[tuple[Assumed, Tables]] = []
            for assumed, witness in frontier:
                for more in suggested(self.question.schema, assumed, witness, self.mentions):
                    attempt = tuple(sorted({*assumed, *more}, key=repr))
                    if attempt in seen or any(implies(attempt, known) for known in found):
                        continue
                    seen.add(attempt)
                    if self.trials >= MAX_TRIALS or self.expired():
                        return found
                    other = self._witness(attempt)
                    if other is None:
                        found = [k for k in found if not implies(k, attempt)] + [attempt]
                    else:
                        deeper.append((attempt, other))
            if found:
                return found
            frontier = deeper
        return []

    def _witness(self, assumed: Assumed) -> Tables | None:
        """A database that meets the constraints and still tells the queries apart."""
        self.trials += 1
        constraints = Constraints(extended(self.question.schema, assumed), self.question.tables)
        search = Search(self.question.plans, constraints, 0, self.question.strict)
        found = next(islice(search.databases(self.databases, self.expired), 1), None)
        stopped = search.tally.stopped
        return {} if found is None and stopped else found


def suggested(
    schema: Schema, assumed: Assumed, database: Tables, known: Mentions
) -> Iterator[Assumed]:
    """The constraints on columns that queries mention, which a database violates."""
    now = extended(schema, assumed)
    every = (
        *((item,) for item in _not_null(now, known)),
        *((key,) for name in known.columns for key in _keys(name, known, database)),
        *_references(now, known),
    )
    for items in dict.fromkeys(every):
        if not all(holds(item, database) for item in items):
            yield items


def _not_null(schema: Schema, known: Mentions) -> Iterator[Assumption]:
    for name, columns in known.columns.items():
        for column in columns:
            if schema.tables[name].columns[column].nullable:
                yield NotNull(name, column)


def _keys(name: str, known: Mentions, database: Tables) -> Iterator[Assumption]:
    """Sets of mentioned columns on which two rows agree, the largest (weakest) first."""
    for first, second in combinations(database.get(name, []), 2):
        agreed = sorted(c for c in known.columns[name] if first[c] == second[c] is not None)
        if not agreed:
            continue
        yield Unique(name, tuple(agreed))
        for size in range(min(MAX_KEY, len(agreed)) - 1, 0, -1):
            if size == 1 or len(agreed) <= MAX_KEY:
                yield from (Unique(name, chosen) for chosen in combinations(agreed, size))


def _references(schema: Schema, known: Mentions) -> Iterator[Assumed]:
    """References to keys all of whose columns are compared with columns of one other table.

    A column that is compared alone may be a key that nobody declared.
    """
    pairs = [pair for a, b in known.equal for pair in ((a, b), (b, a))]
    for child, parent in dict.fromkeys((a[0], b[0]) for a, b in pairs):
        keys = schema.tables[parent].keys
        single = dict.fromkeys((b[1],) for a, b in pairs if (a[0], b[0]) == (child, parent))
        for key in dict.fromkeys((*keys, *single)):
            needed = () if key in keys else (Unique(parent, key),)
            choices = [
                dict.fromkeys(a[1] for a, b in pairs if a[0] == child and b == (parent, column))
                for column in key
            ]
            for columns in islice(product(*choices), MAX_KEY):
                if (child, columns) != (parent, key):
                    yield (*needed, Reference(child, columns, parent, key))
