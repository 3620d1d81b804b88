"""Two queries compared: refuted by a database, proved by a certificate, or unknown.

`compare` is what the doors call. Random databases come first, for they are cheap, then the search
for a proof, then symbolic databases. Of a refuted pair it is also said which further constraints
would make it equal. A proof counts only once the doors have had its certificate checked.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from lemmata.errors import Source
from lemmata.sql.certificate import encode
from lemmata.sql.confirm import Confirmation, Question, confirm
from lemmata.sql.database import Constraints, Tables
from lemmata.sql.dialects import Dialect
from lemmata.sql.failures import Unsupported
from lemmata.sql.lowering import lower
from lemmata.sql.proving.asked import proof_of
from lemmata.sql.reading import deep
from lemmata.sql.schema import Schema
from lemmata.sql.search import Search
from lemmata.sql.sufficient import Condition, sufficient, told
from lemmata.sql.symbolic.asking import RLIMIT, candidate

DATABASES = 600
CONFIRMATIONS = 12
CONDITIONS = 2.0
"""Seconds, of those of a pair, for the conditions under which refuted queries would be equal."""


@dataclass(frozen=True)
class Limits:
    """Counts that decide, and seconds that only end the attempt.

    `inside` says that this process may crash, so that a proof is searched in it.
    """

    databases: int = DATABASES
    confirmations: int = CONFIRMATIONS
    seconds: float = 10.0
    seed: int = 0
    strict: bool = False
    rlimit: int = RLIMIT
    prove: bool = True
    conditions: bool = True
    inside: bool = False


@dataclass(frozen=True)
class Outcome:
    """An answer: `refuted` with certificate, database and results, `proved` with certificate, or
    `unknown` with a reason."""

    verdict: str
    reason: str = ""
    hint: str = ""
    certificate: dict[str, Any] | None = None
    question: Question | None = None
    database: Tables | None = None
    confirmation: Confirmation | None = None
    conditions: tuple[Condition, ...] = ()


def compare(
    sources: tuple[Source, Source],
    schema: Schema,
    dialect: Dialect,
    limits: Limits | None = None,
) -> Outcome:
    """The answer for two texts; raises InputError for what a database would reject."""
    with deep():
        return _compare(sources, schema, dialect, limits or Limits())


def _compare(
    sources: tuple[Source, Source], schema: Schema, dialect: Dialect, limits: Limits
) -> Outcome:
    start = time.monotonic()
    plans = []
    for source in sources:
        try:
            plans.append(lower(source, schema, dialect))
        except Unsupported as gap:
            return Outcome("unknown", f"not modelled: {gap}")
    question = Question(schema, dialect, sources, (plans[0], plans[1]), limits.strict)
    constraints = Constraints(schema, question.tables)
    unread = constraints.unread()
    if unread:
        return Outcome("unknown", f"a constraint that is not understood: {unread[0]}")
    search = Search(question.plans, constraints, limits.seed, limits.strict)

    def expired() -> bool:
        return time.monotonic() > start + limits.seconds

    refuter = _Refuter(question, limits, expired)
    random = search.databases(limits.databases, expired)
    found = refuter.first(islice(random, limits.confirmations))
    if found is not None:
        return found
    certificate, unproved = None, ""
    if limits.prove and not refuter.refused:
        left = max(start + limits.seconds - time.monotonic(), 0.0)
        certificate, unproved = proof_of(question, left, inside=limits.inside)
    if certificate is not None:
        return Outcome("proved", certificate=certificate, question=question)
    symbolic = _Symbolic(search, limits, start)
    found = refuter.first(symbolic.databases(expired))
    if found is not None:
        return found
    return Outcome("unknown", _reason(search, refuter.refused, symbolic.reason, unproved))


@dataclass
class _Refuter:
    """Confirms candidates; `refused` says why one was not confirmed."""

    question: Question
    limits: Limits
    expired: Callable[[], bool]
    refused: str = ""

    def first(self, databases: Iterable[Tables]) -> Outcome | None:
        """The refutation by the first database that is confirmed."""
        question = self.question
        for database in databases:
            found = confirm(question, database)
            if found.holds:
                return self._refuted(database, found)
            self.refused = self.refused or "; ".join(found.problems)
        return None

    def _refuted(self, database: Tables, found: Confirmation) -> Outcome:
        question, limits = self.question, self.limits
        end = time.monotonic() + CONDITIONS

        def late() -> bool:
            return self.expired() or time.monotonic() > end

        def claim(schema: Schema) -> dict[str, Any] | None:
            return None if late() else self._claim(schema, end - time.monotonic())

        more: list[Condition] = []
        if limits.conditions:
            prover = claim if limits.prove else None
            more = sufficient(question, database, limits.databases, late, prover)
        hint = told([condition.to_json() for condition in more])
        certificate = encode(question, database, found)
        return Outcome("refuted", "", hint, certificate, question, database, found, tuple(more))

    def _claim(self, schema: Schema, seconds: float) -> dict[str, Any] | None:
        """A proof under a stronger schema, for a door to check."""
        question = self.question
        first, second = (lower(s, schema, question.dialect) for s in question.sources)
        stronger = replace(question, schema=schema, plans=(first, second))
        return proof_of(stronger, seconds, inside=self.limits.inside)[0]


@dataclass
class _Symbolic:
    """The symbolic search, for pairs that random databases do not tell apart."""

    search: Search
    limits: Limits
    start: float
    reason: str = ""

    def databases(self, expired: Callable[[], bool]) -> Iterator[Tables]:
        if self.limits.strict or not self.limits.rlimit or expired():
            return
        seconds = max(self.start + self.limits.seconds - time.monotonic(), 1.0)
        found, self.reason = candidate(
            self.search.plans, self.search.constraints, self.limits.rlimit, seconds
        )
        if found is not None:
            self.reason = "a model that the evaluator does not confirm"
            yield from self.search.candidate(found, expired)


def _reason(search: Search, refused: str, symbolic: str, unproved: str) -> str:
    tally = search.tally
    if refused:
        return f"a database tells them apart, but no engine confirms it: {refused}"
    end = "limit: time; " if tally.stopped else ""
    tried = f"{tally.tried:,} databases of up to {tally.largest} rows a table"
    reason = f"{end}no difference on {tried}"
    if tally.without_value:
        reason += f", {tally.without_value:,} of them without a value ({tally.why})"
    if unproved:
        reason = f"no proof: {unproved}; {reason}"
    return f"{reason}; Z3: {symbolic}" if symbolic else reason
