"""Proofs of the first laws of order, which the general method itself cites.

Each function proves the theorem of proofs/real.lem with its name from the axioms and from the
theorems above it. `p` are the premises as nodes, `v` the variables by name.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lemmata.proof import build
from lemmata.proof.nodes import Citation, Node
from lemmata.search.reals.kit import Kit, Values, assume, le, lt
from lemmata.search.simplify import real
from lemmata.terms.symbols import OR
from lemmata.terms.term import FALSE_TERM, TRUE_TERM, Term, equation_term

Script = Callable[[Kit, Values, Sequence[Node]], Node]
ZERO = real.ZERO


def le_refl(kit: Kit, v: Values, p: Sequence[Node]) -> Node:
    """x <= x."""
    x = v["x"]
    twice = Term.apply(OR, le(x, x), le(x, x))
    step = Node("bool", build.EMPTY, le(x, x), twice)
    return build.trans([step, kit.cite("le_total", (), {"x": x, "y": x})])


def le_from_not(kit: Kit, v: Values, p: Sequence[Node]) -> Node:
    """not (x <= y) ==> y <= x."""
    x, y = v["x"], v["y"]
    either = kit.cite("le_total", (), {"x": x, "y": y})
    short = build.rewrite(either.left, Citation(p[0]), (0,))
    short = build.trans([short, kit.compute("or", 1, (le(y, x),))])
    return build.trans([build.sym(short), either])


def lt_not_le(kit: Kit, v: Values, p: Sequence[Node]) -> Node:
    """x < y ==> not (y <= x)."""
    definition = kit.cite("lt_is_not_le", (), v)
    return kit.flipped(build.trans([build.sym(definition), p[0]]))


def not_le_lt(kit: Kit, v: Values, p: Sequence[Node]) -> Node:
    """not (y <= x) ==> x < y."""
    return build.trans([kit.cite("lt_is_not_le", (), v), kit.negated(p[0])])


def not_lt_le(kit: Kit, v: Values, p: Sequence[Node]) -> Node:
    """not (y < x) ==> x <= y."""
    definition = kit.cite("lt_is_not_le", (), {"x": v["y"], "y": v["x"]})
    return kit.flipped(build.trans([build.sym(definition), p[0]]))


def sub_nonneg(kit: Kit, v: Values, p: Sequence[Node]) -> Node:
    """x <= y ==> 0 <= y - x."""
    moved = kit.cite("add_le", p, {**v, "z": real.neg(v["x"])})
    return kit.similar(le(ZERO, real.sub(v["y"], v["x"])), moved)


def le_from_sub(kit: Kit, v: Values, p: Sequence[Node]) -> Node:
    """0 <= y - x ==> x <= y."""
    difference = real.sub(v["y"], v["x"])
    moved = kit.cite("add_le", p, {"x": ZERO, "y": difference, "z": v["x"]})
    return kit.similar(le(v["x"], v["y"]), moved)


def add_nonneg(kit: Kit, v: Values, p: Sequence[Node]) -> Node:
    """0 <= x ==> 0 <= y ==> 0 <= x + y."""
    x, y = v["x"], v["y"]
    moved = kit.cite("add_le", p[:1], {"x": ZERO, "y": x, "z": y})
    above = kit.similar(le(y, real.add(x, y)), moved)
    return kit.cite("le_trans", (p[1], above), {"x": ZERO, "y": y, "z": real.add(x, y)})


def mul_nonneg(kit: Kit, v: Values, p: Sequence[Node]) -> Node:
    """0 <= x ==> 0 <= y ==> 0 <= x * y."""
    return kit.cite("mul_le", p, v)


def square_nonneg(kit: Kit, v: Values, p: Sequence[Node]) -> Node:
    """0 <= x ^ 2."""
    x = v["x"]
    goal = le(ZERO, real.power(x, 2))
    above = assume(le(ZERO, x), TRUE_TERM)
    positive = kit.similar(goal, kit.cite("mul_le", (above, above), {"x": x, "y": x}))
    below = kit.cite("le_from_not", (assume(le(ZERO, x), FALSE_TERM),), {"x": ZERO, "y": x})
    minus = real.sub(ZERO, x)
    below = kit.cite("sub_nonneg", (below,), {"x": x, "y": ZERO})
    negative = kit.similar(goal, kit.cite("mul_le", (below, below), {"x": minus, "y": minus}))
    return kit.split(le(ZERO, x), positive, negative)


def positive_nonneg(kit: Kit, v: Values, p: Sequence[Node]) -> Node:
    """0 < x ==> 0 <= x."""
    above = kit.cite("lt_not_le", p, {"x": ZERO, "y": v["x"]})
    return kit.cite("le_from_not", (above,), {"x": v["x"], "y": ZERO})


def positive_nonzero(kit: Kit, v: Values, p: Sequence[Node]) -> Node:
    """0 < x ==> x != 0."""
    equation = equation_term(v["x"], ZERO)
    value = build.eq_elim(assume(equation, TRUE_TERM))
    at_zero = build.rewrite(p[0].left, Citation(value), (1,))
    wrong = build.trans([build.sym(at_zero), p[0]])
    absurd = kit.clash(wrong, kit.literal(lt(ZERO, ZERO)))
    return kit.negated(kit.by_contradiction(equation, FALSE_TERM, absurd))


def positive_intro(kit: Kit, v: Values, p: Sequence[Node]) -> Node:
    """0 <= x ==> x != 0 ==> 0 < x."""
    x = v["x"]
    goal = lt(ZERO, x)
    below = kit.cite("not_lt_le", (assume(goal, FALSE_TERM),), {"x": x, "y": ZERO})
    zero = kit.cite("le_antisym", (below, p[0]), {"x": x, "y": ZERO})
    return kit.by_contradiction(goal, TRUE_TERM, kit.clash(kit.flipped(p[1]), kit.equal(zero)))


def mul_nonzero(kit: Kit, v: Values, p: Sequence[Node]) -> Node:
    """x != 0 ==> y != 0 ==> x * y != 0."""
    x, y = v["x"], v["y"]
    product = real.mul(x, y)
    equation = equation_term(product, ZERO)
    value = build.eq_elim(assume(equation, TRUE_TERM))
    long = real.mul(real.div(real.ONE, x), product)
    step = build.rewrite(kit.field(y, long, p[:1]), Citation(value), (1,))
    zero = build.trans([step, kit.field(step.right, ZERO, p[:1])])
    absurd = kit.clash(kit.flipped(p[1]), kit.equal(zero))
    return kit.negated(kit.by_contradiction(equation, FALSE_TERM, absurd))


def mul_positive(kit: Kit, v: Values, p: Sequence[Node]) -> Node:
    """0 < x ==> 0 < y ==> 0 < x * y."""
    parts = [{"x": v["x"]}, {"x": v["y"]}]
    above = [kit.cite("positive_nonneg", (n,), w) for n, w in zip(p, parts, strict=True)]
    other = [kit.cite("positive_nonzero", (n,), w) for n, w in zip(p, parts, strict=True)]
    product = real.mul(v["x"], v["y"])
    two = kit.cite("mul_nonneg", above, v), kit.cite("mul_nonzero", other, v)
    return kit.cite("positive_intro", two, {"x": product})


def add_positive_nonneg(kit: Kit, v: Values, p: Sequence[Node]) -> Node:
    """0 < x ==> 0 <= y ==> 0 < x + y."""
    x, y = v["x"], v["y"]
    total = real.add(x, y)
    below = assume(le(total, ZERO), TRUE_TERM)
    moved = kit.similar(le(x, total), kit.cite("add_le", p[1:], {"x": ZERO, "y": y, "z": x}))
    wrong = kit.cite("le_trans", (moved, below), {"x": x, "y": total, "z": ZERO})
    absurd = kit.clash(wrong, kit.cite("lt_not_le", p[:1], {"x": ZERO, "y": x}))
    above = kit.by_contradiction(below.left, FALSE_TERM, absurd)
    return kit.cite("not_le_lt", (above,), {"x": ZERO, "y": total})


def sub_positive(kit: Kit, v: Values, p: Sequence[Node]) -> Node:
    """x < y ==> 0 < y - x."""
    x, y = v["x"], v["y"]
    difference = real.sub(y, x)
    below = assume(le(difference, ZERO), TRUE_TERM)
    moved = kit.cite("add_le", (below,), {"x": difference, "y": ZERO, "z": x})
    absurd = kit.clash(kit.similar(le(y, x), moved), kit.cite("lt_not_le", p, v))
    above = kit.by_contradiction(below.left, FALSE_TERM, absurd)
    return kit.cite("not_le_lt", (above,), {"x": ZERO, "y": difference})


def sub_nonzero(kit: Kit, v: Values, p: Sequence[Node]) -> Node:
    """x != y ==> x - y != 0."""
    x, y = v["x"], v["y"]
    difference = real.sub(x, y)
    equation = equation_term(difference, ZERO)
    value = build.eq_elim(assume(equation, TRUE_TERM))
    step = build.rewrite(kit.field(x, real.add(y, difference)), Citation(value), (1,))
    same = build.trans([step, kit.field(step.right, y)])
    absurd = kit.clash(kit.flipped(p[0]), kit.equal(same))
    return kit.negated(kit.by_contradiction(equation, FALSE_TERM, absurd))


def square_positive(kit: Kit, v: Values, p: Sequence[Node]) -> Node:
    """x != 0 ==> 0 < x ^ 2."""
    x = v["x"]
    above = kit.similar(le(ZERO, real.mul(x, x)), kit.cite("square_nonneg", (), {"x": x}))
    other = kit.cite("mul_nonzero", (p[0], p[0]), {"x": x, "y": x})
    positive = kit.cite("positive_intro", (above, other), {"x": real.mul(x, x)})
    return kit.similar(lt(ZERO, real.power(x, 2)), positive)


SCRIPTS: dict[str, Script] = {
    script.__name__: script
    for script in (
        le_refl, le_from_not, lt_not_le, not_le_lt, not_lt_le, sub_nonneg, le_from_sub,
        add_nonneg, mul_nonneg, square_nonneg, positive_nonneg, positive_nonzero, positive_intro,
        mul_nonzero, mul_positive, add_positive_nonneg, sub_positive, sub_nonzero, square_positive,
    )
}  # fmt: skip
