"""Simplification orders: Knuth-Bendix (KBO) and lexicographic path (LPO).

KBO, for weights w and a precedence >:

    s > t  iff  every variable occurs in s at least as often as in t, and one of
           w(s) > w(t)
           w(s) = w(t), t = x, s = g(..g(x)..)        with w(g) = 0, g the greatest symbol
           w(s) = w(t), head(s) > head(t)
           w(s) = w(t), head(s) = head(t), and at the first argument that differs si > ti

LPO:

    s > t  iff  t is a variable in s, or one of
           si >= t for some i
           head(s) > head(t), and s > tj for all j
           head(s) = head(t), and at the first argument that differs si > ti, and s > tj for all j

Both are strict, total on ground terms, stable under substitution and monotone. Every instance of a
polymorphic symbol counts as a symbol of its own; literals are the smallest constants, near 0 first.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping
from enum import Enum
from fractions import Fraction

from lemmata.terms.declarations import DatatypeGroup, Declaration, FunctionGroup, Lambda
from lemmata.terms.symbols import BUILT_IN, Kind, Symbol
from lemmata.terms.term import Term

Rank = tuple[object, ...]


def literal_key(value: int | Fraction) -> tuple[int, int]:
    """A key with finitely many smaller ones, so that literals descend for a finite time only."""
    number = Fraction(value)
    return (abs(number.numerator) + number.denominator, number.numerator)


class Ordering(Enum):
    """How two terms compare; incomparable terms have no Ordering."""

    LESS = "<"
    EQUAL = "="
    GREATER = ">"


def precedence(declarations: Iterable[Declaration]) -> dict[Symbol, int]:
    """Ranks for an order: constructors, then built-in symbols, then functions as declared.

    A later symbol is greater than an earlier one, so a definition rewrites to what it uses.
    """
    constructors = [s for s in BUILT_IN.values() if s.kind is Kind.CONSTRUCTOR]
    others = [s for s in BUILT_IN.values() if s.kind is not Kind.CONSTRUCTOR]
    for declaration in declarations:
        if isinstance(declaration, DatatypeGroup):
            for datatype in declaration.members:
                constructors.extend(datatype.constructors)
        elif isinstance(declaration, FunctionGroup):
            others.extend(function.symbol for function in declaration.members)
        elif isinstance(declaration, Lambda):
            others.append(declaration.symbol)
        else:
            others.extend(declaration.symbols)
    return {symbol: rank for rank, symbol in enumerate([*constructors, *others], 1)}


class Order:
    """What KBO and LPO share: the precedence. Symbols without a rank are below all others."""

    def __init__(self, ranks: Mapping[Symbol, int]) -> None:
        self.ranks = dict(ranks)
        self._heads: dict[object, Rank] = {}

    def compare(self, left: Term, right: Term) -> Ordering | None:
        """LESS, EQUAL, GREATER, or None if the terms are incomparable."""
        if left is right:
            return Ordering.EQUAL
        if self.greater(left, right):
            return Ordering.GREATER
        return Ordering.LESS if self.greater(right, left) else None

    def greater(self, left: Term, right: Term) -> bool:
        """Whether `left` is strictly greater than `right`."""
        return self.compare(left, right) is Ordering.GREATER

    def rank(self, term: Term) -> Rank:
        """The place of a term's root (no variable) in the precedence, to be compared with `<`."""
        head = term.head
        if isinstance(head, str):
            raise ValueError(f"the variable {head} has no rank")
        if not isinstance(head, Symbol):
            return (-1, str(term.sort), *literal_key(head))
        key = (head, term.types) if term.types else head
        rank = self._heads.get(key)
        if rank is None:
            rank = (self.ranks.get(head, 0), head.name, tuple(map(str, term.types)))
            self._heads[key] = rank
        return rank


class KBO(Order):
    """The Knuth-Bendix order; unlisted symbols, variables and literals weigh 1.

    Raises ValueError for weights that give no simplification order.

    >>> from lemmata.terms.symbols import BUILT_IN
    >>> plus = BUILT_IN["Int.+"]
    >>> x, y = (Term.variable(name, plus.result) for name in "xy")
    >>> order = KBO({plus: 1})
    >>> order.compare(Term.apply(plus, x, y), x)
    <Ordering.GREATER: '>'>
    >>> print(order.compare(Term.apply(plus, x, x), y))
    None
    """

    def __init__(
        self, ranks: Mapping[Symbol, int], weights: Mapping[Symbol, int] | None = None
    ) -> None:
        super().__init__(ranks)
        self.weights = dict(weights or {})
        self._weight: dict[Term, int] = {}
        self._counts: dict[Term, dict[Term, int]] = {}
        for symbol, weight in self.weights.items():
            if symbol.arity == 0 and weight < 1:
                raise ValueError(f"the constant {symbol.name} weighs less than a variable")
            if weight < 0:
                raise ValueError(f"{symbol.name} has a negative weight")
            if weight == 0 and symbol.arity == 1:
                rank = self.ranks.get(symbol, 0)
                if symbol.types or any(
                    r >= rank for other, r in self.ranks.items() if other is not symbol
                ):
                    raise ValueError(f"{symbol.name} of weight 0 is not the greatest symbol")

    def weight(self, term: Term) -> int:
        """The sum of the weights of all nodes; O(1) if no weight was given."""
        if not self.weights:
            return term.size
        done = self._weight
        if term in done:
            return done[term]
        stack = [term]
        while stack:
            top = stack[-1]
            todo = [arg for arg in top.args if arg not in done]
            if todo:
                stack.extend(todo)
                continue
            head = top.head
            own = self.weights.get(head, 1) if isinstance(head, Symbol) else 1
            done[top] = own + sum(done[arg] for arg in top.args)
            stack.pop()
        return done[term]

    def counts(self, term: Term) -> dict[Term, int]:
        """How often each variable occurs (cached: not to be altered)."""
        done = self._counts
        if term in done:
            return done[term]
        stack = [term]
        while stack:
            top = stack[-1]
            open_args = [arg for arg in top.args if arg.free and arg not in done]
            if open_args:
                stack.extend(open_args)
                continue
            stack.pop()
            if top.is_variable:
                done[top] = {top: 1}
                continue
            inner = [done[arg] for arg in top.args if arg.free]
            total = inner[0] if inner else {}
            if len(inner) > 1:
                total = dict(total)
                for more in inner[1:]:
                    for variable, count in more.items():
                        total[variable] = total.get(variable, 0) + count
            done[top] = total
        return done[term]

    def covers(self, left: Term, right: Term) -> bool:
        """Whether each variable occurs in `left` at least as often as in `right`."""
        if not right.free:
            return True
        if not right.free <= left.free:
            return False
        more = self.counts(left)
        return all(more[variable] >= count for variable, count in self.counts(right).items())

    def compare_variables(self, left: Term, right: Term) -> int:
        """Negative or positive where two distinct variables are ordered: 0, for here none are."""
        return 0

    def compare(self, left: Term, right: Term) -> Ordering | None:
        """LESS, EQUAL, GREATER or None; a loop down the first arguments that differ."""
        if left is right:
            return Ordering.EQUAL
        greater = less = True  # what the variable conditions met so far still allow
        while True:
            greater = greater and self.covers(left, right)
            less = less and self.covers(right, left)
            if not (greater or less):
                return None
            difference = self.weight(left) - self.weight(right)
            if difference == 0:
                if left.is_variable or right.is_variable:
                    difference = right.is_variable - left.is_variable
                    if difference == 0:
                        difference = self.compare_variables(left, right)
                    if difference == 0:
                        return None
                else:
                    first, second = self.rank(left), self.rank(right)
                    if first == second:
                        left, right = next(
                            (a, b) for a, b in zip(left.args, right.args, strict=True) if a is not b
                        )
                        continue
                    difference = 1 if first > second else -1
            if difference > 0:
                return Ordering.GREATER if greater else None
            return Ordering.LESS if less else None

    def greater(self, left: Term, right: Term) -> bool:
        """Whether `left` is strictly greater than `right`."""
        if not right.free <= left.free or self.weight(left) < self.weight(right):
            return False
        return self.compare(left, right) is Ordering.GREATER


class LPO(Order):
    """The lexicographic path order, arguments compared from left to right.

    >>> from lemmata.terms.symbols import BUILT_IN
    >>> plus, times = BUILT_IN["Int.+"], BUILT_IN["Int.*"]
    >>> x, y, z = (Term.variable(name, plus.result) for name in "xyz")
    >>> left = Term.apply(times, x, Term.apply(plus, y, z))
    >>> right = Term.apply(plus, Term.apply(times, x, y), Term.apply(times, x, z))
    >>> LPO({plus: 1, times: 2}).greater(left, right)
    True
    """

    def __init__(self, ranks: Mapping[Symbol, int]) -> None:
        super().__init__(ranks)
        self._known: dict[tuple[Term, Term], bool] = {}

    def greater(self, left: Term, right: Term) -> bool:
        """Whether `left` is strictly greater than `right`."""
        answer = self._quick(left, right)
        if answer is not None:
            return answer
        stack = [((left, right), self._rules(left, right))]
        sent: bool | None = None
        while stack:  # each generator asks for the pairs it needs, and is sent their answers
            key, rules = stack[-1]
            try:
                first, second = rules.send(sent)  # type: ignore[arg-type]
            except StopIteration as stop:
                stack.pop()
                sent = self._known[key] = stop.value
                continue
            sent = self._quick(first, second)
            if sent is None:
                stack.append(((first, second), self._rules(first, second)))
        return bool(sent)

    def _quick(self, left: Term, right: Term) -> bool | None:
        """The answer where it needs no search, else None."""
        if left is right or not right.free <= left.free:
            return False
        if not left.args and right.args and not self._below_constant(left, right):
            return False
        if right.is_variable:
            return True
        return self._known.get((left, right))

    def _below_constant(self, left: Term, right: Term) -> bool:
        return not left.is_variable and self.rank(left) > self.rank(right)

    def _rules(self, left: Term, right: Term) -> Generator[tuple[Term, Term], bool, bool]:
        if left.is_variable:
            return False
        first, second = self.rank(left), self.rank(right)
        rest = right.args
        if first == second:
            differ = [a is not b for a, b in zip(left.args, right.args, strict=True)]
            at = differ.index(True)
            if (yield left.args[at], right.args[at]):
                rest = right.args[at + 1 :]
            else:
                for arg in left.args[at + 1 :]:
                    if arg is right or (yield arg, right):
                        return True
                return False
        elif first < second:
            for arg in left.args:
                if arg is right or (yield arg, right):
                    return True
            return False
        for arg in rest:
            if not (yield left, arg):
                return False
        return True
