"""What an exploration found, as a graph: facts, and the facts and rules that give each of them.

A fact keeps several derivations: the first one that was found, and others up to a limit. Each has a
certificate of its own, which cites other facts of the library by digest (FORMAT.md section 7), so
that a whole library is checked in the time that its parts take:

    add_zero ---+
                +--> add_comm ---> mul_comm        an arrow: the second cites the first
    add_succ ---+

Derivations of one fact may rest on each other's facts; only the first derivations have no cycle.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from lemmata.terms.declarations import Clause, Theory
from lemmata.terms.term import Term

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Derivation:
    """One way in which a fact follows.

    `rule` is what a reader calls it ("induction on x", "rewriting"), `uses` are the identifiers of
    the facts that it cites, `definitions` the qualified names of the functions whose equations it
    cites, `axioms` those of axioms as "group.assoc", `imported` are stored theorems of other
    theories ("nat.add_comm"), all of them cited directly. `steps` counts the inferences of this
    certificate alone.
    """

    rule: str
    uses: tuple[str, ...]
    definitions: tuple[str, ...]
    axioms: tuple[str, ...]
    imported: tuple[str, ...]
    steps: int
    digest: str
    certificate: Json

    @property
    def text(self) -> str:
        """The certificate as one canonical line."""
        return json.dumps(self.certificate, sort_keys=True, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Fact:
    """A proved law. `identifier` is unique and can be typed, `name` is what a reader calls it.

    `name` is empty if there is no common one. A smaller `size` is of more interest, `by_rewriting`
    says that the laws before it join its sides, `tries` numbers the attempt that proved it.
    `basis` says that the other laws of the basis were not seen to imply it; else it follows from
    `follows_from` without induction, as one of its derivations shows.
    """

    identifier: str
    name: str
    clause: Clause
    derivation: Derivation
    size: int = 0
    by_rewriting: bool = False
    tries: int = 1
    alternatives: tuple[Derivation, ...] = ()
    used_by: tuple[str, ...] = ()
    basis: bool = True
    follows_from: tuple[str, ...] = ()

    @property
    def certificate(self) -> Json:
        """The certificate of the first derivation."""
        return self.derivation.certificate

    @property
    def digest(self) -> str:
        """The digest of that certificate, by which others cite it."""
        return self.derivation.digest

    @property
    def uses(self) -> tuple[str, ...]:
        """The facts that the first derivation cites."""
        return self.derivation.uses

    @property
    def rule(self) -> str:
        """How the first derivation goes."""
        return self.derivation.rule

    @property
    def axioms(self) -> tuple[str, ...]:
        """The axioms that the first derivation cites."""
        return self.derivation.axioms

    @property
    def steps(self) -> int:
        """The inferences of the first derivation alone."""
        return self.derivation.steps

    def derivations(self) -> tuple[Derivation, ...]:
        """All that are kept, the first one first."""
        return (self.derivation, *self.alternatives)


@dataclass(frozen=True, slots=True)
class OpenConjecture:
    """What no test refuted and no attempt proved, and why the last of `tries` attempts ended.

    `hint` is what was left to prove where it got stuck.
    """

    identifier: str
    name: str
    clause: Clause
    reason: str = ""
    hint: Clause | None = None
    size: int = 0
    tries: int = 1


@dataclass(frozen=True, slots=True)
class RefutedConjecture:
    """A conjecture with the certificate of its counterexample.

    `values` are those of the variables of the clause; variables #0, #1, ... stand for the elements
    of a finite model.
    """

    identifier: str
    name: str
    clause: Clause
    certificate: Json
    values: tuple[Term, ...] = ()
    size: int = 0


@dataclass(frozen=True)
class Library:
    """All that an exploration of a theory found, facts in the order in which they were proved.

    `complete` says that every conjecture within the limits was tried and every law examined for
    whether the others imply it. `conjectured` counts all conjectures.
    """

    theory: Theory
    facts: tuple[Fact, ...] = ()
    open: tuple[OpenConjecture, ...] = ()
    refuted: tuple[RefutedConjecture, ...] = ()
    complete: bool = False
    seed: int = 0
    conjectured: int = 0

    @cached_property
    def by_identifier(self) -> dict[str, Fact]:
        """The facts by their identifiers."""
        return {fact.identifier: fact for fact in self.facts}

    @cached_property
    def by_digest(self) -> dict[str, Json]:
        """Every certificate of a derivation by its digest."""
        return {d.digest: d.certificate for fact in self.facts for d in fact.derivations()}

    @property
    def basis(self) -> tuple[Fact, ...]:
        """The facts that the others follow from."""
        return tuple(fact for fact in self.facts if fact.basis)


def with_users(facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """The facts, each with those whose first derivations cite it."""
    users: dict[str, list[str]] = {}
    for fact in facts:
        for name in fact.uses:
            users.setdefault(name, []).append(fact.identifier)
    return tuple(replace(f, used_by=tuple(users.get(f.identifier, ()))) for f in facts)
