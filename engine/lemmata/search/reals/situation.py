"""What is known at a point of a proof, and what follows from it: conditions, identities, order.

facts     nodes `atom = true`, `atom = false` or `a = b` over Real
holds     a condition, backwards through Horn clauses, else by contradiction
identity  a = b as polynomials modulo the known equations
absurd    true = false from the inequalities (a Positivstellensatz certificate of low degree)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from lemmata.proof import build
from lemmata.proof.nodes import Citation, Law, Node
from lemmata.search.reals import ground
from lemmata.search.reals.ideals import Ideal
from lemmata.search.reals.kit import Kit, assume, compare, condition_key
from lemmata.search.reals.world import World, exponent
from lemmata.search.simplify import polynomial as poly
from lemmata.search.simplify import real
from lemmata.search.simplify.polynomial import Polynomial, TooLarge
from lemmata.terms.matching import match
from lemmata.terms.sorts import REAL
from lemmata.terms.symbols import AND, EQ, NOT, OR
from lemmata.terms.term import FALSE_TERM, TRUE_TERM, Term, equation_term

HORN_DEPTH = 5
TRUTH = (TRUE_TERM, FALSE_TERM)


@dataclass(frozen=True)
class Bound:
    """0 <= term, or 0 < term where `strict`; the nodes are made only where they are used."""

    term: Term
    value: Polynomial
    strict: bool
    nonnegative: Callable[[], Node]
    positive: Callable[[], Node] | None = None


class Situation:
    """Facts about real numbers; `nested` ones search less."""

    def __init__(self, kit: Kit, facts: Iterable[Node] = (), nested: int = 0) -> None:
        self.kit, self.nested = kit, nested
        self.facts: list[Node] = []
        self.decided: dict[Term, Node] = {}
        self.equations: list[Node] = []
        self.bounds: list[tuple[Term, Node, bool]] = []
        self.distinct: list[tuple[Term, Term, Node]] = []
        self.values: dict[Term, Node] = {}
        self.world = World(kit, self._nonzero)
        self.proved: dict[Term, Node | None] = {}
        self._ideal: tuple[tuple[int, int], Ideal, list[Node]] | None = None
        for fact in facts:
            self.add(fact)

    # Facts

    def add(self, fact: Node) -> None:
        """Note a fact and the bounds that it gives."""
        self.facts.append(fact)
        self._forget()
        self._note(fact)

    def _forget(self) -> None:
        self.proved = {t: n for t, n in self.proved.items() if n is not None}
        self.world.known = {t: n for t, n in self.world.known.items() if n is not None}
        self.world.done.clear()
        self._ideal = None

    def _note(self, fact: Node) -> None:
        left, right = fact.left, fact.right
        if right not in TRUTH:
            if left.sort is REAL:
                self._note_equation(fact)
            return
        self.decided.setdefault(left, fact)
        if left.symbol is NOT:
            self._note(self.kit.flipped(fact))
        elif left.symbol is AND and right is TRUE_TERM:
            for i in (0, 1):
                self._note(self._conjunct(fact, i))
        elif left.symbol is EQ and left.args[0].sort is REAL:
            if right is TRUE_TERM:
                self._note_equation(build.eq_elim(fact))
            else:
                a, b = left.args
                self.distinct.append((a, b, self.kit.negated(fact)))
        elif left.symbol in (real.LE, real.LT):
            self._compare(fact)

    def _note_equation(self, fact: Node) -> None:
        self.equations.append(fact)
        if fact.left.is_variable and fact.left not in fact.right.free:
            self.values.setdefault(fact.left, fact)

    def _conjunct(self, fact: Node, i: int) -> Node:
        """and(u, v) = true |- the i-th argument is true."""
        part = fact.left.args[i]
        wrong = build.rewrite(fact.left, Citation(assume(part, FALSE_TERM)), (i,))
        wrong = build.trans([wrong, Node("bool", build.EMPTY, wrong.right, FALSE_TERM)])
        absurd = self.kit.clash(fact, wrong)
        return self.kit.by_contradiction(part, TRUE_TERM, absurd)

    def _compare(self, fact: Node) -> None:
        a, b = fact.left.args
        strict = fact.left.symbol is real.LT
        if fact.right is FALSE_TERM:
            name = "not_lt_le" if strict else "not_le_lt"
            fact = self.kit.cite(name, (fact,), {"x": b, "y": a})
            a, b, strict = b, a, not strict
            self.decided.setdefault(fact.left, fact)
        self.bounds.append((real.sub(b, a), fact, strict))

    # Conditions

    def holds(self, condition: Term, depth: int = HORN_DEPTH) -> Node | None:
        """A proof of condition = true."""
        if condition in self.decided:
            found = self.decided[condition]
            return found if found.right is TRUE_TERM else None
        if condition in self.proved:
            return self.proved[condition]
        self.proved[condition] = None
        found2 = self._by_parts(condition, depth) or self._backwards(condition, depth)
        if found2 is None and depth == HORN_DEPTH and self.nested < 2:
            found2 = self._by_order(condition)
        if depth == HORN_DEPTH or found2 is not None:
            self.proved[condition] = found2
        else:
            self.proved.pop(condition, None)
        return found2

    def _by_parts(self, condition: Term, depth: int) -> Node | None:
        symbol = condition.symbol
        if condition is TRUE_TERM:
            return build.refl(condition)
        if symbol is AND:
            first = self.holds(condition.args[0], depth)
            second = self.holds(condition.args[1], depth) if first is not None else None
            return self.kit.both(first, second) if first and second else None
        if symbol is OR:
            for part in condition.args:
                found = self.holds(part, depth)
                if found is not None:
                    return self.kit.either(condition.args[0], condition.args[1], found)
            return None
        inner = condition.args[0] if symbol is NOT else condition
        want = symbol is not NOT
        if inner in self.decided and symbol is NOT:
            found = self.decided[inner]
            return self.kit.negated(found) if found.right is FALSE_TERM else None
        if inner.symbol is real.INTEGER and real.is_number(inner.args[0]):
            return build.evaluated(inner, TRUE_TERM) if ground.whole(inner.args[0]) else None
        if inner.symbol is real.INTEGER and want:
            found = self._integer(inner.args[0], depth)
            if found is not None:
                return found
        value = compare(inner)
        if value is not None:
            node = self.kit.literal(inner)
        else:
            value = ground.compare(inner)
            if value is None:
                return None
            node = build.interval(inner, TRUE_TERM if value else FALSE_TERM)
        if value is not want:
            return None
        return node if want else self.kit.negated(node)

    def _integer(self, term: Term, depth: int) -> Node | None:
        """integer(a - b) and integer(a ^ k) as sums and products."""
        other: Term | None = None
        k = exponent(term)
        if term.symbol is real.SUB:
            other = real.add(term.args[0], real.neg(term.args[1]))
        elif k is not None and k > 1:
            other = real.mul(real.power(term.args[0], k - 1), term.args[0])
        if other is None or depth == 0:
            return None
        found = self.holds(Term.apply(real.INTEGER, other), depth - 1)
        return self.kit.similar(Term.apply(real.INTEGER, term), found) if found else None

    def _backwards(self, condition: Term, depth: int) -> Node | None:
        """Horn clauses whose conclusion matches."""
        if depth == 0:
            return None
        for law in self.kit.horn.get(condition_key(condition), ()):
            found = match(law.clause.left, condition)
            if found is None or len(found[0]) < len(law.clause.variables):
                continue
            premises = self._premises(law, found[0], depth - 1)
            if premises is not None:
                values = {str(v.head): t for v, t in found[0].items()}
                return self.kit.instance(law, premises, values)
        return None

    def _premises(self, law: Law, binding: dict[Term, Term], depth: int) -> list[Node] | None:
        nodes = []
        for left, right in law.clause.premises:
            wanted, value = left.substitute(binding), right.substitute(binding)
            node = self.known_equation(wanted, value, depth)
            if node is None:
                return None
            nodes.append(node)
        return nodes

    def known_equation(self, left: Term, right: Term, depth: int = HORN_DEPTH) -> Node | None:
        """A proof of an equation that a law has as premise."""
        if right is TRUE_TERM:
            return self.holds(left, depth)
        if right is FALSE_TERM:
            found = self.holds(Term.apply(NOT, left), depth)
            return self.kit.flipped(found) if found else None
        if left.sort is REAL and depth == HORN_DEPTH:
            return self.identity(left, right)
        return None

    def instance(self, law: Law, binding: dict[Term, Term]) -> Node | None:
        """The conclusion of a law where its premises can be proved."""
        premises = self._premises(law, binding, HORN_DEPTH)
        if premises is None:
            return None
        return self.kit.instance(law, premises, {str(v.head): t for v, t in binding.items()})

    def _by_order(self, condition: Term) -> Node | None:
        symbol, inner = condition.symbol, condition
        if symbol is NOT:
            inner = condition.args[0]
        if inner.symbol not in (real.LE, real.LT, EQ) or inner.args[0].sort is not REAL:
            return None
        value, other = (FALSE_TERM, TRUE_TERM) if symbol is NOT else (TRUE_TERM, FALSE_TERM)
        if inner.symbol is EQ and value is TRUE_TERM:
            return None
        found = self.refute_assumption(inner, other, 2)
        if found is None:
            return None
        node = self.kit.by_contradiction(inner, value, found)
        return self.kit.negated(node) if symbol is NOT else node

    def refute_assumption(self, atom: Term, value: Term, level: int) -> Node | None:
        """true = false from the facts and atom = value."""
        from lemmata.search.reals.orders import absurd

        if "square_positive" not in self.kit.laws:
            return None
        inner = Situation(self.kit, [*self.facts, assume(atom, value)], self.nested + 1)
        try:
            return absurd(inner, level)
        except TooLarge:
            return None

    def _nonzero(self, term: Term) -> Node | None:
        condition = real.nonzero(term)
        if "sub_nonzero" not in self.kit.laws:
            return self.holds(condition)
        try:
            value = self.world.read(term)
        except TooLarge:
            return None
        for a, b, node in self.distinct:
            try:
                other = self.world.read(real.sub(a, b))
            except TooLarge:
                continue
            if term is a and real.ZERO is b:
                return node
            if other and len(other) == len(value):
                ratio = next(iter(other.values())) / value.get(next(iter(other)), 1)
                if poly.scale(value, ratio) == other:
                    return self._scaled(term, a, b, node, ratio)
        return self.holds(condition)

    def _scaled(self, term: Term, a: Term, b: Term, node: Node, ratio: Fraction) -> Node:
        """a != b and a - b = ratio * term |- term != 0."""
        equation = equation_term(term, real.ZERO)
        value = build.eq_elim(assume(equation, TRUE_TERM))
        total = real.add(b, real.mul(real.number(ratio), term))
        step = build.rewrite(self.world.field(a, total), Citation(value), (1, 1))
        same = build.trans([step, self.world.field(step.right, b)])
        absurd = self.kit.clash(self.kit.flipped(node), self.kit.equal(same))
        return self.kit.negated(self.kit.by_contradiction(equation, FALSE_TERM, absurd))

    # Identities

    def ideal(self) -> tuple[Ideal, list[Node]]:
        """The known equations as an ideal, with the nodes in the same order."""
        for equation in self.equations:
            self.world.read(equation.left)
            self.world.read(equation.right)
        mark = len(self.equations), len(self.world.denominators)
        if self._ideal is None or self._ideal[0] != mark:
            inverses = self.world.inverse_laws()
            nodes = [*(node for node, _ in inverses), *self.equations]
            given = [p for _, p in inverses]
            given += [
                poly.add(self.world.read(n.left), self.world.read(n.right), -1)
                for n in self.equations
            ]
            self._ideal = mark, Ideal(given, 60 if self.nested else 250), nodes
        return self._ideal[1], self._ideal[2]

    def identity(self, left: Term, right: Term) -> Node | None:
        """left = right over Real by a polynomial identity modulo the known equations."""
        try:
            difference = poly.add(self.world.read(left), self.world.read(right), -1)
            if not difference:
                return self.world.field(left, right)
            ideal, nodes = self.ideal()
            difference = poly.add(self.world.read(left), self.world.read(right), -1)
            rest, cofactors = ideal.reduce(difference)
        except TooLarge:
            return None
        if rest:
            return None
        used = sorted(cofactors)
        total = right
        for k in used:
            gap = real.sub(nodes[k].left, nodes[k].right)
            total = real.add(total, real.mul(self.world.write(cofactors[k]), gap))
        chain = self.world.field(left, total)
        for i, k in enumerate(used):
            path = (*(0 for _ in used[i + 1 :]), 1, 1, 0)
            chain = build.rewrite(chain, Citation(nodes[k]), path)
        return build.trans([chain, self.world.field(chain.right, right)])


def all_subterms(terms: Sequence[Term]) -> list[Term]:
    """Distinct subterms of several terms."""
    seen: dict[Term, None] = {}
    for term in terms:
        for t in term.subterms():
            seen.setdefault(t)
    return list(seen)
