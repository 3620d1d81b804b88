"""Refutation certificates: from a tested witness, or from a finite model that Z3 proposes."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from lemmata.kernel import Rejected, check
from lemmata.proof.dependencies import needed
from lemmata.proof.refutation import Element, FunctionTable, Model, ModelValue, encode_refutation
from lemmata.proof.tables import Json
from lemmata.search.evaluation import Data, NoValue, Table, Value
from lemmata.search.narrowing import Narrower
from lemmata.search.shrinking import shrunk
from lemmata.search.testing import EXHAUSTIVE, RANDOM, STEPS, Tester, Witness
from lemmata.terms.declarations import Clause, Declaration, Structure
from lemmata.terms.sorts import BOOL, REAL, Sort
from lemmata.terms.symbols import Symbol
from lemmata.terms.term import FALSE_TERM, TRUE_TERM, Term

if TYPE_CHECKING:
    from lemmata.search.models import FiniteModel

MAX_REJECTED = 5
FIRST = 8_000
"""Steps of narrowing before a proof is sought."""


class Refuter:
    """Looks for a counterexample to one statement, a little at first, then in longer goes."""

    def __init__(
        self, clause: Clause, declarations: Sequence[Declaration], tester: Tester, seed: int = 0
    ) -> None:
        """`tester` runs statements of the same declarations."""
        self.clause, self.declarations, self.tester = clause, declarations, tester
        self.certificate: Json | None = None
        self._rejected = 0
        self._narrower = Narrower(declarations, clause, self._accept, seed)

    def first(self) -> Json | None:
        """A certificate from the smallest values, or after a few steps of narrowing."""
        if self._narrower.finished:
            return refute(self.clause, self.declarations, self.tester)
        found = refute(self.clause, self.declarations, self.tester, 300, 0, 4_000)
        return found or self.go(FIRST)

    def go(self, steps: int, expired: Callable[[], bool] = lambda: False) -> Json | None:
        """A certificate after more steps of narrowing, or None."""
        return self.certificate if self._narrower.go(steps, expired) else None

    def _accept(self, types: dict[Sort, Sort], values: list[Term]) -> bool:
        """Whether the kernel accepts the values, or smaller ones at which the clause fails too."""
        if not self._fails(values) or self._rejected > MAX_REJECTED:
            return False
        smaller = shrunk(self.tester, self._narrower.simplest, self.clause, values)
        found = self._checked(types, smaller)
        if found is None and smaller != values:
            found = self._checked(types, values)
        self._rejected += found is None
        self.certificate = found
        return found is not None

    def _fails(self, values: Sequence[Term]) -> bool:
        """Whether the statement fails at some values when they are evaluated eagerly."""
        fails = self.tester.failing(self.clause)
        if fails is None:
            return False
        try:
            return fails([self.tester.evaluator.value(term) for term in values])
        except NoValue:
            return False

    def _checked(self, types: dict[Sort, Sort], values: list[Term]) -> Json | None:
        found = encode_refutation(self.clause, self.declarations, Model(types, values))
        try:
            check(json.dumps(found))
        except Rejected:
            return None
        return found


def refute(
    clause: Clause,
    declarations: Sequence[Declaration],
    tester: Tester,
    budget: int = EXHAUSTIVE,
    randomly: int = RANDOM,
    steps: int = STEPS,
) -> Json | None:
    """A certificate that a statement about data fails at some values, or None."""
    found = tester.refute(clause, budget, randomly, steps)
    return None if found is None else witness_certificate(clause, declarations, found)[0]


def witness_certificate(
    clause: Clause, declarations: Sequence[Declaration], found: Witness
) -> tuple[Json, tuple[ModelValue, ...]]:
    """The certificate of a counterexample, and its values in the order of the variables."""
    values = [term_of(found.values[v], v.sort.substitute(found.types)) for v in clause.variables]
    return encode_refutation(clause, declarations, Model(found.types, values)), tuple(values)


def term_of(value: Value, sort: Sort) -> ModelValue:
    """A value of the tester as a term, or a table."""
    if isinstance(value, Table):
        argument, result = sort.args
        rows = tuple((term_of(a, argument), term_of(r, result)) for a, r in value.rows)
        return FunctionTable(rows, term_of(value.default, result))
    if isinstance(value, Data):
        return _data(value, sort)
    return _literal(value, sort)


def _literal(value: int | Fraction, sort: Sort) -> Term:
    if isinstance(value, int):
        return Term.integer(value)
    return Term.real(value) if sort is REAL else Term.rational(value)


def _data(root: Data, sort: Sort) -> Term:
    """A constructor value as a term (explicit stack: values may be deep)."""
    done: dict[tuple[int, Sort], Term] = {}
    stack: list[tuple[Value, Sort]] = [(root, sort)]
    while stack:
        value, at = stack[-1]
        assert not isinstance(value, Table), "data with functions inside is never a witness"
        if not isinstance(value, Data):
            done[id(value), at] = _literal(value, at)
            stack.pop()
            continue
        binding = dict(zip(value.head.types, at.args, strict=True))
        fields = [
            (a, s.substitute(binding))
            for a, s in zip(value.args, value.head.arguments, strict=True)
        ]
        todo = [f for f in fields if (id(f[0]), f[1]) not in done]
        if todo:
            stack.extend(todo)
            continue
        stack.pop()
        args = [done[id(a), s] for a, s in fields]
        done[id(value), at] = Term.apply(value.head, *args, types=at.args)
    return done[id(root), sort]


def refute_structure(
    clause: Clause, declarations: Sequence[Declaration], seconds: int, max_size: int = 6
) -> Json | None:
    """A certificate that a statement fails in a finite model of its structures, or None."""
    from lemmata.search.models import find_model

    abstract = abstract_structures(needed(declarations, [clause]))
    if not abstract:
        return None
    found = find_model(abstract, clause, max_size, seconds=max(1, seconds))
    return None if found is None else model_certificate(clause, declarations, found)


def abstract_structures(declarations: Sequence[Declaration]) -> list[Structure]:
    """The structures with sorts or symbols."""
    structures = [d for d in declarations if isinstance(d, Structure)]
    return [s for s in structures if s.sorts or s.symbols]


def model_certificate(
    clause: Clause, declarations: Sequence[Declaration], found: FiniteModel, whole: bool = False
) -> Json:
    """The certificate that a statement fails in a model; with `whole` all is declared."""
    used = declarations if whole else needed(declarations, [clause])
    symbols: dict[str, Symbol] = {s.name: s for d in abstract_structures(used) for s in d.symbols}

    def value(sort: Sort, k: int) -> ModelValue:
        return (TRUE_TERM if k else FALSE_TERM) if sort is BOOL else Element(k)

    tables = {
        name: [value(symbols[name].result, k) for k in row] for name, row in found.tables.items()
    }
    values = [value(v.sort, found.valuation[v]) for v in clause.variables]
    return encode_refutation(clause, used, Model({}, values, found.sizes, tables), whole)
