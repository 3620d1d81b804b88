"""Section 4, third form: a model of structures, and theorems translated into it."""

from __future__ import annotations

from .certificate import Certificate
from .declarations import Axiom
from .errors import Invalid
from .objects import Clause, Equation, Occurrences, Sort, Substitution, Symbol, Term
from .reading import mapping


class Model:
    """A sort for each abstract sort and a term for each symbol of the interpreted structures."""

    def __init__(self, certificate: Certificate, raw_sorts: object, raw_symbols: object) -> None:
        self.theory, self.world = certificate.theory, certificate.world
        given_sorts, given_symbols = mapping(raw_sorts), mapping(raw_symbols)
        named = {("sort", name) for name in given_sorts}
        named |= {("symbol", name) for name in given_symbols}
        if not named:
            raise Invalid("no structure is interpreted")
        if not named <= self.theory.owner.keys():
            raise Invalid("what is interpreted is not declared")
        self.interpreted = {self.theory.owner[name] for name in named}
        wanted: set[tuple[str, str]] = set()
        for index in self.interpreted:
            declaration = self.theory.declarations[index]
            if declaration.kind != "structure":
                raise Invalid("only structures are interpreted")
            wanted |= declaration.names()
        if wanted != named:
            raise Invalid("a structure is not interpreted as a whole")
        self._sorts: dict[Sort, Sort] = {}
        self._terms: dict[Term, Term] = {}
        for name, number in given_sorts.items():
            self._sorts[self.world.sort(name)] = certificate.sort(number)
        self._given: dict[Symbol, Term] = {}
        occurrences = Occurrences()
        occurrences.add_sorts(self._sorts.values())
        for name, number in given_symbols.items():
            symbol, term = self.theory.symbols[name], certificate.term(number)
            self._check(symbol, term)
            occurrences.add_terms([term])
            self._given[symbol] = term
        self.types = occurrences.types

    def _check(self, symbol: Symbol, term: Term) -> None:
        if symbol.types:
            raise Invalid("a symbol with type variables is interpreted")
        if term.free:
            raise Invalid("a free variable in the term for a symbol")
        if term.sort is not self.sort(symbol.result):
            raise Invalid("the term for a symbol has another sort")
        arguments = [self.sort(sort) for sort in symbol.arguments]
        stack, seen = [term], {term}
        while stack:
            top = stack.pop()
            if top.kind == "bound" and (
                top.index >= len(arguments) or top.sort is not arguments[top.index]
            ):
                raise Invalid("a bound variable in the term for a symbol is no argument")
            fresh = [arg for arg in top.args if arg.bound and arg not in seen]
            seen.update(fresh)
            stack.extend(fresh)

    # What depends on the interpreted structures.

    def _depends(self, clause: Clause) -> bool:
        return not self.interpreted.isdisjoint(self.theory.closure(clause))

    def refuse_dependent(self, clause: Clause) -> None:
        """Refuse a clause with a name whose declaration depends on an interpreted structure."""
        used = Occurrences()
        used.add_clause(clause)
        names = {("sort", name) for name in used.sorts} | {
            ("symbol", name) for name in used.symbols
        }
        for index in {self.theory.owner[name] for name in names if name in self.theory.owner}:
            if index not in self.interpreted and not self.interpreted.isdisjoint(
                self.theory.closure_of(index)
            ):
                raise Invalid("what is translated uses a declaration that depends on a structure")

    def covered(self) -> dict[tuple[str, str], Axiom]:
        """The axioms that must be proved, by structure and name."""
        found: dict[tuple[str, str], Axiom] = {}
        whole = {self.theory.declarations[i].raw["name"] for i in self.interpreted}
        for structure in self.theory.structures.values():
            for axiom in structure.axioms.values():
                if structure.name in whole or self._depends(axiom.clause):
                    self.refuse_dependent(axiom.clause)
                    found[structure.name, axiom.name] = axiom
        return found

    # Translation.

    def sort(self, sort: Sort) -> Sort:
        """The sort translated."""
        done, stack = self._sorts, [sort]
        while stack:
            top = stack[-1]
            waiting = [] if top in done else [arg for arg in top.args if arg not in done]
            if waiting:
                stack.extend(waiting)
                continue
            stack.pop()
            if top not in done:
                args = tuple(done[arg] for arg in top.args)
                done[top] = top if not args else self.world.sort(top.name, args)
        return done[sort]

    def term(self, term: Term) -> Term:
        """A term of a closed clause translated."""
        done, stack = self._terms, [term]
        while stack:
            top = stack[-1]
            waiting = [] if top in done else [arg for arg in top.args if arg not in done]
            if waiting:
                stack.extend(waiting)
                continue
            stack.pop()
            if top not in done:
                done[top] = self._translated(top, tuple(done[arg] for arg in top.args))
        return done[term]

    def _translated(self, term: Term, args: tuple[Term, ...]) -> Term:
        if term.kind == "bound":
            return self.world.bound(term.index, self.sort(term.sort))
        if term.symbol is None:
            return term
        if term.symbol in self._given:
            return Substitution(self.world, bound=args).term(self._given[term.symbol])
        return self.world.apply(term.symbol, tuple(self.sort(sort) for sort in term.sorts), args)

    def _equation(self, equation: Equation) -> Equation:
        return self.term(equation[0]), self.term(equation[1])

    def clause(self, clause: Clause) -> Clause:
        """A closed clause translated."""
        return self.world.clause(
            tuple(self.sort(sort) for sort in clause.bound),
            tuple(self._equation(premise) for premise in clause.premises),
            self._equation(clause.conclusion),
        )
