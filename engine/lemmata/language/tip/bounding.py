"""Recursion that no argument bounds gets a bound as an argument of its own.

The kernel admits a function only if the size-change principle shows that it terminates. A group
for which it does not is read with a first argument of the datatype Bound = stop | more(Bound):
each case takes one `more` away, and nothing is said of `stop`. What uses such a function passes
a bound on, a goal is stated for every bound. Both answers carry over to the functions as written:

- a total function f with the written equations gives a model, f'(k, x) = f(x) for every bound k;
  so what is proved of every bound holds for f;
- an evaluation that reaches a value takes no case of `stop`; so it is one of f, and a refutation
  by values stands.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from lemmata.language.checks import nontermination
from lemmata.language.tip.compiling import Values
from lemmata.language.tip.grouping import Definition, used
from lemmata.language.tip.scope import Scope
from lemmata.terms.declarations import (
    Clause,
    Datatype,
    DatatypeGroup,
    Declaration,
    Function,
    FunctionGroup,
    Lambda,
)
from lemmata.terms.sorts import Sort
from lemmata.terms.symbols import Kind, Symbol
from lemmata.terms.term import Term


@dataclass
class Bounds:
    """Puts groups into declarations, with bounds where they are needed."""

    scope: Scope
    values: Values
    declarations: list[Declaration] = field(default_factory=list)
    bounded: dict[Symbol, Symbol] = field(default_factory=dict)
    endless: list[Symbol] = field(default_factory=list)
    datatype: DatatypeGroup | None = None

    def add(self, group: Sequence[Definition]) -> None:
        """Declare a group."""
        functions = [d for d in group if isinstance(d, Function)]
        endless = nontermination(FunctionGroup(tuple(functions))) is not None
        below = any(s in self.bounded for d in group for s in used(d))
        if not endless and not below:
            if functions:
                self.declarations.append(FunctionGroup(tuple(functions)))
            self.declarations.extend(d for d in group if isinstance(d, Lambda))
            return
        if endless:
            self.endless.extend(f.symbol for f in functions)
        for function in functions:
            old = function.symbol
            arguments = (self.sort, *old.arguments)
            new = Symbol(old.name, Kind.FUNCTION, old.types, arguments, old.result)
            self.bounded[old] = new
        members = [self._function(f, endless) for f in functions]
        if members:
            self.declarations.append(FunctionGroup(tuple(members)))
        for value in group:
            if isinstance(value, Lambda):
                self.declarations.append(self._value(value))

    @property
    def sort(self) -> Sort:
        """The sort of bounds, declared when it is first used."""
        if self.datatype is None:
            sort = Sort.of(self.scope.name("Bound"))
            stop = self.scope.symbol("stop", Kind.CONSTRUCTOR, (), (), sort)
            more = self.scope.symbol("more", Kind.CONSTRUCTOR, (), (sort,), sort)
            self.datatype = DatatypeGroup((Datatype(sort.name, (), (stop, more)),))
        return Sort.of(self.datatype.members[0].name)

    def variable(self, taken: Sequence[Term]) -> Term:
        """A variable for a bound whose name is not taken."""
        names = {str(v.head) for v in taken}
        name, at = "bound", 1
        while name in names:
            at += 1
            name = f"bound{at}"
        return Term.variable(name, self.sort)

    def bind(self, clause: Clause) -> Clause:
        """A goal for every bound."""
        if not any(t.symbol in self.bounded for side in clause.terms() for t in side.subterms()):
            return clause
        bound = self.variable(clause.variables)
        put = self._putter(bound)
        premises = tuple((put(a), put(b)) for a, b in clause.premises)
        conclusion = (put(clause.left), put(clause.right))
        return Clause(clause.types, (*clause.variables, bound), premises, conclusion)

    def _putter(self, bound: Term) -> Callable[[Term], Term]:
        """Gives the bound to every bounded function of a term."""

        def put(root: Term) -> Term:
            done: dict[Term, Term] = {}
            for term in _bottom_up(root):
                args = tuple(done[a] for a in term.args)
                new = self.bounded.get(term.symbol) if term.symbol else None
                if new is None:
                    done[term] = term.with_args(args)
                else:
                    done[term] = Term.apply(new, bound, *args, types=term.types)
            return done[root]

        return put

    def _function(self, function: Function, endless: bool) -> Function:
        assert self.datatype is not None
        more = self.datatype.members[0].constructors[1]
        cases = []
        for case in function.cases:
            bound = self.variable(case.variables)
            first = Term.apply(more, bound) if endless else bound
            left = Term.apply(
                self.bounded[function.symbol], first, *case.left.args, types=case.left.types
            )
            right = self._putter(bound)(case.right)
            cases.append(Clause(case.types, (bound, *case.variables), (), (left, right)))
        partial = function.partial or endless
        return Function(self.bounded[function.symbol], tuple(cases), partial)

    def _value(self, value: Lambda) -> Lambda:
        bound = self.variable(value.case.variables)
        body = self._putter(bound)(value.case.right)
        symbol, types = self.values.constant((bound, *value.case.variables), body)
        # The constant orders its sort arguments by first occurrence, as the old one did.
        assert len(types) == len(value.symbol.types)
        self.bounded[value.symbol] = symbol
        return self.values.lambdas[symbol]


def _bottom_up(root: Term) -> list[Term]:
    """Every distinct subterm, arguments first."""
    found: dict[Term, None] = {}
    stack: list[tuple[Term, bool]] = [(root, False)]
    while stack:
        term, done = stack.pop()
        if done:
            found.setdefault(term)
        elif term not in found:
            stack.append((term, True))
            stack.extend((a, False) for a in term.args)
    return list(found)


def rename_sorts(root: Term, sorts: Mapping[Sort, Sort], done: dict[Term, Term]) -> None:
    """Note in `done` every subterm with other sorts; `sorts` has all that occur."""
    for term in _bottom_up(root):
        args = tuple(done[a] for a in term.args)
        if term.is_variable:
            done[term] = Term.variable(str(term.head), sorts[term.sort])
        elif term.symbol is None:
            done[term] = term
        else:
            types = tuple(sorts[s] for s in term.types)
            done[term] = Term.apply(term.symbol, *args, types=types)
