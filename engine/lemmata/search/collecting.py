"""From the events of an exploration to a library: only what the kernel accepts becomes a fact.

    Proved   -> kernel -> Fact, or another derivation of one that is there
    Refuted  -> kernel -> RefutedConjecture
    Open     -> OpenConjecture, until the same statement is proved

`memo` goes the other way: the outcomes of a library, with which a run is repeated without its work.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace

from lemmata.errors import InputError
from lemmata.kernel import Checker, Rejected
from lemmata.proof.decode import decode
from lemmata.proof.derivations import Citing
from lemmata.proof.factgraph import (
    Derivation,
    Fact,
    Library,
    OpenConjecture,
    RefutedConjecture,
    with_users,
)
from lemmata.proof.factnames import Namer
from lemmata.proof.lawnames import law_name
from lemmata.proof.library import Find, refuted_conjecture
from lemmata.proof.nodes import Law, Theorem
from lemmata.proof.relinking import Key, statement_key
from lemmata.proof.standalone import Standalone
from lemmata.search.consequences import Candidate, consequences, follows
from lemmata.search.exploring import Open, Outcome, Progress, Proved, Refuted
from lemmata.search.inductive.goal import GaveUp
from lemmata.terms.declarations import Clause, Theory

MAX_ALTERNATIVES = 3


class Collector:
    """The library of one run so far; `earlier` is what an interrupted run left."""

    def __init__(self, theory: Theory, seed: int, find: Find, earlier: Library | None) -> None:
        self.theory, self.seed = theory, seed
        self.near: dict[str, str] = {}
        checker = Checker(lambda wanted: self.near.get(wanted) or find(wanted))
        self.citing = Citing(theory.declarations, checker)
        self.namer, self.false = Namer(theory), Namer(theory, "not_")
        self.facts: dict[str, Fact] = {}
        self.open: dict[Key, OpenConjecture] = {}
        self.refuted: dict[Key, RefutedConjecture] = {}
        self.earlier = {statement_key(f.clause): f for f in earlier.facts} if earlier else {}
        self.conjectured = 0

    def take(self, event: Outcome | Progress) -> None:
        """Note an event."""
        if isinstance(event, Progress):
            self.conjectured = event.conjectured
        elif isinstance(event, Proved):
            self._proved(event)
        elif isinstance(event, Refuted):
            self._refuted(event)
        else:
            self._open(event)

    def library(self, complete: bool = False) -> Library:
        """What there is."""
        return Library(
            self.theory,
            with_users(list(self.facts.values())),
            tuple(self.open.values()),
            tuple(self.refuted.values()),
            complete,
            self.seed,
            self.conjectured,
        )

    def _identifier(self, clause: Clause) -> str:
        known = self.open.get(statement_key(clause))
        return known.identifier if known else self.namer.identifier(clause)

    def _proved(self, event: Proved) -> None:
        known = self.citing.known(event.clause)
        if known is not None:
            self._again(self.facts[known], event.theorem)
            return
        key = statement_key(event.clause)
        identifier = self._identifier(event.clause)
        theorem = replace(event.theorem, name=identifier)
        earlier = self.earlier.get(key)
        try:
            if earlier is not None and earlier.identifier == identifier:
                derivation = earlier.derivation
                report = self.citing.checker.check(derivation.text)
            else:
                derivation, report = self.citing.derive(theorem)
        except Rejected as problem:
            reason = f"the kernel rejected what the search found ({problem})"
            failed = Open(event.clause, reason, None, event.name, event.size, event.tries)
            self._open(failed, identifier)
            return
        self._keep(derivation)
        self.citing.add(identifier, event.clause, derivation, report.statement)
        waiting = self.open.pop(key, None)
        self.facts[identifier] = Fact(
            identifier,
            waiting.name if waiting else self.namer.name(event.clause),
            event.clause,
            derivation,
            event.size,
            event.by_rewriting,
            event.tries,
        )

    def _keep(self, derivation: Derivation) -> None:
        self.near[derivation.digest] = derivation.text

    def _again(self, fact: Fact, theorem: Theorem, whole: bool = False) -> Derivation | None:
        """Keep another derivation of a fact, if it is one; it is given back."""
        try:
            found, _ = self.citing.derive(replace(theorem, name=fact.identifier), whole)
        except Rejected:
            return None
        same = [d for d in fact.derivations() if set(d.uses) == set(found.uses)]
        if any(d.rule == found.rule for d in same):
            return next(d for d in same if d.rule == found.rule)
        if len(fact.alternatives) >= MAX_ALTERNATIVES:
            return None
        self._keep(found)
        more = (*fact.alternatives, found)
        self.facts[fact.identifier] = replace(self.facts[fact.identifier], alternatives=more)
        return found

    def _refuted(self, event: Refuted) -> None:
        names = [str(v.head) for v in event.clause.variables]
        key = statement_key(event.clause)
        try:
            report = self.citing.checker.check(json.dumps(event.certificate))
            document = decode(event.certificate, names, self.theory.symbols)
            if report.kind != "refutation" or statement_key(document.goal) != key:
                raise Rejected("the counterexample is one of another statement")
            identifier, name = self.false.identifier(event.clause), self.false.name(event.clause)
            found = refuted_conjecture(identifier, name, document, event.size)
        except (Rejected, InputError) as problem:
            reason = f"the kernel rejected the counterexample that was found ({problem})"
            self._open(Open(event.clause, reason, None, event.name, event.size))
            return
        self.open.pop(key, None)
        self.refuted[key] = found

    def _open(self, event: Open, identifier: str = "") -> None:
        key = statement_key(event.clause)
        known = self.open.get(key)
        self.open[key] = OpenConjecture(
            identifier or self._identifier(event.clause),
            known.name if known else self.namer.name(event.clause),
            event.clause,
            event.reason,
            event.hint,
            event.size,
            event.tries,
        )

    # The basis

    def reduce(self, imported: Sequence[Law], expired: Callable[[], bool]) -> bool:
        """Say of each fact whether others imply it; False if that was not finished."""
        position = {name: i for i, name in enumerate(self.facts)}
        own = dict(self.citing.laws.values())
        candidates = [
            Candidate(own[f.identifier], (*_interest(f), -position[f.identifier]))
            for f in self.facts.values()
        ]
        tried = 0
        for law, theorem in consequences(self.theory, candidates, imported, expired):
            tried += 1
            fact = self.facts[law.name]
            found = None if theorem is None else self._again(fact, theorem, whole=True)
            if found is not None:
                self.facts[law.name] = replace(
                    self.facts[law.name], basis=False, follows_from=found.uses
                )
        return tried == len(candidates)

    def settle(self, imported: Sequence[Law], expired: Callable[[], bool]) -> bool:
        """Look again at what is open with all laws at hand; False if that was not finished.

        What follows is open no more; it becomes a law if it has a common name. This is for the end
        of a run alone: a run that goes on would learn such laws at another time.
        """
        laws = [*imported, *(law for _, law in self.citing.laws.values())]
        found: list[tuple[Key, Theorem]] = []
        for key, conjecture in self.open.items():
            name, clause = conjecture.identifier, conjecture.clause
            try:
                theorem = follows(self.theory, name, clause, laws, expired)
            except GaveUp:
                return False
            if expired():
                return False
            found += [(key, theorem)] if theorem else []
        for key, theorem in found:
            conjecture = self.open[key]
            if not conjecture.name:
                del self.open[key]
                continue
            self._proved(
                Proved(conjecture.clause, theorem, None, conjecture.size, True, conjecture.tries)
            )
            fact = self.facts.get(conjecture.identifier)
            if fact is not None:
                self.facts[fact.identifier] = replace(fact, basis=False, follows_from=fact.uses)
        return True


def _interest(fact: Fact) -> tuple[int, ...]:
    """Smaller for what is of less interest: seen to follow already, unnamed, large."""
    return (not fact.by_rewriting, bool(fact.name), -fact.size)


def memo(library: Library) -> dict[Clause, Outcome]:
    """The outcomes that a library records, by clause."""
    found: dict[Clause, Outcome] = {}
    alone = Standalone(library.theory, library.by_digest)
    notation = library.theory.notation
    for fact in library.facts:
        name = law_name(fact.clause, notation)
        theorem = alone.theorem(fact.digest)
        found[fact.clause] = Proved(
            fact.clause, theorem, name, fact.size, fact.by_rewriting, fact.tries
        )
    for c in library.open:
        name = law_name(c.clause, notation)
        found[c.clause] = Open(c.clause, c.reason, c.hint, name, c.size, c.tries)
    for r in library.refuted:
        name = law_name(r.clause, notation)
        found[r.clause] = Refuted(r.clause, r.certificate, name, r.size, r.values)
    return found
