"""Contradictions of inequalities, found by linear programming over products of the known ones.

    0 <= p1, …, 0 < q1, …       multipliers a >= 0, not all of those at the q being 0
    -------------------------   ------------------------------------------------------
    0 < a1*p1 + … + b1*q1 + …    and the sum is 0 modulo the known equations

The products are those of two facts (level 2) or three (level 3), with squares of simple terms.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial
from itertools import combinations, combinations_with_replacement

from lemmata.proof import build
from lemmata.proof.nodes import Citation, Node
from lemmata.search.reals.kit import Kit, le, lt
from lemmata.search.reals.linear import solve
from lemmata.search.reals.situation import Bound, Situation
from lemmata.search.simplify import polynomial as poly
from lemmata.search.simplify import real
from lemmata.search.simplify.polynomial import Monomial, Polynomial, TooLarge
from lemmata.terms.term import Term, equation_term

MAX_COLUMNS = (40, 120, 260)
MAX_DEGREE = 8


def absurd(here: Situation, level: int) -> Node | None:
    """true = false from the facts; raises `TooLarge`."""
    here.kit.tick()
    here.ideal()
    bounds = _bounds(here)
    for each in bounds:
        here.world.read(each.term)
    ideal, _ = here.ideal()
    one, _ = ideal.reduce(poly.ONE)
    if not one:
        wrong = here.identity(real.ONE, real.ZERO)
        if wrong is not None:
            no = here.kit.literal(equation_term(real.ONE, real.ZERO))
            return here.kit.clash(here.kit.equal(wrong), no)
    found: list[Bound] = []
    for k in range(1, level + 1):
        columns = _columns(here, bounds, k)[: MAX_COLUMNS[k - 1]]
        found = _combination(here, columns)
        if found:
            break
    if not found:
        return None
    total = _sum(here.kit, found)
    zero = here.identity(total.left.args[1], real.ZERO)
    if zero is None:
        return None
    step = build.rewrite(total.left, Citation(zero), (1,))
    return build.trans([build.sym(total), step, here.kit.literal(lt(real.ZERO, real.ZERO))])


def _bounds(here: Situation) -> list[Bound]:
    """The facts as 0 <= t and 0 < t."""
    kit = here.kit
    found: list[Bound] = []
    for term, fact, strict in here.bounds:
        a, b = fact.left.args
        values = {"x": a, "y": b}
        if strict:
            above = partial(kit.cite, "sub_positive", (fact,), values)
            found.append(_strict(here, term, above))
        else:
            below = partial(kit.cite, "sub_nonneg", (fact,), values)
            found.append(Bound(term, here.world.read(term), False, below))
    for a, b, node in here.distinct:
        apart = real.sub(a, b)

        def squared(node: Node = node, a: Term = a, b: Term = b, apart: Term = apart) -> Node:
            other = kit.cite("sub_nonzero", (node,), {"x": a, "y": b})
            return kit.cite("square_positive", (other,), {"x": apart})

        found.append(_strict(here, real.power(apart, 2), squared))
    return found


def _strict(here: Situation, term: Term, positive: Callable[[], Node]) -> Bound:
    def weak() -> Node:
        return here.kit.cite("positive_nonneg", (positive(),), {"x": term})

    return Bound(term, here.world.read(term), True, weak, positive)


def _columns(here: Situation, bounds: list[Bound], level: int) -> list[Bound]:
    """Candidates for the combination, reduced modulo the equations."""
    kit = here.kit
    one = _strict(here, real.ONE, partial(kit.literal, lt(real.ZERO, real.ONE)))
    chosen = [one, *bounds]
    if level >= 2:
        squares = _squares(here)
        chosen += squares
        pairs = [_product(kit, p, q) for p, q in combinations_with_replacement(bounds, 2)]
        chosen += pairs
        if level >= 3:
            chosen += [_product(kit, p, q) for p in bounds for q in squares]
            chosen += [_product(kit, p, q) for p in pairs for q in bounds]
            chosen += [_product(kit, p, q) for p, q in combinations(pairs, 2)]
    ideal, _ = here.ideal()
    reduced: list[Bound] = []
    seen: set[tuple[bool, tuple[tuple[Monomial, Fraction], ...]]] = set()
    for each in chosen:
        if poly.total_degree(each.value) > MAX_DEGREE:
            continue
        try:
            value, _ = ideal.reduce(each.value)
        except TooLarge:
            continue
        mark = each.strict, tuple(sorted(value.items()))
        if mark not in seen:
            seen.add(mark)
            strict = each.strict
            reduced.append(Bound(each.term, value, strict, each.nonnegative, each.positive))
    return reduced


def _squares(here: Situation) -> list[Bound]:
    """Squares of the atoms in the facts, of their sums and differences."""
    used: dict[int, None] = {}
    for term, *_ in here.bounds:
        used.update(dict.fromkeys(sorted(poly.indeterminates(here.world.read(term)))))
    for a, b, _ in here.distinct:
        apart = real.sub(a, b)
        used.update(dict.fromkeys(sorted(poly.indeterminates(here.world.read(apart)))))
    for equation in here.equations:
        for side in (equation.left, equation.right):
            used.update(dict.fromkeys(sorted(poly.indeterminates(here.world.read(side)))))
    atoms = [here.world.atoms[i] for i in list(used)[:6]]
    terms = list(atoms)
    for term, *_ in here.bounds:
        for m in here.world.read(term):
            half = tuple((i, e // 2) for i, e in m)
            if m and all(e % 2 == 0 for _, e in m) and sum(e for _, e in half) > 1:
                terms.append(here.world.write({half: Fraction(1)}))
    for a, b in combinations(atoms[:4], 2):
        terms += [real.sub(a, b), real.add(a, b)]
    terms += [real.sub(a, real.ONE) for a in atoms[:4]]
    found = []
    for term in terms:
        square = real.power(term, 2)
        node = partial(here.kit.cite, "square_nonneg", (), {"x": term})
        found.append(Bound(square, here.world.read(square), False, node))
    return found


def _product(kit: Kit, p: Bound, q: Bound) -> Bound:
    term = real.mul(p.term, q.term)
    values = {"x": p.term, "y": q.term}

    def weak() -> Node:
        return kit.cite("mul_nonneg", (p.nonnegative(), q.nonnegative()), values)

    positive: Callable[[], Node] | None = None
    if p.positive and q.positive:
        first, second = p.positive, q.positive

        def strong() -> Node:
            return kit.cite("mul_positive", (first(), second()), values)

        positive = strong
    return Bound(term, poly.mul(p.value, q.value), positive is not None, weak, positive)


def _combination(here: Situation, columns: list[Bound]) -> list[Bound]:
    """Multiples of some columns whose sum is 0, a strict one first; empty if none is found."""
    rows: dict[Monomial, int] = {}
    table: list[dict[int, Fraction]] = []
    for each in columns:
        column: dict[int, Fraction] = {0: Fraction(1)} if each.strict else {}
        for m, c in each.value.items():
            column[rows.setdefault(m, len(rows) + 1)] = c
        table.append(column)
    multipliers = solve(table, {0: Fraction(1)}, len(rows) + 1)
    if multipliers is None:
        return []
    chosen = [(c, b) for c, b in zip(multipliers, columns, strict=True) if c]
    chosen.sort(key=lambda pair: not pair[1].strict)
    return [_scaled(here.kit, c, b) for c, b in chosen]


def _scaled(kit: Kit, factor: Fraction, bound: Bound) -> Bound:
    if factor == 1:
        return bound
    literal = real.number(factor)
    weak = partial(kit.literal, le(real.ZERO, literal))
    strong = partial(kit.literal, lt(real.ZERO, literal))
    value: Polynomial = poly.constant(factor)
    return _product(kit, Bound(literal, value, True, weak, strong), bound)


def _sum(kit: Kit, parts: list[Bound]) -> Node:
    """0 < the sum of the parts, the first of which is strict."""
    first = parts[0]
    assert first.positive is not None
    total, node = first.term, first.positive()
    for part in parts[1:]:
        values = {"x": total, "y": part.term}
        node = kit.cite("add_positive_nonneg", (node, part.nonnegative()), values)
        total = real.add(total, part.term)
    return node
