"""Where a term has a value: the conditions of the partial functions in it, as Bool terms.

This is Def of proofs/FORMAT.md section 9, which the kernel computes again by itself.

>>> from lemmata.terms.sorts import REAL
>>> x = Term.variable("x", REAL)
>>> quotient = Term.apply(BUILT_IN["Real./"], x, Term.apply(BUILT_IN["Real.log"], x))
>>> print(domain(quotient, {}))
and(<(0, x), not(eq(log(x), 0)))
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction

from lemmata.terms.declarations import Clause, Declaration, Function, FunctionGroup, Lambda
from lemmata.terms.sorts import RATIONAL, Sort
from lemmata.terms.symbols import AND, BUILT_IN, ITE, NOT, OR, Kind, Symbol
from lemmata.terms.term import FALSE_TERM, TRUE_TERM, Term, equation_term

MAX_CONDITIONS = 10_000
MAX_TERMS = 1_000_000
MAX_UNFOLDINGS = 20_000
LOG, SQRT, POWER, LESS, AT_MOST, INTEGER = (
    BUILT_IN[f"Real.{name}"] for name in ("log", "sqrt", "^", "<", "<=", "integer")
)
ARCS = (BUILT_IN["Real.asin"], BUILT_IN["Real.acos"])
QUOTIENTS = (BUILT_IN["Real./"], BUILT_IN["Rational./"])
PARTIAL = frozenset({LOG, SQRT, POWER, *ARCS, *QUOTIENTS})
ZERO, ONE, MINUS_ONE = (Term.real(value) for value in (0, 1, -1))
Conditions = tuple[Term, ...]
Definition = Function | Lambda


class NoDomain(Exception):
    """The domain cannot be stated, or is too large."""


def definitions(declarations: Iterable[Declaration]) -> dict[Symbol, Definition]:
    """The functions and lambdas of a theory by their symbols."""
    found: dict[Symbol, Definition] = {}
    for declaration in declarations:
        if isinstance(declaration, FunctionGroup):
            found.update((f.symbol, f) for f in declaration.members)
        elif isinstance(declaration, Lambda):
            found[declaration.symbol] = declaration
    return found


def conditions(
    terms: Term | Sequence[Term], functions: Mapping[Symbol, Definition]
) -> Conditions | None:
    """What must hold for a term, or for all of several, to have a value; None: not known.

    `functions` defines the functions (and lambdas) that occur; those that are missing have no
    known domain.
    """
    roots = (terms,) if isinstance(terms, Term) else tuple(terms)
    reader = _Reader(functions)
    try:
        return _union([reader.read(root) for root in roots])
    except NoDomain:
        return None


def domain(terms: Term | Sequence[Term], functions: Mapping[Symbol, Definition]) -> Term | None:
    """The conjunction of the conditions, `true` if there are none; None: not known."""
    found = conditions(terms, functions)
    return None if found is None else conjunction(found)


def conjunction(found: Sequence[Term]) -> Term:
    """and(c1, and(c2, …)); `true` of no terms."""
    if not found:
        return TRUE_TERM
    result = found[-1]
    for condition in reversed(found[:-1]):
        result = Term.apply(AND, condition, result)
    return result


def strict_statements(
    clause: Clause, functions: Mapping[Symbol, Definition]
) -> tuple[Clause, Clause] | None:
    """The two theorems that show a clause as a strict equality: of values, and of domains."""
    given = domain([side for pair in clause.premises for side in pair], functions)
    left, right = domain(clause.left, functions), domain(clause.right, functions)
    if given is None or left is None or right is None:
        return None
    assumed = () if given is TRUE_TERM else ((given, TRUE_TERM),)
    premises = (*assumed, *clause.premises)
    defined = () if left is TRUE_TERM else ((left, TRUE_TERM),)
    return (
        Clause((), clause.variables, (*premises, *defined), clause.conclusion),
        Clause((), clause.variables, premises, (left, right)),
    )


def _union(parts: Sequence[Conditions]) -> Conditions:
    """All conditions in order of first occurrence."""
    some = [part for part in parts if part]
    if len(some) < 2:
        return some[0] if some else ()
    found = tuple(dict.fromkeys(condition for part in some for condition in part))
    if len(found) > MAX_CONDITIONS:
        raise NoDomain
    return found


class Domains:
    """Conditions of many terms; each subterm is read once."""

    def __init__(self, functions: Mapping[Symbol, Definition]) -> None:
        """`functions` are as for `conditions`."""
        self._reader = _Reader(functions)

    def conditions(self, term: Term) -> Conditions | None:
        """What must hold for a term to have a value; None: not known."""
        try:
            return self._reader.read(term)
        except NoDomain:
            return None


class _Reader:
    """Conditions of terms, each term once."""

    def __init__(self, functions: Mapping[Symbol, Definition]) -> None:
        self.functions = functions
        self.done: dict[Term, Conditions] = {}
        self._parts: dict[Term, tuple[Term, ...]] = {}
        self._total: dict[Symbol, bool] = {}
        self.unfoldings = 0

    def read(self, root: Term) -> Conditions:
        """Bottom-up, through definitions."""
        stack = [root]
        while stack:
            t = stack[-1]
            if t in self.done:
                stack.pop()
                continue
            parts = self._parts_of(t)
            todo = [p for p in parts if p not in self.done]
            if todo:
                stack.extend(todo)
                continue
            stack.pop()
            below = [self.done[p] for p in (parts[:1] if t.symbol is ITE else parts)]
            self.done[t] = _union([*below, self._own(t)])
        return self.done[root]

    def _parts_of(self, t: Term) -> tuple[Term, ...]:
        """The arguments, and for a function by one plain case its right side."""
        if t not in self._parts:
            if len(self._parts) >= MAX_TERMS:
                raise NoDomain
            self._parts[t] = (*t.args, *self._unfolded(t))
        return self._parts[t]

    def _unfolded(self, t: Term) -> tuple[Term, ...]:
        symbol = t.symbol
        if symbol is None or symbol.kind not in (Kind.FUNCTION, Kind.LAMBDA):
            return ()
        definition = self.functions.get(symbol)
        if isinstance(definition, Function) and len(definition.cases) == 1:
            case = definition.cases[0]
            if all(p.is_variable for p in case.left.args):
                self.unfoldings += 1
                if self.unfoldings > MAX_UNFOLDINGS:
                    raise NoDomain
                sorts: dict[Sort, Sort] = dict(zip(case.left.types, t.types, strict=True))
                binding = dict(zip(case.left.args, t.args, strict=True))
                return (case.right.instantiate(sorts, binding),)
        if not self._is_total(symbol):
            raise NoDomain
        return ()

    def _is_total(self, symbol: Symbol) -> bool:
        """Whether a definition and all those that it uses are known and use nothing partial."""
        if symbol not in self._total:
            seen, stack = {symbol}, [symbol]
            good = True
            while stack and good:
                definition = self.functions.get(stack.pop())
                good = definition is not None and not getattr(definition, "partial", False)
                for used in _symbols(definition):
                    good = good and used not in PARTIAL
                    if used not in seen and used.kind in (Kind.FUNCTION, Kind.LAMBDA):
                        seen.add(used)
                        stack.append(used)
            self._total[symbol] = good
        return self._total[symbol]

    def _own(self, t: Term) -> Conditions:
        """The conditions of the top symbol."""
        symbol = t.symbol
        if symbol is ITE:
            test, *branches = t.args
            domains = [conjunction(self.done[b]) for b in branches]
            if all(d is TRUE_TERM for d in domains):
                return ()
            return (Term.apply(ITE, test, *domains),)
        if symbol not in PARTIAL:
            return ()
        if symbol is POWER:
            return _of_power(*t.args)
        last = t.args[-1]
        if symbol in QUOTIENTS:
            return _unless(last, nonzero(last), lambda v: v != 0)
        if symbol is LOG:
            return _unless(last, positive(last), lambda v: v > 0)
        if symbol is SQRT:
            return _unless(last, nonnegative(last), lambda v: v >= 0)
        lower, upper = Term.apply(AT_MOST, MINUS_ONE, last), Term.apply(AT_MOST, last, ONE)
        return _union(
            [
                _unless(last, lower, lambda v: v >= -1),
                _unless(last, upper, lambda v: v <= 1),
            ]
        )


def _symbols(definition: Definition | None) -> Iterable[Symbol]:
    """The symbols in the right sides of a definition."""
    if definition is None:
        return ()
    cases = definition.cases if isinstance(definition, Function) else (definition.case,)
    found = (t.symbol for case in cases for t in case.right.subterms())
    return [symbol for symbol in found if symbol is not None]


def _of_power(base: Term, exponent: Term) -> Conditions:
    k = exponent.head
    if not isinstance(k, Fraction):
        at_zero = Term.apply(AND, equation_term(base, ZERO), nonnegative(exponent))
        whole = Term.apply(AND, nonzero(base), Term.apply(INTEGER, exponent))
        return (Term.apply(OR, positive(base), Term.apply(OR, at_zero, whole)),)
    if k.denominator == 1:
        return () if k >= 0 else _unless(base, nonzero(base), lambda v: v != 0)
    if k > 0:
        return _unless(base, nonnegative(base), lambda v: v >= 0)
    return _unless(base, positive(base), lambda v: v > 0)


def _unless(term: Term, condition: Term, holds: Callable[[Fraction], bool]) -> Conditions:
    """The condition on a term; of a literal nothing where it holds, else `false`."""
    value = term.head
    if not isinstance(value, Fraction):
        return (condition,)
    return () if holds(value) else (FALSE_TERM,)


def nonzero(term: Term) -> Term:
    """not(eq(term, 0))."""
    zero = Term.rational(Fraction(0)) if term.sort is RATIONAL else ZERO
    return Term.apply(NOT, equation_term(term, zero))


def positive(term: Term) -> Term:
    """0 < term."""
    return Term.apply(LESS, ZERO, term)


def nonnegative(term: Term) -> Term:
    """0 <= term."""
    return Term.apply(AT_MOST, ZERO, term)
