"""Matches and lambdas compiled to cases, auxiliary functions and named function values.

A match on a parameter splits the patterns of the function, also where it stands below `ite`: the
logic is total. A match on another term becomes an auxiliary function of that term and the
variables that the arms need, each passed as it is: so the descent of an argument stays visible.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence

from lemmata.language.tip.expression import (
    Arm,
    Call,
    Expression,
    Function,
    Match,
    below,
    free_variables,
    match,
    parts,
    select,
)
from lemmata.language.tip.scope import Scope
from lemmata.language.values import remember
from lemmata.terms import declarations
from lemmata.terms.declarations import Clause, Lambda
from lemmata.terms.sorts import Sort, arrow
from lemmata.terms.symbols import APPLY, Kind, Symbol
from lemmata.terms.term import Term

MAX_CASES = 64


class Compiler:
    """Compiles the definitions of one problem into functions and function values."""

    def __init__(self, scope: Scope) -> None:
        """Auxiliary functions are named in the scope."""
        self.scope = scope
        self.functions = scope.functions
        self.values = Values()

    def function(self, symbol: Symbol, parameters: Sequence[Term], body: Expression) -> None:
        """Compile a definition with everything that it introduces."""
        Definition(self, symbol.name.removeprefix(f"{self.scope.theory}.")).run(
            symbol, parameters, body
        )

    def term(self, name: str, expression: Expression) -> Term:
        """An expression of a goal as a term; what it introduces is named after `name`."""
        definition = Definition(self, name)
        found = definition.lower(expression, {})
        definition.finish()
        return found


class Definition:
    """One definition with its auxiliary functions, compiled from a list of what is to be done."""

    def __init__(self, compiler: Compiler, name: str) -> None:
        self.compiler, self.name = compiler, name
        self._todo: list[tuple[Symbol, tuple[Term, ...], Expression]] = []
        self._made: dict[Expression, tuple[Symbol, tuple[Term, ...], bool]] = {}

    def run(self, symbol: Symbol, parameters: Sequence[Term], body: Expression) -> None:
        """Compile a function and what it introduces."""
        self._todo.append((symbol, tuple(parameters), body))
        self.finish()

    def finish(self) -> None:
        """Compile the auxiliary functions that are still open."""
        while self._todo:
            symbol, parameters, body = self._todo.pop(0)
            cases = self._cases(symbol, parameters, body)
            self.compiler.functions[symbol] = declarations.Function(symbol, tuple(cases))

    def _cases(
        self, symbol: Symbol, parameters: tuple[Term, ...], body: Expression
    ) -> list[Clause]:
        """Split the patterns until no match on a variable of them is left."""
        found: list[Clause] = []
        Row = tuple[tuple[Term, ...], Expression, dict[Term, Term], dict[Term, Arm]]
        start: Row = (parameters, body, {v: v for v in parameters}, {})
        stack: list[Row] = [start]
        count = 1
        while stack:
            patterns, inner, env, known = stack.pop()
            split = _first_match(inner, env)
            if split is not None and split.scrutinee in known:
                # An arm that was chosen gave back a variable that has been split before.
                variable = split.scrutinee
                assert isinstance(variable, Term)
                stack.append((patterns, select(inner, variable, known[variable]), env, known))
                continue
            if split is None or (count + len(split.arms) > MAX_CASES and patterns != parameters):
                left = Term.apply(symbol, *patterns, types=symbol.types)
                right = self.lower(inner, env)
                variables = Clause.close((), (left, left)).variables
                found.append(Clause(symbol.types, variables, (), (left, right)))
                continue
            count += len(split.arms) - 1
            assert isinstance(split.scrutinee, Term)
            for arm in reversed(split.arms):
                row = _row(patterns, inner, env, split.scrutinee, arm)
                stack.append((*row, {**known, split.scrutinee: arm}))
        return found

    def lower(self, part: Expression, env: Mapping[Term, Term]) -> Term:
        """An expression as a term; `env` says what its variables stand for."""
        if isinstance(part, Term):
            return part.substitute({v: env[v] for v in part.free if v in env})
        if isinstance(part, Call):
            args = [self.lower(arg, env) for arg in part.args]
            return Term.apply(part.symbol, *args, types=part.types)
        if isinstance(part, Function):
            return self._lift(part, env)
        if part not in self._made:
            self._made[part] = self._auxiliary(part)
        symbol, variables, own = self._made[part]
        given = [env.get(v, v) for v in variables]
        if not own:
            given.insert(0, self.lower(part.scrutinee, env))
        return Term.apply(symbol, *given, types=symbol.types)

    def _auxiliary(self, part: Match) -> tuple[Symbol, tuple[Term, ...], bool]:
        """The function for a match, the variables it takes, and whether one is the scrutinee."""
        needed: dict[Term, None] = {}
        for arm in part.arms:
            inner = free_variables(arm.body)
            needed.update(dict.fromkeys(v for v in inner if v not in arm.variables))
        scrutinee = part.scrutinee
        own = isinstance(scrutinee, Term) and scrutinee.is_variable
        if isinstance(scrutinee, Term) and own:
            variables = (scrutinee, *(v for v in needed if v is not scrutinee))
            parameters = variables
        else:
            variables = tuple(needed)
            name = _new_name(part)
            scrutinee = Term.variable(name, scrutinee.sort)
            parameters = (scrutinee, *variables)
        body = match(scrutinee, part.arms)
        types = type_variables([*(v.sort for v in parameters), part.sort, *sorts_in(body)])
        symbol = self.compiler.scope.symbol(
            f"{self.name}.case", Kind.FUNCTION, types, [v.sort for v in parameters], part.sort
        )
        self._todo.append((symbol, parameters, body))
        return symbol, variables, own

    def _lift(self, part: Function, env: Mapping[Term, Term]) -> Term:
        """The named function value for a lambda, applied to what it captures."""
        body = self.lower(part.body, {})
        captured = [t for t in body.subterms() if t.is_variable and t is not part.variable]
        symbol, types = self.compiler.values.constant((*captured, part.variable), body)
        return Term.apply(symbol, *[env.get(v, v) for v in captured], types=types)


def type_variables(sorts: Iterable[Sort]) -> tuple[Sort, ...]:
    """The type variables of some sorts, each once."""
    return tuple(dict.fromkeys(v for sort in sorts for v in sort.variables()))


def sorts_in(root: Expression) -> Iterator[Sort]:
    """The sorts of everything in an expression."""
    for part in parts(root):
        if isinstance(part, Term):
            for term in part.subterms():
                yield from (*term.types, term.sort)
        elif isinstance(part, Call):
            yield from (*part.types, part.sort)
        elif isinstance(part, Function):
            yield part.variable.sort
        else:
            yield from (v.sort for arm in part.arms for v in arm.variables)


def _new_name(root: Expression) -> str:
    """A name for a variable that occurs nowhere in an expression."""
    taken: set[str] = set()
    for part in parts(root):
        if isinstance(part, Term):
            taken.update(str(v.head) for v in part.free)
        elif isinstance(part, Function):
            taken.add(str(part.variable.head))
        elif isinstance(part, Match):
            taken.update(str(v.head) for arm in part.arms for v in arm.variables)
    return next(n for n in ("v", *(f"v{i}" for i in range(len(taken) + 1))) if n not in taken)


class Values:
    """The function values of a problem: equal ones, up to names, are the same constant."""

    def __init__(self) -> None:
        self.known: dict[tuple[Term, ...], Lambda] = {}
        self.lambdas: dict[Symbol, Lambda] = {}

    def constant(self, variables: Sequence[Term], body: Term) -> tuple[Symbol, tuple[Sort, ...]]:
        """The function of the last variable, the others being parameters; its sort arguments."""
        types = type_variables([*(v.sort for v in variables), *sorts_in(body)])
        rename = {s: Sort.variable(f"t{i + 1}") for i, s in enumerate(types)}
        fresh = [
            Term.variable(f"x{i + 1}", v.sort.substitute(rename)) for i, v in enumerate(variables)
        ]
        inner = body.instantiate(rename, dict(zip(variables, fresh, strict=True)))
        found = self.known.get((inner, *fresh))
        if found is None:
            found = self.known[inner, *fresh] = _value(tuple(rename.values()), fresh, inner)
            self.lambdas[found.symbol] = found
        return found.symbol, types


def _value(types: tuple[Sort, ...], variables: Sequence[Term], body: Term) -> Lambda:
    text = f"{body}|{[str(v.sort) for v in variables]}|{_names(body)}"
    name = f"fn.l{hashlib.sha256(text.encode()).hexdigest()[:12]}"
    parameters = variables[:-1]
    result = arrow(variables[-1].sort, body.sort)
    symbol = Symbol(name, Kind.LAMBDA, types, tuple(v.sort for v in parameters), result)
    left = Term.apply(APPLY, Term.apply(symbol, *parameters, types=types), variables[-1])
    return remember(Lambda(symbol, Clause(types, tuple(variables), (), (left, body))))


def _names(term: Term) -> str:
    return ";".join(
        f"{t.symbol.name}{list(map(str, t.types))}" if t.symbol else f"{t}:{t.sort}"
        for t in term.subterms()
    )


def _first_match(root: Expression, env: Mapping[Term, Term]) -> Match | None:
    """The first match on a variable, outside of function values and arms of other matches."""
    stack = [root]
    seen: set[Expression] = set()
    while stack:
        part = stack.pop()
        if part in seen or isinstance(part, Term | Function):
            continue
        seen.add(part)
        if isinstance(part, Match):
            scrutinee = part.scrutinee
            if isinstance(scrutinee, Term) and scrutinee.is_variable and scrutinee in env:
                return part
            stack.append(scrutinee)
        else:
            stack.extend(reversed(below(part)))
    return None


def _row(
    patterns: tuple[Term, ...],
    body: Expression,
    env: Mapping[Term, Term],
    variable: Term,
    arm: Arm,
) -> tuple[tuple[Term, ...], Expression, dict[Term, Term]]:
    """The row in which a variable of the patterns is built by the constructor of an arm."""
    value = Term.apply(arm.constructor, *arm.variables, types=variable.sort.args)
    known = {variable: value}
    return (
        tuple(p.substitute(known) for p in patterns),
        select(body, variable, arm),
        {k: v.substitute(known) for k, v in env.items()} | {v: v for v in arm.variables},
    )
