"""From the axioms of an anchor to a datatype and functions by cases.

Names decide nothing. A carrier with a constant z and a unary function s that is injective and never
z is the datatype z | s(..); that it has no other members is the rule of induction, which MPL takes
for granted. A function whose equations are disjoint, complete and terminating cases is defined by
them. An axiom that says more is assumed, and a proof that uses it says so. If no carrier is a
datatype, the anchor is an abstract structure with its axioms.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lemmata.language import checks
from lemmata.language.mpl.book import BINARY, ELEMENT, SET, UNARY
from lemmata.language.mpl.clauses import injective, is_case, never, renamed, shape, variables
from lemmata.language.mpl.facts import Facts, is_relation
from lemmata.language.mpl.formulas import Entity, Formula, Sequent, is_defined
from lemmata.language.mpl.naming import Names
from lemmata.language.mpl.reading import Language, Model, Reading
from lemmata.terms.declarations import (
    ASSUMED,
    Axiom,
    Clause,
    Datatype,
    DatatypeGroup,
    Declaration,
    Function,
    FunctionGroup,
    Structure,
)
from lemmata.terms.sorts import Sort
from lemmata.terms.symbols import Kind, Symbol
from lemmata.terms.term import Term


@dataclass
class Built:
    """What the anchor declares; `assumed` are sequents that are read once all is defined."""

    model: Model
    declarations: list[Declaration] = field(default_factory=list)
    datatypes: dict[str, Datatype] = field(default_factory=dict)
    cases: dict[Symbol, tuple[Clause, ...]] = field(default_factory=dict)
    assumed: list[Clause] = field(default_factory=list)
    late: list[Sequent] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Numbers:
    """A carrier that is a datatype: its zero, its successor, and the axioms that say so."""

    carrier: Entity
    zero: Entity
    successor: Entity
    axioms: tuple[int, ...]


class Builder:
    """Builds the theory of one anchor; `entities` are its formal arguments in order."""

    def __init__(
        self, anchor: Formula, entities: Sequence[Entity], facts: Facts, names: Names
    ) -> None:
        """`anchor` is where problems are reported that no axiom has."""
        self.anchor, self.entities, self.facts, self.names = anchor, entities, facts, names
        self.sorts: dict[Entity, Sort] = {}

    def build(self, language: Language) -> Built:
        """The model and its declarations. Raises InputError."""
        self._members()
        late = [s for s in self.facts.rest if _mentions_defined(s)]
        rest = [s for s in self.facts.rest if s not in late]
        draft = self._draft()
        clauses = [Reading(draft, language).clause(sequent) for sequent in rest]
        numbers = list(self._numbers(draft, clauses))
        if not numbers:
            return self._abstract(draft, clauses, late)
        for carrier in self.sorts:
            mine = [n for n in numbers if n.carrier is carrier]
            if len(mine) != 1:
                shown = "; ".join(f"{n.zero.name} and {n.successor.name}" for n in mine)
                problem = f"{carrier.name} has no zero and successor among the axioms"
                if mine:
                    problem = f"{carrier.name} has more than one zero and successor: {shown}"
                raise self.anchor.error(problem)
        used = {i for n in numbers for i in n.axioms}
        rest = [s for i, s in enumerate(rest) if i not in used]
        built = self._datatypes(numbers)
        built.late = late
        self._constants(built, rest, language)
        self._functions(built, [Reading(built.model, language).clause(s) for s in rest])
        return built

    def _members(self) -> None:
        """The sort of each carrier, and the constants that are values of functions."""
        facts = self.facts
        for sequent in facts.rest:
            atom = sequent.conclusion
            if not sequent.premises and is_relation(atom, "in2", "in3"):
                *_, output, function = atom.entities
                if output.fixed and function in facts.values:
                    facts.members.setdefault(output, facts.values[function])
        inhabited = set(facts.members.values())
        for entity in self.entities:
            if entity.kind == SET and (entity in inhabited or self._is_used(entity)):
                if entity not in inhabited:
                    raise self.anchor.error(f"no axiom says that {entity.name} has a member")
                self.sorts[entity] = Sort.of(self.names.sort(entity.name))

    def _is_used(self, entity: Entity) -> bool:
        domains = (place for places in self.facts.total.values() for place in places)
        return entity in self.facts.values.values() or entity in domains

    def _signature(self, function: Entity) -> tuple[tuple[Sort, ...], Sort]:
        arguments = tuple(self.sorts[place] for place in self.facts.total[function])
        return arguments, self.sorts[self.facts.values[function]]

    def _readable(self) -> list[Entity]:
        """The formal arguments that are functions, as the axioms say."""
        kinds = (UNARY, BINARY)
        return [e for e in self.entities if e.kind in kinds and not self.facts.lacks(e)]

    def _draft(self) -> Model:
        """Everything as symbols without equations."""
        model = Model(self.facts, dict(self.sorts))
        for function in self._readable():
            arguments, result = self._signature(function)
            name = function.name
            model.functions[function] = Symbol(name, Kind.ABSTRACT, (), arguments, result)
        for entity in self.entities:
            if entity.kind == ELEMENT and entity in self.facts.members:
                sort = self.sorts[self.facts.members[entity]]
                symbol = Symbol(entity.name, Kind.ABSTRACT, (), (), sort)
                model.values[entity] = Term.apply(symbol)
        return model

    def _numbers(self, draft: Model, clauses: Sequence[Clause]) -> Iterator[_Numbers]:
        """Constants and unary functions with the axioms of zero and successor."""
        constants = {term: entity for entity, term in draft.values.items()}
        functions = {symbol: entity for entity, symbol in draft.functions.items()}
        one_to_one: dict[Symbol, int] = {}
        for i, clause in enumerate(clauses):
            symbol = injective(clause)
            if symbol is not None:
                one_to_one.setdefault(symbol, i)
        for i, clause in enumerate(clauses):
            found = never(clause)
            if found is None or found[0] not in one_to_one or found[1] not in constants:
                continue
            symbol, zero = found
            if symbol.arguments == (symbol.result,) and zero.sort is symbol.result:
                carrier = next(e for e, sort in self.sorts.items() if sort is zero.sort)
                axioms = (i, one_to_one[symbol])
                yield _Numbers(carrier, constants[zero], functions[symbol], axioms)

    def _datatypes(self, numbers: Sequence[_Numbers]) -> Built:
        """The datatypes, and the model with their constructors."""
        model = Model(self.facts, dict(self.sorts), taken=self.names.words)
        built = Built(model)
        for found in numbers:
            sort = self.sorts[found.carrier]
            plain = len(numbers) == 1
            zero_name = self.names.symbol("0" if plain else found.zero.name)
            name = self.names.symbol("S" if plain else found.successor.name)
            zero = Symbol(zero_name, Kind.CONSTRUCTOR, (), (), sort)
            successor = Symbol(name, Kind.CONSTRUCTOR, (), (sort,), sort)
            datatype = Datatype(sort.name, (), (zero, successor))
            built.datatypes[datatype.name] = datatype
            built.declarations.append(DatatypeGroup((datatype,)))
            model.values[found.zero] = Term.apply(zero)
            model.functions[found.successor] = successor
            shown = f"{found.carrier.name} is read as the datatype {zero.display} | "
            shown += f"{successor.display}, whose induction is a rule of MPL: {found.zero.name} is "
            built.notices.append(
                f"{shown}{zero.display}, {found.successor.name} is {successor.display}"
            )
        for function in self._readable():
            if function not in model.functions:
                arguments, result = self._signature(function)
                name = self.names.symbol(function.name)
                model.functions[function] = Symbol(name, Kind.FUNCTION, (), arguments, result)
        return built

    def _constants(self, built: Built, rest: list[Sequent], language: Language) -> None:
        """Put the terms for constants that an axiom determines, as s(zero) = one does."""
        values = built.model.values
        wanted = [e for e in self.entities if e.kind == ELEMENT and e not in values]
        found = True
        while wanted and found:
            found = False
            for sequent in rest:
                entity = _determined(sequent, values)
                if entity is None or entity not in wanted:
                    continue
                reading = Reading(built.model, language)
                *inputs, _, function = sequent.conclusion.entities
                values[entity] = reading.application(function, inputs, sequent.conclusion)
                wanted.remove(entity)
                rest.remove(sequent)
                found = True
                break
        if wanted:
            raise self.anchor.error(f"no axiom says what {wanted[0].name} is")

    def _functions(self, built: Built, clauses: list[Clause]) -> None:
        """Define the functions by cases, those first that others use; assume what is left."""
        todo = [f for f in built.model.functions.values() if f.kind is Kind.FUNCTION]
        chosen: dict[Symbol, tuple[Clause, ...]] = {}
        for symbol in todo:
            cases = self._cases(built, symbol, clauses)
            if cases is None:
                shown = next(e.name for e, s in built.model.functions.items() if s is symbol)
                raise self.anchor.error(
                    f"the equations for {shown} do not define it",
                    "there must be one for each constructor, each recurring on a smaller argument",
                )
            chosen[symbol] = cases
        while todo:
            ready = [f for f in todo if _used(chosen[f], todo) <= {f}] or todo
            members = ready[:1] if ready is not todo else todo
            group = FunctionGroup(tuple(Function(f, chosen[f]) for f in members))
            if checks.nontermination(group) is not None:
                raise self.anchor.error(f"{members[0].display} may not terminate")
            built.declarations.append(group)
            built.cases |= {f: chosen[f] for f in members}
            todo = [f for f in todo if f not in members]
        known = {shape(case.conclusion) for cases in chosen.values() for case in cases}
        for clause in clauses:
            left, right = clause.conclusion
            plain = not clause.premises
            if left is right or (plain and {shape((left, right)), shape((right, left))} & known):
                continue
            built.assumed.append(clause)

    def _cases(
        self, built: Built, symbol: Symbol, clauses: Sequence[Clause]
    ) -> tuple[Clause, ...] | None:
        """Disjoint, complete, terminating equations; those that look at the same arguments."""
        candidates: dict[tuple[str, str], Clause] = {}
        for clause in clauses:
            for left, right in (clause.conclusion, clause.conclusion[::-1]):
                if not clause.premises and left.symbol is symbol and is_case(left, right):
                    case = Clause.close((), (left, right))
                    case = Clause((), variables(left), (), case.conclusion)
                    candidates.setdefault(shape((left, right)), case)
        by_places: dict[tuple[int, ...], list[Clause]] = {}
        for case in candidates.values():
            places = tuple(i for i, arg in enumerate(case.left.args) if not arg.is_variable)
            by_places.setdefault(places, []).append(case)
        for group in (list(candidates.values()), *by_places.values()):
            function = Function(symbol, tuple(group))
            if not group or any(True for _ in checks.overlaps(function)):
                continue
            missing = checks.missing(function, built.datatypes)
            if missing is None and checks.nontermination(FunctionGroup((function,))) is None:
                return function.cases
        return None

    def _abstract(self, draft: Model, clauses: Sequence[Clause], late: list[Sequent]) -> Built:
        """A structure: sorts, symbols, axioms."""
        model = Model(self.facts, dict(self.sorts), taken=self.names.words)
        new: dict[Symbol, Symbol] = {}
        for old in (*(t.symbol for t in draft.values.values()), *draft.functions.values()):
            assert old is not None
            name = self.names.symbol(old.name)
            new[old] = Symbol(name, Kind.ABSTRACT, (), old.arguments, old.result)
        for entity, term in draft.values.items():
            assert term.symbol is not None
            model.values[entity] = Term.apply(new[term.symbol])
        model.functions = {e: new[s] for e, s in draft.functions.items()}
        axioms = [renamed(clause, new) for clause in clauses]
        named = tuple(Axiom(f"a{i}", clause) for i, clause in enumerate(axioms, start=1))
        structure = Structure(
            self.names.theory, tuple(self.sorts.values()), tuple(new.values()), named
        )
        return Built(model, [structure], late=late)


def assumptions(clauses: Sequence[Clause]) -> list[Declaration]:
    """The structure of what is assumed of defined functions, if there is anything."""
    axioms = tuple(Axiom(str(i), clause) for i, clause in enumerate(clauses, start=1))
    return [Structure(ASSUMED, (), (), axioms)] if axioms else []


def _determined(sequent: Sequent, values: dict[Entity, Term]) -> Entity | None:
    """The constant that a fact f(constants) = constant determines."""
    atom = sequent.conclusion
    if sequent.premises or not is_relation(atom, "in2", "in3"):
        return None
    *inputs, output, _ = atom.entities
    return output if output.fixed and all(x in values for x in inputs) else None


def _mentions_defined(sequent: Sequent) -> bool:
    stack = [*sequent.premises, sequent.conclusion]
    while stack:
        top = stack.pop()
        if is_defined(top):
            return True
        if top.kind != "atom":
            stack.extend(top.parts)
    return False


def _used(cases: Sequence[Clause], symbols: Sequence[Symbol]) -> set[Symbol]:
    found = {t.symbol for case in cases for t in case.right.subterms() if t.symbol}
    return {symbol for symbol in symbols if symbol in found}
