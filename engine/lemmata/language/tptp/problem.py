"""A TPTP problem as a theory: one sort, a structure of Horn clauses, and goals.

    clause                                    becomes
    ~ p | s != t | u = v                      p = true, s = t ==> u = v
    ~ p                                       p = false
    s != t                                    eq(s, t) = false
    ~ p | ~ q                                 p = true, q = true ==> true = false

A conjecture that is universal becomes goals, one for each of its clauses. Of any other one the
negation is an axiom and the goal is true = false; so it is with negated conjectures, unless there
is just one and it is a ground disequation s != t: then the goal is s = t.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from lemmata.errors import Source, read_source
from lemmata.language.tptp.clauses import Clauses, Literals, TooLarge, clauses_of, has_existential
from lemmata.language.tptp.errors import inappropriate
from lemmata.language.tptp.files import Files
from lemmata.language.tptp.formulas import Annotated
from lemmata.language.tptp.names import encoded
from lemmata.language.tptp.signature import INDIVIDUAL
from lemmata.language.tptp.szs import NEGATED
from lemmata.terms.declarations import Axiom, Clause, Equation, Structure, Theorem, Theory
from lemmata.terms.term import FALSE_TERM, TRUE_TERM, equation_term

ABSURD: Equation = (TRUE_TERM, FALSE_TERM)


@dataclass(frozen=True)
class Problem:
    """A problem; `conjecture` says that it has one: Theorem is said instead of Unsatisfiable."""

    name: str
    theory: Theory
    conjecture: bool


def load_tptp(path: str | Path) -> Problem:
    """The problem of a file. Raises InputError, and its kind `Inappropriate` for what is beyond."""
    source = read_source(str(path))
    where = Path(path)
    return read_tptp(source, where.stem, where.parent)


def read_tptp(source: Source, name: str, folder: Path | None = None) -> Problem:
    """The problem of a text; includes are sought in `folder`, then below $TPTP.

    >>> text = "cnf(a, axiom, f(X) = X).  cnf(g, negated_conjecture, f(c) != c)."
    >>> problem = read_tptp(Source("small.p", text), "small")
    >>> problem.theory.theorems[0].name, problem.conjecture
    ('g', False)
    """
    files = Files()
    if folder is not None:
        files.busy.append(str((folder / Path(source.name).name).resolve()))
    files.read(source, folder)
    if not files.formulas:
        raise source.error("there is no formula", 0, expected=("cnf(…).", "fof(…)."))
    return _Reading(files, encoded(name)[:200]).problem(source)


class _Reading:
    """Turns the formulas of a problem into axioms and goals."""

    def __init__(self, files: Files, name: str) -> None:
        self.files, self.name = files, name
        self.signature = files.signature
        self.axioms: list[Axiom] = []
        self.theorems: list[Theorem] = []
        self.taken: set[str] = set()

    def problem(self, source: Source) -> Problem:
        """The whole problem."""
        conjectures = [f for f in self.files.formulas if f.role == "conjecture"]
        negated = [f for f in self.files.formulas if f.role == "negated_conjecture"]
        for formula in self.files.formulas:
            if formula.role not in ("conjecture", "negated_conjecture"):
                self._add_axioms(formula, self._clauses(formula))
        if conjectures:
            for formula in negated:
                self._add_axioms(formula, self._clauses(formula), NEGATED)
            for formula in conjectures:
                self._conjecture(formula, len(conjectures) == 1)
        else:
            self._refutation(negated)
        structure = Structure(
            self.name, (INDIVIDUAL,), tuple(self.signature.symbols.values()), tuple(self.axioms)
        )
        theory = Theory(
            self.name,
            source.name,
            (),
            (structure,),
            tuple(self.theorems),
            symbols={s.name: s for s in self.signature.symbols.values()},
            problem="conjecture" if conjectures else "clauses",
        )
        return Problem(self.name, theory, bool(conjectures))

    # Goals

    def _refutation(self, negated: Sequence[Annotated]) -> None:
        """Clauses that are to be refuted."""
        found = [(formula, self._clauses(formula)) for formula in negated]
        if not found:
            self._goal(self.files.formulas[-1], "refutation", ABSURD)
            return
        formula, clauses = found[0]
        if len(found) == 1 and len(clauses) == 1 and (goal := _ground_disequation(clauses[0])):
            self._goal(formula, formula.name, goal)
            return
        for formula, clauses in found:
            self._add_axioms(formula, clauses, NEGATED)
        self._goal(found[-1][0], found[-1][0].name, ABSURD)

    def _conjecture(self, formula: Annotated, alone: bool) -> None:
        if not has_existential(formula.formula):
            clauses = self._clauses(formula)
            for literals in clauses:
                self._goal(formula, formula.name, *_goal(literals))
            if not clauses:
                self._goal(formula, formula.name, (TRUE_TERM, TRUE_TERM))
            return
        if not alone:
            message = "beside this existential conjecture there must be no other one"
            raise inappropriate(formula.source, message, formula.at)
        self._add_axioms(formula, self._clauses(formula, positive=False), NEGATED)
        self._goal(formula, formula.name, ABSURD)

    def _goal(
        self, formula: Annotated, name: str, conclusion: Equation, *premises: Equation
    ) -> None:
        line, _ = formula.source.position(formula.at)
        clause = Clause.close(premises, conclusion)
        self.theorems.append(Theorem(self._unique(encoded(name)), clause, line))

    # Clauses

    def _clauses(self, formula: Annotated, positive: bool = True) -> Clauses:
        try:
            return clauses_of(formula.formula, positive, self.signature.skolem, _variables(formula))
        except TooLarge as limit:
            raise inappropriate(formula.source, str(limit), formula.at) from None

    def _add_axioms(self, formula: Annotated, clauses: Clauses, suffix: str = "") -> None:
        for literals in clauses:
            if sum(literal.positive for literal in literals) > 1:
                what = "the negation of this conjecture" if suffix else "this formula"
                if formula.role == "negated_conjecture":
                    what = "this formula"
                message = f"{what} has a clause that is not Horn"
                raise inappropriate(formula.source, message, formula.at)
            name = self._unique(encoded(formula.name) + suffix)
            self.axioms.append(Axiom(name, _axiom(literals)))

    def _unique(self, name: str) -> str:
        """The name, or the name with a number."""
        found = name
        for number in count(2):
            if found not in self.taken:
                break
            found = f"{name}.{number}"
        self.taken.add(found)
        return found


def _variables(formula: Annotated) -> Iterator[str]:
    """Names for the universal variables of a formula, in order."""
    taken = {str(v.head) for v in formula.formula.free}
    letters = (f"{c}{n or ''}" for n in count() for c in "XYZUVW")
    return (name for name in letters if name not in taken)


def _axiom(literals: Literals) -> Clause:
    """The Horn clause of literals."""
    negative = tuple(x.equation for x in literals if not x.positive)
    positive = [x.equation for x in literals if x.positive]
    if positive:
        return Clause.close(negative, positive[0])
    if len(negative) == 1:
        return Clause.close((), denied(negative[0]))
    return Clause.close(negative, ABSURD)


def _goal(literals: Literals) -> tuple[Equation, ...]:
    """The conclusion and the premises of a clause that is to be proved."""
    positive = [x.equation for x in literals if x.positive]
    negative = [x.equation for x in literals if not x.positive]
    if len(positive) == 1:
        return (positive[0], *negative)
    return (ABSURD, *negative, *map(denied, positive))


def denied(equation: Equation) -> Equation:
    """The equation that says that the given one is false."""
    left, right = equation
    if right is TRUE_TERM:
        return left, FALSE_TERM
    return equation_term(left, right), FALSE_TERM


def _ground_disequation(literals: Literals) -> Equation | None:
    """s = t of the clause s != t."""
    if len(literals) != 1:
        return None
    (literal,) = literals
    left, right = literal.equation
    if literal.positive or left.free or right.free or right is TRUE_TERM:
        return None
    return literal.equation
