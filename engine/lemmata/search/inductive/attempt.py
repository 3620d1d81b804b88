"""One attempt at a goal with the laws that are known: close, split, induct.

    close    the goal's graph joins both sides, or its hypotheses are contradictory
    split    a Bool condition that blocks a call, or a variable that a half-matched call waits for
    induct   on a variable that blocks calls, all other variables generalised

`Effort` bounds all of it by counts. What comes out is a proof node.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from lemmata.proof import build
from lemmata.proof.nodes import Citation, Hypothesis, Node, unit
from lemmata.search.blocking import Blocked, blocked
from lemmata.search.inductive.closure import Closure, Limits
from lemmata.search.inductive.goal import Budget, Goal
from lemmata.search.inductive.lawbook import Lawbook, Pattern, guarded, patterns, smaller
from lemmata.terms.declarations import Clause, Datatype
from lemmata.terms.sorts import BOOL
from lemmata.terms.symbols import FALSE, TRUE, Symbol
from lemmata.terms.term import FALSE_TERM, TRUE_TERM, Term

NOTES = 2
Seeded = tuple[Hypothesis, tuple[Term, ...]]


@dataclass(frozen=True, slots=True)
class Effort:
    """How far an attempt goes: splits in a row, inductions inside inductions, their candidates.

    `work` counts the nodes of all its graphs. With `solve`, a variable that the conclusion equates
    with a constructor term is split first; from 2 on one that blocks a call
    alone is split last.
    """

    limits: Limits = field(default_factory=Limits)
    splits: int = 4
    nested: int = 0
    candidates: int = 3
    pairs: bool = False
    work: int = 20_000
    solve: int = 0


class Exhausted(Exception):
    """An attempt has used up the work that its effort allows."""


class Prover:
    """Attempts goals of one theory."""

    def __init__(
        self,
        book: Lawbook,
        datatypes: Mapping[str, Datatype],
        cases: Mapping[Symbol, tuple[Clause, ...]],
        budget: Budget,
    ) -> None:
        """`book` holds the definitions and, as it grows, the lemmas."""
        self.book, self.datatypes, self.cases, self.budget = book, datatypes, cases, budget
        self.swapping = {f for f, row in cases.items() if any(_keeps(f, case) for case in row)}
        self.effort = Effort()
        self._left = self.effort.work
        self.left: list[tuple[Goal, Closure]] = []
        self._noted = 0

    def prove(self, goal: Goal, effort: Effort, induct: Sequence[str] = ()) -> Node | None:
        """A proof within an effort, or None; raises GaveUp when the budget is spent.

        After a failure `left` holds the first goal of each induction that needed more than
        splits of conditions.
        """
        self.effort, self._left = effort, effort.work
        self.left, self._noted = [], 0
        try:
            return self._prove(goal, effort, induct)
        except Exhausted:
            return None

    def follows(self, goal: Goal, effort: Effort) -> bool:
        """Whether a goal needs neither split nor induction."""
        self.effort, self._left = effort, effort.work
        try:
            return self.finish(self.close(goal), goal) is not None
        except Exhausted:
            return False

    def saturated(self, goal: Goal, effort: Effort) -> Closure | None:
        """The graph of a goal within an effort, None if that is used up."""
        self.effort, self._left = effort, effort.work
        try:
            return self.close(goal)
        except Exhausted:
            return None

    def _prove(self, goal: Goal, effort: Effort, induct: Sequence[str]) -> Node | None:
        closure = self.close(goal)
        node = self.finish(closure, goal)
        if node is not None:
            return node
        chosen = [[v] for v in goal.variables() if v.head in induct]
        for variables in chosen or self.candidates(closure, goal)[: effort.candidates]:
            node = self.induct(goal, variables, effort.nested)
            if node is not None:
                return node
        return None if chosen else self.branch(goal, closure, effort.splits, 0)

    def close(self, goal: Goal) -> Closure:
        """The saturated graph of a goal."""
        rules: list[Pattern] = []
        units: list[Hypothesis] = []
        seeded: list[Seeded] = []
        seeds = iter(goal.seeds)
        for hypothesis in goal.hypotheses:
            if hypothesis.measure:
                rules.extend(guarded(hypothesis))
                seeded.extend((hypothesis, row) for row in smaller(hypothesis, next(seeds)))
            elif hypothesis.is_unit:
                units.append(hypothesis)
            else:
                rules.extend(patterns(hypothesis))
        closure = Closure(self.book, rules, self._limits(goal), self.budget.expired)
        closure.graph.add(goal.left)
        closure.graph.add(goal.right)
        for hypothesis in units:
            closure.assume(hypothesis)
        for hypothesis, row in seeded:
            closure.instance(Citation(hypothesis, (), row))
        self._run(closure, goal)
        return closure

    def _run(self, closure: Closure, goal: Goal) -> None:
        before = len(closure.graph.terms)
        closure.run(goal.left, goal.right)
        spent = len(closure.graph.terms) - before + 20
        self.budget.spend(spent)
        self._left -= spent
        if self._left < 0:
            raise Exhausted

    def _limits(self, goal: Goal) -> Limits:
        """The limits, raised for goals that hold large numerals."""
        limits = self.effort.limits
        sides = [goal.left, goal.right]
        ground = max((t.size for s in sides for t in s.subterms() if not t.free), default=0)
        size = sum(s.size for s in sides)
        return Limits(
            limits.nodes + 4 * size,
            limits.rounds,
            max(limits.size, 2 * size + ground),
            limits.matches,
            limits.eager,
        )

    @staticmethod
    def finish(closure: Closure, goal: Goal) -> Node | None:
        """The proof of a goal whose graph is closed."""
        if closure.closed(goal.left, goal.right):
            return closure.proof(goal.left, goal.right)
        return None

    # Splitting

    def branch(self, goal: Goal, closure: Closure, splits: int, nested: int) -> Node | None:
        """Prove a goal inside a case: split conditions and variables, induct again."""
        node = self.finish(closure, goal)
        if node is not None:
            return node
        mark, noted = len(self.left), self._noted
        node = self._branch(goal, closure, splits, nested)
        if node is not None:
            del self.left[mark:]
            self._noted = noted
        return node

    def _branch(self, goal: Goal, closure: Closure, splits: int, nested: int) -> Node | None:
        stuck = self.blocked(closure, goal)
        booleans = [v for v in (*stuck.partial, *stuck.full) if v.sort is BOOL]
        if splits > 0 and booleans:
            return self.split(goal, booleans[0], splits - 1, nested)
        conditions = sorted(stuck.conditions, key=lambda t: t.size)
        if splits > 0 and conditions:
            node = self._condition(goal, closure, conditions[0], splits - 1, nested)
            if node is not None:
                return node
        if self._noted < NOTES:
            self.left.append((goal, closure))
            self._noted += 1
        if splits <= 0:
            return None
        variables = list(stuck.partial)[:1]
        if self.effort.solve:
            variables = [*self._solved(closure, goal), *variables]
            if not variables and self.effort.solve > 1:
                variables = list(stuck.full)[:1]
        if not variables and stuck.inner:
            below = blocked(closure.graph, stuck.inner, self.cases)
            variables = [*below.partial, *below.full][:1]
        for variable in variables:
            node = self.split(goal, variable, splits - 1, nested)
            if node is not None:
                return node
        if self.effort.nested > 0:
            fields = {v for h in goal.hypotheses for t in h.limit if t.args for v in t.free}
            for variable in [v for v in stuck.full if v in fields][:1]:
                node = self.split(goal, variable, splits - 2, nested)
                if node is not None:
                    return node
        for variable in self.order(stuck)[:2] if nested > 0 else []:
            node = self.induct(goal, [variable], nested - 1)
            if node is not None:
                return node
        return None

    @staticmethod
    def _solved(closure: Closure, goal: Goal) -> list[Term]:
        """The side of the conclusion that is a variable, if the other one shows a constructor."""
        graph = closure.graph
        for side, other in ((goal.left, goal.right), (goal.right, goal.left)):
            shown = graph.constructor[graph.find(graph.add(other))]
            if side.is_variable and shown is not None and graph.terms[shown].args:
                return [side]
        return []

    def _condition(
        self, goal: Goal, closure: Closure, condition: Term, splits: int, nested: int
    ) -> Node | None:
        """Both values of a Bool term; one branch is enough if it does not use its value."""
        branches = []
        for value in (TRUE_TERM, FALSE_TERM):
            assumed = unit(condition, value)
            if assumed in goal.hypotheses:
                return None
            inner = closure.copy()
            inner.assume(assumed)
            case = goal.assuming(assumed)
            self._run(inner, case)
            node = self.branch(case, inner, splits, nested)
            if node is None:
                return None
            if assumed not in node.context:
                return node
            branches.append(node)
        return build.bool_cases(condition, *branches)

    def values(self, goal: Goal, variable: Term) -> list[tuple[tuple[Term, ...], Term]]:
        """Per constructor: fresh fields and the constructor applied to them."""
        if variable.sort is BOOL:
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

    def split(self, goal: Goal, variable: Term, splits: int, nested: int) -> Node | None:
        """One case per constructor of a variable."""
        if variable.sort.name not in self.datatypes and variable.sort is not BOOL:
            return None
        branches = self.values(goal, variable)
        nodes = []
        for _, value in branches:
            case = goal.substitute(variable, value)
            node = self.branch(case, self.close(case), splits, nested)
            if node is None:
                return None
            nodes.append(node)
        fields, values = [f for f, _ in branches], [v for _, v in branches]
        return build.split(variable, goal.left, goal.right, goal.hypotheses, fields, values, nodes)

    # Induction

    def blocked(self, closure: Closure, goal: Goal) -> Blocked:
        """What blocks the goal's sides and hypotheses, in their simplest forms."""
        graph, normal = closure.graph, closure.normal_forms()
        roots = [normal[graph.find(graph.add(t))] for t in (goal.left, goal.right)]
        for hypothesis in goal.hypotheses:
            if hypothesis.is_unit:
                for side in hypothesis.conclusion:
                    roots.extend(self._simplest(closure, side, normal))
        return blocked(graph, [*roots, goal.left, goal.right], self.cases)

    @staticmethod
    def _simplest(closure: Closure, side: Term, normal: Mapping[int, Term]) -> Iterable[Term]:
        """The irreducible members of a class, their arguments in normal form."""
        graph = closure.graph
        for m in sorted(graph.members[graph.find(graph.add(side))])[:40]:
            term = graph.terms[m]
            if m not in closure.heavy and not graph.congruent[m] and term.free:
                yield term.with_args(tuple(normal[graph.find(a)] for a in graph.args[m]))

    @staticmethod
    def order(stuck: Blocked) -> list[Term]:
        """The blocking variables, those that block most calls first."""
        counts: dict[Term, int] = {}
        for table in (stuck.partial, stuck.full):
            for variable, count in table.items():
                counts[variable] = counts.get(variable, 0) + count
        return sorted(counts, key=lambda v: -counts[v])

    def candidates(self, closure: Closure, goal: Goal) -> list[list[Term]]:
        """What to induct on: blocking variables by how much they block, then the others."""
        order = self.order(self.blocked(closure, goal))
        rest = [v for v in goal.variables() if v not in order]
        known = [v for v in (*order, *rest) if v.sort.name in self.datatypes or v.sort is BOOL]
        found = [[v] for v in known]
        few = [v for v in order if v in known and v.sort is not BOOL][:3]
        pairs = [[a, b] for a in few for b in few if a is not b]
        if self.effort.pairs:
            return found[:2] + pairs[:2] + found[2:] + pairs[2:]
        heads = {t.symbol for side in (goal.left, goal.right) for t in side.subterms()}
        return found[:1] + pairs[:1] + found[1:] if self.swapping & heads else found

    def induct(self, goal: Goal, variables: Sequence[Term], nested: int) -> Node | None:
        """Structural induction; every other variable that may be is generalised."""
        self._noted = 0
        variable = variables[0]
        if variable.sort is BOOL:
            return self.split(goal, variable, self.effort.splits, nested)
        fixed = frozenset().union(*(h.free() for h in goal.hypotheses if not h.is_unit))
        if variable.sort.name not in self.datatypes or not fixed.isdisjoint(variables):
            return None
        general = [v for v in goal.variables() if v not in variables and v not in fixed]
        opened = {*variables, *general}
        moved = [h for h in goal.hypotheses if h.is_unit and not h.free().isdisjoint(opened)]
        kept = [h for h in goal.hypotheses if h not in moved]
        if any(not h.free().isdisjoint(opened) for h in kept):
            return None
        hypothesis = build.induction_hypothesis(variables, general, moved, goal.left, goal.right)
        inner = goal.assuming(hypothesis, (*variables, *general))
        node = self._split_all(inner, list(variables), nested)
        return node and build.induction(variables, general, moved, node)

    def _split_all(self, goal: Goal, variables: Sequence[Term], nested: int) -> Node | None:
        """Split on the variables of an induction one after the other."""
        if len(variables) == 1:
            return self.split(goal, variables[0], self.effort.splits, nested)
        branches = self.values(goal, variables[0])
        nodes = []
        for _, value in branches:
            case = goal.substitute(variables[0], value)
            node = self._split_all(case, variables[1:], nested)
            if node is None:
                return None
            nodes.append(node)
        fields, values = [f for f, _ in branches], [v for _, v in branches]
        return build.split(
            variables[0], goal.left, goal.right, goal.hypotheses, fields, values, nodes
        )


def _keeps(symbol: Symbol, case: Clause) -> bool:
    """Whether a recursive call repeats an argument that the case takes apart, as in merging."""
    patterns = [p for p in case.left.args if p.args]
    calls = [t for t in case.right.subterms() if t.symbol is symbol]
    return any(a in patterns for call in calls for a in call.args)


def fresh_name(base: str, taken: set[str]) -> str:
    """`base` followed by the smallest number that makes it new."""
    count = 1
    while f"{base}{count}" in taken:
        count += 1
    return f"{base}{count}"
