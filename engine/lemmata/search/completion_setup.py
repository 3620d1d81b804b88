"""Before and after completion: rigid variables become constants, and symbols get their places.

Precedence of the Knuth-Bendix order: constants by how often they occur, then functions by arity
and occurrences, and unary ones (an inverse) on top. The greatest symbol weighs 0 if it is unary, so
that i(x * y) becomes i(y) * i(x).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lemmata.search.completion_proof import Derived, Outcome, Step
from lemmata.terms.declarations import Clause
from lemmata.terms.matching import variables_in_order
from lemmata.terms.sorts import Sort
from lemmata.terms.symbols import Kind, Symbol
from lemmata.terms.term import Term

Equation = tuple[Term, Term]


@dataclass(frozen=True)
class Setup:
    """A problem whose only variables are universal, and what is needed to put the others back."""

    inputs: tuple[Derived, ...]
    goal: Equation
    ranks: dict[Symbol, int]
    least: dict[Sort, Term]
    prefix: str
    rigid: dict[Term, Term]
    given: tuple[Equation, ...]

    @property
    def weights(self) -> dict[Symbol, int]:
        """The weights of KBO that are not 1."""
        greatest = max(self.ranks, key=self.ranks.__getitem__, default=None)
        if greatest is None or greatest.arity != 1 or greatest.types:
            return {}
        return {greatest: 0}

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
    """Replace the variables of goal and hypotheses, and rank the symbols."""
    fixed = [*hypotheses, goal]
    variables = variables_in_order(*(side for pair in fixed for side in pair))
    terms = [side for pair in (*equations, *fixed) for side in pair]
    sorts = _sorts(terms)
    constants: dict[Term, Term] = {}
    for i, variable in enumerate(variables):
        symbol = Symbol(f"goal.{i}", Kind.ABSTRACT, (), (), variable.sort)
        constants[variable] = Term.apply(symbol)
    rigid = {constant: variable for variable, constant in constants.items()}
    changed = [(a.substitute(constants), b.substitute(constants)) for a, b in fixed]
    inputs = [
        Derived(left, right, k) for k, (left, right) in enumerate([*equations, *changed[:-1]])
    ]
    names = {str(v.head) for t in terms for v in variables_in_order(t)}
    prefix = "v"
    while any(name.startswith(prefix) for name in names):
        prefix += "_"
    ranks = _ranks([*(s for f in inputs for s in (f.left, f.right)), *changed[-1]])
    least: dict[Sort, Term] = {}
    candidates = [*_constants(terms), *rigid]
    for term in sorted(candidates, key=lambda t: ranks.get(t.head, 0)):  # type: ignore[arg-type]
        least.setdefault(term.sort, term)
    for i, sort in enumerate(sorts):
        if sort not in least:
            symbol = Symbol(f"any.{i}", Kind.ABSTRACT, (), (), sort)
            least[sort] = Term.apply(symbol)
            rigid[least[sort]] = Term.variable(f"{prefix}any{i}", sort)
    given = (*equations, *hypotheses)
    return Setup(tuple(inputs), changed[-1], ranks, least, prefix, rigid, tuple(given))


def _sorts(terms: Sequence[Term]) -> list[Sort]:
    return list(dict.fromkeys(sub.sort for term in terms for sub in term.subterms()))


def _constants(terms: Sequence[Term]) -> list[Term]:
    """Symbols without arguments (literals too), each once."""
    found = (t for term in terms for t in term.subterms() if not t.args and not t.is_variable)
    return list(dict.fromkeys(found))


def _ranks(terms: Sequence[Term]) -> dict[Symbol, int]:
    counts: dict[Symbol, int] = {}
    for term in terms:
        for sub in term.subterms():
            if sub.symbol is not None:
                counts[sub.symbol] = counts.get(sub.symbol, 0) + 1
    place = {symbol: i for i, symbol in enumerate(counts)}

    def key(symbol: Symbol) -> tuple[object, ...]:
        group = {0: 0, 1: 1000}.get(symbol.arity, symbol.arity)
        return (group, -counts[symbol] if symbol.arity == 0 else counts[symbol], place[symbol])

    return {symbol: rank for rank, symbol in enumerate(sorted(counts, key=key), 1)}


def split_clauses(
    axioms: Sequence[Clause], goal: Clause
) -> tuple[list[Equation], list[int], list[Equation], Equation, bool]:
    """What completion can use of some axioms and a goal.

    The equations, the number of the axiom each comes from, the hypotheses (the goal's premises),
    the goal, and whether axioms with premises were left out.
    """
    numbers = [k for k, clause in enumerate(axioms) if not clause.premises]
    equations = [axioms[k].conclusion for k in numbers]
    left_out = len(numbers) < len(axioms)
    return equations, numbers, list(goal.premises), goal.conclusion, left_out
