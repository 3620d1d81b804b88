"""Terms written over few atoms: definitions unfolded, addition laws applied, arguments collected.

tan(x)            sin(x) / cos(x)             every definition by one equation
if c then a else b                            the branch, where c is decided
sin(3 * x + y)    sin and cos of x and y      sin_add, cos_add, sin_neg, cos_neg
exp(x - y)        exp(x) / exp(y)             exp_add, exp_neg, exp_zero, exp_log
log(x * y)        log(x) + log(y)             where 0 < x and 0 < y follow
x ^ y             exp(y * log(x))             where 0 < x follows
sin(asin(x))      x                           laws f(g(x)) = x, where their premises follow
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import isqrt, lcm

from lemmata.proof import build
from lemmata.proof.nodes import Citation, Node
from lemmata.search.reals.situation import TRUTH, Situation
from lemmata.search.reals.world import exponent
from lemmata.search.simplify import polynomial as poly
from lemmata.search.simplify import real
from lemmata.search.simplify.polynomial import Monomial, Polynomial, TooLarge
from lemmata.terms.matching import match
from lemmata.terms.symbols import AND, BUILT_IN, ITE, NOT, OR
from lemmata.terms.term import TRUE_TERM, Term

SIN, COS = BUILT_IN["Real.sin"], BUILT_IN["Real.cos"]
WAVES = {SIN: "sin", COS: "cos"}
FUNCTIONS = {
    BUILT_IN[f"Real.{n}"] for n in ("sqrt", "exp", "log", "sin", "cos", "asin", "acos", "atan")
}
INVERSES = (
    "sin_asin", "cos_acos", "exp_log", "log_exp", "asin_sin", "sqrt_square", "acos_asin",
    "sin_atan",
)  # fmt: skip
CONSTANTS = tuple(f"{f}_{n}" for n in ("half_pi", "sixth_pi", "quarter_pi") for f in ("sin", "cos"))
MAX_STEPS = 300
MAX_MULTIPLE = 8


class Normaliser:
    """Rewrites terms with what holds in a situation.

    `bases` has, for each term of which multiples occur as arguments of sin, cos, exp, the least
    common denominator of the multiples; `changed` says that one grew, so all is to be done again.
    """

    def __init__(self, here: Situation, bases: dict[Term, int]) -> None:
        self.here, self.kit, self.bases = here, here.kit, bases
        self.changed = False
        self.steps: dict[Term, Node | None] = {}

    def normal(self, term: Term) -> Node:
        """term = its normal form, innermost subterms first."""
        chain = build.refl(term)
        for _ in range(MAX_STEPS):
            self.kit.tick()
            found = self._first(chain.right)
            if found is None:
                break
            path, step = found
            start = chain.right if chain.rule == "refl" else chain
            chain = build.rewrite(start, Citation(step), path)
        return chain

    def _first(self, term: Term) -> tuple[tuple[int, ...], Node] | None:
        """The last position in preorder where a step applies: nothing below it changes."""
        best: tuple[tuple[int, ...], Node] | None = None
        for path, t in term.positions():
            if t not in self.steps:
                try:
                    self.steps[t] = self._step(t)
                except TooLarge:
                    self.steps[t] = None
            step = self.steps[t]
            if step is not None:
                best = path, step
        return best

    def _step(self, t: Term) -> Node | None:
        symbol = t.symbol
        if t.is_variable:
            return self.here.values.get(t)
        if symbol is None or not t.args:
            return None
        if symbol in self.kit.cases:
            law = self.kit.cases[symbol]
            found = match(law.clause.left, t)
            if found is not None:
                return self.kit.instance(law, (), {str(v.head): x for v, x in found[0].items()})
        if symbol is ITE:
            return self._choose(t)
        if symbol in (AND, OR, NOT):
            return self._logic(t)
        if symbol is real.POW:
            if exponent(t) is not None:
                return self._inverse(t)
            return self._arguments(t) or self._power(t)
        if symbol in FUNCTIONS:
            return self._arguments(t) or self._inverse(t) or self._expand(t)
        return None

    def _choose(self, t: Term) -> Node | None:
        condition, first, second = t.args
        if condition in TRUTH:
            index = 0 if condition is TRUE_TERM else 1
            law = self.kit.builtin["ite", index]
            citation = Citation(law, (first.sort,), (first, second))
            return build.rewrite(t, citation, ())
        if condition in self.here.decided:
            return build.rewrite(t, Citation(self.here.decided[condition]), (0,))
        return None

    def _logic(self, t: Term) -> Node | None:
        if t.args[0] in TRUTH:
            index = 0 if t.args[0] is TRUE_TERM else 1
            name = str(t.symbol.name) if t.symbol else ""
            rest = () if t.symbol is NOT else (t.args[1],)
            return self.kit.compute(name, index, rest)
        if t.args[0] in self.here.decided:
            return build.rewrite(t, Citation(self.here.decided[t.args[0]]), (0,))
        return None

    def _arguments(self, t: Term) -> Node | None:
        """Every argument as a polynomial written out."""
        steps = [self.here.world.canonical(a) for a in t.args]
        if all(s.right is s.left for s in steps):
            return None
        new = t.with_args(tuple(s.right for s in steps))
        return cong(t, new, [None if s.right is s.left else s for s in steps])

    def _inverse(self, t: Term) -> Node | None:
        if (t.symbol is real.EXP or t.symbol in WAVES) and self.bases.get(t.args[0], 1) > 1:
            return None
        for name in INVERSES:
            law = self.kit.laws.get(name)
            found = match(law.clause.left, t) if law is not None else None
            if law is not None and found is not None:
                node = self.here.instance(law, found[0])
                if node is not None:
                    return node
        return None

    def _expand(self, t: Term) -> Node | None:
        value = self.here.world.read(t.args[0])
        if t.symbol in WAVES:
            return self._wave(t, value)
        if t.symbol is real.EXP:
            return self._exp(t, value)
        if t.symbol is real.LOG:
            return self._log(t, value)
        if t.symbol is real.SQRT and real.is_number(t.args[0]):
            return _root(t)
        return None

    # Addition laws

    def _wave(self, t: Term, value: Polynomial) -> Node | None:
        name = WAVES[t.symbol] if t.symbol else ""
        if not value:
            return self._cited(f"{name}_zero", {})
        cut = self._cut(value)
        if cut == "negative":
            return self._by(f"{name}_neg", t, real.neg, [poly.scale(value, -1)])
        if cut is None:
            return self._constant(t)
        return self._by(f"{name}_add", t, real.add, cut) if isinstance(cut, list) else None

    def _constant(self, t: Term) -> Node | None:
        """sin(pi / 6) and the like."""
        if t.free:
            return None
        for name in CONSTANTS:
            law = self.kit.laws.get(name)
            if law is None:
                continue
            same = self.here.world.canonical(law.clause.left.args[0])
            if law.clause.left.symbol is t.symbol and same.right is t.args[0]:
                step = self.kit.cite(name, (), {})
                if same.right is same.left:
                    return step
                return build.trans([cong(t, law.clause.left, [build.sym(same)]), step])
        return None

    def _exp(self, t: Term, value: Polynomial) -> Node | None:
        if not value:
            return self._cited("exp_zero", {})
        cut = self._cut(value, signed="exp_neg" in self.kit.laws)
        if cut == "negative":
            return self._by("exp_neg", t, real.neg, [poly.scale(value, -1)])
        return self._by("exp_add", t, real.add, cut) if isinstance(cut, list) else None

    def _cut(self, value: Polynomial, signed: bool = True) -> list[Polynomial] | str | None:
        """Two summands of an argument, "negative" for a negative multiple, None for an atom."""
        world = self.here.world
        if len(value) > 1:
            first = self._leading(value)
            return [{first: value[first]}, {m: c for m, c in value.items() if m != first}]
        ((m, c),) = value.items()
        name = world.write({m: Fraction(1)})
        wanted = lcm(self.bases.get(name, 2 if name is real_pi() else 1), c.denominator)
        if self.bases.get(name) != wanted:
            self.bases[name] = wanted
            self.changed = True
        n = int(c * wanted)
        if n < 0 and signed:
            return "negative"
        sign = 1 if n > 0 else -1
        if abs(n) < 2 or abs(n) > 4 * MAX_MULTIPLE:
            return None
        unit = Fraction(sign, wanted)
        return [{m: unit}, {m: c - unit}]

    def _leading(self, value: Polynomial) -> Monomial:
        world = self.here.world
        return min(value, key=lambda m: (world.write({m: Fraction(1)}).size, str(m)))

    def _by(
        self, name: str, t: Term, make: Callable[..., Term], parts: Sequence[Polynomial]
    ) -> Node | None:
        """f(argument) with the argument written in parts, then the law f(parts) = …."""
        law = self.kit.laws.get(name)
        if law is None:
            return None
        terms = [self.here.world.write(p) for p in parts]
        argument = make(*terms)
        same = self.here.world.field(t.args[0], argument)
        variables = [str(v.head) for v in law.clause.variables]
        step = self.kit.cite(name, (), dict(zip(variables, terms, strict=True)))
        if same.left is same.right:
            return step
        return build.trans([cong(t, t.with_args((argument,)), [same]), step])

    def _cited(self, name: str, values: dict[str, Term]) -> Node | None:
        return self.kit.cite(name, (), values) if name in self.kit.laws else None

    # Logarithms and powers

    def _log(self, t: Term, value: Polynomial) -> Node | None:
        world = self.here.world
        if value == poly.ONE:
            return self._cited("log_one", {})
        if len(value) != 1:
            return None
        ((m, c),) = value.items()
        factors = [real.number(c)] if c != 1 else []
        factors += [world.atoms[i] for i, e in m for _ in range(e)]
        if len(factors) > MAX_MULTIPLE:
            return None
        if len(factors) == 1:
            return self._log_atom(t, factors[0])
        first = factors[0]
        rest = world.write(poly.mul(value, world.read(real.div(real.ONE, first))))
        return self._positive_law("log_mul", t, (first, rest), real.mul(first, rest))

    def _log_atom(self, t: Term, atom: Term) -> Node | None:
        if atom.symbol is real.DIV and atom.args[0] is real.ONE:
            return self._positive_law("log_inverse", t, atom.args[1:], atom)
        if atom.symbol is real.SQRT:
            return self._positive_law("log_sqrt", t, atom.args, atom)
        return None

    def _positive_law(
        self, name: str, t: Term, values: Sequence[Term], argument: Term
    ) -> Node | None:
        """log(argument) by a law whose premises are that the values are positive."""
        law = self.kit.laws.get(name)
        if law is None:
            return None
        found = self.here.instance(law, dict(zip(law.clause.variables, values, strict=True)))
        if found is None:
            return None
        same = self.here.world.field(t.args[0], argument)
        if same.left is same.right:
            return found
        return build.trans([cong(t, t.with_args((argument,)), [same]), found])

    def _power(self, t: Term) -> Node | None:
        base, top = t.args
        law = self.kit.laws.get("pow_exp")
        if law is not None:
            found = self.here.instance(law, dict(zip(law.clause.variables, t.args, strict=True)))
            if found is not None:
                return found
        value = self.here.world.read(top)
        if len(value) > 1:
            first = self._leading(value)
            parts = [{first: value[first]}, {m: c for m, c in value.items() if m != first}]
            return self._integer_law("pow_add_integer", t, real.add, parts)
        ((m, c),) = value.items() if value else (((), Fraction(0)),)
        if c < 0:
            return self._integer_law("pow_neg", t, real.neg, [{m: -c}])
        if c != 1 and c.denominator == 1 and m:
            return self._integer_law("pow_mul_integer", t, real.mul, [{(): c}, {m: Fraction(1)}])
        return self._base(t, base, top)

    def _integer_law(
        self, name: str, t: Term, make: Callable[..., Term], parts: Sequence[Polynomial]
    ) -> Node | None:
        """x ^ (the parts together) by a law for integer exponents."""
        law = self.kit.laws.get(name)
        if law is None:
            return None
        terms = [self.here.world.write(p) for p in parts]
        top = make(*terms)
        values = dict(zip(law.clause.variables, (t.args[0], *terms), strict=True))
        found = self.here.instance(law, values)
        if found is None:
            return None
        same = self.here.world.field(t.args[1], top)
        if same.left is same.right:
            return found
        return build.trans([cong(t, t.with_args((t.args[0], top)), [None, same]), found])

    def _base(self, t: Term, base: Term, top: Term) -> Node | None:
        """Products and powers as bases of an integer power."""
        world = self.here.world
        if base.symbol is real.POW and exponent(base) is None:
            law = self.kit.laws.get("pow_mul_integer")
            if law is not None:
                given = zip(law.clause.variables, (*base.args, top), strict=True)
                found = self.here.instance(law, dict(given))
                return build.sym(found) if found else None
        value = world.read(base)
        if len(value) != 1:
            return None
        ((m, c),) = value.items()
        factors = [real.number(c)] if c != 1 else []
        factors += [world.atoms[i] for i, e in m for _ in range(e)]
        law = self.kit.laws.get("mul_pow_integer")
        if len(m) < 2 or law is None or c != 1:
            return None
        first = factors[0]
        rest = world.write({m[1:]: c}) if m[0][1] == 1 else None
        if rest is None:
            return None
        found = self.here.instance(
            law, dict(zip(law.clause.variables, (first, rest, top), strict=True))
        )
        if found is None:
            return None
        same = world.field(base, real.mul(first, rest))
        if same.left is same.right:
            return found
        new = t.with_args((real.mul(first, rest), top))
        return build.trans([cong(t, new, [same, None]), found])


def cong(left: Term, right: Term, steps: Sequence[Node | None]) -> Node:
    """f(a…) = f(b…) from equal arguments."""
    context = build.EMPTY.union(*(s.context for s in steps if s))
    return Node("cong", context, left, right, tuple(steps))


def real_pi() -> Term:
    """The constant pi."""
    return Term.apply(real.PI)


def _root(t: Term) -> Node | None:
    """The root of a rational square."""
    value = Fraction(str(t.args[0].head))
    if value < 0:
        return None
    a, b = isqrt(value.numerator), isqrt(value.denominator)
    if a * a != value.numerator or b * b != value.denominator:
        return None
    return build.evaluated(t, real.number(Fraction(a, b)))
