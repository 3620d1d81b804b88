"""Bodies of functions before `match` and `lambda` are compiled away.

A part without either is a `Term` already. Bound variables have names that are unique within one
definition, so substitution captures nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lemmata.terms.sorts import Sort, arrow
from lemmata.terms.symbols import Kind, Symbol
from lemmata.terms.term import Term


@dataclass(frozen=True, slots=True, eq=False)
class Call:
    """A symbol applied to arguments that are not all terms."""

    symbol: Symbol
    types: tuple[Sort, ...]
    args: tuple[Expression, ...]
    sort: Sort


@dataclass(frozen=True, slots=True, eq=False)
class Arm:
    """One case of a match: a constructor and the variables for its fields."""

    constructor: Symbol
    variables: tuple[Term, ...]
    body: Expression


@dataclass(frozen=True, slots=True, eq=False)
class Match:
    """A match with one arm for each constructor, in declared order."""

    scrutinee: Expression
    arms: tuple[Arm, ...]

    @property
    def sort(self) -> Sort:
        """The sort of the arms."""
        return self.arms[0].body.sort


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """The function value that takes `variable` to `body`."""

    variable: Term
    body: Expression

    @property
    def sort(self) -> Sort:
        """An arrow sort."""
        return arrow(self.variable.sort, self.body.sort)


Expression = Term | Call | Match | Function


def call(symbol: Symbol, types: tuple[Sort, ...], args: tuple[Expression, ...]) -> Expression:
    """A symbol applied; a term if all arguments are. Raises ValueError if it is ill sorted."""
    plain = [arg for arg in args if isinstance(arg, Term)]
    if len(plain) == len(args):
        return Term.apply(symbol, *plain, types=types)
    binding = dict(zip(symbol.types, types, strict=True))
    wanted = tuple(s.substitute(binding) for s in symbol.arguments)
    if tuple(arg.sort for arg in args) != wanted:
        raise ValueError(f"ill-sorted application of {symbol.name}")
    return Call(symbol, types, args, symbol.result.substitute(binding))


def match(scrutinee: Expression, arms: tuple[Arm, ...]) -> Expression:
    """A match; the arm itself if the constructor is known."""
    head = scrutinee.symbol if isinstance(scrutinee, Term | Call) else None
    if head is None or head.kind is not Kind.CONSTRUCTOR:
        return Match(scrutinee, arms)
    assert isinstance(scrutinee, Term | Call)
    arm = next(arm for arm in arms if arm.constructor is head)
    return substitute(arm.body, dict(zip(arm.variables, scrutinee.args, strict=True)))


def substitute(root: Expression, binding: Mapping[Term, Expression]) -> Expression:
    """Simultaneous substitution of variables; matches on what became a constructor are chosen."""
    done: dict[Expression, Expression] = {}

    def walk(part: Expression) -> Expression:
        found = done.get(part)
        if found is None:
            found = done[part] = build(part)
        return found

    def build(part: Expression) -> Expression:
        if isinstance(part, Term):
            return _in_term(part, binding)
        if isinstance(part, Call):
            return call(part.symbol, part.types, tuple(map(walk, part.args)))
        if isinstance(part, Function):
            return Function(part.variable, walk(part.body))
        scrutinee = walk(part.scrutinee)
        arms = tuple(Arm(a.constructor, a.variables, walk(a.body)) for a in part.arms)
        return match(scrutinee, arms)

    return walk(root) if binding else root


def _in_term(term: Term, binding: Mapping[Term, Expression]) -> Expression:
    used = [v for v in term.free if v in binding]
    if not used:
        return term
    plain = {v: value for v in used if isinstance(value := binding[v], Term)}
    if len(plain) == len(used):
        return term.substitute(plain)
    if term.is_variable:
        return binding[term]
    assert term.symbol is not None
    return call(term.symbol, term.types, tuple(_in_term(a, binding) for a in term.args))


def select(root: Expression, variable: Term, arm: Arm) -> Expression:
    """The expression where `variable` is known to be of an arm: matches on it are chosen.

    The variable itself stays where it is used as a whole.
    """
    done: dict[Expression, Expression] = {}

    def walk(part: Expression) -> Expression:
        found = done.get(part)
        if found is None:
            found = done[part] = build(part)
        return found

    def build(part: Expression) -> Expression:
        if isinstance(part, Term):
            return part
        if isinstance(part, Call):
            return call(part.symbol, part.types, tuple(map(walk, part.args)))
        if isinstance(part, Function):
            return Function(part.variable, walk(part.body))
        if part.scrutinee is variable:
            chosen = next(a for a in part.arms if a.constructor is arm.constructor)
            fields: dict[Term, Expression] = dict(zip(chosen.variables, arm.variables, strict=True))
            return walk(substitute(chosen.body, fields))
        arms = tuple(Arm(a.constructor, a.variables, walk(a.body)) for a in part.arms)
        return match(walk(part.scrutinee), arms)

    return walk(root)


def free_variables(root: Expression) -> list[Term]:
    """The free variables in order of first occurrence."""
    found: dict[Term, None] = {}
    bound: set[Term] = set()
    for part in parts(root):
        if isinstance(part, Term):
            found.update(dict.fromkeys(t for t in part.subterms() if t.is_variable))
        elif isinstance(part, Function):
            bound.add(part.variable)
        elif isinstance(part, Match):
            bound.update(v for arm in part.arms for v in arm.variables)
    return [v for v in found if v not in bound]


def parts(root: Expression) -> Iterator[Expression]:
    """Every distinct part, outer ones first, left to right; terms are not taken apart."""
    seen: set[Expression] = set()
    stack = [root]
    while stack:
        part = stack.pop()
        if part in seen:
            continue
        seen.add(part)
        yield part
        stack.extend(reversed(below(part)))


def below(part: Expression) -> list[Expression]:
    """The immediate parts."""
    if isinstance(part, Call):
        return list(part.args)
    if isinstance(part, Function):
        return [part.body]
    if isinstance(part, Match):
        return [part.scrutinee, *(arm.body for arm in part.arms)]
    return []
