"""Which equations completion need not keep: subsumed, AC-trivial, or joinable for all orders.

s = t an instance of l = r, perhaps within equal contexts        subsumed
s, t equal modulo AC of a symbol whose AC laws are in use        AC-trivial, as those laws
                                                                 and f(x,f(y,z)) = f(y,f(x,z))
                                                                 rewrite ground terms to one form
for each order (<, = or >) of the variables of s = t,            ground joinable
s and t have a common normal form when instances may be
compared under that order
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lemmata.search.equations import Equations
from lemmata.search.rewriting import Rewriter
from lemmata.terms.ac import ac_equal
from lemmata.terms.matching import match_rigid, variables_in_order
from lemmata.terms.orders import KBO, Ordering
from lemmata.terms.symbols import Symbol
from lemmata.terms.term import Term

MAX_VARIABLES = 4


def subsumed(left: Term, right: Term, equations: Equations) -> bool:
    """Whether an equation that the order does not orient has this one as an instance."""
    while left is not right:
        for _, direction in equations.unordered.generalisations(left):
            binding = match_rigid(direction.left, left)
            if binding is not None and match_rigid(direction.right, right, binding) is not None:
                return True
        if left.head is not right.head or left.types != right.types:
            return False
        pairs = [(a, b) for a, b in zip(left.args, right.args, strict=True) if a is not b]
        if len(pairs) != 1:
            return False
        left, right = pairs[0]
    return True


def law(left: Term, right: Term) -> tuple[str, Symbol] | None:
    """Whether an equation is one of the laws of AC, up to renaming: its name and the symbol.

    "commutative": f(x, y) = f(y, x); "associative": f(f(x, y), z) = f(x, f(y, z));
    "exchange": f(x, f(y, z)) = f(y, f(x, z)).
    """
    symbol = left.symbol
    if symbol is None or symbol.types or len(left.args) != 2 or right.head is not symbol:
        return None
    x, rest = left.args
    if x.is_variable and rest.is_variable:
        return ("commutative", symbol) if x is not rest and right.args == (rest, x) else None
    if x.is_variable and rest.head is symbol and _distinct(x, *rest.args):
        y, z = rest.args
        exchange = Term.apply(symbol, y, Term.apply(symbol, x, z))
        return ("exchange", symbol) if right is exchange else None
    if rest.is_variable and x.head is symbol and _distinct(*x.args, rest):
        y, z = x.args
        nested = Term.apply(symbol, y, Term.apply(symbol, z, rest))
        return ("associative", symbol) if right is nested else None
    return None


def is_law(left: Term, right: Term) -> bool:
    """Whether an equation is, in either direction, one of the laws that `law` knows."""
    return law(left, right) is not None or law(right, left) is not None


def _distinct(*terms: Term) -> bool:
    return all(t.is_variable for t in terms) and len(set(terms)) == len(terms)


class VariableOrder(KBO):
    """KBO under the assumption that the listed variables descend: the first is the greatest.

    If x > y then x may pay for y in the variable condition: an instance of x weighs at least as
    much. So the counts are compared summed up from the greatest variable on.
    """

    def __init__(self, base: KBO, descending: Sequence[Term]) -> None:
        super().__init__(base.ranks, base.weights)
        self._weight, self._counts = base._weight, base._counts
        self._heads = base._heads
        self.place = {variable: i for i, variable in enumerate(descending)}

    def covers(self, left: Term, right: Term) -> bool:
        """Whether the variables of `left` weigh at least as much as those of `right`."""
        if not right.free:
            return True
        if not left.free:
            return False
        more, less = self.counts(left), self.counts(right)
        total = 0
        for variable in self.place:
            total += more.get(variable, 0) - less.get(variable, 0)
            if total < 0:
                return False
        return True

    def compare_variables(self, left: Term, right: Term) -> int:
        """Positive if `left` is assumed to be greater."""
        return self.place[right] - self.place[left]

    def greater(self, left: Term, right: Term) -> bool:
        """Whether `left` is greater for all values that satisfy the assumption."""
        if self.weight(left) < self.weight(right):
            return False
        return self.compare(left, right) is Ordering.GREATER


def arrangements(variables: Sequence[Term]) -> Iterator[tuple[tuple[Term, ...], ...]]:
    """All orders of the variables, as blocks of equal ones of one sort, greatest block first.

    >>> from lemmata.terms.sorts import INT
    >>> list(arrangements([Term.variable("x", INT), Term.variable("y", INT)]))
    [((Term(x),), (Term(y),)), ((Term(x), Term(y)),), ((Term(y),), (Term(x),))]
    """
    if not variables:
        yield ()
        return
    *rest, last = variables
    for blocks in arrangements(rest):
        for i in range(len(blocks), -1, -1):
            yield (*blocks[:i], (last,), *blocks[i:])
            if i and blocks[i - 1][0].sort is last.sort:
                yield (*blocks[: i - 1], (*blocks[i - 1], last), *blocks[i:])


class GroundJoiner:
    """Decides ground joinability, remembering normal forms under each order of variables."""

    def __init__(self, equations: Equations, order: KBO) -> None:
        self.equations = equations
        self.order = order
        self._rewriters: dict[tuple[Term, ...], Rewriter] = {}

    def joinable(self, left: Term, right: Term, ac: Sequence[Symbol]) -> bool:
        """Whether the sides meet under every order of their variables, at most four of them."""
        variables = variables_in_order(left, right)
        if not 2 <= len(variables) <= MAX_VARIABLES:
            return False
        return all(self._joins(left, right, blocks, ac) for blocks in arrangements(variables))

    def _joins(
        self, left: Term, right: Term, blocks: tuple[tuple[Term, ...], ...], ac: Sequence[Symbol]
    ) -> bool:
        equal = {v: block[0] for block in blocks for v in block[1:]}
        descending = tuple(block[0] for block in blocks)
        rewriter = self._rewriters.get(descending)
        if rewriter is None:
            rewriter = Rewriter(self.equations, VariableOrder(self.order, descending))
            self._rewriters[descending] = rewriter
        first = rewriter.normal(left.substitute(equal))
        second = rewriter.normal(right.substitute(equal))
        if first is second:
            return True
        return bool(ac) and ac_equal(first, second, ac)
