"""Defined relations as functions to Bool, made when a statement first uses them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from lemmata.language.mpl.book import ELEMENT, Entry
from lemmata.language.mpl.facts import is_relation
from lemmata.language.mpl.formulas import Definitions, Entity, Formula, is_defined, pieces
from lemmata.language.mpl.naming import Names
from lemmata.language.mpl.quantifiers import Eliminated, Eliminator, Stuck
from lemmata.language.mpl.reading import Language, Reading, refuse_large
from lemmata.language.mpl.structure import Built
from lemmata.language.statements import as_equation, conjuncts
from lemmata.terms.declarations import Clause, Function, FunctionGroup, Theorem
from lemmata.terms.sorts import BOOL
from lemmata.terms.symbols import Kind, Symbol
from lemmata.terms.term import TRUE_TERM, Term

_HINT = (
    "statements have no quantifier `there is`: it must be an output, or a predicate by recursion"
)


@dataclass(frozen=True, slots=True)
class _Predicate:
    """A relation with its sets and functions fixed; `closed` arguments are members if it holds."""

    symbol: Symbol
    closed: frozenset[int]


@dataclass
class _Naming:
    """The definition that is being made."""

    name: str
    body: Formula
    reading: Reading
    formals: Sequence[Entity]

    def parameters(self) -> list[Term]:
        """The terms of the arguments that have been used so far, in their order."""
        values = self.reading.values
        return [values[e] for e in self.formals if e in values]


@dataclass
class Predicates:
    """Makes the functions; what they are goes into `built`, what they satisfy into `theorems`."""

    definitions: Definitions
    names: Names
    structural: set[str] = field(default_factory=set)
    theorems: list[Theorem] = field(default_factory=list)
    built: Built | None = None
    _made: dict[tuple[object, ...], _Predicate] = field(default_factory=dict)
    _eliminated: dict[str, tuple[Eliminated, tuple[Term, ...]]] = field(default_factory=dict)
    _naming: list[_Naming] = field(default_factory=list)

    @property
    def language(self) -> Language:
        """What readings ask for."""
        return Language(self.predicate, self.unfold, self.eliminate)

    def unfold(self, formula: Formula) -> Formula | None:
        """The body of a relation that is no predicate: it speaks of sets and functions only."""
        entry = self.definitions.book.entries[formula.name]
        pairs = list(zip(formula.entities, entry.kinds, strict=True))
        varies = any(not e.fixed and kind != ELEMENT for e, kind in pairs)
        elements = any(kind == ELEMENT for _, kind in pairs)
        if varies or not elements or formula.name in self.structural:
            return self.definitions.unfold(formula)
        return None

    def unfold_axioms(self, formula: Formula) -> Formula | None:
        """The body of a relation of an anchor's arguments alone."""
        kinds = self.definitions.book.entries[formula.name].kinds
        pairs = zip(formula.entities, kinds, strict=True)
        if all(entity.fixed for entity, kind in pairs if kind == ELEMENT):
            self.structural.add(formula.name)
            return self.definitions.unfold(formula)
        return None

    def predicate(self, formula: Formula, reading: Reading) -> Term:
        """The Bool term of an atom of a defined relation. Raises InputError."""
        formula = formula if formula.positive else formula.negation()
        body = self.unfold(formula)
        if body is not None:
            return reading.truth(body)
        entry = self.definitions.book.entries[formula.name]
        made = self._predicate(entry, formula)
        pairs = zip(formula.entities, entry.kinds, strict=True)
        elements = [entity for entity, kind in pairs if kind == ELEMENT]
        args = []
        for i, (entity, sort) in enumerate(zip(elements, made.symbol.arguments, strict=True)):
            closed = reading.closes(entity) and i in made.closed
            args.append(reading.element(entity, sort, formula, closed))
        return Term.apply(made.symbol, *args)

    def _predicate(self, entry: Entry, formula: Formula) -> _Predicate:
        pairs = list(zip(entry.formals, formula.entities, entry.kinds, strict=True))
        key = (entry.name, *(entity for _, entity, kind in pairs if kind != ELEMENT))
        if key not in self._made:
            scope = {f: Entity(f, k) if k == ELEMENT else e for f, e, k in pairs}
            formals = [scope[f] for f, _, kind in pairs if kind == ELEMENT]
            self._made[key] = self._define(entry, scope, formals)
        return self._made[key]

    def _define(self, entry: Entry, scope: dict[str, Entity], formals: list[Entity]) -> _Predicate:
        assert self.built is not None
        text = self.definitions.text(entry)
        body = Formula(text, text.expr, scope)
        reading = Reading(self.built.model, self.language)
        reading.formals = formals
        self._naming.append(_Naming(entry.name, body, reading, formals))
        term = reading.truth(body)
        refuse_large([(term, TRUE_TERM)], body)
        self._naming.pop()
        for formal in formals:
            if formal not in reading.values:
                problem = f"nothing says of which set {formal.name} is a member in {entry.name}"
                raise body.error(problem, "add (in[…]) to the definition")
        parameters = tuple(reading.values[formal] for formal in formals)
        closed = self._closed(body, formals)
        for eliminated, _ in self._eliminated.values():
            if eliminated.predicate.symbol is term.symbol and term.args == parameters:
                assert term.symbol is not None
                return _Predicate(term.symbol, closed)
        sorts = tuple(p.sort for p in parameters)
        symbol = Symbol(self.names.symbol(entry.name), Kind.FUNCTION, (), sorts, BOOL)
        case = Clause((), parameters, (), (Term.apply(symbol, *parameters), term))
        self._declare(Function(symbol, (case,)))
        return _Predicate(symbol, closed)

    def _closed(self, body: Formula, formals: Sequence[Entity]) -> frozenset[int]:
        """The arguments that are members where the relation holds."""
        assert self.built is not None
        members: set[Entity] = set()
        for atom in pieces([body], self.unfold):
            if is_relation(atom, "in"):
                members.add(atom.entities[0])
            elif is_relation(atom, "in2", "in3"):
                *inputs, output, function = atom.entities
                closed = self.built.model.facts.closed
                known = [x for i, x in enumerate(inputs) if (function, i) in closed]
                members.update(known)
                if len(known) == len(inputs):
                    members.add(output)
            elif atom.positive and is_defined(atom):
                entry = self.definitions.book.entries[atom.name]
                pairs = zip(atom.entities, entry.kinds, strict=True)
                elements = [entity for entity, kind in pairs if kind == ELEMENT]
                made = self._predicate(entry, atom)
                members.update(elements[i] for i in made.closed)
        return frozenset(i for i, formal in enumerate(formals) if formal in members)

    def _declare(self, function: Function) -> None:
        assert self.built is not None
        self.built.declarations.append(FunctionGroup((function,)))
        self.built.cases[function.symbol] = function.cases

    def eliminate(self, formula: Formula, variables: Sequence[Term], body: Term) -> Term:
        """A predicate by recursion for `there is`. Raises InputError."""
        if self.built is None:
            shown = ", ".join(str(v.head) for v in variables)
            problem = f"`there is {shown}` cannot be expressed in an axiom of an anchor"
            raise formula.error(problem, "name what exists as an argument of the anchor")
        if len(variables) > 1:
            shown = ", ".join(str(v.head) for v in variables)
            raise formula.error(f"several variables exist here: {shown}", _HINT)
        variable = variables[0]
        naming = self._naming[-1] if self._naming else None
        preferred = naming.parameters() if naming else []
        free = [t for t in body.subterms() if t.is_variable and t is not variable]
        parameters = tuple(dict.fromkeys([*(p for p in preferred if p in free), *free]))
        canonical = {v: Term.variable(f"_{i}", v.sort) for i, v in enumerate(parameters)}
        canonical[variable] = Term.variable("_", variable.sort)
        key = str(body.substitute(canonical))
        if key not in self._eliminated:
            direct = naming is not None and naming.body.expr is formula.expr
            name = naming.name if naming else "some"
            name = name if direct else f"{name}_some" if naming else name
            made = self._make(formula, name, variable, parameters, body)
            self._eliminated[key] = made, parameters
        made, _ = self._eliminated[key]
        return Term.apply(made.predicate.symbol, *parameters)

    def _make(
        self,
        formula: Formula,
        name: str,
        variable: Term,
        parameters: tuple[Term, ...],
        body: Term,
    ) -> Eliminated:
        assert self.built is not None
        eliminator = Eliminator(self.built.datatypes, self.built.cases)
        qualified = self.names.symbol(name)
        label = qualified.partition(".")[2]
        label = label if label.isidentifier() else _LABELS.get(label, "relation")
        witness = self.names.symbol(f"{label}_{variable.head}")
        try:
            made = eliminator.eliminate((qualified, witness), variable, parameters, body)
        except Stuck as problem:
            message = f"`there is {variable.head}` cannot be expressed: {problem}"
            raise formula.error(message, _HINT) from None
        self._declare(made.predicate)
        self._declare(made.witness)
        holds = (Term.apply(made.predicate.symbol, *parameters), TRUE_TERM)
        parts = [as_equation(part) for part in conjuncts(body)]
        self._state(f"{label}_intro", Clause.close(tuple(parts), holds), formula)
        value = {variable: Term.apply(made.witness.symbol, *parameters)}
        for i, (left, right) in enumerate(parts, start=1):
            clause = Clause.close((holds,), (left.substitute(value), right.substitute(value)))
            number = f"_{i}" if len(parts) > 1 else ""
            self._state(f"{label}_elim{number}", clause, formula)
        return made

    def _state(self, name: str, clause: Clause, formula: Formula) -> None:
        taken = {theorem.name for theorem in self.theorems}
        found, number = name, 1
        while found in taken:
            number += 1
            found = f"{name}_{number}"
        del formula
        self.theorems.append(Theorem(found, clause))


_LABELS = {"<=": "le", "<": "lt", ">=": "ge", ">": "gt", "|": "divides"}
