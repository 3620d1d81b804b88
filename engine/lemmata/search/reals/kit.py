"""Named laws and the small inferences that all proofs about real numbers are made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from lemmata.proof import build
from lemmata.proof.nodes import Citation, Hypothesis, Law, Node, unit
from lemmata.search.simplify import real
from lemmata.terms.symbols import AND, EQ, NOT, OR, Symbol
from lemmata.terms.term import FALSE_TERM, TRUE_TERM, Term, equation_term

FIELD = (
    "add_associativity", "add_commutativity", "add_zero", "mul_associativity",
    "mul_commutativity", "mul_one", "mul_zero", "distributivity", "add_neg", "sub_neg",
    "div_mul", "mul_inverse", "pow_zero", "pow_succ", "pow_neg",
)  # fmt: skip
Values = Mapping[str, Term]


class TimeUp(Exception):
    """The search is to end."""


@dataclass
class Kit:
    """Laws by name: definitions and built-in equations, axioms, earlier theorems.

    `expired` says when the search is to end.
    """

    laws: dict[str, Law] = field(default_factory=dict)
    cases: dict[Symbol, Law] = field(default_factory=dict)
    builtin: dict[tuple[str, int], Law] = field(default_factory=dict)
    expired: Callable[[], bool] = lambda: False
    horn: dict[tuple[Symbol | None, ...], list[Law]] = field(default_factory=dict)

    @staticmethod
    def of(definitions: Iterable[Law], laws: Iterable[Law]) -> Kit:
        """The kit of a theory; a later law of the same name is preferred."""
        kit = Kit()
        for law in definitions:
            if law.kind == "builtin":
                kit.builtin[law.name, law.index] = law
            elif law.clause.left.symbol is not None and not law.clause.types:
                kit.cases[law.clause.left.symbol] = law
        for law in laws:
            kit.add(law)
        return kit

    def add(self, law: Law) -> None:
        """Note a law; one that concludes a condition on its variables can be used backwards."""
        self.laws[law.name] = law
        left, right = law.clause.conclusion
        if right is TRUE_TERM and left.free.issuperset(law.clause.variables):
            self.horn.setdefault(condition_key(left), []).append(law)

    def tick(self) -> None:
        """Raise `TimeUp` when the search is to end."""
        if self.expired():
            raise TimeUp

    def ready(self) -> bool:
        """Whether the axioms of the real field are there."""
        return all(name in self.laws for name in FIELD)

    # Citing

    def cite(self, name: str, premises: Sequence[Node], values: Values) -> Node:
        """The conclusion of a law, its premises proved by the given nodes."""
        return self.instance(self.laws[name], premises, values)

    def instance(self, law: Law, premises: Sequence[Node], values: Values) -> Node:
        """The same for a law itself."""
        given = tuple(values[str(v.head)] for v in law.clause.variables)
        citation = Citation(law, (), given)
        _, (left, _) = citation.equation()
        return build.rewrite(left, citation, (), premises=tuple(premises))

    def field(self, left: Term, right: Term, premises: Sequence[Node] = ()) -> Node:
        """left = right as rational functions."""
        if left is right:
            return build.refl(left)
        laws = {name: Citation(self.laws[name]) for name in FIELD}
        return build.field(build.EMPTY, left, right, premises, laws)

    def compute(self, name: str, index: int, values: Sequence[Term]) -> Node:
        """A built-in equation of not, and, or."""
        citation = Citation(self.builtin[name, index], (), tuple(values))
        _, (left, _) = citation.equation()
        return build.rewrite(left, citation, ())

    # Moving between forms

    def similar(self, target: Term, known: Node, premises: Sequence[Node] = ()) -> Node:
        """target = known.right, both comparisons whose arguments are equal in the field."""
        assert target.symbol is known.left.symbol
        if target is known.left:
            return known
        steps = [
            None if a is b else self.field(a, b, premises)
            for a, b in zip(target.args, known.left.args, strict=True)
        ]
        context = build.EMPTY.union(*(s.context for s in steps if s))
        same = Node("cong", context, target, known.left, tuple(steps))
        return build.trans([same, known])

    def flipped(self, node: Node) -> Node:
        """not u = v |- u = not v, for a truth value v."""
        inner = node.left.args[0]
        twice = Term.apply(NOT, node.left)
        back = Node("bool", build.EMPTY, inner, twice)
        step = build.rewrite(back, Citation(node), (0,))
        index = 0 if node.right is TRUE_TERM else 1
        return build.trans([step, self.compute("not", index, ())])

    def negated(self, node: Node) -> Node:
        """u = v |- not u = not v, for a truth value v."""
        start = Term.apply(NOT, node.left)
        step = build.rewrite(start, Citation(node), (0,))
        index = 0 if node.right is TRUE_TERM else 1
        return build.trans([step, self.compute("not", index, ())])

    def both(self, first: Node, second: Node) -> Node:
        """u = true, v = true |- and(u, v) = true."""
        start = Term.apply(AND, first.left, second.left)
        step = build.rewrite(start, Citation(first), (0,))
        whole = build.trans([step, self.compute("and", 0, (second.left,))])
        return build.rewrite(whole, Citation(second), ())

    def either(self, first: Term, second: Term, node: Node) -> Node:
        """One of two terms true |- or(first, second) = true."""
        start = Term.apply(OR, first, second)
        at = 0 if node.left is first else 1
        step = build.rewrite(start, Citation(node), (at,))
        rest = step.right
        return build.trans([step, Node("bool", build.EMPTY, rest, TRUE_TERM)])

    def split(self, condition: Term, if_true: Node, if_false: Node) -> Node:
        """Both cases of a truth value."""
        return build.bool_cases(condition, if_true, if_false)

    def by_contradiction(self, condition: Term, value: Term, absurd: Node) -> Node:
        """condition = value, where `absurd` proves true = false from the other value."""
        known = assume(condition, value)
        other = build.distinct(absurd, condition, value)
        if value is TRUE_TERM:
            return self.split(condition, known, other)
        return self.split(condition, other, known)

    def clash(self, first: Node, second: Node) -> Node:
        """u = true and u = false |- true = false, in either order of the nodes."""
        if first.right is FALSE_TERM:
            first, second = second, first
        return build.trans([build.sym(first), second])

    def equal(self, known: Node) -> Node:
        """a = b |- eq(a, b) = true."""
        return build.eq_intro(known, equation_term(known.left, known.right))

    def literal(self, atom: Term) -> Node:
        """A comparison of literals."""
        value = compare(atom)
        assert value is not None
        return build.evaluated(atom, TRUE_TERM if value else FALSE_TERM)


def condition_key(condition: Term) -> tuple[Symbol | None, ...]:
    """What laws about a condition are looked up by: the comparison, with or without `not`."""
    if condition.symbol is NOT:
        return NOT, condition.args[0].symbol
    return (condition.symbol,)


def assume(left: Term, right: Term) -> Node:
    """left = right |- left = right."""
    return build.rewrite(left, Citation(unit(left, right)), ())


def hypotheses(clause_premises: Sequence[tuple[Term, Term]]) -> list[Node]:
    """A node for each premise of a statement."""
    return [assume(left, right) for left, right in clause_premises]


def compare(atom: Term) -> bool | None:
    """The value of a comparison of literals, None for other terms."""
    if len(atom.args) != 2 or not all(real.is_number(a) for a in atom.args):
        return None
    a, b = (Fraction(str(x.head)) for x in atom.args)
    if atom.symbol is real.LT:
        return a < b
    if atom.symbol is real.LE:
        return a <= b
    return a == b if atom.symbol is EQ else None


def le(a: Term, b: Term) -> Term:
    """The term a <= b."""
    return Term.apply(real.LE, a, b)


def lt(a: Term, b: Term) -> Term:
    """The term a < b."""
    return Term.apply(real.LT, a, b)


__all__ = ["Hypothesis", "Kit", "assume", "compare", "hypotheses", "le", "lt"]
