"""Side conditions: what is known to hold, and proofs of what follows from it.

A condition is a Bool term such as 0 < t, 0 <= t, t != 0, integer(t). It is proved by

    a hypothesis; a Horn law whose conclusion is the condition, its premises proved in turn;
    interval arithmetic where no variable occurs; the same condition on an equal form of t;
    t != 0 where t divides something that is not zero; 0 < t where t is a combination of facts

Every proof is a node; nothing is assumed that a node does not show.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lemmata.proof import build
from lemmata.proof.nodes import Citation, Hypothesis, Law, Node, unit
from lemmata.search.simplify import polynomial as poly
from lemmata.search.simplify import real
from lemmata.search.simplify.forms import Writer, scaled
from lemmata.search.simplify.polynomial import Polynomial, TooLarge
from lemmata.search.simplify.rational import Reader, cancelled
from lemmata.search.simplify.sampling import Samples
from lemmata.terms.declarations import Function
from lemmata.terms.matching import match
from lemmata.terms.sorts import REAL
from lemmata.terms.symbols import AND, EQ, ITE, NOT, OR, Symbol
from lemmata.terms.term import TRUE_TERM, Term

MAX_DEPTH = 7
MAX_ATTEMPTS = 150
NAMED = ("and_left", "and_right", "le_sub", "lt_sub", "nonzero_factor")
FIELD_LAWS = (
    "add_associativity", "add_commutativity", "add_zero", "mul_associativity",
    "mul_commutativity", "mul_one", "mul_zero", "distributivity", "add_neg", "sub_neg",
    "div_mul", "mul_inverse", "pow_zero", "pow_succ", "pow_neg",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The laws that proofs of conditions may cite, found by shape and by name."""

    horn: dict[object, list[Law]]
    field: dict[str, Citation]
    named: dict[str, Law]

    @staticmethod
    def of(laws: Sequence[Law]) -> Knowledge:
        """Sort the laws of a theory; of the theories, the first with the field axioms is used."""
        horn: dict[object, list[Law]] = {}
        named: dict[str, Law] = {}
        for law in laws:
            named.setdefault(law.name, law)
            if _is_horn(law):
                horn.setdefault(_shape(law.clause.left), []).append(law)
        axioms = {law.name: law for law in laws if law.kind == "axiom" and law.owner == "real"}
        field = {k: Citation(axioms[k]) for k in FIELD_LAWS if k in axioms}
        return Knowledge(horn, field if len(field) == len(FIELD_LAWS) else {}, named)


def _is_horn(law: Law) -> bool:
    """Whether a law says that a condition follows from conditions, with all variables in it."""
    clause = law.clause
    if clause.right is not TRUE_TERM or clause.types or not is_condition(clause.left):
        return False
    inside, size = clause.left.free, clause.left.size
    between = all(a.is_variable for a in clause.left.args) and len(clause.left.args) == 2
    if between and [p.symbol for p, _ in clause.premises] != [real.LT]:
        return False
    return all(
        q is TRUE_TERM
        and is_condition(p)
        and p.free <= inside
        and p.size <= size + (p.symbol is NOT)
        for p, q in clause.premises
    )


def is_condition(term: Term) -> bool:
    """Whether a term is a comparison, t != 0 or integer(t) over the reals."""
    if term.symbol is NOT:
        inner = term.args[0]
        return inner.symbol is EQ and inner.args[0].sort is REAL
    return term.symbol in (real.LT, real.LE, real.INTEGER)


def _shape(term: Term) -> object:
    """What a condition and a matching conclusion have in common."""
    return NOT if term.symbol is NOT else term.symbol


class Facts:
    """Hypotheses and what has been proved from them."""

    def __init__(
        self,
        knowledge: Knowledge,
        hypotheses: Sequence[Term] = (),
        functions: Mapping[Symbol, Function] | None = None,
    ) -> None:
        """Start from hypotheses; `functions` are the definitions, used for samples only."""
        self.knowledge = knowledge
        self.samples = Samples(hypotheses, functions or {})
        self.reader = Reader(self.is_nonzero)
        self._proved: dict[Term, Node] = {}
        self._failed: dict[Term, int] = {}
        self._open: set[Term] = set()
        self._attempts = 0
        self.known: list[Node] = []
        for condition in hypotheses:
            self.assume(condition)

    def assume(self, condition: Term) -> None:
        """Add a hypothesis; of a conjunction its parts."""
        hypothesis: Hypothesis = unit(condition, TRUE_TERM)
        self.learn(build.rewrite(condition, Citation(hypothesis), ()))

    def learn(self, node: Node) -> None:
        """Add a proved condition; of a conjunction its parts."""
        stack = [node]
        while stack:
            node = stack.pop()
            condition = node.left
            if condition in self._proved:
                continue
            self._proved[condition] = node
            self._failed.clear()
            if condition.symbol is AND and "and_left" in self.knowledge.named:
                for name in ("and_right", "and_left"):
                    law = self.knowledge.named[name]
                    citation = build.law_instance(law, condition.args)
                    (_, (left, _)) = citation.equation()
                    stack.append(build.rewrite(left, citation, (), premises=(node,)))
                continue
            self.known.append(node)
            self.reader.forget()

    def learn_equal(self, node: Node, equal: Node) -> None:
        """The fact of a node about an equal subject: `equal` proves new subject = old subject."""
        condition = _with_subject(node.left, equal.left)
        path = (0, 0) if condition.symbol is NOT else (0,)
        if condition.symbol in (real.LT, real.LE):
            path = (1,)
        if condition not in self._proved:
            step = build.rewrite(condition, Citation(equal), path)
            self.learn(build.trans([step, node]))

    # Proving

    def prove(self, condition: Term) -> Node | None:
        """A node for condition = true, None if none was found."""
        self._attempts = 0
        return self._prove(condition, 0)

    def holds(self, condition: Term) -> bool:
        """Whether a proof of a condition was found."""
        return self.prove(condition) is not None

    def is_nonzero(self, term: Term) -> bool:
        """Whether t != 0 has a proof."""
        return self._nonzero(term) is not None

    def _nonzero(self, term: Term) -> Node | None:
        """A proof of t != 0, with a count of attempts of its own."""
        attempts, self._attempts = self._attempts, 0
        node = self._prove(real.nonzero(term), 0)
        self._attempts = attempts
        return node

    def _prove(self, condition: Term, depth: int) -> Node | None:
        if condition is TRUE_TERM:
            return build.refl(TRUE_TERM)
        found = self._proved.get(condition)
        if found is not None:
            return found
        if condition in self._open or depth >= self._failed.get(condition, MAX_DEPTH + 1):
            return None
        self._attempts += 1
        if self._attempts > MAX_ATTEMPTS:
            return None
        if self.samples.fails(condition):
            self._failed[condition] = 0
            return None
        self._open.add(condition)
        try:
            for node in self._ways(condition, depth):
                self._proved[condition] = node
                return node
        except TooLarge:
            pass
        finally:
            self._open.discard(condition)
        self._failed[condition] = depth
        return None

    def _ways(self, condition: Term, depth: int) -> Iterator[Node]:
        if condition.symbol is AND:
            yield from self._conjunction(condition, depth)
            return
        if condition.symbol is OR:
            yield from self._disjunction(condition, depth)
            return
        if condition.symbol is ITE:
            yield from self._conditional(condition, depth)
            return
        if not condition.free:
            yield from self._ground(condition)
        subject = subject_of(condition)
        if subject is None:
            if condition.symbol in (real.LT, real.LE):
                yield from self._difference(condition, depth)
            yield from self._backward(condition, depth)
            return
        if not self.reader.is_atom(subject):
            yield from self._constant(condition, subject)
        yield from self._backward(condition, depth)
        if condition.symbol is NOT:
            yield from self._divisor(condition, subject, depth)
        elif condition.symbol is not real.INTEGER:
            yield from self._combination(condition, subject, depth)
        yield from self._other_form(condition, subject, depth)

    def _constant(self, condition: Term, subject: Term) -> Iterator[Node]:
        """The subject is a number by the field laws."""
        above, below = cancelled(self.reader.read(subject))
        number = poly.value(above)
        if number is not None and poly.value(below) is not None and not real.is_number(subject):
            form = real.number(number)
            node = self._prove(_with_subject(condition, form), 0)
            moved = self.transfer(condition, subject, form, node)
            if moved is not None:
                yield moved

    def _conjunction(self, condition: Term, depth: int) -> Iterator[Node]:
        first, second = (self._prove(c, depth + 1) for c in condition.args)
        if first is not None and second is not None:
            step = build.rewrite(condition, Citation(first), (0,))
            step = build.rewrite(step, Citation(second), (1,))
            both = Node("bool", frozenset(), step.right, TRUE_TERM)
            yield build.trans([step, both])

    def _disjunction(self, condition: Term, depth: int) -> Iterator[Node]:
        for i, part in enumerate(condition.args):
            node = self._prove(part, depth + 1)
            if node is not None:
                step = build.rewrite(condition, Citation(node), (i,))
                yield build.trans([step, Node("bool", frozenset(), step.right, TRUE_TERM)])

    def _conditional(self, condition: Term, depth: int) -> Iterator[Node]:
        """if c then a else b: c and a, or not c and b, or both a and b."""
        test, first, second = condition.args
        yes, no = (self._prove(c, depth + 1) for c in (first, second))
        known = self._prove(test, depth + 1)
        if known is not None and yes is not None:
            step = build.rewrite(condition, Citation(known), (0,))
            step = build.rewrite(step, Citation(yes), (1,))
            yield build.trans([step, Node("bool", frozenset(), step.right, TRUE_TERM)])
        elif yes is not None and no is not None:
            step = build.rewrite(condition, Citation(yes), (1,))
            step = build.rewrite(step, Citation(no), (2,))
            yield build.trans([step, Node("bool", frozenset(), step.right, TRUE_TERM)])

    def _ground(self, condition: Term) -> Iterator[Node]:
        """Literals are compared exactly, other numbers by enclosures."""
        from lemmata.search.simplify.ground import decide

        node = decide(condition)
        if node is not None and node.right is TRUE_TERM:
            yield node

    def _backward(self, condition: Term, depth: int) -> Iterator[Node]:
        for law in self.knowledge.horn.get(_shape(condition), ()):
            binding = match(law.clause.left, condition)
            if binding is None:
                continue
            values = [binding[0][v] for v in law.clause.variables]
            citation = build.law_instance(law, values)
            premises: list[Node] = []
            for left, _ in citation.equation()[0]:
                node = self._prove(left, depth + 1)
                if node is None:
                    break
                premises.append(node)
            else:
                yield build.rewrite(condition, citation, (), premises=tuple(premises))

    def _difference(self, condition: Term, depth: int) -> Iterator[Node]:
        """a < b from 0 < b - a."""
        a, b = condition.args
        strict = condition.symbol is real.LT
        law = self.knowledge.named.get("lt_sub" if strict else "le_sub")
        if law is None or a is real.ZERO:
            return
        citation = build.law_instance(law, [a, b])
        step = build.rewrite(condition, citation, ())
        node = self._prove(step.right, depth + 1)
        if node is not None:
            yield build.trans([step, node])

    def _other_form(self, condition: Term, subject: Term, depth: int) -> Iterator[Node]:
        """The condition on an equal form of its subject."""
        if self.reader.is_atom(subject) or depth > 4:
            return
        ratio = cancelled(self.reader.read(subject))
        writer = Writer(self.reader.atoms)
        for form in dict.fromkeys(writer.fractions(ratio)):
            if form is not subject:
                other = _with_subject(condition, form)
                node = self._prove(other, depth + 1)
                moved = self.transfer(condition, subject, form, node)
                if moved is not None:
                    yield moved

    def transfer(
        self, condition: Term, subject: Term, form: Term, node: Node | None
    ) -> Node | None:
        """The condition on `subject` from the one on `form`, equal by the field laws."""
        equal = self.field(subject, form) if node is not None else None
        if node is None or equal is None:
            return None
        path = (0, 0) if condition.symbol is NOT else (0,)
        if condition.symbol in (real.LT, real.LE):
            path = (1,)
        step = build.rewrite(condition, Citation(equal), path)
        return build.trans([step, node])

    def _divisor(self, condition: Term, subject: Term, depth: int) -> Iterator[Node]:
        """A factor of something that is not zero is not zero."""
        law = self.knowledge.named.get("nonzero_factor")
        if law is None or depth > 3:
            return
        goal = self._polynomial(subject)
        if goal is None or poly.value(goal) is not None:
            return
        for node in list(self.known):
            product = real.nonzero_of(node.left)
            if product is None or product is subject:
                continue
            top, bottom = self.reader.read(product)
            rest = poly.divide(top, goal)
            if not rest:
                continue
            writer = Writer(self.reader.atoms)
            other, whole = writer.expanded(rest), product
            if bottom != poly.ONE:
                whole = real.mul(product, writer.expanded(bottom))
                found = self._prove(real.nonzero(whole), depth + 1)
                if found is None:
                    continue
                node = found
            split = real.mul(subject, other)
            moved = self.transfer(real.nonzero(split), split, whole, node)
            if moved is not None:
                citation = build.law_instance(law, [subject, other])
                yield build.rewrite(condition, citation, (), premises=(moved,))

    def _combination(self, condition: Term, subject: Term, depth: int) -> Iterator[Node]:
        """t = c * h + d for a fact 0 < h or 0 <= h and numbers c > 0, d >= 0."""
        if depth > 3 or condition.args[0] is not real.ZERO:
            return
        goal = self._polynomial(subject)
        if goal is None:
            return
        rows = [(f, p) for f in list(self.known) if (p := self._fact(f)) is not None]
        for fact, (form, given) in rows:
            for form2, given2 in [(None, None), *(r for f, r in rows if f is not fact)]:
                found = self._combined(goal, form, given, form2, given2)
                if found is not None and found is not subject:
                    node = self._prove(_with_subject(condition, found), depth + 2)
                    moved = self.transfer(condition, subject, found, node)
                    if moved is not None:
                        yield moved

    def _fact(self, node: Node) -> tuple[Term, Polynomial] | None:
        """The t of a fact 0 < t or 0 <= t, or b - a of a < b, with its polynomial."""
        condition = node.left
        if condition.symbol not in (real.LT, real.LE):
            return None
        a, b = condition.args
        form = b if a is real.ZERO else real.sub(b, a)
        found = self._polynomial(form)
        return None if found is None or poly.value(found) is not None else (form, found)

    def _polynomial(self, term: Term) -> Polynomial | None:
        above, below = self.reader.read(term)
        number = poly.value(below)
        return poly.scale(above, 1 / number) if number else None

    def _combined(
        self,
        goal: Polynomial,
        form: Term,
        given: Polynomial,
        form2: Term | None,
        given2: Polynomial | None,
    ) -> Term | None:
        lead = next((m for m in sorted(given) if m and m in goal and m not in (given2 or {})), None)
        if lead is None:
            return None
        ratio = goal[lead] / given[lead]
        rest = poly.add(goal, given, -ratio)
        if ratio <= 0:
            return None
        found = scaled(ratio, form)
        if given2 is not None and form2 is not None:
            second = next((m for m in sorted(given2) if m and m in rest), None)
            if second is None or rest[second] / given2[second] <= 0:
                return None
            ratio = rest[second] / given2[second]
            rest = poly.add(rest, given2, -ratio)
            found = real.add(found, scaled(ratio, form2))
        number = poly.value(rest)
        if number is None or number < 0:
            return None
        return found if not number else real.add(found, real.number(number))

    # Equations by the field laws

    def field(self, left: Term, right: Term) -> Node | None:
        """A node left = right by the field laws, None if they do not make both equal."""
        if left is right:
            return build.refl(left)
        if not self.knowledge.field:
            return None
        try:
            (p, q), (s, t) = self.reader.read(left), self.reader.read(right)
            if poly.mul(p, t) != poly.mul(s, q):
                return None
        except TooLarge:
            return None
        premises: dict[Term, Node] = {}
        for side in (left, right):
            for below in self.reader.denominators(side):
                node = self._nonzero(below)
                if node is None:
                    return None
                premises.setdefault(below, node)
        return build.field(build.EMPTY, left, right, tuple(premises.values()), self.knowledge.field)


def subject_of(condition: Term) -> Term | None:
    """The t of 0 < t, 0 <= t, t != 0, integer(t)."""
    if condition.symbol is NOT:
        return real.nonzero_of(condition)
    if condition.symbol is real.INTEGER:
        return condition.args[0]
    if condition.symbol not in (real.LT, real.LE) or condition.args[0] is not real.ZERO:
        return None
    return condition.args[1]


def _with_subject(condition: Term, subject: Term) -> Term:
    if condition.symbol is NOT:
        return real.nonzero(subject)
    if condition.symbol is real.INTEGER:
        return condition.with_args((subject,))
    return condition.with_args((real.ZERO, subject))
