"""The order in which a goal is attacked: run it, prove it from definitions, then with the library.

    1. counterexamples by running the goal                     -> refuted
    2. proof from definitions alone, without lemmas            -> proved
    3. the same with the theorems that are already certified   -> proved
    4. discovery of lemmas, without and with the library       -> proved
    5. abstract structures: completion, then finite models     -> proved or refuted

The kernel sees the certificate afterwards; nothing here decides.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from lemmata.kernel import Rejected, check
from lemmata.proof.dependencies import needed
from lemmata.proof.encode import encode
from lemmata.proof.laws import axioms, definitions
from lemmata.proof.nodes import Law, Theorem
from lemmata.proof.tables import Json
from lemmata.search import equational
from lemmata.search.axiomatic import prove_axiomatic
from lemmata.search.horn import as_equations, by_refutation, denies, refuted
from lemmata.search.inductive.attempt import Prover
from lemmata.search.inductive.discovery import Discovery
from lemmata.search.inductive.goal import Budget, GaveUp, Goal
from lemmata.search.inductive.lawbook import Lawbook
from lemmata.search.inductive.signature import operations
from lemmata.search.inductive.simplifier import Simplifier
from lemmata.search.instances import by_instance
from lemmata.search.minimise import minimise
from lemmata.search.models import ModelSearch
from lemmata.search.oracles import consult
from lemmata.search.reals.prove import prove_real
from lemmata.search.refuting import (
    Refuter,
    abstract_structures,
    model_certificate,
    refute_structure,
)
from lemmata.search.rings import ring_node
from lemmata.search.testing import Tester
from lemmata.terms.declarations import ASSUMED, Clause, FunctionGroup, Structure, Theory
from lemmata.terms.orders import LPO, precedence
from lemmata.terms.symbols import Kind
from lemmata.terms.term import Term

MAX_SYMBOLS = 3_000
FIRST_STEPS = 60
FEW_STEPS = 20
LARGEST_MODEL = 10
REFUTING = {4: 300_000, 5: 3_000_000, 6: 10_000_000}
"""Steps of refutation before the lemmas of some sizes are explored."""
REFUTING_LAST = 100_000_000
REFUTING_PARTIAL = 4_000_000
"""The same before any lemma for goals about partial recursion, of which little is provable."""


@dataclass(frozen=True)
class Attempt:
    """What came of a goal: a certificate of either kind, or the reason and the stuck goal."""

    proof: Theorem | None = None
    certificate: Json | None = None
    refuted: bool = False
    reason: str = ""
    stuck: Goal | None = None
    hint: tuple[Term, Term] | None = None


@dataclass
class Strategy:
    """Attacks goals of one theory; `library` are certified theorems that may be cited."""

    theory: Theory
    library: Sequence[Law] = ()
    induct: Sequence[str] = ()
    use: Sequence[str] = ()
    seed: int = 0
    oracles: Sequence[str] = ()

    def __post_init__(self) -> None:
        declarations = self.theory.declarations
        self.definitions = definitions(declarations)
        self.axioms = axioms(declarations)
        self.tester = Tester(declarations, self.seed)
        self._ranks = precedence(declarations)
        false = [a for a in self.axioms if a.owner == ASSUMED and not self.tester.holds(a.clause)]
        self.axioms = [a for a in self.axioms if a not in false]
        self.contradicted = bool(false)
        self.asserted = any(a.owner == ASSUMED for a in self.axioms)
        self.cases = {
            f.symbol: f.cases
            for d in declarations
            if isinstance(d, FunctionGroup)
            for f in d.members
        }

    def attack(
        self, name: str, clause: Clause, expired: Callable[[], bool], seconds: int
    ) -> Attempt:
        """Try everything on one goal."""
        declarations = self.theory.declarations
        size = sum(side.size for side in clause.terms())
        if size > MAX_SYMBOLS:
            return Attempt(reason=f"limit: {MAX_SYMBOLS:,} symbols; the statement has {size:,}")
        if self.theory.problem:
            return self._of_problem(name, clause, expired, seconds)
        refuter = Refuter(clause, declarations, self.tester, self.seed)
        witness = refuter.first()
        if witness is not None:
            return self._refuted(witness)
        known = by_instance(name, clause, self.library)
        if known is not None:
            return self._proved(known)
        ring = self._by_ring(name, clause)
        if ring is not None:
            return ring
        laws = [*self.axioms, *self.library]
        about_reals = prove_real(name, clause, self.theory, self.definitions, laws, expired)
        if about_reals is not None:
            return self._proved(about_reals)
        said = ""
        if self.oracles:
            known_laws = [*self.definitions, *self.axioms, *self._relevant(clause)]
            advice = consult(name, clause, known_laws, self.oracles, expired, max(1.0, seconds / 3))
            if advice.theorem is not None:
                return self._proved(advice.theorem)
            said = advice.said
        attempt = self._search(name, clause, expired, seconds, refuter)
        if attempt.certificate is None and said:
            return replace(attempt, reason=f"{said}; {attempt.reason}")
        return attempt

    def _search(
        self,
        name: str,
        clause: Clause,
        expired: Callable[[], bool],
        seconds: int,
        refuter: Refuter,
    ) -> Attempt:
        """Completion and models for structures; induction and saturation for data."""
        declarations = self.theory.declarations
        abstract = self._is_abstract(clause)
        reason = ""
        if abstract or self._cites_axioms(clause):
            laws = [*self._relevant(clause), *self.axioms, *self._unconditional()]
            if abstract:
                laws = as_equations(laws, clause)
            steps = FIRST_STEPS if abstract else 150
            theorem, reason = prove_axiomatic(name, clause, laws, expired, steps)
            if theorem is not None:
                return self._proved(theorem)
        if abstract:
            model = refute_structure(clause, declarations, max(1, seconds // 3))
            if model is not None:
                return self._refuted(model)
            theorem, reason = prove_axiomatic(name, clause, laws, expired)
            if theorem is not None:
                return self._proved(theorem)
        attempt = self._by_induction(name, clause, expired, reason, refuter)
        if attempt.certificate is None and not expired():
            theorem = self._by_saturation(name, clause, expired)
            if theorem is not None:
                return self._proved(theorem)
        return attempt

    def _of_problem(
        self, name: str, clause: Clause, expired: Callable[[], bool], seconds: int
    ) -> Attempt:
        """A goal of a TPTP problem: completion, beside it a search for a finite model."""
        denying = denies(self.axioms, clause)
        goal = refuted(clause) if denying else clause
        laws = as_equations(self.axioms, goal)
        theorem, reason = prove_axiomatic(name, goal, laws, expired, FEW_STEPS)
        if theorem is None:
            declarations = self.theory.declarations
            structures = abstract_structures(declarations)
            fifth = max(1, seconds // 5)
            with ModelSearch(structures, clause, LARGEST_MODEL, seconds=fifth) as search:
                if reason != "saturated":
                    over = lambda: expired() or search.found() is not None  # noqa: E731
                    theorem, reason = prove_axiomatic(name, goal, laws, over)
                while theorem is None and search.running and not expired():
                    search.wait(0.1)
                model = search.found()
            if theorem is None and model is not None:
                certificate = model_certificate(clause, declarations, model, whole=True)
                return Attempt(certificate=certificate, refuted=True)
        if theorem is None:
            return Attempt(reason=reason)
        return self._proved(by_refutation(theorem, clause) if denying else theorem)

    def _by_saturation(
        self, name: str, clause: Clause, expired: Callable[[], bool]
    ) -> Theorem | None:
        """A chain of instances of laws, by the e-graphs of `equational`."""
        laws = [*self.definitions, *self.axioms, *self._relevant(clause)]
        return equational.prove(name, clause, laws, expired)

    def _by_induction(
        self,
        name: str,
        clause: Clause,
        expired: Callable[[], bool],
        reason: str,
        refuter: Refuter,
    ) -> Attempt:
        """From definitions alone, then with the library, then with lemmas that are found."""
        named = [law for law in self.library if law.name in self.use]
        library = self._relevant(clause)
        plans = [named] if named else []
        plans += [[], library] if library else [[]]
        goal = Goal.of(clause)
        found: list[Json] = []

        def refuted(steps: int) -> bool:
            witness = refuter.go(steps, expired)
            found.extend([witness] if witness else [])
            return bool(found)

        discovery = self._discovery([*self.axioms, *plans[0]], expired)
        try:
            for i, laws in enumerate(plans):
                if i > 0:
                    discovery = self._discovery([*self.axioms, *laws], expired)
                node = discovery.direct(goal, self.induct)
                if node is not None:
                    return self._proved(Theorem(name, clause, clause.variables, node))
            if self._is_partial(clause) and refuted(REFUTING_PARTIAL):
                return self._refuted(found[0])
            node = discovery.explore(
                goal, self.induct, lambda size: size in REFUTING and refuted(REFUTING[size])
            )
            if node is not None:
                return self._proved(Theorem(name, clause, clause.variables, node))
            limit = "time" if expired() else "no further split, induction or lemma"
            reason = reason or f"limit: {limit}"
        except GaveUp as stopped:
            reason = str(stopped)
        if found or (not expired() and refuted(REFUTING_LAST)):
            return self._refuted(found[0])
        return Attempt(reason=reason, stuck=discovery.stuck or goal, hint=discovery.hint())

    def _discovery(self, laws: Sequence[Law], expired: Callable[[], bool]) -> Discovery:
        book = Lawbook()
        book.define(self.definitions)
        simplifier = Simplifier(self.definitions, LPO(self._ranks))
        for law in laws:
            book.learn(law)
            simplifier.learn(law)
        prover = Prover(book, self.theory.datatypes, self.cases, Budget(expired=expired))
        return Discovery(prover, simplifier, self.tester)

    def _by_ring(self, name: str, clause: Clause) -> Attempt | None:
        """One step, if the kernel takes the goal for a polynomial identity."""
        node = ring_node(clause, self.axioms)
        if node is None:
            return None
        attempt = self._proved(Theorem(name, clause, clause.variables, node))
        try:
            check(json.dumps(attempt.certificate))
        except Rejected:
            return None
        return attempt

    def _refuted(self, witness: Json) -> Attempt:
        """A counterexample stands unless the assumptions contradict the definitions."""
        if self.contradicted:
            return Attempt(reason="an assumption is false of the functions as they are defined")
        return Attempt(certificate=witness, refuted=True)

    def _proved(self, theorem: Theorem) -> Attempt:
        theorem = minimise(theorem)
        return Attempt(theorem, encode(theorem, self.theory.declarations))

    def _is_abstract(self, clause: Clause) -> bool:
        used = needed(self.theory.declarations, [clause])
        return any(isinstance(d, Structure) and (d.sorts or d.symbols) for d in used)

    def _is_partial(self, clause: Clause) -> bool:
        """Whether the goal uses a recursive function that its cases do not define everywhere."""
        partial = [
            f
            for d in needed(self.theory.declarations, [clause])
            if isinstance(d, FunctionGroup)
            for f in d.members
            if f.partial
        ]
        return any(
            t.symbol is f.symbol for f in partial for c in f.cases for t in c.right.subterms()
        )

    def _cites_axioms(self, clause: Clause) -> bool:
        """Whether axioms about built-in sorts may help: the goal uses one of their symbols."""
        mine = {t.symbol for side in clause.terms() for t in side.subterms() if t.symbol}
        known = {
            t.symbol for law in self.axioms for side in law.clause.terms() for t in side.subterms()
        }
        return any(s.kind is Kind.BUILT_IN and "." in s.name for s in mine & known if s)

    def _unconditional(self) -> list[Law]:
        return [law for law in self.definitions if not law.clause.types and law.kind == "case"]

    def _relevant(self, clause: Clause) -> list[Law]:
        """The library's theorems about functions that the goal computes with."""
        known = set(operations(list(clause.terms()), self.cases))
        found = []
        for law in self.library:
            used = {t.symbol for side in law.clause.terms() for t in side.subterms() if t.symbol}
            if all(s in known or s.kind is not Kind.FUNCTION for s in used):
                found.append(law)
        return found
