"""Sorts, terms and clauses as interned objects: equal objects are the same Python object.

Nothing here recurses, so depth is bounded by memory only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from math import gcd

from .errors import Invalid

DIGITS = 100_000
LITERALS = {"int": "Int", "rational": "Rational", "real": "Real"}
_CHUNK = 600  # Python converts at least 640 digits, however it is configured


def natural(digits: str) -> int:
    """The value of a string of decimal digits of any length."""
    if len(digits) <= _CHUNK:
        return int(digits)
    low = len(digits) // 2
    power: int = 10**low
    return natural(digits[:-low]) * power + natural(digits[-low:])


def integer(digits: str) -> int:
    """The value of `-?[0-9]+`."""
    return -natural(digits[1:]) if digits.startswith("-") else natural(digits)


@cache
def _too_large() -> int:
    return int(10**DIGITS)


def limited(value: int) -> int:
    """The value itself, unless it has more than 100,000 digits."""
    if value.bit_length() > 3 * DIGITS and abs(value) >= _too_large():
        raise Invalid("a number has more than 100,000 digits")
    return value


class Sort:
    """A type variable, or a sort constructor applied to sorts."""

    __slots__ = ("args", "name", "open", "variable")

    def __init__(self, name: str, args: tuple[Sort, ...], variable: bool) -> None:
        self.name = name
        self.args = args
        self.variable = variable
        self.open: bool = variable or any(arg.open for arg in args)


class Symbol:
    """A declared or built-in symbol with its polymorphic signature."""

    __slots__ = ("arguments", "name", "result", "role", "types")

    def __init__(
        self,
        name: str,
        types: tuple[str, ...],
        arguments: tuple[Sort, ...],
        result: Sort,
        role: str,
    ) -> None:
        self.name = name
        self.types = types
        self.arguments = arguments
        self.result = result
        self.role = role  # constructor, function, lambda, abstract, builtin


class Term:
    """A free variable, a bound variable, an application or a literal.

    `text` is the name of a variable or the digits of a literal (a slash in all but integers).
    """

    __slots__ = (
        "args",
        "bound",
        "free",
        "index",
        "kind",
        "open",
        "sort",
        "sorts",
        "symbol",
        "text",
    )

    def __init__(
        self,
        kind: str,
        sort: Sort,
        text: str = "",
        index: int = 0,
        symbol: Symbol | None = None,
        sorts: tuple[Sort, ...] = (),
        args: tuple[Term, ...] = (),
    ) -> None:
        self.kind = kind  # var, bound, app, int, rational, real
        self.sort = sort
        self.text = text
        self.index = index
        self.symbol = symbol
        self.sorts = sorts
        self.args = args
        self.free = kind == "var"
        self.bound = kind == "bound"
        self.open = sort.open
        for item in sorts:
            self.open |= item.open
        for arg in args:
            self.free |= arg.free
            self.bound |= arg.bound
            self.open |= arg.open

    @property
    def constructor(self) -> bool:
        """Is this the application of a constructor?"""
        return self.symbol is not None and self.symbol.role == "constructor"

    def applies(self, name: str) -> bool:
        """Is this the application of the symbol with that name?"""
        return self.symbol is not None and self.symbol.name == name

    def ratio(self) -> tuple[int, int]:
        """Numerator and denominator of a literal."""
        top, _, bottom = self.text.partition("/")
        return integer(top), natural(bottom) if bottom else 1


Equation = tuple[Term, Term]
Guard = tuple[tuple[Term, ...], tuple[Term, ...]]


class Clause:
    """For all values of `bound`: the premises imply the conclusion (below the guard)."""

    __slots__ = ("bound", "conclusion", "free", "guard", "premises")

    def __init__(
        self,
        bound: tuple[Sort, ...],
        premises: tuple[Equation, ...],
        conclusion: Equation,
        guard: Guard | None,
    ) -> None:
        self.bound = bound
        self.premises = premises
        self.conclusion = conclusion
        self.guard = guard
        self.free = any(term.free for term in self.terms())

    def terms(self) -> list[Term]:
        """All terms of the clause."""
        result = [side for equation in self.premises for side in equation]
        result.extend(self.conclusion)
        if self.guard is not None:
            result.extend(self.guard[0] + self.guard[1])
        return result

    @property
    def closed(self) -> bool:
        """No free variable and no guard."""
        return not self.free and self.guard is None

    @property
    def unit(self) -> bool:
        """No bound variables, no premises and no guard."""
        return not self.bound and not self.premises and self.guard is None


Context = frozenset[Clause]


class World:
    """Makes every sort, term and clause once."""

    def __init__(self) -> None:
        self._sorts: dict[tuple[object, ...], Sort] = {}
        self._terms: dict[tuple[object, ...], Term] = {}
        self._clauses: dict[tuple[object, ...], Clause] = {}
        self._signatures: dict[tuple[Symbol, tuple[Sort, ...]], tuple[tuple[Sort, ...], Sort]] = {}

    def sort(self, name: str, args: tuple[Sort, ...] = ()) -> Sort:
        """A sort constructor applied."""
        key = (name, args)
        return self._sorts.get(key) or self._sorts.setdefault(key, Sort(name, args, False))

    def type_variable(self, name: str) -> Sort:
        """A type variable."""
        key = (name,)
        return self._sorts.get(key) or self._sorts.setdefault(key, Sort(name, (), True))

    def variable(self, name: str, sort: Sort) -> Term:
        """A free variable."""
        key = ("var", name, sort)
        return self._terms.get(key) or self._terms.setdefault(key, Term("var", sort, name))

    def bound(self, index: int, sort: Sort) -> Term:
        """A bound variable."""
        key = ("bound", index, sort)
        return self._terms.get(key) or self._terms.setdefault(key, Term("bound", sort, index=index))

    def literal(self, kind: str, text: str) -> Term:
        """A literal; the text has been checked."""
        key = (kind, text)
        sort = self.sort(LITERALS[kind])
        return self._terms.get(key) or self._terms.setdefault(key, Term(kind, sort, text))

    def apply(self, symbol: Symbol, sorts: tuple[Sort, ...], args: tuple[Term, ...]) -> Term:
        """A symbol applied to sorts and terms that fit."""
        key = (symbol, sorts, args)
        found = self._terms.get(key)
        if found is None:
            result = self.signature(symbol, sorts)[1]
            found = Term("app", result, symbol=symbol, sorts=sorts, args=args)
            self._terms[key] = found
        return found

    def clause(
        self,
        bound: tuple[Sort, ...],
        premises: tuple[Equation, ...],
        conclusion: Equation,
        guard: Guard | None = None,
    ) -> Clause:
        """A clause; the sorts have been checked."""
        key = (bound, premises, conclusion, guard)
        return self._clauses.get(key) or self._clauses.setdefault(key, Clause(*key))

    def unit(self, left: Term, right: Term) -> Clause:
        """unit(left = right)."""
        return self.clause((), (), (left, right))

    def signature(self, symbol: Symbol, sorts: tuple[Sort, ...]) -> tuple[tuple[Sort, ...], Sort]:
        """Argument sorts and result sort after the sort arguments have been put in."""
        key = (symbol, sorts)
        found = self._signatures.get(key)
        if found is None:
            put = Substitution(self, types=dict(zip(symbol.types, sorts, strict=True)))
            found = tuple(put.sort(arg) for arg in symbol.arguments), put.sort(symbol.result)
            self._signatures[key] = found
        return found


class Substitution:
    """Simultaneous replacement of type variables, bound variables or free variables."""

    def __init__(
        self,
        world: World,
        types: Mapping[str, Sort] | None = None,
        bound: Sequence[Term] | None = None,
        free: Mapping[Term, Term] | None = None,
    ) -> None:
        self.world = world
        self.types = types or {}
        self.bound = bound
        self.free = free or {}
        self._sorts: dict[Sort, Sort] = {}
        self._terms: dict[Term, Term] = {}

    def sort(self, sort: Sort) -> Sort:
        """The sort after replacement."""
        if not sort.open or not self.types:
            return sort
        done, stack = self._sorts, [sort]
        while stack:
            top = stack[-1]
            if top not in done:
                if not top.open:
                    done[top] = top
                elif top.variable:
                    done[top] = self.types.get(top.name, top)
                else:
                    waiting = [arg for arg in top.args if arg not in done]
                    if waiting:
                        stack.extend(waiting)
                        continue
                    done[top] = self.world.sort(top.name, tuple(done[arg] for arg in top.args))
            stack.pop()
        return done[sort]

    def _touches(self, term: Term) -> bool:
        return (
            (term.bound and self.bound is not None)
            or (term.free and bool(self.free))
            or (term.open and bool(self.types))
        )

    def _leaf(self, term: Term) -> Term:
        if term.kind == "bound":
            if self.bound is not None:
                return self.bound[term.index]
            return self.world.bound(term.index, self.sort(term.sort))
        if term in self.free:
            return self.free[term]
        return self.world.variable(term.text, self.sort(term.sort))

    def term(self, term: Term) -> Term:
        """The term after replacement."""
        done, stack = self._terms, [term]
        while stack:
            top = stack[-1]
            if top not in done:
                if not self._touches(top):
                    done[top] = top
                elif top.symbol is None:
                    done[top] = self._leaf(top)
                else:
                    waiting = [arg for arg in top.args if arg not in done]
                    if waiting:
                        stack.extend(waiting)
                        continue
                    done[top] = self.world.apply(
                        top.symbol,
                        tuple(self.sort(sort) for sort in top.sorts),
                        tuple(done[arg] for arg in top.args),
                    )
            stack.pop()
        return done[term]

    def equation(self, equation: Equation) -> Equation:
        """Both sides after replacement."""
        return self.term(equation[0]), self.term(equation[1])

    def clause(self, clause: Clause) -> Clause:
        """The clause after replacement of free variables or type variables."""
        if not clause.free and not self.types:
            return clause
        guard: Guard | None = None
        if clause.guard is not None:
            guard = (
                tuple(self.term(term) for term in clause.guard[0]),
                tuple(self.term(term) for term in clause.guard[1]),
            )
        return self.world.clause(
            tuple(self.sort(sort) for sort in clause.bound),
            tuple(self.equation(equation) for equation in clause.premises),
            self.equation(clause.conclusion),
            guard,
        )


class Occurrences:
    """Collects the names that occur in sorts, terms and clauses; looks at each object once."""

    def __init__(self) -> None:
        self.types: set[str] = set()
        self.sorts: set[str] = set()
        self.symbols: set[str] = set()
        self._seen_sorts: set[Sort] = set()
        self._seen_terms: set[Term] = set()

    def add_sorts(self, sorts: Iterable[Sort]) -> None:
        """Collect from sorts."""
        stack = [sort for sort in sorts if sort not in self._seen_sorts]
        while stack:
            sort = stack.pop()
            if sort in self._seen_sorts:
                continue
            self._seen_sorts.add(sort)
            (self.types if sort.variable else self.sorts).add(sort.name)
            stack.extend(sort.args)

    def add_terms(self, terms: Iterable[Term]) -> None:
        """Collect from terms."""
        stack = [term for term in terms if term not in self._seen_terms]
        while stack:
            term = stack.pop()
            if term in self._seen_terms:
                continue
            self._seen_terms.add(term)
            self.add_sorts((term.sort, *term.sorts))
            if term.symbol is not None:
                self.symbols.add(term.symbol.name)
            stack.extend(term.args)

    def add_clause(self, clause: Clause) -> None:
        """Collect from a clause."""
        self.add_sorts(clause.bound)
        self.add_terms(clause.terms())


def free_variables(terms: Iterable[Term]) -> set[Term]:
    """The free variables of terms."""
    seen: set[Term] = set()
    found: set[Term] = set()
    stack = [term for term in terms if term.free]
    while stack:
        term = stack.pop()
        if term in seen:
            continue
        seen.add(term)
        if term.kind == "var":
            found.add(term)
        stack.extend(arg for arg in term.args if arg.free)
    return found


def constructor_subterms(term: Term) -> set[Term]:
    """The proper constructor subterms."""
    found: set[Term] = set()
    stack = [term]
    while stack:
        top = stack.pop()
        if top.constructor:
            for arg in top.args:
                if arg not in found:
                    found.add(arg)
                    stack.append(arg)
    return found


def lowest_terms(top: int, bottom: int) -> bool:
    """Is the fraction in lowest terms with a denominator of at least 1?"""
    return bottom >= 1 and gcd(top, bottom) == 1
