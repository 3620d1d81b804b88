"""Polynomials and fractions as terms again: expanded, factored, collected; the cheapest is chosen.

Products come as coefficient * powers, sums with their largest monomials first; a negative
coefficient is written with a minus sign, a fraction a/b as a division by b.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import isqrt

from lemmata.search.simplify import polynomial as poly
from lemmata.search.simplify import real
from lemmata.search.simplify.factoring import factors
from lemmata.search.simplify.polynomial import ONE, Monomial, Polynomial
from lemmata.search.simplify.rational import Atoms, Ratio
from lemmata.terms.term import Term

MAX_FACTORED = 60
MAX_COLLECTED = 400
SMALL_PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37)


class Writer:
    """Writes polynomials over the given atoms."""

    def __init__(self, atoms: Atoms) -> None:
        self.atoms = atoms
        self._keys: dict[int, tuple[object, ...]] = {}

    # Orders

    def key(self, i: int) -> tuple[object, ...]:
        """Variables before constants before other atoms, then by name and size."""
        if i not in self._keys:
            term = self.atoms.terms[i]
            kind = 0 if term.is_variable else 1
            self._keys[i] = (kind, term.size if kind else 0, str(term))
        return self._keys[i]

    def sorted_powers(self, m: Monomial) -> list[tuple[int, int]]:
        """The powers of a monomial in printing order."""
        return sorted(m, key=lambda f: self.key(f[0]))

    def sorted_monomials(self, p: Polynomial) -> list[Monomial]:
        """Largest total degree first, then alphabetically."""

        def rank(m: Monomial) -> tuple[object, ...]:
            powers = [(self.key(i), -e) for i, e in self.sorted_powers(m)]
            return -sum(e for _, e in m), powers

        return sorted(p, key=rank)

    # Terms

    def monomial(self, m: Monomial) -> Term | None:
        """The product of powers, None for the empty one."""
        product: Term | None = None
        for i, e in self.sorted_powers(m):
            factor = real.power(self.atoms.terms[i], e)
            product = factor if product is None else real.mul(product, factor)
        return product

    def expanded(self, p: Polynomial) -> Term:
        """A sum of monomials."""
        return signed_sum([(p[m], self.monomial(m)) for m in self.sorted_monomials(p)])

    def factored(self, p: Polynomial) -> Term:
        """A product of the factors that are found."""
        if not p:
            return real.ZERO
        number, found = factors(p)
        parts: list[Term] = []
        for f, e in found:
            if len(f) == 1 and e > 0:
                ((m, c),) = f.items()
                if c == 1 and len(m) == 1:
                    parts.append(real.power(self.atoms.terms[m[0][0]], m[0][1] * e))
                    continue
            parts.append(real.power(self.collected(f), e))
        return scaled(number, product(parts))

    def collected(self, p: Polynomial) -> Term:
        """Greedy Horner: the commonest atom is taken out of the monomials that have it."""
        if len(p) > MAX_COLLECTED:
            return self.expanded(p)
        return signed_sum(self._items(p, 0))

    def _items(self, p: Polynomial, depth: int) -> list[tuple[Fraction, Term | None]]:
        counts: dict[int, int] = {}
        for m in p:
            for i, _ in m:
                counts[i] = counts.get(i, 0) + 1
        best = min(counts, key=lambda i: (-counts[i], self.key(i)), default=None)
        if best is None or counts[best] < 2 or depth > 40:
            return [(p[m], self.monomial(m)) for m in self.sorted_monomials(p)]
        inside = {m: c for m, c in p.items() if best in dict(m)}
        shared = poly.common_monomial((inside,))
        divided = poly.divide(inside, {shared: Fraction(1)})
        assert divided is not None
        number = poly.content(divided)
        divided = poly.scale(divided, 1 / number)
        outer = self.monomial(shared)
        inner = signed_sum(self._items(divided, depth + 1))
        parts = [t for t in (outer, inner if divided != ONE else None) if t is not None]
        rest = {m: c for m, c in p.items() if m not in inside}
        return [(number, product(parts)), *(self._items(rest, depth + 1) if rest else [])]

    def squared(self, ratio: Ratio) -> tuple[Term, Term] | None:
        """(s, r) with s^2 * r equal to the ratio, s as large as possible; None if it is 1."""
        above, below = ratio
        if not above:
            return None
        up, tops = factors(above)
        down, bottoms = factors(below)
        root, rest = _square_part(up / down)
        outside = [real.power(self.factored(f), e // 2) for f, e in tops if e > 1]
        inside = [real.power(self.factored(f), e % 2) for f, e in tops if e % 2]
        under = [real.power(self.factored(f), (e + 1) // 2) for f, e in bottoms]
        inside += [self.factored(f) for f, e in bottoms if e % 2]
        s = scaled(root, product(outside))
        if under:
            s = real.div(s, product(under) or real.ONE)
        return None if s is real.ONE else (s, scaled(rest, product(inside)))

    # Fractions

    def fractions(self, ratio: Ratio) -> Iterator[Term]:
        """Ways to write a fraction in lowest terms."""
        above, below = ratio
        if poly.value(below) is not None:
            yield from dict.fromkeys(self.polynomials(above))
            return
        factor = poly.content(above).denominator
        above, below = poly.scale(above, factor), poly.scale(below, factor)
        tops = list(dict.fromkeys(self.polynomials(above)))[:3]
        bottoms = list(dict.fromkeys(self.polynomials(below)))[:3]
        for bottom in bottoms:
            for top in tops:
                yield quotient(top, bottom)
        yield from self._parts(above, below, bottoms)

    def _parts(
        self, above: Polynomial, below: Polynomial, bottoms: Sequence[Term]
    ) -> Iterator[Term]:
        """The sum of a polynomial and a proper fraction; each monomial over the denominator."""
        if len(below) == 1 and 1 < len(above) <= 6:
            items = []
            for m in self.sorted_monomials(above):
                top, bottom = _reduce({m: above[m]}, below)
                number = poly.content(top) / poly.content(bottom)
                top, bottom = poly.primitive(top), poly.primitive(bottom)
                if bottom == ONE:
                    items.append((number, self.monomial(next(iter(top)))))
                else:
                    items.append((number, quotient(self.expanded(top), self.expanded(bottom))))
            yield signed_sum(items)
        for i in sorted(poly.indeterminates(below)):
            if poly.degree(above, i) < poly.degree(below, i) or len(below) == 1:
                continue
            whole, left = _division(above, below, i)
            if whole:
                number = poly.content(left)
                last = quotient(self.expanded(poly.scale(left, 1 / number)), bottoms[0])
                items = [(whole[m], self.monomial(m)) for m in self.sorted_monomials(whole)]
                yield signed_sum([*items, (number, last)] if left else items)

    def polynomials(self, p: Polynomial) -> Iterator[Term]:
        """Ways to write a polynomial."""
        yield self.expanded(p)
        if 1 < len(p) <= MAX_FACTORED:
            yield self.factored(p)
        if len(p) > 2:
            yield self.collected(p)


def _square_part(number: Fraction) -> tuple[Fraction, Fraction]:
    """(s, r) with s^2 * r = number, r an integer without small square factors."""
    n, root = number.numerator * number.denominator, Fraction(1, number.denominator)
    for p in SMALL_PRIMES:
        while n % (p * p) == 0 and n:
            n //= p * p
            root *= p
    k = isqrt(abs(n))
    if k * k == abs(n) and k:
        n, root = n // (k * k), root * k
    return root, Fraction(n)


def _reduce(p: Polynomial, q: Polynomial) -> Ratio:
    shared = poly.common_monomial((p, q))
    return tuple(  # type: ignore[return-value]
        {m: c for n, c in r.items() if (m := poly.over(n, shared)) is not None} for r in (p, q)
    )


def _division(p: Polynomial, q: Polynomial, i: int) -> tuple[Polynomial, Polynomial]:
    """Division with remainder in x_i; no quotient where q's leading coefficient is no number."""
    n = poly.degree(q, i)
    lead = poly.value(poly.coefficients(q, i)[n])
    if lead is None:
        return {}, p
    whole: Polynomial = {}
    rest = p
    while rest and poly.degree(rest, i) >= n:
        d = poly.degree(rest, i)
        shift: Monomial = ((i, d - n),) if d > n else ()
        top = poly.mul(poly.coefficients(rest, i)[d], {shift: 1 / lead})
        whole = poly.add(whole, top)
        rest = poly.add(rest, poly.mul(top, q), -1)
    return whole, rest


def product(parts: Sequence[Term]) -> Term | None:
    """The left-nested product, None for no factor."""
    found: Term | None = None
    for part in parts:
        found = part if found is None else real.mul(found, part)
    return found


def scaled(number: Fraction, term: Term | None) -> Term:
    """number * term in its shortest form."""
    if term is None:
        return real.number(number)
    if number == 1:
        return term
    if number < 0:
        if number == -1:
            return real.neg(term)
        return _times(number, term)
    return _times(number, term)


def _times(number: Fraction, term: Term) -> Term:
    above, below = number.numerator, number.denominator
    if above == -1:
        found = real.neg(term)
    else:
        found = term if above == 1 else _literal_first(Fraction(above), term)
    return found if below == 1 else real.div(found, real.number(below))


def _literal_first(number: Fraction, term: Term) -> Term:
    """number * (a * b) as (number * a) * b."""
    spine: list[Term] = []
    while term.symbol is real.MUL:
        spine.append(term.args[1])
        term = term.args[0]
    if term.symbol is real.DIV:
        found = real.div(_literal_first(number, term.args[0]), term.args[1])
        if real.is_number(term.args[0]):
            assert isinstance(term.args[0].head, Fraction)
            found = real.div(real.number(number * term.args[0].head), term.args[1])
    else:
        found = real.mul(real.number(number), term)
    for factor in reversed(spine):
        found = real.mul(found, factor)
    return found


def signed_sum(items: Sequence[tuple[Fraction, Term | None]]) -> Term:
    """The left-nested sum of number * term; a positive one goes first where there is one."""
    if not items:
        return real.ZERO
    items = list(items)
    first = next((k for k, (c, _) in enumerate(items) if c > 0), 0)
    items.insert(0, items.pop(first))
    found = scaled(*items[0])
    for c, t in items[1:]:
        found = real.add(found, scaled(c, t)) if c > 0 else real.sub(found, scaled(-c, t))
    return found


def quotient(above: Term, below: Term) -> Term:
    """above / below; a minus sign stays outside."""
    if below is real.ONE:
        return above
    if above.symbol is real.NEG:
        return real.neg(real.div(above.args[0], below))
    return real.div(above, below)
