"""Predicates of an existential quantifier by recursion.

    E(x) = there is p with B(x, p)

Unfold: where the evaluation of B waits for p, there is p with B if B holds of one of its
constructors; where it waits for a parameter, E gets a case for each constructor. Fold: a disjunct
that is B again, for other parameters, is a call of E. What results must terminate, or the
quantifier is refused. Source: Burstall and Darlington, "A transformation system for developing
recursive programs", J. ACM 24 (1977).

The witness goes along: W(x) is a p with B(x, p) if there is one. Both are definitions like any
others, so that two theorems tell whether all this was right:

    B(x, p) ==> E(x)            E(x) ==> B(x, W(x))
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lemmata.language import checks
from lemmata.language.mpl.clauses import conjunction, disjunction, negation
from lemmata.language.statements import conjuncts
from lemmata.terms.declarations import Clause, Datatype, Function, FunctionGroup
from lemmata.terms.matching import match
from lemmata.terms.sorts import BOOL
from lemmata.terms.symbols import AND, EQ, ITE, NOT, OR, Kind, Symbol
from lemmata.terms.term import FALSE_TERM, TRUE_TERM, Term, equation_term

MAX_SPLITS = 40
MAX_DISJUNCTS = 8
MAX_BODY = 200
FUEL = 2_000


class Stuck(Exception):
    """The quantifier cannot be expressed; the message says why."""


@dataclass(frozen=True, slots=True)
class Disjunct:
    """`there is variable with body`, and the witness of the whole that it gives.

    Without a variable the body is closed: it speaks of parameters only.
    """

    body: Term
    witness: Term
    variable: Term | None


@dataclass(frozen=True, slots=True)
class Eliminated:
    """The predicate and the function that gives a witness."""

    predicate: Function
    witness: Function


class Eliminator:
    """Knows the datatypes and the functions by cases."""

    def __init__(
        self, datatypes: Mapping[str, Datatype], cases: Mapping[Symbol, Sequence[Clause]]
    ) -> None:
        self.datatypes, self.cases = datatypes, cases

    def eliminate(
        self, names: tuple[str, str], variable: Term, parameters: Sequence[Term], body: Term
    ) -> Eliminated:
        """The predicate over the parameters that holds where there is a variable with the body.

        `names` are those of the predicate and of its witness. Raises Stuck.
        """
        if body.size > MAX_BODY:
            raise Stuck(f"limit: {MAX_BODY} symbols below a quantifier")
        sorts = tuple(p.sort for p in parameters)
        predicate = Symbol(names[0], Kind.FUNCTION, (), sorts, BOOL)
        witness = Symbol(names[1], Kind.FUNCTION, (), sorts, variable.sort)
        run = _Run(self, predicate, witness, tuple(parameters), variable, self.value(body))
        rows = list(run.rows())
        cases, found = [], []
        for args, disjuncts in rows:
            whole = disjunction([d.body for d in disjuncts])
            cases.append(_case(Term.apply(predicate, *args), args, whole))
            chosen = run.chosen(disjuncts)
            found.append(_case(Term.apply(witness, *args), args, chosen))
        made = Eliminated(Function(predicate, tuple(cases)), Function(witness, tuple(found)))
        for function in (made.predicate, made.witness):
            if checks.nontermination(FunctionGroup((function,))) is not None:
                raise Stuck("the recursion that it would take may not terminate")
        return made

    def value(self, term: Term) -> Term:
        """The term evaluated as far as its variables allow. Raises Stuck."""
        return self._value(term, [FUEL])

    def _value(self, term: Term, fuel: list[int]) -> Term:
        fuel[0] -= 1
        if fuel[0] < 0 or term.size > 10 * MAX_BODY:
            raise Stuck("its evaluation takes too long")
        term = term.with_args(tuple(self._value(arg, fuel) for arg in term.args))
        if term.symbol in (EQ, AND, OR, NOT, ITE):
            return _logic(term)
        for case in self.cases.get(term.symbol, ()) if term.symbol else ():
            found = match(case.left, term)
            if found is not None:
                return self._value(case.right.substitute(found[0]), fuel)
        return term

    def waits_for(self, term: Term) -> Term | None:
        """The variable whose constructor the evaluation needs first, outer parts before inner."""
        for part in term.subterms():
            if part.symbol is EQ:
                left, right = part.args
                for one, other in ((left, right), (right, left)):
                    if one.is_variable and _is_constructor(other):
                        return one
            for case in self.cases.get(part.symbol, ()) if part.symbol else ():
                for pattern, arg in zip(case.left.args, part.args, strict=True):
                    found = _open_place(pattern, arg)
                    if found is not None:
                        return found
        return None

    def constructors(self, variable: Term, taken: set[str]) -> list[Term]:
        """The constructors of a sort with fresh variables as fields. Raises Stuck."""
        datatype = self.datatypes.get(variable.sort.name)
        if datatype is None:
            raise Stuck(f"{variable.sort.name.rpartition('.')[2]} has no constructors")
        found = []
        for constructor in datatype.constructors:
            fields = [Term.variable(_fresh(variable, taken), s) for s in constructor.arguments]
            found.append(Term.apply(constructor, *fields))
        return found


@dataclass
class _Run:
    """One elimination."""

    eliminator: Eliminator
    predicate: Symbol
    witness: Symbol
    parameters: tuple[Term, ...]
    variable: Term
    body: Term

    def rows(self) -> Iterator[tuple[tuple[Term, ...], list[Disjunct]]]:
        """The cases: patterns, and disjuncts that are closed or calls."""
        taken = {str(v.head) for v in (*self.parameters, self.variable)}
        start = Disjunct(self.body, self.variable, self.variable)
        stack = [(self.parameters, [start])]
        splits = 0
        while stack:
            args, disjuncts = stack.pop()
            settled: list[Disjunct] = []
            todo = disjuncts[::-1]
            while todo:
                found = self._settle(todo[-1], args)
                if found is not None:
                    settled += found
                    todo.pop()
                    continue
                splits += 1
                if splits > MAX_SPLITS or len(todo) + len(settled) > MAX_DISJUNCTS:
                    raise Stuck("its unfolding never comes back to itself")
                blocked = self.eliminator.waits_for(todo[-1].body)
                if blocked is None:
                    raise Stuck("it neither computes nor recurs")
                if blocked is todo[-1].variable:
                    todo += self._split(todo.pop(), blocked, taken)[::-1]
                    continue
                rest = [*settled, *todo[::-1]]
                for value in reversed(self.eliminator.constructors(blocked, taken)):
                    binding = {blocked: value}
                    new = tuple(arg.substitute(binding) for arg in args)
                    stack.append((new, [self._put(d, binding) for d in rest]))
                break
            else:
                yield args, settled

    def _put(self, disjunct: Disjunct, binding: dict[Term, Term]) -> Disjunct:
        body = self.eliminator.value(disjunct.body.substitute(binding))
        return Disjunct(body, disjunct.witness.substitute(binding), disjunct.variable)

    def _split(self, disjunct: Disjunct, variable: Term, taken: set[str]) -> list[Disjunct]:
        """The disjuncts for the constructors of the quantified variable."""
        found = []
        for value in self.eliminator.constructors(variable, taken):
            if len(value.args) > 1 or any(arg.sort is not variable.sort for arg in value.args):
                raise Stuck("its values have more than one part")
            put = self._put(disjunct, {variable: value})
            found.append(Disjunct(put.body, put.witness, value.args[0] if value.args else None))
        return found

    def _settle(self, disjunct: Disjunct, args: tuple[Term, ...]) -> list[Disjunct] | None:
        """What is closed, solved or a call of the predicate; nothing if it is false."""
        body, variable = disjunct.body, disjunct.variable
        if body is FALSE_TERM:
            return []
        if variable is None or variable not in body.free:
            return [self._closed(disjunct, body, None)]
        for part in conjuncts(body):
            if part.symbol is EQ:
                for one, other in (part.args, part.args[::-1]):
                    if one is variable and variable not in other.free:
                        put = self.eliminator.value(body.substitute({variable: other}))
                        return [self._closed(disjunct, put, other)]
        found = match(self.body, body)
        if found is not None and found[0].get(self.variable) is variable:
            values = tuple(found[0].get(p, p) for p in self.parameters)
            if values != args and all(variable not in value.free for value in values):
                call = Term.apply(self.predicate, *values)
                recursive = Term.apply(self.witness, *values)
                witness = disjunct.witness.substitute({variable: recursive})
                return [Disjunct(call, witness, None)]
        return None

    def _closed(self, disjunct: Disjunct, body: Term, value: Term | None) -> Disjunct:
        variable = disjunct.variable
        if variable is None:
            return Disjunct(body, disjunct.witness, None)
        witness = disjunct.witness.substitute({variable: value or self._some()})
        return Disjunct(body, witness, None)

    def _some(self) -> Term:
        """A value of the quantified variable's sort: a constructor without fields."""
        datatype = self.eliminator.datatypes.get(self.variable.sort.name)
        for constructor in datatype.constructors if datatype else ():
            if not constructor.arguments:
                return Term.apply(constructor)
        raise Stuck("its variable has no first value")

    def chosen(self, disjuncts: Sequence[Disjunct]) -> Term:
        """The witness of the first disjunct that holds."""
        if not disjuncts:
            return self._some()
        found = disjuncts[-1].witness
        for disjunct in reversed(disjuncts[:-1]):
            if disjunct.body is TRUE_TERM:
                found = disjunct.witness
            elif disjunct.witness is not found:
                found = Term.apply(ITE, disjunct.body, disjunct.witness, found)
        return found


def _case(left: Term, args: Sequence[Term], right: Term) -> Clause:
    variables = [v for arg in args for v in arg.subterms() if v.is_variable]
    return Clause((), tuple(dict.fromkeys(variables)), (), (left, right))


def _is_constructor(term: Term) -> bool:
    return term.symbol is not None and term.symbol.kind is Kind.CONSTRUCTOR


def _open_place(pattern: Term, arg: Term) -> Term | None:
    """A variable where the pattern has a constructor."""
    stack = [(pattern, arg)]
    while stack:
        wanted, given = stack.pop()
        if wanted.is_variable:
            continue
        if given.is_variable:
            return given
        if wanted.symbol is given.symbol:
            stack.extend(zip(wanted.args[::-1], given.args[::-1], strict=True))
    return None


def _fresh(variable: Term, taken: set[str]) -> str:
    base = str(variable.head).rstrip("0123456789") or "x"
    number = 1
    while f"{base}{number}" in taken:
        number += 1
    taken.add(f"{base}{number}")
    return f"{base}{number}"


def _logic(term: Term) -> Term:
    """A connective or equation, simplified by what its arguments are."""
    args = term.args
    if term.symbol is EQ:
        return _equation(*args)
    if term.symbol is NOT:
        if args[0] in (TRUE_TERM, FALSE_TERM):
            return FALSE_TERM if args[0] is TRUE_TERM else TRUE_TERM
        return negation(args[0]) if args[0].symbol is NOT else term
    if term.symbol is ITE:
        if args[0] in (TRUE_TERM, FALSE_TERM):
            return args[1] if args[0] is TRUE_TERM else args[2]
        return term
    zero, unit = (FALSE_TERM, TRUE_TERM) if term.symbol is AND else (TRUE_TERM, FALSE_TERM)
    if zero in args:
        return zero
    rest = [arg for arg in args if arg is not unit]
    return term if len(rest) == 2 else rest[0] if rest else unit


def _equation(left: Term, right: Term) -> Term:
    if left is right:
        return TRUE_TERM
    if _is_constructor(left) and _is_constructor(right):
        if left.symbol is not right.symbol:
            return FALSE_TERM
        pairs = zip(left.args, right.args, strict=True)
        parts = [_equation(a, b) for a, b in pairs]
        return conjunction(parts)
    return equation_term(left, right)
