"""Factors of a polynomial: content, common monomial, contents, repeated and linear factors.

Not a complete factorisation: an irreducible-looking factor may still split. Every product is
exact, which is all that is needed; what is claimed is checked by the kernel anyway.
"""

from __future__ import annotations

from fractions import Fraction

from lemmata.search.simplify.polynomial import (
    ONE,
    Polynomial,
    coefficients,
    common_divisor,
    common_monomial,
    content,
    degree,
    derivative,
    divide,
    indeterminates,
    leading,
    order,
    over,
    total_degree,
    value,
)

MAX_DEGREE = 12
MAX_COEFFICIENT = 10_000


def factors(p: Polynomial) -> tuple[Fraction, list[tuple[Polynomial, int]]]:
    """A number and polynomials with exponents whose product is p (not zero)."""
    number = content(p)
    rest = {m: c / number for m, c in p.items()}
    shared = common_monomial((rest,))
    found: list[tuple[Polynomial, int]] = [({((i, 1),): Fraction(1)}, e) for i, e in shared]
    rest = {q: c for m, c in rest.items() if (q := over(m, shared)) is not None}
    for part, e in _by_contents(rest):
        for repeated, k in _squarefree(part):
            found.extend((f, e * k) for f in _linear(repeated))
    merged: dict[tuple[tuple[object, ...], ...], tuple[Polynomial, int]] = {}
    for f, e in found:
        key = tuple(sorted(f.items()))
        old = merged.get(key)
        merged[key] = (f, e + (old[1] if old else 0))
    return number, sorted(merged.values(), key=lambda r: (total_degree(r[0]), _print_key(r[0])))


def _print_key(p: Polynomial) -> tuple[object, ...]:
    return tuple(sorted(((order(m), c) for m, c in p.items()), reverse=True))


def _by_contents(p: Polynomial) -> list[tuple[Polynomial, int]]:
    """Split off the content with respect to each indeterminate."""
    found: list[tuple[Polynomial, int]] = []
    for i in sorted(indeterminates(p)):
        parts = sorted(coefficients(p, i).values(), key=len)
        if len(parts) < 2:
            continue
        shared = parts[0]
        for part in parts[1:]:
            shared = common_divisor(shared, part)
            if value(shared) is not None:
                break
        quotient = divide(p, shared) if value(shared) is None else None
        if quotient is not None:
            found.append((shared, 1))
            p = quotient
    return [*found, (p, 1)] if value(p) is None else found


def _squarefree(p: Polynomial) -> list[tuple[Polynomial, int]]:
    """Yun's decomposition in the indeterminate of least positive degree."""
    if total_degree(p) > MAX_DEGREE or not indeterminates(p):
        return [(p, 1)] if p != ONE else []
    i = min(sorted(indeterminates(p)), key=lambda j: degree(p, j))
    slope = derivative(p, i)
    shared = common_divisor(p, slope)
    if value(shared) is not None:
        return [(p, 1)]
    found: list[tuple[Polynomial, int]] = []
    simple = divide(p, shared)
    k = 1
    while simple is not None and value(simple) is None:
        both = common_divisor(simple, shared)
        only = divide(simple, both)
        if only is not None and value(only) is None:
            found.append((only, k))
        quotient = divide(shared, both)
        if quotient is None:
            return [(p, 1)]
        simple, shared, k = both, quotient, k + 1
    product = ONE
    from lemmata.search.simplify.polynomial import mul, power

    for f, e in found:
        product = mul(product, power(f, e))
    left = divide(p, product)
    if left is None:
        return [(p, 1)]
    if left != ONE:
        found.append((left, 1))
    return found


def _linear(p: Polynomial) -> list[Polynomial]:
    """Rational roots of a polynomial in one indeterminate are split off."""
    unknowns = indeterminates(p)
    if len(unknowns) != 1 or not 2 <= total_degree(p) <= MAX_DEGREE:
        return [p]
    (i,) = unknowns
    found: list[Polynomial] = []
    while total_degree(p) >= 2:
        root = _root(p, i)
        if root is None:
            break
        factor = {((i, 1),): Fraction(root.denominator), (): Fraction(-root.numerator)}
        if not root:
            del factor[()]
        quotient = divide(p, factor)
        if quotient is None:
            break
        found.append(factor)
        p = quotient
    return [*found, p]


def _root(p: Polynomial, i: int) -> Fraction | None:
    top, last = p[leading(p)], p.get((), Fraction(0))
    if not last:
        return Fraction(0)
    if top.denominator != 1 or last.denominator != 1:
        return None
    if max(abs(top), abs(last)) > MAX_COEFFICIENT:
        return None
    for below in _divisors(abs(int(top))):
        for above in _divisors(abs(int(last))):
            for root in (Fraction(above, below), Fraction(-above, below)):
                if sum(c * root ** dict(m).get(i, 0) for m, c in p.items()) == 0:
                    return root
    return None


def _divisors(n: int) -> list[int]:
    return [d for d in range(1, n + 1) if n % d == 0]
