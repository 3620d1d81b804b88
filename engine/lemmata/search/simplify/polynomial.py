"""Polynomials with rational coefficients in numbered indeterminates.

A monomial is a tuple of (indeterminate, exponent) pairs in increasing order of indeterminates, a
polynomial a dict from monomials to non-zero Fractions. Greatest common divisors are computed by
primitive remainder sequences, one indeterminate after the other (Knuth, TAOCP 2, 4.6.1).
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import gcd, lcm

Monomial = tuple[tuple[int, int], ...]
Polynomial = dict[Monomial, Fraction]
ONE: Polynomial = {(): Fraction(1)}
MAX_MONOMIALS = 2_000


class TooLarge(Exception):
    """A polynomial has more monomials than are worth handling."""


def constant(value: Fraction | int) -> Polynomial:
    """The polynomial of a number."""
    return {(): Fraction(value)} if value else {}


def indeterminate(i: int) -> Polynomial:
    """The polynomial x_i."""
    return {((i, 1),): Fraction(1)}


def value(p: Polynomial) -> Fraction | None:
    """The number that a constant polynomial is, None for others."""
    if not p:
        return Fraction(0)
    return p[()] if len(p) == 1 and () in p else None


def add(p: Polynomial, q: Polynomial, factor: Fraction | int = 1) -> Polynomial:
    """p + factor * q."""
    found = dict(p)
    for m, c in q.items():
        new = found.get(m, 0) + factor * c
        if new:
            found[m] = new
        else:
            found.pop(m, None)
    return found


def scale(p: Polynomial, factor: Fraction | int) -> Polynomial:
    """factor * p."""
    return {m: c * factor for m, c in p.items()} if factor else {}


def times(a: Monomial, b: Monomial) -> Monomial:
    """The product of two monomials."""
    if not a or not b:
        return a or b
    powers = dict(a)
    for i, e in b:
        powers[i] = powers.get(i, 0) + e
    return tuple(sorted(powers.items()))


def over(a: Monomial, b: Monomial) -> Monomial | None:
    """The quotient of two monomials, None if b does not divide a."""
    powers = dict(a)
    for i, e in b:
        left = powers.get(i, 0) - e
        if left < 0:
            return None
        if left:
            powers[i] = left
        else:
            del powers[i]
    return tuple(sorted(powers.items()))


def mul(p: Polynomial, q: Polynomial) -> Polynomial:
    """p * q; raises `TooLarge`."""
    if len(p) * len(q) > 20 * MAX_MONOMIALS:
        raise TooLarge
    found: Polynomial = {}
    for a, c in p.items():
        for b, d in q.items():
            m = times(a, b)
            new = found.get(m, 0) + c * d
            if new:
                found[m] = new
            else:
                del found[m]
    if len(found) > MAX_MONOMIALS:
        raise TooLarge
    return found


def power(p: Polynomial, n: int) -> Polynomial:
    """p^n for n >= 0; raises `TooLarge`."""
    if (len(p) > 1 and n > 60) or any(c.numerator.bit_length() * n > 20_000 for c in p.values()):
        raise TooLarge
    found = ONE
    for bit in bin(n)[2:]:
        found = mul(found, found)
        if bit == "1":
            found = mul(found, p)
    return found


def indeterminates(p: Polynomial) -> set[int]:
    """The indeterminates that occur."""
    return {i for m in p for i, _ in m}


def degree(p: Polynomial, i: int) -> int:
    """The degree in one indeterminate, -1 for the zero polynomial."""
    return max((dict(m).get(i, 0) for m in p), default=-1)


def total_degree(p: Polynomial) -> int:
    """The largest sum of exponents."""
    return max((sum(e for _, e in m) for m in p), default=-1)


def coefficients(p: Polynomial, i: int) -> dict[int, Polynomial]:
    """p as a polynomial in x_i: exponent -> coefficient."""
    found: dict[int, Polynomial] = {}
    for m, c in p.items():
        e = dict(m).get(i, 0)
        found.setdefault(e, {})[tuple(f for f in m if f[0] != i)] = c
    return found


def leading(p: Polynomial) -> Monomial:
    """The largest monomial: by total degree, then by the smallest indeterminates."""
    return max(p, key=order)


def order(m: Monomial) -> tuple[int, list[tuple[int, int]]]:
    """A sort key for monomials; larger means earlier in print."""
    return sum(e for _, e in m), [(-i, e) for i, e in m]


def content(p: Polynomial) -> Fraction:
    """The rational number c such that p / c has coprime integer coefficients; c has p's sign."""
    if not p:
        return Fraction(1)
    numerators = gcd(*(c.numerator for c in p.values()))
    denominators = lcm(*(c.denominator for c in p.values()))
    sign = -1 if p[leading(p)] < 0 else 1
    return Fraction(sign * numerators, denominators)


def common_monomial(ps: Iterable[Polynomial]) -> Monomial:
    """The largest monomial that divides every monomial of every polynomial."""
    common: dict[int, int] | None = None
    for p in ps:
        for m in p:
            powers = dict(m)
            if common is None:
                common = powers
            else:
                common = {i: min(e, powers[i]) for i, e in common.items() if i in powers}
    return tuple(sorted((common or {}).items()))


def divide(p: Polynomial, q: Polynomial) -> Polynomial | None:
    """p / q where q divides p exactly, else None."""
    if not q:
        return None
    single = value(q)
    if single is not None:
        return scale(p, 1 / single)
    lead = max(q, key=_lex)
    found: Polynomial = {}
    rest = dict(p)
    while rest:
        top = max(rest, key=_lex)
        m = over(top, lead)
        if m is None or len(found) > MAX_MONOMIALS:
            return None
        c = rest[top] / q[lead]
        found[m] = c
        rest = add(rest, mul(q, {m: c}), -1)
    return found


def _lex(m: Monomial) -> list[tuple[int, int]]:
    """Lexicographic: compatible with multiplication, decided by the first indeterminate."""
    return [(-i, e) for i, e in m]


def common_divisor(p: Polynomial, q: Polynomial) -> Polynomial:
    """A greatest common divisor with coprime integer coefficients and positive leading one."""
    if not p or not q:
        return primitive(p or q)
    shared = common_monomial((p, q))
    p, q = ({_quotient(m, common_monomial((r,))): c for m, c in r.items()} for r in (p, q))
    both = sorted(indeterminates(p) & indeterminates(q))
    only = (indeterminates(p) | indeterminates(q)) - set(both)
    found = ONE
    if both:
        i = min(both, key=lambda j: max(degree(p, j), degree(q, j)))
        found = _divisor_in(p, q, i) if not only else _divisor_in_common(p, q, only, i)
    return primitive(mul(found, {shared: Fraction(1)}))


def _quotient(a: Monomial, b: Monomial) -> Monomial:
    found = over(a, b)
    assert found is not None
    return found


def _divisor_in_common(p: Polynomial, q: Polynomial, only: set[int], i: int) -> Polynomial:
    """A common divisor is free of what occurs in one polynomial only: it divides the parts."""
    parts = [p, q]
    for j in only:
        parts = [c for r in parts for c in coefficients(r, j).values()]
    parts.sort(key=len)
    found = parts[0]
    for part in parts[1:]:
        found = common_divisor(found, part)
        if value(found) is not None:
            return ONE
    return found


def _divisor_in(p: Polynomial, q: Polynomial, i: int) -> Polynomial:
    """Primitive remainder sequence in x_i."""
    outer = _content_in(p, i), _content_in(q, i)
    a, b = divide(p, outer[0]), divide(q, outer[1])
    assert a is not None
    assert b is not None
    if degree(a, i) < degree(b, i):
        a, b = b, a
    while b:
        if degree(b, i) == 0:
            a = ONE
            break
        remainder = _pseudo_remainder(a, b, i)
        a = b
        b = divide(remainder, _content_in(remainder, i)) or {}
    return mul(a, common_divisor(*outer))


def _content_in(p: Polynomial, i: int) -> Polynomial:
    """The greatest common divisor of the coefficients with respect to x_i."""
    if not p:
        return ONE
    parts = sorted(coefficients(p, i).values(), key=len)
    found = primitive(parts[0])
    for part in parts[1:]:
        if value(found) is not None:
            return constant(abs(content(p)))
        found = common_divisor(found, part)
    return scale(found, abs(content(p)) / abs(content(found)))


def _pseudo_remainder(p: Polynomial, q: Polynomial, i: int) -> Polynomial:
    n = degree(q, i)
    top = coefficients(q, i)[n]
    rest = p
    while rest and degree(rest, i) >= n:
        d = degree(rest, i)
        lead = coefficients(rest, i)[d]
        shift: Monomial = ((i, d - n),) if d > n else ()
        rest = add(mul(rest, top), mul(q, mul(lead, {shift: Fraction(1)})), -1)
        if len(rest) > MAX_MONOMIALS:
            raise TooLarge
    return rest


def primitive(p: Polynomial) -> Polynomial:
    """p divided by its content."""
    return scale(p, 1 / content(p)) if p else {}


def derivative(p: Polynomial, i: int) -> Polynomial:
    """The derivative with respect to x_i."""
    found: Polynomial = {}
    for m, c in p.items():
        powers = dict(m)
        e = powers.pop(i, 0)
        if e:
            rest: Monomial = tuple(sorted(powers.items()))
            found[times(rest, ((i, e - 1),) if e > 1 else ())] = c * e
    return found
