"""Terms of the real numbers as fractions of polynomials over atoms.

An atom is a maximal subterm that is not built by + - * / neg, literals and literal integer powers;
a quotient whose denominator is not known to be non-zero is an atom, too. This mirrors what the
kernel's rule `field` may assume (FORMAT.md section 6).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction

from lemmata.search.simplify import polynomial as poly
from lemmata.search.simplify import real
from lemmata.search.simplify.polynomial import ONE, Polynomial, TooLarge
from lemmata.terms.term import Term

Ratio = tuple[Polynomial, Polynomial]
MAX_EXPONENT = 60
RING = {real.ADD, real.SUB, real.MUL, real.NEG}


@dataclass
class Atoms:
    """Indeterminates and the terms that they stand for."""

    terms: list[Term] = field(default_factory=list)
    numbers: dict[Term, int] = field(default_factory=dict)

    def number(self, term: Term) -> int:
        """The indeterminate of a term; a new one if it has none."""
        found = self.numbers.get(term)
        if found is None:
            found = self.numbers[term] = len(self.terms)
            self.terms.append(term)
        return found


@dataclass
class Reader:
    """Reads terms as ratios; `nonzero(d)` says whether d != 0 is known."""

    nonzero: Callable[[Term], bool]
    atoms: Atoms = field(default_factory=Atoms)
    _done: dict[Term, Ratio] = field(default_factory=dict)
    _denominators: dict[Term, bool] = field(default_factory=dict)

    def read(self, root: Term) -> Ratio:
        """(numerator, denominator), not cancelled; raises `TooLarge`."""
        stack = [root]
        done = self._done
        while stack:
            term = stack[-1]
            if term in done:
                stack.pop()
                continue
            parts = self._parts(term)
            todo = [p for p in parts if p not in done]
            if todo:
                stack.extend(reversed(todo))
                continue
            stack.pop()
            done[term] = self._combine(term, [done[p] for p in parts])
        return done[root]

    def forget(self) -> None:
        """More may be known to be non-zero now."""
        self._done.clear()
        self._denominators = {t: known for t, known in self._denominators.items() if known}

    def denominators(self, root: Term) -> list[Term]:
        """The denominators (and bases of negative powers) that reading goes into."""
        found: dict[Term, None] = {}
        stack, seen = [root], {root}
        while stack:
            term = stack.pop()
            inside = self._parts(term)
            if inside and term.symbol in (real.DIV, real.POW):
                below = term.args[1] if term.symbol is real.DIV else term.args[0]
                negative = term.symbol is real.DIV or _exponent(term) < 0
                if negative and not real.is_number(below):
                    found.setdefault(below)
            for part in reversed(inside):
                if part not in seen:
                    seen.add(part)
                    stack.append(part)
        return list(found)

    def is_atom(self, term: Term) -> bool:
        """Whether a term is an indeterminate when it is read."""
        return not real.is_number(term) and not self._parts(term)

    def _parts(self, term: Term) -> tuple[Term, ...]:
        """The subterms through which reading goes; empty for atoms and literals."""
        symbol = term.symbol
        if symbol in RING:
            return term.args
        if symbol is real.DIV and self._divides(term.args[1]):
            return term.args
        if symbol is real.POW and real.is_number(term.args[1]):
            n = term.args[1].head
            assert isinstance(n, Fraction)
            small = n.denominator == 1 and abs(n) <= MAX_EXPONENT
            if small and (n >= 0 or self._divides(term.args[0])):
                return term.args[:1]
        return ()

    def _divides(self, term: Term) -> bool:
        if real.is_number(term):
            return term.head != 0
        if term not in self._denominators:
            self._denominators[term] = self.nonzero(term)
        return self._denominators[term]

    def _combine(self, term: Term, parts: list[Ratio]) -> Ratio:
        symbol = term.symbol
        if not parts:
            if real.is_number(term):
                assert isinstance(term.head, Fraction)
                return poly.constant(term.head), ONE
            return poly.indeterminate(self.atoms.number(term)), ONE
        if symbol is real.NEG:
            return poly.scale(parts[0][0], -1), parts[0][1]
        if symbol is real.POW:
            return _power(parts[0], _exponent(term))
        (a, b), (c, d) = parts
        if symbol is real.MUL:
            return poly.mul(a, c), poly.mul(b, d)
        if symbol is real.DIV:
            return poly.mul(a, d), poly.mul(b, c)
        sign = 1 if symbol is real.ADD else -1
        if b == d:
            return poly.add(a, c, sign), b
        return poly.add(poly.mul(a, d), poly.mul(c, b), sign), poly.mul(b, d)


def _exponent(term: Term) -> int:
    head = term.args[1].head
    assert isinstance(head, Fraction)
    return int(head)


def _power(base: Ratio, n: int) -> Ratio:
    above, below = base if n >= 0 else (base[1], base[0])
    return poly.power(above, abs(n)), poly.power(below, abs(n))


def cancelled(ratio: Ratio) -> Ratio:
    """In lowest terms: coprime, the denominator primitive with positive leading coefficient."""
    above, below = ratio
    if not below:
        raise TooLarge
    if not above:
        return {}, ONE
    if poly.value(below) is None:
        shared = poly.common_divisor(above, below)
        if shared != ONE:
            above, below = _exact(above, shared), _exact(below, shared)
    factor = poly.content(below)
    return poly.scale(above, 1 / factor), poly.scale(below, 1 / factor)


def _exact(p: Polynomial, q: Polynomial) -> Polynomial:
    found = poly.divide(p, q)
    if found is None:
        raise TooLarge
    return found
