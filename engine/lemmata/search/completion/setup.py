"""Before and after completion: rigid variables become constants, terms become cells, and back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from lemmata.search.completion.cells import Bank, Cell
from lemmata.search.completion.proof import Derived, Outcome, Step
from lemmata.terms.matching import variables_in_order
from lemmata.terms.sorts import Sort
from lemmata.terms.symbols import Kind, Symbol
from lemmata.terms.term import Term

Equation = tuple[Term, Term]


class Signature:
    """The symbols of a problem as numbers; every instance of a polymorphic one has its own."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self.samples: list[Term] = []
        self.counts: list[int] = []
        self.sorts: list[Sort] = []
        self._numbers: dict[object, int] = {}
        self._sort_numbers: dict[Sort, int] = {}
        for term in terms:
            for sub in term.subterms():
                self.sort(sub.sort)
                if not sub.is_variable:
                    self.counts[self.number(sub)] += 1

    def sort(self, sort: Sort) -> int:
        """The number of a sort."""
        if sort not in self._sort_numbers:
            self._sort_numbers[sort] = len(self.sorts)
            self.sorts.append(sort)
        return self._sort_numbers[sort]

    def number(self, term: Term) -> int:
        """The number of the root of a term that is no variable."""
        key = (term.head.__class__, term.head, term.types, term.sort)
        if key not in self._numbers:
            self._numbers[key] = len(self.samples)
            self.samples.append(term)
            self.counts.append(0)
        return self._numbers[key]

    @property
    def results(self) -> list[int]:
        """The sort of what each symbol gives."""
        return [self.sort(sample.sort) for sample in self.samples]

    def arity(self, head: int) -> int:
        """How many arguments a symbol has."""
        return len(self.samples[head].args)

    def argument_sorts(self, head: int) -> list[int]:
        """The sorts of the arguments of a symbol."""
        return [self.sort(arg.sort) for arg in self.samples[head].args]

    def cell(self, bank: Bank, term: Term, variables: dict[Term, int]) -> Cell:
        """The cell of a term; variables are numbered as they are met."""
        done: dict[Term, Cell] = {}
        stack = [term]
        while stack:
            top = stack[-1]
            todo = [arg for arg in top.args if arg not in done]
            if todo:
                stack.extend(reversed(todo))
                continue
            stack.pop()
            if top.is_variable:
                done[top] = bank.variable(variables.setdefault(top, len(variables)))
            else:
                args = tuple([done[arg] for arg in top.args])
                done[top] = bank.apply(self.number(top), args)
        return done[term]

    def term(self, cell: Cell, sort: int, names: dict[int, str]) -> Term:
        """The term of a cell of a sort; `names` are those of the variables, by number."""
        done: dict[tuple[Cell, int], Term] = {}
        stack = [(cell, sort)]
        while stack:
            top = stack[-1]
            head = top[0].head
            if head < 0:
                done[top] = Term.variable(names[~head], self.sorts[top[1]])
            if top in done:
                stack.pop()
                continue
            parts = list(zip(top[0].args, self.argument_sorts(head), strict=True))
            todo = [part for part in parts if part not in done]
            if todo:
                stack.extend(todo)
                continue
            done[top] = self.samples[head].with_args(tuple([done[part] for part in parts]))
        return done[cell, sort]

    def variable_sorts(self, cells: Iterable[tuple[Cell, int]]) -> dict[int, int]:
        """The sorts of the variables of some cells, whose own sorts are given."""
        found: dict[int, int] = {}
        stack = list(cells)
        while stack:
            cell, sort = stack.pop()
            if cell.head < 0:
                found[~cell.head] = sort
            elif cell.mask:
                stack.extend(zip(cell.args, self.argument_sorts(cell.head), strict=True))
        return found


@dataclass(frozen=True)
class Setup:
    """A problem whose only variables are universal, and what is needed to put the others back."""

    inputs: tuple[Equation, ...]
    goal: Equation
    signature: Signature
    prefix: str
    rigid: dict[Term, Term]
    given: tuple[Equation, ...]

    def restore(self, outcome: Outcome) -> Outcome:
        """The outcome with constants turned back into the variables they stand for."""
        equations = tuple(self._restore_fact(fact) for fact in outcome.equations)
        return replace(
            outcome, equations=equations, goal_steps=self._restore_steps(outcome.goal_steps)
        )

    def _restore_fact(self, fact: Derived) -> Derived:
        if fact.input is not None:
            return Derived(*self.given[fact.input], fact.input)
        left, right = self._restore(fact.left), self._restore(fact.right)
        return Derived(left, right, None, self._restore_steps(fact.steps))

    def _restore_steps(self, steps: Sequence[Step]) -> tuple[Step, ...]:
        return tuple(
            replace(step, binding={v: self._restore(t) for v, t in step.binding.items()})
            for step in steps
        )

    def _restore(self, term: Term) -> Term:
        return term.rebuild(self.rigid.get)


def prepare(equations: Sequence[Equation], goal: Equation, hypotheses: Sequence[Equation]) -> Setup:
    """Replace the variables of goal and hypotheses, and number the symbols."""
    fixed = [*hypotheses, goal]
    variables = variables_in_order(*(side for pair in fixed for side in pair))
    terms = [side for pair in (*equations, *fixed) for side in pair]
    constants: dict[Term, Term] = {}
    for i, variable in enumerate(variables):
        symbol = Symbol(f"goal.{i}", Kind.ABSTRACT, (), (), variable.sort)
        constants[variable] = Term.apply(symbol)
    rigid = {constant: variable for variable, constant in constants.items()}
    changed = [(a.substitute(constants), b.substitute(constants)) for a, b in fixed]
    inputs = (*equations, *changed[:-1])
    names = {str(v.head) for t in terms for v in variables_in_order(t)}
    prefix = "v"
    while any(name.startswith(prefix) for name in names):
        prefix += "_"
    signature = Signature([side for pair in (*inputs, changed[-1]) for side in pair])
    inhabited = {t.sort for t in signature.samples if not t.args}
    for i, sort in enumerate(list(signature.sorts)):
        if sort not in inhabited:
            symbol = Symbol(f"any.{i}", Kind.ABSTRACT, (), (), sort)
            constant = Term.apply(symbol)
            signature.number(constant)
            rigid[constant] = Term.variable(f"{prefix}any{i}", sort)
    given = (*equations, *hypotheses)
    return Setup(inputs, changed[-1], signature, prefix, rigid, given)


def is_literal(term: Term) -> bool:
    """Whether a term is a number."""
    return isinstance(term.head, int | Fraction)
