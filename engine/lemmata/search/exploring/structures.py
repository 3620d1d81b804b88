"""What judges conjectures about abstract structures: finite models, and completion of the axioms.

A conjecture is run in the models that are known; what holds in all of them is sought by completion,
and if that fails a model that refutes it, which is known from then on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from random import Random

from lemmata.proof.lawnames import law_name, recognised
from lemmata.proof.laws import axioms
from lemmata.proof.nodes import Law, Theorem
from lemmata.proof.refutation import Element
from lemmata.search.axiomatic import prove_axiomatic
from lemmata.search.evaluation import Data, NoValue, Value
from lemmata.search.exploring.desk import Conjecture, Judge
from lemmata.search.exploring.events import Limits, Open, Outcome, Proved, Refuted
from lemmata.search.horn import as_equations
from lemmata.search.inductive.attempt import Effort
from lemmata.search.inductive.closure import Limits as Steps
from lemmata.search.inductive.goal import Goal
from lemmata.search.minimise import minimise
from lemmata.search.models import FiniteModel, find_model, refuting
from lemmata.search.refuting import abstract_structures, model_certificate
from lemmata.terms.declarations import Clause, FunctionGroup, Theory
from lemmata.terms.sorts import BOOL, Sort
from lemmata.terms.symbols import FALSE, TRUE, Kind, Symbol
from lemmata.terms.term import FALSE_TERM, TRUE_TERM

VARIABLES, ROWS, CASES = 3, 64, 4_000
TRUTH = (FALSE_TERM, TRUE_TERM)
GIVEN = 40
SIZE, SECONDS, WORK = 6, 60, 4_000_000
HELPERS = 12
SHORT = Effort(Steps(nodes=150, rounds=2), work=500)


def is_abstract(theory: Theory) -> bool:
    """Whether a theory declares structures and no functions."""
    mine = [d for d in theory.declarations if isinstance(d, FunctionGroup)]
    return bool(abstract_structures(theory.declarations)) and not mine


class Tables:
    """Finite models that give symbols their values; a sample is one model with some elements."""

    def __init__(self, models: Sequence[FiniteModel], seed: int) -> None:
        self.models, self.seed = models, seed
        self._interned: dict[tuple[Symbol, tuple[Value, ...]], Data] = {}
        self._elements: dict[tuple[int, str, int], Data] = {}
        self._numbers: dict[Data, tuple[int, int]] = {}
        self.true, self.false = self.data(TRUE, ()), self.data(FALSE, ())
        self.rows = [(m, i) for m, model in enumerate(models) for i in range(_rows(model))]

    def data(self, head: Symbol, args: tuple[Value, ...]) -> Data:
        """An interned constructor value."""
        return self._interned.setdefault((head, args), Data(head, args))

    def element(self, m: int, sort: Sort, k: int) -> Data:
        """An element of a model."""
        if sort is BOOL:
            return self.true if k else self.false
        key = (m, sort.name, k)
        if key not in self._elements:
            found = Data(Symbol(f"#{k}", Kind.CONSTRUCTOR, (), (), sort), ())
            self._elements[key], self._numbers[found] = found, (m, k)
        return self._elements[key]

    def sample(self, sort: Sort, number: int) -> tuple[Value, ...] | None:
        """The values of a variable on all samples: all choices, or random ones."""
        found = []
        for m, i in self.rows:
            model = self.models[m]
            size = model.sizes.get(sort.name, 0)
            if not size:
                return None
            largest = max(model.sizes.values())
            if _rows(model) == largest**VARIABLES:
                k = i // largest**number % largest % size
            else:
                k = Random(f"{self.seed} {m} {i} {sort} {number}").randrange(size)
            found.append(self.element(m, sort, k))
        return tuple(found)

    def constant(self, symbol: Symbol) -> tuple[Value, ...]:
        """The values of a constant on all samples."""
        sort, name = symbol.result, symbol.name
        return tuple(self.element(m, sort, self.models[m].tables[name][0]) for m, _ in self.rows)

    def call(self, symbol: Symbol, args: tuple[Value, ...], fuel: int) -> Value:
        """The value of a symbol of the structure that has arguments."""
        numbers = [self._number(a) for a in args]
        m = max(m for m, _ in numbers)
        if m < 0:
            raise NoValue("no element")
        model, at = self.models[m], 0
        for sort, (_, k) in zip(symbol.arguments, numbers, strict=True):
            at = at * (2 if sort is BOOL else model.sizes[sort.name]) + k
        return self.element(m, symbol.result, model.tables[symbol.name][at])

    def _number(self, value: Value) -> tuple[int, int]:
        assert isinstance(value, Data)
        return self._numbers.get(value, (-1, int(value is self.true)))


def _rows(model: FiniteModel) -> int:
    """How many samples a model gets."""
    return int(min(max(model.sizes.values()) ** VARIABLES, ROWS))


class StructureDesk(Judge):
    """The tools of an exploration of structures, with the laws and the models found so far."""

    def __init__(
        self,
        theory: Theory,
        seed: int,
        limits: Limits,
        memo: Mapping[Clause, Outcome],
        library: Sequence[Law],
        expired: Callable[[], bool],
    ) -> None:
        super().__init__(theory, seed, limits, memo, library, expired)
        self.seed = seed
        self.structures = abstract_structures(theory.declarations)
        self.models: list[FiniteModel] = []

    def follows(self, clause: Clause) -> bool:
        """Whether laws join the sides, or the premises give the conclusion in very few steps.

        Every law of a structure follows from its axioms without induction: here only what needs
        no thought counts.
        """
        if not clause.premises:
            return self.simplifier.joins(clause.left, clause.right)
        return self.prover.follows(Goal.of(clause), SHORT)

    def may_retry(self, clause: Clause) -> bool:
        """Completion finds its lemmas itself: nothing is tried again."""
        return False

    def tables(self) -> Tables:
        """The models that are known."""
        return Tables(self.models, self.seed)

    def judge(self, conjecture: Conjecture) -> Outcome | None:
        """The outcome; None if it is false and of no interest, or follows from known laws."""
        clause, form = conjecture.clause, recognised(conjecture.clause)
        if clause.left is clause.right or self.listed(clause):
            return None
        name = law_name(clause, self.theory.notation)
        for model in self.models:
            found = refuting(self.structures, clause, model, CASES)
            if found is not None:
                return self._refuted(conjecture, name, found)
        known = self.follows(clause)
        if known and (form is None or form[0].weak):
            return None
        return self.attempt(conjecture, name, known)

    def attempt(self, conjecture: Conjecture, name: str | None, known: bool) -> Outcome | None:
        """Completion for a while, then models, then completion for longer."""
        clause = conjecture.clause
        earlier = self.remembered(conjecture, name)
        if earlier is not None:
            if isinstance(earlier, Proved):
                self.learn(self.law(earlier.theorem))
            return earlier
        theorem = self._complete(clause, GIVEN)
        if theorem is None:
            model = find_model(self.structures, clause, SIZE, rlimit=WORK, seconds=SECONDS)
            if model is not None:
                self.models.append(model)
                return self._refuted(conjecture, name, model)
            theorem = self._complete(clause, 8 * GIVEN)
        if theorem is None:
            reason = f"neither a proof nor a model of up to {SIZE} elements that refutes it"
            return Open(clause, reason, None, name, conjecture.size)
        theorem = minimise(theorem, self.finished())
        self.learn(self.law(theorem))
        return Proved(clause, theorem, name, conjecture.size, known)

    def _complete(self, clause: Clause, given: int) -> Theorem | None:
        """A proof by completion from the axioms and a few of the smallest laws."""
        derived = [law for law in self.laws if law.kind == "theorem" and not law.clause.premises]
        derived.sort(key=lambda law: sum(t.size for t in law.clause.terms()))
        laws = as_equations([*axioms(self.theory.declarations), *derived[:HELPERS]], clause)
        return prove_axiomatic(self.label(), clause, laws, self.expired, given)[0]

    def _refuted(
        self, conjecture: Conjecture, name: str | None, model: FiniteModel
    ) -> Refuted | None:
        if not conjecture.instructive:
            return None
        clause = conjecture.clause
        certificate = model_certificate(clause, self.theory.declarations, model)
        values = tuple(
            Element(model.valuation[v]) if v.sort is not BOOL else TRUTH[model.valuation[v]]
            for v in clause.variables
        )
        return Refuted(clause, certificate, name, conjecture.size, values)
