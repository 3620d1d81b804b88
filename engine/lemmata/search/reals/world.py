"""Real terms as polynomials over atoms, among them the inverses 1/d of what is known not to be 0.

A quotient whose denominator may be zero is an atom of its own. Reading and writing back is one
`field` step, whose premises are the d != 0 that were used.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from lemmata.proof.nodes import Node
from lemmata.search.reals.kit import Kit
from lemmata.search.simplify import polynomial as poly
from lemmata.search.simplify import real
from lemmata.search.simplify.polynomial import Monomial, Polynomial
from lemmata.terms.term import Term

MAX_EXPONENT = 40
BINARY = (real.ADD, real.SUB, real.MUL, real.DIV)


class World:
    """Atoms and their numbers; `nonzero(d)` proves d != 0 or gives None."""

    def __init__(self, kit: Kit, nonzero: Callable[[Term], Node | None]) -> None:
        self.kit, self.prove_nonzero = kit, nonzero
        self.atoms: list[Term] = []
        self.numbers: dict[Term, int] = {}
        self.inverses: dict[tuple[tuple[Monomial, Fraction], ...], int] = {}
        self.denominators: dict[int, Term] = {}
        self.known: dict[Term, Node | None] = {}
        self.done: dict[Term, Polynomial] = {}

    def number(self, term: Term) -> int:
        """The number of an atom."""
        if term not in self.numbers:
            self.numbers[term] = len(self.atoms)
            self.atoms.append(term)
        return self.numbers[term]

    def nonzero(self, term: Term) -> Node | None:
        """A proof of term != 0; remembered."""
        if term not in self.known:
            self.known[term] = None
            self.known[term] = self.prove_nonzero(term)
        return self.known[term]

    def read(self, root: Term) -> Polynomial:
        """The polynomial of a term; raises `TooLarge`."""
        stack = [root]
        while stack:
            term = stack[-1]
            if term in self.done:
                stack.pop()
                continue
            parts = self._parts(term)
            todo = [p for p in parts if p not in self.done]
            if todo:
                stack.extend(reversed(todo))
                continue
            stack.pop()
            self.done[term] = self._cancelled(self._combine(term, [self.done[p] for p in parts]))
        return self.done[root]

    def _cancelled(self, p: Polynomial) -> Polynomial:
        """x * (1/x) is 1 in every monomial, x an atom."""
        pairs = {i: self.numbers[d] for i, d in self.denominators.items() if d in self.numbers}
        if not any(i in pairs for m in p for i, _ in m):
            return p
        found: Polynomial = {}
        for m, c in p.items():
            powers = dict(m)
            for i, j in pairs.items():
                k = min(powers.get(i, 0), powers.get(j, 0))
                if k:
                    powers[i] -= k
                    powers[j] -= k
            short = tuple(sorted((i, e) for i, e in powers.items() if e))
            found = poly.add(found, {short: c})
        return found

    def _parts(self, term: Term) -> tuple[Term, ...]:
        symbol = term.symbol
        if symbol in BINARY or symbol is real.NEG:
            return term.args
        if symbol is real.POW and exponent(term) is not None:
            return term.args[:1]
        return ()

    def _combine(self, term: Term, parts: list[Polynomial]) -> Polynomial:
        symbol = term.symbol
        if real.is_number(term):
            return poly.constant(Fraction(str(term.head)))
        if not parts:
            return poly.indeterminate(self.number(term))
        if symbol is real.NEG:
            return poly.scale(parts[0], -1)
        if symbol is real.POW:
            k = exponent(term) or 0
            if k >= 0:
                return poly.power(parts[0], k)
            below = self._inverse(term.args[0], parts[0])
            opaque = poly.indeterminate(self.number(term))
            return opaque if below is None else poly.power(below, -k)
        first, second = parts
        if symbol is real.MUL:
            return poly.mul(first, second)
        if symbol is real.DIV:
            below = self._inverse(term.args[1], second)
            if below is None:
                return poly.indeterminate(self.number(term))
            return poly.mul(first, below)
        return poly.add(first, second, 1 if symbol is real.ADD else -1)

    def _inverse(self, term: Term, p: Polynomial) -> Polynomial | None:
        """1/term as a polynomial, None if term may be zero."""
        single = poly.value(p)
        if single is not None:
            return poly.constant(1 / single) if single else None
        if self.nonzero(term) is None:
            return None
        if len(p) == 1:
            ((m, c),) = p.items()
            parts = [self._atom_inverse(i) for i, _ in m]
            if all(q is not None for q in parts):
                found = poly.constant(1 / c)
                for q, (_, e) in zip(parts, m, strict=True):
                    found = poly.mul(found, poly.power(q or {}, e))
                return found
        return self._opaque_inverse(term, p)

    def _atom_inverse(self, i: int) -> Polynomial | None:
        if i in self.denominators:
            return self.read(self.denominators[i])
        if self.nonzero(self.atoms[i]) is None:
            return None
        return self._opaque_inverse(self.atoms[i], poly.indeterminate(i))

    def _opaque_inverse(self, term: Term, p: Polynomial) -> Polynomial:
        factor = p[poly.leading(p)]
        key = tuple(sorted((m, c / factor) for m, c in p.items()))
        if key not in self.inverses:
            atom = self.number(real.div(real.ONE, term))
            self.inverses[key] = atom
            self.denominators[atom] = term
        atom = self.inverses[key]
        own = self.read(self.denominators[atom])
        return poly.scale(poly.indeterminate(atom), own[poly.leading(own)] / factor)

    def inverse_laws(self) -> list[tuple[Node, Polynomial]]:
        """d * (1/d) = 1 for each inverse in use, with the difference of its sides."""
        found = []
        for i, d in list(self.denominators.items()):
            product = poly.mul(self.read(d), poly.indeterminate(i))
            node = self.field(real.mul(d, self.atoms[i]), real.ONE)
            found.append((node, poly.add(product, poly.ONE, -1)))
        return found

    def field(self, left: Term, right: Term) -> Node:
        """left = right by one `field` step with the premises that either side needs."""
        needed: dict[Term, Node] = {}
        for side in (left, right):
            for t in side.subterms():
                negative = t.symbol is real.POW and (exponent(t) or 0) < 0
                if t.symbol is real.DIV or negative:
                    below = t.args[1] if t.symbol is real.DIV else t.args[0]
                    proof = self.known.get(below)
                    if proof is not None:
                        needed[below] = proof
        return self.kit.field(left, right, list(needed.values()))

    # Back to terms

    def write(self, p: Polynomial) -> Term:
        """A sum of products in an order that depends on the atoms alone."""
        names = {i: (self.atoms[i].size, str(self.atoms[i])) for i in poly.indeterminates(p)}

        def rank(m: Monomial) -> tuple[object, ...]:
            return -sum(e for _, e in m), sorted((names[i], -e) for i, e in m)

        total: Term | None = None
        for m in sorted(p, key=rank):
            c = p[m]
            if total is None:
                total = self._product(c, m, names)
            elif c < 0:
                total = real.sub(total, self._product(-c, m, names))
            else:
                total = real.add(total, self._product(c, m, names))
        return real.ZERO if total is None else total

    def _product(self, c: Fraction, m: Monomial, names: dict[int, tuple[int, str]]) -> Term:
        found: Term | None = None
        for i, e in sorted(m, key=lambda f: names[f[0]]):
            factor = real.power(self.atoms[i], e)
            found = factor if found is None else real.mul(found, factor)
        if found is None:
            return real.number(c)
        return found if c == 1 else real.mul(real.number(c), found)

    def canonical(self, term: Term) -> Node:
        """term = its polynomial written out."""
        return self.field(term, self.write(self.read(term)))


def exponent(term: Term) -> int | None:
    """The exponent of a power with a literal integer exponent of moderate size."""
    if term.symbol is not real.POW or not real.is_number(term.args[1]):
        return None
    k = Fraction(str(term.args[1].head))
    return int(k) if k.denominator == 1 and abs(k) <= MAX_EXPONENT else None
