"""Goals over datatypes: saturate, split, induct, and speculate lemmas where that is not enough.

    close:  the e-graph of the goal, its hypotheses and the laws joins both sides
    split:  a blocked Bool term, or a variable that a half-matched call waits for
    induct: the variable that blocks most calls, all other variables generalised
    lemma:  an equation between forms of the stuck sides, true on values, proved first

All of it is untrusted; what comes out is a proof node.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from lemmata.proof import build
from lemmata.proof.nodes import Hypothesis, Law, Node, Theorem, unit
from lemmata.search.basics import cancellations, conjectures, operations
from lemmata.search.blocking import Blocked, blocked
from lemmata.search.conditions import implications
from lemmata.search.rules import Rule, directed, guarded, unfolding
from lemmata.search.saturation import Limits, Saturation
from lemmata.search.speculation import candidates, canonical, clause_of, is_instance
from lemmata.search.testing import Tester
from lemmata.terms.declarations import Clause, Datatype
from lemmata.terms.sorts import BOOL
from lemmata.terms.symbols import FALSE, TRUE, Symbol
from lemmata.terms.term import FALSE_TERM, TRUE_TERM, Term

MAX_FORMS = 20
TRIED = 5


class GaveUp(Exception):
    """A limit was hit; the message names it."""


@dataclass(frozen=True, slots=True)
class Goal:
    """A sequent to be proved."""

    hypotheses: tuple[Hypothesis, ...]
    left: Term
    right: Term

    def variables(self) -> list[Term]:
        """Free variables of the two sides and the unit hypotheses, by first occurrence."""
        found: dict[Term, None] = {}
        units = [t for h in self.hypotheses if h.is_unit for t in h.conclusion]
        for term in (self.left, self.right, *units):
            for sub in term.subterms():
                if sub.is_variable:
                    found.setdefault(sub)
        return list(found)

    def names(self) -> set[str]:
        """Every variable name in the sequent."""
        terms = [self.left, self.right, *(t for h in self.hypotheses for t in h.terms())]
        return {str(v.head) for t in terms for v in t.free}

    def substitute(self, variable: Term, value: Term) -> Goal:
        """The goal with a variable replaced."""
        binding = {variable: value}
        hypotheses = tuple(h.substitute(binding) for h in self.hypotheses)
        return Goal(hypotheses, self.left.substitute(binding), self.right.substitute(binding))


@dataclass
class Budget:
    """How much may be tried: counts, and a wall clock that only ends the attempt."""

    saturations: int = 600
    lemma_depth: int = 2
    depth: int = 4
    expired: Callable[[], bool] = lambda: False

    def spend(self) -> None:
        """Count one saturation."""
        self.saturations -= 1
        if self.saturations < 0:
            raise GaveUp("limit: saturations")
        if self.expired():
            raise GaveUp("limit: time")


@dataclass
class Prover:
    """Proves equations over one theory from its definitions and from given lemmas."""

    definitions: Sequence[Law]
    lemmas: list[Law]
    datatypes: dict[str, Datatype]
    cases: dict[Symbol, tuple[Clause, ...]]
    tester: Tester
    budget: Budget
    limits: Limits = field(default_factory=Limits)
    stuck: Goal | None = None
    hint: tuple[Term, Term] | None = None
    _failed: dict[tuple[Term, Term], int] = field(default_factory=dict)
    _failed_clauses: dict[Clause, int] = field(default_factory=dict)
    _open: list[tuple[Term, Term]] = field(default_factory=list)
    _tested: dict[tuple[Term, Term], bool] = field(default_factory=dict)
    _rules: list[Rule] = field(default_factory=list)
    _rules_for: int = -1

    def prove(self, name: str, clause: Clause, induct: Sequence[str] = ()) -> Theorem | None:
        """A proof of a clause, or None (see `stuck`); raises GaveUp at a limit."""
        hypotheses = tuple(unit(a, b) for a, b in clause.premises)
        goal = Goal(hypotheses, clause.left, clause.right)
        if not hypotheses:
            self._open.append(canonical(goal.left, goal.right))
        for depth in range(self.budget.lemma_depth + 1):
            if depth == 1 and self._learn_basics(goal):
                node = self._theorem(goal, 0, induct)
                if node is not None:
                    return Theorem(name, clause, clause.variables, node)
            node = self._theorem(goal, depth, induct)
            if node is not None:
                return Theorem(name, clause, clause.variables, node)
        return None

    def _learn_basics(self, goal: Goal) -> bool:
        """Prove basic laws of the operations in the goal; whether any is new."""
        before = len(self.lemmas)
        units = [t for h in goal.hypotheses for t in h.terms()]
        for symbol in operations([goal.left, goal.right, *units], self.cases):
            for left, right in conjectures(symbol, self.datatypes, self.cases[symbol]):
                pair = canonical(left, right)
                new = not any(is_instance(pair, known) for known in self._open)
                if new and self._true(pair) and not self._known(pair):
                    self._lemma(pair, 0)
            for law in cancellations(symbol) if goal.hypotheses else ():
                if self.tester.holds(law):
                    self._implication(law, 0)
        return len(self.lemmas) > before

    def _known(self, pair: tuple[Term, Term]) -> bool:
        """Whether a law follows from what is known without induction."""
        goal = Goal((), *pair)
        return self._finish(self._saturate(goal), goal) is not None

    def _theorem(self, goal: Goal, lemma_depth: int, induct: Sequence[str] = ()) -> Node | None:
        """Try without induction first, then by induction on each promising variable."""
        sat = self._saturate(goal)
        node = self._finish(sat, goal)
        if node is not None:
            return node
        order = self._induction_order(sat, goal)
        if induct:
            order = [v for v in goal.variables() if v.head in induct]
        for variable in order[:3]:
            node = self._induct(goal, variable, lemma_depth, self.budget.depth)
            if node is not None:
                return node
        return self._solve(goal, lemma_depth, 1, sat) if not induct else None

    # Saturation

    def rules(self) -> list[Rule]:
        """The laws as rules: definitions forwards, lemmas in both directions."""
        if self._rules_for != len(self.lemmas):
            forward = [directed(law) for law in (*self.definitions, *self.lemmas)]
            backward = [directed(law, reverse=True) for law in self.lemmas]
            unfolded = [rule for law in self.lemmas for rule in unfolding(law)]
            self._rules = [r for r in (*forward, *backward, *unfolded) if r is not None]
            self._rules_for = len(self.lemmas)
        return self._rules

    def _saturate(self, goal: Goal) -> Saturation:
        self.budget.spend()
        rules = list(self.rules())
        units = []
        for hypothesis in goal.hypotheses:
            if hypothesis.measure:
                rules.extend(guarded(hypothesis))
            elif hypothesis.is_unit:
                units.append(hypothesis)
            else:
                rules.extend(r for r in (directed(hypothesis), directed(hypothesis, True)) if r)
        sat = Saturation(rules, self._limits(goal), self.budget.expired)
        sat.graph.add(TRUE_TERM)
        sat.graph.add(FALSE_TERM)
        sat.graph.add(goal.left)
        sat.graph.add(goal.right)
        for hypothesis in units:
            sat.assume(hypothesis)
        sat.run(goal.left, goal.right)
        return sat

    def _limits(self, goal: Goal) -> Limits:
        """The limits, raised for goals that hold large numerals."""
        sides = (goal.left, goal.right)
        ground = max((t.size for s in sides for t in s.subterms() if not t.free), default=0)
        size = max(self.limits.size, 2 * sum(s.size for s in sides))
        return Limits(self.limits.nodes, self.limits.rounds + ground, size)

    def _finish(self, sat: Saturation, goal: Goal) -> Node | None:
        graph = sat.graph
        if graph.contradiction or graph.same(goal.left, goal.right):
            return sat.proof(goal.left, goal.right)
        return None

    def _blocked(self, sat: Saturation, goal: Goal) -> Blocked:
        graph = sat.graph
        sides = [goal.left, goal.right]
        normal = sat.normal_forms()
        roots = [normal[graph.find(graph.add(t))] for t in sides]
        for hypothesis in goal.hypotheses:
            if hypothesis.is_unit:
                for side in hypothesis.conclusion:
                    roots.extend(graph.class_terms(graph.add(side))[:MAX_FORMS])
        return blocked(graph, [*roots, *sides], self.cases)

    # Splitting

    def _solve(
        self, goal: Goal, lemma_depth: int, depth: int, sat: Saturation | None = None
    ) -> Node | None:
        """Prove a goal inside a case: close, split, speculate, induct again."""
        sat = sat or self._saturate(goal)
        node = self._finish(sat, goal)
        if node is None and self.stuck is None and len(self._open) < 2:
            normal, find = sat.normal_forms(), sat.graph.find
            left, right = (normal[find(sat.graph.add(t))] for t in (goal.left, goal.right))
            self.stuck = Goal(goal.hypotheses, left, right)
        if node is not None or depth <= 0:
            return node
        stuck = self._blocked(sat, goal)
        for variable in [v for v in (*stuck.partial, *stuck.full) if v.sort is BOOL][:1]:
            node = self._split(goal, variable, lemma_depth, depth - 1)
            if node is not None:
                return node
        for condition in sorted(stuck.conditions, key=lambda t: t.size)[:1]:
            node = self._split_condition(goal, condition, lemma_depth, depth - 1)
            if node is not None:
                return node
        for variable in list(stuck.partial)[:1]:
            node = self._split(goal, variable, lemma_depth, depth - 1)
            if node is not None:
                return node
        nested = sum(bool(h.measure) for h in goal.hypotheses)
        if lemma_depth > 0 and nested < 2:
            node = self._speculate(goal, sat, lemma_depth)
            if node is not None:
                return node
        for variable in self._order(stuck)[:2]:
            node = self._induct(goal, variable, lemma_depth, depth - 2)
            if node is not None:
                return node
        return None

    def _split_condition(
        self, goal: Goal, condition: Term, lemma_depth: int, depth: int
    ) -> Node | None:
        branches = []
        for value in (TRUE_TERM, FALSE_TERM):
            assumed = unit(condition, value)
            if assumed in goal.hypotheses:
                return None
            branch = Goal((*goal.hypotheses, assumed), goal.left, goal.right)
            node = self._solve(branch, lemma_depth, depth)
            if node is None:
                return None
            branches.append(node)
        unused = [
            n
            for n, v in zip(branches, (TRUE_TERM, FALSE_TERM), strict=True)
            if unit(condition, v) not in n.context
        ]
        return unused[0] if unused else build.bool_cases(condition, *branches)

    def _branches(self, goal: Goal, variable: Term) -> list[tuple[tuple[Term, ...], Term]]:
        """Per constructor: fresh fields and the constructor applied to them."""
        if variable.sort.name == "Bool":
            return [((), Term.apply(TRUE)), ((), Term.apply(FALSE))]
        datatype = self.datatypes[variable.sort.name]
        binding = dict(zip(datatype.types, variable.sort.args, strict=True))
        taken = goal.names() | {str(variable.head)}
        found = []
        for constructor in datatype.constructors:
            fields = []
            for sort in constructor.arguments:
                field_sort = sort.substitute(binding)
                base = str(variable.head) if field_sort is variable.sort else "a"
                name = fresh_name(base.rstrip("0123456789'"), taken)
                taken.add(name)
                fields.append(Term.variable(name, field_sort))
            value = Term.apply(constructor, *fields, types=variable.sort.args)
            found.append((tuple(fields), value))
        return found

    def _split(self, goal: Goal, variable: Term, lemma_depth: int, depth: int) -> Node | None:
        if variable.sort.name not in self.datatypes and variable.sort.name != "Bool":
            return None
        branches = self._branches(goal, variable)
        nodes = []
        for _, value in branches:
            node = self._solve(goal.substitute(variable, value), lemma_depth, depth)
            if node is None:
                return None
            nodes.append(node)
        fields, values = [f for f, _ in branches], [v for _, v in branches]
        return build.split(variable, goal.left, goal.right, goal.hypotheses, fields, values, nodes)

    # Induction

    def _order(self, stuck: Blocked) -> list[Term]:
        counts: dict[Term, int] = {}
        for table in (stuck.partial, stuck.full):
            for variable, count in table.items():
                counts[variable] = counts.get(variable, 0) + count
        return sorted(counts, key=lambda v: -counts[v])

    def _induction_order(self, sat: Saturation, goal: Goal) -> list[Term]:
        """Blocking variables by how much they block, then the goal's other variables."""
        order = self._order(self._blocked(sat, goal))
        rest = [v for v in goal.variables() if v not in order]
        known = [
            v for v in (*order, *rest) if v.sort.name in self.datatypes or v.sort.name == "Bool"
        ]
        return known

    def _induct(self, goal: Goal, variable: Term, lemma_depth: int, depth: int) -> Node | None:
        """Structural induction on a variable; every other variable that may be is generalised."""
        if variable.sort.name == "Bool":
            return self._split(goal, variable, lemma_depth, depth)
        fixed = frozenset().union(*(h.free() for h in goal.hypotheses if not h.is_unit))
        if variable in fixed and goal.right is TRUE_TERM:
            return self._split(goal, variable, lemma_depth, depth)
        if variable in fixed:
            return None
        if variable.sort.name not in self.datatypes:
            return None
        general = [v for v in goal.variables() if v is not variable and v not in fixed]
        opened = {variable, *general}
        moved = [h for h in goal.hypotheses if h.is_unit and not h.free().isdisjoint(opened)]
        kept = [h for h in goal.hypotheses if h not in moved]
        if any(not h.free().isdisjoint(opened) for h in kept):
            return None
        hypothesis = build.induction_hypothesis([variable], general, moved, goal.left, goal.right)
        inner = Goal((*goal.hypotheses, hypothesis), goal.left, goal.right)
        node = self._split(inner, variable, lemma_depth, depth)
        return node and build.induction([variable], general, moved, node)

    # Lemmas

    def _speculate(self, goal: Goal, sat: Saturation, lemma_depth: int) -> Node | None:
        for pair in self._promising(sat, goal):
            if self._failed.get(pair, -1) >= lemma_depth - 1:
                continue
            self.hint = self.hint or pair
            if not self._lemma(pair, lemma_depth - 1):
                continue
            sat = self._saturate(goal)
            node = self._finish(sat, goal)
            if node is not None:
                return node
        return self._speculate_conditions(goal, sat, lemma_depth)

    def _speculate_conditions(self, goal: Goal, sat: Saturation, lemma_depth: int) -> Node | None:
        """The same with implications from what the goal may assume."""
        assumed = [h.conclusion for h in goal.hypotheses if h.is_unit]
        for clause in implications(sat, (goal.left, goal.right), assumed):
            known = self._failed_clauses.get(clause, -1)
            if known >= lemma_depth - 1 or not self.tester.holds(clause):
                continue
            if not self._implication(clause, lemma_depth - 1):
                continue
            node = self._finish(self._saturate(goal), goal)
            if node is not None:
                return node
        return None

    def _implication(self, clause: Clause, lemma_depth: int) -> bool:
        """Prove a conditional candidate and add it to the lemmas."""
        self._failed_clauses[clause] = lemma_depth
        hypotheses = tuple(unit(a, b) for a, b in clause.premises)
        proof = self._theorem(Goal(hypotheses, clause.left, clause.right), lemma_depth)
        if proof is not None:
            self._add_lemma(clause, proof)
        return proof is not None

    def _promising(self, sat: Saturation, goal: Goal) -> list[tuple[Term, Term]]:
        """A few candidates that hold on values, none an instance of another or of an open goal."""
        true: list[tuple[Term, Term]] = []
        for pair in candidates(sat, goal.left, goal.right):
            if len(true) >= 2 * TRIED:
                break
            if not any(is_instance(pair, known) for known in self._open) and self._true(pair):
                true.append(pair)
        kept = [p for p in true if not any(q is not p and is_instance(p, q) for q in true)]
        return kept[:TRIED]

    def _true(self, pair: tuple[Term, Term]) -> bool:
        if pair not in self._tested:
            self._tested[pair] = self.tester.holds(clause_of(*pair))
        return self._tested[pair]

    def _lemma(self, pair: tuple[Term, Term], lemma_depth: int) -> bool:
        """Prove a candidate as a theorem of its own and add it to the lemmas."""
        clause = clause_of(*pair)
        self._open.append(pair)
        try:
            node = self._theorem(Goal((), clause.left, clause.right), lemma_depth)
        finally:
            self._open.pop()
        if node is None:
            self._failed[pair] = lemma_depth
            return False
        self._add_lemma(clause, node)
        return True

    def _add_lemma(self, clause: Clause, node: Node) -> None:
        name = f"lemma_{sum(law.name.startswith('lemma_') for law in self.lemmas) + 1}"
        theorem = Theorem(name, clause, clause.variables, node)
        self.lemmas.append(Law("theorem", name, 0, clause, "", theorem))


def fresh_name(base: str, taken: set[str]) -> str:
    """`base` followed by the smallest number that makes it new."""
    count = 1
    while f"{base}{count}" in taken:
        count += 1
    return f"{base}{count}"


__all__ = ["Budget", "GaveUp", "Goal", "Prover", "canonical"]
