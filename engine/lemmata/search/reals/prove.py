"""Proving statements about real numbers: unfold, split, expand, then identities or inequalities."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lemmata.proof import build
from lemmata.proof.nodes import Law, Node, Theorem
from lemmata.search.reals.bootstrap import SCRIPTS
from lemmata.search.reals.hints import Hints, hints_for
from lemmata.search.reals.kit import Kit, TimeUp, assume, hypotheses
from lemmata.search.reals.normal import FUNCTIONS, Normaliser, cong
from lemmata.search.reals.situation import Situation, all_subterms
from lemmata.search.simplify import real
from lemmata.search.simplify.polynomial import TooLarge
from lemmata.terms.declarations import Clause, Theory
from lemmata.terms.matching import match
from lemmata.terms.sorts import BOOL, REAL
from lemmata.terms.symbols import AND, EQ, ITE, NOT, OR, Symbol
from lemmata.terms.term import FALSE_TERM, TRUE_TERM, Term, equation_term

TRIGGERED = (
    "sqrt_nonneg", "sqrt_square", "exp_positive", "exp_log", "pythagoras",
    "sin_positive", "cos_positive", "cos_nonneg", "sin_asin", "asin_lower", "asin_upper",
    "acos_asin", "sin_atan", "atan_lower", "atan_upper", "cos_atan_positive", "pow_exp",
    "zero_pow",
)  # fmt: skip
CONSTANTS = ("sin_half_pi", "cos_half_pi")
MAX_SPLITS = 7
NO_HINTS = Hints()
TRUTH = (TRUE_TERM, FALSE_TERM)


def prove_real(
    name: str,
    clause: Clause,
    theory: Theory,
    definitions: Sequence[Law],
    laws: Sequence[Law],
    expired: Callable[[], bool] = lambda: False,
) -> Theorem | None:
    """A theorem about real numbers from laws that may be cited; None if it is not found."""
    if not any(t.sort is REAL for side in clause.terms() for t in side.subterms()):
        return None
    kit = Kit.of(definitions, laws)
    if not kit.ready():
        return None
    if name not in SCRIPTS:
        _complete(kit, theory)
    kit.expired = expired
    try:
        return RealProver(kit, hints_for(name, theory, kit)).prove(name, clause)
    except TimeUp:
        return None


def _complete(kit: Kit, theory: Theory) -> None:
    """Prove the first laws of order where no certificate of them is stored."""
    stated = {law.name: (owner, law) for owner, law in theory.library}
    stated |= {law.name: (theory.name, law) for law in theory.theorems}
    for name in SCRIPTS:
        if name in kit.laws or name not in stated:
            continue
        owner, law = stated[name]
        proof = RealProver(kit).prove(name, law.clause)
        if proof is not None:
            kit.add(Law("theorem", name, 0, law.clause, owner, proof))


class RealProver:
    """Proves clauses from the laws of a kit and hints."""

    def __init__(self, kit: Kit, hints: Hints = NO_HINTS) -> None:
        self.kit, self.hints = kit, hints
        self.bases: dict[Term, int] = {}

    def prove(self, name: str, clause: Clause) -> Theorem | None:
        """A theorem for the clause, or None."""
        if not self.kit.ready():
            return None
        facts = hypotheses(clause.premises)
        node: Node | None = None
        if name in SCRIPTS:
            node = self._script(name, clause, facts)
        if node is None:
            self.bases = {}
            facts += [_applied(f, n) for f in self.hints.functions for n in facts if _equal(n)]
            node = self._with_splits(clause.left, clause.right, facts, self.hints.splits)
        return Theorem(name, clause, clause.variables, node) if node is not None else None

    def _with_splits(
        self, left: Term, right: Term, facts: Sequence[Node], conditions: Sequence[Term]
    ) -> Node | None:
        """The goal in all combinations of the conditions that hints name."""
        if not conditions:
            return self.goal(left, right, facts)
        branches = []
        for value in TRUTH:
            more = [*facts, assume(conditions[0], value)]
            found = self._with_splits(left, right, more, conditions[1:])
            if found is None:
                return None
            branches.append(found)
        return self.kit.split(conditions[0], *branches)

    def _script(self, name: str, clause: Clause, facts: Sequence[Node]) -> Node | None:
        values = {str(v.head): v for v in clause.variables}
        try:
            node = SCRIPTS[name](self.kit, values, facts)
        except (KeyError, AssertionError, ValueError):
            return None
        return node if (node.left, node.right) == clause.conclusion else None

    def goal(self, left: Term, right: Term, facts: Sequence[Node], splits: int = 0) -> Node | None:
        """left = right from facts."""
        if left is right:
            return build.refl(left)
        here = Situation(self.kit, facts)
        if right is TRUE_TERM and not splits:
            found = here.holds(left, 3)
            if found is not None:
                return found
        first, second, here = self._expanded(left, right, here)
        inner = self._core(first.right, second.right, here, splits)
        if inner is None:
            return None
        return build.trans([first, inner, build.sym(second)])

    def _expanded(self, left: Term, right: Term, here: Situation) -> tuple[Node, Node, Situation]:
        """Both sides in normal form, and the situation with the facts in normal form."""
        facts = here.facts
        for _ in range(4):
            here = Situation(self.kit, facts)
            normaliser = Normaliser(here, self.bases)
            for fact in facts:
                known = self._normal_fact(fact, normaliser)
                if known is not fact and known.left is not known.right:
                    here.add(known)
            for _ in range(2):
                normaliser.steps.clear()
                sides = [normaliser.normal(left).right, normaliser.normal(right).right]
                sides += [t for _, b in self.hints.instances for t in b.values()]
                self._trigger(here, normaliser, sides)
                normaliser.steps.clear()
                self._hint(here, normaliser)
            normaliser.steps.clear()
            first, second = normaliser.normal(left), normaliser.normal(right)
            if not normaliser.changed:
                break
        return first, second, here

    def _normal_fact(self, fact: Node, normaliser: Normaliser) -> Node:
        left = normaliser.normal(fact.left)
        right = normaliser.normal(fact.right)
        if left.right is left.left and right.right is right.left:
            return fact
        return build.trans([build.sym(left), fact, right])

    def _hint(self, here: Situation, normaliser: Normaliser) -> None:
        known = {(f.left, f.right) for f in here.facts}
        for law, binding in self.hints.instances:
            node = self._from_premises(law, binding, here, normaliser)
            if node is not None:
                new = self._normal_fact(node, normaliser)
                if new.left is not new.right and (new.left, new.right) not in known:
                    here.add(new)

    def _from_premises(
        self, law: Law, binding: dict[Term, Term], here: Situation, normaliser: Normaliser
    ) -> Node | None:
        """An instance of a law, its premises brought into normal form and proved."""
        premises = []
        for left, right in law.clause.premises:
            found = self._premise(
                left.substitute(binding), right.substitute(binding), here, normaliser
            )
            if found is None:
                return None
            premises.append(found)
        return self.kit.instance(law, premises, {str(v.head): t for v, t in binding.items()})

    def _premise(
        self, left: Term, right: Term, here: Situation, normaliser: Normaliser
    ) -> Node | None:
        known = here.holds(left, 3) if right is TRUE_TERM else None
        if known is not None:
            return known
        if right is TRUE_TERM:
            step = normaliser.normal(left)
            found = here.holds(step.right)
            return build.trans([step, found]) if found is not None else None
        inner = RealProver(self.kit)
        inner.bases = dict(self.bases)
        return inner.goal(left, right, here.facts, MAX_SPLITS)

    def _trigger(self, here: Situation, normaliser: Normaliser, sides: Sequence[Term]) -> None:
        """Laws about the functions that occur, where their premises follow."""
        terms = [*sides, *(side for f in here.facts for side in (f.left, f.right))]
        targets = [t for t in all_subterms(terms) if t.symbol in FUNCTIONS or _is_power(t)]
        known = {(f.left, f.right) for f in here.facts}
        found = []
        for name in TRIGGERED:
            law = self.kit.laws.get(name)
            for pattern in _triggers(law) if law else ():
                for target in targets:
                    binding = match(pattern, target)
                    if binding is None or law is None:
                        continue
                    node = here.instance(law, binding[0])
                    if node is not None:
                        found.append(node)
        if any(t.symbol is real.PI for t in all_subterms(terms)):
            names = [n for n in CONSTANTS if n in self.kit.laws]
            found += [self.kit.cite(n, (), {}) for n in names]
        for node in found:
            new = self._normal_fact(node, normaliser)
            if new.left is new.right and node.left.symbol is real.POW:
                new = node
            if (new.left, new.right) not in known and new.left is not new.right:
                known.add((new.left, new.right))
                here.add(new)

    # Splitting

    def _core(self, left: Term, right: Term, here: Situation, splits: int) -> Node | None:
        if left is right:
            return build.refl(left)
        condition = _condition([left, right, *(f.left for f in here.facts)], here)
        if condition is not None and splits < MAX_SPLITS:
            return self._split(condition, left, right, here, splits)
        if left.sort is BOOL:
            return self._truth(left, right, here, splits)
        if left.sort is not REAL:
            return None
        return here.identity(left, right) or self._between(left, right, here)

    def _split(
        self, condition: Term, left: Term, right: Term, here: Situation, splits: int
    ) -> Node | None:
        branches: list[Node] = []
        for value in TRUTH:
            facts = [*here.facts, assume(condition, value)]
            found = self.goal(left, right, facts, splits + 1)
            if found is None:
                wrong = here.refute_assumption(condition, value, 2)
                found = build.distinct(wrong, left, right) if wrong else None
            if found is None:
                return None
            branches.append(found)
        return self.kit.split(condition, *branches)

    def _truth(self, left: Term, right: Term, here: Situation, splits: int) -> Node | None:
        if left in TRUTH and right in TRUTH:
            wrong = self._absurd(here)
            return build.distinct(wrong, left, right) if wrong else None
        if left in TRUTH:
            found = self._truth(right, left, here, splits)
            return build.sym(found) if found else None
        if left in here.decided:
            known = here.decided[left]
            if known.right is right:
                return known
            found = self._truth(right, known.right, here, splits)
            return build.trans([known, build.sym(found)]) if found else None
        if right not in TRUTH:
            if splits >= MAX_SPLITS:
                return None
            return self._split(_atom(left), left, right, here, splits)
        if left.symbol is NOT:
            other = FALSE_TERM if right is TRUE_TERM else TRUE_TERM
            found = self._truth(left.args[0], other, here, splits)
            return self.kit.negated(found) if found else None
        if left.symbol in (AND, OR) and splits < MAX_SPLITS:
            return self._split(_atom(left), left, right, here, splits)
        if right is TRUE_TERM:
            found = here.holds(left)
            if found is not None:
                return found
        if left.symbol is EQ and right is TRUE_TERM:
            inner = self._core(left.args[0], left.args[1], here, splits)
            return build.eq_intro(inner, left) if inner else None
        other = FALSE_TERM if right is TRUE_TERM else TRUE_TERM
        for level in (1, 2, 3):
            wrong = here.refute_assumption(left, other, level)
            if wrong is not None:
                return self.kit.by_contradiction(left, right, wrong)
        return None

    def _absurd(self, here: Situation) -> Node | None:
        from lemmata.search.reals.orders import absurd

        try:
            return absurd(here, 2)
        except TooLarge:
            return None

    def _between(self, left: Term, right: Term, here: Situation) -> Node | None:
        """left = right from both inequalities, else because left != right is contradictory."""
        if "square_positive" not in self.kit.laws:
            return None
        halves = []
        for a, b in ((left, right), (right, left)):
            goal = Term.apply(real.LE, a, b)
            wrong = here.refute_assumption(goal, FALSE_TERM, 2)
            if wrong is None:
                break
            halves.append(self.kit.by_contradiction(goal, TRUE_TERM, wrong))
        if len(halves) == 2:
            return self.kit.cite("le_antisym", halves, {"x": left, "y": right})
        equation = equation_term(left, right)
        wrong = here.refute_assumption(equation, FALSE_TERM, 3)
        if wrong is None:
            return None
        return build.eq_elim(self.kit.by_contradiction(equation, TRUE_TERM, wrong))


def _equal(fact: Node) -> bool:
    return fact.left.sort is REAL


def _applied(function: Symbol, fact: Node) -> Node:
    """a = b |- f(a) = f(b)."""
    left, right = Term.apply(function, fact.left), Term.apply(function, fact.right)
    return cong(left, right, [fact])


def _is_power(t: Term) -> bool:
    return t.symbol is real.POW and not real.is_number(t.args[1])


def _triggers(law: Law) -> list[Term]:
    """The smallest applications of functions of analysis that have all variables of a law."""
    wanted = set(law.clause.variables)
    found = [
        t
        for t in all_subterms(list(law.clause.conclusion))
        if (t.symbol in FUNCTIONS or _is_power(t)) and t.free >= wanted
    ]
    least = min((t.size for t in found), default=0)
    return [t for t in found if t.size == least]


def _atom(condition: Term) -> Term:
    """The first comparison in a condition."""
    while condition.symbol in (NOT, AND, OR):
        condition = condition.args[0]
    return condition


def _condition(terms: Sequence[Term], here: Situation) -> Term | None:
    """The condition of an if-then-else that is to be decided, an innermost one first."""
    for t in reversed(all_subterms(terms)):
        if t.symbol is ITE and t.args[0] not in here.decided and t.args[0] not in TRUTH:
            condition = _atom(t.args[0])
            if not any(s.symbol is ITE for s in condition.subterms()):
                return condition
    return None
