"""From relations to terms.

Premises are read in order. The output of f(x) = y is replaced by the term where it is a bound
variable that nothing has used yet; otherwise the atom becomes the equation f(x) = y. Equations that
fix a variable are then solved, and t = t is dropped. Membership in a carrier becomes the sort.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field

from lemmata.errors import InputError
from lemmata.language.mpl.book import ELEMENT
from lemmata.language.mpl.clauses import as_term, conjunction, negation, solved
from lemmata.language.mpl.facts import Facts, collect, is_relation
from lemmata.language.mpl.formulas import (
    Entity,
    Formula,
    Sequent,
    cut,
    is_defined,
    is_exists,
    pieces,
)
from lemmata.language.mpl.sets import Comprehension, comprehension
from lemmata.language.notation import RESERVED_WORDS
from lemmata.language.statements import as_equation, conjuncts
from lemmata.terms.declarations import Clause, Equation
from lemmata.terms.sorts import Sort, arrow
from lemmata.terms.symbols import APPLY, Symbol
from lemmata.terms.term import TRUE_TERM, Term, equation_term

MAX_SYMBOLS = 20_000


@dataclass
class Model:
    """What the fixed names mean. `values` has terms for elements and for functions as values."""

    facts: Facts
    sets: dict[Entity, Sort] = field(default_factory=dict)
    functions: dict[Entity, Symbol] = field(default_factory=dict)
    values: dict[Entity, Term] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)

    def sort(self, entity: Entity, formula: Formula) -> Sort:
        """The sort of a set. Raises InputError."""
        found = self.sets.get(entity)
        if found is None:
            raise formula.error(
                f"the set {entity.name} is no carrier, so its members have no sort",
                "sets that vary cannot be expressed",
            )
        return found


Predicate = Callable[[Formula, "Reading"], Term]
Unfold = Callable[[Formula], Formula | None]
Eliminate = Callable[[Formula, Sequence[Term], Term], Term]


@dataclass
class Language:
    """What a reading asks for: terms of defined relations, bodies, quantifiers as predicates."""

    predicate: Predicate
    unfold: Unfold
    eliminate: Eliminate


class Reading:
    """The variables of one statement or definition."""

    def __init__(self, model: Model, language: Language) -> None:
        """Nothing has been read yet."""
        self.model, self.language = model, language
        self.values: dict[Entity, Term] = dict(model.values)
        self.typed: dict[Entity, Sort] = {}
        self.sets: dict[Entity, Comprehension] = {}
        self.closed = set(model.facts.closed)
        self.names: set[str] = set(model.taken)
        self.made: list[Entity] = []
        self.outer: Collection[Entity] = ()
        self.formals: Collection[Entity] = ()
        self._assumed = False

    def clause(self, sequent: Sequent) -> Clause:
        """The clause of a sequent. Raises InputError."""
        equations = self._premises(self._functions(self._sets(sequent.premises)))
        conclusion = as_equation(self.truth(sequent.conclusion))
        *premises, conclusion = solved([*equations, conclusion], None, keep_last=True)
        refuse_large([*premises, conclusion], sequent.conclusion)
        return Clause.close(tuple(dict.fromkeys(premises)), conclusion)

    def _sets(self, premises: Sequence[Formula]) -> list[Formula]:
        """Premises that say which members a bound set has determine it."""
        rest: list[Formula] = []
        said: dict[Entity, list[Formula]] = {}
        for premise in premises:
            about = _only_set(premise)
            (said.setdefault(about, []) if about else rest).append(premise)
        for entity, formulas in said.items():
            sequents = [s for f in formulas for s in cut(f, self.language.unfold)]
            found = comprehension(entity, sequents, self.model.sets)
            if found is None:
                rest += formulas
            else:
                self.sets[entity] = found
        return rest

    def _functions(self, premises: Sequence[Formula]) -> list[Formula]:
        """Premises that say no more than that a bound name is a function give it an arrow sort."""
        rest: list[Formula] = []
        said: dict[Entity, list[Formula]] = {}
        for premise in premises:
            about = _only_function(premise)
            (said.setdefault(about, []) if about else rest).append(premise)
        for function, formulas in said.items():
            sequents = [s for f in formulas for s in cut(f, self.language.unfold)]
            facts = collect(sequents)
            if facts.rest or facts.lacks(function):
                rest += formulas
                continue
            result = self.model.sort(facts.values[function], formulas[0])
            for place in reversed(facts.total[function]):
                result = arrow(self.model.sort(place, formulas[0]), result)
            self.closed |= facts.closed
            self.values[function] = Term.variable(self._name(function.name), result)
        return rest

    def _premises(self, formulas: Sequence[Formula]) -> list[Equation]:
        self._type(formulas)
        found: list[Equation] = []
        for formula in formulas:
            for part in conjuncts(self._premise(formula)):
                if part is not TRUE_TERM:
                    found.append(as_equation(part))
        return found

    def _type(self, formulas: Iterable[Formula]) -> None:
        """Note what is said to be a member of a carrier."""
        for formula in formulas:
            if is_relation(formula, "in"):
                element, place = formula.entities
                given = self.sets.get(place)
                if given is not None:
                    if not given.inside:
                        continue
                    place = given.carrier
                if element not in self.values and element not in self.outer:
                    sort = self.model.sort(place, formula)
                    if self.typed.setdefault(element, sort) is not sort:
                        raise self._clash(element, self.typed[element], sort, formula)

    def _about_formal(self, formula: Formula) -> bool:
        return is_relation(formula, "in") and formula.entities[0] in self.formals

    def _clash(self, entity: Entity, is_: Sort, wanted: Sort, formula: Formula) -> InputError:
        shown = f"{entity.name} is a member of {_short(is_)}, not of {_short(wanted)}"
        return formula.error(shown)

    def closes(self, entity: Entity) -> bool:
        """Whether a variable need only be considered where the atom that is read now holds.

        The arguments of a relation that is being defined are members wherever it is used.
        """
        return entity in self.formals or (self._assumed and entity not in self.outer)

    def _premise(self, formula: Formula) -> Term:
        """What is left to be assumed once outputs are replaced."""
        self._assumed = formula.kind == "atom" and formula.positive
        try:
            return self._left(formula)
        finally:
            self._assumed = False

    def _left(self, formula: Formula) -> Term:
        if is_relation(formula, "in2", "in3"):
            *inputs, output, function = formula.entities
            if self._is_new(output) and output not in inputs:
                term = self.application(function, inputs, formula)
                if self._is_new(output):
                    sort = self.typed.get(output, term.sort)
                    if sort is not term.sort:
                        raise self._clash(output, sort, term.sort, formula)
                    self.values[output] = term
                    return TRUE_TERM
        if is_relation(formula, "="):
            left, right = formula.entities
            if self._is_new(left) and left is not right:
                left, right = right, left
            if self._is_new(right) and (not self._is_new(left) or left in self.typed):
                term = self.element(left, self.typed.get(right), formula, self.closes(left))
                if self.typed.get(right, term.sort) is not term.sort:
                    raise self._clash(right, self.typed[right], term.sort, formula)
                if right is not left:
                    self.values[right] = term
                return TRUE_TERM
        return self.truth(formula)

    def _is_new(self, entity: Entity) -> bool:
        return not entity.fixed and entity not in self.values and entity not in self.outer

    def _name(self, written: str) -> str:
        """A name for a variable that nothing else has."""
        base = written if written.isidentifier() and written not in RESERVED_WORDS else "x"
        name, number = base, 0
        while name in self.names or (not number and base != written and base == "x"):
            number += 1
            name = f"{base}{number}"
        self.names.add(name)
        return name

    def variable(self, entity: Entity, sort: Sort) -> Term:
        """The variable that an entity is."""
        found = self.values[entity] = Term.variable(self._name(entity.name), sort)
        self.made.append(entity)
        return found

    def element(
        self, entity: Entity, sort: Sort | None, formula: Formula, closed: bool = True
    ) -> Term:
        """The term of an element where one of some sort is wanted."""
        if entity not in self.values:
            if entity.fixed:
                raise formula.error(f"no axiom says what {entity.name} is")
            known = self.typed.get(entity)
            if known is None and (sort is None or not closed):
                hint = "add (in[…]) as a premise"
                raise formula.error(f"nothing says of which set {entity.name} is a member", hint)
            self.variable(entity, known or sort)  # type: ignore[arg-type]
        term = self.values[entity]
        if sort is not None and term.sort is not sort:
            raise self._clash(entity, term.sort, sort, formula)
        return term

    def application(self, function: Entity, inputs: Sequence[Entity], formula: Formula) -> Term:
        """A function applied. Raises InputError if it is not known to be one."""
        symbol = self.model.functions.get(function)
        if symbol is None:
            return self._apply_variable(function, inputs, formula)
        places = enumerate(zip(inputs, symbol.arguments, strict=True))
        args = [self._argument(x, s, formula, (function, i)) for i, (x, s) in places]
        return Term.apply(symbol, *args)

    def _argument(
        self, entity: Entity, sort: Sort, formula: Formula, place: tuple[Entity, int]
    ) -> Term:
        return self.element(entity, sort, formula, self.closes(entity) and place in self.closed)

    def _apply_variable(self, function: Entity, inputs: Sequence[Entity], formula: Formula) -> Term:
        term = self.values.get(function)
        if term is None:
            lacks = self.model.facts.lacks(function) if function.fixed else "total and functional"
            raise formula.error(f"no axiom says that {function.name} is {lacks}")
        for i, entity in enumerate(inputs):
            arg = self._argument(entity, term.sort.args[0], formula, (function, i))
            term = Term.apply(APPLY, term, arg)
        return term

    def truth(self, formula: Formula) -> Term:
        """The Bool term of a formula. Raises InputError."""
        if formula.kind != "atom" or not formula.positive:
            self._assumed = False
        if formula.kind == "implies":
            exists = self._exists(formula if is_exists(formula) else formula.negation())
            return exists if is_exists(formula) else negation(exists)
        if formula.kind == "both":
            parts = pieces([formula]) if formula.positive else list(formula.parts)
            self._type([part for part in parts if self._about_formal(part)])
            found = [self.truth(part) for part in parts]
            whole = conjunction(found)
            return whole if formula.positive else negation(whole)
        term = self._atom(formula)
        return term if formula.positive else negation(term)

    def _atom(self, formula: Formula) -> Term:
        if is_defined(formula):
            return self.language.predicate(formula, self)
        *inputs, last = formula.entities
        if formula.name == "in" and last in self.sets:
            return self._member(inputs[0], self.sets[last], formula)
        if formula.name == "in":
            sort = self.model.sort(last, formula)
            self.element(inputs[0], sort, formula, self.closes(inputs[0]))
            return TRUE_TERM
        if formula.name == "=":
            left, right = (inputs[0], last) if inputs[0] in self.values else (last, inputs[0])
            term = self.element(left, self.typed.get(right), formula, self.closes(left))
            other = self.element(right, term.sort, formula, self.closes(right))
            return equation_term(*((term, other) if left is inputs[0] else (other, term)))
        *inputs, output = inputs
        term = self.application(last, inputs, formula)
        closed = self.closes(output)
        return equation_term(term, self.element(output, term.sort, formula, closed))

    def _member(self, entity: Entity, place: Comprehension, formula: Formula) -> Term:
        sort = self.model.sort(place.carrier, formula)
        self.element(entity, sort, formula, place.inside and self.closes(entity))
        return conjunction([self.truth(property_) for property_ in place.holds(entity)])

    def _exists(self, formula: Formula) -> Term:
        """The Bool term of `there is`: each variable is an output, or it is eliminated."""
        kinds = formula.text.kinds.get(formula.expr, ())
        for name, kind in zip(formula.expr.names, kinds, strict=True):
            if kind not in (ELEMENT, ""):
                problem = f"`there is {name.text}` cannot be expressed: it is {kind}"
                raise formula.error(problem, "only elements can be quantified below a premise")
        before, known = self.outer, len(self.made)
        self.outer = {*before, *formula.scope.values()}
        parts = pieces([formula], self.language.unfold)
        equations = self._premises(parts)
        bound = {self.values[e] for e in self.made[known:] if e not in self.outer}
        self.outer = before
        equations = [e for e in solved(equations, bound) if e]
        body = conjunction([as_term(equation) for equation in equations])
        left = [v for v in body.free if v in bound]
        if not left:
            return body
        left.sort(key=lambda v: str(v.head))
        return self.language.eliminate(formula, left, body)


def refuse_large(equations: Iterable[Equation], formula: Formula) -> None:
    """Refuse terms that are too large when written out: outputs in outputs double each time."""
    size = sum(side.size for pair in equations for side in pair)
    if size > MAX_SYMBOLS:
        raise formula.error(f"limit: {MAX_SYMBOLS:,} symbols in the terms of one statement")


def _short(sort: Sort) -> str:
    return sort.name.rpartition(".")[2]


def _only_set(premise: Formula) -> Entity | None:
    """The bound set whose members a universal premise is about."""
    stack, found = [premise], dict[Entity, None]()
    while stack and premise.kind != "atom" and premise.positive:
        top = stack.pop()
        if top.kind != "atom":
            stack.extend(top.parts)
        elif top.name == "in" and not top.entities[1].fixed:
            found.setdefault(top.entities[1])
    (first, *others) = found or [None]
    return None if others else first


def _only_function(formula: Formula) -> Entity | None:
    """The bound function that a universal premise is about, if there is one and nothing else."""
    if formula.kind == "atom" or not formula.positive:
        return None
    found: dict[Entity, None] = {}
    stack = [formula]
    while stack:
        top = stack.pop()
        if top.kind != "atom":
            stack.extend(top.parts)
        elif top.name in ("in2", "in3"):
            found.setdefault(top.entities[-1])
        elif is_defined(top):
            return None
    (first, *others) = found or [None]
    return first if first is not None and not others and not first.fixed else None
