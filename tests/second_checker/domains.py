"""Section 9: domains of terms and strict equality."""

from __future__ import annotations

from collections.abc import Iterable

from . import vocabulary
from .declarations import Theory
from .errors import Budget, Invalid
from .objects import Clause, Equation, Occurrences, Substitution, Term, World

CONDITIONS = 10_000


class _List:
    """The conditions of some terms, in the making."""

    def __init__(self, roots: Iterable[Term]) -> None:
        self.roots = tuple(roots)
        self.conditions: dict[Term, None] = {}
        self.seen: set[Term] = set()
        self.tasks = [(root, False) for root in reversed(self.roots)]


class Domains:
    """Def of section 9; lists that wait for others are on a stack of their own."""

    def __init__(self, theory: Theory) -> None:
        self.theory = theory
        self.world: World = theory.world
        self.done: dict[tuple[Term, ...], Term] = {}
        self.budget = Budget(200_000, "domains")
        self.true = self._call("true")
        self.false = self._call("false")

    def _call(self, name: str, *args: Term) -> Term:
        symbol = self.theory.symbols[name]
        sorts = (args[-1].sort,) if symbol.types else ()
        return self.world.apply(symbol, sorts, args)

    def of(self, *roots: Term) -> Term:
        """The conjunction of the conditions of some terms."""
        stack = [_List(roots)]
        while stack:
            top = stack[-1]
            if not top.tasks:
                self.done[top.roots] = self._conjunction(list(top.conditions))
                stack.pop()
                continue
            self.budget.spend()
            term, arguments_done = top.tasks.pop()
            if arguments_done:
                waiting = self._own(top, term)
                if waiting is not None:
                    top.tasks.append((term, True))
                    stack.append(_List([waiting]))
            elif term not in top.seen:
                top.seen.add(term)
                top.tasks.append((term, True))
                args = term.args[:1] if term.applies("ite") else term.args
                top.tasks.extend((arg, False) for arg in reversed(args))
        return self.done[roots]

    def _conjunction(self, conditions: list[Term]) -> Term:
        if len(conditions) > CONDITIONS:
            raise Invalid("more than 10,000 conditions")
        if not conditions:
            return self.true
        result = conditions[-1]
        for condition in reversed(conditions[:-1]):
            result = self._call("and", condition, result)
        return result

    def _own(self, list_: _List, term: Term) -> Term | None:
        """Add the own conditions of a term; or a term whose domain is needed first."""
        if term.symbol is None:
            return None
        name, role = term.symbol.name, term.symbol.role
        if name == "ite":
            for branch in term.args[1:]:
                if (branch,) not in self.done:
                    return branch
            first, second = (self.done[(branch,)] for branch in term.args[1:])
            if first is not self.true or second is not self.true:
                list_.conditions[self._call("ite", term.args[0], first, second)] = None
        elif role == "function" or role == "lambda":
            clause = self._unfolds(name) if role == "function" else None
            if clause is None:
                self._refuse_partial(name)
            else:
                list_.tasks.append((self._right_side(term, clause), False))
        elif name in vocabulary.PARTIAL:
            for condition in self._partial(name, term.args):
                if condition is not self.true:
                    list_.conditions[condition] = None
        return None

    # Built-in partial functions.

    def _partial(self, name: str, args: tuple[Term, ...]) -> list[Term]:
        match name, args:
            case (("Rational./" | "Real./"), (_, b)):
                return [self._not_zero(b)]
            case "Real.log", (a,):
                return [self._less(0, a)]
            case "Real.sqrt", (a,):
                return [self._at_least(0, a)]
            case (("Real.asin" | "Real.acos"), (a,)):
                return [self._at_least(-1, a), self._at_most(a, 1)]
            case _, (a, b) if b.kind == "real":
                return self._power(a, *b.ratio())
            case _, (a, b):
                return [self._any_power(a, b)]
        raise Invalid("not a partial function")

    def _power(self, base: Term, top: int, bottom: int) -> list[Term]:
        if bottom == 1:
            return [] if top >= 0 else [self._not_zero(base)]
        return [self._at_least(0, base) if top > 0 else self._less(0, base)]

    def _any_power(self, base: Term, exponent: Term) -> Term:
        zero = self._number(0, base)
        is_zero = self._call("eq", base, zero)
        positive = self._call("Real.<", zero, base)
        at_zero = self._call("and", is_zero, self._call("Real.<=", zero, exponent))
        whole = self._call("Real.integer", exponent)
        elsewhere = self._call("and", self._call("not", is_zero), whole)
        return self._call("or", positive, self._call("or", at_zero, elsewhere))

    def _number(self, value: int, like: Term) -> Term:
        return self.world.literal(like.sort.name.lower(), f"{value}/1")

    def _truth(self, value: bool) -> Term:
        return self.true if value else self.false

    def _not_zero(self, term: Term) -> Term:
        if term.kind in ("rational", "real"):
            return self._truth(term.ratio()[0] != 0)
        return self._call("not", self._call("eq", term, self._number(0, term)))

    def _less(self, bound: int, term: Term) -> Term:
        if term.kind == "real":
            top, bottom = term.ratio()
            return self._truth(bound * bottom < top)
        return self._call("Real.<", self._number(bound, term), term)

    def _at_least(self, bound: int, term: Term) -> Term:
        if term.kind == "real":
            top, bottom = term.ratio()
            return self._truth(bound * bottom <= top)
        return self._call("Real.<=", self._number(bound, term), term)

    def _at_most(self, term: Term, bound: int) -> Term:
        if term.kind == "real":
            top, bottom = term.ratio()
            return self._truth(top <= bound * bottom)
        return self._call("Real.<=", term, self._number(bound, term))

    # Declared functions.

    def _unfolds(self, name: str) -> Clause | None:
        """The case of a function by one case whose patterns are all variables."""
        cases = self.theory.cases[name][1]
        patterns = [pattern for clause in cases for pattern in clause.conclusion[0].args]
        if len(cases) != 1 or any(pattern.kind != "bound" for pattern in patterns):
            return None
        return cases[0]

    def _right_side(self, term: Term, clause: Clause) -> Term:
        left, right = clause.conclusion
        if term.symbol is None:
            raise Invalid("not an application")
        types = dict(zip(term.symbol.types, term.sorts, strict=True))
        place = {pattern.index: arg for pattern, arg in zip(left.args, term.args, strict=True)}
        typed = Substitution(self.world, types=types).term(right)
        values = [place[index] for index in range(len(clause.bound))]
        self.budget.spend(10)
        return Substitution(self.world, bound=values).term(typed)

    def _refuse_partial(self, name: str) -> None:
        """Nothing partial occurs in a definition or in those that it uses."""
        stack, seen = [name], {name}
        while stack:
            top = stack.pop()
            if top in vocabulary.PARTIAL or top in self.theory.partial:
                raise Invalid(f"{name} has no domain: it uses {top}")
            if top not in self.theory.cases:
                continue
            used = Occurrences()
            used.add_terms(clause.conclusion[1] for clause in self.theory.cases[top][1])
            self.budget.spend(1 + len(used.symbols))
            stack.extend(used.symbols - seen)
            seen |= used.symbols


def check_strict(theory: Theory, claim: Clause, equal: Clause, domain: Clause) -> None:
    """Do two theorems say what section 9 asks for?"""
    domains = Domains(theory)
    left, right = claim.conclusion
    sides = [side for premise in claim.premises for side in premise]
    assumed = _assumption(domains, domains.of(*sides))
    first, second = domains.of(left), domains.of(right)
    wanted = (*assumed, *claim.premises, *_assumption(domains, first)), (left, right)
    if (equal.bound, equal.premises, equal.conclusion) != (claim.bound, *wanted):
        raise Invalid("the theorem of equality is another one")
    if (domain.bound, domain.premises, domain.conclusion) != (
        claim.bound,
        (*assumed, *claim.premises),
        (first, second),
    ):
        raise Invalid("the theorem of domains is another one")


def _assumption(domains: Domains, left: Term) -> list[Equation]:
    return [] if left is domains.true else [(left, domains.true)]
