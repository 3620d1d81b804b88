"""Models of structures: sorts and terms in place of abstract sorts and symbols.

What is translated here is translated again by the kernel: FORMAT.md section 4, third form.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lemmata.terms.declarations import Clause, Equation, Structure, Theorem
from lemmata.terms.sorts import Sort
from lemmata.terms.symbols import Symbol
from lemmata.terms.term import Term


@dataclass(frozen=True, slots=True)
class Template:
    """A term for a symbol, over variables for its arguments."""

    variables: tuple[Term, ...]
    body: Term


@dataclass(frozen=True, slots=True, eq=False)
class Interpretation:
    """A sort for each abstract sort and a term for each symbol of some structures."""

    sorts: Mapping[Sort, Sort]
    symbols: Mapping[Symbol, Template]

    def sort(self, sort: Sort) -> Sort:
        """The sort translated (sorts are shallow: recursion is safe)."""
        found = self.sorts.get(sort)
        if found is not None or not sort.args:
            return found or sort
        return Sort(sort.name, tuple(map(self.sort, sort.args)))

    def clause(self, clause: Clause) -> Clause:
        """The clause translated; its variables keep their order, and their names if they can.

        Raises ValueError where something else still wants the abstract sorts.
        """
        done: dict[Term, Term] = {}
        names: set[str] = set()
        for variable in clause.variables:
            name = str(variable.head)
            while name in names:
                name += "'"
            names.add(name)
            done[variable] = Term.variable(name, self.sort(variable.sort))
        variables = tuple(done[v] for v in clause.variables)

        def pair(equation: Equation) -> Equation:
            return self._term(equation[0], done), self._term(equation[1], done)

        premises = tuple(map(pair, clause.premises))
        return Clause(clause.types, variables, premises, pair(clause.conclusion))

    def _term(self, root: Term, done: dict[Term, Term]) -> Term:
        """A term translated; `done` has those translated before, and the variables."""
        stack = [root]
        while stack:
            term = stack[-1]
            todo = [a for a in term.args if a not in done] if term not in done else []
            if todo:
                stack.extend(todo)
                continue
            stack.pop()
            if term not in done:
                done[term] = self._made(term, tuple(done[a] for a in term.args))
        return done[root]

    def _made(self, term: Term, args: tuple[Term, ...]) -> Term:
        symbol = term.symbol
        if symbol is None:
            return term
        template = self.symbols.get(symbol)
        if template is None:
            return Term.apply(symbol, *args, types=tuple(map(self.sort, term.types)))
        return template.body.substitute(dict(zip(template.variables, args, strict=True)))


@dataclass(frozen=True, slots=True, eq=False)
class Instance:
    """A model of an imported structure that a theory declares; `owner` is the structure's theory.

    `obligations` are the translated axioms, by name. Once they are proved, the theorems of the
    owner hold in the model.
    """

    name: str
    owner: str
    structure: Structure
    model: Interpretation
    obligations: tuple[tuple[str, Theorem], ...]
    line: int = 0
