"""What refutes a statement, run by the kernel's evaluator: values in, values of both sides out.

Values of datatypes are terms. Elements of abstract sorts are shown as #0, #1, …, and functions as
tables; these are variables that no text can name otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from lemmata.errors import Diagnostic, InputError
from lemmata.kernel import Rejected
from lemmata.kernel.definitions import Definitions
from lemmata.kernel.evaluate import FALSE, TRUE, Evaluator
from lemmata.kernel.real import Enclosed, Number
from lemmata.kernel.terms import Clause, Terms
from lemmata.proof.decode import Document
from lemmata.terms.declarations import Equation
from lemmata.terms.sorts import BOOL, REAL, Sort, match_sort
from lemmata.terms.symbols import BUILT_IN, Symbol
from lemmata.terms.term import Term


@dataclass(frozen=True, slots=True)
class Table:
    """The results of a symbol of a structure, one row for each choice of arguments."""

    symbol: Symbol
    rows: tuple[tuple[tuple[Term, ...], Term], ...]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A refutation with all values: of the variables, of both sides of each premise and of the
    conclusion (`sides`, conclusion last), and of the symbols of structures.
    """

    types: tuple[tuple[str, Sort], ...]
    sizes: tuple[tuple[str, int], ...]
    tables: tuple[Table, ...]
    values: tuple[tuple[Term, Term], ...]
    sides: tuple[tuple[Equation, Equation], ...]


def evaluate(document: Document) -> Evaluation:
    """The values that a refutation is about. Raises InputError if there are none."""
    try:
        return _Model(document).evaluation()
    except Rejected as problem:
        raise InputError(Diagnostic(f"the counterexample has no value: {problem}")) from None


class _Model:
    """The finite model and the values of a refutation, as the kernel reads them."""

    def __init__(self, document: Document) -> None:
        assert document.model is not None
        raw, self.document, self.model = document.certificate, document, document.model
        self.kernel = terms = Terms()
        definitions = Definitions(terms)
        definitions.declare_sorts(raw["declarations"])
        self.sorts, self.terms, clauses = list[int](), list[int](), list[int]()
        for row in raw["sorts"]:
            self.sorts.append(terms.read_sort(row, self.sorts))
        definitions.declare_symbols(self.sorts)
        for row in raw["terms"]:
            self.terms.append(terms.read_term(row, self.sorts, self.terms))
        for row in raw["clauses"]:
            clauses.append(terms.read_clause(row, self.sorts, self.terms))
        definitions.check(clauses)
        self.clause: Clause = terms.clauses[clauses[raw["statement"]["clause"]]]
        self.evaluator = Evaluator(terms, definitions.cases, self._abstract)

    def evaluation(self) -> Evaluation:
        """Run everything."""
        binding = {Sort.variable(n): s for n, s in self.model.types.items()}
        goal, values = self.document.goal, [self._value(v) for v in self.model.values]
        environment = {
            self.kernel.bound(i, s): v
            for i, (s, v) in enumerate(zip(self.clause.bound, values, strict=True))
        }
        shown = tuple(
            (x, self.term(v, x.sort.substitute(binding)))
            for x, v in zip(goal.variables, values, strict=True)
        )
        equations = (*goal.premises, goal.conclusion)
        sides = []
        for (left, right), numbers in zip(
            equations, (*self.clause.premises, self.clause.conclusion), strict=True
        ):
            sort = left.sort.substitute(binding)
            a, b = (self.term(self._run(t, environment), sort) for t in numbers)
            sides.append(((left, right), (a, b)))
        return Evaluation(
            tuple(self.model.types.items()),
            tuple(self.model.sizes.items()),
            self._tables(),
            shown,
            tuple(sides),
        )

    def _run(self, term: int, environment: Mapping[int, Any]) -> Any:  # noqa: ANN401
        """The value of a term; sort arguments do not matter to the evaluator."""
        self.evaluator.fuel = 1_000_000
        return self.evaluator.run(term, environment)

    def _value(self, raw: Any) -> Any:  # noqa: ANN401
        if "element" in raw:
            return ("element", "", raw["element"])
        if "table" in raw:
            rows = [(self._value(a), self._value(r)) for a, r in raw["table"]]
            return ("table", rows, self._value(raw["default"]))
        return self._run(self.terms[raw["term"]], {})

    def _domain(self, sort: Sort) -> list[Any]:
        if sort is BOOL:
            return [FALSE, TRUE]
        return [("element", "", k) for k in range(self.model.sizes[sort.name])]

    def _abstract(self, name: str, arguments: list[Any]) -> Any:  # noqa: ANN401
        position = 0
        for sort, value in zip(self.document.symbols[name].arguments, arguments, strict=True):
            domain = self._domain(sort)
            position = position * len(domain) + domain.index(value)
        return self._value(self.model.tables[name][position])

    def _tables(self) -> tuple[Table, ...]:
        found = []
        for structure in self.document.structures:
            for symbol in structure.symbols:
                if symbol.name not in self.model.tables:
                    continue
                choices: list[tuple[Any, ...]] = [()]
                for sort in symbol.arguments:
                    choices = [(*row, v) for row in choices for v in self._domain(sort)]
                results = [self._value(v) for v in self.model.tables[symbol.name]]
                rows = tuple(
                    (
                        tuple(map(self.term, row, symbol.arguments)),
                        self.term(result, symbol.result),
                    )
                    for row, result in zip(choices, results, strict=True)
                )
                found.append(Table(symbol, rows))
        return tuple(found)

    def term(self, value: Any, sort: Sort) -> Term:  # noqa: ANN401
        """A value as a term; an explicit stack, since numerals may be deep."""
        done: list[Term] = []
        tasks: list[tuple[Any, Sort, bool]] = [(value, sort, False)]
        while tasks:
            v, s, ready = tasks.pop()
            if isinstance(v, int):
                done.append(Term.integer(v))
            elif isinstance(v, Fraction):
                done.append(Term.real(v) if s is REAL else Term.rational(v))
            elif isinstance(v, Enclosed):
                done.append(_constant(v))
            elif v[0] == "element":
                done.append(Term.variable(f"#{v[2]}", s))
            elif v[0] in ("data", "mixed"):
                symbol = self.document.symbols[v[1]]
                if ready:
                    count = len(done) - symbol.arity
                    args = tuple(done[count:])
                    del done[count:]
                    done.append(Term.apply(symbol, *args, types=s.args))
                    continue
                tasks.append((v, s, True))
                binding: dict[Sort, Sort] = {}
                match_sort(symbol.result, s, binding)
                pairs = zip(v[2], symbol.arguments, strict=True)
                tasks += [(a, f.substitute(binding), False) for a, f in reversed([*pairs])]
            else:
                done.append(Term.variable(self._function(v, s), s))
        return done.pop()

    def _function(self, value: Any, sort: Sort) -> str:  # noqa: ANN401
        """A function value as text."""
        if value[0] != "table":
            return str(value[1]).rpartition(".")[2] + ("(…)" if value[2] else "")
        argument, result = sort.args
        rows = [f"{self.term(a, argument)} -> {self.term(r, result)}" for a, r in value[1]]
        return "{" + ", ".join([*rows, f"else {self.term(value[2], result)}"]) + "}"


def _constant(root: Enclosed) -> Term:
    """A real number that is known by enclosures, as it was computed."""
    done: dict[int, Term] = {}
    stack: list[Number] = [root]
    while stack:
        number = stack[-1]
        if isinstance(number, Enclosed):
            todo = [a for a in number.arguments if id(a) not in done]
            if todo:
                stack.extend(todo)
                continue
            values = [done[id(a)] for a in number.arguments]
            done[id(number)] = Term.apply(BUILT_IN[f"Real.{number.operation}"], *values)
        else:
            done[id(number)] = Term.real(number)
        stack.pop()
    return done[id(root)]
